"""The graph of a formulation: everything linked, what hangs together, where it goes round."""

from __future__ import annotations

import subprocess
import sys
import timeit
from pathlib import Path

import pytest

import formulation
from formulation.analysis.graph import (
    Loop,
    Thing,
    Tie,
    everything_linked,
    loops_found,
    pieces,
    rounds_of,
)
from formulation.domain.formulation import Formulation, ids_of, references_in
from formulation.domain.records import (
    CorePain,
    Exit,
    Horn,
    Hypothesis,
    Link,
    Pole,
    Procedure,
    ReciprocalRole,
    SelfState,
    Shift,
    Step,
)
from formulation.domain.verbs import removing
from formulation.store.library import example, examples
from tests.examples import (
    ALWAYS_WRONG,
    ASKED,
    BETHAN,
    BLANK,
    BLOW_UP,
    CHECKED_ON,
    COMPLAINT,
    CRITICAL,
    CRITICISED,
    CRITICISING,
    ECHO,
    GONE_FISHING,
    HALF,
    KEEP_QUIET,
    KIND,
    LOOSE_WORDS,
    MARCH_NOTE,
    MENDING,
    MY_FAULT,
    ON_WATCH,
    QUIET_FEEDS_NIGHT,
    REALLY_COLD,
    SAY_NOTHING,
    SAYING,
    SHOUT_IT,
    SNAPS_OFF,
    TIDYING,
    TIRED_OUT,
    WRITE_IT_DOWN,
    tangle,
    with_records,
)

EVERYONE = [*(one.formulation for one in examples()), BETHAN]
LEFT_OUT = ("cover", "drawing", "placement", "copy", "mark", "asked", "comment")


# Everything linked to everything


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_every_record_and_part_is_in_the_web_as_a_thing_or_as_a_tie(formulation):
    web = everything_linked(formulation)
    things = {thing.id for thing in web.things}
    for record in formulation.records.values():
        if record.prefix in LEFT_OUT:
            assert record.id not in things
        elif isinstance(record, Link) and record.id not in things:
            between = [
                one
                for one in web.ties
                if (one.from_id, one.to_id) == (record.from_id, record.to_id)
            ]
            assert between
            assert any(record.words in one.why for one in between)
        else:
            assert set(ids_of(record)) <= things


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_every_reference_is_a_tie_between_the_two(formulation):
    web = everything_linked(formulation)
    joined = {frozenset((one.from_id, one.to_id)) for one in web.ties}
    for record in formulation.records.values():
        if record.prefix in LEFT_OUT or isinstance(record, Link):
            continue
        for reference in references_in(record):
            if reference.field not in ("starts_at", "returns_to"):
                assert {reference.from_id, reference.to_id} in joined


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_no_tie_leads_anywhere_that_is_not_in_the_web(formulation):
    web = everything_linked(formulation)
    things = [thing.id for thing in web.things]
    assert len(things) == len(set(things))
    assert len(web.ties) == len(set(web.ties))
    for tie in web.ties:
        assert {tie.from_id, tie.to_id} <= set(things)
        assert tie.why


def test_a_thing_says_what_kind_it_is_and_what_it_is_called():
    web = everything_linked(BETHAN)
    assert Thing(CRITICISED.id, "pole", "criticised, found out") in web.things
    assert Thing(HALF.id, "role", "leaving early ↔ ?") in web.things
    assert Thing(TIDYING.id, "pull", "counsellor: examined") in web.things


def test_ties_read_on_from_one_thing_to_the_other():
    ties = set(everything_linked(BETHAN).ties)
    assert {
        Tie(CRITICISING.id, CRITICAL.id, "is one end of"),
        Tie(CRITICISED.id, CRITICAL.id, "is the other end of"),
        Tie(CRITICISED.id, COMPLAINT.id, "begins"),
        Tie(COMPLAINT.id, MY_FAULT.id, "leads to"),
        Tie(TIRED_OUT.id, CRITICISED.id, "comes back to"),
        Tie(MENDING.id, COMPLAINT.id, "has the step"),
        Tie(SAYING.id, KEEP_QUIET.id, "has the way"),
        Tie(KEEP_QUIET.id, SAY_NOTHING.id, "has the step"),
        Tie(SAY_NOTHING.id, ALWAYS_WRONG.id, "comes back to"),
        Tie(ALWAYS_WRONG.id, CRITICISED.id, "lies beneath"),
        Tie(ON_WATCH.id, SNAPS_OFF.id, "can shift at"),
        Tie(SNAPS_OFF.id, GONE_FISHING.id, "shifts to"),
        Tie(WRITE_IT_DOWN.id, MY_FAULT.id, "leaves from"),
        Tie(WRITE_IT_DOWN.id, ASKED.id, "arrives at"),
        Tie(SAYING.id, MENDING.id, "sets off: A quiet day ends in a long night"),
        Tie(TIDYING.id, CRITICISED.id, "invites into"),
        Tie(TIDYING.id, CRITICISING.id, "leaves the other at"),
        Tie(CHECKED_ON.id, MARCH_NOTE.id, "was written in"),
        Tie(CHECKED_ON.id, MY_FAULT.id, "wonders about"),
    } <= ties


