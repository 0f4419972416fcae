"""Practising: one exercise at a time, on a desk where nothing is kept unless somebody says so."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from formulation.analysis.exercises import KINDS, Answered, Exercise, answered, exercises_from
from formulation.domain.changes import Change
from formulation.domain.errors import Fault, FormulationError, NotUnderstood
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.kinds import DRAWING_KINDS, PROCEDURE_KINDS
from formulation.domain.records import (
    Cover,
    Drawing,
    Exit,
    Hypothesis,
    Procedure,
    Pull,
    ReciprocalRole,
    Record,
)
from formulation.domain.verbs import removing
from formulation.store import library
from formulation.store.desk import DESK_IDS, WithADesk, is_on_the_desk
from formulation.store.exercises import Written, written

from .comparing_maps import likeness
from .ids import fresh_formulation_id
from .notebooks import Opened, as_opened, keep, standing_still
from .pulling import place_pull
from .sketching import sketched
from .visit import Visit

FROM_NOTHING: Final = "from_nothing"
BY_HAND: Final = "written"
"""The key under which exercises written by hand are offered."""

AT_ONCE: Final = 4
"""How many pulls are placed on one drawing."""


class NoDesk(FormulationError):
    """Practice was asked for where there is no desk to practise on."""

    def __init__(self) -> None:
        super().__init__("There is no practice desk here.")


# What there is to practise


@cache
def exercises(key: str, kind: str) -> tuple[Exercise, ...]:
    """The exercises of one kind that an example offers, or those written by hand. Raises NotInLibrary."""
    if key == BY_HAND:
        return tuple(_by_hand(one) for one in written() if one.kind == kind)
    return exercises_from(_standing(key), kind)


def examples_with(kind: str) -> list[str]:
    """Where there is an exercise of this kind: written by hand first, then the examples, by key."""
    every = [one.key for one in library.examples()]
    if kind == FROM_NOTHING:
        return every
    return [key for key in (BY_HAND, *every) if _offers(key, kind)]


@cache
def _offers(key: str, kind: str) -> bool:
    """Whether there is an exercise of a kind there; asked of many at once, so nothing is laid out for it."""
    if key == BY_HAND:
        return any(one.kind == kind for one in written())
    return bool(exercises_from(library.example(key).formulation, kind))


def label_of(kind: str) -> str:
    """What a kind of exercise is called."""
    return "A map from nothing" if kind == FROM_NOTHING else KINDS[kind].label


def title_of(key: str) -> str:
    """What an example is called."""
    return (
        "Written for practice" if key == BY_HAND else library.example(key).formulation.cover.title
    )


def vignette_of(key: str) -> str:
    """An example's story, to be mapped before its map is seen."""
    return library.example(key).formulation.cover.vignette


def answered_to(exercise: Exercise, answer: str) -> Answered:
    """What is said to an answer."""
    return answered(exercise, answer, likeness())


@cache
def _standing(key: str) -> Formulation:
    """An example with everything where it stands, so that nothing moves when a part is taken away."""
    given = library.example(key).formulation
    return standing_still(given).applied_to(given)


# Exercises written by hand


def _by_hand(one: Written) -> Exercise:
    """An exercise as it is written. Raises NotUnderstood where its place is not on its sketch."""
    made = _on_an_example(one) if one.example else _on_a_sketch(one)
    return replace(made, asks=one.asks, then=one.then, story=one.story)


def _on_an_example(one: Written) -> Exercise:
    made = next((each for each in exercises(one.example, one.kind) if each.place == one.at), None)
    if made is None:
        raise _not_there(one)
    on = made.on
    if one.moved_to:
        way_out = on[one.at]
        if not isinstance(way_out, Exit):
            raise _not_there(one)
        on = on.revised({one.at: replace(way_out, arrives=one.moved_to)})
    on = Formulation(f"written/{one.id}", on.records)
    return replace(made, on=on, one_way=one.good[0], ways=one.good[1:])


def _on_a_sketch(one: Written) -> Exercise:
    on = _drawn(one)
    role, loop = _role_at(on, one.at), _loop_at(on, one.at)
    poles = {pole.words: pole.id for each in on.every(ReciprocalRole) for pole in each.parts()}
    made = Exercise(one.kind, one.at, one.asks, on, (), one.good[0], one.good[1:])
    if one.kind == "missing_pole" and role:
        end = "top" if role.top.words == one.at else "bottom"
        gone = getattr(role, end)
        bare = replace(role, **{end: replace(gone, words="")})
        return replace(made, place=gone.id, on=_with(on, bare))
    if one.kind == "doing_words" and role:
        return replace(made, place=poles[one.at])
    if one.kind == "which_kind" and loop and loop.starts_at:
        # The story tells how it goes; a drawing of it would say its kind.
        untold = removing(on, loop.id).applied_to(on)
        return replace(made, place=loop.starts_at, on=untold, choices=tuple(PROCEDURE_KINDS))
    if one.kind in ("open_loop", "forbidding_voice") and (loop or role):
        ways = [poles[said] for said in one.good if said in poles]
        if ways:
            place = loop.id if loop else poles[one.at]
            on = _with(on, replace(loop, returns_to=None)) if loop else on
            return replace(made, place=place, on=on, choices=tuple(poles.values()), one_way=ways[0],
                           ways=tuple(ways[1:]))  # fmt: skip
    if one.kind == "rival" and role:
        return replace(made, place=poles[one.at])
    raise _not_there(one)


