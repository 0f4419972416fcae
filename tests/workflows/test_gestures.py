"""What comes up from a canvas is checked before it is acted on."""

from __future__ import annotations

from typing import Any

import pytest

from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.domain.records import Drawing, Phrase
from formulation.domain.verbs import places_in
from formulation.workflows import mapping, notebooks
from formulation.workflows.gestures import NotUnderstoodHere, act_on
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit


@pytest.fixture
def helen(visit: Visit) -> Opened:
    """A copy of Helen's map."""
    return notebooks.make_my_copy(visit, "ex3")


def drawing_of(opened: Opened) -> str:
    """The first drawing's id."""
    return opened.formulation.every(Drawing)[0].id


def test_a_drop_is_kept_as_a_placement(visit: Visit, helen: Opened) -> None:
    drawing = drawing_of(helen)
    now = act_on(visit, helen.id, drawing, {"did": "move", "places": {"role:ex3-r1": [3, 4.5]}})
    assert places_in(now.formulation, drawing)["role:ex3-r1"] == (3.0, 4.5)


def test_words_changed_in_place_are_kept(visit: Visit, helen: Opened) -> None:
    gesture = {
        "did": "reword",
        "id": "pole:ex3-r1-top",
        "words": "new",
        "was": "demanding, marking",
    }
    assert act_on(visit, helen.id, drawing_of(helen), gesture).formulation.name_of(
        "pole:ex3-r1-top"
    ) == "new"  # fmt: skip


def test_a_stale_rewording_is_answered_with_what_it_says_now(visit: Visit, helen: Opened) -> None:
    mapping.reword(visit, helen, "pole:ex3-r1-top", "theirs")
    gesture = {
        "did": "reword",
        "id": "pole:ex3-r1-top",
        "words": "mine",
        "was": "demanding, marking",
    }
    with pytest.raises(ChangedMeanwhile, match="It now says “theirs”"):
        act_on(visit, helen.id, drawing_of(helen), gesture)


def test_a_phrase_lands_where_the_paper_was_touched(visit: Visit, helen: Opened) -> None:
    drawing = drawing_of(helen)
    now = act_on(visit, helen.id, drawing, {"did": "add", "words": "tired", "at": [10, 20]})
    phrase = now.formulation.every(Phrase)[0]
    assert places_in(now.formulation, drawing)[phrase.id] == (10.0, 20.0)


def test_removing_and_taking_back_by_gesture(visit: Visit, helen: Opened) -> None:
    drawing = drawing_of(helen)
    now = act_on(visit, helen.id, drawing, {"did": "remove", "ids": ["role:ex3-r2"]})
    assert "role:ex3-r2" not in now.formulation
    now = act_on(visit, helen.id, drawing, {"did": "undo"})
    assert now.formulation.records == helen.formulation.records


@pytest.mark.parametrize(
    "gesture",
    [
        {}, {"did": "explode"}, {"did": None}, {"did": "move"}, {"did": "move", "places": []},
        {"did": "move", "places": {"role:ex3-r1": ["a", 1]}},
        {"did": "move", "places": {"role:ex3-r1": [1]}},
        {"did": "move", "places": {"role:ex3-r1": [float("nan"), 1]}},
        {"did": "move", "places": {"role:ex3-r1": [1e30, 1]}},
        {"did": "move", "places": {"role:ex3-r1": [10**400, 1]}},
        {"did": "move", "places": {"role:nobody": [1, 1]}},
        {"did": "reword", "id": "pole:ex3-r1-top"}, {"did": "reword", "id": 7, "words": "x"},
        {"did": "reword", "id": "pole:gone", "words": "x"},
        {"did": "reword", "id": "pole:ex3-r1-top", "words": "x" * 10_000},
        {"did": "remove", "ids": []}, {"did": "remove", "ids": "role:ex3-r1"},
        {"did": "remove", "ids": ["role:gone"]}, {"did": "remove", "ids": ["cover:cover"]},
        {"did": "remove", "ids": ["note:ex3-n1"]}, {"did": "remove", "ids": ["drawing:ex3-d1"]},
        {"did": "add", "words": " "},
        {"did": "add", "words": 3}, {"did": "undo"},
    ],
)  # fmt: skip
def test_anything_else_is_declined_in_words_and_nothing_is_written(
    visit: Visit, helen: Opened, gesture: dict[str, Any]
) -> None:
    with pytest.raises(FormulationError) as refused:
        act_on(visit, helen.id, drawing_of(helen), gesture)
    assert refused.value.sentence.endswith((".", "page."))
    assert notebooks.open_formulation(visit, helen.id) == helen


def test_what_is_no_gesture_at_all_is_said_plainly(visit: Visit, helen: Opened) -> None:
    with pytest.raises(NotUnderstoodHere):
        act_on(visit, helen.id, drawing_of(helen), {"did": "__class__"})
