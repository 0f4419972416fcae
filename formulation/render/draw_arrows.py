"""Arrows with words on them: shifts between states, and every other typed link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest

from formulation.domain.kinds import LINK_KINDS
from formulation.domain.records import Link, Shift

from . import captions, figures, routes
from .elements import Block, Element, Figure, Shape
from .geometry import Box, hull
from .routes import Course, Offer, Way
from .stage import FAR, NEAR, Stage, standing
from .strokes import arrow, jagged
from .walks import walked

TO_ONE_SIDE = (-0.16, -0.24, -0.36, -0.55)
"""Where shifts go both ways, each keeps to its own side."""


CLOSELY = 12
"""For how many lines at most the place of their words is looked for."""


@dataclass(frozen=True, slots=True)
class Captioned:
    """An arrow's line, and its caption where it stands."""

    way: Way
    caption: Figure | None
    cost: float


def shift(stage: Stage, one: Shift) -> Iterator[Element]:
    """A shift: dotted, jagged where it is abrupt, with what sets it off."""
    start, end = stage.box_of(one.from_state), stage.box_of(one.to_state)
    if not (start and end and one.from_state and one.to_state) or one.from_state == one.to_state:
        return
    own = (one.from_state, one.to_state)
    course = _clear_of(stage, start, end, own)
    both_ways = any(
        (other.from_state, other.to_state) == (one.to_state, one.from_state)
        for other in stage.sheet.shifts
    )
    words = figures.captions(one.trigger, "") if one.trigger else ()
    found = _shifted(start, end, both_ways, words, course)
    line = (
        jagged(found.way, "ink", 2.0)
        if one.speed == "abrupt"
        else arrow(found.way, "ink", 2.6, dash="0.1 6.5")
    )
    marks = (one.speed,) if one.speed else ()
    label = stage.namer.shift(one)
    bare = Element(one.id, one.id, "shift", "line", line, label, joins=own, marks=marks)
    yield from _elements(stage, bare, found)


def link(stage: Stage, one: Link) -> Iterator[Element]:
    """A typed link: a quiet line with an open head and its kind in words."""
    start = stage.box_of(one.from_id)
    end = stage.box_of(one.to_id, start.middle if start else None)
    if not (start and end and one.from_id and one.to_id):
        return
    start = stage.box_of(one.from_id, end.middle) or start
    if start.encloses(end) or end.encloses(start):
        return
    own = (*stage.whose(one.from_id), *stage.whose(one.to_id))
    course = _clear_of(stage, start, end, own)
    taken = tuple(
        point for some_id in (one.from_id, one.to_id) for point in stage.ends.get(some_id, ())
    )
    course = course._replace(ends=taken, apart=26.0)
    starts = stage.ports_of(one.from_id, end.middle)
    ends = stage.ports_of(one.to_id, start.middle)
    row = LINK_KINDS.get(one.kind)
    words = figures.captions(one.words, row.label if row else one.kind)
    roles = stage.sheet.kind != "states" and _both_roles(stage, one)
    found = _linked(starts, ends, words, course, _arches(start, end) if roles else ())
    if not stage.judging and stage.may_walk() and _in_a_muddle(stage, found, own):
        stage.walks += 1
        wide = _clear_of(stage, start, end, own, near=FAR)
        found = _walked(starts, ends, words, wide, found)
    line = arrow(found.way, "soft", 1.25, open_head=True)
    joins = (one.from_id, one.to_id)
    for some_id in joins:
        stage.ends.setdefault(some_id, []).extend((found.way[0][0], found.way[-1][3]))
    label = stage.namer.link(one)
    bare = Element(one.id, one.id, "link", "line", line, label, joins=joins, marks=(one.kind,))
    yield from _elements(stage, bare, found)


def _clear_of(
    stage: Stage, start: Box, end: Box, own: tuple[str, ...], near: float = NEAR
) -> Course:
    course = stage.course(start, end, *own, lines=True, near=near)
    around = hull((start, end)).grown(near)
    tips = tuple(tip for tip, _ in stage.tips.near(around))
    return course._replace(solid=(*course.solid, start, end), tips=tips)


@lru_cache(maxsize=5_000)
def _shifted(
    start: Box, end: Box, both_ways: bool, words: tuple[Figure, ...], course: Course
) -> Captioned:
    """The best line of a shift: a plain bow before anything else."""
    offers = [
        *routes.bowed(start, end, TO_ONE_SIDE if both_ways else routes.BOWS),
        *_dearer(routes.direct(routes.ports(start), routes.ports(end))),
    ]
    return _best(nsmallest(24, offers), words, course)


