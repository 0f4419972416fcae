"""Two drawings side by side: what stands for the same carries the same letter on both, and never only a colour.

A filled letter: both see it. A dashed letter: both have it, told another way. A number in a square:
only on this one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from .elements import Block, Element, Scene, Shape, Words
from .geometry import Box, box_around
from .measure import STRONG, Lettering, width_of

HIGH: Final = 24.0
EDGE: Final = 22.0
"""How much paper is added around a drawing, so that signs at its edge are whole."""

OUTSIDE: Final = 9.0
"""How far outside the corner of its thing a sign stands, so that it covers no word."""

_LETTERS = Lettering(STRONG.family, 600, "normal", 15.0)
PATTERNS: Final = ("same", "otherwise", "alone")
"""How a sign looks: filled, dashed, square."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A letter or number that stands at one thing, its pattern, and what it says aloud."""

    letters: str
    pattern: str
    said: str


def signed(scene: Scene, signs: Mapping[str, Sign], lit: Collection[str] = ()) -> Scene:
    """The same drawing with a sign at each of these things, and a frame round what is pointed out."""
    boxes = boxes_of(scene)
    more = [
        _sign(some_id, one, boxes[some_id]) for some_id, one in signs.items() if some_id in boxes
    ]
    frames = [_frame(some_id, boxes[some_id]) for some_id in lit if some_id in boxes]
    said = "; ".join(f"{one.letters}: {one.said}" for one in signs.values())
    return replace(
        scene,
        description=f"{scene.description} {said}".strip(),
        bounds=scene.bounds.grown(EDGE),
        elements=(*scene.elements, *frames, *more),
    )


def boxes_of(scene: Scene) -> dict[str, Box]:
    """Where each thing stands on a drawing: the first box that belongs to it."""
    found: dict[str, Box] = {}
    for one in scene.elements:
        if one.box is not None and one.layer not in ("pull", "tag"):
            found.setdefault(one.id, one.box)
    return found


def shapes_of(sign: Sign) -> tuple[Shape, ...]:
    """A sign around 0, 0: the same on a drawing and beside its words."""
    wide = max(HIGH, width_of(sign.letters, _LETTERS) + 14)
    filled, dashed = sign.pattern == "same", sign.pattern == "otherwise"
    ground, ink = ("ink", "paper") if filled else ("surface", "ink")
    return (
        Block(box_around((0, 0), wide, HIGH), 2.0 if sign.pattern == "alone" else HIGH / 2,
              ground, "ink", 1.8, "4 3" if dashed else ""),
        Words((sign.letters,), 0, -_LETTERS.line / 2, _LETTERS, fill=ink),
    )  # fmt: skip


def _sign(some_id: str, sign: Sign, box: Box) -> Element:
    shapes = tuple(_placed(shapes_of(sign), box.left - OUTSIDE, box.top - OUTSIDE))
    label = f"{sign.letters}: {sign.said}"
    return Element(f"sign {some_id}", some_id, "sign", "tag", shapes, label)


def _placed(shapes: tuple[Shape, ...], x: float, y: float) -> Iterator[Shape]:
    for one in shapes:
        yield one.moved(x, y)


def _frame(some_id: str, box: Box) -> Element:
    around = Block(box.grown(9), 10.0, "none", "accent", 5.0)
    return Element(f"lit {some_id}", some_id, "lit", "tag", (around,))
