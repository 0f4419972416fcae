"""Every field of every record can be filled in and is found again, as the records themselves list them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, fields
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    RECORD_KINDS,
    Addendum,
    Horn,
    Placement,
    Pole,
    Procedure,
    ReciprocalRole,
    Step,
    SupervisionNote,
)
from formulation.ui.forms import DRAWN_ELSEWHERE, LINES, ROWS
from formulation.ui.naming import namer, things_to_point_at
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from ..examples import (
    BETHAN,
    CRITICISED,
    CRITICISING,
    KEEP_QUIET,
    MARCH_NOTE,
    MENDING,
    MY_FAULT,
    SNAPS_OFF,
    TIDYING,
)
from .screen import PATIENCE, Screen

HELD_IN_OTHER_WAYS = frozenset(
    {
        "id",
        "top",
        "bottom",
        "steps",
        "horns",
        "replies",
        "standing",
        "signed_on",
        "shape",
        "phases",
        "let_stand",
        "signed_version",
        "signed_seal",
        "story",
    }
)
"""Ids stay; parts have forms of their own; a note is signed with a button."""

KINDS = [
    *(row.record for row in RECORD_KINDS.values() if row.record is not Placement),
    Pole,
    Step,
    Horn,
]
"""Everything but places on a drawing, which are moved and not filled in."""


def _page(open_id: str, some_id: str, names: tuple[str, ...]) -> None:
    from formulation.ui import gate
    from formulation.ui.forms import record_form

    visit = gate.require_member()
    record_form(visit, gate.require_formulation(visit), some_id, only=names)


def form_of(some_id: str, *names: str, open_id: str = BETHAN.id) -> Screen:
    """A page with nothing on it but the form of one record."""
    app = AppTest.from_function(_page, default_timeout=PATIENCE, args=(open_id, some_id, names))
    app.query_params["open"] = open_id
    return Screen(app).run()


def an_example_of(kind: Any) -> Any:
    """The first of a kind in Bethan's formulation; of notes, one that is not signed."""
    if kind is Pole:
        return CRITICISED
    if kind is Step:
        return MY_FAULT
    return KEEP_QUIET if kind is Horn else BETHAN.every(kind)[0]


def label_of_field(one: Field[Any]) -> str:
    """What a field is called on a page."""
    said = one.metadata.get("label") or one.name.replace("_", " ")
    return str(said[:1].upper() + said[1:])


def something_else(formulation: Formulation, thing: Any, one: Field[Any]) -> tuple[Any, Any]:
    """What to put into a field, and what the record should then hold; other than it holds now."""
    now, told = getattr(thing, one.name), one.metadata
    if "points_at" in told:
        offered = reversed(things_to_point_at(formulation, told["points_at"]))
        new = next((some_id for some_id in offered if some_id not in (now, thing.id)), None)
        return ([new], (new,)) if told["many"] else (new, new)
    if isinstance(now, tuple):
        return "first line\n\n second line ", ("first line", "second line")
    new = _another_value(now, told)
    return f" {new} " if told.get("limit") else new, new


def _another_value(now: Any, told: Mapping[str, Any]) -> Any:
    if "one_of" in told:
        return next(name for name in reversed(told["one_of"]) if name != now)
    if told.get("day"):
        return "2031-05-06"
    if isinstance(now, bool):
        return not now
    return 7 if "within" in told else "other words"


@pytest.fixture
def held(me: Visit, bethan: Formulation) -> Callable[[str], Any]:
    """What the shelf holds of something now."""
    return lambda some_id: open_formulation(me, bethan.id).formulation[some_id]


def unsigned(me: Visit) -> None:
    """Take the signature off Bethan's note, which only a test can."""
    from dataclasses import replace

    from formulation.domain.changes import Change

    draft = replace(MARCH_NOTE, standing="draft")
    change = Change({MARCH_NOTE.id: MARCH_NOTE}, {MARCH_NOTE.id: draft})
    me.shelf.put_back(BETHAN.id, change, onto=1, by="me")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_is_filled_in_and_found_again(
    kind: Any, me: Visit, bethan: Formulation, held: Callable[[str], Any]
) -> None:
    if kind is SupervisionNote:
        unsigned(me)
    thing = an_example_of(kind)
    wanted = [one for one in fields(kind) if one.name not in HELD_IN_OTHER_WAYS]
    screen = form_of(thing.id, *(one.name for one in wanted))
    for one in wanted:
        if one.name == "held":
            _fill_held(screen, held, thing)
        elif one.name in ROWS:
            _fill_a_row(screen, held, thing, one)
        else:
            _fill(screen, held, thing, one)
    assert screen.warnings() == ""
    again = form_of(thing.id, *(one.name for one in wanted))
    assert again.warnings() == ""


