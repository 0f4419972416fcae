"""A drawing as boxes and arrows and nothing more, for programs that know no more than those."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from formulation.analysis.graph import rounds_of
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import LINK_KINDS
from formulation.domain.records import Exit, Link, Procedure, ReciprocalRole, Shift

from .geometry import Box
from .scene import scene_of

BOXED = ("pole", "step", "exit", "pain", "state", "observer", "phrase", "group", "problem")
"""What stands as a box of its own in programs that have no two-poled roles."""


@dataclass(frozen=True)
class Boxed:
    """One box: what it is, its words, and where it stands in the drawing (units of the drawing)."""

    id: str
    kind: str
    words: str
    box: Box


@dataclass(frozen=True)
class Arrow:
    """One arrow between two boxes; `both`: it has a head at either end; `kind`: how it is drawn."""

    from_id: str
    to_id: str
    words: str
    kind: str
    both: bool = False


@dataclass(frozen=True)
class Outline:
    """A drawing's boxes and arrows; no arrow leads to a box that is not in it."""

    title: str
    boxes: tuple[Boxed, ...]
    arrows: tuple[Arrow, ...]


def outline_of(formulation: Formulation, drawing_id: str) -> Outline:
    """One drawing of a copy as boxes and arrows."""
    scene = scene_of(formulation, drawing_id, pulls=False)
    boxes: dict[str, Boxed] = {}
    for one in scene.elements:
        if one.box is not None and one.kind in BOXED and one.id in formulation:
            kind = one.id.partition(":")[0]
            if kind in BOXED:
                words = formulation.name_of(one.id)
                boxes.setdefault(one.id, Boxed(one.id, kind, words, one.box))
    arrows = dict.fromkeys(
        one for one in _arrows(formulation) if one.from_id in boxes and one.to_id in boxes
    )
    return Outline(scene.title, tuple(boxes.values()), tuple(arrows))


def _arrows(formulation: Formulation) -> Iterator[Arrow]:
    for role in formulation.every(ReciprocalRole):
        yield Arrow(role.top.id, role.bottom.id, "", "role", both=True)
    for procedure in formulation.every(Procedure):
        for one in rounds_of(procedure):
            stops = [some_id for some_id in (one.starts_at, *one.steps, one.returns_to) if some_id]
            for number, (start, end) in enumerate(pairwise(stops)):
                yield Arrow(start, end, procedure.name if number == 0 else "", "step")
    for way_out in formulation.every(Exit):
        if way_out.leaves:
            yield Arrow(way_out.leaves, way_out.id, "way out", "exit")
        if way_out.arrives:
            yield Arrow(way_out.id, way_out.arrives, "", "exit")
    for shift in formulation.every(Shift):
        if shift.from_state and shift.to_state:
            yield Arrow(shift.from_state, shift.to_state, shift.trigger, "shift")
    for link in formulation.every(Link):
        if link.from_id and link.to_id:
            label = LINK_KINDS[link.kind].label if link.kind in LINK_KINDS else link.kind
            said = f"{label}: {link.words}" if link.words else label
            yield Arrow(
                _end(formulation, link.from_id), _end(formulation, link.to_id), said, "link"
            )


def _end(formulation: Formulation, some_id: str) -> str:
    """A box for what is none itself: the top of a role, the first step of a procedure."""
    thing = formulation.get(some_id)
    if isinstance(thing, ReciprocalRole):
        return thing.top.id
    if isinstance(thing, Procedure):
        return next((step.id for step in thing.all_steps()), some_id)
    return some_id
