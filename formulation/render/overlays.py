"""Marks laid over a drawing when they are asked for: ways out, whose words, how it is held, what is behind it.

Each mark is a shape or a letter, never only a colour; the legend shows those that are used.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from formulation.analysis.ageing import due_a_look
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import EXIT_STAGES, STANDINGS, WHOSE, Kind
from formulation.domain.records import Comment, Exit, Pole, Procedure, Pull

from . import glyphs
from .behind import behind
from .elements import Block, Element, Scene, Shape, Stroke, Words
from .geometry import Box, box_around
from .glyphs import circle, moved
from .measure import SMALL, STRONG, Lettering, width_of

OVERLAYS: Final[Mapping[str, Kind]] = {
    row.name: row
    for row in (
        Kind(
            "exits", "Ways out", "where there is a way out, how far it has come, and where none is"
        ),
        Kind("whose", "Whose words", "the person's, agreed together, or a worker's"),
        Kind("held", "How it is held", "provisional, agreed or doubted"),
        Kind("behind", "Notes behind", "how many notes, hypotheses, pulls and voices are about it"),
        Kind("age", "Due a look", "lighter, with a small clock: not looked at for its time"),
        Kind("comments", "Comments", "where something was wondered beside a practice map"),
    )
}
"""What may be laid over a drawing, beside the pulls."""

HIGH: Final = 17.0
_LETTERS = Lettering(STRONG.family, 600, "normal", SMALL - 1.5)


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign: its name, what the legend and a screen reader say, how wide it is, its shapes around 0, 0."""

    name: str
    said: str
    width: float
    shapes: tuple[Shape, ...]
    legend: str = ""


Where = tuple[float, float]
"""Which corner of a box a mark stands at: −1, 0 or 1 across and down."""

_Found = Iterator[tuple[Mark, Where]]


def _pill(name: str, said: str, words: str, ink: str, ground: str, *, dash: str = "") -> Mark:
    wide = max(HIGH, width_of(words, _LETTERS) + 11)
    shapes: tuple[Shape, ...] = (
        Block(box_around((0, 0), wide, HIGH), HIGH / 2, ground, ink, 1.3, dash),
        Words((words,), 0, -_LETTERS.line / 2, _LETTERS, fill=ink),
    )
    return Mark(name, said, wide, shapes)


def _square(name: str, said: str, words: str) -> Mark:
    return Mark(
        name,
        said,
        HIGH,
        (
            Block(box_around((0, 0), 16, 16), 0.0, "ink", "ink", 1.0),
            Words((words,), 0, -_LETTERS.line / 2, _LETTERS, fill="paper"),
        ),
    )


def _round(name: str, said: str, shapes: tuple[Shape, ...], dash: str = "") -> Mark:
    ring = Stroke(circle(0, 0, 8.0), fill="surface", stroke="ink", width=1.3, dash=dash)
    return Mark(name, said, HIGH, (ring, *shapes))


WHOSE_MARKS: Final[Mapping[str, Mark]] = {
    "person": _pill("person", WHOSE["person"].label, "P", "ink", "surface"),
    "shared": _pill("shared", WHOSE["shared"].label, "P+W", "ink", "surface"),
    "worker": _square("worker", WHOSE["worker"].label, "W"),
    "": _pill("unsaid", "nobody has said whose words", "–", "soft", "surface", dash="2 3"),
}
HELD_MARKS: Final[Mapping[str, Mark]] = {
    "provisional": _round(
        "provisional", STANDINGS["provisional"].label,
        (Stroke((("M", (-4, 1)), ("C", (-2, -4, 2, 4, 4, -1))), stroke="ink", width=1.5),), "2 2.4",
    ),
    "agreed": _round(
        "agreed", STANDINGS["agreed"].label,
        (Stroke((("M", (-4, 0)), ("L", (-1, 3.2)), ("L", (4.2, -3.4))), stroke="ink", width=2.0),),
    ),
    "doubted": Mark("doubted", STANDINGS["doubted"].label, HIGH, glyphs.question("ink", "surface")),
}  # fmt: skip
STAGE_MARKS: Final[Mapping[str, Mark]] = {
    row.name: _pill(f"stage-{row.name}", f"a way out: {row.label}", row.label, "way-out", "surface",
                    dash={"idea": "2 3", "tried": "5 3"}.get(row.name, ""))
    for row in EXIT_STAGES.values()
}  # fmt: skip
NONE_YET: Final = _pill("none-yet", "no way out yet", "no way out yet", "ink", "paper", dash="2 3")
ARRIVES: Final = _round(
    "arrives", "a way out arrives here",
    (Stroke((("M", (-4.5, 0)), ("L", (0, -4.5)), ("L", (4.5, 0)), ("L", (4.5, 4.5)),
             ("L", (-4.5, 4.5)), ("Z", ())), fill="way-out"),),
)  # fmt: skip

