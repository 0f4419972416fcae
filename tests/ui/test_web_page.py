"""The Web page: drawn when asked, said when it is no longer as drawn, and the same as a list."""

from __future__ import annotations

from collections.abc import Callable

from formulation.domain.formulation import Formulation
from formulation.ui import remembered
from formulation.workflows import mapping
from formulation.workflows.notebooks import begin_blank, open_formulation
from formulation.workflows.visit import Visit

from ..examples import CHECKED_ON, CRITICISED, CRITICISING, LOOSE_WORDS, MARCH_NOTE, TIDYING
from .screen import Screen


def test_the_web_is_drawn_only_when_asked(show: Callable[..., Screen], bethan: Formulation) -> None:
    screen = show("web", bethan.id)
    assert screen.given("everything") == []
    screen.press("Draw the web")
    given = screen.given("everything")
    assert [one["address"] for one in given] == [f"/notebook/web/{bethan.id}?drawn=1&dark=no"]
    assert "Draw the web" not in screen.buttons()


def test_it_says_when_the_map_has_changed_since_and_draws_again_when_asked(
    show: Callable[..., Screen], bethan: Formulation, other: Visit
) -> None:
    screen = show("web", bethan.id).press("Draw the web")
    mapping.reword(other, open_formulation(other, bethan.id), CRITICISED.id, "caught out")
    screen.run()
    assert "The map has changed since this was drawn." in screen.said
    assert "drawn=1" in screen.given("everything")[0]["address"]
    screen.press("Draw it again")
    assert "drawn=2" in screen.given("everything")[0]["address"]
    assert "has changed" not in screen.said


def test_another_formulations_web_is_not_shown_for_this_one(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("web", bethan.id).press("Draw the web")
    screen.app.session_state[remembered.OPEN] = "ex1"
    screen.run()
    assert screen.given("everything") == []
    assert "Draw the web" in screen.buttons()


def test_an_empty_web_says_so(show: Callable[..., Screen], me: Visit) -> None:
    screen = show("web", begin_blank(me, "Owain").id)
    assert "Nothing is linked yet." in screen.said
    assert screen.buttons() == ["About this notebook"]


def test_the_same_links_are_read_as_a_list(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("web", bethan.id)
    assert "is one end of" in screen.said
    assert f"{CRITICISING.words}" in screen.said
    offered = screen.field("Open one of these").options
    assert len(set(offered)) == len(offered)


def opened_from_web(bethan: Formulation) -> Screen:
    screen = Screen.of_notebook(bethan.id)
    screen.app.switch_page("../../pages/web.py")
    return screen.run()


def test_what_is_chosen_in_the_list_opens_where_it_is_worked_on(bethan: Formulation) -> None:
    screen = opened_from_web(bethan).fill("Open one of these", LOOSE_WORDS.id)
    assert screen.selected == (LOOSE_WORDS.id,)
    assert screen.field("Words").value == LOOSE_WORDS.words
    assert screen.app.query_params["open"] == bethan.id
    for some_id, words in (
        (MARCH_NOTE.id, "for a long time."),
        (CHECKED_ON.id, "What else could it be?"),
        (TIDYING.id, "Pole it invites me into"),
    ):
        screen = opened_from_web(bethan).fill("Open one of these", some_id)
        assert "Supervision note" in screen.labels()
        assert words in screen.said.replace("Rivals: what", "What")


def test_what_is_chosen_in_the_drawing_opens_too(bethan: Formulation) -> None:
    screen = opened_from_web(bethan).press("Draw the web")
    screen.drawing_did("chosen", {"id": CRITICISED.id, "n": 1}, "everything")
    assert screen.selected == (CRITICISED.id,)


def test_something_chosen_that_has_gone_is_answered_in_words(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("web", bethan.id).press("Draw the web")
    screen.drawing_did("chosen", {"id": "role:gone", "n": 1}, "everything")
    assert "That is no longer on the map." in screen.notes()


def test_an_examples_web_is_drawn_as_well(show: Callable[..., Screen], me: Visit) -> None:
    screen = show("web", "ex1").press("Draw the web")
    assert "/notebook/web/ex1" in screen.given("everything")[0]["address"]
