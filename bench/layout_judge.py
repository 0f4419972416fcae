"""How a drawing reads, measured alike whoever laid it out: boxes, lines and captions, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import atan2, hypot, pi

from formulation.domain.formulation import Formulation
from formulation.domain.records import Procedure
from formulation.render.elements import Element, Scene, Stroke
from formulation.render.geometry import Box, Cubic, hull, samples
from formulation.render.measure import WORDS
from formulation.render.sheet import arms_of

Point = tuple[float, float]

PRINTABLE = (277 / 25.4 * 72, 190 / 25.4 * 72)
"""A4 lying down less a centimetre on each side, in points."""

AT_AN_END = 7.0
"""Two lines that meet this near to an end of each do not cross: they come from, or go to, one place."""


@dataclass(frozen=True)
class Arrow:
    """One line: what it joins, where it runs, and where its words stand."""

    key: str
    joins: tuple[str, ...]
    line: tuple[Point, ...]
    caption: Box | None = None


@dataclass(frozen=True)
class Plan:
    """A drawing as whoever laid it out left it. `parts`: boxes within boxes, by the id of what holds them."""

    boxes: Mapping[str, Box]
    arrows: tuple[Arrow, ...]
    parts: Mapping[str, str] = field(default_factory=dict)
    grounds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judged:
    """What was counted on one drawing."""

    overlaps: int
    through: int
    crossings: int
    loops: int
    readable: int
    points: float


def judged(plan: Plan, rounds: list[tuple[str, ...]]) -> Judged:
    """Count what makes a drawing hard to read."""
    loops = [ids for ids in rounds if len(ids) > 2 and all(one in plan.boxes for one in ids)]
    return Judged(
        len(overlaps(plan)),
        len(through(plan)),
        crossings(plan),
        len(loops),
        sum(_turns_one_way([plan.boxes[one].middle for one in ids]) for ids in loops),
        points(plan),
    )


def overlaps(plan: Plan) -> list[tuple[str, str]]:
    """Boxes, and words on arrows, that stand on each other."""
    standing = [(key, box) for key, box in plan.boxes.items() if key not in plan.grounds]
    standing += [(f"{one.key}|words", one.caption) for one in plan.arrows if one.caption]
    return [
        (one, other)
        for (one, box), (other, other_box) in combinations(standing, 2)
        if box.grown(-0.5).meets(other_box.grown(-0.5))
        and plan.parts.get(one) != other and plan.parts.get(other) != one
    ]  # fmt: skip


def through(plan: Plan) -> list[tuple[str, str]]:
    """Arrows that run through a box, or through words, that are not theirs."""
    found = []
    for arrow in plan.arrows:
        own = {*arrow.joins, *(plan.parts.get(one, "") for one in arrow.joins)}
        own |= {one for one, holder in plan.parts.items() if holder in arrow.joins}
        own |= {plan.parts[one] for one in own if one in plan.parts}
        for key, box in plan.boxes.items():
            if key not in own and key not in plan.grounds and _runs(arrow.line, box):
                found.append((arrow.key, key))
        found += [
            (arrow.key, f"{other.key}|words")
            for other in plan.arrows
            if other is not arrow and other.caption and _runs(arrow.line, other.caption)
        ]
    return found


def _runs(line: tuple[Point, ...], box: Box) -> bool:
    inner = box.grown(-1.5)
    return any(inner.holds(point) for point in line)


def crossings(plan: Plan) -> int:
    """How often arrows cross, counted where the lines do, except where both begin or end."""
    return sum(_crossed(one.line, other.line) for one, other in combinations(plan.arrows, 2))


def _crossed(one: tuple[Point, ...], other: tuple[Point, ...]) -> int:
    if not _span(one).meets(_span(other)):
        return 0
    count = 0
    for a, b in pairwise(one):
        for c, d in pairwise(other):
            here = _meet(a, b, c, d)
            if here and not (_at_end(here, one) and _at_end(here, other)):
                count += 1
    return count


def _span(line: tuple[Point, ...]) -> Box:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return Box(min(xs), min(ys), max(xs) + 0.1, max(ys) + 0.1)


def _meet(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    abx, aby, cdx, cdy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    turn = abx * cdy - aby * cdx
    if abs(turn) < 1e-9:
        return None
    s = ((c[0] - a[0]) * cdy - (c[1] - a[1]) * cdx) / turn
    t = ((c[0] - a[0]) * aby - (c[1] - a[1]) * abx) / turn
    return (a[0] + abx * s, a[1] + aby * s) if 0 <= s < 1 and 0 <= t < 1 else None


def _at_end(here: Point, line: tuple[Point, ...]) -> bool:
    return any(hypot(here[0] - x, here[1] - y) < AT_AN_END for x, y in (line[0], line[-1]))


def _turns_one_way(middles: list[Point]) -> bool:
    """Whether steps in order go round their own middle, one way, less than once."""
    x = sum(one[0] for one in middles) / len(middles)
    y = sum(one[1] for one in middles) / len(middles)
    angles = [atan2(py - y, px - x) for px, py in middles]
    turns = [(b - a + pi) % (2 * pi) - pi for a, b in pairwise(angles)]
    one_way = all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)
    return one_way and pi / 2 < abs(sum(turns)) < 2 * pi


def points(plan: Plan) -> float:
    """How large the small words are when the whole is printed on A4 lying down, in points."""
    span = span_of(plan)
    scale = min(PRINTABLE[0] / max(span.width, 1), PRINTABLE[1] / max(span.height, 1))
    return WORDS.size * min(scale, 0.75)  # never larger than life: 96 units are an inch


def span_of(plan: Plan) -> Box:
    """The box that holds all boxes, lines and words."""
    boxes = [*plan.boxes.values(), *(_span(one.line) for one in plan.arrows)]
    return hull([*boxes, *(one.caption for one in plan.arrows if one.caption)])


def rounds_of(formulation: Formulation) -> list[tuple[str, ...]]:
    """The ids of each line of steps, a horn before its own."""
    found = []
    for procedure in formulation.every(Procedure):
        for holder, steps, _ in arms_of(procedure):
            ids = tuple(step.id for step in steps)
            found.append(ids if holder == procedure.id else (holder, *ids))
    return found


# Ours.

NOT_SOLID = ("core", "pull", "arrow", "tag")


def plan_of(scene: Scene, formulation: Formulation) -> Plan:
    """A scene of ours as a plan."""
    boxes: dict[str, Box] = {}
    parts: dict[str, str] = {}
    captions: dict[str, Box] = {}
    for one in scene.elements:
        if one.kind == "caption" and one.box:
            captions[one.id] = one.box
        elif one.box is not None and one.kind not in NOT_SOLID and one.joins is None:
            boxes[one.key] = one.box
            within = _holder(one, formulation)
            if within:
                parts[one.key] = within
    grounds = frozenset(key for key in boxes if key.startswith(("role:", "state:")) and (
        "/" not in key or "/role:" in key))  # fmt: skip
    arrows = [
        Arrow(one.key, _keys(one.joins or (), boxes), line_of(one), captions.get(one.id))
        for one in scene.elements
        if one.joins is not None and one.kind != "caption"
    ]
    return Plan(boxes, tuple(arrows), parts, grounds)


def _holder(one: Element, formulation: Formulation) -> str:
    """The key of the box an element lies in: a pole in its role, a role in its state."""
    state, slash, _ = one.key.rpartition("/")
    if one.kind == "pole":
        role = formulation.owner_of(one.id).id
        return f"{state}{slash}{role}"
    return state if one.kind == "role" else ""


def _keys(joins: tuple[str, ...], boxes: Mapping[str, Box]) -> tuple[str, ...]:
    """Every key under which what an arrow joins stands here."""
    return tuple(key for key in boxes if key.rpartition("/")[2] in joins)


def line_of(element: Element) -> tuple[Point, ...]:
    """Points along an arrow; for a jagged one along the middle of its jags."""
    strokes = [shape for shape in element.shapes if isinstance(shape, Stroke)]
    calm = [one for one in strokes if one.role == "fn-reach"]
    return tuple(_along((calm or [one for one in strokes if one.role == "fn-line"])[0]))


def _along(stroke: Stroke) -> Iterator[Point]:
    here: Point = (0.0, 0.0)
    for command, numbers in stroke.segments:
        if command in ("M", "L"):
            here = (numbers[0], numbers[1])
            yield here
        elif command == "C":
            b, c, d = numbers[0:2], numbers[2:4], numbers[4:6]
            curve: Cubic = (here, (b[0], b[1]), (c[0], c[1]), (d[0], d[1]))
            yield from samples(curve, 24)[1:]
            here = curve[3]


# What a rival is given.


@dataclass(frozen=True)
class Joined:
    """One arrow to be drawn: its key, what it joins, and the size of its words."""

    key: str
    one: str
    other: str
    words: tuple[float, float] | None


def graph_of(plan: Plan, formulation: Formulation) -> tuple[dict[str, Box], list[Joined]]:
    """The same graph for everybody: boxes as large as ours, roles and states whole, every arrow of ours."""
    whole = {key: box for key, box in plan.boxes.items() if key not in plan.parts}
    arrows = []
    for one in plan.arrows:
        ends = list(_ends(one, plan, whole))
        if len(ends) == 2 and ends[0] != ends[1]:
            size = (one.caption.width, one.caption.height) if one.caption else None
            arrows.append(Joined(one.key, ends[0], ends[1], size))
    return whole, arrows


def _ends(arrow: Arrow, plan: Plan, whole: Mapping[str, Box]) -> Iterator[str]:
    seen: set[str] = set()
    for joined in arrow.joins:
        key = joined
        while key in plan.parts:
            key = plan.parts[key]
        if key in whole and key not in seen:
            seen.add(key)
            yield key
