"""Boxes, curves and where they meet; plain arithmetic, nothing about what is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import hypot
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]


class Box(NamedTuple):
    """An upright rectangle by its edges, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def grown(self, by: float, down: float | None = None) -> Box:
        """Wider on every side; `down` where the height should grow by something else."""
        tall = by if down is None else down
        return Box(self.left - by, self.top - tall, self.right + by, self.bottom + tall)

    def moved(self, dx: float, dy: float) -> Box:
        """The same box elsewhere."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Whether two boxes come nearer to each other than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside."""
        return self.left < point[0] < self.right and self.top < point[1] < self.bottom

    def encloses(self, other: Box) -> bool:
        """Whether another box lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def distance(self, other: Box) -> float:
        """How far apart two boxes are; 0 where they meet."""
        return hypot(
            max(0.0, other.left - self.right, self.left - other.right),
            max(0.0, other.top - self.bottom, self.top - other.bottom),
        )


def box_around(middle: Point, width: float, height: float) -> Box:
    """The box of this size with this middle."""
    x, y = middle
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of some boxes; an empty one for none."""
    every = list(boxes)
    if not every:
        return Box(0.0, 0.0, 0.0, 0.0)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


def distance(one: Point, other: Point) -> float:
    """From one point to another."""
    return hypot(other[0] - one[0], other[1] - one[1])


def along(one: Point, other: Point, share: float) -> Point:
    """The point a share of the way from one to the other."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def unit(dx: float, dy: float) -> Point:
    """The same direction, one unit long; to the right where there is none."""
    length = hypot(dx, dy)
    return (dx / length, dy / length) if length > 1e-9 else (1.0, 0.0)


def edge_towards(box: Box, towards: Point) -> Point:
    """Where the line from a box's middle towards a point crosses its edge."""
    x, y = box.middle
    dx, dy = towards[0] - x, towards[1] - y
    if abs(dx) < 1e-9 and abs(dy) < 1e-9:
        return x, box.bottom
    across = box.width / 2 / abs(dx) if abs(dx) > 1e-9 else float("inf")
    down = box.height / 2 / abs(dy) if abs(dy) > 1e-9 else float("inf")
    share = min(across, down)
    return x + dx * share, y + dy * share


def at(curve: Cubic, t: float) -> Point:
    """The point of a curve at 0 ≤ t ≤ 1."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    u = 1 - t
    a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    return a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


def heading(curve: Cubic, t: float) -> Point:
    """The direction in which a curve runs at t, one unit long."""
    before, after = at(curve, max(0.0, t - 0.02)), at(curve, min(1.0, t + 0.02))
    return unit(after[0] - before[0], after[1] - before[1])


def part_of(curve: Cubic, start: float, end: float) -> Cubic:
    """The stretch of a curve between two values of t."""

    def control(u: float, v: float, w: float) -> Point:
        def blend(axis: int) -> float:
            p = [point[axis] for point in curve]
            a = [p[i] + (p[i + 1] - p[i]) * u for i in range(3)]
            b = [a[i] + (a[i + 1] - a[i]) * v for i in range(2)]
            return b[0] + (b[1] - b[0]) * w

        return blend(0), blend(1)

    return (
        control(start, start, start),
        control(start, start, end),
        control(start, end, end),
        control(end, end, end),
    )


def samples(curve: Cubic, count: int) -> list[Point]:
    """Points along a curve, its ends included."""
    return [at(curve, step / count) for step in range(count + 1)]


def length_of(points: Sequence[Point]) -> float:
    """How long a line through points is."""
    return sum(distance(one, other) for one, other in pairwise(points))


def leaving(curve: Cubic, box: Box) -> float:
    """The last t at which a curve that begins in a box is still inside it; 0 where it never was."""
    last = 0.0
    for step in range(33):
        t = step / 32
        if box.holds(at(curve, t)):
            last = t
        elif last > 0.0:
            break
    if last in (0.0, 1.0):
        return last
    low, high = last, min(1.0, last + 1 / 32)
    for _ in range(8):
        middle = (low + high) / 2
        low, high = (middle, high) if box.holds(at(curve, middle)) else (low, middle)
    return high


def backwards(curve: Cubic) -> Cubic:
    """The same curve from its other end."""
    return curve[3], curve[2], curve[1], curve[0]


@lru_cache(maxsize=20_000)
def between(curve: Cubic, start: Box, end: Box) -> Cubic | None:
    """The stretch of a curve outside the two boxes it joins; None where they touch."""
    first = leaving(curve, start)
    last = 1.0 - leaving(backwards(curve), end)
    return part_of(curve, first, last) if last - first > 1e-3 else None


def segment_meets(one: Point, other: Point, box: Box) -> bool:
    """Whether a straight line between two points passes through a box (Liang & Barsky 1984)."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    low, high = 0.0, 1.0
    for delta, near, far in (
        (dx, box.left - one[0], box.right - one[0]),
        (dy, box.top - one[1], box.bottom - one[1]),
    ):
        if abs(delta) < 1e-9:
            if near > 0 or far < 0:
                return False
            continue
        enter, leave = near / delta, far / delta
        if enter > leave:
            enter, leave = leave, enter
        low, high = max(low, enter), min(high, leave)
        if low > high:
            return False
    return True


def within(point: Point, corners: Sequence[Point]) -> bool:
    """Whether a point lies inside a polygon (crossing number)."""
    x, y = point
    inside = False
    for at_, (bx, by) in enumerate(corners):
        ax, ay = corners[at_ - 1]
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


class Net(Generic[T]):
    """Things by where they are, so that those near a place are found without asking all of them."""

    MESH = 240.0

    def __init__(self) -> None:
        self._things: list[tuple[Box, T]] = []
        self._gone: set[int] = set()
        self._cells: dict[tuple[int, int], list[int]] = {}

    def add(self, box: Box, thing: T) -> int:
        """Put a thing where its box is; the number by which it can be taken out again."""
        number = len(self._things)
        self._things.append((box, thing))
        for cell in self._under(box):
            self._cells.setdefault(cell, []).append(number)
        return number

    def drop(self, number: int) -> None:
        """Take a thing out again."""
        self._gone.add(number)

    def __iter__(self) -> Iterator[tuple[Box, T]]:
        return (one for at, one in enumerate(self._things) if at not in self._gone)

    def near(self, box: Box) -> list[tuple[Box, T]]:
        """The things whose boxes meet a box, in the order in which they were put there."""
        left, top, right, bottom = box
        numbers: set[int] = set()
        for cell in self._under(box):
            numbers.update(self._cells.get(cell, ()))
        found = [self._things[number] for number in sorted(numbers - self._gone)]
        return [
            one
            for one in found
            if one[0][0] <= right and one[0][2] >= left and one[0][1] <= bottom and one[0][3] >= top
        ]

    def _under(self, box: Box) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (int(edge // self.MESH) for edge in box)
        for x in range(left, right + 1):
            for y in range(top, bottom + 1):
                yield x, y
