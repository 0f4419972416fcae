"""A change is a value with a way back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formulation.domain.changes import NOTHING, Change
from formulation.domain.errors import AlreadyThere, ChangedMeanwhile, NotOnMap
from formulation.domain.formulation import Formulation
from formulation.domain.records import Link, Phrase, Pole, ReciprocalRole
from formulation.domain.verbs import adding, changing, removing, rewording
from tests.examples import (
    BETHAN,
    CRITICAL,
    CRITICISED,
    ECHO,
    HALF,
    KIND,
    LOOSE_WORDS,
    MENDING,
    MY_FAULT,
    STAFF,
    TIDYING,
)

DOOR = Phrase("phrase:door", "the side door")


def test_undoing_a_change_brings_everything_back_exactly():
    removal = removing(BETHAN, CRITICAL.id)
    bare = removal.applied_to(BETHAN)
    assert bare != BETHAN
    assert removal.undone().applied_to(bare) == BETHAN


def test_undoing_twice_is_doing_it_again():
    removal = removing(BETHAN, STAFF.id)
    assert removal.undone().undone().after == removal.after
    assert removal.undone().undone().before == removal.before


def test_an_undo_says_what_it_took_back():
    assert adding(BETHAN, DOOR).undone().why == "took back: added phrase"


def test_a_change_that_changes_nothing_is_empty():
    assert not NOTHING
    assert not rewording(BETHAN, CRITICISED.id, CRITICISED.words)
    assert rewording(BETHAN, CRITICISED.id, "told off")


def test_two_changes_in_a_row_become_one_step_with_one_way_back():
    first = adding(BETHAN, DOOR)
    grown = first.applied_to(BETHAN)
    second = rewording(grown, DOOR.id, "the side door at six")
    both = first.then(second)
    assert both.applied_to(BETHAN) == second.applied_to(grown)
    assert both.undone().applied_to(both.applied_to(BETHAN)) == BETHAN
    assert both.why == "added phrase"


def test_what_comes_and_goes_within_one_step_leaves_no_trace():
    first = adding(BETHAN, DOOR)
    both = first.then(removing(first.applied_to(BETHAN), DOOR.id))
    assert not both
    assert both.applied_to(BETHAN) == BETHAN


def test_composing_three_changes_does_not_depend_on_how_they_are_bracketed():
    one = adding(BETHAN, DOOR)
    grown = one.applied_to(BETHAN)
    two = rewording(grown, CRITICISED.id, "told off")
    told_off = two.applied_to(grown)
    three = removing(told_off, HALF.id)
    assert one.then(two).then(three) == one.then(two.then(three))


def test_a_change_names_the_records_it_is_about():
    assert rewording(BETHAN, CRITICISED.id, "told off").touched == (CRITICAL.id,)


def test_somebody_elses_change_to_the_same_record_is_never_overwritten():
    mine = rewording(BETHAN, CRITICISED.id, "told off")
    theirs = rewording(BETHAN, CRITICISED.id, "marked down").applied_to(BETHAN)
    assert mine.conflicts_with(theirs) == (CRITICAL.id,)
    with pytest.raises(ChangedMeanwhile) as refused:
        mine.applied_to(theirs)
    assert refused.value.record_ids == (CRITICAL.id,)
    assert "Nothing was overwritten" in refused.value.sentence


def test_somebody_elses_change_to_another_record_is_not_in_the_way():
    mine = rewording(BETHAN, CRITICISED.id, "told off")
    theirs = rewording(BETHAN, LOOSE_WORDS.id, "the small ring of keys").applied_to(BETHAN)
    both = mine.applied_to(theirs)
    assert both.name_of(CRITICISED.id) == "told off"
    assert both.name_of(LOOSE_WORDS.id) == "the small ring of keys"


def test_a_removal_waits_when_something_new_has_begun_to_point_at_what_goes():
    removal = removing(BETHAN, CRITICAL.id)
    arrow = Link("link:new", CRITICISED.id, KIND.id)
    meanwhile = adding(BETHAN, arrow).applied_to(BETHAN)
    with pytest.raises(ChangedMeanwhile) as refused:
        removal.applied_to(meanwhile)
    assert refused.value.record_ids == (arrow.id,)


def test_a_removal_waits_when_something_new_points_at_a_step_inside():
    removal = removing(BETHAN, MY_FAULT.id)
    meanwhile = changing(BETHAN, ECHO.id, to_id=MY_FAULT.id).applied_to(BETHAN)
    with pytest.raises(ChangedMeanwhile):
        removal.applied_to(meanwhile)


def test_nothing_can_come_that_points_at_what_has_gone_meanwhile():
    arrow = adding(BETHAN, Link("link:new", HALF.id, KIND.id))
    meanwhile = removing(BETHAN, HALF.id).applied_to(BETHAN)
    with pytest.raises(NotOnMap) as refused:
        arrow.applied_to(meanwhile)
    assert refused.value.record_id == HALF.id


def test_an_undo_is_refused_once_somebody_has_built_on_what_it_would_take_away():
    added = adding(BETHAN, DOOR)
    built_on = adding(
        added.applied_to(BETHAN), Link("link:new", DOOR.id, CRITICISED.id)
    ).applied_to(added.applied_to(BETHAN))
    with pytest.raises(ChangedMeanwhile):
        added.undone().applied_to(built_on)


def test_an_undo_of_a_removal_waits_when_what_had_let_go_was_changed_since():
    removal = removing(BETHAN, CRITICAL.id)
    bare = removal.applied_to(BETHAN)
    since = changing(bare, TIDYING.id, strength=9).applied_to(bare)
    with pytest.raises(ChangedMeanwhile) as refused:
        removal.undone().applied_to(since)
    assert refused.value.record_ids == (TIDYING.id,)


def test_no_change_may_bring_an_id_that_something_else_already_has():
    twin = ReciprocalRole("role:twin", Pole(CRITICISED.id, "stolen"), Pole("pole:twin-bottom"))
    with pytest.raises(AlreadyThere):
        Change({twin.id: None}, {twin.id: twin}).applied_to(BETHAN)


def test_a_step_may_move_from_one_procedure_to_another_in_one_change():
    elsewhere = replace(MENDING, steps=tuple(one for one in MENDING.steps if one != MY_FAULT))
    saying = BETHAN.records["procedure:b-rise"]
    joined = replace(saying, steps=(*saying.steps, MY_FAULT))
    moved = Change(
        {MENDING.id: MENDING, saying.id: saying}, {MENDING.id: elsewhere, saying.id: joined}
    ).applied_to(BETHAN)
    assert moved.owner_of(MY_FAULT.id).id == saying.id
    assert moved == Formulation(BETHAN.id, moved.records)
    assert not moved.dangling()


def test_the_formulation_a_change_was_applied_to_stays_as_it_was():
    before = dict(BETHAN.records)
    removing(BETHAN, CRITICAL.id).applied_to(BETHAN)
    assert BETHAN.records == before
