"""What a drawing is made of: shapes, the elements that hold them, and the scene that holds those."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .geometry import Box, Cubic, Point
from .measure import Lettering

LAYERS = ("ground", "region", "soft", "line", "thing", "words", "tag", "pull")
"""From what is painted first to what is painted last."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle with rounded corners."""

    box: Box
    radius: float = 0.0
    fill: str = "none"
    stroke: str = "none"
    width: float = 0.0
    dash: str = ""

    def moved(self, dx: float, dy: float) -> Block:
        """The same shape elsewhere."""
        return replace(self, box=self.box.moved(dx, dy))


Segment = tuple[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path: absolute commands with their numbers, x before y; `role` becomes its class."""

    segments: tuple[Segment, ...]
    fill: str = "none"
    stroke: str = "none"
    width: float = 0.0
    dash: str = ""
    role: str = ""

    def moved(self, dx: float, dy: float) -> Stroke:
        """The same shape elsewhere."""
        return replace(
            self,
            segments=tuple(
                (
                    command,
                    tuple(n + (dy if index % 2 else dx) for index, n in enumerate(numbers)),
                )
                for command, numbers in self.segments
            ),
        )


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text: `x` is where they are anchored, `top` the top of the first line."""

    lines: tuple[str, ...]
    x: float
    top: float
    lettering: Lettering
    fill: str = "ink"
    anchor: str = "middle"
    rtl: bool = False

    def moved(self, dx: float, dy: float) -> Words:
        """The same words elsewhere."""
        return replace(self, x=self.x + dx, top=self.top + dy)


Shape = Block | Stroke | Words


@dataclass(frozen=True, slots=True)
class Figure:
    """How one thing looks, around a middle at 0, 0: the box it takes, where its words are, its shapes."""

    box: Box
    wrap: Box
    shapes: tuple[Shape, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.box.width, self.box.height


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of a drawing: what it is, what it belongs to, how it is named aloud, its shapes."""

    key: str
    id: str
    kind: str
    layer: str
    shapes: tuple[Shape, ...]
    label: str = ""
    box: Box | None = None
    wrap: Box | None = None
    moves: str = ""
    together: tuple[str, ...] = ()
    joins: tuple[str, str] | None = None
    marks: tuple[str, ...] = ()
    group: bool = False
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One drawing, ready to be written: where it lies and its elements in painting order."""

    title: str
    description: str
    bounds: Box
    elements: tuple[Element, ...]


def line_through(points: tuple[Point, ...]) -> tuple[Segment, ...]:
    """Straight lines through points, as segments of a path."""
    first, *rest = points
    return (("M", first), *(("L", point) for point in rest))


def along_curves(curves: tuple[Cubic, ...]) -> tuple[Segment, ...]:
    """Curves one after the other, as segments of a path."""
    return (("M", curves[0][0]), *(("C", (*b, *c, *d)) for _, b, c, d in curves))
