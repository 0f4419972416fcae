"""Where things stand: nothing overlaps, nothing placed ever moves, and the same input gives the same places."""

from dataclasses import replace
from itertools import combinations, pairwise
from math import atan2, pi
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Drawing,
    Exit,
    Group,
    Horn,
    Link,
    Observer,
    Phrase,
    Procedure,
    ReciprocalRole,
    Record,
    SelfState,
    Step,
    TargetProblem,
)
from formulation.domain.verbs import adding, changing, places_in, placing
from formulation.render.corners import page
from formulation.render.geometry import Box, hull
from formulation.render.layout import arranged, free_place, places_for, shown_in
from formulation.render.sheet import Sheet, arms_of
from formulation.store.library import example, examples

from .growing import MAP, STATES, TEAM, formulation_of, hostile, large, role, trap
from .looking import every_drawing

DRAWINGS = every_drawing()
IDS = [name for name, _, _ in DRAWINGS]


def boxes_of(formulation: Formulation, drawing_id: str) -> dict[str, Box]:
    sheet = Sheet(formulation, drawing_id)
    places = places_for(formulation, drawing_id)
    return {some_id: sheet.boxes[some_id].moved(*place) for some_id, place in places.items()}


def pinned(formulation: Formulation, drawing_id: str) -> Formulation:
    """The same formulation with everything where it is arranged to stand."""
    return placing(formulation, drawing_id, arranged(formulation, drawing_id)).applied_to(
        formulation
    )


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_everything_shown_has_a_place_and_nothing_else(name, formulation, drawing):
    assert set(arranged(formulation, drawing)) == set(shown_in(formulation, drawing))


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_no_two_things_overlap(name, formulation, drawing):
    boxes = boxes_of(formulation, drawing)
    met = [
        (one, other)
        for (one, box), (other, other_box) in combinations(boxes.items(), 2)
        if box.grown(-0.5).meets(other_box.grown(-0.5))
    ]
    assert met == []


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_the_examples_fit_a_page_lying_down(name, formulation, drawing):
    span = hull(boxes_of(formulation, drawing).values())
    assert page(span) <= 1_340


def test_poles_move_with_their_role_and_are_not_placed():
    shown = shown_in(example("ex1").formulation, "drawing:ex1-d2")
    assert not [some_id for some_id in shown if some_id.startswith("pole:")]
    assert "role:ex1-r1" in shown


def test_a_states_diagram_places_states_and_the_pain_they_keep_away():
    shown = shown_in(example("ex1").formulation, "drawing:ex1-d1")
    assert {one.partition(":")[0] for one in shown} == {"state", "pain", "observer"}


def test_parties_stand_in_the_team_map_only():
    formulation = example("ex7").formulation
    assert "group:ex7-g1" in shown_in(formulation, "drawing:ex7-d1")
    assert "group:ex7-g1" not in shown_in(formulation, "drawing:ex7-d2")


def test_the_same_input_gives_the_same_places():
    for formulation in (example("ex7").formulation, hostile()):
        for drawing in formulation.every(Drawing):
            again = Formulation(formulation.id, dict(reversed(formulation.records.items())))
            assert arranged(formulation, drawing.id) == arranged(again, drawing.id)


def rounds() -> list[tuple[str, Formulation, str, list[str], str]]:
    found = []
    for one in examples():
        drawing = next(d.id for d in one.formulation.every(Drawing) if d.kind == "role_map")
        for procedure in one.formulation.every(Procedure):
            for holder, steps, _ in arms_of(procedure):
                ids = [step.id for step in steps]
                if holder != procedure.id:
                    ids.insert(0, holder)
                found.append((f"{holder}", one.formulation, drawing, ids, procedure.id))
    return found


ROUNDS = rounds()


@pytest.mark.parametrize(
    ("name", "formulation", "drawing", "ids", "procedure"), ROUNDS, ids=[one[0] for one in ROUNDS]
)
def test_each_rounds_steps_turn_one_way_around_one_middle(
    name, formulation, drawing, ids, procedure
):
    places = arranged(formulation, drawing)
    points = [places[one] for one in ids]
    middle = places[procedure]
    if name != procedure:
        middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
    angles = [atan2(y - middle[1], x - middle[0]) for x, y in points]
    turns = [(b - a + pi) % (2 * pi) - pi for a, b in pairwise(angles)]
    assert all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)
    assert abs(sum(turns)) < 2 * pi


