"""The tables of kinds: every list a practitioner may want to change is rows here, never branches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One row of a table: the name kept in data, the words shown, and a sentence of help."""

    name: str
    label: str
    help: str = ""


def _table(*rows: Kind) -> Mapping[str, Kind]:
    return {row.name: row for row in rows}


TONES = _table(
    Kind("", "not said yet"),
    Kind("hurtful", "hurtful", "learned where it hurt"),
    Kind("idealised", "idealised", "too good to last"),
    Kind("survival", "survival", "a way of getting through"),
    Kind("service", "service", "belongs to staff, team or system"),
    Kind("good_enough", "good enough", "reliable, ordinary, kind"),
)

DIRECTIONS = _table(
    Kind("other_to_self", "from others to the person"),
    Kind("self_to_other", "from the person to others"),
    Kind("self_to_self", "from the person to themselves"),
    Kind("between_staff", "between staff"),
)

WHOSE = _table(
    Kind("", "not said yet"),
    Kind("person", "the person's words"),
    Kind("shared", "words agreed together"),
    Kind("worker", "a worker's words"),
)

STANDINGS = _table(
    Kind("provisional", "provisional", "a first guess"),
    Kind("agreed", "agreed", "looked at together and kept for now"),
    Kind("doubted", "doubted", "someone is no longer sure"),
)

READERS = _table(
    Kind("person", "the person and the team"),
    Kind("team", "the team"),
    Kind("supervision", "supervision only"),
)

STEP_PARTS = _table(
    Kind("", "a step"),
    Kind("trigger", "what sets it off"),
    Kind("belief", "what it seems to mean"),
    Kind("feeling", "what is felt"),
    Kind("aim", "what it is for"),
    Kind("action", "what is done"),
    Kind("others_respond", "what others do"),
    Kind("relief", "what it brings for a while"),
    Kind("consequence", "where it leaves things"),
)

PROCEDURE_KINDS = _table(
    Kind("trap", "trap", "what is done to cope seems to prove the belief it began with"),
    Kind("dilemma", "dilemma", "only two ways seem possible, and both cost"),
    Kind("snag", "snag", "something wanted is given up, as if forbidden: yes, but"),
)

STATE_KINDS = _table(
    Kind("", "not said yet"),
    Kind("watchful", "watchful"),
    Kind("angry", "angry"),
    Kind("cut_off", "cut off"),
    Kind("hurt", "hurt"),
    Kind("coping", "coping"),
    Kind("ideal", "ideal"),
    Kind("emerging", "emerging"),
    Kind("steady", "steady"),
)

SHIFT_KINDS = _table(
    Kind("self_state", "to a different state", "a different role altogether"),
    Kind("role_reversal", "to the other pole", "bottom to top of one role, or back"),
    Kind("response", "to another response", "another procedure from the same pole"),
)

SHIFT_SPEEDS = _table(
    Kind("", "not said yet"),
    Kind("abrupt", "abrupt"),
    Kind("gradual", "gradual"),
)

REMEMBERED = _table(
    Kind("", "not said yet"),
    Kind("yes", "remembered afterwards"),
    Kind("in_part", "remembered in part"),
    Kind("no", "not remembered afterwards"),
)

EXIT_STAGES = _table(
    Kind("idea", "an idea"),
    Kind("tried", "tried"),
    Kind("practised", "practised"),
    Kind("owned", "owned"),
)

DRAWING_KINDS = _table(
    Kind("role_map", "Role map", "reciprocal roles, procedures and ways out"),
    Kind("states", "States diagram", "states, what they hold, and the shifts between them"),
    Kind("team_map", "Team map", "what happens between the person, staff and the system"),
)

NOTE_FORMATS = _table(
    Kind("group_supervision", "Group supervision"),
    Kind("individual_supervision", "Individual supervision"),
    Kind("peer_group", "Peer group"),
    Kind("team_consultation", "Team consultation"),
    Kind("reflective_team", "Reflecting team"),
    Kind("own_reflection", "My own reflection"),
)

NOTE_STANDINGS = _table(Kind("draft", "draft"), Kind("signed", "signed"))

ABOUT = _table(
    Kind("", "not said yet"),
    Kind("person", "the person"),
    Kind("relationship", "the relationship"),
    Kind("service", "the service"),
    Kind("context", "the context"),
)

HYPOTHESIS_STANDINGS = _table(
    Kind("open", "open"),
    Kind("leading", "leading for now"),
    Kind("weakened", "weakened"),
    Kind("held_for_now", "held for now"),
    Kind("set_aside", "set aside"),
)

