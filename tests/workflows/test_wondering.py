"""Hypotheses with rivals, and what has to be so before one leads."""

from __future__ import annotations

import pytest

from formulation.domain.errors import NotOnMap
from formulation.domain.records import Hypothesis, Mark, Observation, Stood
from formulation.workflows import mapping, notebooks, thinking, wondering
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit
from formulation.workflows.wondering import NotLeadingYet, SayWhatWasSeen, SayWhy


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


def idea(opened: Opened, some_id: str = "hypothesis:ex4-h1") -> Hypothesis:
    found = opened.formulation.records[some_id]
    assert isinstance(found, Hypothesis)
    return found


def test_every_standing_is_kept_with_its_day_and_why(visit: Visit, gareth: Opened) -> None:
    now = wondering.stand(
        visit, gareth, "hypothesis:ex4-h1", "weakened", why="He rang", on="2031-02-01"
    )
    now = wondering.stand(
        visit, now, "hypothesis:ex4-h1", "set_aside", why="He said so", on="2031-03-01"
    )
    assert idea(now).status == "set_aside"
    assert idea(now).story == (
        Stood("weakened", "2031-02-01", "He rang"),
        Stood("set_aside", "2031-03-01", "He said so"),
    )


def test_a_new_standing_given_in_a_form_is_dated_too(visit: Visit, gareth: Opened) -> None:
    now = mapping.revise(visit, gareth, "hypothesis:ex4-h1", {"status": "open"}, {})
    assert [(one.status, bool(one.on)) for one in idea(now).story] == [("open", True)]
    again = mapping.revise(visit, now, "hypothesis:ex4-h1", {"status": "open"}, {})
    assert idea(again).story == idea(now).story


def test_setting_aside_needs_a_reason(visit: Visit, gareth: Opened) -> None:
    with pytest.raises(SayWhy, match="few words why"):
        wondering.stand(visit, gareth, "hypothesis:ex4-h1", "set_aside", why="  ")


def test_it_does_not_lead_by_this_road_either(visit: Visit, gareth: Opened) -> None:
    now, alone = wondering.wonder(visit, gareth, None, words="We wonder")
    with pytest.raises(NotLeadingYet):
        wondering.stand(visit, now, alone, "leading")


def test_looking_again_writes_the_day_down_and_lets_go_of_the_day_named(
    visit: Visit, gareth: Opened
) -> None:
    values = {"look_again_on": "2031-02-01"}
    now = mapping.revise(visit, gareth, "hypothesis:ex4-h1", values, {})
    now = wondering.look_at(visit, now, "hypothesis:ex4-h1", "2031-02-03")
    assert (idea(now).held.looked_at, idea(now).look_again_on) == ("2031-02-03", "")
    now = wondering.look_at(visit, now, "role:ex4-r1", "2031-02-03")
    role = now.formulation.records["role:ex4-r1"]
    assert getattr(role, "held").looked_at == "2031-02-03"  # noqa: B009


def marks(opened: Opened) -> list[tuple[str, str]]:
    return sorted((one.by, one.bears) for one in opened.formulation.every(Mark))


def test_each_role_marks_a_cell_once_and_changes_its_mind(visit: Visit, gareth: Opened) -> None:
    now, seen = wondering.observe(visit, gareth, " Late by ten minutes ")
    for bears, by in (("for", ""), ("against", "counsellor"), ("neither", "counsellor")):
        now = wondering.mark(visit, now, seen, "hypothesis:ex4-h1", bears, by=by)
    assert marks(now) == [("", "for"), ("counsellor", "neither")]
    now = wondering.mark(visit, now, seen, "hypothesis:ex4-h1", "", by="counsellor")
    assert marks(now) == [("", "for")]


def test_an_observation_has_words(visit: Visit, gareth: Opened) -> None:
    with pytest.raises(SayWhatWasSeen):
        wondering.observe(visit, gareth, "  ")


def test_marks_go_with_the_observation_and_undo_brings_them_back(
    visit: Visit, gareth: Opened
) -> None:
    now, seen = wondering.observe(visit, gareth, "Late by ten minutes")
    now = wondering.mark(visit, now, seen, "hypothesis:ex4-h1", "for")
    now = mapping.remove(visit, now, seen).opened
    assert marks(now) == []
    assert marks(mapping.take_back(visit, now)) == [("", "for")]


def test_a_mark_on_what_has_gone_is_answered_in_words(visit: Visit, gareth: Opened) -> None:
    with pytest.raises(NotOnMap):
        wondering.mark(visit, gareth, "observation:gone", "hypothesis:ex4-h1", "for")


def test_lines_are_brought_in_by_choice_and_one_undo_takes_it_back(
    visit: Visit, gareth: Opened
) -> None:
    lines_for = idea(gareth).evidence_for
    lines_against = idea(gareth).evidence_against
    now = wondering.bring_in(visit, gareth, "hypothesis:ex4-h1", lines_for, lines_against)
    assert [one.words for one in now.formulation.every(Observation)] == [*lines_for, *lines_against]
    assert {one.note for one in now.formulation.every(Observation)} == {"note:ex4-n1"}
    assert marks(now) == [("", "against"), ("", "for")]
    assert (idea(now).evidence_for, idea(now).evidence_against) == ((), ())
    back = mapping.take_back(visit, now)
    assert back.formulation == gareth.formulation


def test_lines_not_chosen_stay_with_the_hypothesis(visit: Visit, gareth: Opened) -> None:
    kept = idea(gareth).evidence_against
    now = wondering.bring_in(visit, gareth, "hypothesis:ex4-h1", idea(gareth).evidence_for)
    assert idea(now).evidence_against == kept


def test_two_hypotheses_with_the_same_line_share_one_observation(
    visit: Visit, gareth: Opened
) -> None:
    now = gareth
    for some_id, line in (
        ("hypothesis:ex4-h1", "He rang late"),
        ("hypothesis:ex4-h2", "he rang late."),
    ):
        now = mapping.revise(visit, now, some_id, {"evidence_for": (line,)}, {})
        now = wondering.bring_in(visit, now, some_id, (line,))
    assert len(now.formulation.every(Observation)) == 1
    assert len(now.formulation.every(Mark)) == 2


def test_a_hypothesis_moves_to_another_note(visit: Visit, gareth: Opened) -> None:
    now, note_id = thinking.begin_note(visit, gareth, "2031-03-01")
    now = mapping.revise(
        visit, now, "hypothesis:ex4-h1", {"note": note_id}, {"note": "note:ex4-n1"}
    )
    assert idea(now).note == note_id
