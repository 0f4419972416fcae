"""Drawing by hand: what an arrow, a pair, a loop in one go or a drop on a state does to the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from formulation.domain.changes import Change
from formulation.domain.checks import tidied
from formulation.domain.errors import NotOnMap
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import JOINS
from formulation.domain.records import (
    CorePain,
    Drawing,
    Exit,
    Horn,
    Phrase,
    Pole,
    Procedure,
    ReciprocalRole,
    Record,
    SelfState,
    Shift,
    Step,
    label_of,
)
from formulation.domain.verbs import adding, changing, placement_id, places_in, placing, removing
from formulation.render.layout import places_for

from . import mapping
from .ids import fresh
from .mapping import CannotJoin, SayAWordFirst, and_places, holder_of, links_handed_on
from .notebooks import Opened, keep, may_write
from .visit import Visit

Place = tuple[float, float]


@dataclass(frozen=True)
class Made:
    """A formulation after something was drawn, and the id of what is new in it (or what it is about)."""

    opened: Opened
    id: str


def join(visit: Visit, opened: Opened, from_id: str, to_id: str, kind: str) -> Made:
    """Draw an arrow of one of the kinds in JOINS between two things that are there.

    Raises NotOnMap, or CannotJoin with what to do instead.
    """
    may_write(opened)
    formulation = opened.formulation
    _must_be_there(formulation, from_id, to_id)
    row = JOINS.get(kind)
    if row is None or from_id == to_id or not row.may_join(from_id, to_id):
        label = row.label.rstrip(":") if row else "this kind of arrow"
        raise CannotJoin(f"These two cannot be joined by “{label}”; choose another kind.")
    change, made = _JOINERS.get(kind, _linked(kind))(formulation, from_id, to_id)
    change = replace(change, why=f"joined {label_of(from_id)} and {label_of(to_id)}")
    return Made(keep(visit, opened, and_places(formulation, change)), made)


def _must_be_there(formulation: Formulation, *some_ids: str) -> None:
    for some_id in some_ids:
        if some_id not in formulation:
            raise NotOnMap(some_id)


Joined = tuple[Change, str]
Joiner = Callable[[Formulation, str, str], Joined]


def _linked(kind: str) -> Joiner:
    def joiner(formulation: Formulation, from_id: str, to_id: str) -> Joined:
        link = mapping.new_link(from_id, to_id, kind)
        return adding(formulation, link), link.id

    return joiner


def _shifts(formulation: Formulation, from_id: str, to_id: str) -> Joined:
    shift = mapping.new_shift(from_id, to_id, "")
    return adding(formulation, shift), shift.id


def _then(formulation: Formulation, from_id: str, to_id: str) -> Joined:
    """The second becomes the step after the first: a step from anywhere, or a phrase."""
    thing = formulation[to_id]
    if isinstance(thing, Phrase):
        return _phrase_as_step(formulation, from_id, thing)
    step = cast(Step, thing)
    revised = _without_step(formulation, {}, step)
    revised = _with_step_after(formulation, revised, from_id, step)
    before = {record_id: formulation.records[record_id] for record_id in revised}
    return Change(before, revised), step.id


def _phrase_as_step(formulation: Formulation, after_id: str, phrase: Phrase) -> Joined:
    step = Step(fresh("step"), phrase.words)
    revised = _with_step_after(formulation, {}, after_id, step)
    before = {record_id: formulation.records[record_id] for record_id in revised}
    change = Change(before, revised)
    return _in_its_stead(formulation, change, phrase.id, step.id), step.id


def _without_step(
    formulation: Formulation, revised: dict[str, Record | None], step: Step
) -> dict[str, Record | None]:
    holder = holder_of(formulation, step.id)
    left = tuple(one for one in holder.steps if one.id != step.id)
    return _with_steps(formulation, revised, holder, left)


def _with_step_after(
    formulation: Formulation, revised: dict[str, Record | None], after_id: str, step: Step
) -> dict[str, Record | None]:
    holder = holder_of(formulation, after_id)
    owner = cast(Procedure, revised.get(_owner(formulation, holder), formulation[holder.id]))
    now = _held_in(owner, holder.id)
    at = [one.id for one in now].index(after_id) + 1
    return _with_steps(formulation, revised, holder, (*now[:at], step, *now[at:]))


def _owner(formulation: Formulation, holder: Procedure | Horn) -> str:
    return formulation.owner_of(holder.id).id


def _held_in(owner: Procedure | Horn, holder_id: str) -> tuple[Step, ...]:
    horns = owner.horns if isinstance(owner, Procedure) else ()
    return next((horn.steps for horn in horns if horn.id == holder_id), owner.steps)


def _with_steps(
    formulation: Formulation,
    revised: Mapping[str, Record | None],
    holder: Procedure | Horn,
    steps: tuple[Step, ...],
) -> dict[str, Record | None]:
    """The procedure with these steps in one of its lines; nothing that points at them lets go."""
    owner_id = _owner(formulation, holder)
    owner = cast(Procedure, revised.get(owner_id) or formulation.records[owner_id])
    if holder.id == owner_id:
        owner = replace(owner, steps=steps)
    else:
        horns = tuple(
            replace(horn, steps=steps) if horn.id == holder.id else horn for horn in owner.horns
        )
        owner = replace(owner, horns=horns)
    return {**revised, owner_id: owner}


def _returns(formulation: Formulation, from_id: str, to_id: str) -> Joined:
    thing = formulation[from_id]
    holder = holder_of(formulation, from_id) if isinstance(thing, Step) else thing
    steps = cast(Procedure | Horn, holder).steps
    if isinstance(thing, Step) and steps[-1].id != thing.id:
        raise CannotJoin("Only the last step comes back; draw this from the last one.")
    if isinstance(holder, Procedure) and holder.horns and not holder.steps:
        raise CannotJoin(
            "Each way of a dilemma comes back by itself; draw this from its last step."
        )
    return changing(formulation, holder.id, returns_to=to_id), from_id


def _starts(formulation: Formulation, from_id: str, to_id: str) -> Joined:
    owner = formulation.owner_of(to_id)
    return changing(formulation, owner.id, starts_at=from_id), owner.id


def _way_out(formulation: Formulation, from_id: str, to_id: str) -> Joined:
    thing = formulation[to_id]
    if isinstance(thing, Exit):
        return changing(formulation, to_id, leaves=from_id), to_id
    phrase = cast(Phrase, thing)
    way_out = replace(mapping.new_exit(phrase.words, from_id, None), whose=phrase.whose)
    change = adding(formulation, way_out)
    return _in_its_stead(formulation, change, phrase.id, way_out.id), way_out.id


def _arrives(formulation: Formulation, from_id: str, to_id: str) -> Joined:
    return changing(formulation, from_id, arrives=to_id), from_id


def _holds(formulation: Formulation, from_id: str, to_id: str) -> Joined:
    state = cast(SelfState, formulation[from_id])
    thing = formulation[to_id]
    poles = (thing.top.id, thing.bottom.id) if isinstance(thing, ReciprocalRole) else (to_id,)
    return changing(formulation, from_id, poles=_each_once(state.poles, poles)), from_id


def _lies_under(formulation: Formulation, from_id: str, to_id: str) -> Joined:
    pain = cast(CorePain, formulation[from_id])
    return changing(formulation, from_id, under=_each_once(pain.under, (to_id,))), from_id


def _each_once(*some: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for ids in some for one in ids))


_JOINERS: Mapping[str, Joiner] = {
    "shifts_to": _shifts,
    "then": _then,
    "way_out": _way_out,
    "returns_to": _returns,
    "starts": _starts,
    "arrives_at": _arrives,
    "holds": _holds,
    "lies_under": _lies_under,
}


def _in_its_stead(formulation: Formulation, change: Change, old_id: str, new_id: str) -> Change:
    """The change, in which the new thing stands where the old one stood and takes its arrows on."""
    change = _in_place_of(formulation, change, old_id, new_id)
    return _handed_over(formulation, change, old_id, new_id)


def join_on_paper(
    visit: Visit,
    opened: Opened,
    drawing_id: str,
    from_id: str,
    *,
    kind: str,
    said: str,
    at: Place | None = None,
) -> Made:
    """Draw an arrow to where nothing is yet, and put there what its kind makes, in these words.

    `at` is the middle of the new thing in drawing units; None: in free space near by.
    Raises NotOnMap, SayAWordFirst, CannotJoin.
    """
    may_write(opened)
    formulation = opened.formulation
    _must_be_there(formulation, from_id)
    row = JOINS.get(kind)
    target = f"{row.makes}:" if row else ""
    if row is None or not row.makes or not row.may_join(from_id, target):
        raise CannotJoin("This arrow needs something at its other end; end it on that.")
    if not tidied(said):
        raise SayAWordFirst
    change, made = _MAKERS[row.makes](formulation, from_id, kind, said)
    if at is not None and drawing_id in formulation:
        grown = change.applied_to(formulation)
        change = change.then(placing(grown, drawing_id, {made: at}))
    change = replace(change, why=f"joined {label_of(from_id)} and new {label_of(made)}")
    return Made(keep(visit, opened, and_places(formulation, change)), made)


Maker = Callable[[Formulation, str, str, str], Joined]


def _new_phrase(formulation: Formulation, from_id: str, kind: str, said: str) -> Joined:
    phrase = mapping.new_phrase(said)
    link = mapping.new_link(from_id, phrase.id, kind)
    return adding(formulation, phrase, link), phrase.id


def _new_state(formulation: Formulation, from_id: str, kind: str, said: str) -> Joined:
    state = mapping.new_state(said)
    return adding(formulation, state, Shift(fresh("shift"), from_id, state.id)), state.id


def _new_exit(formulation: Formulation, from_id: str, kind: str, said: str) -> Joined:
    way_out = mapping.new_exit(said, from_id, None)
    return adding(formulation, way_out), way_out.id


def _new_step(formulation: Formulation, from_id: str, kind: str, said: str) -> Joined:
    """After a step, the next one; from a pole, the first of a new loop."""
    if isinstance(formulation[from_id], Pole):
        loop = mapping.new_loop("trap", "", from_id, (said,), None)
        return adding(formulation, loop), loop.steps[0].id
    step = Step(fresh("step"), tidied(said))
    revised = _with_step_after(formulation, {}, from_id, step)
    before = {record_id: formulation.records[record_id] for record_id in revised}
    return Change(before, revised), step.id


_MAKERS: Mapping[str, Maker] = {
    "phrase": _new_phrase,
    "state": _new_state,
    "exit": _new_exit,
    "step": _new_step,
}


def close_loop(visit: Visit, opened: Opened, step_id: str, to_id: str | None) -> Made:
    """End a loop that was just written step by step: it comes back to a pole, and is drawn round.

    With `to_id` None it stays open. Only this loop's own steps and name find new places.
    Raises NotOnMap, CannotJoin.
    """
    may_write(opened)
    formulation = opened.formulation
    _must_be_there(formulation, step_id)
    if not isinstance(formulation[step_id], Step):
        raise CannotJoin("A loop is closed from its last step.")
    change = Change({}, {})
    if to_id is not None:
        _must_be_there(formulation, to_id)
        if not JOINS["returns_to"].may_join(step_id, to_id):
            raise CannotJoin("A loop comes back to a pole or a core pain.")
        change, _ = _returns(formulation, step_id, to_id)
    owner = formulation.owner_of(step_id)
    grown = change.applied_to(formulation)
    change = change.then(_drawn_round(grown, cast(Procedure, grown.records[owner.id])))
    return Made(keep(visit, opened, replace(change, why="closed procedure")), owner.id)


def _drawn_round(formulation: Formulation, loop: Procedure) -> Change:
    """New places, in every drawing that shows it, for a loop as a whole; nothing else moves."""
    ids = {loop.id, *(part.id for part in loop.parts())}
    change = Change({}, {})
    for drawing in formulation.every(Drawing):
        placed = ids & places_in(formulation, drawing.id).keys()
        bare = formulation.revised({placement_id(drawing.id, one): None for one in placed})
        found = places_for(bare, drawing.id)
        places = {one: found[one] for one in placed if one in found}
        if places:
            change = change.then(placing(formulation, drawing.id, places))
    return change


def pair(visit: Visit, opened: Opened, top_id: str, bottom_id: str) -> Made:
    """Two phrases become the two poles of one role, where the second stood; their arrows go with them.

    Either may be an empty pole of a role that is there already: then the phrase fills it.
    Raises NotOnMap, CannotJoin.
    """
    may_write(opened)
    formulation = opened.formulation
    _must_be_there(formulation, top_id, bottom_id)
    top, bottom = formulation[top_id], formulation[bottom_id]
    if isinstance(top, Phrase) and isinstance(bottom, Pole):
        return _fill(visit, opened, top, bottom)
    if isinstance(top, Pole) and isinstance(bottom, Phrase):
        return _fill(visit, opened, bottom, top)
    if not (isinstance(top, Phrase) and isinstance(bottom, Phrase)) or top_id == bottom_id:
        raise CannotJoin("Two phrases make a pair; turn this into a phrase first.")
    role = mapping.new_role(top.words, bottom.words)
    role = replace(
        role,
        top=replace(role.top, whose=top.whose),
        bottom=replace(role.bottom, whose=bottom.whose),
    )
    change = _in_place_of(formulation, adding(formulation, role), bottom_id, role.id)
    for old_id, new_id in ((top_id, role.top.id), (bottom_id, role.bottom.id)):
        change = _handed_over(formulation, change, old_id, new_id)
    change = replace(change, why="made a pair of two phrases")
    return Made(keep(visit, opened, and_places(formulation, change)), role.id)


def _fill(visit: Visit, opened: Opened, phrase: Phrase, pole: Pole) -> Made:
    if pole.words:
        raise CannotJoin("This pole has words already; change them there, or pair two phrases.")
    formulation = opened.formulation
    change = changing(formulation, pole.id, words=phrase.words, whose=phrase.whose)
    change = _handed_over(formulation, change, phrase.id, pole.id)
    change = replace(change, why="gave a pole its words")
    return Made(keep(visit, opened, change), pole.id)


def _in_place_of(formulation: Formulation, change: Change, old_id: str, new_id: str) -> Change:
    grown = change.applied_to(formulation)
    for drawing in grown.every(Drawing):
        place = places_in(grown, drawing.id).get(old_id)
        if place:
            step = placing(grown, drawing.id, {new_id: place})
            change, grown = change.then(step), step.applied_to(grown)
    return change


def _handed_over(formulation: Formulation, change: Change, old_id: str, new_id: str) -> Change:
    grown = change.applied_to(formulation)
    handed_on = links_handed_on(grown, old_id, new_id)
    grown = handed_on.applied_to(grown)
    return change.then(handed_on).then(removing(grown, old_id))


def turn(visit: Visit, opened: Opened, some_id: str, kind: str) -> Made:
    """Make something else of what is there, standing where it stood, arrows and all; and back again.

    A role taken back to words becomes a phrase for each pole that has any; a step leaves its loop.
    Raises NotOnMap, CannotJoin, SayAWordFirst.
    """
    may_write(opened)
    _must_be_there(opened.formulation, some_id)
    thing = opened.formulation[some_id]
    if isinstance(thing, Pole):
        thing = opened.formulation.owner_of(some_id)
    if kind == "phrase" and isinstance(thing, ReciprocalRole):
        return _taken_apart(visit, opened, thing)
    if kind == "phrase" and isinstance(thing, Step):
        return _stepped_out(visit, opened, thing)
    if not isinstance(thing, _TURNABLE):
        raise CannotJoin("Turn this back into a phrase first, then into something else.")
    if isinstance(thing, Procedure) and any(True for _ in thing.parts()):
        raise CannotJoin("This loop has steps; turn its steps into phrases first, or remove them.")
    loosened = _typed_arrows_as_links(opened.formulation, thing)
    eased = replace(opened, formulation=loosened.applied_to(opened.formulation))
    now, new_id = mapping.turned_into(eased, thing.id, kind)
    change = loosened.then(now)
    return Made(keep(visit, opened, replace(change, why=now.why)), new_id)


_TURNABLE = tuple(
    record for record in Record.__args__ if hasattr(record, "words") or hasattr(record, "name")
)


def _typed_arrows_as_links(formulation: Formulation, thing: Record) -> Change:
    """Shifts of a state, and where a way out leaves and arrives, as plain links, so that none is lost."""
    links = []
    if isinstance(thing, SelfState):
        for shift in formulation.every(Shift):
            if thing.id in (shift.from_state, shift.to_state):
                ends = (shift.from_state, shift.to_state)
                links.append(mapping.new_link(*ends, "leads_to", shift.trigger))
    if isinstance(thing, Exit):
        if thing.leaves:
            links.append(mapping.new_link(thing.leaves, thing.id, "leads_to"))
        if thing.arrives:
            links.append(mapping.new_link(thing.id, thing.arrives, "leads_to"))
    return adding(formulation, *links)


def _taken_apart(visit: Visit, opened: Opened, role: ReciprocalRole) -> Made:
    """A phrase for each pole that has words, one above the other where the role stood."""
    formulation = opened.formulation
    said = [pole for pole in (role.top, role.bottom) if pole.words]
    if not said:
        raise SayAWordFirst
    phrases = {pole.id: mapping.new_phrase(pole.words, pole.whose) for pole in said}
    change = adding(formulation, *phrases.values())
    for pole in said:
        grown = change.applied_to(formulation)
        change = change.then(links_handed_on(grown, pole.id, phrases[pole.id].id))
    first = phrases[said[0].id].id
    grown = change.applied_to(formulation)
    change = change.then(links_handed_on(grown, role.id, first))
    for drawing in formulation.every(Drawing):
        place = places_in(formulation, drawing.id).get(role.id)
        if place:
            spots = {
                phrases[pole.id].id: (place[0], place[1] + (-30.0 if pole is role.top else 30.0))
                for pole in said
            }
            change = change.then(placing(change.applied_to(formulation), drawing.id, spots))
    change = change.then(removing(change.applied_to(formulation), role.id))
    change = replace(change, why="turned reciprocal role into phrases")
    return Made(keep(visit, opened, and_places(formulation, change)), first)


def _stepped_out(visit: Visit, opened: Opened, step: Step) -> Made:
    formulation = opened.formulation
    phrase = mapping.new_phrase(step.words)
    change = _in_its_stead(formulation, adding(formulation, phrase), step.id, phrase.id)
    change = replace(change, why="turned step into phrase")
    return Made(keep(visit, opened, and_places(formulation, change)), phrase.id)


def hold(
    visit: Visit,
    opened: Opened,
    drawing_id: str,
    role_id: str,
    *,
    into: str | None,
    out_of: str | None,
    at: Place | None = None,
) -> Made:
    """Move a role into a state, out of one, or from one to another; both its poles go along.

    Taken out, it stands by itself at `at` in that drawing. Raises NotOnMap.
    """
    may_write(opened)
    formulation = opened.formulation
    role = formulation.owner_of(role_id)
    _must_be_there(formulation, *(one for one in (into, out_of) if one))
    if not isinstance(role, ReciprocalRole):
        raise CannotJoin("A state holds roles; this is none.")
    poles = (role.top.id, role.bottom.id)
    change = Change({}, {})
    if out_of and out_of != into:
        left = tuple(one for one in _state(formulation, out_of).poles if one not in poles)
        change = change.then(changing(formulation, out_of, poles=left))
    if into and into != out_of:
        held = _each_once(_state(formulation, into).poles, poles)
        change = change.then(changing(formulation, into, poles=held))
    if into is None and at is not None:
        change = change.then(placing(formulation, drawing_id, {role.id: at}))
    why = "dropped reciprocal role in a state" if into else "took reciprocal role out of a state"
    return Made(keep(visit, opened, replace(change, why=why)), role.id)


def _state(formulation: Formulation, state_id: str) -> SelfState:
    state = formulation[state_id]
    if not isinstance(state, SelfState):
        raise CannotJoin("Only a state holds roles.")
    return state
