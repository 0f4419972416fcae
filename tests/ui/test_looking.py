"""How a drawing is looked at: remembered for each formulation, kept in the address, never in the way."""

from __future__ import annotations

from collections.abc import Callable

from formulation.domain.formulation import Formulation
from formulation.domain.records import Exit, Procedure, SelfState
from formulation.render.views import View, view_from
from formulation.ui import looking, remembered
from formulation.ui.looking import Looking, looking_from
from formulation.workflows import mapping
from formulation.workflows.notebooks import begin_blank, open_formulation
from formulation.workflows.visit import Visit

from ..examples import CRITICISED, MENDING, ON_WATCH
from .screen import Screen

Shown = Callable[..., Screen]


def view_of(screen: Screen) -> View:
    return view_from(screen.given()[0]["view"])


def test_a_way_of_looking_is_found_again_from_the_address() -> None:
    chosen = Looking(View(few=True, focus=("procedure:a",), steps=2), around=True, grey=True)
    assert looking_from(chosen.as_text()) == chosen
    assert looking_from("") == Looking()
    assert looking_from("grey=1&nonsense=2").grey


def test_one_loop_is_chosen_and_everything_comes_back(show: Shown, bethan: Formulation) -> None:
    screen = show("map", bethan.id)
    assert view_of(screen) == View()
    screen.fill("Look at", MENDING.id)
    assert view_of(screen).focus == (MENDING.id,)
    assert screen.app.query_params["look"] == looking.Looking(View(focus=(MENDING.id,))).as_text()
    screen.press("Show everything")
    assert view_of(screen) == View()
    assert "look" not in screen.app.query_params


def test_the_address_is_read_after_a_refresh(show: Shown, bethan: Formulation) -> None:
    screen = show("map", bethan.id)
    screen.fill("Look at", MENDING.id)
    address = screen.app.query_params["look"]
    again = show("map", bethan.id)
    del again.app.session_state[remembered.LOOKING]
    again.app.query_params["look"] = address
    assert view_of(again.run()).focus == (MENDING.id,)


def test_what_is_selected_is_looked_at_alone_from_its_panel(
    show: Shown, bethan: Formulation
) -> None:
    screen = show("map", bethan.id, CRITICISED.id).press("Only around this")
    assert view_of(screen).focus == (CRITICISED.id,)
    assert view_of(screen).steps == 1


def test_a_loop_is_played_moment_by_moment(show: Shown, bethan: Formulation) -> None:
    screen = show("map", bethan.id, MENDING.id).press("Play")
    assert "Where it begins" in screen.said
    assert view_of(screen).lit == MENDING.starts_at
    screen.press("Next").press("Next")
    assert view_of(screen).lit == MENDING.steps[1].id
    assert MENDING.steps[1].words in screen.said
    screen.press("Back")
    assert view_of(screen).lit == MENDING.steps[0].id
    screen.press("Stop")
    assert view_of(screen).lit == ""


def test_presenting_leaves_only_the_drawing_and_the_way_back(
    show: Shown, bethan: Formulation
) -> None:
    screen = show("map", bethan.id).press("Present")
    assert screen.buttons() == ["End"]
    assert screen.given()[0]["readOnly"] is True
    assert view_of(screen).large
    screen.press("End")
    assert "Put it on the map" in screen.buttons()


def test_each_formulation_is_looked_at_in_its_own_way(
    show: Shown, bethan: Formulation, me: Visit
) -> None:
    screen = show("map", bethan.id)
    screen.fill("Look at", MENDING.id)
    other = begin_blank(me, "Owain").id
    screen.app.query_params.clear()
    screen.app.query_params["open"] = other
    assert view_of(screen.run()) == View()
    screen.app.query_params["open"] = bethan.id
    assert view_of(screen.run()).focus == (MENDING.id,)


def test_the_back_button_lays_open_what_the_address_says(
    show: Shown, bethan: Formulation, me: Visit
) -> None:
    screen = show("map", bethan.id)
    other = begin_blank(me, "Owain").id
    screen.app.query_params["open"] = other
    assert screen.run().given()[0]["formulation"] == other
    del screen.app.query_params["open"]
    assert screen.run().given()[0]["formulation"] == other


def test_a_way_out_that_arrives_where_it_hurts_is_met_with_a_question_and_an_offer(
    show: Shown, placed: Callable[..., Formulation], me: Visit
) -> None:
    hurts = Exit("exit:b-hurts", "show them the list", arrives=CRITICISED.id)
    opened_id = placed(hurts).id
    screen = show("map", opened_id, hurts.id)
    assert "a place loops begin" in screen.said
    screen.app.text_input(key=f"ge/{hurts.id}/top").set_value("looking at it together")
    screen.press("Draw this good-enough role")
    arrives = open_formulation(me, opened_id).formulation[hurts.id].arrives
    assert arrives not in (CRITICISED.id, None)
    assert "a place loops begin" not in screen.said


def test_loops_are_told_and_gone_to(show: Shown, placed: Callable[..., Formulation]) -> None:
    stuck = Procedure("procedure:b-stuck", "Round again", starts_at=CRITICISED.id,
                      steps=MENDING.steps[:0], returns_to=CRITICISED.id)  # fmt: skip
    screen = show("map", placed(stuck).id).switch("Loops")
    assert "No way out drawn yet" in screen.said
    screen.press("“Round again”: where could it go differently, even once?")
    assert screen.selected == (stuck.id,)
    assert view_of(screen).focus == (stuck.id,)
    assert isinstance(ON_WATCH, SelfState)


def test_undo_says_the_words_of_what_it_was_about_but_none_of_a_note(
    show: Shown, bethan: Formulation, me: Visit
) -> None:
    screen = show("map", bethan.id, CRITICISED.id).fill("Bottom pole: words", "shown up")
    assert any("Undo:" in one and "shown up" in one for one in screen.buttons())
    idea = next(one for one in bethan.records.values() if one.prefix == "hypothesis")
    opened = open_formulation(me, bethan.id)
    mapping.reword(me, opened, idea.id, "it may be the torch")
    buttons = screen.run().buttons()
    assert any(one.startswith("Undo:") for one in buttons)
    assert not any("shown up" in one or "torch" in one for one in buttons)
