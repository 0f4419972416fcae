"""Undo and redo of my own last change stand on every page, each saying what it will do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis, Phrase
from formulation.domain.verbs import adding, rewording
from formulation.workflows.notebooks import keep, open_formulation
from formulation.workflows.visit import Visit

from .screen import Screen

Show = Callable[..., Screen]
IDEA = Hypothesis("hypothesis:mine", words="it may be a test of us")


def turning_buttons(screen: Screen) -> list[str]:
    return [one for one in screen.buttons() if one.startswith(("Undo", "Redo"))]


@pytest.mark.parametrize("page", ["supervision", "hypotheses", "pulls", "share", "web"])
def test_my_last_change_is_taken_back_and_done_again_from(
    page: str, show: Show, bethan: Formulation, me: Visit
) -> None:
    opened = open_formulation(me, bethan.id)
    keep(me, opened, adding(opened.formulation, IDEA))
    screen = show(page, bethan.id)
    (undo,) = turning_buttons(screen)
    screen.press(undo)
    assert IDEA.id not in open_formulation(me, bethan.id).formulation
    (redo,) = [one for one in turning_buttons(screen) if one.startswith("Redo")]
    screen.press(redo)
    assert open_formulation(me, bethan.id).formulation[IDEA.id] == IDEA


def test_what_somebody_has_built_on_is_left_and_said(
    show: Show, bethan: Formulation, me: Visit, other: Visit
) -> None:
    opened = open_formulation(me, bethan.id)
    opened = keep(me, opened, adding(opened.formulation, Phrase("phrase:mine", "the blue door")))
    screen = show("hypotheses", bethan.id)
    theirs = open_formulation(other, bethan.id)
    keep(other, theirs, rewording(theirs.formulation, "phrase:mine", "the green door"))
    (undo,) = turning_buttons(screen)
    screen.press(undo)
    now = open_formulation(me, bethan.id).formulation
    assert now["phrase:mine"] == Phrase("phrase:mine", "the green door")


def test_that_a_copy_left_cannot_be_taken_back(show: Show, bethan: Formulation, me: Visit) -> None:
    screen = show("share", bethan.id)
    assert turning_buttons(screen) == []
    screen.press("Make this copy")
    assert turning_buttons(screen) == []


def test_on_an_example_there_is_nothing_to_take_back(show: Show) -> None:
    assert turning_buttons(show("hypotheses", "ex1")) == []
