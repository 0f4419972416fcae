"""How each thing looks by itself, around a middle at 0, 0: its size, its words in lines, its shapes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from .elements import Block, Figure, Segment, Shape, Stroke, Words
from .geometry import Box, Point, box_around
from .glyphs import GLYPHS, eye, letter, moved, question, target, way_out
from .measure import (
    ASIDE,
    NAME,
    OTHERS,
    POLE_BOTTOM,
    POLE_TOP,
    SPACED,
    STRONG,
    WORDS,
    Lettering,
    Wrapped,
    as_printed,
    comfortably,
    for_each_print,
    reads_right_to_left,
)

POLE_WIDTHS = (124.0, 150.0, 190.0, 300.0)
STEP_WIDTHS = (112.0, 136.0, 170.0, 250.0)
EXIT_WIDTHS = (136.0, 156.0, 190.0, 280.0)
NAME_WIDTHS = (128.0, 160.0, 220.0)
PAIN_WIDTHS = (170.0, 220.0, 300.0)
ASIDE_WIDTHS = (150.0, 180.0, 240.0, 320.0)
TRIGGER_WIDTHS = (112.0, 138.0, 190.0, 260.0)
WIDE = (210.0, 260.0, 360.0)
STATE_WIDTHS = (150.0, 190.0, 260.0)

POLE_PAD = (12.0, 8.0)
POLE_GAP = 32.0
NOTHING_SAID = "?"


def lettered(
    words: Wrapped, lettering: Lettering, at: Point, fill: str, *, anchor: str = "middle"
) -> Words:
    """Wrapped words as a shape: `at` the middle of their upper edge, or its left end for start."""
    x, top = at
    lettering = as_printed(lettering)
    rtl = reads_right_to_left(" ".join(words.lines))
    if rtl and anchor == "start":
        return Words(words.lines, x + words.width, top, lettering, fill, "start", True)
    return Words(words.lines, x, top, lettering, fill, anchor, rtl)


def _centred(words: Wrapped, lettering: Lettering, box: Box, fill: str) -> Words:
    x, y = box.middle
    return lettered(words, lettering, (x, y - words.height / 2), fill)


def _even(length: float) -> float:
    """Rounded up to a whole even number, so that halves are whole too."""
    return 2.0 * ceil(length / 2)


@dataclass(frozen=True, slots=True)
class Pair:
    """A role's two poles, set to one width: the boxes around a middle at 0, 0 and their words."""

    top: Box
    bottom: Box
    top_words: Wrapped
    bottom_words: Wrapped

    @property
    def box(self) -> Box:
        """The whole role."""
        return Box(self.top.left, self.top.top, self.top.right, self.bottom.bottom)

    @property
    def arrow(self) -> float:
        """How far below the middle of the whole role the middle of its double arrow is."""
        return (self.top.bottom + self.bottom.top) / 2


@for_each_print(4_000)
def pair(top: str, bottom: str) -> Pair:
    """Two poles as one object: the same width, a short way apart."""
    above = comfortably(top or NOTHING_SAID, POLE_TOP, POLE_WIDTHS)
    below = comfortably(bottom or NOTHING_SAID, POLE_BOTTOM, POLE_WIDTHS)
    wide = _even(max(above.width, below.width, 76.0) + 2 * POLE_PAD[0])
    first = _even(above.height + 2 * POLE_PAD[1])
    second = _even(below.height + 2 * POLE_PAD[1])
    half = (first + POLE_GAP + second) / 2
    return Pair(
        Box(-wide / 2, -half, wide / 2, first - half),
        Box(-wide / 2, half - second, wide / 2, half),
        above,
        below,
    )


class PoleLook(NamedTuple):
    """What decides how a pole looks; `strong` is false where only the other end is lived from."""

    words: str
    width: float
    height: float
    is_top: bool
    tone: str
    strong: bool


@for_each_print(4_000)
def pole(look: PoleLook, wrapped: Wrapped) -> Figure:
    """One pole: the top one in heavier letters, square where it belongs to a service."""
    lettering = POLE_TOP if look.is_top else POLE_BOTTOM
    box = box_around((0, 0), look.width, look.height)
    good = look.tone == "good_enough"
    ink = "way-out" if good else "ink"
    fill = "surface" if look.is_top else ("way-out-soft" if good else "sunk")
    width = (1.8 if look.is_top else 1.4) if look.strong else 1.1
    shapes: tuple[Shape, ...] = (
        Block(
            box,
            0.0 if look.tone == "service" else 8.0,
            fill if look.strong else "none",
            ink if look.strong else "line",
            width,
            "" if look.words and look.strong else ("4 4" if look.strong else "1.5 3.5"),
        ),
        _centred(wrapped, lettering, box, ink if look.strong and look.words else "soft"),
    )
    return Figure(box, box.grown(-POLE_PAD[0] + 2, -POLE_PAD[1] + 2), shapes)


