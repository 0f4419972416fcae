"""The Notebook page and the ways from it: begin, open, read an example, make it mine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing
from formulation.store.library import examples
from formulation.ui.banner import saved_words
from formulation.ui.places import PLACES
from formulation.workflows.notebooks import along_the_shelf, begin_blank, open_formulation
from formulation.workflows.visit import Visit

from ..examples import BETHAN, CRITICISED, EYE
from .screen import Screen

PSEUDONYM = "Start a blank one for…"


def title_of(screen: Screen) -> str:
    return str(screen.app.title[0].value) if screen.app.title else ""


def test_the_shelf_is_empty_at_first_and_says_what_to_do(show: Callable[..., Screen]) -> None:
    screen = show("notebook")
    assert "Nothing here yet. Start a blank one above" in screen.said
    assert screen.buttons().count("Read") == screen.buttons().count("My copy") == 9
    screen.press("Show all 16 examples")
    assert screen.buttons().count("Read") == len(examples()) == 16
    assert [one["mode"] for one in screen.given()] == ["still"] * 16


def test_a_blank_one_is_begun_under_a_pseudonym(me: Visit) -> None:
    screen = Screen.of_notebook()
    screen.write(**{PSEUDONYM: "  Bethan "}).press("Start")
    spine = along_the_shelf(me)[0]
    assert spine.cover.pseudonym == "Bethan"
    assert screen.app.query_params["open"] == spine.id
    assert screen.given()[0]["formulation"] == spine.id
    assert "Bethan" in screen.said
    formulation = open_formulation(me, spine.id).formulation
    assert [one.kind for one in formulation.every(Drawing)] == ["role_map", "states", "team_map"]
    assert "Nothing is on the map yet" in screen.said


def test_a_blank_one_without_a_name_is_not_begun(me: Visit, show: Callable[..., Screen]) -> None:
    screen = show("notebook").press("Start")
    assert "Give it a name you will recognise" in screen.warnings()
    assert along_the_shelf(me) == ()


@pytest.mark.parametrize("name", ["</script>{{ x }}", "🌧 בטי", "**b** :smile:", "a" * 200])
def test_any_pseudonym_is_shown_as_it_was_typed(name: str, me: Visit) -> None:
    begin_blank(me, name)
    screen = Screen.of_notebook()
    assert name[:60] in screen.said
    assert "</script>" not in screen.html()
    screen.press("Open")
    assert name[:60] in screen.said
    assert "</script>" not in screen.html()


def test_an_example_is_read_from_its_card(me: Visit) -> None:
    screen = Screen.of_notebook()
    screen.app.button(key="read/ex3").click()
    screen.run()
    assert screen.app.query_params["open"] == "ex3"
    assert screen.given()[0]["formulation"] == "ex3"
    assert screen.given()[0]["readOnly"] is True
    assert along_the_shelf(me) == ()


def test_my_copy_of_an_example_lies_on_my_shelf_beside_the_example(me: Visit) -> None:
    screen = Screen.of_notebook()
    screen.app.button(key="copy/ex3").click()
    screen.run()
    spine = along_the_shelf(me)[0]
    assert screen.given()[0]["formulation"] == spine.id
    assert screen.given()[0]["readOnly"] is False
    example = open_formulation(me, "ex3").formulation
    copied = open_formulation(me, spine.id).formulation
    for record in example.records.values():
        if record.prefix not in ("cover", "placement"):
            assert copied[record.id] == record


def test_a_formulation_on_the_shelf_is_opened_from_its_card(bethan: Formulation) -> None:
    screen = Screen.of_notebook()
    assert "Bethan: nobody need know" in screen.said
    screen.press("Open")
    assert screen.given()[0]["formulation"] == bethan.id


def test_opening_another_one_forgets_what_was_selected_in_the_last(
    bethan: Formulation, me: Visit
) -> None:
    begin_blank(me, "Owain")
    screen = Screen.of_notebook()
    cards = [one for one in screen.app.button if one.label == "Open"]
    cards[1].click()
    screen.run().select(CRITICISED.id, EYE.id)
    screen.app.switch_page("../../pages/notebook.py")
    screen.run()
    cards = [one for one in screen.app.button if one.label == "Open"]
    cards[0].click()
    screen.run()
    assert screen.selected == ()
    assert "Owain" in screen.said


def test_what_lies_open_is_known_from_the_address_and_on_every_page(bethan: Formulation) -> None:
    screen = Screen.of_notebook(bethan.id)
    for name in ("map", "supervision", "web"):
        screen.app.switch_page(f"../../pages/{name}.py")
        screen.run()
        assert "Bethan" in screen.said
        screen.app.query_params.clear()
    screen.run()
    assert screen.app.query_params["open"] == bethan.id


@pytest.mark.parametrize("name", [one for one in PLACES if one not in ("notebook", "learn")])
def test_with_nothing_open_a_page_says_how_to_open_something(
    name: str, show: Callable[..., Screen]
) -> None:
    screen = show(name)
    assert title_of(screen) == "Nothing lies open yet"
    assert "Choose a formulation in the Notebook" in screen.said
    assert screen.buttons() == ["Go to the Notebook"]


def test_from_a_page_with_nothing_open_one_comes_to_the_notebook(me: Visit) -> None:
    screen = Screen.of_notebook()
    screen.app.switch_page("../../pages/map.py")
    screen.run()
    assert title_of(screen) == "Nothing lies open yet"
    screen.press("Go to the Notebook")
    assert title_of(screen) == "Notebook"


@pytest.mark.parametrize("open_id", ["f-nowhere", "../../etc", "ex99", "", "F-A B", "x" * 500])
def test_an_address_that_names_nothing_is_answered_in_words(
    open_id: str, show: Callable[..., Screen]
) -> None:
    for name in ("map", "supervision", "web"):
        screen = show(name, open_id)
        assert title_of(screen) in ("This one cannot be opened", "Nothing lies open yet")
        assert "Go to the Notebook" in screen.buttons()


def test_every_page_is_the_script_of_its_place() -> None:
    from formulation.settings import HOME

    scripts = {path.stem for path in (HOME / "pages").glob("*.py")}
    assert scripts == set(PLACES)


def test_every_page_carries_the_emblem_the_name_and_when_it_was_saved(
    show: Callable[..., Screen], bethan: Formulation, me: Visit
) -> None:
    saved = me.shelf.take_down(BETHAN.id).saved_at
    for name in ("map", "supervision", "web"):
        screen = show(name, bethan.id)
        assert 'aria-label="Open: Bethan, ochre lamp"' in screen.html()
        # On the map the drawing itself says it, and it is said once.
        assert (f"saved {saved.astimezone():%H:%M:%S}" in screen.said) is (name != "map")


def test_saved_is_said_in_words() -> None:
    assert saved_words(None) == "not saved yet"
    assert saved_words(None, read_only=True) == "an example, only to read"


def test_a_page_shown_without_its_server_says_so(tmp_path: Path) -> None:
    from formulation.bootstrap import close_notebook

    close_notebook()
    for name in PLACES:
        screen = Screen.of_page(name)
        assert title_of(screen) == "The notebook is not open"
        assert "make run" in screen.warnings()


def test_of_a_long_shelf_a_few_are_shown_and_the_rest_when_asked(
    show: Callable[..., Screen], me: Visit
) -> None:
    names = [f"Number {number}" for number in range(15)]
    for name in names:
        begin_blank(me, name)
    screen = show("notebook")
    assert sum(f"<strong>{name}<" in screen.html() for name in names) == 12
    screen.press("Show more of the shelf")
    assert sum(f"<strong>{name}<" in screen.html() for name in names) == 15


def test_on_a_long_shelf_one_is_found_by_part_of_its_name(
    show: Callable[..., Screen], me: Visit
) -> None:
    for number in range(14):
        begin_blank(me, f"Number {number}")
    screen = show("notebook").fill("Find by name", "ber 0")
    assert "<strong>Number 0<" in screen.html()
    assert "<strong>Number 13<" not in screen.html()
    screen.fill("Find by name", "Ceridwen")
    assert "Nothing on the shelf has a name like that." in screen.said
