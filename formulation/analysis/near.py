"""What belongs to one loop or one state, and what lies within a few steps of something on the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Exit,
    Horn,
    Link,
    Observer,
    Pole,
    Procedure,
    ReciprocalRole,
    SelfState,
    Shift,
)

from .graph import Round, rounds_of

Ids = frozenset[str]


def around(formulation: Formulation, ids: Iterable[str], steps: int = 0) -> Ids:
    """Everything that belongs to some things, and what lies within so many steps of them.

    A loop comes with all its steps, the poles it leaves and comes home to, and its ways out; a state
    with its shifts; a pole with the other end of its role, because a role is a pair.
    """
    found = set(chain.from_iterable(_belonging(formulation, one) for one in ids))
    neighbours = _neighbours(formulation) if steps else {}
    for _ in range(steps):
        found |= set(chain.from_iterable(neighbours.get(one, ()) for one in tuple(found)))
        found |= set(chain.from_iterable(_pair(formulation, one) for one in tuple(found)))
    return frozenset(_named_too(formulation, found))


def good_enough(formulation: Formulation) -> Ids:
    """The good-enough roles, the ways out that arrive there, the steps these leave, and the observing eye.

    Empty where no good-enough role is drawn (Bradley et al. 2016: some map health from the start).
    """
    roles = [one for one in formulation.every(ReciprocalRole) if one.tone == "good_enough"]
    found = {some_id for role in roles for some_id in (role.id, role.top.id, role.bottom.id)}
    if not found:
        return frozenset()
    for way_out in formulation.every(Exit):
        if way_out.arrives in found:
            found |= {way_out.id, *filter(None, (way_out.leaves,))}
    return frozenset(found | {one.id for one in formulation.every(Observer)})


def _belonging(formulation: Formulation, some_id: str) -> Iterator[str]:
    thing = formulation.get(some_id)
    if thing is None:
        return
    yield some_id
    if isinstance(thing, Procedure):
        yield from _of_rounds(formulation, thing, rounds_of(thing))
        yield from (part.id for part in thing.parts())
    elif isinstance(thing, Horn):
        owner = formulation.owner_of(some_id)
        if isinstance(owner, Procedure):
            mine = tuple(one for one in rounds_of(owner) if one.of == some_id)
            yield from _of_rounds(formulation, owner, mine)
    elif isinstance(thing, SelfState):
        yield from _arrows_at(formulation, some_id)
    elif isinstance(thing, Shift):
        yield from filter(None, (thing.from_state, thing.to_state))
    elif isinstance(thing, Link):
        yield from filter(None, (thing.from_id, thing.to_id))
    yield from _pair(formulation, some_id)


def _of_rounds(
    formulation: Formulation, owner: Procedure, rounds: tuple[Round, ...]
) -> Iterator[str]:
    yield owner.id
    for one in rounds:
        for some_id in filter(None, (one.starts_at, *one.steps, one.returns_to)):
            yield some_id
            yield from _pair(formulation, some_id)
            yield from _ways_out(formulation, some_id)
    if owner.forbidden_by:
        yield owner.forbidden_by
        yield from _pair(formulation, owner.forbidden_by)


def _ways_out(formulation: Formulation, step_id: str) -> Iterator[str]:
    for reference in formulation.pointing_at(step_id):
        if reference.field == "leaves":
            yield reference.owner_id


def _arrows_at(formulation: Formulation, some_id: str) -> Iterator[str]:
    for reference in formulation.pointing_at(some_id):
        if reference.field in ("from_state", "to_state", "from_id", "to_id"):
            yield reference.owner_id


def _pair(formulation: Formulation, some_id: str) -> Iterator[str]:
    """Of a pole or a role: the role and both its poles."""
    thing = formulation.get(some_id)
    role = formulation.owner_of(some_id) if isinstance(thing, Pole) else thing
    if isinstance(role, ReciprocalRole):
        yield from (role.id, role.top.id, role.bottom.id)


def _neighbours(formulation: Formulation) -> dict[str, set[str]]:
    """What one step along any arrow leads to, either way."""
    found: dict[str, set[str]] = {}
    for one, other in _ways(formulation):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _ways(formulation: Formulation) -> Iterator[tuple[str, str]]:
    for procedure in formulation.every(Procedure):
        for one in rounds_of(procedure):
            yield from pairwise(filter(None, (one.starts_at, *one.steps, one.returns_to)))
    for pain in formulation.every(CorePain):
        yield from ((pain.id, pole_id) for pole_id in pain.under)
    for way_out in formulation.every(Exit):
        yield from ((way_out.id, end) for end in (way_out.leaves, way_out.arrives) if end)
    for shift in formulation.every(Shift):
        if shift.from_state and shift.to_state:
            yield shift.from_state, shift.to_state
    for link in formulation.every(Link):
        if link.from_id and link.to_id:
            yield link.from_id, link.to_id


def _named_too(formulation: Formulation, found: set[str]) -> set[str]:
    """With the names of the loops whose steps are there, and the arrows both of whose ends are."""
    more = set(found)
    for procedure in formulation.every(Procedure):
        holders: list[Procedure | Horn] = [procedure, *procedure.horns]
        for holder in holders:
            if any(step.id in found for step in holder.steps):
                more |= {holder.id, procedure.id}
    for shift in formulation.every(Shift):
        if shift.from_state in found and shift.to_state in found:
            more.add(shift.id)
    for link in formulation.every(Link):
        if link.from_id in found and link.to_id in found:
            more.add(link.id)
    return more
