"""How arrows run: round one middle within a procedure, and between boxes clear of everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import pairwise
from math import acos, cos, hypot
from typing import NamedTuple

from .geometry import (
    Box,
    Cubic,
    Point,
    along,
    at,
    distance,
    edge_towards,
    hull,
    length_of,
    unit,
)

CLEAR = 5.0
"""How far an arrow keeps from a box that is not its own, where it can; drawing units."""

Way = tuple[Cubic, ...]
"""One arrow's line: curves one after the other."""

Line = tuple[Point, ...]


# Round one middle.


def rounded(
    middles: Sequence[Point], before: Point | None = None, after: Point | None = None
) -> list[Cubic]:
    """Curves from each point to the next that run round as one; `before` and `after` lead in and out."""
    ways = headings(middles, before, after)
    return [
        arc_between(middles[at_], ways[at_], middles[at_ + 1], ways[at_ + 1])
        for at_ in range(len(middles) - 1)
    ]


def headings(
    middles: Sequence[Point], before: Point | None = None, after: Point | None = None
) -> list[Point]:
    """Which way a round runs through each of its points."""
    line = [before, *middles, after]
    return [turning(line[at_], middles[at_], line[at_ + 2]) for at_ in range(len(middles))]


def turning(before: Point | None, here: Point, after: Point | None) -> Point:
    """The direction of the circle through three points, at the middle one (by inversion)."""
    if before is None or after is None:
        start, end = before or here, after or here
        return unit(end[0] - start[0], end[1] - start[1])
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


# Between boxes.


class Port(NamedTuple):
    """A place from which an arrow may leave, the way it faces, and what choosing it costs."""

    point: Point
    out: Point
    cost: float = 0.0


class Course(NamedTuple):
    """What an arrow keeps clear of: boxes it must not run through, lines and ends it should not meet."""

    solid: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    ends: tuple[Point, ...] = ()


SHARES = ((0.5, 0.0), (0.26, 6.0), (0.74, 6.0))
INSIDE, ACROSS = 70.0, 40.0


@lru_cache(maxsize=20_000)
def ports(box: Box, gap: float = 2.0) -> tuple[Port, ...]:
    """Where arrows may touch a box: the middle of each side, and either side of it."""
    found: list[Port] = []
    for share, cost in SHARES:
        x, y = box.left + box.width * share, box.top + box.height * share
        if box.height > 34 or share == 0.5:
            found.append(Port((box.left - gap, y), (-1, 0), cost))
            found.append(Port((box.right + gap, y), (1, 0), cost))
        found.append(Port((x, box.top - gap), (0, -1), cost))
        found.append(Port((x, box.bottom + gap), (0, 1), cost))
    return tuple(found)


