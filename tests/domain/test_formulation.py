"""The questions a formulation can answer about itself."""

from __future__ import annotations

import timeit

import pytest

from formulation.domain.errors import NotOnMap
from formulation.domain.formulation import COVER, Formulation, in_order, references_in
from formulation.domain.records import (
    Cover,
    Drawing,
    Exit,
    Link,
    Phrase,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    SelfState,
    Shift,
    Step,
    SupervisionNote,
)
from formulation.domain.verbs import removing, rewording
from tests.examples import (
    ALWAYS_WRONG,
    BETHAN,
    BLANK,
    BLOW_UP,
    CRITICAL,
    CRITICISED,
    CRITICISING,
    HALF,
    KIND,
    MARCH_NOTE,
    MENDING,
    MY_FAULT,
    ON_WATCH,
    RECORDS,
    SAYING,
    SHOUT_IT,
    SNAPS_OFF,
    TIDYING,
    WHOSE_NOTEBOOK,
    WRITE_IT_DOWN,
    with_records,
)


def test_anything_is_found_by_its_id_parts_included():
    assert BETHAN[CRITICAL.id] is CRITICAL
    assert BETHAN[CRITICISED.id] is CRITICISED
    assert BETHAN[SHOUT_IT.id] is SHOUT_IT
    assert BLOW_UP.id in BETHAN


def test_what_is_not_there_is_said_and_never_guessed():
    assert "exit:gone" not in BETHAN
    assert BETHAN.get("exit:gone") is None
    assert BETHAN.get(None) is None
    for ask in (BETHAN.__getitem__, BETHAN.owner_of, BETHAN.ids_within):
        with pytest.raises(NotOnMap, match="no longer on the map"):
            ask("exit:gone")
    assert BETHAN.pointing_at("exit:gone") == ()


def test_a_part_knows_the_record_that_holds_it():
    assert BETHAN.owner_of(CRITICISED.id) is CRITICAL
    assert BETHAN.owner_of(SHOUT_IT.id) is SAYING
    assert BETHAN.owner_of(CRITICAL.id) is CRITICAL


def test_a_formulation_without_a_cover_still_has_one_to_show():
    assert BETHAN.cover is WHOSE_NOTEBOOK
    assert BLANK.cover == Cover(COVER)


def test_everything_of_one_kind_comes_in_the_order_it_was_made():
    made = [Phrase(f"phrase:p{number}") for number in (10, 9, 1, 2)]
    assert [one.id for one in with_records(*made).every(Phrase)] == [
        "phrase:p1", "phrase:p2", "phrase:p9", "phrase:p10",
    ]  # fmt: skip
    assert BLANK.every(Exit) == ()


@pytest.mark.parametrize(
    "some_id", ["", "role:", "role:²", "role:5²", "role:٣", "9" * 6_000, "role:" + "1a" * 50]
)
def test_any_id_at_all_can_be_put_in_order(some_id):
    assert sorted([some_id, "role:b-1", "role:b-02"], key=in_order)


def test_every_reference_to_an_id_is_known_with_the_field_it_comes_from():
    found = {(one.from_id, one.field) for one in BETHAN.pointing_at(CRITICISING.id)}
    assert found == {
        (ON_WATCH.id, "poles"),
        (SHOUT_IT.id, "at"),
        ("procedure:b-rise", "forbidden_by"),
        ("link:b-drawn", "to_id"),
        (TIDYING.id, "other_at"),
        ("voice:b-torch", "links"),
    }


def test_a_reference_from_a_part_also_names_the_record_that_holds_it():
    (one,) = [one for one in BETHAN.pointing_at(CRITICISING.id) if one.field == "at"]
    assert (one.owner_id, one.from_id, one.goes_along) == (SAYING.id, SHOUT_IT.id, False)


def test_arrows_go_along_with_what_they_join_and_mentions_do_not():
    along = {one.from_id for one in references_in(SNAPS_OFF) if one.goes_along}
    assert along == {SNAPS_OFF.id}
    assert not [one for one in references_in(MENDING) if one.goes_along]


def test_the_ids_within_a_record_are_its_own_and_those_of_its_parts():
    assert BETHAN.ids_within(CRITICAL.id) == (CRITICAL.id, CRITICISING.id, CRITICISED.id)
    assert BETHAN.ids_within(BLOW_UP.id) == (BLOW_UP.id, SHOUT_IT.id)
    assert BETHAN.ids_within(SHOUT_IT.id) == (SHOUT_IT.id,)
    assert BETHAN.ids_within(ALWAYS_WRONG.id) == (ALWAYS_WRONG.id,)


