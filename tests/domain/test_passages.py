"""Passages follow their words: quote and context are kept, and it is said when they were moved or lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulation.domain.passages import anchored, edits, followed, merged, moved_to, quoted
from formulation.domain.records import Passage

TEXT = "We talked about chairs for a long time. She came late, and nobody asked why."
WORDS = st.text(alphabet="ab c.\n", max_size=40)


def passage(quote: str, text: str = TEXT, start: int | None = None) -> Passage:
    at = text.index(quote) if start is None else start
    return Passage("passage:1", **quoted(text, at, at + len(quote)))


def test_a_passage_keeps_its_words_and_what_stands_around_them():
    kept = passage("about chairs")
    assert (kept.quote, kept.before, kept.at) == ("about chairs", "We talked ", 10)
    assert kept.after.startswith(" for a long time")


def test_blank_edges_of_a_selection_are_left_out():
    fields = quoted("say  this  now", 3, 11)
    assert (fields["quote"], fields["at"]) == ("this", 5)


def test_it_is_found_where_it_was():
    found = anchored(TEXT, passage("about chairs"))
    assert (TEXT[found.start : found.end], found.standing) == ("about chairs", "there")


def test_words_written_before_it_leave_it_there():
    later = "First of all. " + TEXT
    found = anchored(later, passage("about chairs"))
    assert (later[found.start : found.end], found.standing) == ("about chairs", "there")


def test_of_two_alike_the_one_between_its_old_neighbours_is_meant():
    text = "She said no. Then he said no. Then nobody said no at all."
    kept = passage("said no", text, start=text.index(" he said") + 4)
    later = "Later: " + text
    found = anchored(later, kept)
    assert later[: found.start].endswith("Then he ")


def test_words_carried_elsewhere_are_said_to_have_moved():
    later = "Nobody asked about chairs again."
    assert anchored(later, passage("about chairs")).standing == "moved"


def test_words_that_were_taken_out_are_said_to_be_lost():
    assert anchored("Something else altogether.", passage("about chairs")).standing == "lost"
    assert anchored("", passage("about chairs")).standing == "lost"


def test_words_put_differently_between_the_same_neighbours_are_found():
    later = TEXT.replace("about chairs", "about the chairs")
    found = anchored(later, passage("about chairs"))
    assert (later[found.start : found.end], found.standing) == ("about the chairs", "reworded")


def test_it_follows_an_edit_inside_its_words():
    later = TEXT.replace("about chairs", "about both chairs")
    (now,) = followed([passage("about chairs")], TEXT, later)
    assert now.quote == "about both chairs"
    assert anchored(later, now).standing == "there"


def test_it_does_not_grow_by_what_is_written_right_behind_it():
    later = TEXT.replace("about chairs", "about chairs mostly")
    (now,) = followed([passage("about chairs")], TEXT, later)
    assert now.quote == "about chairs"


def test_one_whose_words_all_went_stays_as_it_was_and_comes_back_with_them():
    kept = passage("about chairs")
    bare = TEXT.replace("about chairs", "")
    assert list(followed([kept], TEXT, bare)) == []
    assert anchored(bare, kept).standing == "lost"
    assert anchored(TEXT, kept).standing == "there"


def test_an_empty_quote_is_nowhere():
    assert anchored(TEXT, replace(passage("about chairs"), quote="")).standing == "lost"


@given(WORDS, WORDS)
def test_edits_make_the_one_text_into_the_other(was: str, now: str):
    pieces, at = [], 0
    for one in edits(was, now):
        pieces += [was[at : one.start], one.words]
        at = one.end
    assert "".join([*pieces, was[at:]]) == now


@given(WORDS, WORDS)
def test_a_place_stays_inside_the_text(was: str, now: str):
    made = edits(was, now)
    for place in range(len(was) + 1):
        for end in (False, True):
            assert 0 <= moved_to(place, made, end=end) <= len(now)


# Two people in one text


def test_what_each_wrote_in_another_place_is_kept():
    assert merged("a b c d", "a X c d", "a b c Y") == "a X c Y"


def test_what_both_wrote_in_one_place_stays_side_by_side():
    assert merged("It rained.", "It rained. Mine", "It rained. Theirs") == "It rained. Theirs Mine"


@given(WORDS, WORDS)
def test_where_only_one_has_written_it_is_that_ones_text(base: str, mine: str):
    assert merged(base, mine, base) == mine
    assert merged(base, base, mine) == mine
    assert merged(base, mine, mine) == mine


@pytest.mark.parametrize("mine", ["alpha one", "one alpha", "one alpha two"])
@pytest.mark.parametrize("theirs", ["beta one", "one beta", "two"])
def test_no_word_somebody_added_is_lost(mine: str, theirs: str):
    together = merged("one", mine, theirs)
    for word in ("alpha", *(word for word in theirs.split() if word != "one")):
        assert word in together