def test_rivals_are_rivals_both_ways_and_it_is_said_once():
    rivals = [one for one in everything_linked(BETHAN).ties if one.why == "is a rival of"]
    assert [{one.from_id, one.to_id} for one in rivals] == [{CHECKED_ON.id, REALLY_COLD.id}]


def test_a_link_that_something_points_at_is_a_thing_of_its_own():
    wondering = Hypothesis("hypothesis:new", links=(ECHO.id,))
    grown = Formulation(BETHAN.id, {**BETHAN.records, wondering.id: wondering})
    web = everything_linked(grown)
    assert ECHO.id in {thing.id for thing in web.things}
    assert {
        Tie(CRITICAL.id, ECHO.id, "echoes"),
        Tie(ECHO.id, HALF.id, "echoes"),
        Tie(wondering.id, ECHO.id, "wonders about"),
    } <= set(web.ties)
    assert QUIET_FEEDS_NIGHT.id not in {thing.id for thing in web.things}


def test_half_drawn_arrows_are_things_with_what_they_have():
    loose = Link("link:a", LOOSE_WORDS.id)
    nowhere = Link("link:b")
    web = everything_linked(with_records(LOOSE_WORDS, loose, nowhere, Shift("shift:a")))
    assert {thing.id for thing in web.things} == {LOOSE_WORDS.id, loose.id, nowhere.id, "shift:a"}
    assert web.ties == (Tie(LOOSE_WORDS.id, loose.id, "leads to"),)


def test_arrows_on_arrows_in_a_ring_do_no_harm():
    ring = with_records(Link("link:a", "link:b", "link:a"), Link("link:b", "link:a", "link:b"))
    assert len(everything_linked(ring).things) == 2


def test_a_procedure_without_steps_is_tied_to_where_it_starts_and_comes_home():
    bare = Procedure("procedure:a", starts_at=CRITICISED.id, returns_to=ALWAYS_WRONG.id)
    pain = CorePain(ALWAYS_WRONG.id, under=(CRITICISED.id,))
    ties = everything_linked(with_records(CRITICAL, pain, bare)).ties
    assert Tie(bare.id, CRITICISED.id, "starts at") in ties
    assert Tie(bare.id, ALWAYS_WRONG.id, "comes back to") in ties


def test_an_arrow_to_a_drawing_is_kept_as_a_thing():
    arrow = Link("link:a", LOOSE_WORDS.id, "drawing:b-map")
    web = everything_linked(with_records(LOOSE_WORDS, arrow, BETHAN.records["drawing:b-map"]))
    assert {thing.id for thing in web.things} == {LOOSE_WORDS.id, arrow.id}


def test_nothing_makes_an_empty_web():
    assert everything_linked(BLANK).things == ()
    assert everything_linked(BLANK).ties == ()


# Ways round


def test_a_trap_goes_round_one_way_and_a_dilemma_as_many_as_it_has_horns():
    (one,) = rounds_of(MENDING)
    assert (one.of, one.starts_at, one.returns_to) == (MENDING.id, CRITICISED.id, CRITICISED.id)
    assert one.steps == tuple(step.id for step in MENDING.steps)
    assert [(each.of, each.steps, each.returns_to) for each in rounds_of(SAYING)] == [
        (KEEP_QUIET.id, (SAY_NOTHING.id,), ALWAYS_WRONG.id),
        (BLOW_UP.id, (SHOUT_IT.id,), CRITICISED.id),
    ]


def test_steps_before_the_horns_part_are_on_every_way():
    forked = Procedure(
        "procedure:a",
        steps=(Step("step:1"),),
        horns=(Horn("horn:a", steps=(Step("step:2"),)), Horn("horn:b", returns_to="pole:x")),
        returns_to="pole:y",
    )
    assert [(one.steps, one.returns_to) for one in rounds_of(forked)] == [
        (("step:1", "step:2"), "pole:y"),
        (("step:1",), "pole:x"),
    ]


# What hangs together


@pytest.mark.parametrize("formulation", EVERYONE[:-1], ids=lambda one: one.id)
def test_every_example_hangs_together(formulation):
    (whole,) = pieces(formulation)
    mapped = ("role", "state", "procedure", "pain")
    assert {one for one in formulation.records if one.partition(":")[0] in mapped} <= set(whole)


def test_what_no_arrow_joins_is_a_piece_by_itself():
    apart = ReciprocalRole("role:apart", Pole("pole:1"), Pole("pole:2"))
    grown = Formulation(BETHAN.id, {**BETHAN.records, apart.id: apart})
    assert pieces(grown)[-1] == (apart.id,)
    assert len(pieces(grown)) == len(pieces(BETHAN)) + 1


