"""Copying part of a map: within it, to another drawing, or to another formulation; everything gets a new id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation, ids_of, references_in
from formulation.domain.records import (
    RECORD_KINDS,
    Horn,
    Link,
    ReciprocalRole,
    Record,
    Shift,
    Step,
    kind_of,
)
from formulation.domain.verbs import adding, places_in, placing
from formulation.render.layout import places_for

from . import mapping
from .ids import fresh
from .notebooks import Opened, keep, may_write, open_formulation
from .visit import Visit

MOST_COPIED = 500


class NothingToCopy(FormulationError):
    """What was copied is no longer there, or can stand on no drawing."""

    def __init__(self) -> None:
        super().__init__("What was copied is no longer there. Copy it again.")


def paste(
    visit: Visit,
    opened: Opened,
    drawing_id: str,
    *,
    source: tuple[str, str],
    ids: Iterable[str],
    at: tuple[float, float] | None = None,
) -> tuple[Opened, tuple[str, ...]]:
    """Put a copy of some things on a drawing: as they are now where they were copied, under new ids.

    `source`: the formulation and the drawing they were copied from · `at`: where the middle of them
    comes to stand, in drawing units; None: a little beside where they stood. Arrows between two
    of them come along; what points at anything else lets go. Returns what is new, in order.
    Raises NothingToCopy, NotOnShelf.
    """
    may_write(opened)
    source_id, source_drawing = source
    given = opened if source_id == opened.id else open_formulation(visit, source_id)
    chosen = _chosen(given.formulation, ids)
    if not chosen:
        raise NothingToCopy
    names = {
        some_id: new for record in chosen.values() for some_id, new in _new_names(record).items()
    }
    made = {asked: names[record.id] for asked, record in chosen.items()}
    copies = [_renamed(record, names) for record in chosen.values()]
    change = adding(opened.formulation, *copies)
    places = _places(given.formulation, source_drawing, {**names, **made}, at)
    grown = change.applied_to(opened.formulation)
    if drawing_id in grown:
        change = change.then(placing(grown, drawing_id, places))
    change = mapping.and_places(opened.formulation, replace(change, why="pasted a copy"))
    now = keep(visit, opened, change)
    return now, tuple(new for one, new in made.items() if kind_of(one) not in {"link", "shift"})


def _new_names(record: Record) -> dict[str, str]:
    """A new id for a record and each of its parts; poles are named after their role."""
    names = {some_id: fresh(kind_of(some_id)) for some_id in ids_of(record)}
    if isinstance(record, ReciprocalRole):
        tail = names[record.id].partition(":")[2]
        names[record.top.id] = f"pole:{tail}-top"
        names[record.bottom.id] = f"pole:{tail}-bottom"
    return names


def _chosen(formulation: Formulation, ids: Iterable[str]) -> dict[str, Record]:
    """The records to copy: whole ones, a step by itself as a phrase, and the arrows between them."""
    chosen: dict[str, Record] = {}
    alone: list[Step | Horn] = []
    for some_id in list(ids)[:MOST_COPIED]:
        if some_id not in formulation:
            continue
        thing = formulation[some_id]
        if isinstance(thing, Step | Horn):
            alone.append(thing)
            continue
        record = formulation.owner_of(some_id)
        if RECORD_KINDS[kind_of(record.id)].drawn or kind_of(record.id) == "problem":
            chosen[record.id] = record
    for thing in alone:
        if formulation.owner_of(thing.id).id not in chosen:
            words = thing.words if isinstance(thing, Step) else thing.name
            chosen[thing.id] = mapping.new_phrase(words)
    chosen = {key: one for key, one in chosen.items() if not isinstance(one, Link | Shift)}
    inside = {one for record in chosen.values() for one in ids_of(record)}
    arrows: list[Link | Shift] = [*formulation.every(Link), *formulation.every(Shift)]
    for arrow in arrows:
        if all(reference.to_id in inside for reference in references_in(arrow)):
            chosen[arrow.id] = arrow
    return chosen


def _renamed(thing: Any, names: Mapping[str, str]) -> Any:
    """The same thing under new ids; what it points at outside the copy is let go."""
    values: dict[str, Any] = {}
    for one in fields(thing):
        value = getattr(thing, one.name)
        if one.name == "id":
            values["id"] = names[value]
        elif "points_at" in one.metadata:
            if isinstance(value, tuple):
                values[one.name] = tuple(names[to_id] for to_id in value if to_id in names)
            else:
                values[one.name] = names.get(value)
        elif isinstance(value, tuple) and any(_is_part(item) for item in value):
            values[one.name] = tuple(_renamed(item, names) for item in value)
        elif _is_part(value):
            values[one.name] = _renamed(value, names)
    return replace(thing, **values)


def _is_part(value: object) -> bool:
    return is_dataclass(value) and hasattr(value, "prefix")


def _places(
    formulation: Formulation,
    drawing_id: str,
    names: Mapping[str, str],
    at: tuple[float, float] | None,
) -> dict[str, tuple[float, float]]:
    """Where the copies come to stand: as they stood to each other, around `at`."""
    stood = dict(places_in(formulation, drawing_id))
    if drawing_id in formulation:
        stood = {**places_for(formulation, drawing_id), **stood}
    here = {some_id: stood[some_id] for some_id in names if some_id in stood}
    if not here:
        return {}
    xs, ys = [x for x, _ in here.values()], [y for _, y in here.values()]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    dx, dy = (40.0, 40.0) if at is None else (at[0] - middle[0], at[1] - middle[1])
    return {names[some_id]: (x + dx, y + dy) for some_id, (x, y) in here.items()}
