"""Where the words of an arrow stand: on quiet ground, upright, off everything else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from .elements import Figure
from .geometry import Box, Point, box_around, length_of
from .routes import Course, Line, Way, crossings, point_along, sampled

SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)


@lru_cache(maxsize=20_000)
def placed(figure: Figure, way: Way, course: Course) -> tuple[float, Point]:
    """The best middle for a caption, and what standing there costs."""
    width, height = figure.size
    best, least = point_along(way, 0.5), float("inf")
    for cost, middle in sorted(_offers(way, width, height)):
        if cost >= least:
            break
        whole = cost + _toll(box_around(middle, width, height), course)
        if whole < least:
            best, least = middle, whole
    return least, best


def _offers(way: Way, width: float, height: float) -> Iterator[tuple[float, Point]]:
    """On the line, or beside it, near its middle before further off."""
    longer = length_of(sampled(way)) > 1.8 * max(width, height)
    for order, share in enumerate(SHARES):
        x, y = point_along(way, share)
        before, after = point_along(way, max(0.0, share - 0.06)), point_along(way, share + 0.06)
        dx, dy = after[0] - before[0], after[1] - before[1]
        far = (dx * dx + dy * dy) ** 0.5 or 1.0
        nx, ny = -dy / far, dx / far
        off = abs(nx) * width / 2 + abs(ny) * height / 2 + 5
        if longer:
            yield order * 3.0 + 8.0, (round(x), round(y))
        yield order * 3.0 + 2.0, (round(x + nx * off), round(y + ny * off))
        yield order * 3.0 + 2.0, (round(x - nx * off), round(y - ny * off))


def _toll(box: Box, course: Course) -> float:
    cost = 0.0
    for other in course.solid:
        if box.meets(other):
            across = min(box.right, other.right) - max(box.left, other.left)
            down = min(box.bottom, other.bottom) - max(box.top, other.top)
            cost += 60 + across * down * 0.4
    return cost + sum(14.0 for line in course.lines if crosses(line, box))


def crosses(line: Line, box: Box) -> bool:
    """Whether a line runs through a box."""
    return crossings(line, (box,)) > 0
