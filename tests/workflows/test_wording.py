"""Gentle questions after the fact: whose words now, and whether a way out is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formulation.domain.records import Drawing, Exit, Link, Phrase
from formulation.domain.verbs import places_in
from formulation.store.memory import MemoryShelf
from formulation.workflows import mapping, undoing
from formulation.workflows.loops import name_loop
from formulation.workflows.mapping import SayAWordFirst
from formulation.workflows.notebooks import (
    OnlyToRead,
    Opened,
    make_my_copy,
    open_formulation,
)
from formulation.workflows.visit import Visit
from formulation.workflows.wording import (
    arrive_at_something_good_enough,
    arrives_where_it_hurts,
    reworded_since_whose_was_said,
)

from ..examples import BETHAN, CRITICISED, EYE, HALF

MINE = "exit:b-mine"


@pytest.fixture
def me() -> Visit:
    return Visit(MemoryShelf())


@pytest.fixture
def bethan(me: Visit) -> Opened:
    me.shelf.begin(BETHAN, by="me")
    return open_formulation(me, BETHAN.id)


def test_a_pole_reworded_since_is_asked_about_with_its_words_before(me: Visit, bethan: Opened):
    assert reworded_since_whose_was_said(me, bethan, CRITICISED.id) is None
    now = mapping.reword(me, bethan, CRITICISED.id, "shown up")
    assert reworded_since_whose_was_said(me, now, CRITICISED.id) == CRITICISED.words


def test_saying_whose_they_are_is_the_end_of_asking(me: Visit, bethan: Opened):
    now = mapping.reword(me, bethan, CRITICISED.id, "shown up")
    now = mapping.revise(me, now, CRITICISED.id, {"whose": "worker"}, {"whose": "person"})
    assert reworded_since_whose_was_said(me, now, CRITICISED.id) is None


def test_a_whole_record_is_asked_about_too_and_others_changes_do_not_matter(
    me: Visit, bethan: Opened
):
    now = mapping.reword(me, bethan, EYE.id, "on the roof")
    now = mapping.reword(me, now, CRITICISED.id, "shown up")
    assert reworded_since_whose_was_said(me, now, EYE.id) == EYE.words


def test_where_nobody_said_whose_there_is_nothing_to_ask(me: Visit, bethan: Opened):
    now = mapping.reword(me, bethan, HALF.top.id, "slipping off")
    assert reworded_since_whose_was_said(me, now, HALF.top.id) is None


def test_a_way_out_that_arrives_where_it_hurts_is_noticed(me: Visit, bethan: Opened):
    hurts = Exit(MINE, "show them the list", arrives=CRITICISED.id)
    assert arrives_where_it_hurts(BETHAN, hurts) == BETHAN.owner_of(CRITICISED.id)
    assert arrives_where_it_hurts(BETHAN, replace(hurts, arrives="pole:b-kind-top")) is None
    assert arrives_where_it_hurts(BETHAN, replace(hurts, arrives=None)) is None


def test_a_good_enough_role_is_drawn_for_it_in_one_change(me: Visit, bethan: Opened):
    now = mapping.put_down(me, bethan, Exit(MINE, "show them the list", arrives=CRITICISED.id))
    after, role_id = arrive_at_something_good_enough(me, now, MINE, "looking together", "seen")
    role = after.formulation[role_id]
    assert role.tone == "good_enough"
    assert after.formulation[MINE].arrives == role.bottom.id
    assert after.version == now.version + 1
    for drawing in after.formulation.every(Drawing):
        if drawing.kind == "role_map":
            assert role_id in places_in(after.formulation, drawing.id)
    assert undoing.take_back(me, after).formulation.records == now.formulation.records


def test_a_good_enough_role_needs_a_word(me: Visit, bethan: Opened):
    now = mapping.put_down(me, bethan, Exit(MINE, "show them the list", arrives=CRITICISED.id))
    with pytest.raises(SayAWordFirst):
        arrive_at_something_good_enough(me, now, MINE, " ", "")


# Naming a loop that was found


def ring_of_phrases(me: Visit, bethan: Opened) -> tuple[Opened, list[str]]:
    words = [Phrase(f"phrase:{one}", f"{one} happens") for one in ("a", "b", "c")]
    ids = [one.id for one in words]
    arrows = [Link(f"link:{at}", ids[at], ids[(at + 1) % 3], "leads_to") for at in range(3)]
    return mapping.put_down(me, bethan, *words, *arrows), ids


def test_a_ring_of_phrases_becomes_a_loop_standing_where_they_stood(me: Visit, bethan: Opened):
    now, ids = ring_of_phrases(me, bethan)
    drawing = next(one for one in now.formulation.every(Drawing) if one.kind == "role_map")
    stood = places_in(now.formulation, drawing.id)
    after, procedure_id = name_loop(me, now, ids, "Round and round")
    procedure = after.formulation[procedure_id]
    assert procedure.name == "Round and round"
    assert [step.words for step in procedure.steps] == ["a happens", "b happens", "c happens"]
    places = places_in(after.formulation, drawing.id)
    assert [places[step.id] for step in procedure.steps] == [stood[one] for one in ids]
    assert not any(one in after.formulation for one in ids)
    assert after.version == now.version + 1
    assert undoing.take_back(me, after).formulation.records == now.formulation.records


def test_a_phrase_that_something_else_points_at_stays(me: Visit, bethan: Opened):
    now, ids = ring_of_phrases(me, bethan)
    now = mapping.put_down(me, now, Link("link:out", ids[0], EYE.id, "hides"))
    after, _ = name_loop(me, now, ids)
    assert ids[0] in after.formulation
    assert "link:out" in after.formulation
    assert ids[1] not in after.formulation


def test_states_and_what_sets_off_their_shifts_become_steps(me: Visit):
    copy = make_my_copy(me, "ex1")
    states = [one.id for one in copy.formulation.records.values() if one.prefix == "state"][:2]
    after, procedure_id = name_loop(me, copy, states)
    said = [step.words for step in after.formulation[procedure_id].steps]
    assert [copy.formulation.name_of(one) for one in states] == [
        one for one in said if one in {copy.formulation.name_of(some) for some in states}
    ]
    assert all(one in after.formulation for one in states)


def test_nothing_is_named_in_an_example(me: Visit):
    with pytest.raises(OnlyToRead):
        name_loop(me, open_formulation(me, "ex1"), ("state:x",))


def test_a_copy_says_that_it_is_one_and_which(me: Visit):
    first, second = make_my_copy(me, "ex1"), make_my_copy(me, "ex1")
    title = open_formulation(me, "ex1").formulation.cover.title
    assert first.formulation.cover.title == f"{title} (my copy)"
    assert second.formulation.cover.title == f"{title} (my copy 2)"
