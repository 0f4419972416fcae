"""The verbs on a formulation: put down, change, reword, remove, stand somewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formulation.domain.errors import AlreadyThere, NotOnMap, NotUnderstood
from formulation.domain.formulation import Formulation, ids_of
from formulation.domain.records import (
    Exit,
    Held,
    Link,
    Phrase,
    Placement,
    Pole,
    Pull,
    ReciprocalRole,
    Step,
)
from formulation.domain.verbs import (
    adding,
    changing,
    keeping_whole,
    placement_id,
    places_in,
    placing,
    removing,
    rewording,
    what_points_at,
)
from tests.examples import (
    ALWAYS_WRONG,
    ASKED,
    BETHAN,
    BLANK,
    BLOW_UP,
    CHAIRS,
    CHECKED_ON,
    COMES_BACK,
    CRITICAL,
    CRITICISED,
    CRITICISING,
    ECHO,
    GONE_FISHING,
    HALF,
    HER_WORDS,
    KEEP_QUIET,
    LOOSE_WORDS,
    MARCH_NOTE,
    MENDING,
    MY_FAULT,
    ON_WATCH,
    QUIET_FEEDS_NIGHT,
    REALLY_COLD,
    RISING,
    ROLE_MAP,
    SAY_NOTHING,
    SAYING,
    SHOUT_IT,
    SNAPS_OFF,
    STAFF,
    STAFF_DRAWN,
    STATES_DIAGRAM,
    TIDYING,
    TIRED,
    WHERE_CRITICAL_STANDS,
    WHERE_MY_FAULT_STANDS,
    WRITE_IT_DOWN,
    with_records,
)


def gone_from(change) -> set[str]:
    """The ids of the records a change takes away."""
    return {record_id for record_id, now in change.after.items() if now is None}


# Adding


def test_the_first_words_can_be_put_on_an_empty_page():
    formulation = adding(BLANK, LOOSE_WORDS).applied_to(BLANK)
    assert formulation.every(Phrase) == (LOOSE_WORDS,)


def test_half_a_role_can_be_put_down_because_half_a_role_is_a_question():
    assert adding(BLANK, HALF).applied_to(BLANK)[HALF.id] == HALF


def test_nothing_is_added_a_second_time():
    with pytest.raises(AlreadyThere):
        adding(BETHAN, LOOSE_WORDS)


def test_a_pole_cannot_come_in_under_an_id_that_another_role_holds():
    with pytest.raises(AlreadyThere):
        adding(BETHAN, ReciprocalRole("role:new", CRITICISED, Pole("pole:new-bottom")))


def test_two_new_things_cannot_share_an_id():
    with pytest.raises(AlreadyThere):
        adding(BLANK, Phrase("phrase:a", "one"), Phrase("phrase:a", "two"))


def test_a_role_whose_two_poles_share_an_id_is_refused():
    with pytest.raises(AlreadyThere):
        adding(BLANK, ReciprocalRole("role:a", Pole("pole:a"), Pole("pole:a")))


def test_adding_nothing_changes_nothing():
    assert not adding(BETHAN)


# Changing and rewording


def test_a_pole_is_reworded_inside_its_role():
    formulation = rewording(BETHAN, CRITICISED.id, "told off").applied_to(BETHAN)
    assert formulation[CRITICAL.id] == replace(
        CRITICAL, bottom=replace(CRITICISED, words="told off")
    )


def test_a_step_inside_a_horn_is_reworded_where_it_stands():
    formulation = rewording(BETHAN, SHOUT_IT.id, "Swear at the boiler").applied_to(BETHAN)
    assert [step.words for step in formulation[SAYING.id].all_steps()] == [
        SAY_NOTHING.words,
        "Swear at the boiler",
    ]


@pytest.mark.parametrize(
    "some_id", [ON_WATCH.id, MENDING.id, BLOW_UP.id, SNAPS_OFF.id, WRITE_IT_DOWN.id, STAFF.id]
)
def test_whatever_has_words_a_name_or_a_trigger_can_be_said_differently(some_id):
    assert (
        rewording(BETHAN, some_id, "other words").applied_to(BETHAN).name_of(some_id)
        == "other words"
    )


def test_words_may_be_emptied_because_nothing_is_refused_on_a_first_sketch():
    assert rewording(BETHAN, CRITICISED.id, "").applied_to(BETHAN)[CRITICISED.id].words == ""


def test_what_has_no_words_of_its_own_says_so():
    with pytest.raises(NotUnderstood, match="no words of its own"):
        rewording(BETHAN, WHERE_CRITICAL_STANDS.id, "here")


def test_rewording_says_in_plain_words_what_was_done():
    assert rewording(BETHAN, CRITICISED.id, "told off").why == "reworded pole"


def test_what_is_no_longer_there_cannot_be_changed():
    with pytest.raises(NotOnMap):
        changing(BETHAN, "role:long-gone", tone="hurtful")
    with pytest.raises(NotOnMap):
        rewording(BETHAN, "pole:long-gone", "words")


def test_how_firmly_a_thing_is_held_changes_with_its_date_and_readers():
    doubted = Held("doubted", "2031-06-01", "team")
    assert (
        changing(BETHAN, CRITICAL.id, held=doubted).applied_to(BETHAN)[CRITICAL.id].held == doubted
    )


def test_a_change_that_cannot_be_kept_names_every_fault():
    with pytest.raises(NotUnderstood) as refused:
        changing(BETHAN, CRITICISED.id, words="x" * 601, whose="nobody")
    assert len(refused.value.faults) == 2


def test_a_thing_keeps_its_id():
    with pytest.raises(NotUnderstood, match="keeps its id"):
        changing(BETHAN, CRITICAL.id, id="role:other")


def test_taking_a_step_out_of_a_procedure_lets_go_of_what_pointed_at_it():
    kept = tuple(step for step in MENDING.steps if step != MY_FAULT)
    change = changing(BETHAN, MENDING.id, steps=kept)
    formulation = change.applied_to(BETHAN)
    assert formulation[WRITE_IT_DOWN.id].leaves is None
    assert formulation[CHECKED_ON.id].links == (CRITICAL.id,)
    assert WHERE_MY_FAULT_STANDS.id not in formulation
    assert change.undone().applied_to(formulation) == BETHAN


def test_a_step_cannot_be_put_into_two_procedures():
    with pytest.raises(AlreadyThere):
        changing(BETHAN, RISING.id, steps=(*RISING.steps, MY_FAULT))


def test_a_step_cannot_be_put_into_one_procedure_twice():
    with pytest.raises(AlreadyThere):
        changing(BETHAN, RISING.id, steps=(*RISING.steps, Step("step:new"), Step("step:new")))


def test_an_arrow_let_go_by_its_own_change_is_not_removed_with_what_it_left():
    arrow = Link("link:to-step", KIND_ID, MY_FAULT.id)
    formulation = adding(BETHAN, arrow).applied_to(BETHAN)
    turned = replace(arrow, to_id=ALWAYS_WRONG.id)
    change = keeping_whole(formulation, {arrow.id: turned}, going=[MY_FAULT.id])
    assert change.applied_to(formulation)[arrow.id] == turned


KIND_ID = "role:b-kind"


# Removing


def test_removing_a_role_takes_its_links_and_placements_along():
    change = removing(BETHAN, CRITICAL.id)
    assert gone_from(change) == {
        CRITICAL.id,
        ECHO.id,
        STAFF_DRAWN.id,
        WHERE_CRITICAL_STANDS.id,
    }


def test_what_only_mentions_a_removed_role_stays_and_lets_go():
    formulation = removing(BETHAN, CRITICAL.id).applied_to(BETHAN)
    assert formulation[MENDING.id].starts_at is None
    assert formulation[MENDING.id].returns_to is None
    assert formulation[MY_FAULT.id].at is None
    assert formulation[SHOUT_IT.id].at is None
    assert formulation[BLOW_UP.id].returns_to is None
    assert formulation[RISING.id].forbidden_by is None
    assert formulation[ON_WATCH.id].poles == ()
    assert formulation[ALWAYS_WRONG.id].under == (HALF.bottom.id,)
    assert formulation[TIDYING.id].invited_to is None
    assert formulation[TIDYING.id].other_at is None
    assert formulation[CHECKED_ON.id].links == (MY_FAULT.id,)
    assert formulation[MARCH_NOTE.id].about == (MENDING.id,)
    assert formulation[HER_WORDS.id].links == (MENDING.id,)
    assert not formulation.dangling()


def test_asking_for_a_pole_removes_its_role_because_half_of_a_pair_cannot_go():
    assert removing(BETHAN, CRITICISING.id).after == removing(BETHAN, CRITICAL.id).after


def test_removing_a_step_lets_its_exit_go_free():
    formulation = removing(BETHAN, MY_FAULT.id).applied_to(BETHAN)
    assert MY_FAULT.id not in formulation
    assert formulation[WRITE_IT_DOWN.id].leaves is None
    assert formulation[WRITE_IT_DOWN.id].arrives == ASKED.id
    assert len(formulation[MENDING.id].steps) == len(MENDING.steps) - 1


def test_removing_a_step_inside_a_horn_leaves_the_horn_standing():
    formulation = removing(BETHAN, SHOUT_IT.id).applied_to(BETHAN)
    assert formulation[BLOW_UP.id].steps == ()
    assert formulation[KEEP_QUIET.id] == KEEP_QUIET


def test_removing_a_horn_takes_its_steps_along_and_lets_their_exits_go_free():
    leaving = Exit("exit:new", "shout in the van", leaves=SHOUT_IT.id)
    grown = adding(BETHAN, leaving).applied_to(BETHAN)
    formulation = removing(grown, BLOW_UP.id).applied_to(grown)
    assert SHOUT_IT.id not in formulation
    assert formulation[SAYING.id].horns == (KEEP_QUIET,)
    assert formulation[leaving.id].leaves is None


def test_removing_a_state_takes_its_shifts_along_and_what_wondered_about_them_lets_go():
    change = removing(BETHAN, ON_WATCH.id)
    assert gone_from(change) == {ON_WATCH.id, SNAPS_OFF.id, COMES_BACK.id}
    assert change.applied_to(BETHAN)[REALLY_COLD.id].links == ()


def test_arrows_on_arrows_go_too():
    upon = Link("link:upon", ECHO.id, TIRED.id, "weakens")
    upon_that = Link("link:upon-that", upon.id, TIRED.id, "weakens")
    grown = adding(BETHAN, upon, upon_that).applied_to(BETHAN)
    assert {ECHO.id, upon.id, upon_that.id} <= gone_from(removing(grown, HALF.id))


def test_arrows_that_point_at_one_another_in_a_ring_can_be_removed():
    one = Link("link:one", None, "link:two")
    two = Link("link:two", None, "link:one")
    ring = with_records(one, two)
    assert removing(ring, one.id).applied_to(ring).records == {}


def test_removing_a_drawing_removes_its_placements_and_nothing_else():
    assert gone_from(removing(BETHAN, ROLE_MAP.id)) == {
        ROLE_MAP.id,
        WHERE_CRITICAL_STANDS.id,
        WHERE_MY_FAULT_STANDS.id,
    }


def test_removing_a_party_lets_its_steps_go_free_and_takes_its_arrows():
    formulation = removing(BETHAN, STAFF.id).applied_to(BETHAN)
    assert formulation[MENDING.id].steps[0].who is None
    assert STAFF_DRAWN.id not in formulation


def test_removing_a_note_keeps_its_hypotheses_and_pulls():
    formulation = removing(BETHAN, MARCH_NOTE.id).applied_to(BETHAN)
    assert formulation[CHECKED_ON.id].note is None
    assert formulation[TIDYING.id].note is None


def test_removing_a_rival_leaves_the_other_without_one():
    formulation = removing(BETHAN, REALLY_COLD.id).applied_to(BETHAN)
    assert formulation[CHECKED_ON.id].alternative_to == ()


def test_several_things_are_removed_in_one_step_whatever_their_order():
    asked = [ON_WATCH.id, MY_FAULT.id, BLOW_UP.id, CRITICAL.id, SAYING.id]
    one_way = removing(BETHAN, *asked)
    the_other = removing(BETHAN, *reversed(asked))
    assert one_way.after == the_other.after
    assert one_way.before == the_other.before
    bare = one_way.applied_to(BETHAN)
    assert not bare.dangling()
    assert one_way.undone().applied_to(bare) == BETHAN


def test_a_step_and_the_procedure_that_holds_it_can_be_asked_for_together():
    change = removing(BETHAN, MY_FAULT.id, MENDING.id)
    assert MENDING.id in gone_from(change)
    assert change.after == removing(BETHAN, MENDING.id).after


@pytest.mark.parametrize(
    "some_id", [one for record in BETHAN.records.values() for one in ids_of(record)]
)
def test_anything_at_all_can_be_removed_and_comes_back_exactly(some_id):
    change = removing(BETHAN, some_id)
    bare = change.applied_to(BETHAN)
    assert some_id not in bare
    assert not bare.dangling()
    assert change.undone().applied_to(bare) == BETHAN


def test_what_is_not_there_cannot_be_removed():
    with pytest.raises(NotOnMap):
        removing(BETHAN, "exit:long-gone")


def test_removing_nothing_changes_nothing():
    assert not removing(BETHAN)


# What points at it


def test_removing_says_beforehand_what_points_at_a_thing():
    along = {
        one.reference.owner_id for one in what_points_at(BETHAN, CRITICAL.id) if one.goes_along
    }
    stays = {
        one.reference.owner_id for one in what_points_at(BETHAN, CRITICAL.id) if not one.goes_along
    }
    assert along == {ECHO.id, STAFF_DRAWN.id, WHERE_CRITICAL_STANDS.id}
    assert stays == {
        ALWAYS_WRONG.id, ON_WATCH.id, MENDING.id, SAYING.id, RISING.id, MARCH_NOTE.id, CHAIRS.id,
        CHECKED_ON.id, TIDYING.id, HER_WORDS.id,
    }  # fmt: skip


def test_what_points_from_within_is_not_counted():
    own = {one.reference.from_id for one in what_points_at(BETHAN, SAYING.id)}
    assert own == {QUIET_FEEDS_NIGHT.id}


def test_what_points_at_several_things_is_said_once():
    both = what_points_at(BETHAN, ON_WATCH.id, GONE_FISHING.id)
    assert len(both) == len(set(both)) == 4


# Placing


def test_standing_somewhere_never_touches_the_thing_itself():
    formulation = placing(BETHAN, STATES_DIAGRAM.id, {CRITICAL.id: (10, -20.26)}).applied_to(BETHAN)
    assert formulation[CRITICAL.id] == CRITICAL
    assert places_in(formulation, STATES_DIAGRAM.id) == {CRITICAL.id: (10.0, -20.3)}
    assert places_in(formulation, ROLE_MAP.id) == places_in(BETHAN, ROLE_MAP.id)


def test_moving_a_thing_again_moves_the_same_placement():
    formulation = placing(BETHAN, ROLE_MAP.id, {CRITICAL.id: (1, 2)}).applied_to(BETHAN)
    assert len(formulation.every(Placement)) == len(BETHAN.every(Placement))
    assert formulation[WHERE_CRITICAL_STANDS.id].x == 1.0


def test_things_are_placed_by_their_middle_to_a_tenth_and_never_at_minus_nought():
    change = placing(BETHAN, ROLE_MAP.id, {CRITICAL.id: (-0.04, 0.06)})
    placed = change.after[placement_id(ROLE_MAP.id, CRITICAL.id)]
    assert (str(placed.x), str(placed.y)) == ("0.0", "0.1")


@pytest.mark.parametrize("off_the_page", [float("nan"), float("inf"), -float("inf"), 100_001.0])
def test_nothing_is_placed_off_the_page(off_the_page):
    with pytest.raises(NotUnderstood, match="number is out of reach"):
        placing(BETHAN, ROLE_MAP.id, {CRITICAL.id: (off_the_page, 0)})


def test_only_what_is_there_can_be_placed_and_only_in_a_drawing():
    with pytest.raises(NotOnMap):
        placing(BETHAN, ROLE_MAP.id, {"role:long-gone": (0, 0)})
    with pytest.raises(NotOnMap):
        placing(BETHAN, "drawing:long-gone", {CRITICAL.id: (0, 0)})
    with pytest.raises(NotUnderstood, match="can only point at a drawing"):
        placing(BETHAN, CRITICAL.id, {CRITICAL.id: (0, 0)})


# Keeping whole


def test_a_record_meant_to_be_gone_takes_along_what_makes_no_sense_without_it():
    change = keeping_whole(BETHAN, {GONE_FISHING.id: None})
    assert gone_from(change) == {GONE_FISHING.id, SNAPS_OFF.id, COMES_BACK.id}
    assert not change.applied_to(BETHAN).dangling()


def test_a_part_that_moves_to_another_record_is_not_let_go_of():
    without = replace(MENDING, steps=tuple(one for one in MENDING.steps if one != MY_FAULT))
    within = replace(RISING, steps=(*RISING.steps, MY_FAULT))
    change = keeping_whole(BETHAN, {MENDING.id: without, RISING.id: within})
    formulation = change.applied_to(BETHAN)
    assert formulation[WRITE_IT_DOWN.id].leaves == MY_FAULT.id
    assert WHERE_MY_FAULT_STANDS.id in formulation


def test_a_new_record_that_points_at_what_goes_comes_without_that():
    arriving = Pull("pull:new", felt_by="office", invited_to=HALF.top.id)
    change = keeping_whole(BETHAN, {arriving.id: arriving}, going=[HALF.id])
    assert change.applied_to(BETHAN)[arriving.id] == replace(arriving, invited_to=None)


def test_a_formulation_that_nothing_goes_from_is_left_alone():
    assert keeping_whole(BETHAN, {}).applied_to(BETHAN) == Formulation(BETHAN.id, BETHAN.records)
