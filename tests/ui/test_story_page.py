"""The Story page: what changed in sentences, a moment as it was, and the drawing brought back."""

from __future__ import annotations

from formulation.domain.formulation import Formulation
from formulation.workflows import mapping
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from ..examples import CRITICISED
from .conftest import Shown


def test_what_changed_is_told_and_by_whom(
    show: Shown, bethan: Formulation, me: Visit, other: Visit
) -> None:
    mapping.reword(me, open_formulation(me, bethan.id), CRITICISED.id, "caught out")
    mapping.reword(other, open_formulation(other, bethan.id), CRITICISED.id, "shown up")
    said = show("story", bethan.id).said
    assert f"“{CRITICISED.words}” reworded to “caught out”." in said
    assert said.index("reworded to “shown up”") < said.index("reworded to “caught out”")
    assert "· somebody else" in said
    assert "· you" in said


def test_a_moment_is_looked_at_and_the_drawing_brought_back_to_it(
    show: Shown, bethan: Formulation, me: Visit
) -> None:
    mapping.reword(me, open_formulation(me, bethan.id), CRITICISED.id, "caught out")
    screen = show("story", bethan.id).press("As it was then", at=1)
    assert "What has changed since" in screen.said
    assert f"“{CRITICISED.words}” reworded to “caught out”." in screen.said
    assert "As it was after change 1" in screen.html()
    screen.press("Bring the drawing back to this")
    assert open_formulation(me, bethan.id).formulation[CRITICISED.id] == CRITICISED
    assert "Choose a moment" in screen.said
    screen.press("Undo: brought the drawing back")
    assert getattr(open_formulation(me, bethan.id).formulation[CRITICISED.id], "words", "") == (
        "caught out"
    )


def test_a_moment_that_is_as_it_is_now_says_so(show: Shown, bethan: Formulation) -> None:
    screen = show("story", bethan.id).press("As it was then")
    assert "Nothing: it is so now." in screen.said
    assert "already as it was then" in screen.press("Bring the drawing back to this").warnings()


def test_a_long_story_is_read_in_parts(show: Shown, bethan: Formulation, me: Visit) -> None:
    for number in range(35):
        mapping.reword(me, open_formulation(me, bethan.id), CRITICISED.id, f"caught out {number}")
    screen = show("story", bethan.id)
    assert "Change" not in screen.warnings()
    assert "reworded to “caught out 0”" not in screen.said
    screen.press("Earlier…")
    assert "reworded to “caught out 0”" in screen.said
    assert "reworded to “caught out 34”" not in screen.said
    assert "reworded to “caught out 34”" in screen.press("Back to the latest").said


def test_an_example_has_no_story_yet(show: Shown) -> None:
    assert "its story begins" in show("story", "ex1").said
