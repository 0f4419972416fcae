"""What is worth asking about our own thinking: pulls and hypotheses (field guide, sections 3 and 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    Hypothesis,
    Mark,
    Pull,
    ReciprocalRole,
    SupervisionNote,
    kind_of,
)

from .rules import GENTLE, SEARCHING, Found, Ground, as_day, rule

CERTAIN: Final = re.compile(
    r"\b(?:obviously|clearly|always|never|definitely|certainly|undoubtedly|of course|"
    r"no doubt|without (?:a )?doubt|just wants?|only wants?|simply wants?|must be|"
    r"is (?:just|only|simply) (?:a|an|being|doing)|everyone knows|we know (?:that|why)|proves?)\b",
    re.IGNORECASE,
)
"""Words in which a guess hardens into a fact (Lilienfeld & Basterfield 2020, on certainty)."""

THE_MAP: Final = frozenset({"role", "pain", "state", "shift", "procedure", "exit", "observer"})
"""What counts as the map having changed, by the kind in an id; where it stands does not."""

OFTEN: Final = 3
"""In how many notes a pull to one pole makes a pattern of our own (house rule)."""


@rule(
    "pull-unplaced",
    asks="The pull “{one}” is on nobody's map. A role not drawn yet, or something of ours?",
    why="What we feel and cannot place may be a role not drawn, or ours.",
    source="Ryle 1998; Corbridge et al. 2018",
    gentle=GENTLE,
    room="thinking",
)
def pull_unplaced(ground: Ground) -> Iterable[Found]:
    """A pull that invites into no pole."""
    for pull in ground.formulation.every(Pull):
        if not pull.invited_to:
            yield Found((pull.id,))


@rule(
    "pull-half",
    asks="“{one}”: where does that leave the other person?",
    why="A pull has two ends; the other one is theirs.",
    source="Ryle 1998",
    gentle=GENTLE,
    room="thinking",
)
def pull_half(ground: Ground) -> Iterable[Found]:
    """A pull that says where the helper was drawn, and not where that leaves the other."""
    for pull in ground.formulation.every(Pull):
        if pull.invited_to and not pull.other_at:
            yield Found((pull.id,))


@rule(
    "pull-split",
    asks="In “{one}”, {who} were drawn to different ends. What if both are part of one map?",
    why="Perhaps two ends of one map, and not one right colleague.",
    source="Kerr 1999",
    gentle=SEARCHING,
    room="thinking",
)
def pull_split(ground: Ground) -> Iterable[Found]:
    """A note in which two helpers, with the person or in the team, are drawn to tops of different roles."""
    tops = {role.top.id: role.id for role in ground.formulation.every(ReciprocalRole)}
    for note in ground.formulation.every(SupervisionNote):
        pulls = [one for one in _pulls_in(ground.formulation, note.id) if _to_a_top(one, tops)]
        apart = [one for one in pulls if any(_are_apart(one, other, tops) for other in pulls)]
        if apart:
            who = " and ".join(dict.fromkeys(pull.felt_by.strip() for pull in apart))
            hangs_on = " ".join(f"{pull.id} {pull.felt_by} {pull.invited_to}" for pull in apart)
            yield Found((note.id,), {"who": who}, hangs_on)


def _to_a_top(pull: Pull, tops: Mapping[str, str]) -> bool:
    return pull.where in ("with_person", "in_team") and pull.invited_to in tops


def _are_apart(one: Pull, other: Pull, tops: Mapping[str, str]) -> bool:
    helpers = {pull.felt_by.strip().casefold() for pull in (one, other)}
    roles = {tops[str(pull.invited_to)] for pull in (one, other)}
    return "" not in helpers and len(helpers) == len(roles) == 2


def _pulls_in(formulation: Formulation, note_id: str) -> list[Pull]:
    return [pull for pull in formulation.every(Pull) if pull.note == note_id]


@rule(
    "pull-no-repair",
    asks="After “{one}”: has anything been said or done about it since?",
    why="Repair is the new experience.",
    source="Ryle & Kerr 2020",
    room="thinking",
)
def pull_no_repair(ground: Ground) -> Iterable[Found]:
    """A pull acted on, wholly or partly, with no repair written down."""
    for pull in ground.formulation.every(Pull):
        if pull.acted_on in ("enacted", "partly") and not pull.repair.strip():
            yield Found((pull.id,))


@rule(
    "pull-always-them",
    asks="“{one}”: what in this might be mine, the team's or the system's?",
    why="What they elicit and what is mine come mixed; naming both keeps it fair.",
    source="Ryle 1998",
    room="thinking",
)
def pull_always_them(ground: Ground) -> Iterable[Found]:
    """A pull with nothing under what else it could be."""
    for pull in ground.formulation.every(Pull):
        if not pull.could_also_be.strip():
            yield Found((pull.id,))


@rule(
    "pull-repeats",
    asks="We keep being drawn to “{one}”, and the map has stayed as it was. Is the map in use?",
    why="A pull that comes back note after note asks for an exit, or for another drawing.",
    source="Corbridge et al. 2018; three notes is a house rule",
    gentle=SEARCHING,
    room="thinking",
)
def pull_repeats(ground: Ground) -> Iterable[Found]:
    """One pole in the pulls of three notes, and a map unchanged since the first of the last three."""
    notes = {note.id: note.date for note in ground.formulation.every(SupervisionNote)}
    drawn_to: dict[str, set[str]] = {}
    for pull in ground.formulation.every(Pull):
        if pull.invited_to and pull.note in notes:
            drawn_to.setdefault(pull.invited_to, set()).add(str(pull.note))
    for pole_id, where in drawn_to.items():
        latest = sorted(where, key=lambda note_id: notes[note_id])[-OFTEN:]
        if len(latest) == OFTEN and not _map_changed_since(ground, notes[latest[0]]):
            yield Found((pole_id,), hangs_on=" ".join(sorted(where)))


def _map_changed_since(ground: Ground, day: str) -> bool:
    since = as_day(day)
    changed = (on for some_id, on in ground.changed.items() if kind_of(some_id) in THE_MAP)
    return since is not None and any(one > since for one in changed)


def _held(formulation: Formulation) -> Iterator[Hypothesis]:
    """The hypotheses not set aside."""
    return (one for one in formulation.every(Hypothesis) if one.status != "set_aside")


@rule(
    "hyp-alone",
    asks="What else could it be, beside “{one}”?",
    why="No certainty: alternative hypotheses.",
    source="Ryan, slides",
    gentle=GENTLE,
    room="thinking",
)
def hyp_alone(ground: Ground) -> Iterable[Found]:
    """A hypothesis without a rival, in either direction."""
    named = {rival for one in ground.formulation.every(Hypothesis) for rival in one.alternative_to}
    for one in _held(ground.formulation):
        if not one.alternative_to and one.id not in named:
            yield Found((one.id,))


@rule(
    "hyp-only-for",
    asks="What have we seen that does not fit “{one}”?",
    why="We find what we look for; what speaks against has to be looked for on purpose.",
    source="Lilienfeld & Basterfield 2020",
    room="thinking",
)
def hyp_only_for(ground: Ground) -> Iterable[Found]:
    """A hypothesis with something that speaks for it and nothing against."""
    for one in _held(ground.formulation):
        marks = {mark.bears for mark in ground.formulation.every(Mark) if mark.hypothesis == one.id}
        speaks_for = one.evidence_for or marks & {"for", "strongly_for"}
        against = one.evidence_against or marks & {"against", "strongly_against"}
        if speaks_for and not against:
            yield Found(
                (one.id,), hangs_on=" ".join([*one.evidence_for, *sorted(marks), one.words])
            )


@rule(
    "hyp-untestable",
    asks="“{one}”: what would we expect to see, and what would change our mind?",
    why="A guess that nothing could change cannot learn.",
    source="DCP 2011",
    room="thinking",
)
def hyp_untestable(ground: Ground) -> Iterable[Found]:
    """A hypothesis with no expectation, or that nothing would change."""
    for one in _held(ground.formulation):
        if not (one.expect_to_see.strip() and one.would_change_our_mind.strip()):
            yield Found((one.id,))


@rule(
    "hyp-certain",
    asks="“{one}” sounds sure. How would it sound with “we wonder”?",
    why="Tone hardens first.",
    source="Kuyken et al. 2005; DCP 2011",
    room="thinking",
)
def hyp_certain(ground: Ground) -> Iterable[Found]:
    """A hypothesis in words of certainty."""
    for one in _held(ground.formulation):
        if CERTAIN.search(one.words):
            yield Found((one.id,), hangs_on=one.words)


@rule(
    "hyp-unlinked",
    asks="Where on the map is “{one}”?",
    why="Theory adrift from the map cannot be noticed happening.",
    source="Kuyken et al. 2005",
    gentle=GENTLE,
    room="thinking",
)
def hyp_unlinked(ground: Ground) -> Iterable[Found]:
    """A hypothesis that points at nothing on the map."""
    for one in _held(ground.formulation):
        if not one.links:
            yield Found((one.id,))


@rule(
    "hyp-all-person",
    asks="Every hypothesis here is about the person. Where are we in this?",
    why="Relationship, service and context are parts of the pattern, and the parts we can change.",
    source="DCP 2011",
    gentle=SEARCHING,
    room="thinking",
)
def hyp_all_person(ground: Ground) -> Iterable[Found]:
    """More than one hypothesis, all of them about the person."""
    held = list(_held(ground.formulation))
    if len(held) > 1 and all(one.about == "person" for one in held):
        yield Found(tuple(one.id for one in held), hangs_on=" ".join(one.id for one in held))


@rule(
    "hyp-stale",
    asks="The day for looking again at “{one}” has passed. What have we seen since?",
    why="Open guesses turn into facts.",
    source="DCP 2011",
    gentle=GENTLE,
    room="thinking",
)
def hyp_stale(ground: Ground) -> Iterable[Found]:
    """An open hypothesis whose own review date, or its note's, has passed without its being looked at."""
    for one in _held(ground.formulation):
        note = ground.formulation.get(one.note)
        noted = note.review_on if isinstance(note, SupervisionNote) else ""
        due = as_day(one.look_again_on or noted)
        seen = as_day(one.held.looked_at)
        if due and due < ground.today and not (seen and seen >= due):
            yield Found((one.id,), hangs_on=f"{due} {one.words}")
