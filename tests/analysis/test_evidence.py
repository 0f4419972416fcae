"""Observations against rival hypotheses: least against first, what separates them, where eyes differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formulation.analysis.evidence import (
    NOBODY,
    leans_on,
    roles_that_mark,
    said_against,
    said_for,
    weighed,
)
from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis, Mark, Observation

from ..examples import with_records

TORCH = Hypothesis("hypothesis:torch", words="We wonder whether asking feels like the torch")
COLD = Hypothesis("hypothesis:cold", words="It may be that the boiler is simply old")
OURS = Hypothesis("hypothesis:ours", words="Perhaps it is we who hurry")
QUIET = Observation("observation:quiet", "Silent for a minute")
LAUGH = Observation("observation:laugh", "Laughed at the third question")
COAT = Observation("observation:coat", "Kept her coat on")


def marked(seen: Observation, idea: Hypothesis, bears: str, by: str = "") -> Mark:
    tail = f"{seen.id[12:]}.{idea.id[11:]}.{by.replace(' ', '-') or 'all'}"
    return Mark(f"mark:{tail}", seen.id, idea.id, by, bears)


def a_table(*marks: Mark) -> Formulation:
    return with_records(TORCH, COLD, OURS, QUIET, LAUGH, COAT, *marks)


def order(formulation: Formulation) -> list[str]:
    return [column.hypothesis.id for column in weighed(formulation).columns]


def test_what_speaks_against_least_comes_first_however_much_speaks_for() -> None:
    table = a_table(
        marked(QUIET, TORCH, "strongly_for"),
        marked(COAT, TORCH, "strongly_for"),
        marked(LAUGH, TORCH, "against"),
        marked(QUIET, COLD, "neither"),
        marked(QUIET, OURS, "for"),
        marked(LAUGH, OURS, "strongly_against"),
    )
    assert order(table) == [COLD.id, TORCH.id, OURS.id]
    assert weighed(table).least_against == (COLD.id,)


def test_an_idea_nobody_has_looked_at_does_not_come_first_for_having_nothing_against_it() -> None:
    table = a_table(marked(LAUGH, TORCH, "against"), marked(LAUGH, COLD, "for"))
    assert order(table) == [COLD.id, TORCH.id, OURS.id]
    ours = weighed(table).columns[-1]
    assert not ours.considered
    assert set(ours.not_considered) == {QUIET.id, LAUGH.id, COAT.id}


def test_with_no_marks_at_all_nothing_stands_before_anything() -> None:
    assert weighed(a_table()).least_against == ()
    assert len(weighed(a_table()).columns) == 3


def test_two_with_as_little_against_them_stand_side_by_side() -> None:
    table = a_table(marked(QUIET, TORCH, "for"), marked(QUIET, COLD, "neither"))
    assert set(weighed(table).least_against) == {TORCH.id, COLD.id}


def test_what_fits_every_idea_separates_none() -> None:
    table = a_table(
        marked(QUIET, TORCH, "strongly_for"),
        marked(QUIET, COLD, "for"),
        marked(LAUGH, TORCH, "against"),
        marked(LAUGH, COLD, "for"),
        marked(COAT, COLD, "for"),
    )
    evidence = weighed(table)
    assert [evidence.separates(one.id) for one in (QUIET, LAUGH, COAT)] == [False, True, False]


def test_does_not_bear_on_it_is_another_thing_than_not_considered_yet() -> None:
    table = a_table(marked(QUIET, TORCH, "for"), marked(QUIET, COLD, "neither"))
    evidence = weighed(table)
    assert evidence.separates(QUIET.id)
    assert evidence.cell(QUIET.id, COLD.id).side == "neither"
    assert evidence.cell(QUIET.id, OURS.id) is NOBODY


def test_without_a_mark_of_all_the_one_hardest_on_the_idea_counts() -> None:
    table = a_table(
        marked(QUIET, TORCH, "for", "key worker"), marked(QUIET, TORCH, "against", "nurse")
    )
    cell = weighed(table).cell(QUIET.id, TORCH.id)
    assert (cell.counted, cell.differs) == ("against", True)
    agreed = table.revised({"mark:all": marked(QUIET, TORCH, "neither")})
    assert weighed(agreed).cell(QUIET.id, TORCH.id).counted == "neither"


def test_eyes_differ_by_side_and_not_by_strength() -> None:
    table = a_table(
        marked(QUIET, TORCH, "for", "key worker"),
        marked(QUIET, TORCH, "strongly_for", "nurse"),
        marked(LAUGH, TORCH, "for", "key worker"),
        marked(LAUGH, TORCH, "neither", "nurse"),
    )
    assert weighed(table).differing() == ((LAUGH.id, TORCH.id),)
    assert roles_that_mark(table) == ("key worker", "nurse")


def test_without_one_observation_another_idea_may_stand() -> None:
    table = a_table(
        marked(LAUGH, TORCH, "against"),
        marked(LAUGH, COLD, "for"),
        marked(QUIET, TORCH, "for"),
        marked(QUIET, COLD, "neither"),
    )
    assert weighed(table).least_against == (COLD.id,)
    assert set(weighed(table, without={LAUGH.id}).least_against) == {TORCH.id, COLD.id}
    assert set(leans_on(table)) == {LAUGH.id}
    assert leans_on(table, without={LAUGH.id}) == {QUIET.id: ()}


def test_what_is_set_aside_has_no_column_unless_asked_for() -> None:
    aside = replace(OURS, status="set_aside")
    table = a_table().revised({OURS.id: aside})
    assert OURS.id not in order(table)
    assert [one.hypothesis.id for one in weighed(table, among=[OURS.id]).columns] == [OURS.id]


@pytest.mark.parametrize(("side", "said"), [("for", said_for), ("against", said_against)])
def test_own_lines_and_marked_observations_speak_together(side: str, said: object) -> None:
    idea = replace(TORCH, **{f"evidence_{side}": ("a line of its own",)})
    table = a_table(marked(QUIET, TORCH, f"strongly_{side}"), marked(COAT, TORCH, "neither"))
    assert said(table, idea) == ("a line of its own", QUIET.words)  # type: ignore[operator]