@for_each_print(4_000)
def double_arrow(top: float, bottom: float, tone: str, strong: bool) -> tuple[Shape, ...]:
    """The short arrow with two heads that makes one object of two poles."""
    ink = ("way-out" if tone == "good_enough" else "ink") if strong else "soft"
    upper, lower, size = top + 3, bottom - 3, 7.0
    return (
        Stroke((("M", (0, upper + size - 1)), ("L", (0, lower - size + 1))), stroke=ink, width=1.8),
        Stroke(_triangle(upper, size), fill=ink),
        Stroke(_triangle(lower, -size), fill=ink),
    )


def _triangle(point: float, size: float) -> tuple[Segment, ...]:
    return (("M", (0, point)), ("L", (-4.6, point + size)), ("L", (4.6, point + size)), ("Z", ()))


STEP_PAD = (5.0, 3.0)


@for_each_print(8_000)
def step(words: str, part: str, mark: str) -> Figure:
    """A step: plain words on the line, on quiet ground; what others do in italics; a party's letter."""
    lettering = OTHERS if part == "others_respond" else WORDS
    set_ = comfortably(words or NOTHING_SAID, lettering, STEP_WIDTHS)
    beside = 22.0 if mark else 0.0
    box = box_around((0, 0), _even(set_.width + 2 * STEP_PAD[0] + beside), _even(set_.height + 6))
    shapes: tuple[Shape, ...] = (
        Block(box, 6.0),
        lettered(set_, lettering, (beside / 2, -set_.height / 2), "ink" if words else "soft"),
    )
    if mark:
        shapes += moved(letter(mark, "soft", "paper"), box.left + 5 + 9, 0)
    wrap = box.grown(-3, -1)
    return Figure(box, Box(wrap.left + beside, wrap.top, wrap.right, wrap.bottom), shapes)


@for_each_print(4_000)
def way_out_box(words: str, stage: str, arrives: str) -> Figure:
    """An exit: dashed until practised, thin when practised, heavy once owned; and where it arrives."""
    set_ = comfortably(words or NOTHING_SAID, WORDS, EXIT_WIDTHS)
    pointing = "←" if reads_right_to_left(arrives) else "→"
    foot = (
        comfortably(f"{pointing} {arrives}", ASIDE, (max(150.0, set_.width), 240.0, 320.0))
        if arrives
        else None
    )
    wide = max(set_.width, foot.width if foot else 0.0)
    tall = set_.height + (foot.height + 3 if foot else 0.0)
    box = box_around((0, 0), _even(wide + 14 + 20 + 12), _even(tall + 14))
    width, dash = {"practised": (1.4, ""), "owned": (2.8, "")}.get(stage, (1.4, "6 4"))
    if stage == "idea":
        dash = "2.5 4"
    x, top = box.left + 12 + 20, box.top + 7
    shapes: tuple[Shape, ...] = (
        Block(box, 11.0, "way-out-soft", "way-out", width, dash),
        *moved(way_out("way-out"), box.left + 18, top + as_printed(WORDS).line / 2),
        lettered(set_, WORDS, (x, top), "ink", anchor="start"),
    )
    if foot:
        shapes += (lettered(foot, ASIDE, (x, top + set_.height + 3), "way-out", anchor="start"),)
    return Figure(box, Box(x - 2, top - 1, box.right - 8, top + set_.height + 1), shapes)


def _soft_shape(box: Box) -> tuple[Segment, ...]:
    """An uneven round, as if drawn by hand with a soft brush."""
    w, h = box.width / 2, box.height / 2
    x, y = box.middle
    return (
        ("M", (x - w, y + h * 0.04)),
        ("C", (x - w, y - h * 0.8, x - w * 0.82, y - h, x - w * 0.3, y - h)),
        ("C", (x + w * 0.2, y - h, x + w * 0.5, y - h * 0.94, x + w * 0.68, y - h * 0.88)),
        ("C", (x + w * 0.92, y - h * 0.8, x + w, y - h * 0.5, x + w, y)),
        ("C", (x + w, y + h * 0.72, x + w * 0.84, y + h, x + w * 0.34, y + h)),
        ("C", (x - w * 0.1, y + h, x - w * 0.5, y + h * 0.96, x - w * 0.7, y + h * 0.9)),
        ("C", (x - w * 0.92, y + h * 0.83, x - w, y + h * 0.6, x - w, y + h * 0.04)),
        ("Z", ()),
    )