EVIDENCE_MARKS = _table(
    Kind("", "not considered yet"),
    Kind("strongly_for", "strongly for", "just what this idea would lead us to expect"),
    Kind("for", "for", "fits with this idea"),
    Kind("neither", "does not bear on it", "as likely whether or not this idea holds"),
    Kind("against", "against", "hard to square with this idea"),
    Kind("strongly_against", "strongly against", "could hardly be so if this idea held"),
)

PULL_PLACES = _table(
    Kind("with_person", "with the person"),
    Kind("in_team", "in the team"),
    Kind("in_supervision", "in supervision"),
)

PULL_KINDS = _table(
    Kind("reciprocating", "reciprocating", "I am drawn to the other end of the role"),
    Kind("identifying", "identifying", "I am drawn to the same end as the person"),
    Kind("unplaced", "not on the map yet", "a role not drawn, or something of ours"),
)

ACTED_ON = _table(
    Kind("", "not said yet"),
    Kind("resisted", "resisted"),
    Kind("partly", "partly acted on"),
    Kind("enacted", "enacted"),
    Kind("noticed_later", "noticed later"),
)


@dataclass(frozen=True)
class LinkKind(Kind):
    """A kind of arrow: what it says between two things, and what it may join (by id prefix; empty: any)."""

    joins: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def may_join(self, from_id: str, to_id: str) -> bool:
        """Whether an arrow of this kind may go from the one to the other."""
        return all(
            not allowed or one.partition(":")[0] in allowed
            for one, allowed in zip((from_id, to_id), self.joins, strict=True)
        )


LINK_KINDS: Mapping[str, LinkKind] = {
    row.name: row
    for row in (
        LinkKind("leads_to", "leads to"),
        LinkKind("sets_off", "sets off"),
        LinkKind("keeps_going", "keeps going"),
        LinkKind("protects_from", "protects from"),
        LinkKind("hides", "hides"),
        LinkKind("echoes", "echoes"),
        LinkKind("flips_to", "flips to"),
        LinkKind("weakens", "weakens"),
        LinkKind("strengthens", "strengthens"),
        LinkKind("soothes", "soothes"),
        LinkKind("drawn_to", "is drawn to", joins=(("group",), ("pole", "role"))),
    )
}


@dataclass(frozen=True)
class Join(LinkKind):
    """What an arrow drawn by hand may come to mean; `makes`: what it makes where it ends on empty paper.

    `makes` is the kind of the new thing (as in its id), or empty where this arrow needs a second end.
    """

    makes: str = "phrase"


JOINS: Mapping[str, Join] = {
    row.name: row
    for row in (
        Join("shifts_to", "shifts to", joins=(("state",), ("state",)), makes="state"),
        Join("then", "and then", joins=(("step",), ("step", "phrase")), makes="step"),
        Join("way_out", "has a way out:", joins=(("step",), ("exit", "phrase")), makes="exit"),
        Join("returns_to", "comes back to",
             joins=(("step", "horn", "procedure"), ("pole", "pain")), makes=""),
        Join("starts", "starts the loop", joins=(("pole",), ("step", "procedure")), makes="step"),
        Join("arrives_at", "arrives at", joins=(("exit",), ("pole",)), makes=""),
        Join("holds", "holds", joins=(("state",), ("pole", "role")), makes=""),
        Join("lies_under", "lies under", joins=(("pain",), ("pole",)), makes=""),
        *(Join(row.name, row.label, row.help, row.joins) for row in LINK_KINDS.values()),
    )
}  # fmt: skip
"""What may be meant by an arrow from one thing to another, the likeliest first."""

ASKED_OUTCOMES = _table(
    Kind("answered", "answered"),
    Kind("set_aside", "set aside"),
)

EMBLEMS = _table(
    *(
        Kind(name, name)
        for name in (
            "leaf", "wave", "hill", "lamp", "boat", "kite", "key", "bridge",
            "stone", "feather", "door", "sun", "moon", "thread", "well", "tree",
        )
    )
)  # fmt: skip

COLOURS = _table(
    *(
        Kind(name, name)
        for name in ("clay", "moss", "slate", "plum", "ochre", "teal", "rose", "ink")
    )
)

PATHWAY_STAGES = _table(
    Kind("in_reach", "in-reach"),
    Kind("community", "community"),
    Kind("recall", "recall"),
    Kind("move_on", "move-on"),
)
