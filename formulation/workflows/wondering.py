"""What a team does with hypotheses: wonder, name rivals, and ask what would have to be so before one leads."""

from __future__ import annotations

from dataclasses import replace

from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis
from formulation.domain.verbs import adding, changing

from .ids import fresh
from .notebooks import Opened, keep, may_write
from .visit import Visit


class NotLeadingYet(FormulationError):
    """A hypothesis was to be called leading before it has a rival and a way to be wrong."""


def wonder(visit: Visit, opened: Opened, note_id: str | None, **said: object) -> tuple[Opened, str]:
    """Write down a hypothesis, in a note or on its own; returns the formulation and its id."""
    may_write(opened)
    hypothesis = replace(Hypothesis(fresh("hypothesis"), note=note_id), **said)  # type: ignore[arg-type]
    return keep(visit, opened, adding(opened.formulation, hypothesis)), hypothesis.id


def make_rivals(visit: Visit, opened: Opened, one_id: str, rival_ids: tuple[str, ...]) -> Opened:
    """Say which hypotheses are rivals of this one; a rival is a rival both ways."""
    may_write(opened)
    formulation = opened.formulation
    change = changing(formulation, one_id, alternative_to=tuple(rival_ids))
    for other in formulation.every(Hypothesis):
        if other.id == one_id:
            continue
        others = tuple(rival for rival in other.alternative_to if rival != one_id)
        if other.id in rival_ids:
            others = (
                (*others, one_id) if one_id not in other.alternative_to else other.alternative_to
            )
        if others != other.alternative_to:
            step = changing(formulation, other.id, alternative_to=others)
            change = change.then(step)
    return keep(visit, opened, replace(change, why="named rivals"))


def rivals_of(formulation: Formulation, hypothesis_id: str) -> tuple[str, ...]:
    """Every rival of a hypothesis, whichever of the two says so."""
    own = formulation[hypothesis_id]
    named = own.alternative_to if isinstance(own, Hypothesis) else ()
    back = tuple(
        other.id
        for other in formulation.every(Hypothesis)
        if hypothesis_id in other.alternative_to and other.id not in named
    )
    return (*named, *back)


def missing_before_leading(formulation: Formulation, hypothesis: Hypothesis) -> tuple[str, ...]:
    """What a hypothesis still lacks before it may be called leading (no certainty: Ryan, slides)."""
    lacks = []
    if not rivals_of(formulation, hypothesis.id):
        lacks.append("a rival: what else could it be?")
    if not hypothesis.would_change_our_mind:
        lacks.append("something that would change our mind")
    return tuple(lacks)


def must_be_able_to_lead(formulation: Formulation, hypothesis: Hypothesis) -> None:
    """Refuse to call a hypothesis leading before it can be wrong. Raises NotLeadingYet."""
    lacks = missing_before_leading(formulation, hypothesis)
    if lacks:
        raise NotLeadingYet(f"Before it leads, it needs {' and '.join(lacks)}.")
