"""The person's own words: kept as they were said, and tied to the drawing."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Voice
from formulation.workflows import hearing
from formulation.workflows.hearing import WriteTheirWords
from formulation.workflows.notebooks import begin_blank, open_formulation
from formulation.workflows.visit import Visit

from ..examples import BETHAN, HER_WORDS, MENDING
from .screen import Screen


def voices(show: Callable[..., Screen], open_id: str = BETHAN.id) -> Screen:
    return show("supervision", open_id).switch("Their words")


def test_words_are_kept_as_said_and_tied_by_a_touch(
    show: Callable[..., Screen], bethan: Formulation, me: Visit
) -> None:
    screen = voices(show).write(**{"As it was said": "nobody asks the boiler"})
    screen.press("Keep their words")
    screen.drawing_did("touched", {"id": MENDING.id, "n": 1})
    kept: Any = open_formulation(me, bethan.id).formulation.every(Voice)
    new = next(one for one in kept if one.id != HER_WORDS.id)
    assert (new.words, new.said_on, new.links) == (
        "nobody asks the boiler",
        datetime.date.today().isoformat(),
        (MENDING.id,),
    )
    assert screen.field("As it was said").value == ""
    screen.fill("Themes (one to a line)", "not being asked")
    again: Any = open_formulation(me, bethan.id).formulation[new.id]
    assert again.themes == ("not being asked",)


def test_nothing_said_is_answered_in_words(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = voices(show).press("Keep their words")
    assert "Write what the person said, as they said it." in screen.warnings()


def test_with_none_of_their_words_it_says_so(show: Callable[..., Screen], me: Visit) -> None:
    assert "None of their words are kept here yet." in voices(show, begin_blank(me, "B").id).said


def test_a_voice_without_words_is_not_kept(me: Visit) -> None:
    blank = begin_blank(me, "Bethan")
    with pytest.raises(WriteTheirWords):
        hearing.hear(me, blank, " \n ")
