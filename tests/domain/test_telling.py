"""Changes told in sentences: words of the drawing stand there, words of notes and pulls do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formulation.domain.changes import Change
from formulation.domain.records import Phrase
from formulation.domain.telling import SHORT, told
from formulation.domain.verbs import adding, changing, placing, removing, rewording

from ..examples import BETHAN, CRITICISED, HALF, LOOSE_WORDS, MARCH_NOTE, MENDING, TIDYING


def said(change: Change) -> tuple[str, ...]:
    return told(change, BETHAN, change.applied_to(BETHAN))


def test_words_of_the_drawing_are_told_before_and_after() -> None:
    assert said(rewording(BETHAN, CRITICISED.id, "caught out")) == (
        f"“{CRITICISED.words}” reworded to “caught out”.",
    )
    assert said(rewording(BETHAN, LOOSE_WORDS.id, "all my keys")) == (
        f"“{LOOSE_WORDS.words}” reworded to “all my keys”.",
    )


def test_what_came_and_what_went_is_told_by_its_kind_and_its_words() -> None:
    assert said(adding(BETHAN, Phrase("phrase:new", "nobody stays"))) == (
        "Phrase “nobody stays” added.",
    )
    assert f"Phrase “{LOOSE_WORDS.words}” removed." in said(removing(BETHAN, LOOSE_WORDS.id))


def test_a_step_comes_and_goes_within_its_loop() -> None:
    first = MENDING.steps[0]
    shorter = changing(BETHAN, MENDING.id, steps=MENDING.steps[1:])
    assert any(one.startswith("Step “") and "taken out of" in one for one in said(shorter))
    back = shorter.undone()
    now = shorter.applied_to(BETHAN)
    assert any(
        one.startswith(f"Step “{first.words[:20]}") and "added to" in one
        for one in told(back, now, BETHAN)
    )


def test_what_else_is_said_of_a_thing_is_told_by_its_field() -> None:
    (sentence,) = said(changing(BETHAN, HALF.id, tone="service"))
    assert sentence.endswith(" changed.")
    assert sentence.startswith("Reciprocal role “")


@pytest.mark.parametrize("hidden", [TIDYING, MARCH_NOTE])
def test_of_notes_and_pulls_it_is_told_that_they_changed_and_no_word_of_them(
    hidden: object,
) -> None:
    some_id = getattr(hidden, "id")  # noqa: B009 - two kinds that share no type of their own
    record = BETHAN.records[some_id]
    field = "urge" if record is TIDYING else "question"
    now = replace(record, **{field: "rescue them all"})
    (sentence,) = told(Change({some_id: record}, {some_id: now}), BETHAN, BETHAN)
    assert "rescue" not in sentence
    assert sentence.endswith("changed.")


def test_moving_is_one_sentence_however_much_was_moved() -> None:
    drawing = next(one for one in BETHAN.records if one.startswith("drawing:"))
    moved = placing(BETHAN, drawing, {LOOSE_WORDS.id: (900.0, 40.0), HALF.id: (40.0, 900.0)})
    assert said(moved) == ("Things were moved on the drawing.",)


def test_long_words_are_told_in_short() -> None:
    (sentence,) = said(rewording(BETHAN, CRITICISED.id, "far too long a sentence " * 8))
    assert len(sentence) < 2 * SHORT + 30
    assert "…”" in sentence
