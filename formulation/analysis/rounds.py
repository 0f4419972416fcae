"""What a procedure is made of, as the rules ask: which poles it touches, and whether it comes home."""

from __future__ import annotations

from formulation.domain.formulation import Formulation
from formulation.domain.records import CorePain, Exit, Procedure

from .graph import reached_from, rounds_of


def has_come_home(procedure: Procedure) -> bool:
    """Whether some way round has steps and says where it comes back to."""
    return any(one.steps and one.returns_to for one in rounds_of(procedure))


def touched_by(procedure: Procedure) -> frozenset[str]:
    """Every pole and core pain a procedure starts at, is lived from, or comes back to."""
    ways = rounds_of(procedure)
    ends = [end for one in ways for end in (one.starts_at, one.returns_to)]
    lived = [step.at for step in procedure.all_steps()]
    return frozenset(filter(None, (*ends, *lived)))


def open_ways(formulation: Formulation, procedure: Procedure) -> tuple[str, ...]:
    """The ways round (the procedure, or its horns) that have steps and do not come home.

    Home is the start, a core pain, or a pole above one (field guide, rule `loop-open`).
    """
    above = {pole for pain in formulation.every(CorePain) for pole in (pain.id, *pain.under)}
    found = []
    for one in rounds_of(procedure):
        home = above | ({one.starts_at} if one.starts_at else set())
        if one.steps and not (home & reached_from(formulation, one.returns_to)):
            found.append(one.of)
    return tuple(found)


def exits_of(formulation: Formulation, procedure: Procedure) -> tuple[Exit, ...]:
    """The ways out that leave from a step of this procedure."""
    steps = {step.id for step in procedure.all_steps()}
    return tuple(one for one in formulation.every(Exit) if one.leaves in steps)
