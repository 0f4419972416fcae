"""Where things stand: found from nothing, or beside what already stands; nothing placed ever moves."""

from __future__ import annotations

from math import cos, pi, sin

from formulation.domain.formulation import Formulation
from formulation.domain.verbs import places_in

from .geometry import Box, Point, box_around
from .layout_roles import RoleMap
from .layout_states import arranged_states
from .sheet import Sheet

Places = dict[str, Point]


def shown_in(formulation: Formulation, drawing_id: str) -> tuple[str, ...]:
    """The ids of everything a drawing shows that stands somewhere of its own; poles move with their role."""
    return Sheet(formulation, drawing_id).placeable


def arranged(formulation: Formulation, drawing_id: str) -> Places:
    """Places (middle points) for everything a drawing shows, from nothing; the same input, the same places."""
    return _arranged(Sheet(formulation, drawing_id))


def places_for(formulation: Formulation, drawing_id: str) -> Places:
    """Stored places exactly as they are, and places in free space for what has none."""
    sheet = Sheet(formulation, drawing_id)
    stored = places_in(formulation, drawing_id)
    placed = {one: stored[one] for one in sheet.placeable if one in stored}
    if len(placed) == len(sheet.placeable):
        return placed
    found = _arranged(sheet)
    if not placed:
        return found
    boxes = [sheet.boxes[one].moved(*placed[one]) for one in placed]
    for one in sheet.placeable:
        if one not in placed:
            box = _free(sheet.boxes[one], found[one], boxes)
            placed[one] = box.middle
            boxes.append(box)
    return placed


def free_place(
    formulation: Formulation, drawing_id: str, near: str | None, size: tuple[float, float]
) -> Point:
    """A free place for something of this size, near another thing (or the middle of the drawing)."""
    sheet = Sheet(formulation, drawing_id)
    places = places_for(formulation, drawing_id)
    boxes = [sheet.boxes[one].moved(*place) for one, place in places.items()]
    start = places.get(near or "", (0.0, 0.0))
    return _free(box_around((0, 0), *size), start, boxes).middle


def _free(box: Box, start: Point, taken: list[Box]) -> Box:
    for ring in range(60):
        for turn in range(1 if ring == 0 else 16):
            angle = turn * pi / 8
            tried = box.moved(
                round(start[0] + cos(angle) * ring * 24), round(start[1] + sin(angle) * ring * 24)
            )
            if not any(tried.meets(other, 14) for other in taken):
                return tried
    return box.moved(start[0] + 60 * 24, start[1])


def _arranged(sheet: Sheet) -> Places:
    if sheet.kind == "states":
        return arranged_states(sheet)
    return RoleMap(sheet).arranged()