DUE: Final = _round(
    "due", "due a look",
    (Stroke((("M", (0, -5)), ("L", (0, 0)), ("L", (3.6, 2.2))), stroke="ink", width=1.6),),
)  # fmt: skip
"""A small clock: nobody has looked at this for its time."""


def behind_mark(count: int) -> Mark:
    """A folded page with how many things are behind it."""
    page = (
        ("M", (-7, -8)),
        ("L", (3, -8)),
        ("L", (7, -4)),
        ("L", (7, 8)),
        ("L", (-7, 8)),
        ("Z", ()),
    )
    many = "one thing written about this" if count == 1 else f"{count} things written about this"
    shapes: tuple[Shape, ...] = (
        Stroke(page, fill="surface", stroke="ink", width=1.3),
        Stroke((("M", (3, -8)), ("L", (3, -4)), ("L", (7, -4))), stroke="ink", width=1.0),
        Words((str(count),), 0, -_LETTERS.line / 2 + 0.5, _LETTERS, fill="ink"),
    )
    return Mark("behind", many, HIGH, shapes, "how much is written about it")


def _bubble(ink: str, ground: str, dash: str = "") -> tuple[Shape, ...]:
    """What somebody says: a rounded box with its tail."""
    tail = (("M", (-4, 4)), ("L", (-7, 10)), ("L", (2, 6)), ("Z", ()))
    return (
        Stroke(tail, fill=ink, stroke=ink, width=1.0),
        Block(box_around((0, -1), 19, 15), 5.0, ground, ink, 1.3, dash),
    )


def comments_mark(open_ones: int) -> Mark:
    """A speech bubble with how many comments are open beside a thing."""
    many = "one comment beside this" if open_ones == 1 else f"{open_ones} comments beside this"
    number = Words((str(open_ones),), 0, -1 - _LETTERS.line / 2, _LETTERS, fill="paper")
    shapes = (*_bubble("ink", "ink"), number)
    return Mark("comment", many, 19.0, shapes, "how many comments stand beside this")


COMMENTS_SETTLED: Final = Mark(
    "comment-settled", "comments beside this, settled", 19.0,
    (*_bubble("ink", "surface"),
     Stroke((("M", (-4, -1)), ("L", (-1, 2.2)), ("L", (4.2, -4.4))), stroke="ink", width=1.8)),
)  # fmt: skip


def _comments(formulation: Formulation, thing: Any) -> _Found:
    beside = [one for one in formulation.every(Comment) if one.about == thing.id]
    still_open = [one for one in beside if not one.settled_on]
    if beside:
        yield comments_mark(len(still_open)) if still_open else COMMENTS_SETTLED, (1, 0)


def _exits(formulation: Formulation, thing: Any) -> _Found:
    if isinstance(thing, Exit):
        yield STAGE_MARKS.get(thing.stage, STAGE_MARKS["idea"]), (1, 1)
    elif isinstance(thing, Procedure):
        if thing.id in _without_way_out(formulation):
            yield NONE_YET, (0, 1)
    elif isinstance(thing, Pole) and any(
        one.field == "arrives" for one in formulation.pointing_at(thing.id)
    ):
        yield ARRIVES, (-1, 1)


def _without_way_out(formulation: Formulation) -> frozenset[str]:
    leaving = {one.leaves for one in formulation.every(Exit)}
    return frozenset(
        one.id
        for one in formulation.every(Procedure)
        if not any(step.id in leaving for step in one.all_steps())
    )


def _whose(formulation: Formulation, thing: Any) -> _Found:
    if hasattr(thing, "whose"):
        yield WHOSE_MARKS.get(thing.whose, WHOSE_MARKS[""]), (-1, -1)


def _held(formulation: Formulation, thing: Any) -> _Found:
    held = getattr(thing, "held", None)
    # A role's poles are marked by the role itself; what is doubted carries its question mark anyway.
    if held is not None and held.standing != "doubted" and held.standing in HELD_MARKS:
        yield HELD_MARKS[held.standing], (1, -1)


