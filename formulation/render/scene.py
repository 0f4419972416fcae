"""A drawing composed: every record that it shows as boxes, words and arrows, each with its name aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Exit,
    Group,
    Observer,
    Phrase,
    Procedure,
    ReciprocalRole,
    SelfState,
    TargetProblem,
)

from . import draw_arrows, draw_roles, draw_rounds
from .elements import LAYERS, Element, Scene, Stroke
from .geometry import Box, box_around, hull
from .layout import places_for
from .sheet import Sheet
from .stage import Stage

MARGIN = 30.0
SMALLEST = (480.0, 300.0)


def scene_of(formulation: Formulation, drawing_id: str, *, pulls: bool = True) -> Scene:
    """One drawing as it stands: stored places honoured, arrows found afresh from them."""
    sheet = Sheet(formulation, drawing_id)
    stage = Stage(sheet, places_for(formulation, drawing_id))
    order = {layer: at for at, layer in enumerate(LAYERS)}
    elements = sorted(_elements(stage, pulls=pulls), key=lambda one: order[one.layer])
    bounds = _at_least(_span(elements).grown(MARGIN), *SMALLEST)
    return Scene(_title(sheet), _description(sheet), bounds, tuple(elements))


def _span(elements: list[Element]) -> Box:
    """The box that holds everything, arrows included."""
    boxes = [one.box for one in elements if one.box is not None]
    for one in elements:
        for shape in one.shapes:
            if isinstance(shape, Stroke) and shape.role == "fn-line":
                for _, numbers in shape.segments:
                    if numbers:
                        x, y = numbers[-2:]
                        boxes.append(Box(x, y, x, y))
    return hull(boxes)


def _at_least(box: Box, width: float, height: float) -> Box:
    return box_around(box.middle, max(width, box.width), max(height, box.height))


def _title(sheet: Sheet) -> str:
    """Whose drawing this is and which."""
    cover = sheet.formulation.cover
    name = getattr(sheet.formulation.get(sheet.drawing_id), "name", "") or "Drawing"
    return f"{cover.pseudonym}: {name}" if cover.pseudonym else name


_COUNTED = (
    ("role", "reciprocal role", "reciprocal roles"),
    ("state", "state", "states"),
    ("pain", "core pain", "core pains"),
    ("procedure", "procedure", "procedures"),
    ("exit", "way out", "ways out"),
    ("group", "party", "parties"),
    ("phrase", "phrase", "phrases"),
)


def _description(sheet: Sheet) -> str:
    """What the drawing holds, in one sentence."""
    counts: dict[str, int] = {}
    for some_id in sheet.placeable:
        kind = some_id.partition(":")[0]
        counts[kind] = counts.get(kind, 0) + 1
    said = [
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, one, many in _COUNTED
        if counts.get(kind)
    ]
    return f"A drawing with {', '.join(said)}." if said else "Nothing has been drawn here yet."


def _elements(stage: Stage, *, pulls: bool) -> Iterator[Element]:
    """Every element, unsorted: things and rounds first, then what has to find its way between them."""
    if stage.sheet.kind != "states":
        yield from draw_roles.cores(stage)
    for some_id in stage.sheet.placeable:
        if some_id in stage.places:
            yield from _thing(stage, some_id)
    for some_id in stage.sheet.placeable:
        thing = stage.formulation[some_id]
        if isinstance(thing, Exit) and some_id in stage.places:
            yield from draw_rounds.way_out(stage, thing)
    for shift in stage.sheet.shifts:
        yield from draw_arrows.shift(stage, shift)
    for link in stage.sheet.links:
        yield from draw_arrows.link(stage, link)
    if pulls:
        yield from draw_roles.pulls(stage)


def _thing(stage: Stage, some_id: str) -> Iterator[Element]:
    thing, namer = stage.formulation[some_id], stage.namer
    match thing:
        case ReciprocalRole():
            yield from draw_roles.role(stage, thing)
        case SelfState():
            yield from draw_roles.state(stage, thing)
        case Procedure():
            yield from draw_rounds.procedure(stage, thing)
        case CorePain():
            yield replace(stage.simple(some_id, "pain", namer.pain(thing)), layer="soft")
        case Observer():
            yield stage.simple(some_id, "observer", namer.plain("observing eye", thing))
        case TargetProblem():
            yield stage.simple(some_id, "problem", namer.plain("target problem", thing))
        case Phrase():
            yield stage.simple(some_id, "phrase", namer.plain("words", thing))
        case Group():
            yield stage.simple(some_id, "group", namer.group(thing))
