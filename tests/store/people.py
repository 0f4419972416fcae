"""One fictional person for the tests of keeping: Robin, who is met with a shrug and shrugs back."""

from __future__ import annotations

from formulation.domain.changes import Change
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import (
    CorePain,
    Cover,
    Drawing,
    Exit,
    Hypothesis,
    Phrase,
    Placement,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    Record,
    Step,
)
from formulation.domain.verbs import placement_id, rewording

ROBIN = "f-robin"
DRAWING = "drawing:map"
BOTTOM = "pole:shrug-bottom"

SHRUG = ReciprocalRole(
    id="role:shrug",
    top=Pole("pole:shrug-top", "shrugging off", "person"),
    bottom=Pole(BOTTOM, "not worth a word", "shared"),
    tone="hurtful",
)
LISTEN = ReciprocalRole(
    id="role:listen",
    top=Pole("pole:listen-top", "listening"),
    bottom=Pole("pole:listen-bottom", "listened to"),
    tone="good_enough",
)
PAIN = CorePain(id="pain:alone", words="alone in a full room", under=(BOTTOM,))
QUIET = Procedure(
    id="procedure:quiet",
    name="Say nothing first",
    starts_at=BOTTOM,
    steps=(
        Step("step:quiet-1", "keep it short", at=BOTTOM),
        Step("step:quiet-2", "they stop asking"),
    ),
    returns_to="pain:alone",
)
WAY_OUT = Exit(
    id="exit:one-more", words="one more word", leaves="step:quiet-1", arrives="pole:listen-bottom"
)
WONDER = Hypothesis(id="hypothesis:test", words="it may be a test of us", links=(BOTTOM,))
DRAWN_IN = Pull(id="pull:shrug", felt_by="key worker", invited_to="pole:shrug-top", strength=3)


def robin(formulation_id: str = ROBIN, *more: Record) -> Formulation:
    """Robin's formulation, with one of most things in it."""
    records: tuple[Record, ...] = (
        Cover(id=COVER, pseudonym="Robin", fictional=True),
        SHRUG,
        LISTEN,
        PAIN,
        QUIET,
        WAY_OUT,
        WONDER,
        DRAWN_IN,
        Drawing(id=DRAWING, name="The shrug"),
        Placement(placement_id(DRAWING, SHRUG.id), DRAWING, SHRUG.id, 10.5, -20.0),
        *more,
    )
    return Formulation(formulation_id, {record.id: record for record in records})


def of_size(elements: int, formulation_id: str = ROBIN) -> Formulation:
    """Robin's formulation with as many roles and steps drawn on it as it takes to reach `elements` records."""
    whole = robin(formulation_id)
    records = dict(whole.records)
    number = 0
    while len(records) < elements:
        number += 1
        role = ReciprocalRole(
            id=f"role:r{number}",
            top=Pole(f"pole:r{number}-top", f"asking for the {number}th time"),
            bottom=Pole(f"pole:r{number}-bottom", f"asked for the {number}th time"),
        )
        steps = tuple(
            Step(f"step:r{number}-{place}", f"step {place} of way {number}", at=role.bottom.id)
            for place in range(5)
        )
        loop = Procedure(
            id=f"procedure:r{number}",
            name=f"way {number}",
            starts_at=role.bottom.id,
            steps=steps,
            returns_to=role.top.id,
        )
        place = Placement(placement_id(DRAWING, role.id), DRAWING, role.id, float(number), 0.0)
        records.update({record.id: record for record in (role, loop, place)})
    return Formulation(formulation_id, dict(list(records.items())[:elements]))


def saying(formulation: Formulation, words: str, pole: str = BOTTOM) -> Change:
    """Robin's bottom pole in other words."""
    return rewording(formulation, pole, words)


def phrase(number: int, words: str = "") -> Phrase:
    """A phrase somewhere on the page."""
    return Phrase(id=f"phrase:{number}", words=words or f"phrase {number}")
