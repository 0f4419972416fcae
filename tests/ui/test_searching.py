"""The search box of the Notebook page: what is found, grouped, marked, and opened where it stands."""

from __future__ import annotations

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Phrase
from formulation.ui import finding, hypothesis_desk, note_desk, pull_desk, remembered
from formulation.ui.searching import TYPED

from ..examples import BETHAN
from .conftest import Shown
from .screen import Screen

BOX = "Search every word here"


@pytest.fixture
def notebook(show: Shown, bethan: Formulation) -> Screen:
    return show("notebook")


def test_what_is_found_is_shown_under_whose_it_is_with_its_words_marked(notebook: Screen) -> None:
    notebook.fill(BOX, "critisising")
    assert "<mark>criticising</mark>" in notebook.html()
    assert "criticising, checking up" in notebook.buttons()


def test_what_is_typed_never_stands_in_the_address(notebook: Screen) -> None:
    notebook.fill(BOX, "criticising")
    assert "criticising" not in str(dict(notebook.app.query_params))
    assert notebook.app.session_state[TYPED] == "criticising"


def test_where_nothing_is_like_it_the_page_says_so(notebook: Screen) -> None:
    notebook.fill(BOX, "zyzzyva")
    assert "Nothing here says that" in notebook.said


def test_examples_are_looked_in_when_wanted(notebook: Screen) -> None:
    notebook.fill(BOX, "red pen")
    assert "<mark>red</mark>" not in notebook.html()
    notebook.fill("Examples too", True)
    assert "<mark>red</mark>" in notebook.html()
    assert "an example" in notebook.said


def test_a_few_places_are_shown_and_more_when_wanted(show: Shown, me) -> None:  # type: ignore[no-untyped-def]
    phrases = {f"phrase:{at}": Phrase(f"phrase:{at}", f"kettle {at}") for at in range(9)}
    me.shelf.begin(Formulation("f-many", {**BETHAN.records, **phrases}), by="me")
    page = show("notebook").fill(BOX, "kettle")
    assert page.html().count("<mark>kettle</mark>") == 5
    page.press("More from here")
    assert page.html().count("<mark>kettle</mark>") == 9


def test_clearing_puts_the_page_back_as_it_was(notebook: Screen) -> None:
    notebook.fill(BOX, "criticising").press("Clear the search")
    assert "<mark>" not in notebook.html()
    assert notebook.field(BOX).value == ""


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script> kettle", "*kettle* :red[kettle] $k$"]
)
def test_anybodys_words_stay_words(show: Shown, me, hostile: str) -> None:  # type: ignore[no-untyped-def]
    me.shelf.begin(Formulation("f-odd", {"phrase:a": Phrase("phrase:a", hostile)}), by="me")
    page = show("notebook").fill(BOX, "kettle")
    assert "<script>" not in page.html()
    assert hostile in page.buttons()


def test_a_place_found_lies_open_where_it_stands(show: Shown, bethan: Formulation) -> None:
    page = Screen.of_notebook().fill(BOX, "straight back")
    page.press("counsellor: examined")
    assert page.app.session_state[remembered.PULL] == "pull:b-tidy"
    assert "Found here" in page.said


def test_pages_call_their_parts_as_whoever_leads_there_does() -> None:
    assert hypothesis_desk.ONE == pull_desk.ONE == finding.ONE_BY_ONE
    assert {note_desk.NOTE, note_desk.HYPOTHESES, note_desk.PULLS} == set(finding.PARTS.values())
