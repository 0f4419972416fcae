"""Comments on a practice map: wondered beside a thing, answered in place, settled, and never the person's."""

from dataclasses import replace
from datetime import date

import pytest

from formulation.domain.audience import copy_for
from formulation.domain.errors import NotOnMap, NotUnderstood
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import Comment
from formulation.store.memory import MemoryShelf
from formulation.store.notebook_file import notebook_file, read_notebook_file
from formulation.workflows import commenting
from formulation.workflows.commenting import OnlyOnPractice
from formulation.workflows.mapping import remove
from formulation.workflows.notebooks import as_opened
from formulation.workflows.visit import Visit
from tests.examples import BETHAN, CRITICAL

TODAY = date(2031, 3, 9)
BARE = {key: one for key, one in BETHAN.records.items() if not isinstance(one, Comment)}
MAP = Formulation(
    "f-practice", {**BARE, COVER: replace(BETHAN.cover, practice="ex3", fictional=True)}
)


@pytest.fixture
def visit() -> Visit:
    return Visit(MemoryShelf())


def wondered(visit: Visit):
    opened = as_opened(visit.shelf.begin(MAP, by="me"))
    return commenting.comment(
        visit, opened, CRITICAL.id, "Who else is at this end?", by="supervisor", on=TODAY
    )


def test_a_comment_is_answered_in_place_settled_and_taken_up_again(visit):
    opened = wondered(visit)
    one = commenting.comments(opened)[0]
    assert (one.about, one.by, one.on) == (CRITICAL.id, "supervisor", "2031-03-09")
    opened = commenting.reply(visit, opened, one.id, "Staff, I think.", by="trainee", on=TODAY)
    opened = commenting.settle(visit, opened, one.id, on=TODAY)
    settled = commenting.comments(opened)[0]
    assert [reply.words for reply in settled.replies] == ["Staff, I think."]
    assert settled.settled_on == "2031-03-09"
    opened = commenting.open_again(visit, opened, one.id)
    assert commenting.comments(opened)[0].settled_on == ""


def test_an_answer_to_what_was_settled_opens_it_again(visit):
    opened = wondered(visit)
    some_id = commenting.comments(opened)[0].id
    opened = commenting.settle(visit, opened, some_id, on=TODAY)
    opened = commenting.reply(visit, opened, some_id, "One more thing.", by="trainee", on=TODAY)
    assert commenting.comments(opened)[0].settled_on == ""


def test_what_is_open_stands_before_what_is_settled(visit):
    opened = wondered(visit)
    first = commenting.comments(opened)[0].id
    opened = commenting.comment(visit, opened, CRITICAL.top.id, "Doing what?", by="", on=TODAY)
    opened = commenting.settle(visit, opened, first, on=TODAY)
    assert [one.words for one in commenting.comments(opened)][-1] == "Who else is at this end?"


def test_comments_travel_with_the_practice_map_and_are_never_in_a_copy_for_others(visit):
    opened = wondered(visit)
    there = read_notebook_file(notebook_file(opened.formulation))
    assert [one.words for one in there.every(Comment)] == ["Who else is at this end?"]
    for audience in ("person", "team", "practice"):
        assert copy_for(opened.formulation, audience).formulation.every(Comment) == ()
    assert copy_for(opened.formulation, "supervision").formulation.every(Comment)


def test_a_map_of_somebody_s_own_takes_no_comments(visit):
    opened = as_opened(visit.shelf.begin(BETHAN, by="me"))
    with pytest.raises(OnlyOnPractice):
        commenting.comment(visit, opened, CRITICAL.id, "Hm.", by="", on=TODAY)


def test_a_comment_needs_words_and_something_to_stand_beside(visit):
    opened = wondered(visit)
    with pytest.raises(NotUnderstood):
        commenting.comment(visit, opened, CRITICAL.id, "  ", by="", on=TODAY)
    with pytest.raises(NotOnMap):
        commenting.comment(visit, opened, "role:nowhere", "Hm.", by="", on=TODAY)
    with pytest.raises(NotOnMap):
        commenting.reply(visit, opened, CRITICAL.id, "Hm.", by="", on=TODAY)


def test_what_a_comment_stands_beside_may_go_and_its_words_stay(visit):
    opened = remove(visit, wondered(visit), CRITICAL.id).opened
    assert [(one.about, one.words) for one in commenting.comments(opened)] == [
        (None, "Who else is at this end?")
    ]
