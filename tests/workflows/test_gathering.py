"""A role drawn from pulls that were on nobody's map."""

from __future__ import annotations

import pytest

from formulation.domain.records import Drawing, Pull, ReciprocalRole
from formulation.domain.verbs import places_in
from formulation.workflows import gathering, mapping, notebooks, pulling
from formulation.workflows.gathering import ChooseAPull
from formulation.workflows.mapping import SayAWordFirst
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit


@pytest.fixture
def gathered(visit: Visit) -> tuple[Opened, list[str]]:
    """A copy of Gareth's map, and two pulls on nobody's map."""
    now = notebooks.make_my_copy(visit, "ex4")
    ids = []
    for urge in ("hurry", "hurry him"):
        now, pull_id = pulling.notice_pull(visit, now, None, felt_by="counsellor", urge=urge)
        ids.append(pull_id)
    return now, ids


@pytest.mark.parametrize("drawn_to_top", [True, False])
def test_a_role_is_drawn_and_the_pulls_stand_at_the_end_they_were_drawn_to(
    visit: Visit, gathered: tuple[Opened, list[str]], drawn_to_top: bool
) -> None:
    before, ids = gathered
    now, role_id = gathering.draw_role_from(
        visit, before, ids, "hurrying", "hurried", drawn_to_top=drawn_to_top, tone="service"
    )
    role = now.formulation.records[role_id]
    assert isinstance(role, ReciprocalRole)
    assert (role.top.words, role.bottom.words, role.top.whose) == ("hurrying", "hurried", "worker")
    here, there = (role.top, role.bottom) if drawn_to_top else (role.bottom, role.top)
    for one in ids:
        pull = now.formulation.records[one]
        assert isinstance(pull, Pull)
        assert (pull.invited_to, pull.other_at, pull.kind) == (here.id, there.id, "reciprocating")
    drawing = before.formulation.every(Drawing)[0]
    assert role_id in places_in(now.formulation, drawing.id)
    assert mapping.take_back(visit, now).formulation == before.formulation


def test_no_pull_and_no_words_are_answered_in_words(
    visit: Visit, gathered: tuple[Opened, list[str]]
) -> None:
    now, ids = gathered
    with pytest.raises(ChooseAPull):
        gathering.draw_role_from(visit, now, [], "hurrying", "hurried")
    with pytest.raises(SayAWordFirst):
        gathering.draw_role_from(visit, now, ids, " ", "")