@for_each_print(1_000)
def pain(words: str) -> Figure:
    """Core pain: a soft shape without corners."""
    set_ = comfortably(words or NOTHING_SAID, ASIDE, PAIN_WIDTHS)
    box = box_around((0, 0), _even(set_.width + 44), _even(set_.height + 22))
    shapes = (
        Stroke(_soft_shape(box), fill="pain", stroke="pain-edge", width=1.0),
        _centred(set_, ASIDE, box, "pain-ink"),
    )
    return Figure(box, box.grown(-18, -8), shapes)


@for_each_print(1_000)
def observer(words: str) -> Figure:
    """The observing eye, and in whose words it looks."""
    set_ = comfortably(words, ASIDE, ASIDE_WIDTHS)
    wide, tall = max(set_.width, 36.0) + 8, 24 + (set_.height + 2 if words else 0)
    box = box_around((0, 0), _even(wide), _even(tall))
    shapes: tuple[Shape, ...] = (
        Block(box, 6.0),
        *moved(eye("ink", "paper"), 0, box.top + 12),
        lettered(set_, ASIDE, (0, box.top + 26), "soft"),
    )
    return Figure(box, Box(box.left, box.top + 24, box.right, box.bottom), shapes)


HEADING = "Target problems"


@for_each_print(1_000)
def problem(words: str, headed: bool) -> Figure:
    """A target problem beside its mark; the first in a drawing carries the heading of the list."""
    set_ = comfortably(words or NOTHING_SAID, WORDS, ASIDE_WIDTHS)
    head = comfortably(HEADING, SPACED, (200.0,)) if headed else None
    above = head.height + 2 if head else 0.0
    wide = max(set_.width + 20, head.width if head else 0.0)
    box = box_around((0, 0), _even(wide + 6), _even(set_.height + above + 4))
    left, top = box.left + 3, box.top + 2 + above
    shapes: tuple[Shape, ...] = (Block(box, 4.0),)
    if head:
        shapes += (lettered(head, SPACED, (left, box.top + 2), "soft", anchor="start"),)
    shapes += (
        *moved(target("soft"), left + 7, top + as_printed(WORDS).line / 2),
        lettered(set_, WORDS, (left + 19, top), "ink", anchor="start"),
    )
    return Figure(box, Box(left + 17, top, box.right, box.bottom), shapes)


@for_each_print(2_000)
def phrase(words: str) -> Figure:
    """Words that are nothing yet, on a slip of soft paper."""
    set_ = comfortably(words or NOTHING_SAID, WORDS, ASIDE_WIDTHS)
    box = box_around((0, 0), _even(set_.width + 20), _even(set_.height + 12))
    return Figure(
        box, box.grown(-6, -4), (Block(box, 2.0, "sunk"), _centred(set_, WORDS, box, "ink"))
    )


@for_each_print(500)
def party(words: str, mark: str) -> Figure:
    """A party in a team map: square corners, a heading line, the letter its steps carry."""
    set_ = comfortably(words or NOTHING_SAID, STRONG, (150.0, 190.0, 260.0))
    box = box_around((0, 0), _even(set_.width + 54), _even(max(set_.height, 18.0) + 20))
    shapes = (
        Block(box, 0.0, "party", "soft", 1.1),
        Stroke(
            (("M", (box.left, box.top + 1.5)), ("L", (box.right, box.top + 1.5))),
            stroke="ink",
            width=3.0,
        ),
        *moved(letter(mark, "soft", "paper"), box.left + 20, 1),
        lettered(set_, STRONG, (box.left + 40, -set_.height / 2 + 1), "ink", anchor="start"),
    )
    return Figure(box, Box(box.left + 36, box.top + 4, box.right - 4, box.bottom - 2), shapes)


