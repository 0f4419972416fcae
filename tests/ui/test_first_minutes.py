"""First minutes: three doors in an empty notebook, a tour that can be left and found, words explained."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import SupervisionNote
from formulation.store.library import example
from formulation.ui import remembered
from formulation.ui.places import PLACES
from formulation.ui.terms import explained
from formulation.ui.tour import EXAMPLE, STOPS
from formulation.workflows import looking_up
from formulation.workflows.notebooks import along_the_shelf, open_formulation
from formulation.workflows.visit import Visit

from .screen import Screen


def test_an_empty_notebook_has_three_doors(show: Callable[..., Screen]) -> None:
    screen = show("notebook")
    for door in ("Explore an example", "Draw a person", "Sit with a group"):
        assert door in screen.said


def test_where_something_is_kept_the_doors_give_way_to_the_shelf(
    bethan: Formulation, show: Callable[..., Screen]
) -> None:
    screen = show("notebook")
    assert "Sit with a group" not in screen.said
    assert "Start" in screen.buttons()


def test_a_group_sits_down_with_a_note_of_its_own(me: Visit) -> None:
    screen = Screen.of_notebook()
    screen.write(**{"Who is the group thinking about?": "Bethan"}).press("Sit down")
    assert [one.cover.pseudonym for one in along_the_shelf(me)] == ["Bethan"]
    begun = along_the_shelf(me)[0].id
    assert screen.app.session_state[remembered.OPEN] == begun
    (note,) = open_formulation(me, begun).formulation.every(SupervisionNote)
    assert (note.standing, note.format) == ("draft", "group_supervision")
    assert screen.app.session_state[remembered.NOTE] == note.id


def test_every_stop_of_the_tour_points_at_what_its_example_draws() -> None:
    whole = example(EXAMPLE).formulation
    for stop in STOPS:
        assert stop.selects or stop.near
        assert all(some_id in whole for some_id in stop.selects), stop.title
        assert len(stop.says.split()) <= 22
    assert len(STOPS) == 8


def test_the_tour_goes_on_and_back_is_left_and_is_found_again(me: Visit) -> None:
    screen = Screen.of_notebook().press("Two-minute tour")
    assert "Tour · 1 of 8" in screen.said
    assert screen.app.session_state[remembered.SELECTED] == STOPS[0].selects
    screen.press("Next").press("Next").press("Back")
    assert "Tour · 2 of 8" in screen.said
    screen.press("Leave")
    assert "Tour ·" not in screen.said
    screen.press("Two-minute tour of a map")
    assert "Tour · 1 of 8" in screen.said


def test_every_place_says_what_it_is_for_and_its_words_are_in_the_glossary() -> None:
    terms = {one.term for one in looking_up.words_of_the_field()}
    for place in PLACES.values():
        assert place.says.endswith(".") and place.says.count(".") == 1, place.name
        assert set(place.words) <= terms, place.name


def test_a_term_is_explained_the_first_time_it_is_said() -> None:
    html = explained("A trap is a loop; another trap waits.")
    assert html.count('class="fn-term-here"') == 2
    assert html.count(">trap</span>") == 1
    assert 'role="tooltip"' in html


@pytest.mark.parametrize("text", ["<script>trap</script>", "trapped & entrapping", "", "“snag”"])
def test_explaining_keeps_every_word_and_escapes_it(text: str) -> None:
    html = explained(text)
    assert "<script>" not in html
    assert ("fn-term-here" in html) == (text in ("<script>trap</script>", "“snag”"))
