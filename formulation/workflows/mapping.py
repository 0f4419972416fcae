"""What a person does on the map: put things down, say them in other words, move, join, remove, take back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from formulation.domain.changes import Change
from formulation.domain.checks import tidied
from formulation.domain.errors import ChangedMeanwhile, FormulationError, NotOnMap
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import LINK_KINDS
from formulation.domain.records import (
    CorePain,
    Drawing,
    Exit,
    Group,
    Held,
    Horn,
    Link,
    Observer,
    Phrase,
    Pole,
    Procedure,
    ReciprocalRole,
    Record,
    SelfState,
    Shift,
    Step,
    TargetProblem,
    label_of,
)
from formulation.domain.verbs import (
    Dangling,
    adding,
    changing,
    places_in,
    placing,
    removing,
    rewording,
    what_points_at,
)
from formulation.render.layout import places_for

from . import undoing
from .ids import fresh
from .notebooks import Opened, keep, may_write
from .thinking import completed
from .visit import Visit

NothingToTakeBack = undoing.NothingToTakeBack
take_back = undoing.take_back


class SayAWordFirst(FormulationError):
    """Something was put down with no words at all."""

    def __init__(self) -> None:
        super().__init__("Write a word or two first; a question mark will do.")


class CannotJoin(FormulationError):
    """Two things that this kind of arrow does not join."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class Removed:
    """What a removal took along, and what let go of it and stayed."""

    opened: Opened
    went_along: tuple[str, ...]
    let_go: tuple[str, ...]


def reword(visit: Visit, opened: Opened, some_id: str, said: str, was: str | None = None) -> Opened:
    """Say something in other words.

    `was`: the words the person saw when they began; where these have changed, ChangedMeanwhile.
    """
    may_write(opened)
    current = words_of(opened.formulation, some_id)
    if was is not None and current != tidied(was) and current != was:
        raise ChangedMeanwhile((some_id,))
    return keep(visit, opened, rewording(opened.formulation, some_id, tidied(said)))


def words_of(formulation: Formulation, some_id: str) -> str:
    """The words of a thing as they may be edited. Raises NotOnMap."""
    thing = formulation[some_id]
    for name in ("words", "name", "trigger"):
        if hasattr(thing, name):
            return str(getattr(thing, name))
    raise NotOnMap(some_id)


def revise(
    visit: Visit, opened: Opened, some_id: str, values: Mapping[str, Any], was: Mapping[str, Any]
) -> Opened:
    """Give fields of a record (or part) new values, where they still are what the person saw.

    `was` holds each field as the person saw it. Raises ChangedMeanwhile where somebody else
    has changed one of these same fields; other fields may have changed freely.
    """
    may_write(opened)
    thing = opened.formulation[some_id]
    if any(getattr(thing, name) != was[name] for name in values if name in was):
        raise ChangedMeanwhile((some_id,))
    tidy = {name: _tidied(value) for name, value in values.items()}
    tidy = completed(opened.formulation, some_id, tidy)
    change = changing(opened.formulation, some_id, **tidy)
    if set(values) & {"steps", "horns", "poles"}:
        change = and_places(opened.formulation, change)
    return keep(visit, opened, change)


def _tidied(value: Any) -> Any:
    if isinstance(value, str):
        return tidied(value)
    if isinstance(value, tuple):
        return tuple(_tidied(item) for item in value)
    return value


def move(
    visit: Visit, opened: Opened, drawing_id: str, places: Mapping[str, tuple[float, float]]
) -> Opened:
    """Stand things somewhere else in one drawing; everything else stays exactly where it is."""
    may_write(opened)
    movable = {opened.formulation.owner_of(one).id if one.startswith("pole:") else one: place
               for one, place in places.items()}  # fmt: skip
    return keep(visit, opened, placing(opened.formulation, drawing_id, movable))


def put_down(
    visit: Visit,
    opened: Opened,
    *records: Record,
    at: Mapping[str, Mapping[str, tuple[float, float]]] | None = None,
) -> Opened:
    """Put new records on the map, each in free space near what it is about, or where `at` says.

    `at`: places by drawing id, then by record id.
    """
    may_write(opened)
    change = adding(opened.formulation, *records)
    for drawing_id, places in (at or {}).items():
        grown = change.applied_to(opened.formulation)
        change = change.then(placing(grown, drawing_id, places))
    return keep(visit, opened, and_places(opened.formulation, change))


