"""What the eye may miss: unnamed loops, loops without a way out, where loops meet; and when it stops."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

from formulation.analysis.loops import LONGEST, looked_through
from formulation.domain.formulation import Formulation
from formulation.domain.records import Exit, Link, Phrase, Procedure, SelfState, Shift, Step
from formulation.store.library import example, examples

from ..render.growing import formulation_of, large, role, trap


def phrases(*letters: str) -> list[Phrase]:
    return [Phrase(f"phrase:{one}", one) for one in letters]


def links(*ids: str, kind: str = "leads_to") -> list[Link]:
    return [Link(f"link:{at}", start, end, kind) for at, (start, end) in enumerate(pairwise(ids))]


def test_a_loop_of_phrases_that_nobody_has_named_is_found_once():
    ring = ["phrase:a", "phrase:b", "phrase:c"]
    found = looked_through(formulation_of(*phrases("a", "b", "c"), *links(*ring, ring[0])))
    assert [one.ids for one in found.unnamed] == [tuple(ring)]
    assert not found.stopped_early


def test_arrows_that_do_not_carry_on_make_no_loop():
    ring = ["phrase:a", "phrase:b", "phrase:a"]
    found = looked_through(formulation_of(*phrases("a", "b"), *links(*ring, kind="soothes")))
    assert found.unnamed == ()


def test_a_role_and_a_named_loop_are_not_news():
    found = looked_through(formulation_of(role("r"), trap("t", "pole:r-bottom")))
    assert found.unnamed == ()


def test_states_that_shift_round_are_found():
    states = [SelfState(f"state:{one}", one) for one in "abc"]
    shifts = [
        Shift(f"shift:{at}", f"state:{one}", f"state:{other}")
        for at, (one, other) in enumerate(pairwise("abca"))
    ]
    found = looked_through(formulation_of(*states, *shifts))
    assert [one.ids for one in found.unnamed] == [("state:a", "state:b", "state:c")]


def test_loops_without_a_way_out_are_told():
    one, other = trap("t", "pole:r-bottom"), trap("u", "pole:r-bottom")
    out = Exit("exit:1", "ask", leaves=one.steps[0].id)
    found = looked_through(formulation_of(role("r"), one, other, out))
    assert found.without_way_out == ("procedure:u",)


def test_loops_that_lead_into_each_other_are_told_once():
    first = replace(trap("t", "pole:r-top"), returns_to="pole:r-bottom")
    second = replace(trap("u", "pole:r-bottom"), returns_to="pole:r-top")
    found = looked_through(formulation_of(role("r"), first, second))
    assert [(one.from_id, one.to_id, one.both) for one in found.feeding] == [
        ("procedure:t", "procedure:u", True)
    ]


def test_where_most_loops_meet_is_where_one_way_out_would_touch_most():
    loops = [trap(one, "pole:r-bottom") for one in "tuv"]
    found = looked_through(formulation_of(role("r"), role("s"), *loops))
    assert found.meeting.at == "pole:r-bottom"
    assert found.meeting.loops == ("procedure:t", "procedure:u", "procedure:v")
    assert loops[0].steps[-1].id in found.meeting.steps


def test_what_is_not_joined_to_the_rest_is_told():
    found = looked_through(formulation_of(role("r"), trap("t", "pole:r-bottom"), role("alone")))
    assert found.apart == (("role:alone",),)


def test_every_example_is_looked_through_whole_and_the_same_each_time():
    for one in examples():
        found = looked_through(one.formulation)
        assert not found.stopped_early
        again = Formulation(one.formulation.id, dict(reversed(one.formulation.records.items())))
        assert looked_through(again).unnamed == found.unnamed


def test_callum_has_a_see_saw_and_a_round_of_three_states():
    found = looked_through(example("ex1").formulation)
    assert [len(one.ids) for one in found.unnamed] == [2, 3]


def tangle(size: int) -> Formulation:
    """Phrases, each of which leads to five others: more ways round than anybody could look through."""
    some = [Phrase(f"phrase:{at}", str(at)) for at in range(size)]
    arrows = [
        Link(f"link:{at}-{by}", f"phrase:{at}", f"phrase:{(at * by + by) % size}", "sets_off")
        for at in range(size)
        for by in (3, 5, 7, 11, 13)
        if at != (at * by + by) % size
    ]
    return formulation_of(*some, *arrows)


def test_a_tangle_of_three_hundred_is_given_up_early_and_says_so():
    formulation = tangle(300)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        found = looked_through(formulation)
        times.append(time.perf_counter() - start)
    assert found.stopped_early
    assert found.unnamed
    assert all(len(one.ids) <= LONGEST for one in found.unnamed)
    assert min(times) < 0.4  # 0.2 on a quiet machine: see bench


def test_a_large_orderly_map_is_looked_through_whole():
    found = looked_through(large(300))
    assert not found.stopped_early


def test_a_loop_that_only_shares_a_step_with_a_link_is_found():
    one = trap("t", "pole:r-bottom")
    last, first = one.steps[-1], one.steps[0]
    back = Link("link:1", last.id, first.id, "leads_to")
    found = looked_through(formulation_of(role("r"), one, back))
    assert any({first.id, last.id} <= set(loop.ids) for loop in found.unnamed)
    assert isinstance(one, Procedure)
    assert isinstance(first, Step)
