"""Arranging on the Map page: looked at beside today's, then used or left."""

from __future__ import annotations

from collections.abc import Callable

from formulation.domain.formulation import Formulation
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from .screen import Screen


def test_an_arrangement_is_looked_at_first_and_left_as_it_was(
    show: Callable[..., Screen], me: Visit, bethan: Formulation
) -> None:
    screen = show("map", bethan.id)
    before = open_formulation(me, bethan.id)
    screen.press("Arrange…")
    assert "Use this" in screen.buttons()
    assert "As it would be" in screen.said
    screen.press("Leave as it was")
    assert "Use this" not in screen.buttons()
    assert open_formulation(me, bethan.id) == before


def test_an_arrangement_that_is_used_is_one_step_to_undo(
    show: Callable[..., Screen], me: Visit, bethan: Formulation
) -> None:
    screen = show("map", bethan.id)
    before = open_formulation(me, bethan.id).version
    screen.press("Arrange…")
    screen.press("Use this")
    assert open_formulation(me, bethan.id).version == before + 1
    assert "Undo: arranged the drawing" in screen.buttons()