def and_places(formulation: Formulation, change: Change) -> Change:
    """The change, and a place in every drawing for whatever is new there; nothing else moves."""
    grown = change.applied_to(formulation)
    for drawing in grown.every(Drawing):
        placed = places_in(grown, drawing.id)
        new = {
            some_id: place
            for some_id, place in places_for(grown, drawing.id).items()
            if some_id not in placed
        }
        if new:
            step = placing(grown, drawing.id, new)
            change, grown = change.then(step), step.applied_to(grown)
    return change


def new_phrase(said: str, whose: str = "") -> Phrase:
    """Words on the page that are nothing yet. Raises SayAWordFirst."""
    return Phrase(fresh("phrase"), _said(said), whose)


def new_role(top: str, bottom: str, tone: str = "", whose: str = "") -> ReciprocalRole:
    """A reciprocal role; one pole may be empty, because half a role is a question.

    Raises SayAWordFirst where both are.
    """
    if not (top.strip() or bottom.strip()):
        raise SayAWordFirst
    role_id = fresh("role")
    tail = role_id.partition(":")[2]
    return ReciprocalRole(
        role_id,
        Pole(f"pole:{tail}-top", tidied(top), whose),
        Pole(f"pole:{tail}-bottom", tidied(bottom), whose),
        tone,
    )


def new_state(name: str, poles: Iterable[str] = ()) -> SelfState:
    """A state, with the poles it holds. Raises SayAWordFirst."""
    return SelfState(fresh("state"), name=_said(name), poles=tuple(poles))


def new_core_pain(said: str, under: Iterable[str] = ()) -> CorePain:
    """A core pain, and the poles it lies under. Raises SayAWordFirst."""
    return CorePain(fresh("pain"), _said(said), under=tuple(under))