def test_either_stands_to_the_left_of_or_or_above_it():
    for one in examples():
        drawing = next(d.id for d in one.formulation.every(Drawing) if d.kind == "role_map")
        places = arranged(one.formulation, drawing)
        for procedure in one.formulation.every(Procedure):
            if len(procedure.horns) == 2:
                (x, y), (to_x, to_y) = (places[horn.id] for horn in procedure.horns)
                assert x < to_x - 20 or y < to_y - 20


def test_core_pain_stands_beneath_the_poles_it_lies_under():
    for one in examples():
        drawing = next(d.id for d in one.formulation.every(Drawing) if d.kind == "role_map")
        boxes = boxes_of(one.formulation, drawing)
        for pain in one.formulation.every(CorePain):
            for end in pain.under:
                assert boxes[pain.id].top >= boxes[one.formulation.owner_of(end).id].bottom


def test_stored_places_are_honoured_exactly():
    formulation = example("ex2").formulation
    drawing = "drawing:ex2-d1"
    places = {
        some_id: (37.0 * n, -11.5 * n) for n, some_id in enumerate(shown_in(formulation, drawing))
    }
    moved = placing(formulation, drawing, places).applied_to(formulation)
    assert places_for(moved, drawing) == places_in(moved, drawing) == places


def test_the_first_thing_moved_moves_alone():
    formulation, drawing = example("ex2").formulation, "drawing:ex2-d1"
    before = places_for(formulation, drawing)
    moved = placing(formulation, drawing, {"role:ex2-r2": (5.0, 5.0)}).applied_to(formulation)
    assert places_for(moved, drawing) == {**before, "role:ex2-r2": (5.0, 5.0)}


NEWCOMERS: list[Record] = [
    role("new", "watching", "watched"),
    CorePain("pain:new", "left with it", under=("pole:ex1-r3-bottom",)),
    SelfState("state:new", "Somewhere else"),
    Exit("exit:new", "Another way", leaves="step:ex1-p1-4"),
    Exit("exit:loose", "A way from nowhere yet"),
    Phrase("phrase:new", "words that are nothing yet"),
    trap("new", "pole:ex1-r3-bottom"),
    replace(trap("loose", "pole:ex1-r1-bottom"), starts_at=None, returns_to=None),
]


@pytest.mark.parametrize("newcomer", NEWCOMERS, ids=lambda record: record.id)
@pytest.mark.parametrize("drawing", ["drawing:ex1-d1", "drawing:ex1-d2", "drawing:ex1-d3"])
def test_adding_one_record_never_moves_another_and_lands_in_free_space(newcomer, drawing):
    before = pinned(example("ex1").formulation, drawing)
    after = adding(before, newcomer).applied_to(before)
    old, new = places_for(before, drawing), places_for(after, drawing)
    assert {some_id: new[some_id] for some_id in old} == old
    boxes = boxes_of(after, drawing)
    for some_id in new.keys() - old.keys():
        assert not [
            other for other, box in boxes.items() if other != some_id and box.meets(boxes[some_id])
        ]


@pytest.mark.parametrize("end", ["pole:ex1-r1-bottom", "pole:ex1-r2-bottom", "pole:ex1-r4-bottom"])
def test_core_pain_added_later_lands_beneath_its_role(end):
    drawing = "drawing:ex1-d2"
    before = pinned(example("ex1").formulation, drawing)
    after = adding(before, CorePain("pain:new", "left with it", under=(end,))).applied_to(before)
    boxes = boxes_of(after, drawing)
    pain, over = boxes["pain:new"], boxes[after.owner_of(end).id]
    assert pain.top >= over.bottom
    assert pain.left < over.right and pain.right > over.left


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_adding_one_of_each_kind_to_any_example_moves_nothing(name, formulation, drawing):
    before = pinned(formulation, drawing)
    old = places_for(before, drawing)
    pole = next(iter(formulation.every(ReciprocalRole))).bottom.id
    for newcomer in (
        role("new", "watching", "watched"),
        CorePain("pain:new", "left with it", under=(pole,)),
        TargetProblem("problem:new", "Nothing is ever finished"),
        SelfState("state:new", "Somewhere else"),
        Exit("exit:new", "A way out"),
        Observer("observer:new", "From the stairs"),
        Group("group:new", "Night staff"),
        Phrase("phrase:new", "words that are nothing yet"),
        trap("new", pole),
        Link("link:new", pole, next(iter(old)), "echoes"),
    ):
        new = places_for(adding(before, newcomer).applied_to(before), drawing)
        assert {some_id: new[some_id] for some_id in old} == old


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(shown_in(example("ex4").formulation, "drawing:ex4-d1")),
        st.tuples(st.integers(-900, 900), st.integers(-900, 900)),
    ),
    st.sampled_from([one for one in NEWCOMERS if "ex1" not in repr(one)]),
)
def test_wherever_things_stand_a_newcomer_moves_none_of_them(moved, newcomer):
    drawing = "drawing:ex4-d1"
    before = pinned(example("ex4").formulation, drawing)
    before = placing(before, drawing, moved).applied_to(before)
    after = adding(before, newcomer).applied_to(before)
    old, new = places_for(before, drawing), places_for(after, drawing)
    assert {some_id: new[some_id] for some_id in old} == old


