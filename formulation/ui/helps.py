"""A sentence of help beside a field, for those the field's own name does not explain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_HELP: Final[Mapping[tuple[str, str], str]] = {
    (
        "role",
        "tone",
    ): "Hurtful and idealised roles are where loops begin; good-enough ones are where "
    "ways out arrive. A role that belongs to staff or a system is drawn with square corners.",
    ("role", "seen"): "The same role can run from others to the person, from the person to others, "
    "and from the person to themselves, which is often the harshest.",
    ("pain", "under"): "The bottom poles at which this feeling is touched.",
    ("state", "kind"): "Only a rough sort; the name is what matters, and it is the person's own.",
    ("state", "unstable"): "It comes and goes, and is drawn with a broken outline.",
    ("state", "sees_others_as"): "How other people look from inside this state.",
    ("state", "poles"): "The ends of roles that are lived from here.",
    (
        "shift",
        "kind",
    ): "Three changes look alike: to a different state, from one end of a role to the "
    "other, or to another response from the same end.",
    ("shift", "early_sign"): "The first thing that could be noticed, by the person or by others.",
    (
        "procedure",
        "kind",
    ): "A trap seems to prove what it began with; a dilemma leaves only two ways; "
    "a snag gives up something wanted, as if it were forbidden.",
    ("procedure", "serves"): "The problems, in the person's words, that this loop keeps alive.",
    ("procedure", "starts_at"): "The end of a role from which it sets out.",
    ("procedure", "returns_to"): "Where it leaves the person: an end of a role, or the core pain.",
    ("procedure", "forbidden_by"): "The end of a role whose voice says no.",
    ("step", "part"): "What this step does in the loop; what others do is set in italics.",
    ("step", "at"): "The end of a role the person is at while it happens.",
    ("step", "who"): "In a team map: which party takes this step.",
    (
        "exit",
        "stage",
    ): "An idea is drawn with dots, what was tried with dashes, what is practised with "
    "a thin line and what is owned with a strong one.",
    (
        "exit",
        "arrives",
    ): "A way out leads to a different way of relating: usually a good-enough role.",
    ("exit", "with_whom"): "A way out often needs somebody else to do something different, too.",
    ("link", "kind"): "Read it between the two things it joins.",
    ("hypothesis", "status"): "Nothing is deleted: an idea is set aside, with its reasons.",
    ("pull", "hypotheses"): "The hypotheses for which this pull is an observation.",
    ("cover", "pseudonym"): "Never the person's own name.",
    ("cover", "emblem"): "Seen on every page, so that the wrong notebook is noticed at a glance.",
    ("cover", "stage"): "Where the person is on the way through the service.",
}


def help_for(prefix: str, field: str) -> str | None:
    """The sentence of help for one field of one kind of record; None where its name is enough."""
    return _HELP.get((prefix, field))