def new_loop(
    kind: str,
    name: str,
    starts_at: str | None,
    said: Iterable[str],
    returns_to: str | None,
    *,
    wants: str = "",
    forbidden_by: str | None = None,
) -> Procedure:
    """A trap or a snag with its steps in order. Raises SayAWordFirst where nothing is said."""
    steps = _steps_of(said)
    if not (name.strip() or wants.strip() or steps):
        raise SayAWordFirst
    return Procedure(
        fresh("procedure"), tidied(name), kind, starts_at=starts_at, steps=steps,
        returns_to=returns_to, wants=tidied(wants), forbidden_by=forbidden_by,
    )  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One of the two ways of a dilemma as it is being written: its name, its steps, its home."""

    name: str
    steps: Sequence[str] = ()
    returns_to: str | None = None


def new_dilemma(name: str, starts_at: str | None, ways: Sequence[Way]) -> Procedure:
    """A dilemma with its two ways. Raises SayAWordFirst where nothing is said."""
    horns = tuple(
        Horn(fresh("horn"), tidied(way.name), _steps_of(way.steps), way.returns_to) for way in ways
    )
    if not (name.strip() or any(horn.steps for horn in horns)):
        raise SayAWordFirst
    return Procedure(fresh("procedure"), tidied(name), "dilemma", starts_at=starts_at, horns=horns)


def _steps_of(said: Iterable[str]) -> tuple[Step, ...]:
    return tuple(Step(fresh("step"), line) for one in said if (line := tidied(one)))


def new_exit(said: str, leaves: str | None, arrives: str | None) -> Exit:
    """A way out, from a step and on to a pole; either may be left open. Raises SayAWordFirst."""
    return Exit(fresh("exit"), _said(said), leaves=leaves, arrives=arrives)


def new_shift(from_state: str | None, to_state: str | None, trigger: str, speed: str = "") -> Shift:
    """A shift between two states. Raises CannotJoin where they are missing or one and the same."""
    if not from_state or not to_state:
        raise CannotJoin("A shift goes from one state to another: choose both.")
    if from_state == to_state:
        raise CannotJoin("A shift goes to a different state: choose two.")
    return Shift(fresh("shift"), from_state, to_state, speed=speed, trigger=tidied(trigger))


def new_link(from_id: str | None, to_id: str | None, kind: str, said: str = "") -> Link:
    """A typed arrow between any two things. Raises CannotJoin."""
    if not from_id or not to_id:
        raise CannotJoin("An arrow needs two ends: choose both.")
    if from_id == to_id:
        raise CannotJoin("An arrow joins two different things: choose two.")
    row = LINK_KINDS.get(kind)
    if row is not None and not row.may_join(from_id, to_id):
        wanted = " to ".join(" or ".join(names) or "anything" for names in row.joins)
        raise CannotJoin(f"“{row.label}” goes from {wanted}; choose another kind, or other ends.")
    return Link(fresh("link"), from_id, to_id, kind, tidied(said))


def new_target_problem(said: str) -> TargetProblem:
    """What the person wants help with. Raises SayAWordFirst."""
    return TargetProblem(fresh("problem"), _said(said))


def new_observer(said: str) -> Observer:
    """The observing eye. Raises SayAWordFirst."""
    return Observer(fresh("observer"), _said(said))


def new_group(said: str) -> Group:
    """A party in a team map. Raises SayAWordFirst."""
    return Group(fresh("group"), _said(said))


def _said(said: str) -> str:
    words = tidied(said)
    if not words:
        raise SayAWordFirst
    return words


def add_step(
    visit: Visit,
    opened: Opened,
    within_id: str,
    said: str,
    *,
    part: str = "",
    after: str | None = None,
) -> Opened:
    """Add a step to a procedure or a horn: after the one named, or at the end."""
    may_write(opened)
    holder = opened.formulation[within_id]
    if not isinstance(holder, Procedure | Horn):
        raise NotOnMap(within_id)
    step = Step(fresh("step"), _said(said), part)
    places = [one.id for one in holder.steps]
    here = places.index(after) + 1 if after in places else len(places)
    steps = (*holder.steps[:here], step, *holder.steps[here:])
    change = changing(opened.formulation, within_id, steps=steps)
    return keep(visit, opened, and_places(opened.formulation, replace(change, why="added step")))


def move_step(visit: Visit, opened: Opened, step_id: str, by: int) -> Opened:
    """Move a step earlier (−1) or later (+1) in its own procedure or horn."""
    may_write(opened)
    holder = holder_of(opened.formulation, step_id)
    steps = list(holder.steps)
    here = next(at for at, one in enumerate(steps) if one.id == step_id)
    there = max(0, min(len(steps) - 1, here + by))
    steps.insert(there, steps.pop(here))
    change = changing(opened.formulation, holder.id, steps=tuple(steps))
    return keep(visit, opened, replace(change, why="moved step"))


def holder_of(formulation: Formulation, step_id: str) -> Procedure | Horn:
    """The procedure or horn a step belongs to. Raises NotOnMap."""
    owner = formulation.owner_of(step_id)
    if isinstance(owner, Procedure):
        holders: list[Procedure | Horn] = [owner, *owner.horns]
        for holder in holders:
            if any(step.id == step_id for step in holder.steps):
                return holder
    raise NotOnMap(step_id)


TURNS_INTO: Mapping[str, str] = {
    "role_top": "the top pole of a role",
    "role_bottom": "the bottom pole of a role",
    "state": "a state",
    "pain": "a core pain",
    "exit": "an exit",
    "problem": "a target problem",
    "observer": "the observing eye",
    "group": "a party",
    "procedure": "a procedure's name",
    "phrase": "a phrase again",
}
"""What words on the page can become."""


def turn_into(visit: Visit, opened: Opened, record_id: str, kind: str) -> tuple[Opened, str]:
    """Make something else of words on the page, standing where they stood; links follow.

    Returns the formulation and the new record's id. Raises NotOnMap, SayAWordFirst.
    """
    may_write(opened)
    change, new_id = turned_into(opened, record_id, kind)
    return keep(visit, opened, change), new_id


def turned_into(opened: Opened, record_id: str, kind: str) -> tuple[Change, str]:
    """The change that makes something else of words on the page, and the new record's id."""
    formulation = opened.formulation
    record = formulation.owner_of(record_id)
    said, whose = words_of(formulation, record.id), str(getattr(record, "whose", ""))
    new = _made_of(kind, said, whose)
    change = adding(formulation, new)
    grown = change.applied_to(formulation)
    for drawing in grown.every(Drawing):
        place = places_in(grown, drawing.id).get(record.id)
        if place:
            step = placing(grown, drawing.id, {new.id: place})
            change, grown = change.then(step), step.applied_to(grown)
    handed_on = links_handed_on(grown, record.id, new.id)
    grown = handed_on.applied_to(grown)
    change = change.then(handed_on).then(removing(grown, record.id))
    change = replace(change, why=f"turned {label_of(record.id)} into {label_of(new.id)}")
    return and_places(formulation, change), new.id


