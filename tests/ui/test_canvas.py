"""What a page and its canvas tell each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from formulation.ui.canvas import ANSWERS_KEPT, MOST_SELECTED, Memory


def said(turn: int, *ids: str) -> dict[str, Any]:
    """What a canvas says is selected."""
    return {"turn": turn, "ids": list(ids)}


def test_what_the_person_selects_is_heard() -> None:
    memory = Memory()
    memory.listen(said(0, "role:a"))
    assert memory.ids == ("role:a",)


def test_passing_on_what_was_heard_is_no_new_choice() -> None:
    memory = Memory()
    memory.listen(said(0, "role:a"))
    memory.choose(("role:a",))
    assert memory.turn == 0


def test_what_the_page_chooses_holds_against_a_click_still_under_way() -> None:
    memory = Memory()
    memory.listen(said(0, "role:a"))
    memory.choose(("role:new",))
    memory.listen(said(0, "role:b"))
    assert memory.ids == ("role:new",)


def test_after_the_canvas_has_taken_up_the_choice_it_is_heard_again() -> None:
    memory = Memory()
    memory.choose(("role:new",))
    memory.listen(said(1, "role:new", "role:b"))
    assert memory.ids == ("role:new", "role:b")


def test_a_page_and_a_person_choosing_at_once_come_to_rest() -> None:
    """Whatever order things arrive in, the two never answer each other for ever."""
    memory = Memory()
    shown: tuple[str, ...] = ()
    for _ in range(10):
        memory.choose(shown if shown else ("role:page",))
        memory.listen(said(0, "role:person"))
        shown = memory.ids
    assert memory.turn == 1
    assert memory.ids == ("role:page",)


@pytest.mark.parametrize(
    "nonsense", [None, 7, "role:a", [], {"turn": 0}, {"ids": ["a"]}, {"turn": 0, "ids": "a"}]
)
def test_nonsense_from_a_browser_changes_nothing(nonsense: object) -> None:
    memory = Memory()
    memory.listen(said(0, "role:a"))
    memory.listen(nonsense)
    assert memory.ids == ("role:a",)


def test_a_selection_has_an_end() -> None:
    memory = Memory()
    memory.listen(said(0, *(f"role:{number}" for number in range(9_000))))
    assert len(memory.ids) == MOST_SELECTED


def test_the_number_of_what_was_done_is_noted() -> None:
    memory = Memory()
    memory.hear({"touched": {"id": "role:a", "n": 3}}, "touched")
    assert memory.heard == 3
    for nothing in (None, {}, {"touched": None}, {"touched": {"n": "x"}}):
        memory.hear(nothing, "touched")
    assert memory.heard == 3


def _page() -> None:
    import streamlit as st

    from formulation.ui.canvas import canvas

    state = canvas("f-bethan", "drawing:b-map", key="map", revision=4, selected=("role:a",))
    other = canvas("f-bethan", "drawing:b-map", key="pick", mode="pick", revision=4, height=300)
    st.write(repr(state))
    st.write(repr(other))


def test_a_page_shows_a_canvas_and_knows_what_is_selected() -> None:
    app = AppTest.from_function(_page, default_timeout=30).run()
    assert not app.exception
    first, second = (one.value for one in app.markdown)
    assert "selected=('role:a',)" in first
    assert "revision=4" in first
    assert "selected=()" in second
    assert "touched=None" in second
    app.run()
    assert app.markdown[0].value == first


def test_what_has_gone_is_not_selected_and_what_came_in_its_place_can_be() -> None:
    memory = Memory()
    memory.choose(("phrase:a",))
    turn = memory.turn
    memory.keep_to({"role:b"})
    memory.choose(())  # the page, too, leaves out what has gone; it chooses nothing
    assert (memory.ids, memory.turn) == ((), turn)
    memory.listen({"turn": turn, "ids": ["role:b"]})
    assert memory.ids == ("role:b",)


def sent(number: int, who: str = "one window", **gesture: Any) -> dict[str, Any]:
    """A component's state when a gesture has come by the slower road."""
    return {"gesture": {"n": number, "who": who, "did": "add", **gesture}}


def test_a_gesture_is_acted_on_once_however_often_it_comes() -> None:
    memory, done = Memory(), []

    def act(gesture: Mapping[str, Any]) -> dict[str, Any]:
        done.append(gesture["n"])
        return {"ok": True, "revision": len(done)}

    memory.act(sent(1), act)
    memory.act(sent(1, asked=2), act)
    assert done == [1]
    assert memory.answers == [{"ok": True, "revision": 1, "answer": 1}]
    memory.act(sent(1, who="another window"), act)
    assert done == [1, 1]


def test_answers_stay_for_a_while_and_not_for_ever() -> None:
    memory = Memory()
    for number in range(ANSWERS_KEPT + 5):
        memory.act(sent(number), lambda gesture: {"ok": False, "sentence": "No."})
    assert len(memory.answers) == ANSWERS_KEPT
    assert memory.answers[-1]["answer"] == ANSWERS_KEPT + 4


@pytest.mark.parametrize("nonsense", [None, 7, {}, {"gesture": None}, {"gesture": {"n": 1}}])
def test_what_is_no_gesture_is_not_acted_on(nonsense: Any) -> None:
    memory = Memory()
    memory.act(nonsense, lambda gesture: {"ok": True})
    assert memory.answers == []