def _fill(screen: Screen, held: Callable[[str], Any], thing: Any, one: Field[Any]) -> None:
    typed, expected = something_else(BETHAN, thing, one)
    label = label_of_field(one)
    lines = isinstance(getattr(thing, one.name), tuple) and "points_at" not in one.metadata
    screen.fill(f"{label}{LINES}" if lines else label, typed)
    assert getattr(held(thing.id), one.name) == expected


def _fill_held(screen: Screen, held: Callable[[str], Any], thing: Any) -> None:
    for inner in fields(thing.held):
        typed, expected = something_else(BETHAN, thing.held, inner)
        screen.fill(label_of_field(inner), typed)
        assert getattr(held(thing.id).held, inner.name) == expected


def _fill_a_row(screen: Screen, held: Callable[[str], Any], thing: Any, one: Field[Any]) -> None:
    before = getattr(thing, one.name)
    empty = ROWS[one.name]()
    for inner in reversed(fields(empty)):
        typed, _ = something_else(BETHAN, empty, inner)
        screen.fill_in_row(one.name, len(before), inner.name, typed)
    after = getattr(held(thing.id), one.name)
    assert after[:-1] == before
    for inner in fields(empty):
        assert getattr(after[-1], inner.name) == something_else(BETHAN, empty, inner)[1]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_form_leaves_no_field_out(kind: Any, bethan: Formulation) -> None:
    thing = an_example_of(kind)
    screen = form_of(thing.id)
    shown = [one for one in fields(kind) if one.name not in DRAWN_ELSEWHERE]
    for one in shown:
        assert label_of_field(one) in screen.said
    if "held" in {one.name for one in fields(kind)}:
        assert "How it is held, and who may see it" in screen.said


def test_ten_thousand_characters_in_a_pole_are_refused_in_words_and_stay_typed(
    bethan: Formulation, held: Callable[[str], Any]
) -> None:
    screen = form_of(CRITICISED.id)
    screen.fill("Words", "a" * 10_000)
    assert "there is room for 600" in screen.warnings()
    assert "What you typed is still here" in screen.warnings()
    assert CRITICISED.id not in screen.warnings()
    assert screen.field("Words").value == "a" * 10_000
    assert held(CRITICISED.id) == CRITICISED
    screen.fill("Words", "found out")
    assert screen.warnings() == ""
    assert held(CRITICISED.id).words == "found out"


def test_what_was_refused_is_still_typed_in_when_its_field_comes_back(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id, CRITICISED.id)
    screen.fill("Bottom pole: words", "b" * 10_000)
    screen.press("Close").select(CRITICISED.id)
    assert "there is room for 600" in screen.warnings()
    assert screen.field("Bottom pole: words").value == "b" * 10_000


def test_empty_words_are_kept_as_a_question(
    bethan: Formulation, held: Callable[[str], Any]
) -> None:
    form_of(CRITICISED.id).fill("Words", "   ")
    assert held(CRITICISED.id).words == ""


def test_what_a_field_points_at_can_be_let_go_again(
    bethan: Formulation, held: Callable[[str], Any]
) -> None:
    screen = form_of(MENDING.id, "starts_at", "serves")
    screen.fill("Starts at", None)
    assert held(MENDING.id).starts_at is None
    screen.fill("Starts at", CRITICISING.id)
    assert held(MENDING.id).starts_at == CRITICISING.id
    screen.fill("Problems it keeps going", [])
    assert held(MENDING.id).serves == ()


