"""What is behind a part of the map: the very words of a note that are tied to it."""

from dataclasses import replace

from formulation.domain.records import Hypothesis, Passage, Pull
from formulation.domain.verbs import adding, removing
from formulation.render.behind import behind
from formulation.ui.reading import behind_html
from tests.examples import ALWAYS_WRONG, BETHAN, CHAIRS, CRITICAL, CRITICISED, MARCH_NOTE


def test_the_words_tied_to_a_role_are_behind_it():
    (mention,) = behind(BETHAN, CRITICAL.id).notes
    assert (mention.record, mention.quotes) == (MARCH_NOTE, (CHAIRS.quote,))


def test_words_tied_to_the_whole_are_behind_its_parts_too():
    (mention,) = behind(BETHAN, CRITICISED.id).notes
    assert mention.quotes == (CHAIRS.quote,)


def test_a_note_with_nothing_but_tied_words_is_behind_what_they_are_about():
    words = Passage("passage:1", note=MARCH_NOTE.id, about=ALWAYS_WRONG.id, quote="for a long time")
    grown = adding(BETHAN, words).applied_to(BETHAN)
    (mention,) = behind(grown, ALWAYS_WRONG.id).notes
    assert mention.quotes == ("for a long time",)
    assert mention.reason == "says something about this"


def test_words_let_go_of_are_behind_nothing():
    bare = removing(BETHAN, CHAIRS.id).applied_to(BETHAN)
    (mention,) = behind(bare, CRITICAL.id).notes
    assert mention.quotes == ()


def test_each_says_of_which_day_it_is_and_the_newest_comes_first():
    early = Pull("pull:early", felt_by="key worker", felt_on="2031-01-09", invited_to=CRITICISED.id)
    late = replace(early, id="pull:late", felt_on="2031-05-02")
    idea = Hypothesis(
        "hypothesis:late", words="it may be fear", raised_on="2031-04-01", links=(CRITICISED.id,)
    )
    grown = adding(BETHAN, early, late, idea).applied_to(BETHAN)
    found = behind(grown, CRITICISED.id)
    days = [one.day for one in found.pulls if one.day]
    assert days == sorted(days, reverse=True)
    assert {"2031-01-09", "2031-05-02"} <= set(days)
    assert "2031-04-01" in {one.day for one in found.hypotheses}
    said = behind_html(grown, CRITICISED.id)
    assert said.index("2 May 2031") < said.index("9 January 2031")


def test_one_without_a_day_of_its_own_has_its_notes():
    pull = Pull("pull:undated", note=MARCH_NOTE.id, invited_to=CRITICISED.id)
    grown = adding(BETHAN, pull).applied_to(BETHAN)
    (mention,) = [one for one in behind(grown, CRITICISED.id).pulls if one.record.id == pull.id]
    assert mention.day == MARCH_NOTE.date
