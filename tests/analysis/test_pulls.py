"""Pulls by place, time and stage; splits as the examples expect them; and nothing by person."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from formulation.analysis import pulls as room
from formulation.analysis.pulls import (
    OverTime,
    Split,
    in_parallel,
    on_nobodys_map,
    over_time,
    pole_words,
    splits,
    stage_of,
)
from formulation.domain.records import Cover, PathwayStage, Pull
from formulation.store import library

from ..examples import (
    ASKING,
    BETHAN,
    CRITICAL,
    CRITICISED,
    CRITICISING,
    KIND,
    MARCH_NOTE,
    TIDYING,
    with_records,
)

LEADING = replace(
    TIDYING, invited_to=CRITICISING.id, other_at=CRITICISED.id, hypotheses=(), exit=None
)
OTHER = replace(
    LEADING, id="pull:other", felt_by="second counsellor", invited_to=ASKING.id, other_at=None
)


def found(*some: Pull) -> tuple[Split, ...]:
    return splits(with_records(MARCH_NOTE, CRITICAL, KIND, *some))


@pytest.mark.parametrize("key", [f"ex{n}" for n in range(1, 9)])
def test_the_examples_have_the_splits_they_say_they_have(key: str) -> None:
    example = library.example(key)
    expected = {about for rule, about in example.worth_asking if rule == "pull-split"}
    tops = {one.note for one in splits(example.formulation) if not one.opposite}
    assert tops == expected


def test_two_helpers_drawn_to_top_poles_of_different_roles_are_a_split() -> None:
    (split,) = found(LEADING, OTHER)
    assert (split.note, split.poles, split.opposite) == (
        MARCH_NOTE.id,
        (CRITICISING.id, ASKING.id),
        False,
    )


def test_two_helpers_at_both_ends_of_one_role_are_drawn_to_opposite_ends() -> None:
    (split,) = found(LEADING, replace(OTHER, invited_to=CRITICISED.id))
    assert split.opposite


@pytest.mark.parametrize(
    "other",
    [
        replace(OTHER, felt_by=LEADING.felt_by),
        replace(OTHER, invited_to=CRITICISING.id),
        replace(OTHER, invited_to=KIND.bottom.id),
        replace(OTHER, invited_to=None),
        replace(OTHER, where="in_supervision"),
        replace(OTHER, note=None),
    ],
)
def test_what_is_not_a_split(other: Pull) -> None:
    assert found(LEADING, other) == ()


def test_the_same_two_poles_are_a_split_once() -> None:
    third = replace(OTHER, id="pull:third", felt_by="manager")
    assert len(found(LEADING, OTHER, third)) == 1


def test_what_is_on_nobodys_map_is_gathered() -> None:
    lost = replace(LEADING, id="pull:lost", invited_to=None, other_at=None, kind="unplaced")
    assert on_nobodys_map(with_records(MARCH_NOTE, CRITICAL, LEADING, lost)) == (lost,)


def test_parallel_process_is_gathered_newest_first() -> None:
    later = replace(MARCH_NOTE, id="note:later", date="2031-05-01")
    silent = replace(MARCH_NOTE, id="note:silent", parallel_process="")
    assert [one.id for one in in_parallel(with_records(MARCH_NOTE, later, silent))] == [
        later.id,
        MARCH_NOTE.id,
    ]


COVER = Cover(
    "cover:cover",
    stage="community",
    pathway=(
        PathwayStage("in_reach", months=8),
        PathwayStage("community", months=3),
        PathwayStage("move_on", months_away=2),
    ),
)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2031-06-01", "community"),
        ("2031-04-01", "community"),
        ("2031-01-01", "in_reach"),
        ("2029-01-01", "in_reach"),
    ],
)
def test_the_stage_is_worked_out_from_the_day_walking_back(day: str, stage: str) -> None:
    newest = replace(LEADING, id="pull:newest", note=None, felt_on="2031-06-01")
    felt = replace(LEADING, note=None, felt_on=day)
    assert stage_of(with_records(COVER, CRITICAL, newest, felt), felt) == stage


def test_a_stage_written_down_stays_though_the_pathway_goes_on() -> None:
    felt = replace(LEADING, stage="recall")
    assert stage_of(with_records(COVER, MARCH_NOTE, CRITICAL, felt), felt) == "recall"


def test_without_a_day_no_stage_is_made_up() -> None:
    felt = replace(LEADING, note=None)
    assert stage_of(with_records(COVER, CRITICAL, felt), felt) == ""


def test_pulls_stand_by_pole_and_stage_in_the_order_of_the_pathway() -> None:
    early = replace(LEADING, note=None, stage="in_reach")
    late = replace(OTHER, note=None, stage="move_on", invited_to=CRITICISING.id)
    lost = replace(LEADING, id="pull:lost", note=None, invited_to=None, other_at=None)
    shown = over_time(with_records(COVER, CRITICAL, early, late, lost))
    assert shown.stages == ("in_reach", "community", "move_on", "")
    assert shown.poles == (CRITICISING.id, None)
    assert shown.pulls[CRITICISING.id, "in_reach"] == (early,)
    assert shown.pulls[CRITICISING.id, "move_on"] == (late,)
    assert shown.pulls[None, ""] == (lost,)


def test_nothing_in_this_room_groups_pulls_by_who_felt_them() -> None:
    assert {one.name for one in fields(OverTime)} == {"stages", "poles", "pulls"}
    everything = over_time(BETHAN)
    felt_by = {one.felt_by for one in BETHAN.every(Pull)}
    assert not felt_by & {part for where in everything.pulls for part in where}
    assert not [name for name in dir(room) if "felt_by" in name or "worker" in name]


def test_a_pole_that_is_missing_is_named_in_words() -> None:
    assert pole_words(BETHAN, None) == "not on the map yet"
    assert pole_words(BETHAN, CRITICISED.id) == CRITICISED.words
