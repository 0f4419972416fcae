"""The states diagram from nothing: islands in a row or a ring, in the order that keeps their shifts short."""

from __future__ import annotations

from itertools import permutations
from math import cos, pi, sin

from formulation.domain.records import CorePain, SelfState

from .corners import stand_aside
from .geometry import Box, Point, box_around, hull
from .sheet import Sheet

ACROSS, DOWN = 216.0, 128.0
"""The least water between two islands, so that a shift and its words can stand there; drawing units."""

Places = dict[str, Point]


def arranged_states(sheet: Sheet) -> Places:
    """Places for everything a states diagram shows."""
    states = [one.id for one in sheet.formulation.every(SelfState)]
    stand: dict[str, Box] = {}
    if states:
        order = _ordered(sheet, states)
        stand.update(_ring(sheet, order))
    pains = [one.id for one in sheet.formulation.every(CorePain) if one.id in sheet.boxes]
    _among(sheet, pains, stand)
    return stand_aside(sheet, stand)


def _ordered(sheet: Sheet, states: list[str]) -> list[str]:
    """The states in the order, round the ring, that puts those joined by shifts side by side."""
    if len(states) < 4 or len(states) > 7:
        return states
    pairs = [(one.from_state, one.to_state) for one in sheet.shifts]
    first, *rest = states

    def apart(order: tuple[str, ...]) -> int:
        at = {some_id: index for index, some_id in enumerate((first, *order))}
        steps = (abs(at[str(a)] - at[str(b)]) for a, b in pairs)
        return sum(min(step, len(states) - step) ** 2 for step in steps)

    return [first, *min(permutations(rest), key=apart)]


def _ring(sheet: Sheet, order: list[str]) -> dict[str, Box]:
    """Islands on the smallest ellipse that leaves water between them; two or fewer in a row."""
    sizes = [sheet.boxes[some_id] for some_id in order]
    count = len(order)
    b = 10.0
    while True:
        boxes = [
            box_around(_on_ring(at, count, 1.5 * b, b), size.width, size.height)
            for at, size in enumerate(sizes)
        ]
        if not any(
            _too_near(one, other) for at, one in enumerate(boxes) for other in boxes[at + 1 :]
        ):
            return {some_id: _whole(box) for some_id, box in zip(order, boxes, strict=True)}
        b += 6.0


def _on_ring(at: int, count: int, a: float, b: float) -> Point:
    """Two stand in a row; three and more in a ring that begins at the lower left and goes clockwise."""
    if count <= 2:
        return (a * (2 * at - 1) if count == 2 else 0.0, 0.0)
    start = pi / 2 + pi / count
    angle = start + at * 2 * pi / count
    return a * cos(angle), b * sin(angle)


def _too_near(one: Box, other: Box) -> bool:
    return (
        one.left < other.right + ACROSS
        and other.left < one.right + ACROSS
        and one.top < other.bottom + DOWN
        and other.top < one.bottom + DOWN
    )


def _whole(box: Box) -> Box:
    x, y = box.middle
    return box.moved(round(x) - x, round(y) - y)


def _among(sheet: Sheet, pains: list[str], stand: dict[str, Box]) -> None:
    """Core pain in the middle of the ring, or beneath the row, under the states that keep it away."""
    if not pains:
        return
    span = hull(stand.values())
    middle = (
        sum(box.middle[0] for box in stand.values()) / max(1, len(stand)),
        sum(box.middle[1] for box in stand.values()) / max(1, len(stand)),
    )
    y = middle[1] if len(stand) > 2 else span.bottom + 90
    tall = sum(sheet.boxes[one].height + 14 for one in pains)
    y -= tall / 2 if len(stand) > 2 else 0
    for some_id in pains:
        size = sheet.boxes[some_id]
        box = box_around((middle[0], y + size.height / 2), size.width, size.height)
        stand[some_id] = _whole(box)
        y += size.height + 14
