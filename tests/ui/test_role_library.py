"""A common role goes on the open map only when somebody chooses it: doubted, and nobody's words yet."""

from __future__ import annotations

from collections.abc import Callable

from formulation.domain.formulation import Formulation
from formulation.domain.records import ReciprocalRole
from formulation.render.scene import scene_of
from formulation.ui import remembered
from formulation.workflows import looking_up
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from ..examples import BETHAN, ROLE_MAP
from .screen import Screen

PUT = "Put it on, as a question"


def roles_of(visit: Visit) -> dict[str, ReciprocalRole]:
    return {
        one.id: one for one in open_formulation(visit, BETHAN.id).formulation.every(ReciprocalRole)
    }


def test_a_pair_is_put_on_from_the_adding_panel_as_a_question(
    show: Callable[..., Screen], bethan: Formulation, me: Visit
) -> None:
    before = roles_of(me)
    screen = show("map", BETHAN.id).fill("What is it?", "role")
    screen.fill("Which pair?", "abandoning").press(PUT)
    (new,) = (one for some_id, one in roles_of(me).items() if some_id not in before)
    assert (new.top.words, new.bottom.words) == ("leaving, abandoning", "left, abandoned")
    assert {new.top.whose, new.bottom.whose} == {""}
    assert new.held.standing == "doubted"
    assert screen.app.session_state[remembered.SELECTED] == (new.id,)


def test_a_suggested_pair_is_drawn_with_a_question_mark(me: Visit, bethan: Formulation) -> None:
    pair = looking_up.common_roles("deserting")[0]
    role = looking_up.suggested(pair)
    opened = looking_up.put_on_map(me, open_formulation(me, BETHAN.id), role)
    drawn = scene_of(opened.formulation, ROLE_MAP.id)
    assert any("doubted" in one.marks for one in drawn.elements if one.id == role.id)


def test_from_learn_it_goes_on_the_map_that_lies_open(bethan: Formulation, me: Visit) -> None:
    screen = Screen.of_page("learn", BETHAN.id)
    before = roles_of(me)
    screen.switch("Common roles").fill("Look for a word", "deserting")
    screen.fill("Which pair?", "abandoning")
    (button,) = (one for one in screen.buttons() if one.endswith(", as a question"))
    screen.press(button)
    assert len(roles_of(me)) == len(before) + 1


def test_where_nothing_of_ones_own_lies_open_nothing_can_be_put_on(me: Visit) -> None:
    for open_id in (None, "ex1"):
        screen = Screen.of_page("learn", open_id)
        screen.switch("Common roles")
        assert not [one for one in screen.buttons() if one.endswith(", as a question")]
