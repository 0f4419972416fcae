"""Notes, hypotheses with rivals, and pulls that find their place."""

from __future__ import annotations

import pytest

from formulation.domain.records import Hypothesis, Pull, SupervisionNote
from formulation.workflows import mapping, notebooks, thinking
from formulation.workflows.notebooks import Opened
from formulation.workflows.thinking import NotLeadingYet, SignedAlready
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


def test_rivals_are_rivals_both_ways(visit: Visit, gareth: Opened) -> None:
    now, first = thinking.wonder(visit, gareth, None, words="We wonder")
    now, second = thinking.wonder(visit, now, None, words="It may be")
    now = thinking.make_rivals(visit, now, first, (second,))
    assert thinking.rivals_of(now.formulation, second) == (first,)
    now = thinking.make_rivals(visit, now, second, ())
    assert thinking.rivals_of(now.formulation, first) == ()


def test_a_hypothesis_cannot_lead_without_a_rival_and_a_way_to_be_wrong(
    visit: Visit, gareth: Opened
) -> None:
    now, alone = thinking.wonder(visit, gareth, None, words="We wonder")
    with pytest.raises(NotLeadingYet, match=r"a rival.*change our mind"):
        mapping.revise(visit, now, alone, {"status": "leading"}, {})
    now = mapping.revise(visit, now, alone, {"would_change_our_mind": "a month of sevens"}, {})
    now = thinking.make_rivals(visit, now, alone, ("hypothesis:ex4-h2",))
    now = mapping.revise(visit, now, alone, {"status": "leading"}, {})
    kept = now.formulation.records[alone]
    assert isinstance(kept, Hypothesis)
    assert kept.status == "leading"


def test_touching_a_pole_offers_the_other_end_for_the_person(visit: Visit, gareth: Opened) -> None:
    now, pull_id = thinking.notice_pull(visit, gareth, None, urge="suggest more")
    now = thinking.place_pull(visit, now, pull_id, "pole:ex4-r2-top")
    pull = now.formulation.records[pull_id]
    assert isinstance(pull, Pull)
    assert (pull.invited_to, pull.other_at, pull.kind) == (
        "pole:ex4-r2-top",
        "pole:ex4-r2-bottom",
        "reciprocating",
    )
    now = thinking.place_pull(visit, now, pull_id, None)
    pull = now.formulation.records[pull_id]
    assert isinstance(pull, Pull)
    assert (pull.invited_to, pull.other_at, pull.kind) == (None, None, "unplaced")


def test_the_same_end_as_the_person_is_identifying(visit: Visit, gareth: Opened) -> None:
    now, pull_id = thinking.notice_pull(visit, gareth, None)
    now = thinking.place_pull(visit, now, pull_id, "pole:ex4-r1-bottom")
    now = mapping.revise(visit, now, pull_id, {"other_at": "pole:ex4-r1-bottom"}, {})
    pull = now.formulation.records[pull_id]
    assert isinstance(pull, Pull)
    assert pull.kind == "identifying"
    now = mapping.revise(visit, now, pull_id, {"kind": "reciprocating"}, {})
    changed = now.formulation.records[pull_id]
    assert isinstance(changed, Pull)
    assert changed.kind == "reciprocating"


@pytest.mark.parametrize("key", [f"ex{n}" for n in range(1, 9)])
def test_the_examples_own_pulls_are_worked_out_as_they_say(visit: Visit, key: str) -> None:
    formulation = notebooks.open_formulation(visit, key).formulation
    pulls = formulation.every(Pull)
    assert pulls
    for pull in pulls:
        assert thinking.kind_of_pull(formulation, pull.invited_to, pull.other_at) == pull.kind


def test_touching_twice_unties(visit: Visit, gareth: Opened) -> None:
    now = thinking.tie(visit, gareth, "note:ex4-n1", "about", "procedure:ex4-p1")
    note = now.formulation.records["note:ex4-n1"]
    assert isinstance(note, SupervisionNote)
    assert note.about == ("procedure:ex4-p1",)
    now = thinking.tie(visit, now, "note:ex4-n1", "about", "procedure:ex4-p1")
    note = now.formulation.records["note:ex4-n1"]
    assert isinstance(note, SupervisionNote)
    assert note.about == ()
