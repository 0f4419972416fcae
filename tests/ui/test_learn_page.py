"""The Learn page: an example read to its end, an exercise answered, roles and words looked up; nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from formulation.analysis.exercises import KINDS
from formulation.domain.records import ReciprocalRole
from formulation.store.library import examples
from formulation.ui import remembered
from formulation.workflows import commenting, learning_log, looking_up, practising
from formulation.workflows.learning import reading, teaching
from formulation.workflows.notebooks import along_the_shelf, open_formulation
from formulation.workflows.sketching import sketched
from formulation.workflows.visit import Visit

from .screen import Screen, as_read


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.key)
def test_every_example_grows_to_the_whole_and_nothing_moves_on_the_way(example) -> None:
    read = reading(example.key)
    places: dict[str, object] = {}
    for leaf in read.leaves:
        scene = read.scene(leaf)
        if scene is None:
            continue
        assert leaf.says
        for one in scene.elements:
            if one.kind in ("role", "step", "pain", "state", "exit"):
                assert places.setdefault(f"{leaf.drawing_id} {one.key}", one.box) == one.box
    unseen = ("note:", "hypothesis:")  # read, and not drawn
    grown = {some_id for leaf in read.leaves for some_id in leaf.shown.records}
    assert {one for one in read.whole.records if not one.startswith(unseen)} <= grown


def test_an_example_is_read_page_by_page_to_its_end(show: Callable[..., Screen], me: Visit) -> None:
    screen = show("learn").press("Read it piece by piece", at=3)
    assert "page 1 of" in screen.said
    many = len(reading(examples()[3].key).leaves)
    for at in range(2, many + 1):
        screen.press("On")
        assert f"page {at} of {many}" in screen.said
    assert "That was one way of mapping it." in screen.said
    screen.press("Back")
    assert f"page {many - 1} of {many}" in screen.said
    screen.press("All examples")
    assert screen.app.session_state[remembered.READING] is None
    assert along_the_shelf(me) == ()


def test_only_examples_that_teach_what_was_asked_are_offered() -> None:
    assert {one.key for one in teaching("snag")} == {
        one.key for one in examples() if "snag" in one.teaches
    }
    assert teaching(setting="ward crisis")
    assert teaching(setting="nowhere at all") == ()
    assert [one.key for one in teaching(setting="survivor-guilt")] == ["ex6"]
    assert len(teaching(stage="in_reach")) == 2


@pytest.mark.parametrize("kind", [*KINDS, practising.FROM_NOTHING])
def test_there_is_something_to_practise_of_every_kind(kind: str) -> None:
    assert practising.examples_with(kind)


def test_an_answer_is_met_with_a_question_and_nothing_is_kept(
    show: Callable[..., Screen], me: Visit
) -> None:
    screen = show("learn")
    screen.app.session_state["part of learning"] = "Practice"
    screen.run()
    one = practising.exercises(practising.examples_with("missing_pole")[0], "missing_pole")[0]
    field = next(each for each in screen.app.text_input if each.key == f"answer/{one.id}")
    field.set_value("somewhere quite different").run()
    assert "one way" in screen.said
    assert along_the_shelf(me) == ()


def part_of_practice(show: Callable[..., Screen], part: str) -> Screen:
    screen = show("learn")
    screen.app.session_state["part of learning"] = "Practice"
    screen.app.session_state["part of practice"] = part
    return screen.run()


def test_a_typed_sketch_begins_a_map_that_is_laid_beside_a_good_one_and_kept_when_one_says_so(
    show: Callable[..., Screen], me: Visit
) -> None:
    screen = part_of_practice(show, "A map from nothing")
    field = next(one for one in screen.app.text_area if one.label == "My sketch")
    field.set_value(
        "attacking, shaming <-> attacked, small\nattacked, small -> get big -> attacked, small"
    )
    screen.press("Put it on the drawing")
    assert along_the_shelf(me) == ()
    screen.press("Lay it beside a good map")
    questions = [as_read(one.label) for one in screen.app.button]
    assert any("Both see this." in one for one in questions)
    assert any("Might it be on yours, too" in one for one in questions)
    screen.press("Back to my drawing")
    screen.press("Clear the desk")
    assert any(one.label == "My sketch" for one in screen.app.text_area)
    assert along_the_shelf(me) == ()


def test_pulls_are_placed_from_the_list_and_wondered_about_together(
    show: Callable[..., Screen], me: Visit
) -> None:
    screen = part_of_practice(show, "Exercises")
    kind = next(one for one in screen.app.selectbox if one.label == "What to practise")
    kind.set_value("place_pull").run()
    which = next(one for one in screen.app.selectbox if one.label == "On which example")
    which.set_value("ex3").run()
    assert len(screen.app.radio[0].options) == len(practising.pulls_of("ex3"))
    one = practising.pulls_of("ex3")[0]
    pole = next(each for each in screen.app.selectbox if each.label == "Which pole?")
    pole.set_value(one.one_way).run()
    next(each for each in screen.app.toggle if each.label == "What may be wondered").set_value(
        True
    ).run()
    assert "You both see this." in screen.said
    assert "Not on the map yet is a good answer." in screen.said
    assert along_the_shelf(me) == ()


def test_two_maps_stand_side_by_side_with_a_question_for_each_difference(
    show: Callable[..., Screen],
) -> None:
    screen = part_of_practice(show, "Two maps side by side")
    labels = [one.label for one in screen.app.button]
    assert any(one.startswith("A · ") for one in labels)
    assert "Where we agree" in screen.said
    assert "Where we differ" in screen.said
    assert "both have it, told another way" in screen.said
    button = next(one for one in screen.app.button if one.label.startswith("A · "))
    button.click().run()
    assert screen.app.session_state[remembered.POINTED_OUT]


def test_a_comment_is_answered_and_settled_beside_a_practice_map(
    show: Callable[..., Screen], me: Visit
) -> None:
    kept = practising.kept_in_the_notebook(
        me,
        practising.sketch_onto(
            me, practising.begun_from_nothing(me, "x", "ex5"), "leaving <-> left"
        ),
    )
    role = kept.formulation.every(ReciprocalRole)[0]
    commenting.comment(me, kept, role.id, "Who leaves?", by="supervisor", on=date(2031, 3, 9))
    screen = part_of_practice(show, "My practice maps")
    assert "Who leaves?" in screen.said
    field = next(one for one in screen.app.text_input if one.label == "Answer")
    field.set_value("All of us, on Fridays.")
    screen.press("Answer here")
    assert "All of us, on Fridays." in screen.said
    screen.press("Settled")
    assert commenting.comments(open_formulation(me, kept.id))[0].settled_on


def test_a_line_in_the_log_is_counted_looked_at_and_taken_out(
    show: Callable[..., Screen], me: Visit
) -> None:
    screen = part_of_practice(show, "My learning log")
    words = next(one for one in screen.app.text_area if one.label == "In my own words")
    words.set_value("Rang someone@example.org about the snag.")
    screen.press("Write it down")
    assert "someone@example.org" in screen.said
    assert "These words might say who somebody is" in screen.said
    assert [one.words for one in learning_log.entries(me)] == [
        "Rang someone@example.org about the snag."
    ]
    screen.press("Take out")
    assert learning_log.entries(me) == ()


def test_a_sketch_of_pairs_loops_and_phrases_is_read_line_by_line() -> None:
    made = sketched(
        "checking <-> checked\nchecked -> hide it -> they look harder -> checked\n\njust words\n"
    )
    assert sorted(one.partition(":")[0] for one in made.records) == ["phrase", "procedure", "role"]
    loop = made["procedure:s1"]
    assert (loop.starts_at, loop.returns_to) == ("pole:s0-bottom", "pole:s0-bottom")
    assert [step.words for step in loop.steps] == ["hide it", "they look harder"]


def test_common_roles_are_found_by_near_words_and_say_what_they_may_turn_into() -> None:
    found = looking_up.common_roles("deserting")
    assert [one.id for one in found] == ["abandoning"]
    kinder = looking_up.kinder_than(found[0])
    assert kinder is not None
    assert kinder.tone == "good_enough"
    assert len(looking_up.common_roles()) >= 80


def test_every_word_that_can_be_drawn_has_a_small_drawing() -> None:
    for term in looking_up.words_of_the_field():
        assert (looking_up.small_drawing(term) is not None) == bool(term.draws), term.term
    assert [one.term for one in looking_up.words_of_the_field("seemed forbidden")] == []
    assert "snag" in [one.term for one in looking_up.words_of_the_field("forbidden")]
