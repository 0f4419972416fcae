"""The Learn page: an example read to its end, an exercise answered, roles and words looked up; nothing kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from formulation.analysis.exercises import KINDS
from formulation.store.library import examples
from formulation.ui import remembered
from formulation.workflows import looking_up, practising
from formulation.workflows.learning import reading, teaching
from formulation.workflows.notebooks import along_the_shelf
from formulation.workflows.sketching import sketched
from formulation.workflows.visit import Visit

from .screen import Screen


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


def test_a_typed_sketch_is_laid_beside_the_examples_map() -> None:
    sketch = (
        "bullying <-> appeasing, frightened\nappeasing, frightened -> say fine -> they ask again"
    )
    told = practising.beside("ex4", sketch)
    assert told[0][1] == "You both see this."
    assert 1 < len(told) <= practising.MOST_TOLD


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