def test_a_number_and_a_date_can_be_taken_away_again(
    me: Visit, bethan: Formulation, held: Callable[[str], Any]
) -> None:
    unsigned(me)
    screen = form_of(MARCH_NOTE.id, "minutes", "date")
    screen.fill("Minutes", None).fill("Date", None)
    assert (held(MARCH_NOTE.id).minutes, held(MARCH_NOTE.id).date) == (None, "")
    pull = form_of(TIDYING.id, "strength").fill("Strength", None)
    assert held(TIDYING.id).strength is None
    assert pull.field("Strength").value is None
    pull.fill("Strength", 0)
    assert held(TIDYING.id).strength == 0


def test_the_choice_made_first_in_a_new_row_is_kept_with_its_words(
    bethan: Formulation, held: Callable[[str], Any]
) -> None:
    role = BETHAN.every(ReciprocalRole)[1]
    screen = form_of(role.id, "seen")
    screen.fill("Direction (new)", "self_to_self")
    assert held(role.id).seen == ()
    screen.fill("Example (new)", "The list she reads over")
    assert [(one.direction, one.example) for one in held(role.id).seen] == [
        ("self_to_self", "The list she reads over")
    ]


def test_a_row_left_empty_goes_and_the_others_move_up(
    bethan: Formulation, held: Callable[[str], Any]
) -> None:
    role = BETHAN.every(ReciprocalRole)[0]
    _, second = role.seen
    screen = form_of(role.id, "seen")
    screen.fill("Example", "")
    assert held(role.id).seen == (second,)
    assert screen.field("Example").value == second.example
    assert screen.field("Example (new)").value == ""
    screen.fill("Example (new)", "at work")
    assert [one.example for one in held(role.id).seen] == [second.example, "at work"]


def test_a_refused_row_is_saved_with_the_next_that_fits(
    bethan: Formulation, held: Callable[[str], Any]
) -> None:
    role = BETHAN.every(ReciprocalRole)[1]
    screen = form_of(role.id, "seen")
    screen.fill("Example (new)", "x" * 10_000)
    assert "there is room for 600" in screen.warnings()
    screen.fill("Direction", "between_staff")
    assert "there is room for 600" in screen.warnings()
    assert held(role.id).seen == ()
    screen.fill("Example", "in the corridor")
    assert [(one.direction, one.example) for one in held(role.id).seen] == [
        ("between_staff", "in the corridor")
    ]


def test_an_addendum_is_dated_today_without_being_asked(
    bethan: Formulation, held: Callable[[str], Any]
) -> None:
    import datetime

    screen = form_of(MARCH_NOTE.id, "addenda")
    assert held(MARCH_NOTE.id).addenda == MARCH_NOTE.addenda
    screen.fill("Words (new)", "One chair was left crooked.")
    today = datetime.date.today().isoformat()
    assert held(MARCH_NOTE.id).addenda[-1] == Addendum(today, "One chair was left crooked.")


def test_a_list_offers_two_of_the_same_words_as_two(
    placed: Callable[..., Formulation], me: Visit
) -> None:
    same = ReciprocalRole(
        "role:b-same", Pole("pole:b-same-top", CRITICISING.words), Pole("pole:b-same-bottom", "?")
    )
    formulation = placed(same)
    poles = things_to_point_at(formulation, ("pole",))
    name = namer(formulation, poles)
    assert len({name(one) for one in poles}) == len(poles)
    assert "opposite “criticised, found out”" in name(CRITICISING.id)
    for pole_id in (CRITICISING.id, same.top.id):
        form_of(MENDING.id, "starts_at").fill("Starts at", pole_id)
        now = open_formulation(me, formulation.id).formulation[MENDING.id]
        assert isinstance(now, Procedure)
        assert now.starts_at == pole_id


def test_a_list_keeps_its_choice_when_the_words_of_what_is_chosen_change(
    other: Visit, bethan: Formulation, held: Callable[[str], Any]
) -> None:
    from formulation.workflows import mapping

    screen = form_of(SNAPS_OFF.id, "from_state", "trigger")
    now = open_formulation(other, bethan.id)
    assert SNAPS_OFF.from_state is not None
    mapping.reword(other, now, SNAPS_OFF.from_state, "Always on watch")
    screen.fill("Trigger", "a third")
    assert screen.field("From").value == SNAPS_OFF.from_state
    assert "Always on watch" in " ".join(screen.field("From").options)
    assert held(SNAPS_OFF.id).from_state == SNAPS_OFF.from_state
