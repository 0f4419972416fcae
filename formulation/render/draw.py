"""Everything of one drawing, thing by thing, in the order in which arrows find their way between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from formulation.domain.records import (
    CorePain,
    Exit,
    Group,
    Observer,
    Phrase,
    Procedure,
    ReciprocalRole,
    SelfState,
    TargetProblem,
)

from . import draw_arrows, draw_roles, draw_rounds
from .elements import Element
from .stage import Stage


def drawn(stage: Stage, *, pulls: bool) -> Iterator[Element]:
    """Every element, unsorted: things and rounds first, then what has to find its way between them."""
    if stage.sheet.kind != "states":
        yield from draw_roles.cores(stage)
    for some_id in stage.sheet.placeable:
        if some_id in stage.places:
            yield from _thing(stage, some_id)
    yield from draw_rounds.joined_up(stage, stage.rounds_here())
    for some_id in stage.sheet.placeable:
        thing = stage.formulation[some_id]
        if isinstance(thing, Exit) and some_id in stage.places:
            yield from draw_rounds.way_out(stage, thing)
    for shift in stage.sheet.shifts:
        yield from draw_arrows.shift(stage, shift)
    for link in stage.sheet.links:
        yield from draw_arrows.link(stage, link)
    yield from stage.doubts()
    if pulls:
        yield from draw_roles.pulls(stage)


def _thing(stage: Stage, some_id: str) -> Iterator[Element]:
    thing, namer = stage.formulation[some_id], stage.namer
    match thing:
        case ReciprocalRole():
            yield from draw_roles.role(stage, thing)
        case SelfState():
            yield from draw_roles.state(stage, thing)
        case Procedure():
            yield from draw_rounds.procedure(stage, thing)
        case CorePain():
            yield replace(stage.simple(some_id, "pain", namer.pain(thing)), layer="soft")
        case Observer():
            yield stage.simple(some_id, "observer", namer.plain("observing eye", thing))
        case TargetProblem():
            yield stage.simple(some_id, "problem", namer.plain("target problem", thing))
        case Phrase():
            yield stage.simple(some_id, "phrase", namer.plain("words", thing))
        case Group():
            yield stage.simple(some_id, "group", namer.group(thing))