def test_a_good_enough_role_hangs_on_by_the_way_out_that_arrives_there():
    assert any({KIND.id, MENDING.id, WRITE_IT_DOWN.id} <= set(piece) for piece in pieces(BETHAN))
    alone = removing(BETHAN, WRITE_IT_DOWN.id).applied_to(BETHAN)
    assert (KIND.id,) in pieces(alone)


def test_notes_parties_and_problems_join_nothing():
    one = Procedure("procedure:a", serves=("problem:b-tired",))
    other = Procedure("procedure:b", serves=("problem:b-tired",))
    asked = Hypothesis("hypothesis:a", links=(one.id, other.id))
    joined = with_records(one, other, asked, BETHAN.records["problem:b-tired"])
    assert pieces(joined) == ((one.id,), (other.id,))


def test_states_are_joined_by_shifts_and_anything_by_a_link():
    one, other, third = SelfState("state:a"), SelfState("state:b"), SelfState("state:c")
    shift, link = Shift("shift:a", one.id, other.id), Link("link:a", other.id, third.id)
    assert pieces(with_records(one, other, third)) == (("state:a",), ("state:b",), ("state:c",))
    assert pieces(with_records(one, other, third, shift, link)) == (
        ("state:a", "state:b", "state:c"),
    )


def test_a_way_out_by_itself_is_not_a_piece_of_the_map():
    assert pieces(with_records(Exit("exit:a"))) == ()
    assert pieces(BLANK) == ()


# Where it goes round


def test_a_trap_that_comes_home_is_a_loop():
    found = {loop.procedures: loop.ids for loop in loops_found(BETHAN)}
    assert found[(MENDING.id,)] == (CRITICISED.id, *(step.id for step in MENDING.steps))


def test_a_horn_that_comes_home_to_the_pain_below_where_it_began_is_a_loop():
    ids = {loop.ids for loop in loops_found(BETHAN) if SAYING.id in loop.procedures}
    assert (ALWAYS_WRONG.id, CRITICISED.id, SAY_NOTHING.id) in ids
    assert (CRITICISED.id, SHOUT_IT.id) in ids


def test_states_that_lead_to_one_another_are_a_loop():
    assert Loop((GONE_FISHING.id, ON_WATCH.id), ()) in loops_found(BETHAN)


def test_a_role_to_and_fro_is_not_a_loop_and_an_open_line_is_none_either():
    open_line = Procedure(
        "procedure:a", steps=(Step("step:1"), Step("step:2")), starts_at=CRITICISED.id
    )
    assert loops_found(with_records(CRITICAL, KIND, open_line)) == ()
    assert loops_found(BLANK) == ()


def test_a_loop_may_come_home_to_the_other_end_of_its_role():
    round_about = Procedure(
        "procedure:a", steps=(Step("step:1"),), starts_at=CRITICISED.id, returns_to=CRITICISING.id
    )
    (loop,) = loops_found(with_records(CRITICAL, round_about))
    assert set(loop.ids) == {CRITICISED.id, "step:1", CRITICISING.id}


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_every_trap_of_the_examples_that_returns_is_found_among_the_loops(formulation):
    found = {procedure for loop in loops_found(formulation) for procedure in loop.procedures}
    pains = {one.id: one.under for one in formulation.every(CorePain)}
    for procedure in formulation.every(Procedure):
        home = procedure.returns_to
        if home and (home == procedure.starts_at or procedure.starts_at in pains.get(home, ())):
            assert procedure.id in found


def test_a_tangle_gives_its_short_loops_first_and_no_more_than_asked_for():
    loops = loops_found(tangle(12), most=40)
    assert len(loops) == 40
    assert [len(loop.ids) for loop in loops] == sorted(len(loop.ids) for loop in loops)
    assert len(loops_found(tangle(3))) == 5


def test_a_tangle_does_not_keep_anybody_waiting():
    assert min(timeit.repeat(lambda: loops_found(tangle(25)), number=1, repeat=2)) < 2.0


def test_loops_come_in_the_same_order_in_every_process():
    ask = (
        "from formulation.analysis.graph import loops_found; from tests.examples import tangle; "
        "print(loops_found(tangle(9), most=60))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", ask],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


# One library, one file


@pytest.mark.parametrize(
    ("library", "room"), [("networkx", "analysis/graph.py"), ("pyvis", "render/everything.py")]
)
def test_each_of_these_libraries_is_known_in_one_file_only(library, room):
    house = Path(formulation.__file__).parent
    knowing = [
        path.relative_to(house).as_posix()
        for path in house.rglob("*.py")
        if f"import {library}" in path.read_text(encoding="utf-8")
        or f"from {library}" in path.read_text(encoding="utf-8")
    ]
    assert knowing == [room]


def test_the_example_in_three_states_has_the_loop_of_its_states():
    callum = example("ex1").formulation
    names = [[callum.name_of(one) for one in loop.ids] for loop in loops_found(callum)]
    assert ["On guard", "Blown", "Nobody home"] in names
