"""The Map page: what is selected and what can be done with it, undone again, and read below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Exit, Horn, Phrase, Procedure, SelfState
from formulation.workflows.notebooks import along_the_shelf, open_formulation
from formulation.workflows.visit import Visit

from ..examples import (
    BETHAN,
    BLOW_UP,
    CRITICAL,
    CRITICISED,
    CRITICISING,
    EYE,
    GONE_FISHING,
    HALF,
    KEEP_QUIET,
    LOOSE_WORDS,
    MEND_AT_NIGHT,
    MENDING,
    MY_FAULT,
    QUIET_FEEDS_NIGHT,
    RECORDS,
    RISING,
    ROLE_MAP,
    SAYING,
    STATES_DIAGRAM,
    WRITE_IT_DOWN,
)
from .screen import FIELDS, Screen


@pytest.fixture
def now(me: Visit, bethan: Formulation) -> Callable[[str], Any]:
    """What the shelf holds of something now."""
    return lambda some_id: open_formulation(me, bethan.id).formulation[some_id]


def steps_of(thing: Any) -> list[str]:
    return [step.words for step in thing.steps]


# An example, only to read


def test_an_example_is_only_to_read(show: Callable[..., Screen], me: Visit) -> None:
    screen = show("map", "ex1")
    assert "an example, only to read" in screen.said
    assert screen.given()[0]["readOnly"] is True
    assert sorted(screen.labels()) == ["Look at", "Pulls"]
    assert [one for one in screen.buttons() if one != "Present"] == ["Make it my own copy"]
    example = open_formulation(me, "ex1").formulation
    for record in example.records.values():
        if record.prefix in ("cover", "placement", "drawing"):
            continue
        screen.select(record.id)
        labels = {one.label for kind in FIELDS for one in screen.app.get(kind)}
        assert labels <= {"Look at", "Pulls"}
        for label in ("Remove", "Earlier", "Later", "Undo"):
            assert label not in " ".join(screen.buttons())
        assert example.name_of(record.id) in screen.said
    assert along_the_shelf(me) == ()


def test_what_an_example_says_of_a_thing_is_read_as_text(show: Callable[..., Screen]) -> None:
    screen = show("map", "ex1")
    example = screen.given()[0]["drawing"]
    assert example.startswith("drawing:ex1")
    role = next(iter(_of_example("role")))
    screen.select(role.id)
    assert role.top.words in screen.said
    assert "Top pole: words" in screen.said
    assert screen.field("Pulls").value is True


def _of_example(kind: str) -> list[Any]:
    from formulation.store.library import example

    records = example("ex1").formulation.records.values()
    return [record for record in records if record.prefix == kind]


def test_a_copy_made_on_the_map_is_mine_to_write_in(show: Callable[..., Screen], me: Visit) -> None:
    screen = show("map", "ex1").press("Make it my own copy")
    spine = along_the_shelf(me)[0]
    assert screen.app.query_params["open"] == spine.id
    assert screen.given()[0]["formulation"] == spine.id
    assert screen.given()[0]["readOnly"] is False
    assert "Put it on the map" in screen.buttons()
    assert screen.given()[0]["revision"] == 1


# What is selected


@pytest.mark.parametrize("kind", ["pole", "step", "horn"])
def test_a_part_of_something_is_shown_with_its_fields(
    kind: str, show: Callable[..., Screen], bethan: Formulation
) -> None:
    part = {"pole": CRITICISED, "step": MY_FAULT, "horn": KEEP_QUIET}[kind]
    screen = show("map", bethan.id, part.id)
    label = "Bottom pole: words" if kind == "pole" else "Name" if kind == "horn" else "Words"
    assert screen.field(label).value == BETHAN.name_of(part.id)


def test_every_record_that_can_be_selected_has_a_form(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id)
    for record in RECORDS:
        if hasattr(record, "held"):
            screen.select(record.id)
            assert BETHAN.name_of(record.id) in screen.said.replace("\n", " ")
            assert "How it is held, and who may see it" in screen.said


def test_something_selected_that_is_no_longer_there_is_let_go(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id, "role:gone", LOOSE_WORDS.id)
    assert screen.selected == (LOOSE_WORDS.id,)


def test_the_drawing_says_what_is_selected_and_a_page_may_let_go_of_it(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id)
    screen.drawing_says(selected={"turn": 0, "ids": [EYE.id]})
    assert screen.field("Words").value == EYE.words
    screen.press("Close")
    assert screen.selected == ()
    assert screen.given()[0]["selected"] == []
    screen.drawing_says(selected={"turn": 0, "ids": [EYE.id]})
    assert screen.selected == ()


def test_several_things_are_listed_and_one_of_them_can_be_chosen(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id, EYE.id, LOOSE_WORDS.id, CRITICISING.id)
    assert "3 things selected" in screen.said
    screen.press(f"{LOOSE_WORDS.words} · phrase")
    assert screen.selected == (LOOSE_WORDS.id,)


def test_another_drawing_shows_the_same_records(
    show: Callable[..., Screen], bethan: Formulation, now: Callable[[str], Any]
) -> None:
    screen = show("map", bethan.id, CRITICISED.id)
    assert screen.given()[0]["drawing"] == ROLE_MAP.id
    screen.switch("States diagram")
    assert screen.given()[0]["drawing"] == STATES_DIAGRAM.id
    screen.fill("Bottom pole: words", "caught out")
    screen.switch("Role map")
    assert screen.given()[0]["drawing"] == ROLE_MAP.id
    assert screen.field("Bottom pole: words").value == "caught out"
    assert now(CRITICISED.id).words == "caught out"


def test_pulls_can_be_left_off_the_drawing(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id)
    assert screen.given()[0]["pulls"] is True
    screen.fill("Pulls", False)
    assert screen.given()[0]["pulls"] is False


# Steps


def test_steps_are_added_one_after_another(
    show: Callable[..., Screen], now: Callable[[str], Any]
) -> None:
    screen = show("map", BETHAN.id, RISING.id)
    for words in ("phone home", "**leave** it"):
        screen.fill("And then?", words)
        assert screen.field("And then?").value == ""
    assert steps_of(now(RISING.id))[2:] == ["phone home", "**leave** it"]
    assert "4. **leave** it" in screen.buttons()


def test_a_horn_has_steps_of_its_own(
    show: Callable[..., Screen], now: Callable[[str], Any]
) -> None:
    screen = show("map", BETHAN.id, SAYING.id)
    assert "And then?" not in screen.labels()
    screen.press(BLOW_UP.name)
    screen.fill("And then?", "be sent home")
    assert steps_of(now(BLOW_UP.id)) == ["Shout about the boiler", "be sent home"]


def test_a_step_that_cannot_be_added_stays_typed_with_a_sentence(
    show: Callable[..., Screen], now: Callable[[str], Any]
) -> None:
    screen = show("map", BETHAN.id, RISING.id)
    screen.fill("And then?", "x" * 10_000)
    assert "there is room for 600" in screen.warnings()
    assert "procedure:" not in screen.warnings()
    assert "step:" not in screen.warnings()
    assert screen.field("And then?").value == "x" * 10_000
    screen.fill("And then?", "phone home")
    assert screen.warnings() == ""
    assert steps_of(now(RISING.id))[-1] == "phone home"


def test_an_empty_step_is_not_added(show: Callable[..., Screen], now: Callable[[str], Any]) -> None:
    show("map", BETHAN.id, RISING.id).fill("And then?", "   ")
    assert now(RISING.id) == RISING


def test_a_step_moves_earlier_and_later(
    show: Callable[..., Screen], now: Callable[[str], Any]
) -> None:
    screen = show("map", BETHAN.id, MEND_AT_NIGHT.id)
    assert "Step 3 of 5 in “Mend it before they look”" in screen.buttons()
    screen.press("Earlier")
    assert steps_of(now(MENDING.id))[1] == MEND_AT_NIGHT.words
    assert "Step 2 of 5 in “Mend it before they look”" in screen.buttons()
    screen.press("Later").press("Later").press("Later").press("Later")
    assert steps_of(now(MENDING.id))[-1] == MEND_AT_NIGHT.words
    screen.press("Step 5 of 5")
    assert screen.selected == (MENDING.id,)


def test_a_step_is_removed_and_what_left_it_lets_go(
    show: Callable[..., Screen], now: Callable[[str], Any]
) -> None:
    screen = show("map", BETHAN.id, MY_FAULT.id).press("Remove from the map")
    assert "no longer point at it: Write “seen it, Tuesday” in the book (exit)" in screen.notes()
    screen.press("Remove")
    assert MY_FAULT.words not in steps_of(now(MENDING.id))
    assert now(WRITE_IT_DOWN.id).leaves is None
    screen.press("Undo")
    assert now(MENDING.id) == MENDING
    assert now(WRITE_IT_DOWN.id) == WRITE_IT_DOWN


# Removing


def test_removing_says_what_goes_along_and_what_lets_go_first(
    show: Callable[..., Screen], bethan: Formulation, me: Visit
) -> None:
    screen = show("map", bethan.id, CRITICAL.id).press("Remove from the map")
    said = screen.notes()
    assert "Take off the map: criticising, checking up ↔ criticised, found out." in said
    assert "(link)" in said.split("would go with it")[1].split("no longer point at it")[0]
    assert "Mend it before they look (procedure)" in said.split("no longer point at it")[1]
    assert "Undo brings everything back" in said
    assert open_formulation(me, bethan.id).formulation == BETHAN
    screen.press("Leave it")
    assert screen.notes() == ""
    screen.press("Remove from the map").press("Remove")
    after = open_formulation(me, bethan.id).formulation
    assert CRITICAL.id not in after
    assert after.dangling() == ()
    assert screen.selected == ()
    screen.press("Undo")
    assert open_formulation(me, bethan.id).formulation == BETHAN


def test_what_was_about_to_go_is_forgotten_when_something_else_is_selected(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id, HALF.id).press("Remove from the map")
    screen.drawing_says(selected={"turn": screen.given()[0]["turn"], "ids": [EYE.id]})
    assert "Take off the map" not in screen.notes()
    assert "Remove from the map" in screen.buttons()


def test_several_things_go_together_and_only_the_others_are_told_of(
    show: Callable[..., Screen], bethan: Formulation, me: Visit
) -> None:
    screen = show("map", bethan.id, QUIET_FEEDS_NIGHT.id, SAYING.id, WRITE_IT_DOWN.id, MY_FAULT.id)
    screen.press("Remove from the map")
    assert "(exit)" not in screen.notes()
    screen.press("Remove")
    after = open_formulation(me, bethan.id).formulation
    for gone in (QUIET_FEEDS_NIGHT, SAYING, WRITE_IT_DOWN, MY_FAULT):
        assert gone.id not in after
    assert MENDING.id in after


def test_a_pole_among_several_takes_its_role_along_and_says_so(
    show: Callable[..., Screen], bethan: Formulation, me: Visit
) -> None:
    screen = show("map", bethan.id, HALF.top.id, HALF.bottom.id).press("Remove from the map")
    assert "Take off the map: leaving early ↔ ?." in screen.notes()
    screen.press("Remove")
    assert HALF.id not in open_formulation(me, bethan.id).formulation


def test_nothing_to_undo_is_said_and_cannot_be_pressed(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id)
    button = screen.app.button(key="take back")
    assert (button.label, button.disabled) == ("Nothing to undo", True)


# Words that become something


@pytest.mark.parametrize(
    ("kind", "record"),
    [("state", SelfState), ("exit", Exit), ("procedure", Procedure), ("pain", None)],
)
def test_words_on_the_page_become_something(
    kind: str,
    record: Any,
    show: Callable[..., Screen],
    bethan: Formulation,
    me: Visit,
) -> None:
    screen = show("map", bethan.id, LOOSE_WORDS.id).fill("This is…", kind)
    after = open_formulation(me, bethan.id).formulation
    assert after.every(Phrase) == ()
    new = after[screen.selected[0]]
    assert BETHAN.name_of(LOOSE_WORDS.id) == after.name_of(new.id)
    assert record is None or isinstance(new, record)


def test_words_with_nothing_in_them_do_not_become_anything_yet(
    show: Callable[..., Screen], placed: Callable[..., Formulation], me: Visit
) -> None:
    formulation = placed(Phrase(LOOSE_WORDS.id, ""))
    screen = show("map", formulation.id, LOOSE_WORDS.id).fill("This is…", "state")
    assert "Write a word or two first" in screen.warnings()
    assert screen.field("This is…").value is None
    screen.run()
    assert screen.warnings() == ""
    assert open_formulation(me, formulation.id).version == 1


# Below the drawing


def test_the_whole_map_is_read_in_words_and_follows_what_changes(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id, CRITICISED.id)
    assert "“criticised, found out”" in screen.html()
    screen.fill("Bottom pole: words", "caught out")
    assert "“caught out”" in screen.html()


def test_what_is_behind_the_selected_thing_is_read_below(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("map", bethan.id).switch("What is behind this")
    assert "Select something on the drawing" in screen.said
    screen.select(CRITICISED.id)
    assert "Behind “criticised, found out”" in screen.said
    assert "Tidy the room" in screen.said
    screen.select(GONE_FISHING.id)
    assert "Nothing behind this yet" in screen.said


# Where no socket passes


def test_a_gesture_that_came_through_the_page_is_acted_on(
    show: Callable[..., Screen], bethan: Formulation, now: Callable[[str], Any]
) -> None:
    screen = show("map", bethan.id)
    screen.drawing_did(
        "gesture",
        {"n": 1, "did": "reword", "id": EYE.id, "words": "from the roof", "was": EYE.words},
    )
    assert now(EYE.id).words == "from the roof"
    assert screen.given()[0]["revision"] == 2


@pytest.mark.parametrize(
    "gesture",
    [
        {"n": 1, "did": "reword", "id": EYE.id, "words": "x" * 10_000, "was": EYE.words},
        {"n": 1, "did": "reword", "id": EYE.id, "words": "a", "was": "something else"},
        {"n": 1, "did": "reword", "id": "role:gone", "words": "a"},
        {"n": 1, "did": "fly", "id": EYE.id},
        {"n": 1, "did": "move", "places": "everywhere"},
    ],
)
def test_a_gesture_that_cannot_be_is_answered_in_words(
    gesture: dict[str, Any], show: Callable[..., Screen], bethan: Formulation, me: Visit
) -> None:
    screen = show("map", bethan.id).drawing_did("gesture", gesture)
    answer = screen.given()[0]["answers"][-1]
    assert answer["ok"] is False
    assert answer["sentence"] != ""
    assert "observer:" not in answer["sentence"]
    assert open_formulation(me, bethan.id).version == 1


def test_a_horn_of_no_name_can_still_be_gone_to(
    show: Callable[..., Screen], placed: Callable[..., Formulation]
) -> None:
    nameless = Procedure(SAYING.id, "Quiet or loud", "dilemma", horns=(Horn("horn:b-say-a"),))
    screen = show("map", placed(nameless).id, SAYING.id).press("one way")
    assert screen.selected == ("horn:b-say-a",)
