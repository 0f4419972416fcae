"""Putting every kind of thing on the map through its form, and what is said when that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Exit,
    Group,
    Link,
    Observer,
    Phrase,
    Placement,
    Procedure,
    ReciprocalRole,
    SelfState,
    Shift,
    TargetProblem,
)
from formulation.ui.adding import FORMS, ONE_AFTER_ANOTHER
from formulation.workflows import mapping
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from ..examples import (
    ALWAYS_WRONG,
    ASKED,
    BETHAN,
    CRITICISED,
    CRITICISING,
    GONE_FISHING,
    HERSELF,
    KEEP_QUIET,
    KIND,
    MENDING,
    MY_FAULT,
    ON_WATCH,
    SAYING,
    STAFF,
    STATES_DIAGRAM,
)
from .screen import Screen

PUT = "Put it on the map"

FILLED: dict[str, tuple[dict[str, Any], type, dict[str, Any]]] = {
    "phrase": (
        {"A phrase, as it was said": " a bunch of keys ", "Whose words?": "person"},
        Phrase,
        {"words": "a bunch of keys", "whose": "person"},
    ),
    "role": (
        {
            "Top pole: doing what?": "hurrying",
            "Bottom pole: on the receiving end": "hurried",
            "What is it like?": "service",
            "Whose words?": "shared",
        },
        ReciprocalRole,
        {"tone": "service"},
    ),
    "trap": (
        {
            "What shall we call it?": "Look again",
            "Starts at": CRITICISED.id,
            "Steps, one to a line": "look\n\nlook again",
            "Comes back to": ALWAYS_WRONG.id,
        },
        Procedure,
        {
            "kind": "trap",
            "name": "Look again",
            "starts_at": CRITICISED.id,
            "returns_to": ALWAYS_WRONG.id,
        },
    ),
    "dilemma": (
        {
            "What shall we call it?": "Say or swallow",
            "Starts at": CRITICISED.id,
            "Either…": "say it",
            "Either: steps, one to a line": "say it\nbe sent out",
            "Either: comes back to": CRITICISED.id,
            "Or…": "swallow it",
            "Or: steps, one to a line": "swallow it",
            "Or: comes back to": ALWAYS_WRONG.id,
        },
        Procedure,
        {"kind": "dilemma", "name": "Say or swallow", "starts_at": CRITICISED.id},
    ),
    "snag": (
        {
            "What shall we call it?": "The late form",
            "Starts at": CRITICISED.id,
            "Steps, one to a line": "begin it\n\nput it away",
            "Comes back to": ALWAYS_WRONG.id,
            "What is wanted, and given up?": "the site by day",
            "Which voice says no?": CRITICISING.id,
        },
        Procedure,
        {
            "kind": "snag",
            "name": "The late form",
            "starts_at": CRITICISED.id,
            "returns_to": ALWAYS_WRONG.id,
            "wants": "the site by day",
            "forbidden_by": CRITICISING.id,
        },
    ),
    "exit": (
        {
            "A way out": "ask once",
            "Leaves from which step?": MY_FAULT.id,
            "Arrives at which pole?": ASKED.id,
        },
        Exit,
        {"words": "ask once", "leaves": MY_FAULT.id, "arrives": ASKED.id},
    ),
    "state": (
        {
            "What is it called?": "On the roof",
            "Which poles does it hold?": [CRITICISING.id, ASKED.id],
        },
        SelfState,
        {"name": "On the roof", "poles": (CRITICISING.id, ASKED.id)},
    ),
    "shift": (
        {
            "From": GONE_FISHING.id,
            "To": ON_WATCH.id,
            "What sets it off?": "a bell",
            "How fast?": "abrupt",
        },
        Shift,
        {
            "from_state": GONE_FISHING.id,
            "to_state": ON_WATCH.id,
            "trigger": "a bell",
            "speed": "abrupt",
        },
    ),
    "pain": (
        {"Words": "nobody's", "Under which poles?": [CRITICISED.id]},
        CorePain,
        {"words": "nobody's", "under": (CRITICISED.id,)},
    ),
    "link": (
        {
            "From": HERSELF.id,
            "says": "drawn_to",
            "To": CRITICISING.id,
            "In words, if it helps": "by night",
        },
        Link,
        {
            "from_id": HERSELF.id,
            "to_id": CRITICISING.id,
            "kind": "drawn_to",
            "words": "by night",
        },
    ),
    "problem": ({"Words": "I never sit"}, TargetProblem, {"words": "I never sit"}),
    "observer": ({"Words": "from the roof"}, Observer, {"words": "from the roof"}),
    "group": ({"Who": "The caretakers"}, Group, {"words": "The caretakers"}),
}


@pytest.fixture
def now(me: Visit, bethan: Formulation) -> Callable[[], Formulation]:
    """What the shelf holds now."""
    return lambda: open_formulation(me, bethan.id).formulation


def form_for(screen: Screen, kind: str) -> Screen:
    return screen.fill("What is it?", kind)


def test_every_kind_has_a_form_and_is_tried_here() -> None:
    assert {*FORMS} == {*FILLED, "step"}


def test_a_filled_form_puts_it_on_the_map(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = show("map", BETHAN.id)
    for kind, (typed, record, expected) in FILLED.items():
        before = now()
        form_for(screen, kind)
        assert set(screen.labels()) >= typed.keys()
        screen.write(**typed).press(PUT)
        assert screen.warnings() == ""
        new = next(one for one in now().every(record) if one.id not in before)
        assert {name: getattr(new, name) for name in expected} == expected
        if kind not in ONE_AFTER_ANOTHER:
            assert screen.selected == (new.id,)
            screen.press("Close")


def test_a_new_role_has_both_its_poles_and_stands_on_the_drawing(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    form_for(show("map", BETHAN.id), "role").write(**FILLED["role"][0]).press(PUT)
    role = next(one for one in now().every(ReciprocalRole) if one.id not in BETHAN)
    assert (role.top.words, role.bottom.words) == ("hurrying", "hurried")
    assert (role.top.whose, role.bottom.whose) == ("shared", "shared")
    assert role.id in {one.record for one in now().every(Placement)}


def test_a_procedures_steps_are_its_lines(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    form_for(show("map", BETHAN.id), "snag").write(**FILLED["snag"][0]).press(PUT)
    new = next(one for one in now().every(Procedure) if one.id not in BETHAN)
    assert [step.words for step in new.steps] == ["begin it", "put it away"]


def test_a_dilemma_has_two_ways_each_with_its_own_steps_and_home(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    form_for(show("map", BETHAN.id), "dilemma").write(**FILLED["dilemma"][0]).press(PUT)
    new = next(one for one in now().every(Procedure) if one.id not in BETHAN)
    assert [
        (horn.name, [step.words for step in horn.steps], horn.returns_to) for horn in new.horns
    ] == [
        ("Either say it", ["say it", "be sent out"], CRITICISED.id),
        ("Or swallow it", ["swallow it"], ALWAYS_WRONG.id),
    ]


def test_a_state_put_down_on_the_role_map_is_turned_to(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = form_for(show("map", BETHAN.id), "state")
    screen.write(**FILLED["state"][0]).press(PUT)
    assert screen.given()[0]["drawing"] == STATES_DIAGRAM.id


def test_a_step_goes_after_the_one_that_was_chosen(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = form_for(show("map", BETHAN.id), "step")
    typed = {
        "In which procedure?": MENDING.id,
        "Words": "look at the clock",
        "After which step? (left empty: at the end)": MY_FAULT.id,
    }
    screen.write(**typed).press(PUT)
    steps = [step.words for step in getattr(now()[MENDING.id], "steps", ())]
    assert steps[2] == "look at the clock"
    screen.write(**{"In which procedure?": KEEP_QUIET.id, "Words": "go home"}).press(PUT)
    horn = now()[KEEP_QUIET.id]
    assert [step.words for step in getattr(horn, "steps", ())][-1] == "go home"


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    *((kind, {}, "Write a word or two first") for kind in FILLED if kind not in ("shift", "link")),
    ("trap", {"Starts at": CRITICISED.id}, "Write a word or two first"),
    ("shift", {"What sets it off?": "a bell"}, "choose both"),
    ("shift", {"From": ON_WATCH.id, "To": ON_WATCH.id, "What sets it off?": "x"}, "choose two"),
    ("link", {"In words, if it helps": "by night"}, "choose both"),
    ("link", {"From": KIND.id, "To": KIND.id}, "choose two"),
    ("link", {"From": KIND.id, "To": STAFF.id, "says": "drawn_to"}, "goes from"),
    ("step", {"Words": "look at the clock"}, "Choose the procedure this step belongs to"),
    ("step", {"In which procedure?": SAYING.id, "Words": "x"}, "choose one of its two horns"),
    ("step", {"In which procedure?": MENDING.id}, "Write a word or two first"),
    ("phrase", {"A phrase, as it was said": "x" * 10_000}, "there is room for 600"),
    ("role", {"Top pole: doing what?": "x" * 10_000}, "there is room for 600"),
    ("dilemma", {"Or: steps, one to a line": "x" * 10_000}, "there is room for 600"),
    ("trap", {"Steps, one to a line": "x" * 10_000}, "there is room for 600"),
    ("exit", {"A way out": "x" * 10_000}, "there is room for 600"),
]


def test_what_cannot_be_put_down_is_said_in_words_and_the_typing_stays(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = show("map", BETHAN.id)
    for kind, typed, sentence in REFUSED:
        form_for(screen, kind).write(**typed).press(PUT)
        assert sentence in screen.warnings(), (kind, typed)
        assert "role:" not in screen.warnings()
        for label, value in typed.items():
            assert screen.field(label).value == value
        screen.write(**{label: _nothing(value) for label, value in typed.items()})
        screen.fill("What is it?", "observer")
    assert now() == BETHAN


def _nothing(value: Any) -> Any:
    return [] if isinstance(value, list) else None if ":" in str(value) else ""


def test_a_form_is_empty_again_once_its_thing_is_on_the_map(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = form_for(show("map", BETHAN.id), "group")
    screen.write(Who="The caretakers").press(PUT)
    screen.press("Close")
    assert screen.field("What is it?").value == "group"
    assert screen.field("Who").value == ""


def test_phrases_are_put_down_one_after_another(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = show("map", BETHAN.id)
    for said in ("the bell", "the van", "the torch"):
        screen.write(**{"A phrase, as it was said": said}).press(PUT)
        assert screen.field("A phrase, as it was said").value == ""
    assert [one.words for one in now().every(Phrase)][1:] == ["the bell", "the van", "the torch"]


def test_a_list_in_a_form_keeps_its_choice_while_others_reword_what_it_offers(
    show: Callable[..., Screen], other: Visit, now: Callable[[], Formulation]
) -> None:
    screen = form_for(show("map", BETHAN.id), "shift")
    chosen = {
        label: next(one for one in screen.field(label).options if one.startswith(state.name))
        for label, state in (("From", ON_WATCH), ("To", GONE_FISHING))
    }
    for state in (ON_WATCH, GONE_FISHING):
        mapping.reword(other, open_formulation(other, BETHAN.id), state.id, f"no {state.name}")
        screen.run()
    screen.press_having_chosen(PUT, **chosen)
    assert screen.warnings() == ""
    new = next(one for one in now().every(Shift) if one.id not in BETHAN)
    assert (new.from_state, new.to_state) == (ON_WATCH.id, GONE_FISHING.id)


def test_a_list_in_a_form_has_the_new_words_once_it_is_opened_again(
    show: Callable[..., Screen], other: Visit, bethan: Formulation
) -> None:
    screen = form_for(show("map", BETHAN.id), "exit")
    mapping.reword(other, open_formulation(other, BETHAN.id), ASKED.id, "asked kindly")
    form_for(screen, "phrase")
    form_for(screen, "exit")
    assert "asked kindly" in " ".join(screen.field("Arrives at which pole?").options)


def test_what_was_chosen_and_then_removed_by_somebody_is_said_in_words(
    show: Callable[..., Screen], other: Visit, now: Callable[[], Formulation]
) -> None:
    screen = form_for(show("map", BETHAN.id), "shift")
    screen.write(**{"From": ON_WATCH.id, "To": GONE_FISHING.id, "What sets it off?": "a bell"})
    mapping.remove(other, open_formulation(other, BETHAN.id), GONE_FISHING.id)
    screen.press(PUT)
    assert "choose both" in screen.warnings()
    assert screen.field("What sets it off?").value == "a bell"
    assert now().every(Shift) == ()
