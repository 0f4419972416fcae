"""Answering what is worth asking, setting it aside with a reason, and asking it again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

import pytest

from formulation.analysis.questions import Question
from formulation.domain.records import Asked, CorePain, Phrase
from formulation.domain.verbs import adding, changing
from formulation.store.memory import MemoryShelf
from formulation.workflows import asking
from formulation.workflows.mapping import take_back
from formulation.workflows.notebooks import OnlyToRead, Opened, keep, open_formulation
from formulation.workflows.notes import watch_for
from formulation.workflows.visit import Visit
from tests.analysis.asking import BREATHE, FULL, HURRYING, formulation_of, half

BEGUN = datetime.datetime(2031, 6, 1, 9, tzinfo=datetime.UTC)
TODAY = BEGUN.date()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = BEGUN

    def __call__(self) -> datetime.datetime:
        return self.now

    def pass_days(self, days: int) -> datetime.date:
        self.now += datetime.timedelta(days=days)
        return self.now.date()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def me(clock: Clock) -> Iterator[Visit]:
    shelf = MemoryShelf(clock)
    yield Visit(shelf)
    shelf.close()


def opened_with(me: Visit, *records: object) -> Opened:
    formulation = formulation_of(records)  # type: ignore[arg-type]
    me.shelf.begin(replace(formulation, id="f-ottoline"), by="me")
    return open_formulation(me, "f-ottoline")


def asked_now(me: Visit, opened: Opened, rule: str, today: datetime.date = TODAY) -> list[Question]:
    return [one for one in asking.open_questions(me, opened, today) if one.rule.id == rule]


def test_an_answer_is_kept_and_the_question_rests(me: Visit) -> None:
    opened = opened_with(me, half(HURRYING))
    (question,) = asked_now(me, opened, "role-one-pole")
    opened = asking.answer(me, opened, question, "  The old master, we think ", TODAY)
    (kept,) = opened.formulation.every(Asked)
    assert kept.words == "The old master, we think"
    assert (kept.outcome, kept.on, kept.about) == ("answered", "2031-06-01", (HURRYING.id,))
    assert kept.question == question.text
    assert asked_now(me, opened, "role-one-pole") == []


def test_a_question_set_aside_comes_back_once_what_it_is_about_changes(me: Visit) -> None:
    opened = opened_with(me, half(HURRYING))
    (question,) = asked_now(me, opened, "role-one-pole")
    opened = asking.set_aside(me, opened, question, "She will tell us when she can", TODAY)
    assert opened.formulation.every(Asked)[0].outcome == "set_aside"
    pain = adding(opened.formulation, CorePain("pain:new", "all thumbs"))
    opened = keep(me, opened, pain)
    assert asked_now(me, opened, "role-one-pole") == []
    reworded = changing(opened.formulation, HURRYING.bottom.id, words="hurried, clumsy")
    opened = keep(me, opened, reworded)
    assert len(asked_now(me, opened, "role-one-pole")) == 1


@pytest.mark.parametrize("act", [asking.answer, asking.set_aside])
def test_nothing_is_kept_without_a_word(me: Visit, act: object) -> None:
    opened = opened_with(me, half(HURRYING))
    (question,) = asked_now(me, opened, "role-one-pole")
    with pytest.raises(asking.NothingSaid):
        act(me, opened, question, " \n ", TODAY)  # type: ignore[operator]
    assert open_formulation(me, opened.id).version == opened.version


def test_a_question_that_no_longer_stands_is_not_answered(me: Visit) -> None:
    opened = opened_with(me, half(HURRYING))
    (question,) = asked_now(me, opened, "role-one-pole")
    whole = changing(opened.formulation, HURRYING.top.id, words="hurrying")
    opened = keep(me, opened, whole)
    with pytest.raises(asking.AskedOtherwise) as refused:
        asking.answer(me, opened, question, "The master", TODAY)
    assert "changed meanwhile" in refused.value.sentence


def test_an_example_is_asked_about_and_keeps_no_answer(me: Visit) -> None:
    opened = open_formulation(me, "ex3")
    first = asking.open_questions(me, opened, TODAY)[0]
    with pytest.raises(OnlyToRead):
        asking.answer(me, opened, first, "Now and then", TODAY)


def test_an_answer_is_taken_back_like_everything_else(me: Visit) -> None:
    opened = opened_with(me, half(HURRYING))
    (question,) = asked_now(me, opened, "role-one-pole")
    opened = take_back(me, asking.answer(me, opened, question, "The master", TODAY))
    assert opened.formulation.every(Asked) == ()
    assert len(asked_now(me, opened, "role-one-pole")) == 1


def test_what_was_settled_can_be_asked_again(me: Visit) -> None:
    opened = opened_with(me, half(HURRYING))
    (question,) = asked_now(me, opened, "role-one-pole")
    opened = asking.set_aside(me, opened, question, "Not today", TODAY)
    (kept,) = asking.settled(opened)
    assert asking.settled(opened, rooms=("thinking",)) == ()
    opened = asking.ask_again(me, opened, kept.id)
    assert len(asked_now(me, opened, "role-one-pole")) == 1


def test_an_idea_grows_old_by_the_story_and_not_by_the_clock_alone(me: Visit, clock: Clock) -> None:
    idea = replace(BREATHE, stage="idea")
    opened = opened_with(me, *(one for one in FULL if one.id != idea.id), idea)
    assert asked_now(me, opened, "exit-stale", clock.pass_days(41)) == []
    assert len(asked_now(me, opened, "exit-stale", clock.pass_days(1))) == 1
    opened = keep(me, opened, changing(opened.formulation, idea.id, words="Put it down, gently"))
    assert asked_now(me, opened, "exit-stale", clock.pass_days(1)) == []


def test_a_map_is_asked_about_when_nobody_has_shown_it_for_weeks(me: Visit, clock: Clock) -> None:
    opened = opened_with(me, *FULL)
    assert asked_now(me, opened, "map-unshared", clock.pass_days(27)) == []
    later = clock.pass_days(1)
    (question,) = asked_now(me, opened, "map-unshared", later)
    opened = asking.set_aside(me, opened, question, "We meet on Tuesday", later)
    assert asked_now(me, opened, "map-unshared", clock.pass_days(1)) == []


def test_a_map_shown_today_is_not_asked_about_for_four_weeks(me: Visit, clock: Clock) -> None:
    opened = opened_with(me, *FULL)
    today = clock.pass_days(28)
    assert len(asked_now(me, opened, "map-unshared", today)) == 1
    opened = asking.shown_today(me, opened, today)
    assert opened.formulation.cover.shown_on == today.isoformat()
    assert asked_now(me, opened, "map-unshared", clock.pass_days(27)) == []
    assert len(asked_now(me, opened, "map-unshared", clock.pass_days(1))) == 1


def test_a_name_of_the_teams_own_list_anywhere_in_the_formulation_is_asked_about(me: Visit) -> None:
    opened = opened_with(me, Phrase("phrase:said", "as Ceridwyn does"))
    assert asked_now(me, opened, "map-identifiers") == []
    watch_for(me, "Ceridwyn", "her sister")
    (question,) = asked_now(me, opened, "map-identifiers")
    assert question.about == ("phrase:said",)
