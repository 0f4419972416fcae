"""A folder deleted underneath, a ledger that is damaged: a sentence and a way back, and the typing kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from formulation.bootstrap import close_notebook, open_notebook
from formulation.domain.formulation import Formulation
from formulation.ui.places import PLACES
from formulation.workflows import mapping
from formulation.workflows.notebooks import begin_blank, open_formulation
from formulation.workflows.visit import Visit

from ..examples import BETHAN, CRITICISED, MEND_AT_NIGHT, MENDING, RISING
from .screen import Screen

GONE = "This formulation is not in the notebook, or no longer."
INSIDE = [name for name in PLACES if name not in ("notebook", "learn")]


@pytest.fixture
def deleted(folder: Path, bethan: Formulation) -> Callable[[], None]:
    """Delete the folder of Bethan's formulation, as somebody with a file manager would."""
    return lambda: shutil.rmtree(folder / bethan.id)


@pytest.fixture
def damaged(folder: Path, bethan: Formulation, me: Visit) -> Callable[[], None]:
    """Spoil the middle of the ledger, as a failing disk would."""

    def spoil() -> None:
        for words in ("one", "two", "three"):
            mapping.reword(me, open_formulation(me, bethan.id), CRITICISED.id, words)
        close_notebook()
        ledger = next(path for path in (folder / bethan.id).iterdir() if "ledger" in path.name)
        held = bytearray(ledger.read_bytes())
        held[len(held) // 3] ^= 0xFF
        ledger.write_bytes(held)
        open_notebook()

    return spoil


def must_say_it_is_gone(screen: Screen) -> None:
    assert screen.app.title[0].value == "This one cannot be opened"
    assert GONE in screen.warnings()
    assert "Go to the Notebook" in screen.buttons()


@pytest.mark.parametrize("name", INSIDE)
def test_a_page_whose_formulation_is_deleted_says_so_with_a_way_back(
    name: str, show: Callable[..., Screen], deleted: Callable[[], None]
) -> None:
    screen = show(name, BETHAN.id)
    assert "Bethan" in screen.said
    deleted()
    must_say_it_is_gone(screen.run())
    must_say_it_is_gone(show(name, BETHAN.id))


def test_from_there_one_comes_back_to_the_notebook(deleted: Callable[[], None]) -> None:
    screen = Screen.of_notebook(BETHAN.id)
    screen.app.switch_page("../../pages/map.py")
    screen.run()
    deleted()
    screen.run().press("Go to the Notebook")
    assert screen.app.title[0].value == "Notebook"
    assert "Nothing here yet" in screen.said
    screen.app.switch_page("../../pages/map.py")
    assert screen.run().app.title[0].value == "Nothing lies open yet"


def test_the_notebook_no_longer_lists_what_was_deleted(
    show: Callable[..., Screen], deleted: Callable[[], None], me: Visit
) -> None:
    begin_blank(me, "Owain")
    screen = show("notebook")
    assert screen.buttons().count("Open") == 2
    deleted()
    assert screen.run().buttons().count("Open") == 1


@pytest.mark.parametrize(
    ("selected", "label", "words"),
    [
        (CRITICISED.id, "Bottom pole: words", "half a thought"),
        (RISING.id, "And then?", "half a step"),
        (CRITICISED.id, "Example (new)", "half an example"),
    ],
)
def test_what_was_typed_into_a_field_meanwhile_is_kept_in_sight(
    selected: str,
    label: str,
    words: str,
    show: Callable[..., Screen],
    deleted: Callable[[], None],
) -> None:
    screen = show("map", BETHAN.id, selected)
    deleted()
    must_say_it_is_gone(screen.fill(label, words))
    assert "It is still here, to copy" in screen.warnings()
    assert words in screen.said
    assert words in screen.run().said
    assert words not in screen.press("Let it go").said


def test_what_was_typed_into_a_form_meanwhile_is_kept_in_sight(
    show: Callable[..., Screen], deleted: Callable[[], None]
) -> None:
    screen = show("map", BETHAN.id).fill("What is it?", "role")
    screen.write(
        **{"Top pole: doing what?": "hurrying", "Bottom pole: on the receiving end": "hurried"}
    )
    deleted()
    must_say_it_is_gone(screen.press("Put it on the map"))
    assert "hurrying" in screen.said
    assert "hurried" in screen.said


@pytest.mark.parametrize(
    ("selected", "button"),
    [(MEND_AT_NIGHT.id, "Earlier"), (MENDING.id, "Remove from the map"), (CRITICISED.id, "Close")],
)
def test_pressing_a_button_of_what_is_gone_says_so(
    selected: str, button: str, show: Callable[..., Screen], deleted: Callable[[], None]
) -> None:
    screen = show("map", BETHAN.id, selected)
    deleted()
    must_say_it_is_gone(screen.press(button))


@pytest.mark.parametrize("button", ["New note", "We wonder…", "Add a pull", "Sign it"])
def test_nothing_in_supervision_is_begun_in_what_is_gone(
    button: str, show: Callable[..., Screen], deleted: Callable[[], None]
) -> None:
    screen = show("supervision", BETHAN.id)
    if button == "Sign it":
        screen.press("New note").press("Sign this note")
    elif button != "New note":
        screen.switch("Hypotheses" if "wonder" in button else "Pulls")
    deleted()
    must_say_it_is_gone(screen.press(button))


def test_a_formulation_put_back_where_it_was_opens_again(
    show: Callable[..., Screen], folder: Path, bethan: Formulation
) -> None:
    screen = show("map", bethan.id)
    (folder / bethan.id).rename(folder / "elsewhere")
    must_say_it_is_gone(screen.run())
    (folder / "elsewhere").rename(folder / bethan.id)
    screen.run()
    assert "Bethan" in screen.said
    assert screen.warnings() == ""


@pytest.mark.parametrize("name", INSIDE)
def test_a_damaged_ledger_is_answered_in_words_on_every_page(
    name: str, show: Callable[..., Screen], damaged: Callable[[], None]
) -> None:
    damaged()
    screen = show(name, BETHAN.id)
    assert screen.app.title[0].value == "This one cannot be opened"
    assert "nothing more is written to it" in screen.warnings()
    assert "restore it from a backup" in screen.warnings()
    assert "Go to the Notebook" in screen.buttons()


def test_a_damaged_one_is_listed_with_its_trouble_beside_those_that_open(
    show: Callable[..., Screen], damaged: Callable[[], None]
) -> None:
    damaged()
    begin_blank(open_notebook().visit(), "Owain")
    screen = show("notebook")
    assert "nothing more is written to it" in screen.warnings()
    assert screen.buttons().count("Open") == 1
    assert "Owain" in screen.said


def test_a_notebook_whose_folder_has_gone_says_so_or_begins_anew(
    show: Callable[..., Screen], folder: Path, bethan: Formulation
) -> None:
    screen = show("notebook")
    shutil.rmtree(folder)
    screen.run()
    assert "Read" in screen.buttons()
    assert "Open" not in screen.buttons()
    must_say_it_is_gone(show("map", bethan.id))
    screen.write(**{"Start a blank one for…": "Owain"}).press("Start")
    assert screen.field("Start a blank one for…").value == "Owain"


def test_a_folder_that_cannot_be_read_is_answered_in_words(
    show: Callable[..., Screen], folder: Path, bethan: Formulation
) -> None:
    screen = show("notebook")
    ledger = next(path for path in (folder / bethan.id).iterdir() if "ledger" in path.name)
    ledger.unlink()
    ledger.mkdir()
    screen.run()
    assert screen.warnings() != ""
    page = show("map", bethan.id)
    assert page.app.title[0].value == "This one cannot be opened"
    assert page.warnings() != ""