def _behind(formulation: Formulation, thing: Any) -> _Found:
    found = behind(formulation, thing.id)
    whole = (found.notes, found.hypotheses, found.pulls, found.voices)
    own = [one for group in whole for one in group if not one.whole]
    if own:
        # The right-hand corner of a way out says how far it has come.
        yield behind_mark(len(own)), (-1 if isinstance(thing, Exit) else 1, 1)


_LAID: Final[Mapping[str, Callable[[Formulation, Any], _Found]]] = {
    "exits": _exits,
    "whose": _whose,
    "held": _held,
    "behind": _behind,
    "comments": _comments,
}
_TAKES_NO_MARK: Final = frozenset({"tag", "pull", "core", "caption", "arrow", "shift", "link"})


def laid_over(
    formulation: Formulation, scene: Scene, overlays: tuple[str, ...], today: datetime.date
) -> Scene:
    """The same scene with the marks that were asked for, and what they say in every name read aloud.

    `today` is the day on which things are due a look or not.
    """
    if not overlays:
        return scene
    due = _due_ids(formulation, today) if "age" in overlays else frozenset()
    elements: list[Element] = []
    badges: list[Element] = []
    for element in scene.elements:
        found = tuple(_marks_on(formulation, element, overlays, due))
        badges += (_badge(element, mark, where) for mark, where in found)
        said = "; ".join((element.label, *(mark.said for mark, _ in found)))
        named = replace(element, label=said) if found and element.label else element
        elements.append(_lighter(formulation, named, due))
    return replace(scene, elements=(*elements, *badges))


def _due_ids(formulation: Formulation, today: datetime.date) -> frozenset[str]:
    return frozenset(one.record_id for one in due_a_look(formulation, today))


def _lighter(formulation: Formulation, element: Element, due: Collection[str]) -> Element:
    """A piece of what is due a look is drawn lighter, and what belongs to it goes with it."""
    own = formulation.get(element.id)
    if not due or own is None:
        return element
    whole = formulation.owner_of(element.id) if own.prefix == "pole" else own
    return replace(element, marks=(*element.marks, "lighter")) if whole.id in due else element


def _marks_on(
    formulation: Formulation, element: Element, overlays: tuple[str, ...], due: Collection[str]
) -> _Found:
    thing = formulation.get(element.id)
    if thing is None or element.box is None or element.kind in _TAKES_NO_MARK:
        return
    for name in overlays:
        if name == "age" and thing.id in due:
            yield DUE, (0, -1)
        elif name in _LAID:
            yield from _LAID[name](formulation, thing)


def _badge(element: Element, mark: Mark, where: Where) -> Element:
    across, down = where
    box = element.box or Box(0, 0, 0, 0)
    x, y = box.middle
    wordy = element.kind in ("step", "procedure", "horn", "problem")
    out = 4.0 if wordy or element.kind == "exit" else 3.0
    if wordy and not down:  # words without a box: nothing may stand on them
        out += mark.width / 2
    middle = (
        x + across * (box.width / 2 + out - (mark.width - HIGH) / 2),
        y + down * (box.height / 2 + out),
    )
    return Element(
        f"{element.key}|{mark.name}", element.id, "tag", "tag", moved(mark.shapes, *middle),
        box=box_around(middle, mark.width, HIGH), moves=element.moves, marks=(mark.name,),
    )  # fmt: skip


PULL_SAID: Final[Mapping[str, str]] = {
    "enacted": "a pull that was acted on",
    "partly": "a pull partly acted on",
    "resisted": "a pull resisted, or nothing said yet",
}


def legend(scene: Scene) -> tuple[Mark, ...]:
    """The marks that stand somewhere in a scene, each once, in the order in which they are explained."""
    used = {name for one in scene.elements if one.kind == "tag" for name in one.marks}
    used |= {"doubted"} & {name for one in scene.elements for name in one.marks}
    every = (
        *STAGE_MARKS.values(), NONE_YET, ARRIVES, *WHOSE_MARKS.values(), *HELD_MARKS.values(),
        behind_mark(2), DUE, comments_mark(2), COMMENTS_SETTLED,
    )  # fmt: skip
    return tuple(replace(one, said=one.legend or one.said) for one in every if one.name in used)


def pulls_legend(formulation: Formulation) -> tuple[Mark, ...]:
    """The kinds of dots that pulls leave on this formulation's poles."""
    kinds = {
        one.acted_on if one.acted_on in PULL_SAID else "resisted"
        for one in formulation.every(Pull)
        if one.invited_to in formulation
    }
    return tuple(
        Mark(f"pull-{kind}", said, 13.0, glyphs.pull_dot(kind))
        for kind, said in PULL_SAID.items()
        if kind in kinds
    )
