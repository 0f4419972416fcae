"""How arrows run: around one centre within a round, and between boxes clear of everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import acos, cos
from typing import NamedTuple

from .elements import Segment, Stroke, along_curves
from .geometry import (
    Box,
    Cubic,
    Point,
    at,
    between,
    distance,
    length_of,
    part_of,
    samples,
    unit,
)

HEAD = 8.0
"""How long an arrowhead is, in drawing units."""

CLEAR = 5.0
"""How far an arrow keeps from a box that is not its own, where it can."""


def turning(before: Point | None, here: Point, after: Point | None) -> Point:
    """The direction of the circle through three points, at the middle one (by inversion)."""
    if before is None and after is None:
        return 1.0, 0.0
    if before is None or after is None:
        other = after or before
        assert_other = other if other is not None else here
        dx, dy = assert_other[0] - here[0], assert_other[1] - here[1]
        return unit(dx, dy) if before is None else unit(-dx, -dy)
    ax, ay = here[0] - before[0], here[1] - before[1]
    bx, by = after[0] - here[0], after[1] - here[1]
    a, b = ax * ax + ay * ay + 1e-6, bx * bx + by * by + 1e-6
    return unit(ax / a + bx / b, ay / a + by / b)


def arc_between(start: Point, leaving: Point, end: Point, arriving: Point) -> Cubic:
    """A curve with given directions at its ends, round where the directions are those of a circle."""
    chord = distance(start, end)
    turn = acos(max(-1.0, min(1.0, leaving[0] * arriving[0] + leaving[1] * arriving[1])))
    reach = chord / (3 * max(0.3, cos(turn / 4)) ** 2)
    return (
        start,
        (start[0] + leaving[0] * reach, start[1] + leaving[1] * reach),
        (end[0] - arriving[0] * reach, end[1] - arriving[1] * reach),
        end,
    )


class Port(NamedTuple):
    """A place on a box's edge from which an arrow may leave, and the way it faces."""

    point: Point
    out: Point
    cost: float


SHARES = ((0.5, 0.0), (0.28, 5.0), (0.72, 5.0))


@lru_cache(maxsize=20_000)
def ports(box: Box, gap: float = 2.0) -> tuple[Port, ...]:
    """Where arrows may touch a box: the middle of each side, and either side of it."""
    found: list[Port] = []
    for share, cost in SHARES:
        x, y = box.left + box.width * share, box.top + box.height * share
        if box.height > 36 or share == 0.5:
            found.append(Port((box.left - gap, y), (-1, 0), cost))
            found.append(Port((box.right + gap, y), (1, 0), cost))
        found.append(Port((x, box.top - gap), (0, -1), cost))
        found.append(Port((x, box.bottom + gap), (0, 1), cost))
    return tuple(found)


@lru_cache(maxsize=50_000)
def crossings(curve: Cubic, obstacles: tuple[Box, ...], steps: int = 28) -> int:
    """At how many sampled points a curve runs inside boxes it should keep clear of."""
    if not obstacles:
        return 0
    points = samples(curve, steps)
    low_x, high_x = min(p[0] for p in points), max(p[0] for p in points)
    low_y, high_y = min(p[1] for p in points), max(p[1] for p in points)
    count = 0
    for left, top, right, bottom in obstacles:
        if left < high_x and right > low_x and top < high_y and bottom > low_y:
            count += sum(1 for x, y in points if left < x < right and top < y < bottom)
    return count


def _joining(start: Port, end: Port, stiff: float) -> Cubic:
    reach = max(10.0, min(170.0, distance(start.point, end.point) * stiff))
    (ax, ay), (bx, by) = start.point, end.point
    return (
        start.point,
        (ax + start.out[0] * reach, ay + start.out[1] * reach),
        (bx + end.out[0] * reach, by + end.out[1] * reach),
        end.point,
    )


@lru_cache(maxsize=20_000)
def joined(start: Box, end: Box, obstacles: tuple[Box, ...], stiff: float = 0.42) -> Cubic:
    """The least curve from one box to another: short, without sharp turns, clear of obstacles."""
    return _least(_offers(ports(start), ports(end), stiff), obstacles)


def _offers(
    starts: Iterable[Port], ends: tuple[Port, ...], stiff: float
) -> Iterator[tuple[float, Cubic]]:
    for one in starts:
        for other in ends:
            curve = _joining(one, other, stiff)
            yield length_of(samples(curve, 6)) + one.cost + other.cost, curve


def _least(offers: Iterable[tuple[float, Cubic]], obstacles: tuple[Box, ...]) -> Cubic:
    best: tuple[float, Cubic] | None = None
    for cost, curve in sorted(offers):
        if best is not None and cost >= best[0]:
            break
        whole = cost + 60.0 * crossings(curve, obstacles)
        if best is None or whole < best[0]:
            best = whole, curve
    assert best is not None
    return best[1]


@lru_cache(maxsize=20_000)
def stem(
    pole: Box, meets: Point, heading: Point, box: Box, obstacles: tuple[Box, ...]
) -> Cubic | None:
    """The curve from a pole to the first (or, backwards, the last) box of a round.

    `heading` is the way the round runs through that box's middle, away from the pole.
    """
    offers = []
    for port in ports(pole):
        curve = _into_round(port, meets, heading)
        offers.append((length_of(samples(curve, 6)) + port.cost, curve))
    chosen = _least(offers, obstacles)
    return between(chosen, Box(pole.left, pole.top, pole.left, pole.top), box)


def _into_round(port: Port, meets: Point, heading: Point) -> Cubic:
    reach = max(12.0, min(140.0, distance(port.point, meets) * 0.4))
    (ax, ay), (bx, by) = port.point, meets
    return (
        port.point,
        (ax + port.out[0] * reach, ay + port.out[1] * reach),
        (bx - heading[0] * reach, by - heading[1] * reach),
        meets,
    )


def arrow(
    curve: Cubic, ink: str, width: float, *, dash: str = "", open_head: bool = False
) -> tuple[Stroke, ...]:
    """A curve as an arrow: where it can be taken hold of, its line, and its head as a shape."""
    reach = _pulled_back(curve, HEAD - 1.5)
    segments = along_curves((reach,))
    return (
        Stroke(segments, width=14.0, role="fn-reach"),
        Stroke(segments, stroke=ink, width=width, dash=dash, role="fn-line"),
        head(curve, ink, open_head=open_head),
    )


def _pulled_back(curve: Cubic, by: float) -> Cubic:
    low, high = 0.0, 1.0
    end = curve[3]
    for _ in range(10):
        middle = (low + high) / 2
        low, high = (middle, high) if distance(at(curve, middle), end) > by else (low, middle)
    return part_of(curve, 0.0, low) if low > 0.02 else part_of(curve, 0.0, 0.02)


def head(curve: Cubic, ink: str, *, open_head: bool = False, size: float = HEAD) -> Stroke:
    """An arrowhead at the end of a curve."""
    end = curve[3]
    back = _pulled_back(curve, size)[3]
    dx, dy = unit(end[0] - back[0], end[1] - back[1])
    x, y = end[0] - dx * size, end[1] - dy * size
    half = size * 0.48
    segments: tuple[Segment, ...] = (
        ("M", (x - dy * half, y + dx * half)),
        ("L", end),
        ("L", (x + dy * half, y - dx * half)),
    )
    if open_head:
        return Stroke(segments, stroke=ink, width=1.3, role="fn-head")
    return Stroke((*segments, ("Z", ())), fill=ink, role="fn-head")
