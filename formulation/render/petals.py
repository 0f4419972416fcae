"""Procedures as rounds: steps set around a middle with a mouth towards the pole, and the horns of a dilemma side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import atan2, cos, hypot, pi, sin

from .geometry import Box, Point, box_around, hull, samples, unit
from .routes import rounded

STEP_GAP = 32.0
"""How much of the round shows between two steps, in drawing units."""

ROOM = 12.0
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


@dataclass(frozen=True, slots=True)
class Petal:
    """A bundle set out around 0, 0: boxes by id, and the stations that stems from poles must reach."""

    boxes: tuple[tuple[str, Box], ...]
    stems: tuple[tuple[str | None, Point], ...]
    hull: Box
    mouth: Point


def _by_need(first: Size, second: Size, along: Point) -> float:
    """How far apart two boxes' middles must be along a direction so that the boxes part."""
    across = (first[0] + second[0]) / 2 / abs(along[0]) if abs(along[0]) > 1e-6 else 1e9
    down = (first[1] + second[1]) / 2 / abs(along[1]) if abs(along[1]) > 1e-6 else 1e9
    return min(across, down)


def _walk(sizes: Sequence[Size], a: float, b: float, start: float, turn: int, gap: float) -> list[float]:
    """Angles on an ellipse for boxes one after the other, each as near to the last as may be."""
    angles = [start]
    for first, second in zip(sizes, sizes[1:], strict=False):
        here = angles[-1]
        step = 0.5
        for _ in range(4):
            middle, end = here + turn * step / 2, here + turn * step
            along = unit(a * (cos(end) - cos(here)), b * (sin(end) - sin(here)))
            speed = hypot(a * sin(middle), b * cos(middle))
            step = min(2.6, (_by_need(first, second, along) + gap) / max(speed, 1e-6))
        angles.append(here + turn * step)
    return angles


@lru_cache(maxsize=20_000)
def ring(
    sizes: tuple[Size, ...], centre: Size, mouth: float, turn: int, aspect: float, opening: float
) -> tuple[Point, ...]:
    """Middles of boxes around 0, 0 on the smallest ellipse that has room for them.

    `mouth` is the angle (radians, clockwise from the right) left open, `opening` half its width;
    `turn` is 1 for clockwise on the page; `aspect` is width over height.
    """
    places: tuple[Point, ...] = ()
    if not sizes:
        return places
    sweep = 2 * pi - 2 * opening
    b = 0.14 * sum(min(size) + STEP_GAP for size in sizes) * 2 / (1 + aspect)
    for _ in range(80):
        angles = _walk(sizes, b * aspect, b, 0.0, turn, STEP_GAP)
        if abs(angles[-1]) <= sweep:
            places = _spread(b * aspect, b, mouth, angles, turn, sweep)
            if _clear(sizes, places, centre):
                break
        b *= 1.05
    return places


def _spread(
    a: float, b: float, mouth: float, angles: Sequence[float], turn: int, sweep: float
) -> tuple[Point, ...]:
    """The boxes' places with what is left of the round shared out between them."""
    used = abs(angles[-1])
    if len(angles) == 1:
        whole = [mouth + pi]
    else:
        stretch = min(sweep / used, 1.6)
        first = mouth + turn * (pi - used * stretch / 2)
        whole = [first + angle * stretch for angle in angles]
    return tuple((a * cos(angle), b * sin(angle)) for angle in whole)


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
    boxes: Iterable[Box], obstacles: Sequence[Box], way: Point, least: float, gap: float
) -> float:
    """How far boxes must go along a direction, at least `least`, to keep `gap` from all obstacles."""
    blocked: list[tuple[float, float]] = []
    for box in boxes:
        for other in obstacles:
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
    low, high = -1e9, 1e9
    for delta, near, far in (
        (way[0], other[0] - gap - box[2], other[2] + gap - box[0]),
        (way[1], other[1] - gap - box[3], other[3] + gap - box[1]),
    ):
        if -1e-9 < delta < 1e-9:
            if near >= 0 or far <= 0:
                return None
            continue
        enter, leave = near / delta, far / delta
        if enter > leave:
            enter, leave = leave, enter
        low, high = max(low, enter), min(high, leave)
    return (low, high) if low < high else None


@lru_cache(maxsize=5_000)
def petal(bundle: Bundle, mouth: float, turn: int, aspect: float) -> Petal:
    """A bundle set out around its name, open towards `mouth` (an angle in radians)."""
    if bundle.forks:
        return _forked(bundle, mouth)
    arm = bundle.arms[0]
    opening = 0.62 if arm.home == arm.start else 0.7
    points = ring(tuple(size for _, size in arm.stations), bundle.name, mouth, turn, aspect, opening)
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
    """A dilemma: its name at the fork, EITHER and OR beside each other, each arm a round of its own."""
    down = sin(mouth) < 0.1
    flip = 1.0 if down else -1.0
    boxes: list[tuple[str, Box]] = [(bundle.id, box_around((0, 0), *bundle.name))]
    stems: list[tuple[str | None, Point]] = []
    rounds = [_lobe(arm, at, len(bundle.arms), flip) for at, arm in enumerate(bundle.arms)]
    if bundle.arms:
        stems.append((bundle.arms[0].start, (0.0, -bundle.name[1] / 2 * flip)))
    for arm, lobe in zip(bundle.arms, _side_by_side(rounds, bundle.name, flip), strict=True):
        for (some_id, _), box in zip(arm.stations, lobe, strict=True):
            boxes.append((some_id, _whole(box)))
        if lobe:
            stems.append((arm.home, lobe[-1].middle))
    return _with_exits(bundle, boxes, stems, mouth)


def _lobe(arm: Arm, at: int, of: int, flip: float) -> list[Box]:
    """One arm of a dilemma around 0, 0, its first station on the inner side."""
    sizes = tuple(size for _, size in arm.stations)
    turn = 1 if at < of / 2 and of > 1 else -1
    points = ring(sizes, (20.0, 14.0), -pi / 2, turn, 1.1, 0.55)
    return [box_around((x, y * flip), *size) for (x, y), size in zip(points, sizes, strict=True)]


def _side_by_side(rounds: list[list[Box]], name: Size, flip: float) -> list[list[Box]]:
    """Arms from left to right beneath the name (or above it), as near each other as they may be."""
    placed: list[list[Box]] = []
    for one in rounds:
        if not one:
            placed.append([])
            continue
        dy = name[1] / 2 + 30 - one[0].top if flip > 0 else -name[1] / 2 - 30 - one[0].bottom
        lowered = [box.moved(0, dy) for box in one]
        before = [box for other in placed for box in other]
        start = hull(before).right - hull(lowered).left if before else 0.0
        near = free_distance(lowered, before, (1.0, 0.0), min(0.0, start - 200), 26) if before else 0.0
        placed.append([box.moved(near, 0) for box in lowered])
    firsts = [one[0].middle[0] for one in placed if one]
    middle = (min(firsts) + max(firsts)) / 2 if firsts else 0.0
    return [[box.moved(-middle, 0) for box in one] for one in placed]


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
    return Petal(tuple(placed), tuple(stems), hull(box for _, box in placed), facing)


def _outward(
    way: Way, placed: list[tuple[str, Box]], bundle: Bundle, mouth: float
) -> Box | None:
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
            found += [box_around(point, 10, 10) for point in samples(curve, 8)]
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
        hull=one.hull.moved(x, y),
    )