def _drawn(one: Written) -> Formulation:
    said = sketched(one.sketch)
    drawing = Drawing("drawing:map", "role_map", "Role map")
    cover = Cover(COVER, title=one.id, pseudonym="somebody", vignette=one.story, fictional=True)
    drawn = Formulation(f"written/{one.id}", {**said.records, COVER: cover, drawing.id: drawing})
    return standing_still(drawn).applied_to(drawn)


def _role_at(on: Formulation, words: str) -> ReciprocalRole | None:
    roles = on.every(ReciprocalRole)
    return next((one for one in roles if words in (one.top.words, one.bottom.words)), None)


def _loop_at(on: Formulation, words: str) -> Procedure | None:
    loops = on.every(Procedure)
    return next(
        (one for one in loops if words in (one.name, *(step.words for step in one.all_steps()))),
        None,
    )


def _with(on: Formulation, record: Record) -> Formulation:
    return on.revised({record.id: record})


def _not_there(one: Written) -> NotUnderstood:
    return NotUnderstood(
        [Fault(one.id, f"“{one.at}” is not where this kind of exercise needs it.")]
    )


# The desk


_SECRET: Final = secrets.token_bytes(32)
"""Nobody outside this process can tell what somebody's desk is called."""


def desk_id(name: str) -> str:
    """The id of something on the desk; nothing can be read from it, and nobody can guess it."""
    return f"{DESK_IDS}{hmac.new(_SECRET, name.encode(), 'sha256').hexdigest()[:40]}"


def laid_out(visit: Visit, name: str, formulation: Formulation) -> Opened:
    """Lay a formulation on the desk under a name, or give what lies there. Raises NoDesk."""
    on_the_desk = Formulation(desk_id(name), formulation.records)
    return as_opened(_desk(visit).laid_out(on_the_desk, by=visit.member_id))


def exercise_laid_out(visit: Visit, exercise: Exercise, *, answered_now: bool = False) -> Opened:
    """The drawing of an exercise, with what is missing missing until it was answered. Raises NoDesk."""
    if answered_now and exercise.whole is not None:
        return laid_out(visit, f"{exercise.id}/whole", exercise.whole)
    return laid_out(visit, exercise.id, exercise.on)


def clear(visit: Visit, opened: Opened, name: str) -> None:
    """Clear the desk of what lay there under a name; not a word of it is left. Raises NoDesk.

    What is begun under that name from now on is another thing, so that no window takes it for the first.
    """
    desk = _desk(visit).desk
    desk.clear(opened.id)
    desk.turn_over(desk_id(name))


def _turned(visit: Visit, name: str) -> str:
    """The name of what lies on the desk now, after all that was cleared away under it. Raises NoDesk."""
    return f"{name}/{_desk(visit).desk.turn(desk_id(name))}"


def _desk(visit: Visit) -> WithADesk:
    if not isinstance(visit.shelf, WithADesk):
        raise NoDesk
    return visit.shelf


# Pulls, all at once


@cache
def pulls_of(key: str) -> tuple[Exercise, ...]:
    """Up to four pulls of an example, none of them placed; those that it leaves off the map among them."""
    whole = _standing(key)
    told = [one for one in whole.every(Pull) if one.feeling or one.urge][:AT_ONCE]
    bare = {
        one.id: replace(one, invited_to=None, other_at=None, kind="unplaced")
        for one in whole.every(Pull)
    }
    on = whole.revised(bare)
    poles = tuple(pole.id for role in on.every(ReciprocalRole) for pole in role.parts())
    return tuple(
        Exercise("place_pull", one.id, _noticed(one), on, poles, one.invited_to or "")
        for one in told
    )


def _noticed(one: Pull) -> str:
    felt = "; ".join(filter(None, (one.feeling, one.urge)))
    return f"{one.felt_by or 'A helper'}: {felt}"


