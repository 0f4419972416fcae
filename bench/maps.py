"""Fictional formulations of any size, made from the records themselves, everything standing in its place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import (
    CorePain,
    Cover,
    Drawing,
    Exit,
    Link,
    Observer,
    Phrase,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    Record,
    SelfState,
    Shift,
    Step,
    SupervisionNote,
)
from formulation.render.layout import shown_in
from formulation.store.tinydb_shelf import TinyDBShelf
from formulation.workflows.notebooks import standing_still

ROLE_MAP = "drawing:bench-map"
STATES = "drawing:bench-states"
SIZES = (30, 100, 300)
"""How many things stand on a map; the first is a full page, the last more than anybody draws."""

TOPS = ("checking, finding fault", "leaving", "taking over", "listening", "shouting, looming")
BOTTOMS = (
    "checked, found wanting",
    "left, forgotten",
    "helpless, grateful",
    "heard",
    "small, still",
)
FEELINGS = ("never quite enough", "alone in a full room", "in the way", "too much for anybody")
LOOPS = ("Mend it at night", "Go before they go", "Ask for nothing", "Say yes, then vanish")
STEPS = (
    "A letter with a window in it",
    "It must be my fault again",
    "Keep the door shut and the phone off",
    "They ring three times, then stop",
    "Nobody came, as I thought",
    "Tired, and the next thing slips",
)
WAYS_OUT = ("Open one letter with the neighbour", "Ring back on Tuesday", "Say: not today")
STATES_SAID = ("On watch", "Gone fishing", "Sunday best", "Thunder")


def map_of(size: int) -> Formulation:
    """A fictional formulation whose role map shows exactly `size` things that stand somewhere.

    Arrows come on top of these. Roles with their loops and ways out, core pains, states and
    shifts, a note with pulls, and loose phrases to fill up.
    """
    records: list[Record] = list(_cover_and_drawings())
    petals = _petals()
    room = size - 1  # the observing eye
    while True:
        petal = next(petals)
        stands = sum(_stands(record) for record in petal)
        if stands > room:
            break
        records += petal
        room -= stands
    records += [Phrase(f"phrase:bench-{at}", f"loose words, {at + 1}") for at in range(room)]
    records += _beside_the_map(records)
    formulation = Formulation(f"f-bench{_in_letters(size)}", {one.id: one for one in records})
    placed = standing_still(formulation).applied_to(formulation)
    shown = len(shown_in(placed, ROLE_MAP))
    if shown != size:
        raise RuntimeError(f"The map shows {shown} things where {size} were asked for.")
    return placed


def put_on_shelf(folder: Path, *formulations: Formulation) -> None:
    """Keep these formulations in a data folder, as the notebook would."""
    shelf = TinyDBShelf(folder)
    try:
        for formulation in formulations:
            shelf.begin(formulation, by="me")
    finally:
        shelf.close()


def _cover_and_drawings() -> Iterator[Record]:
    yield Cover(COVER, title="Measured, not met", pseudonym="Nobody", fictional=True)
    yield Drawing(ROLE_MAP, "role_map", "Role map")
    yield Drawing(STATES, "states", "States diagram")
    yield Observer("observer:bench", "From the top deck of the bus")


def _petals() -> Iterator[list[Record]]:
    """A role, a loop that leaves it and comes home, a way out; every second one with a core pain."""
    for at in itertools.count():
        top = Pole(f"pole:bench-{at}-top", f"{_turn(TOPS, at)} ({at + 1})", "person")
        bottom = Pole(f"pole:bench-{at}-bottom", f"{_turn(BOTTOMS, at)} ({at + 1})", "person")
        loop = _loop(at, bottom)
        way_out = Exit(f"exit:bench-{at}", _turn(WAYS_OUT, at), "tried",
                       leaves=loop.steps[1].id, arrives=top.id)  # fmt: skip
        petal: list[Record] = [ReciprocalRole(f"role:bench-{at}", top, bottom), loop, way_out]
        if at % 2 == 0:
            petal.append(CorePain(f"pain:bench-{at}", _turn(FEELINGS, at), under=(bottom.id,)))
        yield petal


def _loop(at: int, home: Pole) -> Procedure:
    steps = tuple(
        Step(f"step:bench-{at}-{turn}", _turn(STEPS, at + turn)) for turn in range(4 + at % 3)
    )
    return Procedure(f"procedure:bench-{at}", f"{_turn(LOOPS, at)} ({at + 1})", "trap",
                     starts_at=home.id, steps=steps, returns_to=home.id)  # fmt: skip


def _beside_the_map(records: list[Record]) -> Iterator[Record]:
    """States with their shifts, arrows between roles, and a note with pulls: what a real one has."""
    roles = [record for record in records if isinstance(record, ReciprocalRole)]
    states = [
        SelfState(f"state:bench-{at}", name, poles=(role.bottom.id, role.top.id))
        for at, (name, role) in enumerate(zip(STATES_SAID, roles, strict=False))
    ]
    yield from states
    for at, (one, other) in enumerate(itertools.pairwise(states)):
        yield Shift(f"shift:bench-{at}", one.id, other.id, trigger="A knock at the door")
    for at, (one, other) in enumerate(itertools.pairwise(roles[:8])):
        yield Link(f"link:bench-{at}", one.bottom.id, other.top.id, "sets_off")
    note = SupervisionNote("note:bench", date="2031-03-04", question="Why so tidy?", text="Chairs.")
    yield note
    for at, role in enumerate(roles[:6]):
        yield Pull(f"pull:bench-{at}", note=note.id, felt_by="key worker", feeling="hurried",
                   invited_to=role.top.id, other_at=role.bottom.id, acted_on="resisted")  # fmt: skip


def _stands(record: Record) -> int:
    """How many things with a place of their own a record brings to a role map."""
    if isinstance(record, Procedure):
        return 1 + len(record.steps)
    return 1


def _turn(words: tuple[str, ...], at: int) -> str:
    return words[at % len(words)]


def _in_letters(number: int) -> str:
    """Digits as letters, because an id on the shelf is in base 32."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))
