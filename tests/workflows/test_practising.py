"""Practice on a desk: every kind of exercise, pulls all at once, a map from nothing; kept only if wished."""

import dataclasses
import hashlib

import pytest

from formulation.analysis.exercises import KINDS
from formulation.domain.errors import NotUnderstood
from formulation.domain.records import Procedure, Pull, ReciprocalRole
from formulation.store.desk import WithADesk, is_on_the_desk
from formulation.store.exercises import WRITTEN, written
from formulation.store.library import examples
from formulation.store.memory import MemoryShelf
from formulation.store.shelf import NotOnShelf
from formulation.workflows import practising
from formulation.workflows.commenting import is_practice
from formulation.workflows.practising import BY_HAND, NoDesk
from formulation.workflows.visit import Visit

EVERY = [one.key for one in examples()]


@pytest.fixture
def visit() -> Visit:
    return Visit(WithADesk(MemoryShelf()))


def test_at_least_a_dozen_exercises_are_written_by_hand_and_of_every_kind():
    assert len(written()) >= 12
    assert {one.kind for one in written()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_good_answer_to_each_written_exercise_is_met_with_its_own_question(kind):
    for one in practising.exercises(BY_HAND, kind):
        for way in (one.one_way, *one.ways):
            told = practising.answered_to(one, way)
            assert told.alike, way
            assert told.asks == one.then


def test_what_a_written_exercise_asks_for_is_not_on_its_drawing():
    for one in practising.exercises(BY_HAND, "missing_pole"):
        assert one.on[one.place].words == ""
    for one in practising.exercises(BY_HAND, "open_loop"):
        assert one.on[one.place].returns_to is None
    for one in practising.exercises(BY_HAND, "which_kind"):
        assert one.on.every(Procedure) == ()
    for one in practising.exercises(BY_HAND, "wrong_exit"):
        assert one.on[one.place].arrives not in (one.one_way, *one.ways)


@pytest.mark.parametrize("key", EVERY)
def test_every_example_offers_missing_poles_loops_kinds_labels_pulls_and_a_map_from_nothing(key):
    for kind in (
        "missing_pole",
        "open_loop",
        "which_kind",
        "wrong_exit",
        "doing_words",
        "place_pull",
    ):
        assert practising.exercises(key, kind)
    assert key in practising.examples_with(practising.FROM_NOTHING)
    assert practising.pulls_of(key)


@pytest.mark.parametrize("key", EVERY)
def test_every_exercise_of_every_kind_can_be_laid_on_the_desk_and_never_on_the_shelf(visit, key):
    for kind in KINDS:
        for one in practising.exercises(key, kind)[:2]:
            opened = practising.exercise_laid_out(visit, one)
            assert is_on_the_desk(opened.id)
            assert one.place in opened.formulation
    assert visit.shelf.spines() == ()


def test_a_loop_whose_kind_was_asked_for_is_drawn_once_somebody_has_answered(visit):
    one = practising.exercises("ex3", "which_kind")[0]
    assert one.about not in practising.exercise_laid_out(visit, one).formulation
    after = practising.exercise_laid_out(visit, one, answered_now=True)
    assert after.formulation[one.about].kind == one.one_way


def test_nothing_moves_when_a_part_is_taken_away():
    whole = practising.exercises("ex3", "which_kind")[0].whole
    bare = practising.exercises("ex3", "open_loop")[0].on
    places = {
        one.record: (one.x, one.y) for one in whole.records.values() if one.prefix == "placement"
    }
    assert places
    assert places == {
        one.record: (one.x, one.y) for one in bare.records.values() if one.prefix == "placement"
    }


@pytest.mark.parametrize("key", EVERY)
def test_pulls_are_placed_all_at_once_and_each_is_met_with_a_question(visit, key):
    opened = practising.pulls_laid_out(visit, "somebody", key)
    waiting = practising.pulls_of(key)
    assert all(opened.formulation[one.place].invited_to is None for one in waiting)
    for one in waiting:
        opened = practising.place(visit, opened, one.place, one.one_way or None)
    told = list(practising.told_of_pulls(key, opened))
    assert len(told) == min(4, len(waiting))
    assert all(answer.alike and answer.asks.endswith("?") for _, answer in told)


def test_a_pull_left_off_the_map_is_a_good_answer(visit):
    opened = practising.pulls_laid_out(visit, "somebody", "ex3")
    placed = [told for one, told in practising.told_of_pulls("ex3", opened) if one.one_way]
    assert placed
    assert all("good answer" in told.says for told in placed)


def test_what_a_helper_felt_is_still_said_when_the_example_has_no_place_for_it(visit):
    key, one = next(
        (key, one) for key in EVERY for one in practising.pulls_of(key) if not one.one_way
    )
    opened = practising.pulls_laid_out(visit, "somebody", key)
    opened = practising.place(visit, opened, one.place, one.choices[0])
    told = {each.place: answer for each, answer in practising.told_of_pulls(key, opened)}
    assert "off the map" in told[one.place].says


def test_a_map_from_nothing_is_kept_only_when_somebody_says_so_and_then_is_marked(visit):
    opened = practising.begun_from_nothing(visit, "somebody", "ex5")
    assert practising.is_blank(opened)
    assert opened.saved_at is None
    opened = practising.sketch_onto(
        visit, opened, "dropping <-> dropped\ndropped -> stay in -> they stop asking -> dropped"
    )
    assert visit.shelf.spines() == ()
    kept = practising.kept_in_the_notebook(visit, opened)
    assert list(practising.practice_maps(visit)) == [kept.id]
    assert is_practice(kept)
    assert kept.saved_at is not None
    assert kept.formulation.cover.fictional
    assert kept.formulation.every(ReciprocalRole)
    assert kept.formulation.every(Procedure)[0].returns_to
    practising.clear_from_nothing(visit, "somebody", "ex5", opened)
    assert practising.is_blank(practising.begun_from_nothing(visit, "somebody", "ex5"))


def test_what_lies_on_the_desk_is_found_again_after_a_refresh_and_what_was_cleared_is_not(visit):
    one = practising.begun_from_nothing(visit, "one", "ex5")
    drawn = practising.sketch_onto(visit, one, "a <-> b")
    assert practising.begun_from_nothing(visit, "one", "ex5").formulation == drawn.formulation
    practising.clear_from_nothing(visit, "one", "ex5", drawn)
    again = practising.begun_from_nothing(visit, "one", "ex5")
    assert practising.is_blank(again)
    assert again.id != one.id
    with pytest.raises(NotOnShelf):
        visit.shelf.take_down(one.id)


def test_nobody_can_guess_what_somebody_s_desk_is_called():
    name = hashlib.sha256(b"me/ex5/0").hexdigest()
    assert name[:40] not in practising.desk_id("me/ex5/0")


def test_pulls_are_all_taken_off_at_once_to_begin_again(visit):
    opened = practising.pulls_laid_out(visit, "somebody", "ex16")
    one = practising.pulls_of("ex16")[0]
    opened = practising.place(visit, opened, one.place, one.choices[0])
    practising.pulls_taken_up(visit, "somebody", "ex16", opened)
    again = practising.pulls_laid_out(visit, "somebody", "ex16")
    assert again.formulation[one.place].invited_to is None


def test_two_people_have_two_desks(visit):
    one = practising.begun_from_nothing(visit, "one", "ex5")
    practising.sketch_onto(visit, one, "a <-> b")
    assert practising.is_blank(practising.begun_from_nothing(visit, "another", "ex5"))


def test_an_empty_sketch_and_a_drawn_map_are_refused_in_words(visit):
    opened = practising.begun_from_nothing(visit, "somebody", "ex5")
    with pytest.raises(NotUnderstood):
        practising.sketch_onto(visit, opened, "  \n")
    opened = practising.sketch_onto(visit, opened, "a <-> b")
    with pytest.raises(NotUnderstood):
        practising.sketch_onto(visit, opened, "c <-> d")


def test_where_there_is_no_desk_nothing_is_practised_on_the_shelf():
    bare = Visit(MemoryShelf())
    with pytest.raises(NoDesk):
        practising.exercise_laid_out(bare, practising.exercises("ex3", "open_loop")[0])
    assert bare.shelf.spines() == ()


def test_a_rival_and_its_twin_stand_in_an_order_that_tells_nothing():
    made = [one for key in EVERY for one in practising.exercises(key, "rival")]
    orders = {practising.unsigned(one, one.one_way)[0] == one.one_way for one in made}
    assert orders == {True, False}
    one = made[0]
    assert set(practising.unsigned(one, "mine")) == {one.on[one.place].words, "mine"}


@pytest.mark.parametrize(
    "wrong, said",
    [
        ("- {id: a}", "does not say"),
        ("{}", "is a list"),
        ("- words", "named lines"),
        (
            "- {id: a, kind: riddle, asks: b, good: [c], then: 'd?', example: ex3, at: role:ex3-r1}",
            "kind",
        ),
        (
            "- {id: a, kind: rival, asks: b, good: [c], then: d, example: ex3, at: role:ex3-r1}",
            "question",
        ),
        (
            "- {id: a, kind: rival, asks: b, good: [c], then: 'd?', example: ex99, at: x}",
            "not in the library",
        ),
        (
            "- {id: a, kind: rival, asks: b, good: [c], then: 'd?', example: ex3, at: role:x}",
            "not in that",
        ),
        ("- {id: a, kind: rival, asks: b, good: [c], then: 'd?', sketch: a <-> b}", "story"),
        (
            "- {id: a, kind: rival, asks: b, good: c, then: 'd?', sketch: a, story: e, colour: f}",
            "list",
        ),
    ],
)
def test_what_is_not_written_as_an_exercise_is_refused_at_its_place(tmp_path, wrong, said):
    (tmp_path / "some.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(NotUnderstood) as refused:
        written(tmp_path)
    assert any(said in fault.sentence for fault in refused.value.faults)


def test_no_exercise_on_screen_uses_a_word_we_do_not_use():
    text = "\n".join(path.read_text(encoding="utf-8") for path in WRITTEN.glob("*.yaml")).casefold()
    for word in ("patient", "client", "offender", "score", "invalid", "user"):
        assert f" {word}" not in text


def test_pulls_keep_who_felt_them(visit):
    opened = practising.pulls_laid_out(visit, "somebody", "ex7")
    assert all(
        dataclasses.is_dataclass(one) and one.felt_by for one in opened.formulation.every(Pull)
    )