def pulls_laid_out(visit: Visit, whose: str, key: str) -> Opened:
    """An example's drawing on somebody's own desk, its pulls waiting to be placed. Raises NoDesk."""
    return laid_out(visit, _turned(visit, f"{whose}/{key}/pulls"), pulls_of(key)[0].on)


def pulls_taken_up(visit: Visit, whose: str, key: str, opened: Opened) -> None:
    """Take every pull off the drawing, to begin again. Raises NoDesk."""
    clear(visit, opened, f"{whose}/{key}/pulls")


def place(visit: Visit, opened: Opened, pull_id: str, pole_id: str | None) -> Opened:
    """Place a pull on the desk at a pole, or take it off again. Raises as `place_pull` does, and NoDesk."""
    if not is_on_the_desk(opened.id):
        raise NoDesk
    return place_pull(visit, opened, pull_id, pole_id)


def told_of_pulls(key: str, opened: Opened) -> Iterator[tuple[Exercise, Answered]]:
    """Each pull with what may be wondered about where it was placed, or left off the map (then no place)."""
    for one in pulls_of(key):
        placed = getattr(opened.formulation.get(one.place), "invited_to", None)
        yield one, _told_of(one, placed)


def _told_of(one: Exercise, placed: str | None) -> Answered:
    if placed and one.one_way:
        return answered_to(one, placed)
    if placed:
        asks = "What did you see that puts it there? Might some of it be the helper’s own?"
        return Answered("The example leaves this one off the map.", asks, placed, False)
    if one.one_way:
        asks = "Which pole comes nearest, and what keeps you from putting it there?"
        return Answered("Not on the map yet is a good answer.", asks, "", False)
    asks = "Which role might be missing from the drawing?"
    return Answered("You both left this one off the map.", asks, "", True)


# A rival that nobody can tell from the first


def unsigned(exercise: Exercise, answer: str) -> tuple[str, str]:
    """The hypothesis and its rival in an order that says nothing of whose is whose; the same each time."""
    first = exercise.on.get(exercise.place)
    words = (
        first.words if isinstance(first, Hypothesis) else exercise.asks.split("”")[0].lstrip("“")
    )
    pair = (words, answer.strip())
    turned = hashlib.sha256("".join(sorted(pair)).encode()).digest()[0] % 2
    return (pair[1], pair[0]) if turned else pair


# A map from nothing


def begun_from_nothing(visit: Visit, whose: str, key: str) -> Opened:
    """Somebody's own drawing for an example's story, empty at first. Raises NoDesk, NotInLibrary."""
    theirs = library.example(key).formulation.cover
    cover = Cover(
        COVER, title=f"{theirs.pseudonym}: my practice map", pseudonym=theirs.pseudonym, setting=theirs.setting,
        vignette=theirs.vignette, emblem=theirs.emblem, colour=theirs.colour, fictional=True, practice=key,
    )  # fmt: skip
    drawings = [
        Drawing(f"drawing:{kind.name}", kind.name, kind.label) for kind in DRAWING_KINDS.values()
    ]
    records: list[Record] = [cover, *drawings]
    return laid_out(
        visit, _turned(visit, f"{whose}/{key}"), Formulation("f-", {one.id: one for one in records})
    )


def clear_from_nothing(visit: Visit, whose: str, key: str, opened: Opened) -> None:
    """Clear somebody's desk of their drawing for a story. Raises NoDesk."""
    clear(visit, opened, f"{whose}/{key}")


def is_blank(opened: Opened) -> bool:
    """Whether nothing has been drawn yet."""
    return all(isinstance(one, Cover | Drawing) for one in opened.formulation.records.values())


def sketch_onto(visit: Visit, opened: Opened, sketch: str) -> Opened:
    """Put typed lines on an empty drawing. Raises NotUnderstood where there are none, and NoDesk."""
    if not is_on_the_desk(opened.id):
        raise NoDesk
    drawn = sketched(sketch).records
    if not drawn or not is_blank(opened):
        raise NotUnderstood([Fault("", "Type a line or two first; it goes onto an empty drawing.")])
    change = Change(dict.fromkeys(drawn), dict(drawn), why="sketched")
    return keep(visit, opened, change)


def kept_in_the_notebook(visit: Visit, opened: Opened) -> Opened:
    """Put a practice map from the desk into the notebook, marked as one. Raises as beginning does."""
    standing = standing_still(opened.formulation).applied_to(opened.formulation)
    kept = Formulation(fresh_formulation_id(), standing.records)
    return as_opened(visit.shelf.begin(kept, by=visit.member_id))


def practice_maps(visit: Visit) -> dict[str, str]:
    """The practice maps in the notebook, by id, with their titles, the latest first."""
    return {
        one.id: one.cover.title
        for one in visit.shelf.spines()
        if one.cover.practice and not one.trouble
    }
