"""A procedure played moment by moment: where it begins, each step with its words, and how it comes home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formulation.analysis.graph import Round, rounds_of
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import STEP_PARTS
from formulation.domain.records import Pole, Procedure, Step


@dataclass(frozen=True)
class Moment:
    """One stop on the way round: what lights up, its words, what it is, and whether something is missing.

    `id` is empty where there is nothing to light.
    """

    id: str
    words: str
    said: str
    missing: bool = False


def ways_round(formulation: Formulation, procedure_id: str) -> tuple[tuple[str, str], ...]:
    """The ways round a procedure, as (id, name): itself, or each horn of a dilemma."""
    procedure = formulation.get(procedure_id)
    if not isinstance(procedure, Procedure):
        return ()
    return tuple((one.of, formulation.name_of(one.of)) for one in rounds_of(procedure))


def moments(formulation: Formulation, round_id: str) -> tuple[Moment, ...]:
    """Every moment of one way round; it stops where a step is missing, and says so.

    `round_id`: the id of a procedure, or of a horn of a dilemma.
    """
    owner = formulation.owner_of(round_id) if round_id in formulation else None
    if not isinstance(owner, Procedure):
        return ()
    found = next((one for one in rounds_of(owner) if one.of == round_id), rounds_of(owner)[0])
    return tuple(_until_something_is_missing(_along(formulation, found)))


def _until_something_is_missing(every: Iterator[Moment]) -> Iterator[Moment]:
    for moment in every:
        yield moment
        if moment.missing and moment.said != BEGINNING:
            return


BEGINNING = "Where it begins"


def _along(formulation: Formulation, one: Round) -> Iterator[Moment]:
    if one.starts_at is None:
        yield Moment("", "Nobody has said yet where this begins.", BEGINNING, missing=True)
    else:
        yield Moment(one.starts_at, formulation.name_of(one.starts_at), BEGINNING)
    for at, step_id in enumerate(one.steps, start=1):
        yield _step(formulation, step_id, f"Step {at} of {len(one.steps)}")
    if not one.steps:
        yield Moment(
            "", "No step has been said yet: what happens first?", "The first step", missing=True
        )
    elif one.returns_to is None:
        yield Moment(
            "", "It stops here. What happens next, or where does it come back to?", "And then?",
            missing=True,
        )  # fmt: skip
    else:
        again = (
            "Back where it began" if one.returns_to == one.starts_at else "And so it comes back to"
        )
        yield Moment(one.returns_to, formulation.name_of(one.returns_to), again)


def _step(formulation: Formulation, step_id: str, which: str) -> Moment:
    step = formulation.get(step_id)
    if not isinstance(step, Step) or not step.words.strip():
        return Moment(step_id, "Nothing is said here yet. What happens?", which, missing=True)
    part = STEP_PARTS.get(step.part)
    said = f"{which}: {part.label}" if part is not None and step.part else which
    if isinstance(formulation.get(step.at), Pole):
        said += f", lived from “{formulation.name_of(step.at)}”"
    return Moment(step_id, step.words, said)
