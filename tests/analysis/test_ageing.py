"""What is due a look: hypotheses after their time, anything else once it was looked at long ago."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from formulation.analysis.ageing import due_a_look, last_looked_at
from formulation.domain.records import Held, Hypothesis, Record, Stood

from ..examples import CRITICAL, MARCH_NOTE, with_records

TODAY = datetime.date(2031, 6, 1)
IDEA = Hypothesis("hypothesis:a", words="We wonder", raised_on="2031-05-01")


def due(*records: Record) -> list[str]:
    return [one.record_id for one in due_a_look(with_records(*records), TODAY)]


@pytest.mark.parametrize(
    ("idea", "is_due"),
    [
        (IDEA, False),
        (replace(IDEA, raised_on="2031-04-20"), True),
        (replace(IDEA, raised_on="2031-04-21"), False),
        (replace(IDEA, raised_on="2031-01-01", held=Held(looked_at="2031-05-20")), False),
        (replace(IDEA, raised_on="2031-01-01", story=(Stood("open", "2031-05-20"),)), False),
        (replace(IDEA, raised_on="2031-01-01", status="set_aside"), False),
        (replace(IDEA, raised_on="2031-01-01", look_again_on="2031-07-01"), False),
        (replace(IDEA, look_again_on="2031-06-01"), True),
        (replace(IDEA, raised_on=""), False),
    ],
)
def test_a_hypothesis_is_due_after_its_time(idea: Hypothesis, is_due: bool) -> None:
    assert due(idea) == ([idea.id] if is_due else [])


def test_a_hypothesis_is_as_old_as_its_note() -> None:
    idea = replace(IDEA, raised_on="", note=MARCH_NOTE.id)
    small = with_records(idea, MARCH_NOTE)
    assert last_looked_at(small, idea) == MARCH_NOTE.date
    assert [one.record_id for one in due_a_look(small, TODAY)] == [idea.id]


def test_anything_else_is_due_only_once_somebody_looked_at_it_long_ago() -> None:
    long_ago = replace(CRITICAL, held=Held("agreed", "2031-02-28"))
    lately = replace(CRITICAL, held=Held("agreed", "2031-05-01"))
    never = replace(CRITICAL, held=Held())
    assert [due(one) for one in (long_ago, lately, never)] == [[CRITICAL.id], [], []]


def test_the_longest_unseen_comes_first() -> None:
    older = replace(IDEA, id="hypothesis:b", raised_on="2031-01-01")
    newer = replace(IDEA, raised_on="2031-03-01")
    assert due(newer, older) == [older.id, newer.id]
