"""Procedures as rounds: steps around a middle, a mouth towards the pole; a dilemma's horns side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin
from typing import NamedTuple

from .geometry import Box, Point, box_around, hull, samples, unit
from .routes import rounded

STEP_GAP = 40.0
"""How much of the round shows between two steps, in drawing units."""

ROOM = 14.0
"""The least white around a step, a name or a way out."""

Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """A way out to set beside a round: its id, its size, the step it leaves."""

    id: str
    size: Size
    leaves: str


@dataclass(frozen=True, slots=True)
class Arm:
    """One line of steps: who holds it, the ids and sizes of its stations, where it begins and comes home."""

    stations: tuple[tuple[str, Size], ...]
    start: str | None
    home: str | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything of one procedure that stands together: its name, its arms, its ways out."""

    id: str
    name: Size
    arms: tuple[Arm, ...]
    exits: tuple[Way, ...]
    forks: bool
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Petal:
    """A bundle set out around 0, 0: boxes by id, and the stations that stems from poles must reach."""

    id: str
    boxes: tuple[tuple[str, Box], ...]
    stems: tuple[tuple[str | None, Point], ...]
    chords: tuple[tuple[Point, Point], ...]
    hull: Box
    mouth: Point
    leftward: bool = False


def _by_need(first: Size, second: Size, along: Point) -> float:
    """How far apart two boxes' middles must be along a direction so that the boxes part."""
    across = (first[0] + second[0]) / 2 / abs(along[0]) if abs(along[0]) > 1e-6 else 1e9
    down = (first[1] + second[1]) / 2 / abs(along[1]) if abs(along[1]) > 1e-6 else 1e9
    return min(across, down)


class Turn(NamedTuple):
    """How a round is wound: the angle of its mouth (radians, clockwise from the right), half the
    mouth's width, 1 for clockwise on the page or −1, and its width over its height.
    """

    mouth: float
    opening: float
    way: int
    aspect: float

    @property
    def sweep(self) -> float:
        """How much of the circle steps may stand on."""
        return 2 * pi - 2 * self.opening


def _walk(sizes: Sequence[Size], b: float, turn: Turn) -> list[float]:
    """Angles on an ellipse for boxes one after the other, each as near to the last as may be."""
    a = b * turn.aspect
    angles = [turn.mouth + turn.way * turn.opening]
    for first, second in pairwise(sizes):
        here = angles[-1]
        step = 0.5
        for _ in range(3):
            middle, end = here + turn.way * step / 2, here + turn.way * step
            along = unit(a * (cos(end) - cos(here)), b * (sin(end) - sin(here)))
            speed = hypot(a * sin(middle), b * cos(middle))
            step = min(2.6, (_by_need(first, second, along) + STEP_GAP) / max(speed, 1e-6))
        angles.append(here + turn.way * step)
    return angles


@lru_cache(maxsize=20_000)
def ring(sizes: tuple[Size, ...], centre: Size, turn: Turn) -> tuple[Point, ...]:
    """Middles of boxes around 0, 0 on the smallest ellipse that has room for them."""
    if not sizes:
        return ()
    b = 0.14 * sum(min(size) + STEP_GAP for size in sizes) * 2 / (1 + turn.aspect)
    while True:
        angles = _walk(sizes, b, turn)
        used = abs(angles[-1] - angles[0])
        if used <= turn.sweep:
            places = _spread(b, angles, turn)
            if _clear(sizes, places, centre):
                return places
        b *= max(1.04, 0.3 + 0.7 * used / turn.sweep)


def _spread(b: float, angles: Sequence[float], turn: Turn) -> tuple[Point, ...]:
    """The boxes' places with what is left of the round shared out between them."""
    used = abs(angles[-1] - angles[0])
    if len(angles) == 1:
        whole = [turn.mouth + pi]
    else:
        stretch = min(turn.sweep / used, 1.6)
        first = turn.mouth + turn.way * (pi - used * stretch / 2)
        whole = [first + (angle - angles[0]) * stretch for angle in angles]
    return tuple((b * turn.aspect * cos(angle), b * sin(angle)) for angle in whole)


