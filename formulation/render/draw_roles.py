"""Roles, the core they stand in, and states with the roles they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formulation.domain.records import (
    CorePain,
    Pole,
    Pull,
    ReciprocalRole,
    SelfState,
)

from . import figures
from .elements import Block, Element, Shape
from .figures import lettered, pair
from .geometry import Box, Point, box_around, hull
from .glyphs import moved, pull_dot
from .measure import NAME, WORDS, print_size
from .stage import Stage, is_doubted, standing

TOGETHER = 60.0
"""Roles nearer to each other than this stand in one box; drawing units."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one role stands: its middle, what moves it, and which of its poles are lived from."""

    middle: Point
    moves: str
    prefix: str
    strong: frozenset[str]


def cores(stage: Stage) -> Iterator[Element]:
    """The box around core roles that stand together, with the pain beneath them."""
    for at, cluster in enumerate(_clusters(stage)):
        box = hull(cluster).grown(20, 18)
        shape = Block(box, 20.0, "core", "core-edge", 1.4)
        for edge in (
            Box(box.left - 2, box.top, box.left + 2, box.bottom),
            Box(box.right - 2, box.top, box.right + 2, box.bottom),
            Box(box.left, box.top - 2, box.right, box.top + 2),
            Box(box.left, box.bottom - 2, box.right, box.bottom + 2),
        ):
            stage.tips.add(edge, None)
        yield Element(f"core:{at}", "", "core", "ground", (shape,), box=box)


def _clusters(stage: Stage) -> list[list[Box]]:
    clusters: list[list[Box]] = []
    for box in [*_core_roles(stage), *_core_pains(stage)]:
        near = [
            one
            for one in clusters
            if any(box.distance(other) < TOGETHER * print_size() for other in one)
        ]
        clusters = [one for one in clusters if one not in near]
        clusters.append([box, *(other for one in near for other in one)])
    return sorted(clusters)


def _core_roles(stage: Stage) -> Iterator[Box]:
    for role in stage.formulation.every(ReciprocalRole):
        if role.tone != "good_enough" and role.id in stage.boxes:
            yield stage.boxes[role.id]


def _core_pains(stage: Stage) -> Iterator[Box]:
    for pain in stage.formulation.every(CorePain):
        box = stage.boxes.get(pain.id)
        above = [one for end in pain.under for _, one in stage.poles.get(end, ())]
        if box and any(_stands_beneath(box, other) for other in above):
            yield box


def _stands_beneath(pain: Box, pole: Box) -> bool:
    """Whether a core pain stands under a pole, and not off to one side of it."""
    meets = pain.left < pole.right and pain.right > pole.left
    return meets and pain.top >= pole.bottom and pain.distance(pole) < TOGETHER * print_size()


def role(stage: Stage, one: ReciprocalRole) -> Iterator[Element]:
    """A role where it stands in a map: both poles strong."""
    strong = frozenset((one.top.id, one.bottom.id))
    yield from _role(stage, one, Stand(stage.places[one.id], one.id, "", strong))


def _role(stage: Stage, one: ReciprocalRole, stand: Stand) -> Iterator[Element]:
    set_ = pair(one.top.words, one.bottom.words)
    x, y = stand.middle
    box = set_.box.moved(x, y)
    whole = {one.top.id, one.bottom.id} <= stand.strong
    local = figures.double_arrow(set_.top.bottom, set_.bottom.top, one.tone, whole)
    shapes = moved(local, x, y)
    marks: tuple[str, ...] = (one.tone,) if one.tone else ()
    if is_doubted(one):
        marks += ("doubted",)
    yield Element(
        stand.prefix + one.id, one.id, "role", "thing", shapes, stage.namer.role(one), box,
        moves=stand.moves, marks=marks, group=True,
    )  # fmt: skip
    for pole in (one.top, one.bottom):
        yield _pole(stage, pole, one, stand)


