"""How arrows run: round one middle within a procedure, and between boxes clear of everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import heapify, heappop, heappush, nsmallest
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
    length_of,
    segment_meets,
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


class Drawn(NamedTuple):
    """A line that is drawn already, and the box it lies in."""

    box: Box
    line: Line


class Course(NamedTuple):
    """What an arrow keeps clear of: boxes it must not run through, lines and ends it should not meet.

    `tips`: where other arrows' heads are, so that no words are set on them; `apart`: how far to
    stay from the ends of others.
    """

    solid: tuple[Box, ...] = ()
    lines: tuple[Drawn, ...] = ()
    ends: tuple[Point, ...] = ()
    tips: tuple[Box, ...] = ()
    apart: float = 14.0


ON_SIDES = ((0.5, 0.0), (0.26, 6.0), (0.74, 6.0))
ON_TOP = ((0.5, 0.0), (0.3, 5.0), (0.7, 5.0), (0.12, 9.0), (0.88, 9.0))
INNER = 45.0
"""What it costs to touch a pole on the side that looks at its other pole."""

MOST_KNOWN = 18
"""How many boxes a line may have to walk round before we let it cross one."""

INSIDE, ACROSS = 340.0, 300.0


@lru_cache(maxsize=20_000)
def ports(box: Box, inner: int = 0, gap: float = 2.0) -> tuple[Port, ...]:
    """Where arrows may touch a box: the middle of each side, and either side of it.

    `inner`: 1 where its lower side looks at the other pole, −1 where its upper side does.
    """
    found: list[Port] = []
    for share, cost in ON_SIDES if box.height > 34 else ON_SIDES[:1]:
        y = box.top + box.height * share
        found.append(Port((box.left - gap, y), (-1, 0), cost))
        found.append(Port((box.right + gap, y), (1, 0), cost))
    for share, cost in ON_TOP if box.width > 60 else ON_TOP[:1]:
        x = box.left + box.width * share
        found.append(Port((x, box.top - gap), (0, -1), cost + INNER * (inner < 0)))
        found.append(Port((x, box.bottom + gap), (0, 1), cost + INNER * (inner > 0)))
    return tuple(found)


@lru_cache(maxsize=20_000)
def sampled(way: Way, steps: int = 0) -> Line:
    """Points along a line, its ends included; about one every 14 units where `steps` is not said."""
    whole = steps or min(72, max(14, int(sum(rough_length(curve) for curve in way) / 14)))
    each = max(4, whole // len(way))
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
    if (abx * (c[1] - a[1]) - aby * (c[0] - a[0])) * (
        abx * (d[1] - a[1]) - aby * (d[0] - a[0])
    ) >= 0:
        return False
    return (cdx * (a[1] - c[1]) - cdy * (a[0] - c[0])) * (
        cdx * (b[1] - c[1]) - cdy * (b[0] - c[0])
    ) < 0


def hull_of(points: Iterable[Point]) -> Box:
    """The smallest box that holds some points, at least one."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def as_drawn(line: Line) -> Drawn:
    """A line with its box."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return Drawn(Box(min(xs), min(ys), max(xs), max(ys)), line)


def meetings(line: Line, others: Iterable[Drawn]) -> int:
    """How often a line crosses others."""
    (left, top, right, bottom), _ = as_drawn(line)
    count = 0
    for (o_left, o_top, o_right, o_bottom), other in others:
        if o_left > right or o_right < left or o_top > bottom or o_bottom < top:
            continue
        mine = [
            (a, b)
            for a, b in pairwise(line)
            if not (
                (a[0] < o_left and b[0] < o_left)
                or (a[0] > o_right and b[0] > o_right)
                or (a[1] < o_top and b[1] < o_top)
                or (a[1] > o_bottom and b[1] > o_bottom)
            )
        ]
        if mine:
            count += sum(1 for c, d in pairwise(other) for a, b in mine if cross(a, b, c, d))
    return count


@lru_cache(maxsize=20_000)
def toll(way: Way, course: Course) -> float:
    """What a line costs beyond its length: what it runs through, what it crosses, whose end it takes."""
    line = sampled(way)
    cost = INSIDE * crossings(line, course.solid)
    if course.lines:
        cost += ACROSS * meetings(line[::2] if len(line) % 2 else line, course.lines)
    for end in course.ends:
        near = min(distance(end, line[0]), distance(end, line[-1]))
        cost += max(0.0, course.apart - near) * 140 / course.apart
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


def rough_length(curve: Cubic) -> float:
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
            yield rough_length(curve) + one.cost + other.cost, (curve,)


BOWS = (0.0, 0.16, -0.16, 0.32, -0.32, 0.55, -0.55)


def bowed(start: Box, end: Box, bows: Sequence[float] = BOWS, gap: float = 3.0) -> Iterator[Offer]:
    """Simple bows from one box to another, to the right of the way where `bow` is above 0."""
    (ax, ay), (bx, by) = start.middle, end.middle
    middle = along((ax, ay), (bx, by), 0.5)
    for bow in bows:
        over = (middle[0] - (by - ay) * bow, middle[1] + (bx - ax) * bow)
        p, q = edge_towards(start.grown(gap), over), edge_towards(end.grown(gap), over)
        curve = (p, along(p, over, 0.62), along(q, over, 0.62), q)
        yield rough_length(curve) + 24 * abs(bow), (curve,)


@lru_cache(maxsize=20_000)
def joined(
    starts: tuple[Port, ...], ends: tuple[Port, ...], course: Course, stiff: float = 0.42
) -> Offer:
    """The least line between some ports and others, round what is in the way where it must."""
    best = cheapest(nsmallest(60, direct(starts, ends, stiff)), course)
    if best[0] > 1.15 * rough_length(best[1][0]) + 30:
        best = min(best, cheapest(nsmallest(60, direct(starts, ends, 0.45 * stiff)), course))
    blocking = in_the_way(best[1], course)
    if blocking:
        best = min(best, cheapest(bends(starts, ends, blocking, course) or [best], course))
    return best


@lru_cache(maxsize=20_000)
def joined_round(
    starts: tuple[Port, ...], ends: tuple[Port, ...], course: Course, stiff: float = 0.42
) -> Offer:
    """The least line between some ports and others, and the long way round where that crosses less."""
    best = joined(starts, ends, course, stiff)
    if crossed(best[1], course):
        known = around(starts, ends, course)
        best = min(best, cheapest(bends(starts, ends, known, course) or [best], course))
    return best


def crossed(way: Way, course: Course) -> int:
    """How often a line crosses those that are drawn already."""
    return meetings(sampled(way, 10), course.lines)


def around(starts: Sequence[Port], ends: Sequence[Port], course: Course) -> list[Box]:
    """The boxes between some ports and others whose corners may be worth walking round."""
    between = hull_of(port.point for port in (*starts, *ends)).grown(60)
    near = [box for box in course.solid if box.meets(between)]
    return nsmallest(
        MOST_KNOWN - 4, near, key=lambda box: (distance(box.middle, between.middle), box)
    )


def in_the_way(way: Way, course: Course) -> tuple[Box, ...]:
    """The boxes a line runs through."""
    line = sampled(way)
    return tuple(box for box in course.solid if crossings(line, (box,)))


def bends(
    starts: Sequence[Port], ends: Sequence[Port], blocking: Sequence[Box], course: Course
) -> list[Offer]:
    """Lines that bend round the corners of what is in the way, found by walking from corner to corner.

    What a line so found runs into is added to what it must avoid, a few times over.
    """
    offers: list[Offer] = []
    known = list(blocking)
    middle = starts[len(starts) // 2].point
    goals = nsmallest(4, ends, key=lambda port: distance(port.point, middle) + port.cost)
    for attempt in range(1, 6):
        if len(known) > MOST_KNOWN:
            break
        found = _walks(starts, goals, known, course.lines)
        offers += found
        met = [in_the_way(way, course) for _, way in found]
        if not met or not all(met):
            break
        hit = dict.fromkeys(box for boxes in met for box in boxes)
        fresh = [box for box in hit if box not in known]
        known += fresh or [box.grown(7.0 * attempt) for box in hit]
    return offers


def _walks(
    starts: Sequence[Port], ends: Sequence[Port], known: Sequence[Box], lines: Sequence[Drawn]
) -> list[Offer]:
    """The shortest walk from some ports to others round known boxes (A*; Hart et al. 1968), smoothed."""
    near = [box.grown(8) for box in known]
    corners = [corner for box in known for corner in _corners(box.grown(11))]
    corners = [one for one in corners if not any(box.holds(one) for box in near)]
    walls = [box.grown(4) for box in known]
    goals = {_before(port): port for port in ends}
    starts = nsmallest(10, starts, key=lambda port: port.cost + _to_go(_before(port), goals))
    waiting: list[tuple[float, float, Point, tuple[Point, ...], Port]] = [
        (port.cost + _to_go(_before(port), goals), port.cost, _before(port), (), port)
        for port in starts
    ]
    heapify(waiting)
    done: set[Point] = set()
    while waiting:
        _, cost, here, path, port = heappop(waiting)
        if here in done:
            continue
        done.add(here)
        if here in goals and path:
            return smoothed(cost, port, path[1:], goals[here])
        for there in (*corners, *goals):
            if there not in done and _open(here, there, walls):
                walked = cost + distance(here, there) + 8 + ACROSS * meetings((here, there), lines)
                whole = walked + _to_go(there, goals)
                heappush(waiting, (whole, walked, there, (*path, here), port))
    return []


def _before(port: Port) -> Point:
    """The point a few steps outside a port."""
    return port.point[0] + port.out[0] * 9, port.point[1] + port.out[1] * 9


def _to_go(here: Point, goals: Iterable[Point]) -> float:
    x, y = here
    return min(hypot(goal[0] - x, goal[1] - y) for goal in goals)


def smoothed(
    cost: float,
    start: Port,
    through: Sequence[Point],
    end: Port,
    bends_: Sequence[float] = (0.45, 0.22),
) -> list[Offer]:
    """A walk as lines, from rounder to tighter."""
    whole = cost + end.cost + 20
    return [(whole + 24 * (0.45 - bend), _smooth(start, through, end, bend)) for bend in bends_]


def _open(here: Point, there: Point, walls: Sequence[Box]) -> bool:
    """Whether one can walk straight from here to there; a wall one stands in is no wall."""
    (ax, ay), (bx, by) = here, there
    left, right = (ax, bx) if ax < bx else (bx, ax)
    top, bottom = (ay, by) if ay < by else (by, ay)
    for wall in walls:
        w_left, w_top, w_right, w_bottom = wall
        if w_left > right or w_right < left or w_top > bottom or w_bottom < top:
            continue
        if segment_meets(here, there, wall) and not wall.holds(here) and not wall.holds(there):
            return False
    return True


def _smooth(start: Port, through: Sequence[Point], end: Port, bend: float) -> Way:
    """One line through some points, square to the ports at its ends; it never bulges far from the walk."""
    points = [start.point, *through, end.point]
    steps = [distance(a, b) for a, b in pairwise(points)]
    ways = [start.out, *_halfway(points), (-end.out[0], -end.out[1])]
    reach = [min(steps[0] * bend, 44.0)]
    reach += [bend * min(before, after) for before, after in pairwise(steps)]
    reach.append(min(steps[-1] * bend, 44.0))
    return tuple(
        (
            (ax, ay),
            (ax + ways[at_][0] * reach[at_], ay + ways[at_][1] * reach[at_]),
            (bx - ways[at_ + 1][0] * reach[at_ + 1], by - ways[at_ + 1][1] * reach[at_ + 1]),
            (bx, by),
        )
        for at_, ((ax, ay), (bx, by)) in enumerate(pairwise(points))
    )


def _halfway(points: Sequence[Point]) -> list[Point]:
    """At each inner point the direction half way between coming and going."""
    ways = [unit(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    return [unit(ax + bx, ay + by) for (ax, ay), (bx, by) in pairwise(ways)]


def _corners(box: Box) -> tuple[Point, ...]:
    return (
        (box.left, box.top), (box.right, box.top), (box.left, box.bottom), (box.right, box.bottom)
    )  # fmt: skip


def stem(
    pole: tuple[Port, ...],
    meets: Point,
    heading: Point,
    box: Box,
    course: Course,
    *,
    round_about: bool = False,
) -> tuple[float, Way | None]:
    """The line from a pole to the first (or, backwards, the last) box of a round; None where they touch.

    `heading` is the way the round runs through that box's middle, away from the pole.
    """
    target = (Port(meets, (-heading[0], -heading[1])),)
    cost, way = (joined_round if round_about else joined)(pole, target, course, 0.4)
    return cost, cut_at_end(way, box)


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


@lru_cache(maxsize=5_000)
def in_hundredths(way: Way) -> Line:
    """A hundred and one points along a line, evenly apart by length."""
    line = sampled(way, 48)
    total = length_of(line) or 1.0
    found, walked, index = [line[0]], 0.0, 1
    span = distance(line[0], line[1])
    for step in range(1, 100):
        want = total * step / 100
        while index < len(line) - 1 and walked + span < want:
            walked += span
            index += 1
            span = distance(line[index - 1], line[index])
        found.append(along(line[index - 1], line[index], (want - walked) / (span or 1.0)))
    return (*found, line[-1])


def evenly(way: Way, spacing: float) -> list[Point]:
    """Points along a line about `spacing` apart, its ends included."""
    line = in_hundredths(way)
    count = max(1, round(length_of(line) / spacing))
    found = []
    for step in range(count + 1):
        at_, left = divmod(100 * step / count, 1.0)
        here = int(at_)
        found.append(line[-1] if here >= 100 else along(line[here], line[here + 1], left))
    return found
