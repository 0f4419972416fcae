"""Words still being typed: kept at every pause, brought together, and settled into the note when they rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from formulation.domain.errors import NotUnderstood
from formulation.domain.records import Passage, SupervisionNote
from formulation.domain.signing import SignedAlready
from formulation.domain.verbs import changing
from formulation.store.beside import Beside, FolderBeside, InMemoryBeside
from formulation.workflows import drafts, notes, thinking
from formulation.workflows.notebooks import OnlyToRead, keep, open_formulation
from formulation.workflows.notes import Selected
from formulation.workflows.visit import Visit

from ..examples import BETHAN, CRITICISING, MARCH_NOTE

ID = BETHAN.id


@pytest.fixture(params=["memory", "folder"])
def writer(visit: Visit, request: pytest.FixtureRequest, tmp_path: Path) -> Visit:
    """Somebody who writes, with small files kept in memory or in a folder."""
    beside: Beside = (
        InMemoryBeside() if request.param == "memory" else FolderBeside(tmp_path / "beside")
    )
    visit.shelf.begin(BETHAN, by="me")
    return replace(visit, beside=beside)


@pytest.fixture
def note_id(writer: Visit) -> str:
    """A note to write in."""
    return thinking.begin_note(writer, open_formulation(writer, ID), "2031-05-06")[1]


def note_of(writer: Visit, note_id: str) -> SupervisionNote:
    note = open_formulation(writer, ID).formulation[note_id]
    assert isinstance(note, SupervisionNote)
    return note


def test_what_is_typed_is_kept_without_a_line_in_the_ledger(writer: Visit, note_id: str) -> None:
    before = open_formulation(writer, ID).version
    drafts.write(writer, ID, note_id, "She came", was="")
    drafts.write(writer, ID, note_id, "She came late", was="She came")
    assert drafts.writing(writer, ID, note_id).text == "She came late"
    assert open_formulation(writer, ID).version == before
    assert note_of(writer, note_id).text == ""


def test_a_name_typed_and_taken_back_is_never_in_the_ledger(writer: Visit, note_id: str) -> None:
    drafts.write(writer, ID, note_id, "Rowena came", was="")
    drafts.write(writer, ID, note_id, "Rowan came", was="Rowena came")
    drafts.settle(writer, ID, note_id)
    assert note_of(writer, note_id).text == "Rowan came"
    assert "Rowena" not in repr(writer.shelf.story(ID))


def test_settling_leaves_no_draft_and_doing_it_again_changes_nothing(
    writer: Visit, note_id: str
) -> None:
    drafts.write(writer, ID, note_id, "She came", was="")
    version = drafts.settle(writer, ID, note_id).version
    assert drafts.settle(writer, ID, note_id).version == version
    assert writer.beside.names("draft.") == ()


def test_two_who_type_at_once_both_find_their_words(writer: Visit, note_id: str) -> None:
    drafts.write(writer, ID, note_id, "Middle.", was="")
    drafts.write(writer, ID, note_id, "First. Middle.", was="Middle.")
    now = drafts.write(writer, ID, note_id, "Middle. Last.", was="Middle.")
    assert now.text == "First. Middle. Last."


def test_the_same_message_twice_is_said_once(writer: Visit, note_id: str) -> None:
    drafts.write(writer, ID, note_id, "once", was="")
    assert drafts.write(writer, ID, note_id, "once", was="").text == "once"


def test_a_change_made_in_another_way_is_brought_together_with_the_draft(
    writer: Visit, note_id: str
) -> None:
    drafts.write(writer, ID, note_id, "Middle.", was="")
    opened = drafts.settle(writer, ID, note_id)
    drafts.write(writer, ID, note_id, "Middle. Last.", was="Middle.")
    notes.say_instead(writer, opened, note_id, "Middle", "Centre", was="Middle.")
    drafts.settle(writer, ID, note_id)
    assert note_of(writer, note_id).text == "Centre. Last."


def test_passages_follow_when_the_text_settles(writer: Visit, note_id: str) -> None:
    drafts.write(writer, ID, note_id, "The torch again.", was="")
    opened = drafts.settle(writer, ID, note_id)
    selected = Selected(note_id, "torch", 4)
    notes.tie_words(writer, opened, selected, CRITICISING.id, on="2031-05-06")
    drafts.write(writer, ID, note_id, "So: the Big torch again.", was="The torch again.")
    after = drafts.settle(writer, ID, note_id)
    (passage,) = [one for one in after.formulation.every(Passage) if one.note == note_id]
    assert (passage.quote, passage.at) == ("torch", 12)


def test_a_signed_note_takes_no_more_and_what_came_too_late_is_not_lost(
    writer: Visit, note_id: str
) -> None:
    drafts.write(writer, ID, note_id, "half a thought", was="")
    thinking.sign(writer, open_formulation(writer, ID), note_id, "2031-05-06")
    with pytest.raises(SignedAlready, match="addendum"):
        drafts.write(writer, ID, note_id, "half a thought more", was="half a thought")
    drafts.settle(writer, ID, note_id)
    assert drafts.left_behind(writer, ID, note_of(writer, note_id)) == "half a thought"
    drafts.let_go(writer, ID, note_id)
    assert drafts.left_behind(writer, ID, note_of(writer, note_id)) == ""


def test_a_text_too_long_is_refused_in_words(writer: Visit, note_id: str) -> None:
    with pytest.raises(NotUnderstood, match="room for 60,000"):
        drafts.write(writer, ID, note_id, "x" * 60_001, was="")


def test_an_example_cannot_be_written_in(writer: Visit) -> None:
    note = open_formulation(writer, "ex1").formulation.every(SupervisionNote)[0]
    with pytest.raises(OnlyToRead):
        drafts.write(writer, "ex1", note.id, "words", was="")


def test_only_a_draft_at_rest_settles_when_the_note_is_looked_at(
    writer: Visit, note_id: str
) -> None:
    drafts.write(writer, ID, note_id, "still typing", was="")
    drafts.settle_what_rests(writer, ID)
    assert note_of(writer, note_id).text == ""
    name = drafts.draft_name(ID, note_id)
    long_ago = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    content = writer.beside.read(name) or b""
    at = drafts.draft_of(writer, ID, note_id)
    assert at is not None
    writer.beside.write(name, content.replace(at.at.isoformat().encode(), long_ago.encode()))
    drafts.settle_what_rests(writer, ID)
    assert note_of(writer, note_id).text == "still typing"


def test_what_no_shelf_can_keep_is_left_out(writer: Visit, note_id: str) -> None:
    assert drafts.write(writer, ID, note_id, "a\r\nb\x00\ud800c\n", was="").text == "a\nbc\n"


# Signed notes


@pytest.mark.parametrize(
    "values",
    [
        {"addenda": ()},
        {"addenda": (replace(MARCH_NOTE.addenda[0], words="something else"),)},
        {"text": "something else"},
        {"agreed": ()},
        {"signed_on": "2031-01-01"},
        {"standing": "draft"},
    ],
)
def test_nothing_in_a_signed_note_is_reworded_by_whatever_way(
    writer: Visit, values: dict[str, object]
) -> None:
    opened = open_formulation(writer, ID)
    with pytest.raises(SignedAlready):
        keep(writer, opened, changing(opened.formulation, MARCH_NOTE.id, **values))
    assert open_formulation(writer, ID).version == opened.version


def test_an_addendum_follows_and_what_was_agreed_is_marked_as_done(writer: Visit) -> None:
    opened = open_formulation(writer, ID)
    opened = notes.add_to_signed(writer, opened, MARCH_NOTE.id, "It was warm.", "2031-03-09")
    opened = notes.mark_done(writer, opened, MARCH_NOTE.id, 0, "2031-03-10")
    note = note_of(writer, MARCH_NOTE.id)
    assert [one.words for one in note.addenda] == ["The chairs were left.", "It was warm."]
    assert note.agreed[0].done == "2031-03-10"


def test_a_seal_that_does_not_fit_shows_no_drawing_rather_than_a_wrong_one(
    writer: Visit, note_id: str
) -> None:
    thinking.sign(writer, open_formulation(writer, ID), note_id, "2031-05-06")
    opened = open_formulation(writer, ID)
    note = note_of(writer, note_id)
    assert notes.as_it_was_signed(writer, opened, note) is not None
    other = replace(note, signed_seal="0" * 64)
    assert notes.as_it_was_signed(writer, opened, other) is None


# Small files beside the ledgers


def test_a_folder_of_small_files_is_private_and_forgets_half_written_ones(tmp_path: Path) -> None:
    folder = tmp_path / "beside"
    first = FolderBeside(folder)
    first.write("draft.f-a.1", b"words")
    (folder / "draft.f-a.1.99.new").write_bytes(b"half")
    second = FolderBeside(folder)
    assert second.names("draft.") == ("draft.f-a.1",)
    assert second.read("draft.f-a.1") == b"words"
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "draft.f-a.1").stat().st_mode & 0o077 == 0
    assert sorted(one.name for one in folder.iterdir()) == [".locks", "draft.f-a.1"]


@pytest.mark.parametrize("name", ["", "../up", "a/b", "A", ".hidden", "a" * 200])
def test_only_harmless_names_are_taken(name: str, tmp_path: Path) -> None:
    places: list[Callable[[str], object]] = [
        InMemoryBeside().read,
        FolderBeside(tmp_path / "beside").read,
    ]
    for read in places:
        with pytest.raises(ValueError, match="name"):
            read(name)
