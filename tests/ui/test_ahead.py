"""Days to look again and what was agreed are gathered on the Notebook page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from formulation.domain.formulation import Formulation
from formulation.domain.records import SupervisionNote
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from ..examples import BETHAN, MARCH_NOTE
from .screen import Screen


def test_what_was_agreed_and_when_to_look_again_stand_on_the_notebook_page(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    said = show("notebook").said
    assert " · Bethan · agreed: counsellor: Leave the chairs as they are" in said
    assert " · Bethan · look again: Why do I tidy the room" in said
    assert said.index("11 March 2031") < said.index("1 April 2031")


def test_what_is_done_waits_no_longer_though_its_note_is_signed(
    show: Callable[..., Screen], bethan: Formulation, me: Visit
) -> None:
    screen = show("notebook").press("Done")
    assert "Leave the chairs" not in screen.said
    note = open_formulation(me, BETHAN.id).formulation[MARCH_NOTE.id]
    assert isinstance(note, SupervisionNote)
    assert note.agreed[0].done
    assert replace(note, agreed=()) == replace(MARCH_NOTE, agreed=())


def test_with_nothing_to_come_back_to_nothing_is_said(show: Callable[..., Screen]) -> None:
    assert "To come back to" not in show("notebook").said
