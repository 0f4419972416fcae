"""The Pulls page: on the map, over time, drawn apart, on nobody's map; and pulls in a note."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Pull, ReciprocalRole
from formulation.render.views import view_from
from formulation.ui import remembered
from formulation.workflows.notebooks import begin_blank, open_formulation
from formulation.workflows.visit import Visit

from ..examples import (
    ASKED,
    ASKING,
    BETHAN,
    CRITICAL,
    CRITICISED,
    CRITICISING,
    KIND,
    MARCH_NOTE,
    MENDING,
    TIDYING,
)
from .screen import Screen
from .test_record_form import label_of_field

TODAY = datetime.date.today().isoformat()
LOST = replace(
    TIDYING, id="pull:b-lost", felt_by="second counsellor", urge="Hurry her", invited_to=None,
    other_at=None, kind="unplaced", acted_on="resisted", stage="in_reach",
)  # fmt: skip
OTHER = replace(
    TIDYING, id="pull:b-other", felt_by="second counsellor", invited_to=CRITICISING.id,
    other_at=CRITICISED.id, urge="Check the work",
)  # fmt: skip


@pytest.fixture
def now(me: Visit, bethan: Formulation) -> Callable[[], Formulation]:
    """What the shelf holds now."""
    return lambda: open_formulation(me, bethan.id).formulation


def newest(formulation: Formulation, kind: Any) -> Any:
    return next(one for one in formulation.every(kind) if one.id not in BETHAN)


def test_with_no_pulls_yet_the_page_says_how_to_note_one(
    show: Callable[..., Screen], me: Visit
) -> None:
    screen = show("pulls", begin_blank(me, "Bethan").id)
    assert "takes less than a minute" in screen.said


def test_pulls_are_read_beside_the_map_and_at_the_pole_that_is_touched(
    show: Callable[..., Screen], placed: Callable[..., Formulation]
) -> None:
    placed(OTHER, LOST)
    screen = show("pulls", BETHAN.id)
    assert screen.given()[0]["pulls"] is True
    for words in ("Tidy the room", "Check the work", "Hurry her"):
        assert f"Wanted to: {words}" in screen.said
    screen.drawing_did("touched", {"id": CRITICISING.id, "n": 1})
    assert "Wanted to: Check the work" in screen.said
    assert "Wanted to: Tidy the room" not in screen.said
    screen.drawing_did("touched", {"id": CRITICAL.id, "n": 2})
    assert "Wanted to: Tidy the room" in screen.said
    assert "Wanted to: Hurry her" not in screen.said
    screen.drawing_did("touched", {"id": KIND.id, "n": 3})
    assert "Nobody has felt drawn here yet." in screen.said
    screen.press("Show all")
    assert "Wanted to: Hurry her" in screen.said


def test_over_time_stands_by_pole_and_stage_with_what_was_done_in_words(
    show: Callable[..., Screen], placed: Callable[..., Formulation]
) -> None:
    placed(LOST)
    page = show("pulls", BETHAN.id).html()
    assert "by stage of the pathway" in page
    for heading in ("in-reach", "community", "move-on", CRITICISED.words, "not on the map yet"):
        assert f">{heading}</th>" in page
    assert "fn-dot-enacted" in page
    assert "fn-dot-resisted" in page
    assert ", resisted</span>" in page


def test_a_split_is_a_finding_that_names_nobody(
    show: Callable[..., Screen], placed: Callable[..., Formulation]
) -> None:
    placed(OTHER)
    screen = show("pulls", BETHAN.id).switch("Drawn apart")
    assert "Drawn apart, to both ends of one role" in screen.said
    assert "not one right colleague" in screen.said
    assert MARCH_NOTE.parallel_process in screen.said
    finding = next(one for one in screen.html().split("<h4>") if one.startswith("Drawn apart"))
    assert "counsellor" not in finding
    views = [view_from(one["view"]).focus for one in screen.given() if one["mode"] == "still"]
    assert [set(one) for one in views] == [{CRITICISED.id, CRITICISING.id}]


def test_without_a_split_nothing_is_made_of_it(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("pulls", bethan.id).switch("Drawn apart")
    assert "No note holds pulls to opposite ends" in screen.said


def test_a_role_is_drawn_from_what_was_on_nobodys_map(
    show: Callable[..., Screen], placed: Callable[..., Formulation], me: Visit
) -> None:
    placed(LOST)
    screen = show("pulls", BETHAN.id).switch("On nobody’s map")
    screen.press("Draw this role")
    assert "Write a word or two first" in screen.warnings()
    screen.write(
        **{"Top pole: doing what?": "hurrying", "Bottom pole: on the receiving end": "hurried"}
    ).press("Draw this role")
    formulation = open_formulation(me, BETHAN.id).formulation
    role: ReciprocalRole = newest(formulation, ReciprocalRole)
    pull = formulation[LOST.id]
    assert isinstance(pull, Pull)
    assert (pull.invited_to, pull.other_at) == (role.top.id, role.bottom.id)
    assert "Every pull has a place on the map." in screen.said


def test_what_happened_between_us_is_gathered(
    show: Callable[..., Screen], placed: Callable[..., Formulation]
) -> None:
    placed(replace(OTHER, where="in_supervision"))
    screen = show("pulls", BETHAN.id).switch("Between us")
    assert MARCH_NOTE.parallel_process in screen.said
    assert screen.html().count("Wanted to: Check the work") == 2  # beside the map, and here


def test_a_pull_is_opened_from_its_card_and_added_to(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = show("pulls", BETHAN.id).press("Read and add to it")
    screen.fill("Repair", "Said sorry about the chairs")
    assert getattr(now()[TIDYING.id], "repair", "") == "Said sorry about the chairs"


def test_no_heading_row_or_list_of_this_page_is_a_worker(
    show: Callable[..., Screen], placed: Callable[..., Formulation]
) -> None:
    placed(OTHER, LOST)
    screen = show("pulls", BETHAN.id)
    page = screen.html()
    assert not [one for one in page.split("<th")[1:] if "counsellor" in one.partition("</th>")[0]]
    assert not [one for one in screen.labels() if "worker" in one.lower() or "who" in one.lower()]


def test_an_example_is_read_and_nothing_in_it_can_be_written(
    show: Callable[..., Screen], open_here: object
) -> None:
    screen = show("pulls", "ex1")
    for part in ("Over time", "Drawn apart", "On nobody’s map", "Between us", "One by one"):
        screen.switch(part)
        assert set(screen.labels()) <= {"Which one?"}
        assert set(screen.buttons()) <= {"Read and add to it", "Show all"}


# From anywhere


def test_a_pull_can_be_noticed_from_every_page_once_there_is_a_notebook(
    open_here: object, me: Visit
) -> None:
    assert "I noticed a pull" not in Screen.of_notebook().run().buttons()
    me.shelf.begin(BETHAN, by="me")
    assert "I noticed a pull" in Screen.of_notebook().run().buttons()
    assert "I noticed a pull" in Screen.of_notebook(BETHAN.id).run().buttons()


def test_no_pull_is_noticed_about_an_example(open_here: object, me: Visit) -> None:
    me.shelf.begin(BETHAN, by="me")
    assert "I noticed a pull" not in Screen.of_notebook("ex1").run().buttons()


# In a note


def in_note(show: Callable[..., Screen], open_id: str = BETHAN.id) -> Screen:
    return show("supervision", open_id).switch("Pulls")


def test_a_pull_has_every_field_of_its_record(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = in_note(show)
    for one in fields(Pull):
        if one.name not in ("id", "held"):
            assert label_of_field(one) in screen.said, one.name


def test_choosing_the_pole_offers_the_other_end_and_its_kind(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = in_note(show).press("Add a pull")
    screen.fill("Pole it invites me into", ASKING.id)
    new = newest(now(), Pull)
    assert (new.invited_to, new.other_at, new.kind) == (ASKING.id, ASKED.id, "reciprocating")
    assert screen.field("Pole that leaves the other in").value == ASKED.id
    assert screen.field("Kind").value == "reciprocating"
    screen.fill("Pole that leaves the other in", ASKING.id)
    assert newest(now(), Pull).kind == "identifying"
    assert screen.field("Kind").value == "identifying"
    screen.fill("Kind", "unplaced")
    assert newest(now(), Pull).kind == "unplaced"


def test_a_pull_is_placed_by_touching_a_pole_and_let_go_by_touching_it_again(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = in_note(show).press("Add a pull")
    screen.drawing_did("touched", {"id": CRITICISING.id, "n": 1})
    new = newest(now(), Pull)
    assert (new.invited_to, new.other_at) == (CRITICISING.id, CRITICISED.id)
    assert screen.field("Pole it invites me into").value == CRITICISING.id
    screen.drawing_did("touched", {"id": CRITICISING.id, "n": 2})
    new = newest(now(), Pull)
    assert (new.invited_to, new.other_at, new.kind) == (None, None, "unplaced")
    assert screen.field("Pole it invites me into").value == ""


def test_a_pull_into_something_that_is_no_pole_is_answered_in_words(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = in_note(show).press("Add a pull")
    screen.drawing_did("touched", {"id": MENDING.id, "n": 1})
    assert "touch the top or the bottom of a role" in screen.warnings()
    assert newest(now(), Pull).invited_to is None


def test_what_a_pull_was_placed_on_shows_as_a_choice_that_can_be_let_go(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = in_note(show)
    assert screen.field("Pole it invites me into").value == CRITICISED.id
    screen.fill("Pole it invites me into", None)
    held = now()[TIDYING.id]
    assert isinstance(held, Pull)
    assert (held.invited_to, held.other_at, held.kind) == (None, None, "unplaced")


def test_a_pull_moves_to_another_note(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    other = screen.app.session_state[remembered.NOTE]
    screen.switch("Pulls").fill("Which one?", TIDYING.id)
    screen.fill("From the note", other)
    assert getattr(now()[TIDYING.id], "note", None) == other


def test_a_split_is_shown_in_the_note_where_it_happens(
    show: Callable[..., Screen], placed: Callable[..., Formulation]
) -> None:
    placed(OTHER)
    screen = in_note(show)
    assert "Drawn apart, to both ends of one role" in screen.said
    screen.switch("The note").press("New note").switch("Pulls")
    assert "Drawn apart" not in screen.said
