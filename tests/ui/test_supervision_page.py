"""The Supervision page: notes that can be signed, hypotheses with rivals, pulls with both their poles."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import SupervisionNote
from formulation.ui.forms import DRAWN_ELSEWHERE
from formulation.workflows import drafts, mapping, thinking
from formulation.workflows.notebooks import Opened, begin_blank, freshly, open_formulation
from formulation.workflows.visit import Visit

from ..examples import (
    BETHAN,
    CRITICAL,
    MARCH_NOTE,
    MENDING,
    STAFF,
)
from .screen import Screen
from .test_record_form import label_of_field

RIVALS = "Rivals: what else could it be?"
TODAY = datetime.date.today().isoformat()


@pytest.fixture
def now(me: Visit, bethan: Formulation) -> Callable[[], Formulation]:
    """What the shelf holds now."""
    return lambda: open_formulation(me, bethan.id).formulation


def newest(formulation: Formulation, kind: Any) -> Any:
    return next(one for one in formulation.every(kind) if one.id not in BETHAN)


def write_in(screen: Screen, me: Visit, note_id: str, text: str) -> Screen:
    """Type in the text of a note, as the writing surface does through our own route, and rest."""
    drafts.write(me, BETHAN.id, note_id, text, was=drafts.writing(me, BETHAN.id, note_id).text)
    drafts.settle(me, BETHAN.id, note_id)
    return screen.run()


def written(screen: Screen) -> str:
    """What the writing surface on the page was given to show."""
    return str(screen.given("writing")[0]["text"])


# Notes


def test_with_no_note_yet_it_says_what_a_note_is_and_begins_one(
    show: Callable[..., Screen], me: Visit
) -> None:
    blank = begin_blank(me, "Bethan")
    screen = show("supervision", blank.id)
    assert "A note is about our thinking and feeling" in screen.said
    for part in ("Hypotheses", "Pulls", "The note"):
        screen.switch(part)
    screen.press("New note")
    notes = open_formulation(me, blank.id).formulation.every(SupervisionNote)
    assert [(one.date, one.standing) for one in notes] == [(TODAY, "draft")]
    assert screen.field("Date").value == datetime.date.today()


def test_a_note_has_every_field_of_its_record(
    show: Callable[..., Screen], bethan: Formulation
) -> None:
    screen = show("supervision", bethan.id).press("New note")
    elsewhere = {one.name for one in fields(SupervisionNote)} & DRAWN_ELSEWHERE
    _has_every_field(screen, SupervisionNote, "text", "addenda", *elsewhere)
    assert screen.given("writing")[0]["label"] == "Notes"


def _has_every_field(screen: Screen, kind: type, *elsewhere: str) -> None:
    for one in fields(kind):
        if one.name not in ("id", "note", "held", *elsewhere):
            assert label_of_field(one) in screen.said, one.name
    assert "How it is held, and who may see it" in screen.said


def test_a_new_note_is_written_and_found_again(
    show: Callable[..., Screen], now: Callable[[], Formulation], me: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    screen.fill("Kind of meeting", "own_reflection").fill("Minutes", 45)
    screen.fill("Their question", "What are we not talking about?")
    screen.fill("What was observed (one to a line)", "chairs\n\nsilence")
    write_in(screen, me, newest(now(), SupervisionNote).id, "We kept to the agenda.")
    screen.fill("About", [CRITICAL.id, MENDING.id])
    screen.fill("Who (new)", "counsellor")
    screen.fill("What", "sit still")
    note = newest(now(), SupervisionNote)
    assert (note.format, note.minutes, note.question) == (
        "own_reflection",
        45,
        "What are we not talking about?",
    )
    assert (note.observed, note.about) == (("chairs", "silence"), (CRITICAL.id, MENDING.id))
    assert [(one.who, one.what) for one in note.agreed] == [("counsellor", "sit still")]
    again = show("supervision", BETHAN.id)
    assert again.field("Supervision note").value == MARCH_NOTE.id
    again.fill("Supervision note", note.id)
    assert written(again) == "We kept to the agenda."


def test_two_notes_of_the_same_words_can_be_told_apart(
    show: Callable[..., Screen], now: Callable[[], Formulation], me: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note").press("New note")
    first, second = [one for one in now().every(SupervisionNote) if one.id not in BETHAN]
    assert len(set(screen.field("Supervision note").options)) == 3
    for note in (first, second):
        screen.fill("Supervision note", note.id)
        write_in(screen, me, screen.given("writing")[0]["note"], f"in {note.id}")
    assert [getattr(now()[one.id], "text", "") for one in (first, second)] == [
        f"in {first.id}",
        f"in {second.id}",
    ]


def test_typing_a_question_keeps_the_note_open_though_its_name_in_the_list_changes(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = show("supervision", BETHAN.id).press("New note").press("New note")
    note_id = screen.field("Supervision note").value
    screen.fill("Their question", "Why the chairs?").fill("Brought by", "chairs")
    assert screen.field("Supervision note").value == note_id
    assert getattr(now()[note_id], "brought_by", "") == "chairs"


def test_a_note_is_signed_in_two_steps_and_then_stays_as_it_is(
    show: Callable[..., Screen], now: Callable[[], Formulation], me: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    write_in(screen, me, newest(now(), SupervisionNote).id, "We kept to the agenda.")
    screen.press("Sign this note").press("Not yet")
    assert newest(now(), SupervisionNote).standing == "draft"
    screen.press("Sign this note").press("Sign it")
    note = newest(now(), SupervisionNote)
    assert (note.standing, note.signed_on) == ("signed", TODAY)
    assert "it stays as it is" in screen.notes()
    assert screen.given("writing") == []
    assert "We kept to the agenda." in screen.said
    assert not any("Sign" in one for one in screen.buttons())


def test_addenda_follow_a_signature_and_nothing_else_does(
    show: Callable[..., Screen], bethan: Formulation, now: Callable[[], Formulation], me: Visit
) -> None:
    screen = show("supervision", bethan.id)
    assert set(screen.labels()) <= {
        "Supervision note",
        "Add to this note",
        "Name",
        "Say instead",
    }
    screen.write(**{"Add to this note": "The chairs came back."}).press("Add")
    note = now()[MARCH_NOTE.id]
    assert isinstance(note, SupervisionNote)
    assert [one.words for one in note.addenda] == ["The chairs were left.", "The chairs came back."]
    assert replace(note, addenda=()) == replace(MARCH_NOTE, addenda=())


def test_a_note_signed_by_somebody_while_i_write_keeps_my_typing_and_says_so(
    show: Callable[..., Screen], now: Callable[[], Formulation], other: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    note = newest(now(), SupervisionNote)

    def sign(opened: Opened) -> Opened:
        return thinking.sign(other, opened, note.id, TODAY)

    freshly(other, BETHAN.id, sign)
    screen.fill("Their question", "half a thought")
    assert newest(now(), SupervisionNote).question == ""
    assert "This note is signed" in screen.warnings()
    assert "to copy: “half a thought”" in screen.warnings()
    screen.press("Let it go")
    assert screen.warnings() == ""


def test_what_is_touched_on_the_drawing_is_tied_and_touched_again_let_go(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    assert screen.given()[0]["mode"] == "pick"
    for count, expected in ((1, (MENDING.id,)), (2, ())):
        screen.drawing_did("touched", {"id": MENDING.id, "n": count})
        assert newest(now(), SupervisionNote).about == expected
        assert tuple(screen.given()[0]["selected"]) == expected
        assert screen.field("About").value == list(expected)


def test_a_signed_note_is_not_tied_by_a_touch(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    show("supervision", BETHAN.id).drawing_did("touched", {"id": STAFF.id, "n": 1})
    assert now() == BETHAN


# Read only, and together


def test_an_example_is_read_and_nothing_in_it_can_be_written(
    show: Callable[..., Screen], me: Visit
) -> None:
    screen = show("supervision", "ex1")
    for part in ("The note", "Hypotheses", "Pulls"):
        screen.switch(part)
        assert set(screen.labels()) <= {"Supervision note", "Which one?"}
        assert [one for one in screen.buttons() if not one.startswith("Show ")] == []
        assert screen.given()[0]["readOnly"] is True
    assert "Rivals: what else could it be?" in screen.switch("Hypotheses").said
    screen.drawing_did("touched", {"id": "role:ex1-r1", "n": 1})
    assert screen.warnings() == ""


def test_somebody_elses_words_in_a_note_are_shown_beside_mine(
    show: Callable[..., Screen], now: Callable[[], Formulation], other: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    note = newest(now(), SupervisionNote)
    opened = open_formulation(other, BETHAN.id)
    mapping.revise(other, opened, note.id, {"question": "theirs"}, {"question": ""})
    screen.fill("Their question", "mine")
    assert "It says now:** “theirs”" in screen.notes()
    screen.press("Keep both")
    assert newest(now(), SupervisionNote).question == "theirs / mine"
