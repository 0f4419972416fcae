"""Arrows with words on them: shifts between states, and every other typed link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest

from formulation.domain.kinds import LINK_KINDS
from formulation.domain.records import Link, Shift

from . import captions, figures, routes
from .elements import Element, Figure, Shape
from .geometry import Box
from .routes import Course, Offer, Way
from .stage import Stage, standing
from .strokes import arrow, jagged


@dataclass(frozen=True, slots=True)
class Captioned:
    """An arrow's line, and its caption where it stands."""

    way: Way
    caption: Figure | None


def shift(stage: Stage, one: Shift) -> Iterator[Element]:
    """A shift: dotted, jagged where it is abrupt, with what sets it off."""
    start, end = stage.box_of(one.from_state), stage.box_of(one.to_state)
    if not (start and end and one.from_state and one.to_state) or one.from_state == one.to_state:
        return
    own = (one.from_state, one.to_state)
    course = _clear_of(stage, start, end, own)
    offers = [*routes.bowed(start, end), *_dearer(routes.direct(routes.ports(start), routes.ports(end)))]
    words = figures.captions(one.trigger, "") if one.trigger else ()
    found = _best(offers, words, course)
    line = jagged(found.way, "ink", 2.0) if one.speed == "abrupt" else arrow(
        found.way, "ink", 2.6, dash="0.1 6.5"
    )
    marks = (one.speed,) if one.speed else ()
    yield from _elements(stage, one.id, "shift", line, found, stage.namer.shift(one), own, marks)


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
    starts = stage.ports_of(one.from_id, end.middle)
    ends = stage.ports_of(one.to_id, start.middle)
    row = LINK_KINDS.get(one.kind)
    words = figures.captions(one.words, row.label if row else one.kind)
    offers = [*routes.direct(starts, ends), *_bending(starts, ends, course)]
    found = _best(offers, words, course)
    line = arrow(found.way, "soft", 1.25, open_head=True)
    joins = (one.from_id, one.to_id)
    yield from _elements(stage, one.id, "link", line, found, stage.namer.link(one), joins, (one.kind,))


def _clear_of(stage: Stage, start: Box, end: Box, own: tuple[str, ...]) -> Course:
    course = stage.course(start, end, *own, lines=True)
    return course._replace(solid=(*course.solid, start, end))


def _bending(
    starts: tuple[routes.Port, ...], ends: tuple[routes.Port, ...], course: Course
) -> Iterator[Offer]:
    """Lines round the corners of what lies between, where a direct one would run through it."""
    _, way = min(routes.direct(starts, ends))
    blocking = routes.in_the_way(way, course)
    if blocking:
        yield from routes.bends(starts, ends, blocking)


def _dearer(offers: Iterator[Offer]) -> Iterator[Offer]:
    for cost, way in offers:
        yield cost + 30, way


def _best(offers: list[Offer], figures_: tuple[Figure, ...], course: Course) -> Captioned:
    """The line and the place for its words that are best together."""
    ranked = sorted((cost + routes.toll(way, course), way) for cost, way in nsmallest(40, offers))
    best: tuple[float, Captioned] | None = None
    for cost, way in ranked[:10]:
        if best is not None and cost >= best[0]:
            break
        for figure in figures_:
            extra, middle = captions.placed(figure, way, course)
            if best is None or cost + extra < best[0]:
                best = cost + extra, Captioned(way, standing(figure, *middle))
    return best[1] if best else Captioned(ranked[0][1], None)


def _elements(
    stage: Stage,
    some_id: str,
    kind: str,
    line: tuple[Shape, ...],
    found: Captioned,
    label: str,
    joins: tuple[str, str],
    marks: tuple[str, ...],
) -> Iterator[Element]:
    stage.drew(some_id, found.way)
    yield Element(some_id, some_id, kind, "line", line, label, joins=joins, marks=marks)
    if found.caption:
        stage.captions.append(found.caption.box)
        yield Element(
            f"{some_id}|words", some_id, "caption", "words", found.caption.shapes,
            box=found.caption.box, wrap=found.caption.wrap, joins=joins, marks=(kind,),
        )  # fmt: skip
