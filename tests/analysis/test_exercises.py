"""Exercises made from the examples: something is missing or wrong, and an answer is met with a question."""

import pytest

from formulation.analysis.exercises import KINDS, answered, exercises_from
from formulation.analysis.likeness import Likeness
from formulation.domain.formulation import Formulation
from formulation.store.learning import pairs
from formulation.store.library import examples

BY = Likeness.knowing(pairs())
ALL = [one for each in examples() for one in exercises_from(each.formulation)]


def first(kind: str):
    return next(one for one in ALL if one.kind == kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_library_offers_exercises_of_every_kind(kind):
    assert len([one for one in ALL if one.kind == kind]) >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_own_way_is_met_with_a_further_question(kind):
    for one in (each for each in ALL if each.kind == kind):
        told = answered(one, one.one_way, BY)
        assert told.alike
        assert told.asks.endswith("?")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if first(kind).choices])
def test_another_choice_is_met_with_one_way_and_a_question_and_never_called_wrong(kind):
    one = first(kind)
    told = answered(one, next(each for each in one.choices if each != one.one_way), BY)
    assert not told.alike
    assert "one way" in told.says
    assert told.asks.endswith("?")
    assert not {"wrong", "incorrect", "score"} & set(told.says.casefold().split())


def test_what_is_asked_for_is_not_on_the_map_already():
    assert first("missing_pole").on[first("missing_pole").place].words == ""
    assert first("open_loop").on[first("open_loop").place].returns_to is None
    assert first("forbidding_voice").on[first("forbidding_voice").place].forbidden_by is None
    assert first("place_pull").on[first("place_pull").place].invited_to is None
    for one in ALL:
        if one.kind == "wrong_exit":
            assert one.on[one.place].arrives != one.one_way


def test_neither_drawing_nor_question_says_which_kind_of_loop_it_is():
    for one in (each for each in ALL if each.kind == "which_kind"):
        assert one.about not in one.on
        assert one.whole[one.about].name not in one.asks
        assert not {"either", "trap", "dilemma", "snag"} & set(one.story.casefold().split())
        assert all(step.words in one.story for step in one.whole[one.about].all_steps())
        assert answered(one, one.one_way, BY).place == one.about


def test_a_label_for_a_label_is_asked_what_somebody_would_see():
    told = answered(first("doing_words"), "very manipulative really", BY)
    assert not told.alike
    assert "see being done" in told.asks


def test_near_words_for_a_missing_pole_count_as_near():
    one = first("missing_pole")
    assert answered(one, f"{one.one_way} again", BY).alike
    assert not answered(one, "a bicycle in the rain", BY).alike


def test_an_empty_answer_is_met_with_the_question_again():
    one = first("rival")
    assert answered(one, "  ", BY).asks == one.asks


def test_an_empty_map_offers_none():
    assert exercises_from(Formulation("f-empty", {})) == ()


def test_the_name_of_an_exercise_holds_no_words():
    for one in ALL:
        assert " " not in one.id
        assert one.one_way not in one.id.split("/")[:2]
