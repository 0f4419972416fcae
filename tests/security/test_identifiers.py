"""The identifier check, measured on fictional sentences: what it misses, and where it is wrong."""

from __future__ import annotations

import datetime
import re
import time

import pytest

from formulation.domain.records import Hypothesis, Pull, SupervisionNote
from formulation.security.identifiers import (
    KINDS,
    Identifier,
    Names,
    has_check_digit,
    identifiers_in,
)
from formulation.store.library import examples

from .fictional_words import SHOULD_BE_LEFT, SHOULD_BE_MARKED

TODAY = datetime.date(2031, 6, 1)
LIST = (
    Names(key=b"a key of this notebook's own")
    .adding("Rowena Thistlewick", "Rowan")
    .adding("Rowena", "Rowan")
    .adding("Zoë", "Z")
    .adding("O'Hanrahan-Pike")
    .adding("Rose", "R")
    .adding("Will")
)


def marked(text: str) -> tuple[Identifier, ...]:
    return identifiers_in(text, names=LIST, today=TODAY)


def test_misses_and_false_alarms_are_few_and_are_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    missed = [
        (text, words)
        for text, words, kind in SHOULD_BE_MARKED
        if (words, kind) not in [(one.words, one.kind) for one in marked(text)]
    ]
    wrong = [(text, one.words) for text in SHOULD_BE_LEFT for one in marked(text)]
    with capsys.disabled():
        print(f"\n  identifiers: missed {len(missed)} of {len(SHOULD_BE_MARKED)}: {missed}")
        print(f"  false alarms in {len(wrong)} of {len(SHOULD_BE_LEFT)} harmless lines: {wrong}")
    assert len(missed) <= 2  # a misspelt name, and a date written in words
    assert len(wrong) <= 1  # a name on the list that is also a word, at the start of a sentence


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_found_somewhere(kind: str) -> None:
    of_kind = [text for text, _, its in SHOULD_BE_MARKED if its == kind]
    assert of_kind
    assert any(one.kind == kind for text in of_kind for one in marked(text))


def test_the_examples_hold_almost_nothing_that_is_taken_for_an_identifier() -> None:
    said = [
        getattr(record, name)
        for example in examples()
        for record in example.formulation.records.values()
        if isinstance(record, SupervisionNote | Hypothesis | Pull)
        for name in ("text", "words", "question", "feeling", "urge", "share_back")
        if hasattr(record, name)
    ]
    alarms = [one for text in said for one in identifiers_in(text, today=TODAY)]
    assert len(said) > 80
    assert alarms == []


def test_each_mark_says_where_its_words_stand() -> None:
    text = "Rowena rang 07700 900123 from SW1A 1AA."
    found = marked(text)
    assert [one.words for one in found] == ["Rowena", "07700 900123", "SW1A 1AA"]
    assert all(text[one.start : one.end] == one.words for one in found)


def test_the_pseudonym_of_the_list_is_offered() -> None:
    assert marked("Rowena came.")[0].instead == "Rowan"


def test_nothing_on_the_list_can_be_read_in_it() -> None:
    assert "rowena" not in repr(LIST).casefold()
    assert "thistlewick" not in repr(LIST).casefold()


def test_another_key_makes_other_digests() -> None:
    other = Names(key=b"another").adding("Rowena")
    assert not other.digests.keys() & LIST.digests.keys()


def test_a_name_can_be_taken_off_the_list() -> None:
    bare = LIST.without("Zoë")
    assert len(bare) == len(LIST) - 1
    assert identifiers_in("Zoë came.", names=bare, today=TODAY) == ()


@pytest.mark.parametrize("digits", ["943 476 5919", "9434765919"])
def test_a_right_check_digit_is_known(digits: str) -> None:
    assert has_check_digit(digits)


def test_of_ten_last_digits_at_most_one_is_right() -> None:
    for nine in ("943476591", "401023213", "123456788"):
        assert sum(has_check_digit(f"{nine}{last}") for last in range(10)) <= 1


def test_a_long_note_is_checked_while_one_types() -> None:
    text = " ".join(text for text, _, _ in SHOULD_BE_MARKED) * 10
    text = re.sub(r"\s+", " ", text)
    began = time.perf_counter()
    assert marked(text)
    assert time.perf_counter() - began < 1.0
