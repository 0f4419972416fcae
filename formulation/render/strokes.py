"""Arrows as shapes: line, head and what can be taken hold of; dots, jags and bars."""

from __future__ import annotations

from functools import lru_cache
from math import hypot

from .elements import Segment, Stroke, along_curves, line_through
from .geometry import Point, unit
from .routes import Way, evenly, shortened

HEAD = 8.5
"""How long an arrowhead is, in drawing units."""


@lru_cache(maxsize=10_000)
def arrow(
    way: Way, ink: str, width: float, *, dash: str = "", open_head: bool = False
) -> tuple[Stroke, ...]:
    """A line as an arrow: where it can be taken hold of, the line, and its head as a shape."""
    segments = along_curves(shortened(way, 1.0 if open_head else HEAD - 2))
    return (
        Stroke(segments, width=14.0, role="fn-reach"),
        Stroke(segments, stroke=ink, width=width, dash=dash, role="fn-line"),
        head(way, ink, open_head=open_head),
    )


@lru_cache(maxsize=2_000)
def jagged(way: Way, ink: str, width: float, *, dash: str = "") -> tuple[Stroke, ...]:
    """An arrow that jumps: its line goes from side to side."""
    calm = shortened(way, HEAD + 5)
    points = evenly(calm, 6.5)
    zigzag: list[Point] = []
    for at, (x, y) in enumerate(points):
        if at in (0, len(points) - 1):
            zigzag.append((x, y))
            continue
        before, after = points[at - 1], points[at + 1]
        dx, dy = unit(after[0] - before[0], after[1] - before[1])
        side = 4.6 if at % 2 else -4.6
        zigzag.append((x - dy * side, y + dx * side))
    tail = shortened(way, HEAD - 2)[-1][3]
    segments = line_through((*zigzag, tail))
    return (
        Stroke(along_curves(calm), width=16.0, role="fn-reach"),
        Stroke(segments, stroke=ink, width=width, dash=dash, role="fn-line"),
        head(way, ink),
    )


def head(way: Way, ink: str, *, open_head: bool = False, size: float = HEAD) -> Stroke:
    """An arrowhead at the end of a line."""
    end = way[-1][3]
    back = shortened(way, size)[-1][3]
    if hypot(end[0] - back[0], end[1] - back[1]) < 1:
        back = way[-1][2]
    dx, dy = unit(end[0] - back[0], end[1] - back[1])
    x, y = end[0] - dx * size, end[1] - dy * size
    half = size * 0.47
    segments: tuple[Segment, ...] = (
        ("M", (x - dy * half, y + dx * half)),
        ("L", end),
        ("L", (x + dy * half, y - dx * half)),
    )
    if open_head:
        return Stroke(segments, stroke=ink, width=1.4, role="fn-head")
    return Stroke((*segments, ("Z", ())), fill=ink, role="fn-head")
