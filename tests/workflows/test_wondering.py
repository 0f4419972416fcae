"""Hypotheses with rivals, and what has to be so before one leads."""

from __future__ import annotations

import pytest

from formulation.domain.records import Hypothesis
from formulation.workflows import mapping, notebooks, wondering
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit
from formulation.workflows.wondering import NotLeadingYet


@pytest.fixture
def gareth(visit: Visit) -> Opened:
    """A copy of Gareth's map with its note."""
    return notebooks.make_my_copy(visit, "ex4")


def test_rivals_are_rivals_both_ways(visit: Visit, gareth: Opened) -> None:
    now, first = wondering.wonder(visit, gareth, None, words="We wonder")
    now, second = wondering.wonder(visit, now, None, words="It may be")
    now = wondering.make_rivals(visit, now, first, (second,))
    assert wondering.rivals_of(now.formulation, second) == (first,)
    now = wondering.make_rivals(visit, now, second, ())
    assert wondering.rivals_of(now.formulation, first) == ()


def test_a_hypothesis_cannot_lead_without_a_rival_and_a_way_to_be_wrong(
    visit: Visit, gareth: Opened
) -> None:
    now, alone = wondering.wonder(visit, gareth, None, words="We wonder")
    with pytest.raises(NotLeadingYet, match=r"a rival.*change our mind"):
        mapping.revise(visit, now, alone, {"status": "leading"}, {})
    now = mapping.revise(visit, now, alone, {"would_change_our_mind": "a month of sevens"}, {})
    now = wondering.make_rivals(visit, now, alone, ("hypothesis:ex4-h2",))
    now = mapping.revise(visit, now, alone, {"status": "leading"}, {})
    kept = now.formulation.records[alone]
    assert isinstance(kept, Hypothesis)
    assert kept.status == "leading"