def _clear(sizes: Sequence[Size], places: Sequence[Point], centre: Size) -> bool:
    """Whether no box comes too near another or the name in the middle."""
    boxes = [box_around(place, *size) for place, size in zip(places, sizes, strict=True)]
    middle = box_around((0, 0), *centre).grown(14, 9)
    if any(box.meets(middle) for box in boxes):
        return False
    return not any(
        box.meets(other, 14) for at, box in enumerate(boxes) for other in boxes[at + 1 :]
    )


def free_distance(
    boxes: Sequence[Box], obstacles: Sequence[Box], way: Point, least: float, gap: float
) -> float:
    """How far boxes must go along a direction, at least `least`, to keep `gap` from all obstacles."""
    whole = boxes[0] if len(boxes) == 1 else hull(boxes)
    blocked: list[tuple[float, float]] = []
    for other in obstacles:
        span = _span(whole, other, way, gap)
        if span is None or span[1] <= least:
            continue
        if len(boxes) == 1:
            blocked.append(span)
            continue
        for box in boxes:
            span = _span(box, other, way, gap)
            if span is not None and span[1] > least:
                blocked.append(span)
    far = least
    for begins, ends in sorted(blocked):
        if begins > far:
            break
        far = max(far, ends)
    return far


def _span(box: Box, other: Box, way: Point, gap: float) -> tuple[float, float] | None:
    """From where to where, along a direction, a moving box would meet another."""
    left, top, right, bottom = box
    o_left, o_top, o_right, o_bottom = other
    dx, dy = way
    low, high = -1e9, 1e9
    near, far = o_left - gap - right, o_right + gap - left
    if -1e-9 < dx < 1e-9:
        if near >= 0 or far <= 0:
            return None
    elif dx > 0:
        low, high = near / dx, far / dx
    else:
        low, high = far / dx, near / dx
    near, far = o_top - gap - bottom, o_bottom + gap - top
    if -1e-9 < dy < 1e-9:
        if near >= 0 or far <= 0:
            return None
    else:
        enter, leave = (near / dy, far / dy) if dy > 0 else (far / dy, near / dy)
        low = max(low, enter)
        high = min(high, leave)
    return (low, high) if low < high else None


@lru_cache(maxsize=5_000)
def petal(bundle: Bundle, eighth: int, turn: int, aspect: float) -> Petal:
    """A bundle set out around its name, open towards an eighth of the circle, clockwise from the right.

    What turns left is the mirror image of what turns right.
    """
    if bundle.forks:
        return _forked(bundle, eighth * pi / 4)
    if turn < 0:
        return _mirrored(petal(bundle, (4 - eighth) % 8, 1, aspect))
    return _wound(bundle, eighth * pi / 4, turn, aspect)


def _mirrored(one: Petal) -> Petal:
    return Petal(
        one.id,
        tuple((some_id, Box(-box[2], box[1], -box[0], box[3])) for some_id, box in one.boxes),
        tuple((end, (-x, y)) for end, (x, y) in one.stems),
        tuple(((-ax, ay), (-bx, by)) for (ax, ay), (bx, by) in one.chords),
        Box(-one.hull[2], one.hull[1], -one.hull[0], one.hull[3]),
        (-one.mouth[0], one.mouth[1]),
        True,
    )


def _wound(bundle: Bundle, mouth: float, turn: int, aspect: float) -> Petal:
    arm = bundle.arms[0]
    opening = 0.62 if arm.home == arm.start else 0.7
    middle = (bundle.name[0] + 84, bundle.name[1] + 40) if bundle.barred else bundle.name
    sizes = tuple(size for _, size in arm.stations)
    points = ring(sizes, middle, Turn(mouth, opening, turn, aspect))
    boxes = [(bundle.id, box_around((0, 0), *bundle.name))]
    for (some_id, size), point in zip(arm.stations, points, strict=True):
        boxes.append((some_id, _whole(box_around(point, *size))))
    stems = _stems(arm, points)
    return _with_exits(bundle, boxes, stems, mouth)


