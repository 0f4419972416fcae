"""What can be done to a formulation; each verb gives a Change and touches nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from .changes import Change
from .checks import must_be_keepable
from .errors import AlreadyThere, NotOnMap
from .formulation import Formulation, Reference, parts_of
from .records import Part, Placement, Record, label_of


def adding(formulation: Formulation, *records: Record) -> Change:
    """Put new records into a formulation.

    Raises AlreadyThere where an id is taken, NotUnderstood where a record cannot be kept.
    """
    must_be_keepable(*records)
    for record in records:
        for some_id in (record.id, *(part.id for part in parts_of(record))):
            if some_id in formulation:
                raise AlreadyThere(some_id)
    first = records[0] if records else None
    return Change(
        before={record.id: None for record in records},
        after={record.id: record for record in records},
        why=f"added {label_of(first.id)}" if first else "",
    )


def changing(formulation: Formulation, some_id: str, **values: Any) -> Change:
    """Give a record, or a part of one, new values for some of its fields.

    A pole, step or horn is changed inside the record that holds it.
    Raises NotOnMap, or NotUnderstood where the result cannot be kept.
    """
    owner = formulation.owner_of(some_id)
    revised = cast(Record, _with_values(owner, some_id, values))
    must_be_keepable(revised)
    return keeping_whole(formulation, {owner.id: revised}, why=f"changed {label_of(some_id)}")


def rewording(formulation: Formulation, some_id: str, said: str) -> Change:
    """Say something in other words: a pole, step, exit, state, procedure or anything with words."""
    thing = formulation[some_id]
    named = next((name for name in ("words", "name", "trigger") if hasattr(thing, name)), None)
    if named is None:
        raise NotOnMap(some_id)
    change = changing(formulation, some_id, **{named: said})
    return replace(change, why=f"reworded {label_of(some_id)}")


def _with_values(thing: Any, some_id: str, values: Mapping[str, Any]) -> Any:
    """The same thing with the part called `some_id` changed, wherever inside it lives."""
    if thing.id == some_id:
        return replace(thing, **values)
    revised: dict[str, Any] = {}
    for one in fields(thing):
        value = getattr(thing, one.name)
        if _is_part(value):
            revised[one.name] = _with_values(value, some_id, values)
        elif isinstance(value, tuple) and any(_is_part(item) for item in value):
            revised[one.name] = tuple(_with_values(item, some_id, values) for item in value)
    return replace(thing, **revised)


def _is_part(value: object) -> bool:
    return is_dataclass(value) and hasattr(value, "prefix")


@dataclass(frozen=True)
class Dangling:
    """What points at something that is to go: it would go along, or stay and let go."""

    reference: Reference
    goes_along: bool


def what_points_at(formulation: Formulation, record_id: str) -> tuple[Dangling, ...]:
    """Everything outside a record that points at it or at its parts, placements included."""
    within = formulation.ids_within(record_id)
    inside = set(within)
    return tuple(
        Dangling(reference, reference.goes_along)
        for some_id in within
        for reference in formulation.pointing_at(some_id)
        if reference.from_id not in inside
    )


def removing(formulation: Formulation, *some_ids: str) -> Change:
    """Remove records (or steps and horns) and every arrow and placement that makes no sense without them.

    What only mentions them stays and lets go. Undoing brings everything back as it was.
    Raises NotOnMap; a pole cannot go without its role, so asking for one removes the role.
    """
    going: set[str] = set()
    waiting = [_removable(formulation, some_id) for some_id in some_ids]
    while waiting:
        some_id = waiting.pop()
        if some_id in going:
            continue
        going.update(formulation.ids_within(some_id))
        waiting.extend(
            dangling.reference.owner_id
            for dangling in what_points_at(formulation, some_id)
            if dangling.goes_along
        )
    after: dict[str, Record | None] = {}
    for some_id in sorted(going):
        if some_id in formulation.records:
            after[some_id] = None
    for some_id in sorted(going):
        owner = formulation.owner_of(some_id)
        if owner.id not in after:
            after[owner.id] = owner
    return keeping_whole(
        formulation, after, going=going, why=f"removed {label_of(next(iter(some_ids), ''))}"
    )


def _removable(formulation: Formulation, some_id: str) -> str:
    thing = formulation[some_id]
    return formulation.owner_of(some_id).id if thing.prefix == "pole" else some_id


def keeping_whole(
    formulation: Formulation,
    after: Mapping[str, Record | None],
    *,
    going: Iterable[str] = (),
    why: str = "",
) -> Change:
    """A change in which whatever pointed at something that goes lets go of it, or goes along.

    `after` holds the records as they are meant to be; `going` the ids that leave with them.
    Ids that a revised record no longer holds are found here.
    """
    revised = dict(after)
    leaving = {*going, *_left_out(formulation, revised)}
    waiting = list(leaving)
    while waiting:
        for reference in formulation.pointing_at(waiting.pop()):
            owner_id = reference.owner_id
            if owner_id in revised and revised[owner_id] is None:
                continue
            if reference.goes_along:
                revised[owner_id] = None
                gone = set(formulation.ids_within(owner_id)) - leaving
                leaving |= gone
                waiting.extend(gone)
            else:
                owner = revised.get(owner_id) or formulation.records[owner_id]
                revised[owner_id] = cast(Record, _letting_go(owner, leaving))
    for record_id, record in list(revised.items()):
        if record is not None and leaving:
            revised[record_id] = cast(Record, _letting_go(record, leaving))
    return Change(
        before={record_id: formulation.records.get(record_id) for record_id in revised},
        after=revised,
        why=why,
    )


def _left_out(formulation: Formulation, after: Mapping[str, Record | None]) -> set[str]:
    """Parts that were inside a record before and are not inside it after."""
    missing: set[str] = set()
    for record_id, record in after.items():
        was = formulation.records.get(record_id)
        if was is None:
            continue
        kept = {part.id for part in parts_of(record)} if record is not None else set()
        missing |= {part.id for part in parts_of(was)} - kept
    return missing


def _letting_go(thing: Record | Part, leaving: set[str]) -> Record | Part:
    """The same thing, no longer pointing at, or holding, anything that leaves."""
    revised: dict[str, Any] = {}
    for one in fields(thing):
        value = getattr(thing, one.name)
        if "points_at" in one.metadata:
            if isinstance(value, tuple):
                revised[one.name] = tuple(to_id for to_id in value if to_id not in leaving)
            elif value in leaving:
                revised[one.name] = None
        elif isinstance(value, tuple) and any(_is_part(item) for item in value):
            revised[one.name] = tuple(
                _letting_go(item, leaving) for item in value if item.id not in leaving
            )
        elif _is_part(value):
            revised[one.name] = _letting_go(value, leaving)
    changed = {name: value for name, value in revised.items() if value != getattr(thing, name)}
    return replace(thing, **changed) if changed else thing


def placement_id(drawing_id: str, some_id: str) -> str:
    """The id under which a placement is kept: one for each thing in each drawing, however often it is moved."""
    return f"placement:{drawing_id.partition(':')[2]}.{some_id.replace(':', '.')}"


def placing(
    formulation: Formulation, drawing_id: str, places: Mapping[str, tuple[float, float]]
) -> Change:
    """Stand things in a drawing: the middle of each, in drawing units. Never touches the things themselves.

    Raises NotOnMap, or NotUnderstood where a place lies off the page.
    """
    before: dict[str, Record | None] = {}
    after: dict[str, Record | None] = {}
    for some_id, (x, y) in places.items():
        if some_id not in formulation:
            raise NotOnMap(some_id)
        key = placement_id(drawing_id, some_id)
        before[key] = formulation.records.get(key)
        after[key] = Placement(key, drawing_id, some_id, round(float(x), 1), round(float(y), 1))
    if drawing_id not in formulation:
        raise NotOnMap(drawing_id)
    must_be_keepable(*(record for record in after.values() if record is not None))
    return Change(before, after, why="moved on the drawing")


def places_in(formulation: Formulation, drawing_id: str) -> dict[str, tuple[float, float]]:
    """Where each placed thing stands in one drawing."""
    return {
        placement.record: (placement.x, placement.y)
        for placement in formulation.every(Placement)
        if placement.drawing == drawing_id and placement.record is not None
    }
