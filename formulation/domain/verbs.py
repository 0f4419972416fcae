"""What can be done to a formulation; each verb gives a Change and touches nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from .changes import Change
from .checks import must_be_keepable
from .errors import AlreadyThere, Fault, NotOnMap, NotUnderstood
from .formulation import Formulation, Reference, ids_of, references_in
from .records import Part, Placement, Pole, Record, label_of


def adding(formulation: Formulation, *records: Record) -> Change:
    """Put new records into a formulation.

    Raises AlreadyThere where an id is taken, NotUnderstood where a record cannot be kept.
    """
    must_be_keepable(*records)
    brought: set[str] = set()
    for some_id in (one for record in records for one in ids_of(record)):
        if some_id in formulation or some_id in brought:
            raise AlreadyThere(some_id)
        brought.add(some_id)
    return Change(
        before={record.id: None for record in records},
        after={record.id: record for record in records},
        why=f"added {label_of(records[0].id)}" if records else "",
    )


def changing(formulation: Formulation, some_id: str, **values: Any) -> Change:
    """Give a record, or a part of one, new values for some of its fields.

    A pole, step or horn is changed inside the record that holds it, and whatever pointed at a part
    that is no longer inside lets go of it.
    Raises NotOnMap; NotUnderstood where the result cannot be kept; AlreadyThere where a part
    would come in under an id that is taken.
    """
    owner = formulation.owner_of(some_id)
    if values.get("id", some_id) != some_id:
        raise NotUnderstood([Fault(some_id, "A thing keeps its id; add another instead.")])
    revised = cast(Record, _with_values(owner, some_id, values))
    must_be_keepable(revised)
    _must_hold_ids_once(formulation, revised)
    return keeping_whole(formulation, {owner.id: revised}, why=f"changed {label_of(some_id)}")


def _must_hold_ids_once(formulation: Formulation, revised: Record) -> None:
    held: set[str] = set()
    for some_id in ids_of(revised):
        elsewhere = some_id in formulation and formulation.owner_of(some_id).id != revised.id
        if elsewhere or some_id in held:
            raise AlreadyThere(some_id)
        held.add(some_id)


def rewording(formulation: Formulation, some_id: str, said: str) -> Change:
    """Say something in other words: a pole, step, exit, state, procedure or anything with words.

    Raises NotOnMap, or NotUnderstood where a thing has no words of its own or these cannot be kept.
    """
    thing = formulation[some_id]
    named = next((name for name in ("words", "name", "trigger") if hasattr(thing, name)), None)
    if named is None:
        raise NotUnderstood([Fault(some_id, "This has no words of its own to change.")])
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


def what_points_at(formulation: Formulation, *some_ids: str) -> tuple[Dangling, ...]:
    """Everything outside these that points at them or at their parts, placements included.

    Only what points there directly: `removing` says in full what would go along.
    Raises NotOnMap.
    """
    within = [one for some_id in some_ids for one in formulation.ids_within(some_id)]
    inside = set(within)
    return tuple(
        Dangling(reference, reference.goes_along)
        for some_id in dict.fromkeys(within)
        for reference in formulation.pointing_at(some_id)
        if reference.from_id not in inside
    )


def removing(formulation: Formulation, *some_ids: str) -> Change:
    """Remove records (or steps and horns) and every arrow and placement that makes no sense without them.

    What only mentions them stays and lets go. Undoing brings everything back as it was.
    Raises NotOnMap; a pole cannot go without its role, so asking for one removes the role.
    """
    going = [_removable(formulation, some_id) for some_id in some_ids]
    why = f"removed {label_of(some_ids[0])}" if some_ids else ""
    return keeping_whole(formulation, {}, going=going, why=why)


def _removable(formulation: Formulation, some_id: str) -> str:
    thing = formulation[some_id]
    return formulation.owner_of(some_id).id if isinstance(thing, Pole) else some_id


def keeping_whole(
    formulation: Formulation,
    after: Mapping[str, Record | None],
    *,
    going: Iterable[str] = (),
    why: str = "",
) -> Change:
    """A change in which whatever pointed at something that goes lets go of it, or goes along.

    `after` holds the records as they are meant to be (None: gone); `going` the ids of records and
    parts that leave besides. Parts that a revised record no longer holds are found here.
    """
    revised: dict[str, Record | None] = dict(after)
    leaving: dict[str, None] = {}
    waiting = [*_left_out(formulation, after), *going]
    while waiting:
        some_id = waiting.pop(0)
        if some_id in leaving:
            continue
        leaving[some_id] = None
        if some_id in formulation.records:
            revised[some_id] = None
        else:
            revised.setdefault(formulation.owner_of(some_id).id, formulation.owner_of(some_id))
        waiting.extend(formulation.ids_within(some_id))
        for reference in formulation.pointing_at(some_id):
            owner = revised.setdefault(reference.owner_id, formulation.records[reference.owner_id])
            if owner is not None and reference.goes_along and reference in references_in(owner):
                waiting.append(owner.id)
    for record_id, record in revised.items():
        if record is not None:
            revised[record_id] = cast(Record, _letting_go(record, leaving.keys()))
    return Change(
        before={record_id: formulation.records.get(record_id) for record_id in revised},
        after=revised,
        why=why,
    )


def _left_out(formulation: Formulation, after: Mapping[str, Record | None]) -> list[str]:
    """What was here before in the records given and is nowhere in them after."""
    kept = {
        some_id for record in after.values() if record is not None for some_id in ids_of(record)
    }
    return [
        some_id
        for record_id in after
        if record_id in formulation.records
        for some_id in ids_of(formulation.records[record_id])
        if some_id not in kept
    ]


def _letting_go(thing: Record | Part, leaving: Set[str]) -> Record | Part:
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
        after[key] = Placement(key, drawing_id, some_id, _to_a_tenth(x), _to_a_tenth(y))
    if drawing_id not in formulation:
        raise NotOnMap(drawing_id)
    must_be_keepable(*(record for record in after.values() if record is not None))
    return Change(before, after, why="moved on the drawing")


def _to_a_tenth(coordinate: float) -> float:
    # Adding nought turns −0.0 into 0.0: the two are equal but are not written alike.
    return round(float(coordinate), 1) + 0.0


def places_in(formulation: Formulation, drawing_id: str) -> dict[str, tuple[float, float]]:
    """Where each placed thing stands in one drawing."""
    return {
        placement.record: (placement.x, placement.y)
        for placement in formulation.every(Placement)
        if placement.drawing == drawing_id and placement.record is not None
    }