def _whole(box: Box) -> Box:
    """A box moved so that its middle lies on whole numbers."""
    x, y = box.middle
    return box.moved(round(x) - x, round(y) - y)


def _stems(arm: Arm, points: Sequence[Point]) -> list[tuple[str | None, Point]]:
    return [(arm.start, points[0]), (arm.home, points[-1])] if points else []


def _forked(bundle: Bundle, mouth: float) -> Petal:
    """A dilemma: its name at the fork, EITHER and OR beside each other, each arm a round of its own.

    Above or below its pole the arms stand side by side; to the left or right one above the other.
    """
    across, down = round(cos(mouth), 6), round(sin(mouth), 6)
    upright = abs(down) > 0.1
    facing = -pi / 2 if upright else (0.0 if across > 0 else pi)
    rounds = [_lobe(arm, at, len(bundle.arms), facing) for at, arm in enumerate(bundle.arms)]
    if upright:
        placed = _side_by_side(rounds, bundle.name)
        start: Point = (0.0, -bundle.name[1] / 2)
    else:
        placed = _stacked(rounds, bundle.name, 1.0 if across > 0 else -1.0)
        start = (bundle.name[0] / 2 * (1.0 if across > 0 else -1.0), 0.0)
    if upright and down > 0:
        placed = [[_upside_down(box) for box in lobe] for lobe in placed]
        start = (0.0, -start[1])
    boxes: list[tuple[str, Box]] = [(bundle.id, box_around((0, 0), *bundle.name))]
    stems: list[tuple[str | None, Point]] = []
    if bundle.arms:
        stems.append((bundle.arms[0].start, start))
    for arm, lobe in zip(bundle.arms, placed, strict=True):
        for (some_id, _), box in zip(arm.stations, lobe, strict=True):
            boxes.append((some_id, _whole(box)))
        if lobe:
            stems.append((arm.home, lobe[-1].middle))
    return _with_exits(bundle, boxes, stems, mouth)


def _upside_down(box: Box) -> Box:
    return Box(box.left, -box.bottom, box.right, -box.top)


def _lobe(arm: Arm, at: int, of: int, mouth: float) -> list[Box]:
    """One arm of a dilemma around 0, 0, open towards `mouth`, its first station on the inner side."""
    sizes = tuple(size for _, size in arm.stations)
    first = at < of / 2 and of > 1
    turn = 1 if first else -1
    if mouth == pi:
        turn = -turn
    aspect = 1.1 if mouth == -pi / 2 else 1.5
    points = ring(sizes, (20.0, 14.0), Turn(mouth, 0.55, turn, aspect))
    return [box_around(point, *size) for point, size in zip(points, sizes, strict=True)]


def _side_by_side(rounds: list[list[Box]], name: Size) -> list[list[Box]]:
    """Arms from left to right beneath the name, as near each other as they may be."""
    placed: list[list[Box]] = []
    for one in rounds:
        if not one:
            placed.append([])
            continue
        lowered = [box.moved(0, name[1] / 2 + 30 - one[0].top) for box in one]
        before = [box for other in placed for box in other]
        last = next((other[0] for other in reversed(placed) if other), lowered[0])
        least = last.right + 20 - lowered[0].left if before else 0.0
        near = free_distance(lowered, before, (1.0, 0.0), least, 26) if before else 0.0
        placed.append([box.moved(near, 0) for box in lowered])
    firsts = [one[0].middle[0] for one in placed if one]
    middle = (min(firsts) + max(firsts)) / 2 if firsts else 0.0
    return [[box.moved(-middle, 0) for box in one] for one in placed]


def _stacked(rounds: list[list[Box]], name: Size, side: float) -> list[list[Box]]:
    """Arms one above the other beside the name: `side` 1 where the mouth faces right."""
    placed: list[list[Box]] = []
    for one in rounds:
        if not one:
            placed.append([])
            continue
        edge = one[0].right if side > 0 else one[0].left
        shifted = [box.moved(-side * (name[0] / 2 + 34) - edge, 0) for box in one]
        before = [box for other in placed for box in other]
        last = next((other[0] for other in reversed(placed) if other), shifted[0])
        least = last.bottom + 14 - shifted[0].top if before else 0.0
        near = free_distance(shifted, before, (0.0, 1.0), least, 20) if before else 0.0
        placed.append([box.moved(0, near) for box in shifted])
    firsts = [one[0].middle[1] for one in placed if one]
    middle = (min(firsts) + max(firsts)) / 2 if firsts else 0.0
    return [[box.moved(0, -middle) for box in one] for one in placed]


