"""Somebody else at the same formulation: both versions are shown, nothing is overwritten, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Held, Seen
from formulation.workflows import mapping
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from ..examples import (
    ALWAYS_WRONG,
    ASKED,
    CRITICAL,
    CRITICISED,
    CRITICISING,
    HALF,
    LOOSE_WORDS,
    MENDING,
)
from .screen import Screen

FIELD = "Bottom pole: words"


@pytest.fixture
def now(me: Visit, bethan: Formulation) -> Callable[[str], Any]:
    """What the shelf holds of something now."""
    return lambda some_id: open_formulation(me, bethan.id).formulation[some_id]


@pytest.fixture
def meanwhile(other: Visit, bethan: Formulation) -> Callable[..., None]:
    """Somebody else changes fields of something."""

    def change(some_id: str, **values: Any) -> None:
        opened = open_formulation(other, bethan.id)
        was = {name: getattr(opened.formulation[some_id], name) for name in values}
        mapping.revise(other, opened, some_id, values, was)

    return change


def both_typed(screen: Screen, meanwhile: Callable[..., None]) -> Screen:
    meanwhile(CRITICISED.id, words="caught out")
    screen.fill(FIELD, "shown up")
    assert "Nothing was overwritten" in screen.notes()
    assert "It says now:** “caught out”" in screen.notes()
    assert "You wrote:** “shown up”" in screen.notes()
    return screen


@pytest.fixture
def screen(show: Callable[..., Screen], bethan: Formulation) -> Screen:
    return show("map", bethan.id, CRITICISED.id)


def test_a_change_elsewhere_is_followed(screen: Screen, meanwhile: Callable[..., None]) -> None:
    meanwhile(CRITICISED.id, words="caught out")
    screen.run()
    assert screen.field(FIELD).value == "caught out"
    assert screen.notes() == ""


def test_another_field_changed_meanwhile_is_followed_and_mine_is_saved(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    meanwhile(CRITICISED.id, whose="worker")
    screen.fill(FIELD, "shown up")
    assert (now(CRITICISED.id).words, now(CRITICISED.id).whose) == ("shown up", "worker")
    assert screen.field("Bottom pole: whose words").value == "worker"
    assert screen.notes() == ""


def test_keeping_what_it_says_now(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    both_typed(screen, meanwhile)
    assert screen.field(FIELD).value == "shown up"
    screen.press("Keep theirs")
    assert now(CRITICISED.id).words == "caught out"
    assert screen.field(FIELD).value == "caught out"
    assert screen.notes() == ""


def test_using_mine(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    both_typed(screen, meanwhile).press("Use mine")
    assert now(CRITICISED.id).words == "shown up"
    assert screen.field(FIELD).value == "shown up"
    assert screen.notes() == ""


def test_keeping_both(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    both_typed(screen, meanwhile).press("Keep both")
    assert now(CRITICISED.id).words == "caught out / shown up"
    assert screen.field(FIELD).value == "caught out / shown up"
    assert screen.notes() == ""


def test_changed_once_more_while_choosing_is_shown_once_more(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    both_typed(screen, meanwhile)
    meanwhile(CRITICISED.id, words="found out again")
    screen.press("Use mine")
    assert now(CRITICISED.id).words == "found out again"
    assert "It says now:** “found out again”" in screen.notes()
    assert "You wrote:** “shown up”" in screen.notes()
    screen.press("Use mine")
    assert now(CRITICISED.id).words == "shown up"


def test_both_together_may_be_too_long_and_are_refused_in_words(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    meanwhile(CRITICISED.id, words="a" * 500)
    screen.fill(FIELD, "b" * 500).press("Keep both")
    assert "there is room for 600" in screen.warnings()
    assert now(CRITICISED.id).words == "a" * 500
    assert screen.field(FIELD).value == f"{'a' * 500} / {'b' * 500}"


def test_half_typed_words_are_left_alone_when_the_same_words_change(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    meanwhile(CRITICISED.id, words="caught out")
    screen.drawing_says(revision={"number": 2, "typing": FIELD})
    assert screen.field(FIELD).value == CRITICISED.words
    assert "It now says: “caught out”" in screen.notes()
    screen.fill(FIELD, "shown up")
    assert "You wrote:** “shown up”" in screen.notes()
    assert now(CRITICISED.id).words == "caught out"


def test_nothing_typed_after_all_shows_what_it_says_now(
    screen: Screen, meanwhile: Callable[..., None]
) -> None:
    meanwhile(CRITICISED.id, words="caught out")
    screen.drawing_says(revision={"number": 2, "typing": FIELD})
    screen.press("Show what it says now")
    assert screen.field(FIELD).value == "caught out"
    assert screen.notes() == ""


def test_a_cursor_in_another_field_does_not_hold_this_one_back(
    screen: Screen, meanwhile: Callable[..., None]
) -> None:
    meanwhile(CRITICISED.id, words="caught out")
    screen.drawing_says(revision={"number": 2, "typing": "Top pole: words"})
    assert screen.field(FIELD).value == "caught out"


def test_a_choice_made_by_both_is_shown_in_its_own_words(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    meanwhile(CRITICAL.id, tone="idealised")
    screen.fill("What it is like", "good_enough")
    assert "It says now:** “idealised”" in screen.notes()
    assert "You wrote:** “good enough”" in screen.notes()
    assert "Keep both" not in screen.buttons()
    screen.press("Use mine")
    assert now(CRITICAL.id).tone == "good_enough"


def test_what_is_pointed_at_by_both_is_named_and_may_be_kept_together(
    show: Callable[..., Screen],
    bethan: Formulation,
    meanwhile: Callable[..., None],
    now: Callable[[str], Any],
) -> None:
    screen = show("map", bethan.id, ALWAYS_WRONG.id)
    meanwhile(ALWAYS_WRONG.id, under=(CRITICISED.id, ASKED.id))
    screen.fill("Under which poles", [CRITICISED.id, CRITICISING.id])
    assert "“asked, not checked”" in screen.notes()
    assert "pole:" not in screen.notes()
    screen.press("Keep both")
    assert now(ALWAYS_WRONG.id).under == (CRITICISED.id, ASKED.id, CRITICISING.id)
    assert screen.field("Under which poles").value == [CRITICISED.id, ASKED.id, CRITICISING.id]


def test_rows_changed_by_both_may_be_kept_together(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    theirs = Seen("between_staff", "**at** handover")
    meanwhile(CRITICAL.id, seen=(*CRITICAL.seen, theirs))
    screen.fill("Example (new)", "on the stairs")
    assert "“between staff · **at** handover”" in screen.notes()
    screen.press("Keep both")
    mine = Seen("other_to_self", "on the stairs")
    assert now(CRITICAL.id).seen == (*CRITICAL.seen, theirs, mine)


def test_how_it_is_held_may_be_changed_by_both(
    screen: Screen, meanwhile: Callable[..., None], now: Callable[[str], Any]
) -> None:
    meanwhile(CRITICAL.id, held=Held("doubted", CRITICAL.held.looked_at))
    screen.fill("Who may see it", "team")
    assert "“doubted · 3 February 2031 · the person and the team”" in screen.notes()
    screen.press("Use mine")
    assert now(CRITICAL.id).held == replace(CRITICAL.held, readers="team")


def test_what_is_typed_into_something_removed_meanwhile_stays_in_sight(
    show: Callable[..., Screen], bethan: Formulation, other: Visit
) -> None:
    screen = show("map", bethan.id, LOOSE_WORDS.id)
    mapping.remove(other, open_formulation(other, bethan.id), LOOSE_WORDS.id)
    screen.fill("Words", "all <b>my</b> keys")
    assert screen.selected == ()
    assert "It is still here, to copy" in screen.warnings()
    assert "all <b>my</b> keys" in screen.said
    assert "all <b>my</b> keys" in screen.run().said
    assert "my" not in screen.press("Let it go").said.split("\n")
    assert screen.warnings() == ""


def test_fields_nobody_has_left_are_not_kept_in_sight_once_their_thing_has_gone(
    show: Callable[..., Screen], bethan: Formulation, other: Visit
) -> None:
    screen = show("map", bethan.id, LOOSE_WORDS.id)
    before = open_formulation(other, bethan.id).version
    screen.fill("Words", LOOSE_WORDS.words)
    assert open_formulation(other, bethan.id).version == before
    mapping.remove(other, open_formulation(other, bethan.id), LOOSE_WORDS.id)
    screen.fill("Words", LOOSE_WORDS.words)
    assert screen.warnings() == ""


def test_somebody_elses_removal_is_not_undone_by_my_undo(
    show: Callable[..., Screen], bethan: Formulation, other: Visit
) -> None:
    screen = show("map", bethan.id, CRITICISED.id)
    screen.fill(FIELD, "shown up")
    mapping.reword(other, open_formulation(other, bethan.id), CRITICISED.id, "caught out")
    screen.press("Undo")
    assert "changed again since (reworded pole, by somebody else, " in screen.warnings()
    assert screen.field(FIELD).value == "caught out"


def test_undo_takes_back_what_i_did_last_and_the_form_follows(
    screen: Screen, now: Callable[[str], Any]
) -> None:
    screen.fill(FIELD, "shown up")
    screen.press("Undo: changed pole")
    assert now(CRITICISED.id).words == CRITICISED.words
    assert screen.field(FIELD).value == CRITICISED.words


def test_a_step_added_by_both_is_added_twice(
    show: Callable[..., Screen], bethan: Formulation, other: Visit, now: Callable[[str], Any]
) -> None:
    screen = show("map", bethan.id, MENDING.id)
    mapping.add_step(other, open_formulation(other, bethan.id), MENDING.id, "theirs")
    screen.fill("And then?", "mine")
    assert [step.words for step in now(MENDING.id).steps][-2:] == ["theirs", "mine"]


def test_a_record_nobody_here_looks_at_does_not_disturb(
    screen: Screen, meanwhile: Callable[..., None]
) -> None:
    meanwhile(HALF.top.id, words="leaving before the bell")
    screen.fill(FIELD, "shown up")
    assert (screen.notes(), screen.warnings()) == ("", "")
