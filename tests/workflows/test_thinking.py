"""Notes: drafts, signatures, and what they are tied to."""

from __future__ import annotations

import pytest

from formulation.domain.records import SupervisionNote
from formulation.workflows import mapping, notebooks, thinking
from formulation.workflows.notebooks import Opened
from formulation.workflows.thinking import SignedAlready
from formulation.workflows.visit import Visit


@pytest.fixture
def gareth(visit: Visit) -> Opened:
    """A copy of Gareth's map with its note."""
    return notebooks.make_my_copy(visit, "ex4")


def test_a_note_begins_as_a_draft(visit: Visit, gareth: Opened) -> None:
    now, note_id = thinking.begin_note(visit, gareth, "2031-02-01")
    note = now.formulation.records[note_id]
    assert isinstance(note, SupervisionNote)
    assert (note.standing, note.date) == ("draft", "2031-02-01")


def test_a_signed_note_stays_as_it_is_but_for_addenda(visit: Visit, gareth: Opened) -> None:
    now = thinking.sign(visit, gareth, "note:ex4-n1", "2031-02-02")
    with pytest.raises(SignedAlready, match="addendum"):
        mapping.revise(visit, now, "note:ex4-n1", {"question": "other"}, {})
    mapping.revise(visit, now, "note:ex4-n1", {"addenda": ()}, {})
    with pytest.raises(SignedAlready):
        thinking.tie(visit, now, "note:ex4-n1", "about", "role:ex4-r1")


def test_touching_twice_unties(visit: Visit, gareth: Opened) -> None:
    now = thinking.tie(visit, gareth, "note:ex4-n1", "about", "procedure:ex4-p1")
    note = now.formulation.records["note:ex4-n1"]
    assert isinstance(note, SupervisionNote)
    assert note.about == ("procedure:ex4-p1",)
    now = thinking.tie(visit, now, "note:ex4-n1", "about", "procedure:ex4-p1")
    note = now.formulation.records["note:ex4-n1"]
    assert isinstance(note, SupervisionNote)
    assert note.about == ()
