"""Pulls that find their place."""

from __future__ import annotations

import pytest

from formulation.domain.errors import NotOnMap
from formulation.domain.records import Pull
from formulation.workflows import mapping, notebooks, pulling
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit


@pytest.fixture
def gareth(visit: Visit) -> Opened:
    """A copy of Gareth's map with its note."""
    return notebooks.make_my_copy(visit, "ex4")


def test_touching_a_pole_offers_the_other_end_for_the_person(visit: Visit, gareth: Opened) -> None:
    now, pull_id = pulling.notice_pull(visit, gareth, None, urge="suggest more")
    now = pulling.place_pull(visit, now, pull_id, "pole:ex4-r2-top")
    pull = now.formulation.records[pull_id]
    assert isinstance(pull, Pull)
    assert (pull.invited_to, pull.other_at, pull.kind) == (
        "pole:ex4-r2-top",
        "pole:ex4-r2-bottom",
        "reciprocating",
    )
    now = pulling.place_pull(visit, now, pull_id, None)
    pull = now.formulation.records[pull_id]
    assert isinstance(pull, Pull)
    assert (pull.invited_to, pull.other_at, pull.kind) == (None, None, "unplaced")


def test_the_same_end_as_the_person_is_identifying(visit: Visit, gareth: Opened) -> None:
    now, pull_id = pulling.notice_pull(visit, gareth, None)
    now = pulling.place_pull(visit, now, pull_id, "pole:ex4-r1-bottom")
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
        assert pulling.kind_of_pull(formulation, pull.invited_to, pull.other_at) == pull.kind


def test_a_pull_says_where_on_the_pathway_it_was(visit: Visit, gareth: Opened) -> None:
    now = notebooks.change_cover(visit, gareth, stage="recall")
    now, pull_id = pulling.notice_pull(visit, now, None, urge="ring", felt_on="2031-02-01")
    now = notebooks.change_cover(visit, now, stage="community")
    pull = now.formulation.records[pull_id]
    assert isinstance(pull, Pull)
    assert (pull.stage, pull.felt_on) == ("recall", "2031-02-01")


def test_a_pull_noticed_at_a_pole_brings_the_other_end(visit: Visit, gareth: Opened) -> None:
    now, pull_id = pulling.notice_pull(visit, gareth, None, invited_to="pole:ex4-r2-top")
    pull = now.formulation.records[pull_id]
    assert isinstance(pull, Pull)
    assert (pull.other_at, pull.kind) == ("pole:ex4-r2-bottom", "reciprocating")


def test_which_end_a_pull_is_to_can_be_said_and_the_person_is_left_accordingly(
    visit: Visit, gareth: Opened
) -> None:
    now, pull_id = pulling.notice_pull(visit, gareth, None, invited_to="pole:ex4-r2-top")
    for kind, other in (
        ("identifying", "pole:ex4-r2-top"),
        ("reciprocating", "pole:ex4-r2-bottom"),
    ):
        now = pulling.turn_pull(visit, now, pull_id, kind)
        pull = now.formulation.records[pull_id]
        assert isinstance(pull, Pull)
        assert (pull.kind, pull.other_at) == (kind, other)
    now = pulling.place_pull(visit, now, pull_id, None)
    with pytest.raises(NotOnMap):
        pulling.turn_pull(visit, now, pull_id, "identifying")
