"""Ways of looking at a scene that share nothing with the code that made it, but its shapes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing
from formulation.render.elements import Block, Element, Scene, Stroke, Words
from formulation.render.geometry import Box
from formulation.render.measure import width_of
from formulation.store.library import examples

Point = tuple[float, float]


def every_drawing() -> list[tuple[str, Formulation, str]]:
    """Every drawing of every example: a name for it, the formulation, the drawing's id."""
    return [
        (f"{example.key}-{drawing.kind}", example.formulation, drawing.id)
        for example in examples()
        for drawing in example.formulation.every(Drawing)
    ]


def text_box(words: Words) -> Box:
    """Where lines of text stand, measured line by line."""
    wide = max((width_of(line, words.lettering) for line in words.lines), default=0.0)
    tall = len(words.lines) * words.lettering.line
    left = words.x - wide / 2 if words.anchor == "middle" else words.x
    if words.anchor == "start" and words.rtl:
        left = words.x - wide
    return Box(left, words.top, left + wide, words.top + tall)


def shape_boxes(element: Element) -> list[Box]:
    """The boxes of everything in an element that words could stand on."""
    found = [shape.box for shape in element.shapes if isinstance(shape, Block)]
    return found + [extent(shape) for shape in element.shapes if isinstance(shape, Stroke)]


def extent(stroke: Stroke) -> Box:
    """The box around every number of a path: never smaller than what is drawn."""
    xs = [n for _, numbers in stroke.segments for n in numbers[::2]]
    ys = [n for _, numbers in stroke.segments for n in numbers[1::2]]
    return Box(min(xs), min(ys), max(xs), max(ys))


def solid(scene: Scene) -> list[Element]:
    """What nothing else may stand on: all things with a box that are neither grounds nor dots."""
    grounds = ("core", "state", "role", "pull", "arrow")
    return [one for one in scene.elements if one.box is not None and one.kind not in grounds]


def overlapping(scene: Scene) -> list[tuple[str, str]]:
    """Pairs of solid things whose boxes meet."""
    return [
        (one.key, other.key)
        for one, other in combinations(solid(scene), 2)
        if one.box and other.box and one.box.grown(-0.5).meets(other.box.grown(-0.5))
    ]


def line_points(element: Element, each: int = 40) -> list[Point]:
    """Points along an arrow's line."""
    line = next(
        shape for shape in element.shapes if isinstance(shape, Stroke) and shape.role == "fn-line"
    )
    points: list[Point] = []
    for command, numbers in line.segments:
        if command in ("M", "L"):
            points.append((numbers[0], numbers[1]))
        elif command == "C":
            points.extend(_along(points[-1], numbers, each))
    return points


def _along(start: Point, numbers: tuple[float, ...], each: int) -> Iterator[Point]:
    (ax, ay), (bx, by, cx, cy, dx, dy) = start, numbers
    for step in range(1, each + 1):
        t, u = step / each, 1 - step / each
        a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        yield a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


def arrows(scene: Scene) -> list[Element]:
    """Every arrow of a scene."""
    return [one for one in scene.elements if one.joins is not None and one.kind != "caption"]


def run_through(scene: Scene, formulation: Formulation) -> list[tuple[str, str]]:
    """Arrows that pass through the box of something they do not join."""
    found = []
    for arrow in arrows(scene):
        own = set(arrow.joins or ()) | {arrow.id}
        points = line_points(arrow)
        for thing in solid(scene):
            if thing.box is None or thing.id in own or thing.kind == "caption":
                continue
            if _holds(formulation, thing.id, own):
                continue
            inner = thing.box.grown(-1.5)
            if any(inner.holds(point) for point in points):
                found.append((arrow.key, thing.key))
    return found


def _holds(formulation: Formulation, some_id: str, own: set[str]) -> bool:
    """Whether a thing is a pole of a role that the arrow joins."""
    return some_id in formulation and formulation.owner_of(some_id).id in {
        one for one in own if one.startswith("role:")
    }
