"""Touching a pole: where the person has been seen decides what kind of pull is offered first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formulation.domain.changes import Change
from formulation.domain.formulation import Formulation
from formulation.domain.records import ReciprocalRole
from formulation.domain.verbs import changing
from formulation.store.library import example
from formulation.workflows.pulling import invitation_to

ROLE = "role:ex1-r1"


def _one_role(*directions: str) -> Formulation:
    """A map of one role, the person seen only in these directions."""
    whole = example("ex1").formulation
    others = {some_id: one for some_id, one in whole.records.items() if some_id != ROLE}
    alone = Change(others, dict.fromkeys(others)).applied_to(whole)
    role = alone[ROLE]
    seen = tuple(replace(role.seen[0], direction=one) for one in directions)
    return changing(alone, ROLE, seen=seen).applied_to(alone)


@pytest.mark.parametrize(
    ("directions", "touched", "kind"),
    [
        (("other_to_self",), "bottom", "identifying"),
        (("other_to_self",), "top", "reciprocating"),
        (("self_to_other",), "top", "identifying"),
        (("self_to_other",), "bottom", "reciprocating"),
        (("self_to_other", "other_to_self"), "bottom", "reciprocating"),
        ((), "bottom", "reciprocating"),
    ],
)
def test_where_the_person_was_only_seen_at_the_touched_end_i_feel_their_pole(
    directions: tuple[str, ...], touched: str, kind: str
) -> None:
    formulation = _one_role(*directions)
    role = formulation[ROLE]
    assert isinstance(role, ReciprocalRole)
    ends = {"top": role.top.id, "bottom": role.bottom.id}
    other = touched if kind == "identifying" else {"top": "bottom", "bottom": "top"}[touched]
    offered = invitation_to(formulation, ends[touched])
    assert (offered.kind, offered.other_at) == (kind, ends[other])