def _made_of(kind: str, said: str, whose: str) -> Record:
    makers: dict[str, Any] = {
        "role_top": lambda: new_role(said, "", whose=whose),
        "role_bottom": lambda: new_role("", said, whose=whose),
        "state": lambda: replace(new_state(said), whose=whose),
        "pain": lambda: replace(new_core_pain(said), whose=whose),
        "exit": lambda: replace(new_exit(said, None, None), whose=whose),
        "problem": lambda: replace(new_target_problem(said), whose=whose),
        "observer": lambda: replace(new_observer(said), whose=whose),
        "group": lambda: new_group(said),
        "procedure": lambda: new_loop("trap", said, None, (), None),
        "phrase": lambda: new_phrase(said, whose),
    }
    if kind not in makers:
        raise CannotJoin("Choose what these words should become.")
    return cast(Record, makers[kind]())


def links_handed_on(formulation: Formulation, old_id: str, new_id: str) -> Change:
    """Arrows, and mentions that may point at anything, now point at the new record instead."""
    revised: dict[str, Any] = {}
    for reference in formulation.pointing_at(old_id):
        owner: Any = revised.get(reference.owner_id) or formulation.records[reference.owner_id]
        if reference.from_id == owner.id and _may_point_at_anything(owner, reference.field):
            held = getattr(owner, reference.field)
            now = _with_the_new_one(held, old_id, new_id)
            revised[owner.id] = replace(owner, **{reference.field: now})
    before = {owner_id: formulation.records[owner_id] for owner_id in revised}
    return Change(before, revised)


def _may_point_at_anything(owner: Any, field_name: str) -> bool:
    told = next(one.metadata for one in fields(owner) if one.name == field_name)
    return bool(told["points_at"] == () and owner.prefix != "placement")


def _with_the_new_one(held: Any, old_id: str, new_id: str) -> Any:
    if isinstance(held, tuple):
        return tuple(new_id if one == old_id else one for one in held)
    return new_id


def would_dangle(opened: Opened, some_id: str) -> tuple[Dangling, ...]:
    """What points at something, so that a person can be told before it goes."""
    formulation = opened.formulation
    known = formulation.owner_of(some_id).id if some_id.startswith("pole:") else some_id
    return tuple(
        one
        for one in what_points_at(formulation, known)
        if not one.reference.owner_id.startswith("placement:")
    )


def remove(visit: Visit, opened: Opened, *some_ids: str) -> Removed:
    """Take things off the map, with the arrows that make no sense without them; undo brings all back."""
    may_write(opened)
    before = opened.formulation
    change = removing(before, *some_ids)
    asked = {before.owner_of(one).id if one.startswith("pole:") else one for one in some_ids}
    seen = [one for one in change.after if not one.startswith("placement:")]
    went = tuple(one for one in seen if change.after[one] is None and one not in asked)
    let_go = tuple(one for one in seen if change.after[one] is not None and one not in asked)
    return Removed(keep(visit, opened, change), went, let_go)


def what_would_be_taken_back(visit: Visit, opened: Opened) -> tuple[int, str] | None:
    """My last change that still stands: its number and what it did; None when there is none."""
    turn = undoing.what_can_be_turned(visit, opened).back
    return None if turn is None else (turn.number, turn.what)


def look_again(visit: Visit, opened: Opened, record_id: str, held: Held) -> Opened:
    """Say how firmly something is held now, and on which day it was looked at."""
    return keep(visit, opened, changing(opened.formulation, record_id, held=held))