def _with_exits(
    bundle: Bundle,
    boxes: list[tuple[str, Box]],
    stems: list[tuple[str | None, Point]],
    mouth: float,
) -> Petal:
    """The round with its ways out set outward of their steps."""
    placed = list(boxes)
    for way in bundle.exits:
        box = _outward(way, placed, bundle, mouth)
        if box is not None:
            placed.append((way.id, _whole(box)))
    facing = (cos(mouth), sin(mouth))
    by_id = dict(boxes)
    chords = tuple(
        (by_id[one].middle, by_id[other].middle)
        for arm in bundle.arms
        for (one, _), (other, _) in pairwise(arm.stations)
    )
    whole = hull(box for _, box in placed)
    return Petal(bundle.id, tuple(placed), tuple(stems), chords, whole, facing)


def _outward(way: Way, placed: list[tuple[str, Box]], bundle: Bundle, mouth: float) -> Box | None:
    by_id = dict(placed)
    step = by_id.get(way.leaves)
    if step is None:
        return None
    centre = _centre_of(way.leaves, bundle, by_id)
    x, y = step.middle
    straight = atan2(y - centre[1], x - centre[0])
    ring_ = [box for _, box in placed]
    whole = hull(ring_)
    ring_ += _line_of(bundle, by_id)
    best: tuple[float, Box] | None = None
    for lean in (0.0, 0.4, -0.4, 0.8, -0.8, 1.2, -1.2, 1.6, -1.6):
        angle = straight + lean
        out = (cos(angle), sin(angle))
        box = box_around((x, y), *way.size)
        far = free_distance([box], [step], out, 0.0, 20.0)
        far = free_distance([box], ring_, out, far, ROOM)
        box = box.moved(out[0] * far, out[1] * far)
        grown = hull([whole, box])
        towards = out[0] * cos(mouth) + out[1] * sin(mouth)
        cost = (
            far
            + 40 * abs(lean)
            + 0.6 * (grown.width - whole.width + grown.height - whole.height)
            + 160 * max(0.0, towards)
        )
        if best is None or cost < best[0] - 1e-6:
            best = cost, box
    return best[1] if best else None


def _line_of(bundle: Bundle, by_id: dict[str, Box]) -> list[Box]:
    """Small boxes along the line of a round, so that nothing is set upon it."""
    found: list[Box] = []
    for arm in bundle.arms:
        middles = [by_id[some_id].middle for some_id, _ in arm.stations if some_id in by_id]
        for curve in rounded(middles):
            found += [box_around(point, 14, 14) for point in samples(curve, 5)[1:-1]]
    return found


def _centre_of(step_id: str, bundle: Bundle, by_id: dict[str, Box]) -> Point:
    """The middle of the round a step belongs to."""
    if not bundle.forks:
        return by_id[bundle.id].middle
    for arm in bundle.arms:
        ids = [some_id for some_id, _ in arm.stations]
        if step_id in ids:
            middles = [by_id[some_id].middle for some_id in ids if some_id in by_id]
            return (
                sum(x for x, _ in middles) / len(middles),
                sum(y for _, y in middles) / len(middles),
            )
    return by_id[bundle.id].middle


def at_place(one: Petal, x: float, y: float) -> Petal:
    """A petal moved to where it stands."""
    return replace(
        one,
        boxes=tuple((some_id, box.moved(x, y)) for some_id, box in one.boxes),
        stems=tuple((end, (px + x, py + y)) for end, (px, py) in one.stems),
        chords=tuple(((ax + x, ay + y), (bx + x, by + y)) for (ax, ay), (bx, by) in one.chords),
        hull=one.hull.moved(x, y),
    )
