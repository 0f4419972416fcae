"""What is worth asking about the map as a whole (field guide, section 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from formulation.domain.formulation import parts_of
from formulation.domain.records import (
    CorePain,
    Observer,
    Pole,
    Procedure,
    ReciprocalRole,
    SelfState,
    Step,
)

from .graph import pieces
from .rules import GENTLE, SEARCHING, Found, Ground, as_day, rule
from .saying import WORDLESS, words_in

MOST_ROLES, MOST_LOOPS, MOST_STATES = 5, 5, 6
"""What one page can hold and a head can keep (house rule; no published norm was found)."""

POLE_WORDS, STEP_WORDS = 5, 12
"""How many words a pole and a step can have and still be taken in at a glance (house rule)."""

FOUR_WEEKS = 28
"""Days after which a map that the person has not seen is asked about."""


@rule(
    "map-in-pieces",
    asks="“{one}” stands apart from the rest. Truly separate, or a link not found yet?",
    why="Unjoined fragments can be the truth; they can also be where we have not looked.",
    source="Ryle 1997",
)
def map_in_pieces(ground: Ground) -> Iterable[Found]:
    """A map with more than one piece; about the first thing of every piece but the largest."""
    found = pieces(ground.formulation)
    if len(found) > 1:
        apart = tuple(piece[0] for piece in found[1:])
        yield Found(apart, hangs_on=" | ".join(" ".join(piece) for piece in found))


@rule(
    "map-crowded",
    asks="There is a great deal on this page. Which part would you show first?",
    why="It must fit in the head of two people who are both feeling something.",
    source="Jenaway & Rattigan 2011; house rule for how much",
)
def map_crowded(ground: Ground) -> Iterable[Found]:
    """More than five roles, more than five loops, or more than six states."""
    kinds = ((ReciprocalRole, MOST_ROLES), (Procedure, MOST_LOOPS), (SelfState, MOST_STATES))
    if any(len(ground.formulation.every(kind)) > most for kind, most in kinds):
        yield Found(hangs_on=ground.shape(ReciprocalRole, Procedure, SelfState))


@rule(
    "map-wordy",
    asks="How would they say “{one}” in a few words?",
    why="A few words can be remembered when they are needed.",
    source="house rule; Ofsted & HMIP 2022 on plain words",
    gentle=GENTLE,
)
def map_wordy(ground: Ground) -> Iterable[Found]:
    """Poles of more than five words, steps of more than twelve."""
    long = [one for one in _poles_and_steps(ground) if _is_wordy(one)]
    if long:
        yield Found(tuple(one.id for one in long), hangs_on=" / ".join(one.words for one in long))


def _poles_and_steps(ground: Ground) -> Iterator[Pole | Step]:
    for record in ground.formulation.records.values():
        yield from (part for part in parts_of(record) if isinstance(part, Pole | Step))


def _is_wordy(one: Pole | Step) -> bool:
    return len(one.words.split()) > (POLE_WORDS if isinstance(one, Pole) else STEP_WORDS)


@rule(
    "map-not-their-words",
    asks="Whose map is this? Most of its words are ours, or nobody has said whose.",
    why="People valued owning the map and making it together; their own words do that.",
    source="Taplin et al. 2018",
)
def map_not_their_words(ground: Ground) -> Iterable[Found]:
    """Under a third of poles and pains in the person's words, or words agreed together."""
    roles, pains = ground.formulation.every(ReciprocalRole), ground.formulation.every(CorePain)
    poles = [pole for role in roles for pole in role.parts()]
    things: list[Pole | CorePain] = [*poles, *pains]
    said = [one for one in things if one.words.strip()]
    theirs = [one for one in said if one.whose in ("person", "shared")]
    if said and len(theirs) * 3 < len(said):
        yield Found(hangs_on=" ".join(f"{one.id} {one.whose}" for one in said))


@rule(
    "map-no-observer",
    asks="Who is looking at all this? Is there a part of them that sometimes can?",
    why="Nobody is looking yet; change begins with an eye outside the loops.",
    source="Yorke 2024; Sandhu et al. 2017",
)
def map_no_observer(ground: Ground) -> Iterable[Found]:
    """A map without an observing eye."""
    if ground.has_a_map and not ground.formulation.every(Observer):
        yield Found(hangs_on=ground.shape(ReciprocalRole, Procedure, SelfState))


@rule(
    "map-unshared",
    asks="Has the person seen this map lately? What would it be like to look at it together?",
    why="“Involve me and I'll understand.”",
    source="Ryan, slides; four weeks is a house rule",
)
def map_unshared(ground: Ground) -> Iterable[Found]:
    """A map begun four weeks ago or more that the person has not been shown since."""
    shown = as_day(ground.formulation.cover.shown_on)
    since = shown or ground.begun
    if ground.has_a_map and since and (ground.today - since).days >= FOUR_WEEKS:
        yield Found(hangs_on=f"shown {shown or 'never'}")


@rule(
    "map-identifiers",
    asks="Would “{one}” tell a stranger who somebody is? Could it be said without?",
    why="These notes are about somebody; a number, a date or a postcode is enough to find them.",
    source="ICO, right of access; NHS England 2021",
    gentle=SEARCHING,
    room="thinking",
)
def map_identifiers(ground: Ground) -> Iterable[Found]:
    """Words anywhere in the formulation that would tell who somebody is."""
    for record in ground.formulation.records.values():
        wordless = record.prefix in WORDLESS
        said = [] if wordless else [one for one in words_in(record) if ground.identifies(one)]
        if said:
            yield Found((record.id,), hangs_on=_disguised(said))


def _disguised(said: list[str]) -> str:
    """What a question hangs on, without keeping the words that should not be kept."""
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
