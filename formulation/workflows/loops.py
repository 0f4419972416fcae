"""Giving a name to a loop that was found on the map: one press, one change, one undo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from formulation.domain.changes import Change
from formulation.domain.checks import tidied
from formulation.domain.errors import NotOnMap
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing, Link, Phrase, Pole, Procedure, Shift, Step
from formulation.domain.verbs import adding, places_in, placing, removing

from . import mapping
from .ids import fresh
from .notebooks import Opened, keep, may_write
from .visit import Visit


def name_loop(
    visit: Visit, opened: Opened, ids: Sequence[str], name: str = ""
) -> tuple[Opened, str]:
    """Make a procedure of a closed way round; returns the formulation and the procedure's id.

    Its steps say what the things along it say. Phrases become the steps, and stand where they
    stood; everything else stays as it is. Raises NotOnMap where something has gone.
    """
    may_write(opened)
    formulation = opened.formulation
    for some_id in ids:
        if some_id not in formulation:
            raise NotOnMap(some_id)
    round_ids = _from_a_pole(formulation, ids)
    made = dict(_steps(formulation, round_ids))
    begins = round_ids[0] if isinstance(formulation[round_ids[0]], Pole) else None
    procedure = Procedure(
        fresh("procedure"), tidied(name), "trap", starts_at=begins, returns_to=begins,
        steps=tuple(made.values()),
    )  # fmt: skip
    change = adding(formulation, procedure)
    change = change.then(_standing_there(change.applied_to(formulation), made))
    change = change.then(_phrases_used_up(change.applied_to(formulation), ids))
    named = replace(change, why="named a loop")
    return keep(visit, opened, mapping.and_places(formulation, named)), procedure.id


def _from_a_pole(formulation: Formulation, ids: Sequence[str]) -> tuple[str, ...]:
    """The same round, told from its first pole where it has one."""
    at = next((at for at, one in enumerate(ids) if isinstance(formulation[one], Pole)), 0)
    return (*ids[at:], *ids[:at])


def _steps(formulation: Formulation, ids: Sequence[str]) -> Iterator[tuple[str, Step]]:
    """A step for each thing on the way, by its id, with what sets off a shift before where it leads."""
    first_is_home = isinstance(formulation[ids[0]], Pole)
    before = ids[-1]
    for some_id in ids:
        trigger = _trigger_between(formulation, before, some_id)
        if trigger:
            yield f"{before}>{some_id}", Step(fresh("step"), trigger, "trigger")
        before = some_id
        if some_id == ids[0] and first_is_home:
            continue
        thing = formulation[some_id]
        at = some_id if isinstance(thing, Pole) else None
        part = thing.part if isinstance(thing, Step) else ""
        yield some_id, Step(fresh("step"), formulation.name_of(some_id), part, at=at)


def _trigger_between(formulation: Formulation, from_state: str, to_state: str) -> str:
    for shift in formulation.every(Shift):
        if (shift.from_state, shift.to_state) == (from_state, to_state) and shift.trigger:
            return shift.trigger
    return ""


def _standing_there(formulation: Formulation, made: Mapping[str, Step]) -> Change:
    """The new steps, where they take the place of a phrase, stand where it stood."""
    change = Change({}, {})
    for drawing in formulation.every(Drawing):
        places = places_in(formulation, drawing.id)
        there = {
            step.id: places[some_id]
            for some_id, step in made.items()
            if some_id in places and isinstance(formulation[some_id], Phrase)
        }
        if there:
            change = change.then(placing(formulation, drawing.id, there))
    return change


def _phrases_used_up(formulation: Formulation, ids: Sequence[str]) -> Change:
    """The phrases that say nothing more by themselves go, with the arrows between them."""
    going = [one for one in ids if isinstance(formulation[one], Phrase)]
    alone = [one for one in going if _only_within(formulation, one, set(going))]
    return removing(formulation, *alone) if alone else Change({}, {})


def _only_within(formulation: Formulation, phrase_id: str, going: set[str]) -> bool:
    for reference in formulation.pointing_at(phrase_id):
        owner = formulation.records[reference.owner_id]
        if owner.prefix == "placement":
            continue
        if not isinstance(owner, Link) or not {owner.from_id, owner.to_id} <= going:
            return False
    return True