def test_references_to_what_is_not_there_are_found():
    assert BETHAN.dangling() == ()
    (loose,) = with_records(Exit("exit:a", leaves="step:gone")).dangling()
    assert (loose.from_id, loose.to_id) == ("exit:a", "step:gone")


@pytest.mark.parametrize(
    ("some_id", "name"),
    [
        (CRITICAL.id, "criticising, checking up ↔ criticised, found out"),
        (HALF.id, "leaving early ↔ ?"),
        (HALF.bottom.id, "?"),
        (CRITICISED.id, "criticised, found out"),
        (MENDING.id, "Mend it before they look"),
        (BLOW_UP.id, "Or blow up"),
        (ON_WATCH.id, "On watch"),
        (SNAPS_OFF.id, "A second complaint in one day"),
        ("shift:b-back", "Gone fishing → On watch"),
        ("link:b-echo", "criticising, checking up ↔ criticised, found out → leaving early ↔ ?"),
        (MARCH_NOTE.id, "Why do I tidy the room before she comes?"),
        (TIDYING.id, "counsellor: examined"),
        (COVER, "Bethan: nobody need know"),
        (None, "something no longer here"),
        ("exit:gone", "something no longer here"),
    ],
)
def test_everything_has_a_name_a_person_would_say(some_id, name):
    assert BETHAN.name_of(some_id) == name


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (Exit("exit:a"), "an unnamed exit"),
        (Procedure("procedure:a"), "an unnamed procedure"),
        (SupervisionNote("note:a", date="2031-03-04"), "the note of 2031-03-04"),
        (SupervisionNote("note:a"), "an unnamed supervision note"),
        (Pull("pull:a", urge="Tidy"), "Tidy"),
        (Pull("pull:a", felt_by="nurse"), "nurse"),
        (Shift("shift:a"), "something no longer here → something no longer here"),
        (ReciprocalRole("role:a", Pole("pole:a"), Pole("pole:b")), "? ↔ ?"),
        (Drawing("drawing:a"), "an unnamed drawing"),
    ],
)
def test_half_finished_things_have_names_too(record, name):
    assert with_records(record).name_of(record.id) == name


def test_arrows_that_point_at_one_another_can_still_be_named():
    ring = with_records(Link("link:a", "link:b", "link:a"), Link("link:b", "link:a", "link:b"))
    assert ring.name_of("link:a") == "an unnamed link → an unnamed link → an unnamed link"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_no_name_is_ever_empty(record):
    assert BETHAN.name_of(record.id).strip()


def test_two_formulations_that_hold_the_same_are_the_same():
    twin = Formulation(BETHAN.id, dict(reversed(BETHAN.records.items())))
    assert twin == BETHAN
    assert hash(twin) == hash(BETHAN)
    assert len({twin, BETHAN, BLANK}) == 2


def test_a_formulation_never_changes_once_it_is_made():
    given = {LOOSE.id: LOOSE}
    formulation = Formulation("f-a", given)
    given.clear()
    assert formulation.every(Phrase) == (LOOSE,)
    with pytest.raises(TypeError):
        formulation.records[LOOSE.id] = LOOSE
    with pytest.raises(AttributeError):
        formulation.id = "f-b"


LOOSE = Phrase("phrase:loose", "loose")


def test_a_formulation_revised_is_the_same_as_one_made_afresh():
    change = removing(BETHAN, CRITICAL.id, MY_FAULT.id, ON_WATCH.id)
    revised = change.applied_to(BETHAN)
    afresh = Formulation(revised.id, revised.records)
    for some_id in (CRITICISED.id, MY_FAULT.id, SHOUT_IT.id, KIND.top.id, WRITE_IT_DOWN.id):
        assert revised.get(some_id) == afresh.get(some_id)
        assert (some_id in revised) == (some_id in afresh)
    assert revised == afresh


def large(count: int) -> Formulation:
    """A formulation with `count` records: roles, procedures of six steps, states."""
    records = []
    for number in range(count // 3):
        role = ReciprocalRole(
            f"role:{number}", Pole(f"pole:{number}-top", "x"), Pole(f"pole:{number}-bottom", "y")
        )
        steps = tuple(Step(f"step:{number}-{one}", "z", at=role.bottom.id) for one in range(6))
        records += [
            role,
            Procedure(f"procedure:{number}", "p", starts_at=role.bottom.id, steps=steps),
            SelfState(f"state:{number}", "s", poles=(role.top.id,)),
        ]
    return with_records(*records)


def test_rewording_one_pole_of_three_hundred_records_takes_well_under_a_millisecond():
    formulation = large(300)
    change = rewording(formulation, "pole:7-top", "other words")
    fastest = min(timeit.repeat(lambda: change.applied_to(formulation), number=1, repeat=30))
    assert fastest < 0.001