def sampled(way: Way, steps: int = 24) -> Line:
    """Points along a line, its ends included."""
    each = max(4, steps // len(way))
    points = [way[0][0]]
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in way:
        for step in range(1, each + 1):
            t = step / each
            u = 1 - t
            a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
            points.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return tuple(points)


def crossings(line: Line, obstacles: Iterable[Box]) -> int:
    """At how many of its points a line runs inside boxes it should keep clear of."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    low_x, high_x, low_y, high_y = min(xs), max(xs), min(ys), max(ys)
    return sum(
        1
        for left, top, right, bottom in obstacles
        if left < high_x and right > low_x and top < high_y and bottom > low_y
        for x, y in line
        if left < x < right and top < y < bottom
    )


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two straight stretches cross."""
    abx, aby, cdx, cdy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    if (abx * (c[1] - a[1]) - aby * (c[0] - a[0])) * (abx * (d[1] - a[1]) - aby * (d[0] - a[0])) >= 0:
        return False
    return (cdx * (a[1] - c[1]) - cdy * (a[0] - c[0])) * (
        cdx * (b[1] - c[1]) - cdy * (b[0] - c[0])
    ) < 0


def meetings(line: Line, others: Iterable[Line]) -> int:
    """How often a line crosses others."""
    box = hull([Box(*p, *p) for p in line])
    count = 0
    for other in others:
        for c, d in pairwise(other):
            if (
                (c[0] < box.left and d[0] < box.left)
                or (c[0] > box.right and d[0] > box.right)
                or (c[1] < box.top and d[1] < box.top)
                or (c[1] > box.bottom and d[1] > box.bottom)
            ):
                continue
            count += sum(1 for a, b in pairwise(line) if cross(a, b, c, d))
    return count


def toll(way: Way, course: Course) -> float:
    """What a line costs beyond its length: what it runs through, what it crosses, whose end it takes."""
    line = sampled(way)
    cost = INSIDE * crossings(line, course.solid)
    if course.lines:
        cost += ACROSS * meetings(line[::2] if len(line) % 2 else line, course.lines)
    for end in course.ends:
        near = min(distance(end, line[0]), distance(end, line[-1]))
        cost += max(0.0, 14.0 - near) * 4
    return cost


Offer = tuple[float, Way]


def cheapest(offers: Iterable[Offer], course: Course) -> Offer:
    """The offer that costs least in all. `offers` must hold at least one."""
    ordered = sorted(offers)
    best, least = ordered[0], float("inf")
    for cost, way in ordered:
        if cost >= least:
            break
        whole = cost + toll(way, course)
        if whole < least:
            best, least = (whole, way), whole
    return best


def _length(curve: Cubic) -> float:
    """About how long a curve is: between its chord and its frame."""
    a, b, c, d = curve
    frame = hypot(b[0] - a[0], b[1] - a[1]) + hypot(c[0] - b[0], c[1] - b[1])
    frame += hypot(d[0] - c[0], d[1] - c[1])
    return (hypot(d[0] - a[0], d[1] - a[1]) + frame) / 2


def join_ports(start: Port, end: Port, stiff: float = 0.42) -> Cubic:
    """A curve that leaves one port and arrives at another, square to both."""
    (ax, ay), (bx, by) = start.point, end.point
    reach = max(10.0, min(170.0, hypot(bx - ax, by - ay) * stiff))
    return (
        start.point,
        (ax + start.out[0] * reach, ay + start.out[1] * reach),
        (bx + end.out[0] * reach, by + end.out[1] * reach),
        end.point,
    )


def direct(starts: Iterable[Port], ends: Sequence[Port], stiff: float = 0.42) -> Iterator[Offer]:
    """A curve from every port to every other."""
    for one in starts:
        for other in ends:
            curve = join_ports(one, other, stiff)
            yield _length(curve) + one.cost + other.cost, (curve,)


BOWS = (0.0, 0.16, -0.16, 0.32, -0.32, 0.55, -0.55)


def bowed(start: Box, end: Box, gap: float = 3.0) -> Iterator[Offer]:
    """Simple bows from one box to another, to either side."""
    (ax, ay), (bx, by) = start.middle, end.middle
    middle = along((ax, ay), (bx, by), 0.5)
    for bow in BOWS:
        over = (middle[0] - (by - ay) * bow, middle[1] + (bx - ax) * bow)
        p, q = edge_towards(start.grown(gap), over), edge_towards(end.grown(gap), over)
        curve = (p, along(p, over, 0.62), along(q, over, 0.62), q)
        yield _length(curve) + 24 * abs(bow), (curve,)


@lru_cache(maxsize=20_000)
def joined(start: Box, end: Box, course: Course, stiff: float = 0.42) -> Way:
    """The least line from one box to another: short, without sharp turns, clear of what is in the way."""
    solid = Course((*course.solid, start, end), course.lines, course.ends)
    return between_ports(ports(start), ports(end), solid, stiff)


def between_ports(
    starts: Sequence[Port], ends: Sequence[Port], course: Course, stiff: float = 0.42
) -> Way:
    """The least line between some ports and others, round what is in the way where it must."""
    offers = nsmallest(60, direct(starts, ends, stiff))
    best = cheapest(offers, course)
    blocking = in_the_way(best[1], course)
    if blocking:
        best = min(best, around(starts, ends, blocking, course))
    return best[1]


def in_the_way(way: Way, course: Course) -> tuple[Box, ...]:
    """The boxes a line runs through."""
    line = sampled(way)
    return tuple(box for box in course.solid if crossings(line, (box,)))


def around(
    starts: Sequence[Port], ends: Sequence[Port], blocking: Sequence[Box], course: Course
) -> Offer:
    """The least line that bends round a corner of what is in the way."""
    offers = bends(starts, ends, blocking)
    return cheapest(nsmallest(40, offers), course) if offers else (float("inf"), ())


def bends(starts: Sequence[Port], ends: Sequence[Port], blocking: Sequence[Box]) -> list[Offer]:
    """Lines that bend round a corner of some boxes."""
    offers: list[Offer] = []
    for corner in (corner for box in blocking[:4] for corner in _corners(box.grown(14))):
        first = nsmallest(4, starts, key=lambda port: _off(port, corner))
        last = nsmallest(4, ends, key=lambda port: _off(port, corner))
        for one in first:
            for other in last:
                offers.append(_through(one, corner, other))
    return offers


def _off(port: Port, towards: Point) -> float:
    """How far a port is from a point, more where it faces away from it."""
    dx, dy = towards[0] - port.point[0], towards[1] - port.point[1]
    far = hypot(dx, dy)
    return far + port.cost - 0.5 * (dx * port.out[0] + dy * port.out[1])


def _corners(box: Box) -> tuple[Point, ...]:
    x, y = box.middle
    return (
        (box.left, box.top), (box.right, box.top), (box.left, box.bottom), (box.right, box.bottom),
        (x, box.top), (x, box.bottom), (box.left, y), (box.right, y),
    )  # fmt: skip


def _through(start: Port, middle: Point, end: Port) -> Offer:
    way = turning(start.point, middle, end.point)
    out, back = Port(middle, (-way[0], -way[1])), Port(middle, way)
    first, second = join_ports(start, out, 0.4), join_ports(back, end, 0.4)
    return 1.08 * (_length(first) + _length(second)) + start.cost + end.cost + 30, (first, second)


@lru_cache(maxsize=20_000)
def stem(pole: Box, meets: Point, heading: Point, box: Box, course: Course) -> Way | None:
    """The line from a pole to the first (or, backwards, the last) box of a round; None where they touch.

    `heading` is the way the round runs through that box's middle, away from the pole.
    """
    solid = Course((*course.solid, pole), course.lines, course.ends)
    target = (Port(meets, (-heading[0], -heading[1])),)
    way = between_ports(ports(pole), target, solid, 0.4)
    return cut_at_end(way, box)


def cut_at_end(way: Way, box: Box) -> Way | None:
    """A line as far as the edge of the box it ends in; None where nothing is left of it."""
    kept = list(way)
    while kept and box.holds(kept[-1][0]):
        kept.pop()
    if not kept:
        return None
    low, high = 0.0, 1.0
    if not box.holds(kept[-1][3]):
        return tuple(kept)
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if box.holds(at(kept[-1], middle)) else (middle, high)
    kept[-1] = first_part(kept[-1], low)
    return tuple(kept) if length_of([kept[0][0], kept[-1][3]]) > 2 else None


def first_part(curve: Cubic, t: float) -> Cubic:
    """A curve up to t (de Casteljau)."""
    a, b, c, d = curve
    ab, bc, cd = along(a, b, t), along(b, c, t), along(c, d, t)
    abc, bcd = along(ab, bc, t), along(bc, cd, t)
    return a, ab, abc, along(abc, bcd, t)


def backwards(way: Way) -> Way:
    """The same line from its other end."""
    return tuple((d, c, b, a) for a, b, c, d in reversed(way))


def shortened(way: Way, by: float) -> Way:
    """A line that stops short of its end."""
    end = way[-1][3]
    for index in range(len(way) - 1, -1, -1):
        curve = way[index]
        if distance(curve[0], end) > by:
            low, high = 0.0, 1.0
            for _ in range(10):
                t = (low + high) / 2
                low, high = (t, high) if distance(at(curve, t), end) > by else (low, t)
            return (*way[:index], first_part(curve, low))
    return (first_part(way[0], 0.05),)


def point_along(way: Way, share: float) -> Point:
    """The point a share of the way along a line, by length."""
    line = sampled(way, 32)
    left = length_of(line) * share
    for a, b in pairwise(line):
        step = distance(a, b)
        if step >= left:
            return along(a, b, left / step if step else 0.0)
        left -= step
    return line[-1]


def evenly(way: Way, spacing: float) -> list[Point]:
    """Points along a line about `spacing` apart, its ends included."""
    line = sampled(way, 80)
    count = max(1, round(length_of(line) / spacing))
    found, walked, index = [line[0]], 0.0, 1
    total = length_of(line)
    for step in range(1, count):
        want = total * step / count
        while index < len(line) - 1 and walked + distance(line[index - 1], line[index]) < want:
            walked += distance(line[index - 1], line[index])
            index += 1
        span = distance(line[index - 1], line[index]) or 1.0
        found.append(along(line[index - 1], line[index], (want - walked) / span))
    return [*found, line[-1]]