@lru_cache(maxsize=5_000)
def _linked(
    starts: tuple[routes.Port, ...],
    ends: tuple[routes.Port, ...],
    words: tuple[Figure, ...],
    course: Course,
    arches: tuple[Offer, ...],
) -> Captioned:
    """The best line of a link between some ports; between two roles an arch above both, if it is clear."""
    if arches:
        arch = _best(list(arches), words, course)
        if arch.cost < routes.INSIDE + arches[0][0]:
            return arch
    offers = nsmallest(40, routes.direct(starts, ends))
    best = routes.cheapest(offers, course)
    blocking = routes.in_the_way(best[1], course)
    if blocking or routes.crossed(best[1], course):
        offers += routes.bends(
            starts, ends, blocking or routes.around(starts, ends, course), course
        )
    return _best(offers, words, course)


def _in_a_muddle(stage: Stage, found: Captioned, own: tuple[str, ...]) -> bool:
    """Whether an arrow runs through what is not its own, or its words stand on another's line."""
    if stage.in_the_way(found.way, *own):
        return True
    box = found.caption.box if found.caption else None
    return box is not None and any(captions.crosses(line, box) for _, line in stage.lines.near(box))


@lru_cache(maxsize=2_000)
def _walked(
    starts: tuple[routes.Port, ...],
    ends: tuple[routes.Port, ...],
    words: tuple[Figure, ...],
    wide: Course,
    found: Captioned,
) -> Captioned:
    """The same link along a walk through the crowd, where that is better than what was found nearby."""
    length = sum(routes.rough_length(curve) for curve in found.way)
    return _best([*walked(starts, ends, wide), (length, found.way)], words, wide)


def _both_roles(stage: Stage, one: Link) -> bool:
    return all(str(end).startswith(("role:", "pole:")) for end in (one.from_id, one.to_id))


def _arches(start: Box, end: Box) -> tuple[Offer, ...]:
    """Arches from the top of one role to the top of another, lower and higher."""
    right = end.middle[0] > start.middle[0]
    found = []
    for one in (0.72, 0.5):
        for rise in (30.0, 52.0, 80.0):
            x = start.left + start.width * (one if right else 1 - one)
            to_x = end.left + end.width * (1 - one if right else one)
            lean = 0.22 * (to_x - x)
            top = min(start.top, end.top) - rise
            curve = ((x, start.top - 2), (x + lean, top), (to_x - lean, top), (to_x, end.top - 2))
            found.append((routes.rough_length(curve) + 0.2 * rise, (curve,)))
    return tuple(found)


def _dearer(offers: Iterator[Offer]) -> Iterator[Offer]:
    for cost, way in offers:
        yield cost + 45, way


def _best(offers: list[Offer], words: tuple[Figure, ...], course: Course) -> Captioned:
    """The line and the place for its words that are best together; a clear line before any other."""
    ranked = sorted(offers)
    return (
        _best_of(ranked, words, course, routes.INSIDE)
        or _best_of(ranked, words, course, float("inf"))
        or Captioned(ranked[0][1], None, ranked[0][0])
    )


def _best_of(
    ranked: list[Offer], words: tuple[Figure, ...], course: Course, most: float
) -> Captioned | None:
    """The best of the lines whose toll is less than `most`; None where there is none."""
    best: Captioned | None = None
    looked_at = 0
    for cost, way in ranked:
        if best is not None and (cost >= best.cost or looked_at == CLOSELY):
            break
        toll = routes.toll(way, course)
        if toll < most and (best is None or cost + toll < best.cost):
            looked_at += 1
            found = _captioned(cost + toll, way, words, course)
            best = found if best is None or found.cost < best.cost else best
    return best


def _captioned(cost: float, way: Way, words: tuple[Figure, ...], course: Course) -> Captioned:
    """A line with its words where they stand best, of all the shapes they may take."""
    if not words:
        return Captioned(way, None, cost)
    (extra, middle), figure = min(
        ((captions.placed(figure, way, course), figure) for figure in words),
        key=lambda one: one[0],
    )
    return Captioned(way, standing(figure, *middle), cost + extra)


def _elements(stage: Stage, bare: Element, found: Captioned) -> Iterator[Element]:
    """An arrow whose line has been found, and its caption as a piece of its own."""
    stage.drew(bare.id, found.way)
    stage.cost += 0.8 * found.cost
    yield bare
    if found.caption:
        stage.captions.add(found.caption.box.grown(4), None)
        yield Element(
            f"{bare.id}|words", bare.id, "caption", "words", _grounded(stage, found.caption),
            box=found.caption.box, wrap=found.caption.wrap, joins=bare.joins, marks=(bare.kind,),
        )  # fmt: skip


def _grounded(stage: Stage, caption: Figure) -> tuple[Shape, ...]:
    """A caption's shapes; its quiet ground only where a line would run behind the words."""
    ground, *words = caption.shapes
    over = any(captions.crosses(line, caption.box) for _, line in stage.lines.near(caption.box))
    if isinstance(ground, Block) and not over:
        ground = replace(ground, fill="none")
    return (ground, *words)