def _pole(stage: Stage, pole: Pole, one: ReciprocalRole, stand: Stand) -> Element:
    set_ = pair(one.top.words, one.bottom.words)
    is_top, strong = pole.id == one.top.id, pole.id in stand.strong
    local = set_.top if is_top else set_.bottom
    look = figures.PoleLook(pole.words, local.width, local.height, is_top, one.tone, strong)
    figure = figures.pole(look, set_.top_words if is_top else set_.bottom_words)
    dx, dy = local.middle
    placed = standing(figure, stand.middle[0] + dx, stand.middle[1] + dy)
    marks = tuple(mark for mark in ("top" if is_top else "bottom", one.tone) if mark)
    label = stage.namer.pole(pole, one, occupied=strong if stand.prefix else None)
    return Element(
        stand.prefix + pole.id, pole.id, "pole", "thing", placed.shapes, label, placed.box,
        placed.wrap, moves=stand.moves, marks=marks if strong else (*marks, "light"),
    )  # fmt: skip


def state(stage: Stage, one: SelfState) -> Iterator[Element]:
    """A state as an island, and the roles it holds: the poles it lives from strong, the others light."""
    island = stage.sheet.island_of(one)
    x, y = stage.places[one.id]
    box = island.box.moved(x, y)
    shapes: tuple[Shape, ...] = (
        Block(box.grown(5), 46.0, "state-shade"),
        Block(box, 42.0, "state", "state-edge", 1.5, "10 7" if one.unstable else ""),
        lettered(island.name, NAME, (x, y + island.top), "ink"),
    )
    top = y + island.top + island.name.height + 2
    wrap = Box(box.left + 14, y + island.top - 2, box.right - 14, top)
    for line in island.feels:
        shapes += (lettered(line, WORDS, (x, top), "soft"),)
        top += line.height
    out = [shift for shift in stage.sheet.shifts if shift.from_state == one.id]
    into = [shift for shift in stage.sheet.shifts if shift.to_state == one.id]
    held = tuple(f"{one.id}/{role_id}" for role_id, _, _ in island.roles)
    yield Element(
        one.id, one.id, "state", "region", shapes, stage.namer.state(one, out, into), box, wrap,
        moves=one.id, marks=("unstable",) if one.unstable else (), group=True, holds=held,
    )  # fmt: skip
    for role_id, dx, dy in island.roles:
        held_role = stage.formulation[role_id]
        if isinstance(held_role, ReciprocalRole):
            stand = Stand((x + dx, y + dy), one.id, f"{one.id}/", frozenset(one.poles))
            yield from _role(stage, held_role, stand)


MOST_DOTS = 5


def pulls(stage: Stage) -> Iterator[Element]:
    """Dots on the poles that helpers were drawn to: filled, half or hollow by what was done with it."""
    felt: dict[str, list[Pull]] = {}
    for pull in stage.formulation.every(Pull):
        if pull.invited_to:
            felt.setdefault(pull.invited_to, []).append(pull)
    for pole_id, found in felt.items():
        for within, box in stage.poles.get(pole_id, ()):
            prefix = f"{within}/" if within.startswith("state:") else ""
            for nth, pull in enumerate(found):
                yield _dot(stage, pull, box, nth, prefix)


def _dot(stage: Stage, pull: Pull, box: Box, nth: int, prefix: str) -> Element:
    """One dot on the free edge of a pole; rows of them go on outward, so that no word is covered."""
    one = stage.formulation.owner_of(pull.invited_to or "")
    is_top = isinstance(one, ReciprocalRole) and one.top.id == pull.invited_to
    row, column = divmod(nth, MOST_DOTS)
    x = box.right - 14 - 15 * column
    y = box.top - 14 * row if is_top else box.bottom + 14 * row
    shapes = moved(pull_dot(pull.acted_on), x, y)
    return Element(
        f"{prefix}{pull.id}", pull.id, "pull", "pull", shapes, stage.namer.pull(pull),
        box_around((x, y), 13, 13), marks=(pull.acted_on or "unsaid",),
    )  # fmt: skip
