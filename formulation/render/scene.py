"""A drawing composed: every record that it shows as boxes, words and arrows, each with its name aloud."""

from __future__ import annotations

from dataclasses import replace

from formulation.domain.formulation import Formulation

from .draw import drawn
from .elements import LAYERS, Element, Scene, Stroke
from .geometry import Box, Point, box_around, hull
from .layout import places_for
from .sheet import Sheet
from .stage import Stage

MARGIN = 30.0
SMALLEST = (480.0, 300.0)


def scene_of(formulation: Formulation, drawing_id: str, *, pulls: bool = True) -> Scene:
    """One drawing as it stands: stored places honoured, arrows found afresh from them."""
    return scene_at(formulation, drawing_id, places_for(formulation, drawing_id), pulls=pulls)


def scene_at(
    formulation: Formulation,
    drawing_id: str,
    places: dict[str, Point],
    *,
    pulls: bool = True,
) -> Scene:
    """One drawing with everything at given places."""
    sheet = Sheet(formulation, drawing_id)
    stage = Stage(sheet, places)
    order = {layer: at for at, layer in enumerate(LAYERS)}
    elements = sorted(drawn(stage, pulls=pulls), key=lambda one: order[one.layer])
    bounds = _at_least(_span(elements).grown(MARGIN), *SMALLEST)
    return Scene(_title(sheet), _description(sheet), bounds, tuple(elements))


def framed(scene: Scene) -> Scene:
    """The same drawing, closed in on what it still holds; nothing in it moves."""
    return replace(scene, bounds=_at_least(_span(list(scene.elements)).grown(MARGIN), *SMALLEST))


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
