"""What is behind a part of the map: the very words of a note that are tied to it."""

from formulation.domain.records import Passage
from formulation.domain.verbs import adding, removing
from formulation.render.behind import behind
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