def test_a_new_step_stands_between_its_neighbours():
    drawing = "drawing:ex1-d2"
    before = pinned(example("ex1").formulation, drawing)
    procedure = before["procedure:ex1-p1"]
    assert isinstance(procedure, Procedure)
    steps = (*procedure.steps[:2], Step("step:new", "Heart going"), *procedure.steps[2:])
    after = changing(before, procedure.id, steps=steps).applied_to(before)
    boxes = boxes_of(after, drawing)
    near = min(boxes["step:new"].distance(boxes[one]) for one in ("step:ex1-p1-2", "step:ex1-p1-3"))
    assert near < 60


def test_a_new_procedure_is_planted_as_a_round():
    drawing = "drawing:ex1-d2"
    before = pinned(example("ex1").formulation, drawing)
    after = adding(before, trap("new", "pole:ex1-r3-bottom")).applied_to(before)
    places = places_for(after, drawing)
    middle = places["procedure:new"]
    points = [places[f"step:new-{n}"] for n in range(6)]
    angles = [atan2(y - middle[1], x - middle[0]) for x, y in points]
    turns = [(b - a + pi) % (2 * pi) - pi for a, b in pairwise(angles)]
    assert all(turn > 0 for turn in turns)


def test_free_places_are_free_and_near():
    formulation, drawing = example("ex1").formulation, "drawing:ex1-d2"
    boxes = boxes_of(formulation, drawing)
    for near in ("role:ex1-r2", "pole:ex1-r2-top", "step:ex1-p2-3", None, "nothing:here"):
        x, y = free_place(formulation, drawing, near, (120, 40))
        mine = Box(x - 60, y - 20, x + 60, y + 20)
        assert not [other for other, box in boxes.items() if box.meets(mine)]
        if near and near.startswith("step:"):
            assert boxes[near].distance(mine) < 200


def test_a_phrase_stands_in_the_drawing_it_was_put_in_and_no_other():
    formulation = formulation_of(Phrase("phrase:a", "a"), Phrase("phrase:b", "b"))
    here = placing(formulation, STATES, {"phrase:a": (0, 0)}).applied_to(formulation)
    assert "phrase:a" in shown_in(here, STATES)
    assert "phrase:a" not in shown_in(here, MAP)
    assert "phrase:b" in shown_in(here, MAP)
    assert "phrase:b" not in shown_in(here, STATES)


HALF_DONE: list[tuple[Record, ...]] = [
    (),
    (role("a", "", ""),),
    (Procedure("procedure:a"),),
    (Procedure("procedure:a", steps=(Step("step:1"),)),),
    (Procedure("procedure:a", kind="dilemma"),),
    (Procedure("procedure:a", kind="dilemma", horns=(Horn("horn:1"),)),),
    (Procedure("procedure:a", kind="dilemma", horns=(Horn("horn:1"), Horn("horn:2"))),),
    (Procedure("procedure:a", kind="snag", wants="a front door"),),
    (SelfState("state:a"), SelfState("state:b")),
    (CorePain("pain:a"),),
    (Exit("exit:a"),),
]


@pytest.mark.parametrize("records", HALF_DONE, ids=range(len(HALF_DONE)))
@pytest.mark.parametrize("drawing", [MAP, STATES, TEAM])
def test_half_finished_things_find_a_place(records, drawing):
    formulation = formulation_of(*records)
    assert set(arranged(formulation, drawing)) == set(shown_in(formulation, drawing))


def test_a_drawing_that_is_not_kept_yet_is_a_role_map():
    assert "role:a" in shown_in(formulation_of(role("a")), "drawing:unknown")


def test_hundreds_of_things_are_arranged_in_good_time():
    formulation = large(200)
    begun = process_time()
    places = arranged(formulation, MAP)
    assert process_time() - begun < 2.0  # about 0.15 s on a quiet machine; a guard against blow-ups
    assert len(places) >= 150
    boxes = boxes_of(formulation, MAP)
    assert not [
        (one, other)
        for (one, box), (other, other_box) in combinations(boxes.items(), 2)
        if box.grown(-0.5).meets(other_box.grown(-0.5))
    ]
