"""What stands aside: lists and marks in the free corners of a page, and the page itself."""

from __future__ import annotations

from collections.abc import Iterator

from formulation.domain.records import TargetProblem

from .geometry import Box, Net, Point, hull
from .sheet import Sheet

PAPER = 277 / 190
"""Width over height of what is printed of an A4 page lying down, a centimetre of white on each side."""

APART = 26.0
EDGE = 60


def page(span: Box) -> float:
    """How wide a page lying down must be to hold a drawing."""
    return max(span.width, span.height * PAPER)


def whole_at(size: Box, left: float, top: float) -> Box:
    """A box of this size with its corner there, its middle on whole numbers."""
    return size.moved(round(left - size.left), round(top - size.top))


def stand_aside(sheet: Sheet, stand: dict[str, Box]) -> dict[str, Point]:
    """Places for everything: what stands already, target problems as a list, and the rest in corners."""
    problems = [one.id for one in sheet.formulation.every(TargetProblem) if one.id in sheet.boxes]
    if problems:
        _corner(sheet, problems, stand)
    for some_id in sheet.placeable:
        if some_id not in stand:
            _corner(sheet, [some_id], stand)
    span = hull(stand.values())
    dx, dy = EDGE - round(span.left), EDGE - round(span.top)
    return {
        some_id: (stand[some_id].middle[0] + dx, stand[some_id].middle[1] + dy)
        for some_id in sheet.placeable
    }


def _corner(sheet: Sheet, ids: list[str], stand: dict[str, Box]) -> None:
    """Stand a list, one beneath the other, in the free corner that adds least to the page."""
    sizes = [sheet.boxes[some_id] for some_id in ids]
    wide = max(size.width for size in sizes)
    tall = sum(size.height for size in sizes) + 5 * (len(sizes) - 1)
    place = _least(wide, tall, list(stand.values()))
    y = place.top
    for some_id, size in zip(ids, sizes, strict=True):
        stand[some_id] = whole_at(size, place.left, y)
        y += size.height + 5


def _least(wide: float, tall: float, taken: list[Box]) -> Box:
    """The place for a block that costs least paper and is nearest to a corner."""
    span = hull(taken)
    stands: Net[None] = Net()
    for box in taken:
        stands.add(box, None)
    best: tuple[float, Box] | None = None
    before = page(span)
    for order, (x, y) in enumerate(_offers(span, wide, tall)):
        box = Box(x, y, x + wide, y + tall)
        whole = Box(
            min(span.left, x),
            min(span.top, y),
            max(span.right, box.right),
            max(span.bottom, box.bottom),
        )
        across = min(x - span.left, span.right - box.right)
        down = min(y - span.top, span.bottom - box.bottom)
        cost = 4 * (page(whole) - before) + max(0.0, across) + max(0.0, down) + order * 0.01
        if best is not None and cost >= best[0]:
            continue
        if any(box.meets(other, APART) for other, _ in stands.near(box.grown(APART))):
            continue
        best = cost, box
    return (
        best[1]
        if best
        else Box(span.left, span.bottom + APART, span.left + wide, span.bottom + APART + tall)
    )


def _offers(span: Box, wide: float, tall: float) -> Iterator[Point]:
    """Corners first, then just outside, then everywhere along a coarse net."""
    for y in (span.top, span.bottom - tall):
        for x in (span.left, span.right - wide, (span.left + span.right - wide) / 2):
            yield x, y
    yield span.left, span.top - tall - APART
    yield span.right - wide, span.top - tall - APART
    yield span.left - wide - APART, span.top
    yield span.right + APART, span.top
    yield span.left, span.bottom + APART
    for y in range(0, int(max(1.0, span.height - tall)), 40):
        for x in range(0, int(max(1.0, span.width - wide)), 40):
            yield span.left + x, span.top + y
