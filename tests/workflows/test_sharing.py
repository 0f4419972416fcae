"""A copy is looked at, written down in the ledger, and only then leaves; its file says nothing clinical."""

from __future__ import annotations

import re
from datetime import date

import pytest

from formulation.domain.audience import AUDIENCES, GivesAway
from formulation.domain.records import Copy, Held, ReciprocalRole
from formulation.domain.verbs import changing
from formulation.workflows import sharing
from formulation.workflows.notebooks import keep, make_my_copy, open_formulation
from formulation.workflows.sharing import FORMATS, Asked, NothingToWrite

DAY = date(2031, 3, 14)


@pytest.fixture
def opened(visit):
    return make_my_copy(visit, "ex1")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_copy_is_written_down_before_it_leaves(visit, opened, audience):
    mark = sharing.new_mark()
    now, copied = sharing.write_down(visit, opened, Asked(audience), mark=mark, on=DAY)
    kept = open_formulation(visit, opened.id)
    (told,) = sharing.copies_made(kept.formulation)
    assert kept.version == now.version == opened.version + 1
    assert (told.mark, told.for_whom, told.made_on) == (mark, audience, "2031-03-14")
    assert told.left_out == copied.withheld
    assert told.what == "The map, PDF"
    assert visit.shelf.story(opened.id)[-1].change.why == "made a copy"


def test_what_others_did_meanwhile_is_no_hindrance(visit, opened):
    role = opened.formulation.every(ReciprocalRole)[0]
    keep(visit, opened, changing(opened.formulation, role.id, tone="survival"))
    now, _ = sharing.write_down(visit, opened, Asked("team"), mark="K7M2QX", on=DAY)
    assert now.version == opened.version + 2


def test_nothing_is_written_down_where_the_copy_is_refused(visit, opened):
    role = opened.formulation.every(ReciprocalRole)[0]
    hidden = keep(
        visit, opened, changing(opened.formulation, role.id, held=Held(readers="supervision"))
    )
    with pytest.raises(GivesAway):
        sharing.write_down(visit, hidden, Asked("person"), mark="K7M2QX", on=DAY)
    assert open_formulation(visit, opened.id).version == hidden.version


def test_an_example_can_be_copied_and_stays_as_it_was(visit):
    example = open_formulation(visit, "ex1")
    now, copied = sharing.write_down(visit, example, Asked("person"), mark="K7M2QX", on=DAY)
    assert now == example
    assert not now.formulation.every(Copy)
    assert sharing.written(copied, Asked("person"), mark="K7M2QX", on=DAY).data.startswith(b"%PDF")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_leaves_under_a_name_that_says_nothing(opened, name):
    asked = Asked("person", format=name)
    leaving = sharing.written(sharing.looked_over(opened, asked), asked, mark="K7M2QX", on=DAY)
    assert leaving.data
    assert re.fullmatch(r"(map|copy)-k7m2qx\.[a-z]+", leaving.name)


def test_each_copy_carries_which_it_is_for_whom_and_when(opened):
    asked = Asked("person", format="html")
    copied = sharing.looked_over(opened, asked)
    leaving = sharing.written(copied, asked, mark="K7M2QX", on=DAY)
    assert "Copy K7M2QX · for the person · 14 March 2031" in leaving.data.decode()


def test_the_persons_copy_shows_no_pulls_even_where_they_are_asked_for(opened):
    from formulation.render.documents import Wanted

    asked = Asked("person", format="svg", wanted=Wanted(pulls=True))
    said = sharing.written(sharing.looked_over(opened, asked), asked, mark="K7M2QX", on=DAY).data
    assert b'data-kind="pull"' not in said
    theirs = Asked("supervision", format="svg", wanted=Wanted(pulls=True))
    said = sharing.written(sharing.looked_over(opened, theirs), theirs, mark="K7M2QX", on=DAY).data
    assert b'data-kind="pull"' in said


def test_words_that_might_say_who_somebody_is_are_found_in_what_leaves(visit, opened):
    role = opened.formulation.every(ReciprocalRole)[0]
    named = keep(
        visit, opened, changing(opened.formulation, role.top.id, words="Dr Okonkwo, 0161 496 0123")
    )
    copied = sharing.looked_over(named, Asked("person"))
    found = {one.words for one in sharing.may_identify(visit, named, copied)}
    assert any("Okonkwo" in words for words in found)
    assert not sharing.may_identify(visit, named, sharing.looked_over(named, Asked("practice")))


def test_there_is_no_note_to_print_in_the_persons_copy(opened):
    copied = sharing.looked_over(opened, Asked("person"))
    assert "note" not in sharing.documents_for(copied)
    assert "whole" in sharing.documents_for(copied)
    with pytest.raises(NothingToWrite):
        sharing.written(copied, Asked("person", document="note"), mark="K7M2QX", on=DAY)


def test_marks_are_short_and_not_mistaken_for_one_another():
    marks = {sharing.new_mark() for _ in range(200)}
    assert len(marks) == 200
    assert all(len(one) == 6 and not set(one) & set("01OILU") for one in marks)


def test_a_notebook_file_for_supervision_holds_everything_and_the_persons_only_what_is_theirs(
    opened,
):
    from formulation.workflows.bringing_in import read_notebook_file

    for audience, whole in (("supervision", True), ("person", False)):
        asked = Asked(audience, format="notebook")
        copied = sharing.looked_over(opened, asked)
        leaving = sharing.written(copied, asked, mark="K7M2QX", on=DAY)
        assert read_notebook_file(leaving.data) == copied.formulation
        assert (copied.formulation == opened.formulation) is whole


def test_only_words_that_stand_on_the_paper_are_asked_about(visit, opened):
    (role, *_) = opened.formulation.every(ReciprocalRole)
    named = keep(
        visit, opened, changing(opened.formulation, role.top.id, words="Dr Okonkwo, 0161 496 0123")
    )
    for document, there in (("hypotheses", False), ("whole", True)):
        asked = Asked("supervision", document=document)
        copied = sharing.looked_over(named, asked)
        found = sharing.may_identify_on_paper(visit, named, copied, asked)
        assert any("Okonkwo" in one.words for one in found) == there
