"""The story of a formulation: newest first, rebuilt exactly at each moment, brought back as one change."""

from __future__ import annotations

import pytest

from formulation.domain.formulation import Formulation
from formulation.workflows import mapping, remembering, undoing
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.remembering import AsItIsNow, DrawnOnMeanwhile, NotInTheStory
from formulation.workflows.visit import Visit

from ..examples import BETHAN, CRITICISED, HALF, TIDYING

ID = BETHAN.id


@pytest.fixture
def grown(visit: Visit) -> tuple[Visit, list[Formulation]]:
    """Bethan's formulation after five changes, with what it was after each of them."""
    visit.shelf.begin(BETHAN, by="me")
    seen = [open_formulation(visit, ID).formulation]
    for act in (
        lambda now: mapping.reword(visit, now, CRITICISED.id, "caught out"),
        lambda now: mapping.reword(visit, now, CRITICISED.id, "shown up"),
        lambda now: mapping.remove(visit, now, HALF.id),
        lambda now: mapping.reword(visit, now, CRITICISED.id, "seen through"),
    ):
        act(open_formulation(visit, ID))
        seen.append(open_formulation(visit, ID).formulation)
    return visit, seen


def test_each_moment_is_rebuilt_exactly(grown: tuple[Visit, list[Formulation]]) -> None:
    visit, seen = grown
    opened = open_formulation(visit, ID)
    for number, formulation in enumerate(seen, start=1):
        assert remembering.as_it_was(visit, opened, number) == formulation
    for never in (0, len(seen) + 1):
        with pytest.raises(NotInTheStory):
            remembering.as_it_was(visit, opened, never)


def test_changes_are_told_newest_first_with_who_made_them(
    grown: tuple[Visit, list[Formulation]],
) -> None:
    visit, _ = grown
    told = remembering.moments(visit, open_formulation(visit, ID))
    assert [one.number for one in told] == [5, 4, 3, 2, 1]
    assert told[0].sentences == ("“shown up” reworded to “seen through”.",)
    assert any("removed." in one for one in told[1].sentences)
    assert all(one.mine for one in told)
    assert told[-1].sentences[0].startswith("Begun, with ")
    earlier = remembering.moments(visit, open_formulation(visit, ID), until=2)
    assert [one.number for one in earlier] == [2, 1]
    assert earlier[0] == told[3]


def test_the_drawing_is_brought_back_as_one_change_that_can_be_undone(
    grown: tuple[Visit, list[Formulation]],
) -> None:
    visit, seen = grown
    back = remembering.bring_back(visit, open_formulation(visit, ID), 2)
    assert back.version == 6
    then = back.formulation
    assert then[CRITICISED.id] == seen[1][CRITICISED.id]
    assert then[HALF.id] == seen[1][HALF.id]
    assert then[TIDYING.id] == seen[-1][TIDYING.id]  # notes and pulls stay as they are now
    undone = undoing.take_back(visit, back)
    assert undone.formulation == seen[-1]
    with pytest.raises(AsItIsNow):
        remembering.bring_back(visit, open_formulation(visit, ID), 5)


def test_what_somebody_drew_meanwhile_is_not_written_over(
    grown: tuple[Visit, list[Formulation]],
) -> None:
    visit, _ = grown
    looked_at = open_formulation(visit, ID)
    mapping.reword(visit, open_formulation(visit, ID), CRITICISED.id, "put on the spot")
    with pytest.raises(DrawnOnMeanwhile, match="reworded pole"):
        remembering.bring_back(visit, looked_at, 1)
    kept = open_formulation(visit, ID)
    assert getattr(kept.formulation[CRITICISED.id], "words", "") == "put on the spot"


def test_what_lies_between_two_moments_is_told_as_one(
    grown: tuple[Visit, list[Formulation]],
) -> None:
    _, seen = grown
    between = remembering.what_changed_since(seen[0], seen[-1])
    assert f"“{CRITICISED.words}” reworded to “seen through”." in between
    assert not any("shown up" in one for one in between)
    assert remembering.what_changed_since(seen[0], seen[0]) == ()
