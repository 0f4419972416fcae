"""Pulls that find their place."""

from __future__ import annotations

import pytest

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
