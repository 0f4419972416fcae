"""Where the words of an arrow stand: on quiet ground, upright, off everything else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from .elements import Figure
from .geometry import Box, Point, box_around, length_of, segment_meets
from .routes import Course, Drawn, Way, as_drawn, in_hundredths

SHARES = (50, 42, 58, 34, 66, 26, 74, 18, 82, 10, 90)


@lru_cache(maxsize=20_000)
def placed(figure: Figure, way: Way, course: Course) -> tuple[float, Point]:
    """The best middle for a caption, and what standing there costs."""
    width, height = figure.size
    course = _around(way, width, height, course)
    best, least = in_hundredths(way)[50], float("inf")
    for cost, middle in sorted(_offers(way, width, height)):
        if cost >= least:
            break
        whole = cost + _toll(box_around(middle, width, height), course)
        if whole < least:
            best, least = middle, whole
    return least, best


def _around(way: Way, width: float, height: float, course: Course) -> Course:
    """What of a course a caption of this size beside this line could touch at all."""
    left, top, right, bottom = as_drawn(in_hundredths(way)).box.grown(width + 44, height + 44)
    solid, tips = (
        tuple(
            box
            for box in boxes
            if box[0] < right and box[2] > left and box[1] < bottom and box[3] > top
        )
        for boxes in (course.solid, course.tips)
    )
    area = Box(left, top, right, bottom)
    return Course(solid, tuple(one for one in course.lines if one.box.meets(area)), tips=tips)


def _offers(way: Way, width: float, height: float) -> Iterator[tuple[float, Point]]:
    """On the line, or beside it, near its middle before further off."""
    line = in_hundredths(way)
    longer = length_of(line) > 1.8 * max(width, height)
    for order, share in enumerate(SHARES):
        (x, y), before, after = line[share], line[share - 6], line[share + 6]
        dx, dy = after[0] - before[0], after[1] - before[1]
        far = (dx * dx + dy * dy) ** 0.5 or 1.0
        nx, ny = -dy / far, dx / far
        off = abs(nx) * width / 2 + abs(ny) * height / 2 + 5
        if longer:
            yield order * 3.0 + 8.0, (round(x), round(y))
        yield order * 3.0 + 2.0, (round(x + nx * off), round(y + ny * off))
        yield order * 3.0 + 2.0, (round(x - nx * off), round(y - ny * off))
        if order < 7:
            for further, cost in ((16, 22.0), (34, 40.0), (56, 70.0), (80, 105.0)):
                far = off + further
                yield order * 3.0 + cost, (round(x + nx * far), round(y + ny * far))
                yield order * 3.0 + cost, (round(x - nx * far), round(y - ny * far))
    (x, y), across, down = line[50], width / 2 + 8, height / 2 + 6
    for dx, dy in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        yield 30.0, (round(x + dx * across), round(y + dy * down))


def _toll(box: Box, course: Course) -> float:
    cost = 0.0
    for other in course.solid:
        if box.meets(other, 3):
            across = min(box.right, other.right) - max(box.left, other.left)
            down = min(box.bottom, other.bottom) - max(box.top, other.top)
            cost += 300 + across * down * 0.4
    cost += sum(60.0 for tip in course.tips if box.meets(tip))
    return cost + sum(260.0 for line in course.lines if crosses(line, box))


def crosses(drawn: Drawn, box: Box) -> bool:
    """Whether a line runs through a box."""
    return drawn.box.meets(box, 1) and any(
        segment_meets(one, other, box) for one, other in pairwise(drawn.line)
    )
