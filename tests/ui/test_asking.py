"""Worth asking as it stands on the pages: few at a time, never again once settled, never a count."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Asked, Record
from formulation.domain.verbs import changing
from formulation.ui import remembered
from formulation.workflows.notebooks import keep, open_formulation
from formulation.workflows.slips import slip_at, write_slip
from formulation.workflows.visit import Visit

from ..examples import BETHAN, HALF, REALLY_COLD, TIDYING
from .conftest import Shown
from .screen import Screen

WORTH = "Worth asking"
KEPT = "The aunt, we think"


@pytest.fixture
def asked(show: Shown) -> Callable[..., Screen]:
    """The Map page with what is worth asking below the drawing."""
    return lambda open_id, *selected: show("map", open_id, *selected).switch(WORTH)


def questions_on(screen: Screen) -> list[str]:
    """The questions in sight."""
    return re.findall(r'<div class="fn-ask"><p>(.*?)</p>', screen.html())


def hand_in(screen: Screen, words: str, did: str = "done") -> Screen:
    """Write on the slip that lies open, and press one of its buttons."""
    return screen.drawing_did("did", {"did": did, "text": words, "n": 1}, name="slip")


def test_two_questions_are_asked_each_with_its_why_and_its_source(
    asked: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = asked(bethan.id)
    assert len(questions_on(screen)) == 2
    assert screen.html().count("<cite>") == 2
    assert not re.search(r"\b(of \d+|\d+ (more|left|questions))\b", screen.said)


def test_the_map_is_asked_about_and_not_our_own_thinking(
    asked: Callable[..., Screen], placed: Callable[..., Formulation]
) -> None:
    formulation = placed(replace(TIDYING, repair="", could_also_be=""))
    screen = asked(formulation.id)
    for _ in range(30):
        assert "anything been said or done about it" not in screen.said
        if "Leave it for now" not in screen.buttons():
            break
        screen.press("Leave it for now")
    assert "Come back to what was left" in screen.buttons()


def test_an_answer_is_kept_and_the_next_question_comes(
    asked: Callable[..., Screen], me: Visit, bethan: Formulation
) -> None:
    screen = asked(bethan.id, HALF.id)
    first, second = questions_on(screen)
    hand_in(screen.press("Answer"), KEPT)
    (kept,) = [
        one for one in open_formulation(me, bethan.id).formulation.every(Asked) if one.words == KEPT
    ]
    assert kept.outcome == "answered"
    now = questions_on(screen)
    assert first not in now
    assert second in now
    assert KEPT in screen.said


def test_a_reason_is_needed_to_set_aside_and_said_so_kindly(
    asked: Callable[..., Screen], me: Visit, bethan: Formulation
) -> None:
    screen = asked(bethan.id)
    first = questions_on(screen)[0]
    hand_in(screen.press("Set aside…"), " ")
    assert "Write a few words first" in screen.warnings()
    hand_in(screen, "We meet on Tuesday")
    assert first not in questions_on(screen)
    assert "We meet on Tuesday" in screen.said
    assert screen.warnings() == ""


def test_an_answer_put_off_waits_on_its_slip_and_is_gone_once_it_is_kept(
    asked: Callable[..., Screen], me: Visit, bethan: Formulation
) -> None:
    screen = asked(bethan.id).press("Answer")
    (place,) = [json.loads(one.proto.json)["place"] for one in screen._components("slip")]
    write_slip(me, bethan.id, place, "The aunt, we th", was="")
    hand_in(screen, "The aunt, we th", "later")
    screen.press("Go on with the answer")
    (shown,) = [json.loads(one.proto.json)["text"] for one in screen._components("slip")]
    assert shown == "The aunt, we th"
    hand_in(screen, KEPT)
    assert slip_at(me, bethan.id, place).text == ""
    assert "Go on with the answer" not in screen.buttons()


def test_a_question_left_makes_room_and_can_come_back(
    asked: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = asked(bethan.id)
    first, second = questions_on(screen)
    screen.press("Leave it for now")
    now = questions_on(screen)
    assert first not in now
    assert second in now
    assert len(now) == 2


def test_what_was_settled_can_be_asked_again(
    asked: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = asked(bethan.id)
    first = questions_on(screen)[0]
    hand_in(screen.press("Answer"), KEPT)
    assert first not in questions_on(screen)
    screen.press("Ask this again")
    assert KEPT not in screen.said


def test_pressing_a_place_selects_it_on_the_drawing(
    asked: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = asked(bethan.id, HALF.id)
    screen.press("Show “leaving early")
    assert screen.selected == (HALF.id,)


def test_a_first_sketch_is_left_in_peace_until_somebody_asks(
    asked: Callable[..., Screen], me: Visit
) -> None:
    cover, drawings = BETHAN.cover, [one for one in BETHAN.records if one.startswith("drawing:")]
    records: list[Record] = [cover, HALF, *(BETHAN.records[one] for one in drawings)]
    me.shelf.begin(Formulation("f-sketch", {one.id: one for one in records}), by="me")
    screen = asked("f-sketch")
    assert "first sketch" in screen.said
    assert questions_on(screen) == []
    screen.press("Ask me something now")
    assert 1 <= len(questions_on(screen)) <= 2


def test_nothing_new_comes_up_while_somebody_is_drawing(
    asked: Callable[..., Screen], me: Visit, bethan: Formulation
) -> None:
    screen = asked(bethan.id, HALF.id)
    before = questions_on(screen)
    opened = open_formulation(me, bethan.id)
    whole = changing(opened.formulation, HALF.bottom.id, words="left behind")
    keep(me, opened, whole)
    screen.run()
    now = questions_on(screen)
    assert set(now) < set(before)
    assert "Ask me something" in screen.buttons()
    screen.press("Ask me something")
    assert len(questions_on(screen)) == 2


def test_an_example_asks_and_takes_no_answers(asked: Callable[..., Screen]) -> None:
    screen = asked("ex3")
    assert len(questions_on(screen)) == 2
    assert "Answer" not in screen.buttons()
    assert questions_on(asked("ex8")) == []
    assert "Nothing comes to mind" in asked("ex8").said


def test_beside_a_note_our_own_thinking_comes_first(
    show: Shown, placed: Callable[..., Formulation]
) -> None:
    formulation = placed(replace(TIDYING, repair=""))
    screen = show("supervision", formulation.id)
    assert len(questions_on(screen)) == 2
    ours = ("examined", "torch", "boiler")
    assert all(any(word in one for word in ours) for one in questions_on(screen))


def test_pressing_a_hypothesis_in_supervision_lays_it_open(
    show: Shown, bethan: Formulation
) -> None:
    screen = show("supervision", bethan.id)
    screen.press("Show “It may be that the boiler")
    assert screen.app.session_state[remembered.HYPOTHESIS] == REALLY_COLD.id


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "*stars* :red[x]", "$x$ `y`"])
def test_anybodys_words_stay_words(
    asked: Callable[..., Screen], placed: Callable[..., Formulation], hostile: str
) -> None:
    half = replace(HALF, top=replace(HALF.top, words=hostile))
    screen = asked(placed(half).id, HALF.id)
    assert "<script>" not in screen.html()
    assert hostile in screen.said