@for_each_print(2_000)
def _named(words: str, kind: str, wants: str, above: bool) -> tuple[Figure, Box | None]:
    set_ = comfortably(words, NAME, NAME_WIDTHS)
    said = comfortably(kind, WORDS, (200.0,))
    wanted = comfortably(f"wants: {wants}", ASIDE, (130.0, 160.0, 220.0)) if wants else None
    room = wanted.height + 18 if wanted else 0.0
    wide = max(set_.width, said.width + 24, wanted.width + 26 if wanted else 0.0) + 10
    box = box_around((0, 0), _even(wide), _even(set_.height + said.height + 6 + room))
    top = box.top + 3 + (room if above else 0.0)
    shapes: tuple[Shape, ...] = (Block(box, 6.0),)
    if words:
        shapes += (lettered(set_, NAME, (0, top), "ink"),)
    row = top + set_.height
    shapes += _kind(kind, said, row)
    wrap = Box(box.left, top, box.right, row)
    if wanted is None:
        return Figure(box, wrap, shapes), None
    high = box.top + 1 if above else row + said.height + 9
    place = Box(-wanted.width / 2 - 12, high, wanted.width / 2 + 12, high + wanted.height + 8)
    shapes += (
        Block(place, place.height / 2, "sunk", "soft", 1.1, "1.5 4"),
        _centred(wanted, ASIDE, place, "ink"),
    )
    return Figure(box, wrap, shapes), place


def _kind(kind: str, said: Wrapped, row: float) -> tuple[Shape, ...]:
    """The glyph of a procedure and its kind in words."""
    left = -(said.width + 24) / 2
    middle = row + said.height / 2
    return (
        *moved(GLYPHS[kind]("accent"), left + 8, middle + 0.5),
        lettered(said, WORDS, (left + 24, row), "soft", anchor="start"),
    )


def name(words: str, kind: str, wants: str, *, above: bool = False) -> Figure:
    """A procedure's name in the middle of its round, with glyph and kind; and what a snag keeps from.

    `above`: what is wanted stands above the name, not beneath; the size is the same.
    """
    return _named(words, kind, wants, above)[0]


def wanted_box(words: str, kind: str, wants: str, *, above: bool = False) -> Box | None:
    """Where in that figure the wanted thing stands; None where nothing is wanted."""
    return _named(words, kind, wants, above)[1]


@for_each_print(2_000)
def horn(words: str, first: bool) -> Figure:
    """One arm of a dilemma: EITHER or OR, then its own words."""
    mark, rest = parted_horn(words, first)
    head = comfortably(mark, SPACED, (200.0,))
    set_ = comfortably(rest, STRONG, (104.0, 124.0, 160.0, 220.0))
    wide, tall = max(head.width, set_.width) + 14, head.height + set_.height + 6
    box = box_around((0, 0), _even(wide), _even(tall))
    shapes: tuple[Shape, ...] = (
        Block(box, 6.0),
        lettered(head, SPACED, (0, box.top + 3), "accent"),
        lettered(set_, STRONG, (0, box.top + 3 + head.height), "ink"),
    )
    return Figure(box, box.grown(-3, -2), shapes)


def parted_horn(words: str, first: bool) -> tuple[str, str]:
    """EITHER or OR, and what is left of a horn's words without it."""
    mark, _, rest = words.strip().partition(" ")
    if mark.strip(",:;").casefold() in ("either", "or"):
        return mark.strip(",:;").upper(), rest.strip()
    return ("EITHER" if first else "OR"), words.strip()


@for_each_print(2_000)
def caption(words: str, kind: str, widths: tuple[float, ...] = TRIGGER_WIDTHS) -> Figure:
    """Words beside an arrow, on quiet ground: what kind of arrow it is, or what sets it off."""
    head = comfortably(kind, OTHERS, (160.0,)) if kind else Wrapped((), 0.0, 0.0)
    set_ = comfortably(words, WORDS, widths) if words else Wrapped((), 0.0, 0.0)
    box = box_around(
        (0, 0), _even(max(head.width, set_.width) + 10), _even(head.height + set_.height + 4)
    )
    shapes: tuple[Shape, ...] = (Block(box, 6.0, "paper"),)
    if kind:
        shapes += (lettered(head, OTHERS, (0, box.top + 2), "soft"),)
    if words:
        shapes += (lettered(set_, WORDS, (0, box.top + 2 + head.height), "ink"),)
    return Figure(box, box.grown(-2, -1), shapes)


def captions(words: str, kind: str) -> tuple[Figure, ...]:
    """The same caption narrow and wide, so that it can stand where there is room."""
    narrow, wide = caption(words, kind), caption(words, kind, WIDE)
    return (narrow, wide) if narrow != wide else (narrow,)


def doubt(box: Box) -> tuple[Shape, ...]:
    """The question tag at a box's upper right corner."""
    return moved(question("soft", "paper"), box.right - 3, box.top + 1)
