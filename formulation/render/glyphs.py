"""Small marks drawn beside words: trap, dilemma, snag, way out, eye, target, question."""

from __future__ import annotations

from functools import cache
from math import cos, pi, sin

from .elements import Block, Segment, Shape, Stroke, Words
from .geometry import Box
from .measure import SMALL, STRONG, Lettering

KAPPA = 0.5522847498
"""Control points of a quarter circle lie this share of the radius away (a common approximation)."""


def circle(x: float, y: float, radius: float) -> tuple[Segment, ...]:
    """A whole circle as four curves."""
    return ellipse(x, y, radius, radius)


def ellipse(x: float, y: float, across: float, down: float) -> tuple[Segment, ...]:
    """A whole ellipse as four curves."""
    kx, ky = across * KAPPA, down * KAPPA
    return (
        ("M", (x + across, y)),
        ("C", (x + across, y + ky, x + kx, y + down, x, y + down)),
        ("C", (x - kx, y + down, x - across, y + ky, x - across, y)),
        ("C", (x - across, y - ky, x - kx, y - down, x, y - down)),
        ("C", (x + kx, y - down, x + across, y - ky, x + across, y)),
        ("Z", ()),
    )


def arc(x: float, y: float, radius: float, start: float, end: float) -> tuple[Segment, ...]:
    """A stretch of a circle between two angles in degrees, clockwise on the page."""
    pieces = max(1, round(abs(end - start) / 60))
    step = (end - start) / pieces * pi / 180
    reach = 4 / 3 * (1 - cos(step / 2)) / sin(step / 2) * radius
    segments: list[Segment] = []
    for piece in range(pieces):
        a = start * pi / 180 + piece * step
        b = a + step
        ax, ay = x + radius * cos(a), y + radius * sin(a)
        bx, by = x + radius * cos(b), y + radius * sin(b)
        if not segments:
            segments.append(("M", (ax, ay)))
        segments.append(
            (
                "C",
                (
                    ax - reach * sin(a),
                    ay + reach * cos(a),
                    bx + reach * sin(b),
                    by - reach * cos(b),
                    bx,
                    by,
                ),
            )
        )
    return tuple(segments)


def _head(x: float, y: float, angle: float, size: float) -> tuple[Segment, ...]:
    """A small arrowhead with its point at x, y, looking along an angle in degrees."""
    a = angle * pi / 180
    dx, dy = cos(a), sin(a)
    back_x, back_y = x - dx * size, y - dy * size
    half = size * 0.55
    return (
        ("M", (x, y)),
        ("L", (back_x - dy * half, back_y + dx * half)),
        ("L", (back_x + dy * half, back_y - dx * half)),
        ("Z", ()),
    )


@cache
def trap(ink: str) -> tuple[Shape, ...]:
    """A ring that closes on itself."""
    return (
        Stroke(arc(0, 0, 6.2, -20, 280), stroke=ink, width=1.7),
        Stroke(_head(5.6, -5.2, 62, 6.5), fill=ink),
    )


@cache
def dilemma(ink: str) -> tuple[Shape, ...]:
    """A fork with two arms."""
    return (
        Stroke((("M", (0, -7)), ("L", (0, -2))), stroke=ink, width=1.7),
        Stroke((("M", (0, -2.6)), ("C", (0, 1, -5, 0, -6, 4))), stroke=ink, width=1.7),
        Stroke((("M", (0, -2.6)), ("C", (0, 1, 5, 0, 6, 4))), stroke=ink, width=1.7),
        Stroke(_head(-6.6, 8, 100, 5.5), fill=ink),
        Stroke(_head(6.6, 8, 80, 5.5), fill=ink),
    )


@cache
def snag(ink: str) -> tuple[Shape, ...]:
    """An arrow stopped by a bar, bending back."""
    return (
        Stroke((("M", (-8, 3)), ("C", (-2, 3, 3, 2, 3, -2))), stroke=ink, width=1.7),
        Stroke((("M", (3, -2)), ("C", (3, -6, -2, -6, -3.4, -5.4))), stroke=ink, width=1.7),
        Stroke(_head(-7, -4.2, 168, 5.5), fill=ink),
        Stroke((("M", (7.5, -7.5)), ("L", (7.5, 7.5))), stroke=ink, width=2.4),
    )


@cache
def way_out(ink: str) -> tuple[Shape, ...]:
    """An arrow that leaves an open frame."""
    return (
        Stroke(
            (("M", (-1, -6)), ("L", (-6, -6)), ("L", (-6, 6)), ("L", (-1, 6))),
            stroke=ink,
            width=1.6,
        ),
        Stroke((("M", (-3, 0)), ("L", (3.4, 0))), stroke=ink, width=1.6),
        Stroke(_head(8, 0, 0, 5.5), fill=ink),
    )


@cache
def eye(ink: str, ground: str) -> tuple[Shape, ...]:
    """An open eye, 34 wide and 18 high."""
    return (
        Stroke(
            (
                ("M", (-17, 0)),
                ("C", (-10, -11, 10, -11, 17, 0)),
                ("C", (10, 11, -10, 11, -17, 0)),
                ("Z", ()),
            ),
            fill=ground,
            stroke=ink,
            width=1.6,
        ),
        Stroke(circle(0, 0, 5.6), fill=ink),
        Stroke(circle(1.7, -1.9, 1.6), fill=ground),
    )


@cache
def target(ink: str) -> tuple[Shape, ...]:
    """A ring with a dot: what help is wanted with."""
    return (
        Stroke(circle(0, 0, 5), stroke=ink, width=1.4),
        Stroke(circle(0, 0, 1.6), fill=ink),
    )


_QUESTION = Lettering(STRONG.family, 600, "normal", SMALL - 1)


@cache
def question(ink: str, ground: str) -> tuple[Shape, ...]:
    """A small tag with a question mark: somebody is no longer sure."""
    top = -_QUESTION.line / 2
    return (
        Stroke(circle(0, 0, 8.5), fill=ground, stroke=ink, width=1.3),
        Words(("?",), 0, top, _QUESTION, fill=ink),
    )


@cache
def letter(mark: str, ink: str, ground: str) -> tuple[Shape, ...]:
    """A letter in a square: which party."""
    return (
        Block(Box(-8, -8, 8, 8), 0, fill=ink, stroke=ink, width=1),
        Words((mark,), 0, -_QUESTION.line / 2, _QUESTION, fill=ground),
    )


@cache
def pull_dot(acted_on: str) -> tuple[Shape, ...]:
    """Where a helper was drawn: filled where it was acted on, half where partly, else hollow."""
    if acted_on == "enacted":
        return (Stroke(circle(0, 0, 5.5), fill="accent", stroke="accent", width=1.8),)
    ring = Stroke(circle(0, 0, 5.5), fill="surface", stroke="accent", width=1.8)
    if acted_on != "partly":
        return (ring,)
    half: tuple[Segment, ...] = (
        ("M", (0, -5.5)),
        ("C", (-7.3, -5.5, -7.3, 5.5, 0, 5.5)),
        ("Z", ()),
    )
    return (ring, Stroke(half, fill="accent"))


GLYPHS = {"trap": trap, "dilemma": dilemma, "snag": snag}


def moved(shapes: tuple[Shape, ...], dx: float, dy: float) -> tuple[Shape, ...]:
    """The same shapes elsewhere."""
    return tuple(shape.moved(dx, dy) for shape in shapes)
