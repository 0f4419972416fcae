"""A drawing composed: complete, named aloud, arrows clear of what is not theirs, and calm when edited."""

from dataclasses import replace

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    Drawing,
    Exit,
    Held,
    Link,
    Procedure,
    Pull,
    ReciprocalRole,
    SelfState,
    Shift,
    Step,
    TargetProblem,
)
from formulation.domain.verbs import adding, placing, rewording
from formulation.render.elements import Block, Scene, Stroke, Words
from formulation.render.layout import arranged
from formulation.render.scene import scene_of
from formulation.render.svg import pieces
from formulation.store.library import example

from .growing import MAP, STATES, TEAM, formulation_of, hostile, large, role, trap
from .looking import (
    arrows,
    every_drawing,
    overlapping,
    run_through,
    shape_boxes,
    text_box,
)

DRAWINGS = every_drawing()
IDS = [name for name, _, _ in DRAWINGS]


def ids_in(scene: Scene) -> set[str]:
    return {one.id for one in scene.elements}


def pinned(formulation: Formulation, drawing_id: str) -> Formulation:
    return placing(formulation, drawing_id, arranged(formulation, drawing_id)).applied_to(
        formulation
    )


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_no_words_or_boxes_overlap(name, formulation, drawing):
    assert overlapping(scene_of(formulation, drawing)) == []


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_all_words_lie_inside_their_own_shape(name, formulation, drawing):
    strays = [
        (element.key, shape.lines)
        for element in scene_of(formulation, drawing).elements
        for shape in element.shapes
        if isinstance(shape, Words) and shape.lines
        if not any(box.grown(0.6).encloses(text_box(shape)) for box in shape_boxes(element))
    ]
    assert strays == []


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_no_arrow_runs_through_what_is_not_its_own(name, formulation, drawing):
    assert run_through(scene_of(formulation, drawing), formulation) == []


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_everything_lies_on_the_page(name, formulation, drawing):
    scene = scene_of(formulation, drawing)
    assert all(scene.bounds.encloses(one.box) for one in scene.elements if one.box)


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_keys_are_used_once(name, formulation, drawing):
    keys = [one.key for one in scene_of(formulation, drawing).elements]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_maps_show_every_role_round_pain_exit_and_problem(name, formulation, drawing):
    if formulation[drawing].kind == "states":
        return
    wanted = {one.id for one in formulation.every(ReciprocalRole)}
    wanted |= {pole.id for one in formulation.every(ReciprocalRole) for pole in one.parts()}
    wanted |= {one.id for one in formulation.every(Procedure)}
    wanted |= {part.id for one in formulation.every(Procedure) for part in one.parts()}
    wanted |= {one.id for one in formulation.every(Exit)}
    wanted |= {one.id for one in formulation.every(TargetProblem)}
    assert wanted <= ids_in(scene_of(formulation, drawing))


def test_a_states_diagram_shows_every_state_shift_and_role_held():
    formulation = example("ex1").formulation
    shown = ids_in(scene_of(formulation, "drawing:ex1-d1"))
    assert {one.id for one in formulation.every(SelfState)} <= shown
    assert {one.id for one in formulation.every(Shift)} <= shown
    assert {"role:ex1-r1", "pole:ex1-r1-top", "pole:ex1-r1-bottom", "pain:ex1-cp1"} <= shown
    assert "role:ex1-r4" not in shown


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_links_are_drawn_where_they_join_what_is_shown(name, formulation, drawing):
    scene = scene_of(formulation, drawing)
    shown = ids_in(scene)
    drawn = {one.id: one for one in arrows(scene) if one.kind == "link"}
    for link in formulation.every(Link):
        if link.id in drawn:
            assert drawn[link.id].joins == (link.from_id, link.to_id)
        elif link.from_id in shown and link.to_id in shown:
            assert _one_holds_the_other(formulation, link)


def _one_holds_the_other(formulation: Formulation, link: Link) -> bool:
    ends = [formulation[str(link.from_id)], formulation[str(link.to_id)]]
    states = [one for one in ends if isinstance(one, SelfState)]
    roles = [one for one in ends if isinstance(one, ReciprocalRole)]
    return any(
        {role.top.id, role.bottom.id} & set(state.poles) for state in states for role in roles
    )


def test_one_role_in_two_states_is_one_record_with_two_keys():
    formulation = formulation_of(
        role("r"),
        SelfState("state:a", "A", poles=("pole:r-top",)),
        SelfState("state:b", "B", poles=("pole:r-bottom",)),
    )
    poles = [one for one in scene_of(formulation, STATES).elements if one.id == "pole:r-top"]
    assert {one.key for one in poles} == {"state:a/pole:r-top", "state:b/pole:r-top"}
    assert [one.moves for one in poles] == ["state:a", "state:b"]
    assert ["light" in one.marks for one in poles] == [False, True]


def test_every_step_says_where_it_stands_in_its_round_and_what_leads_out_of_it():
    scene = scene_of(example("ex1").formulation, "drawing:ex1-d2")
    step = next(one for one in scene.elements if one.key == "step:ex1-p1-2")
    assert step.label == (
        "step 2 of 6 in the trap Get in first: It's a set-up; the blow is next; what it seems to mean; "
        "lived from attacked, small; from Someone asks where I've been; to Never be small again; "
        "ways out: Say 'give me a minute', walk to the kitchen, come back"
    )


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_everything_that_can_be_selected_has_a_name(name, formulation, drawing):
    bare = ("core", "arrow", "caption", "tag")
    elements = scene_of(formulation, drawing).elements
    assert [one.key for one in elements if one.kind not in bare and not one.label] == []


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_arrows_have_one_line_of_plain_commands_and_say_what_they_join(name, formulation, drawing):
    for arrow in arrows(scene_of(formulation, drawing)):
        lines = [one for one in arrow.shapes if isinstance(one, Stroke) and one.role == "fn-line"]
        assert len(lines) == 1
        assert {command for command, _ in lines[0].segments} <= set("MLCQ")
        assert lines[0].segments[0][0] == "M"


def line_of(scene: Scene, key: str) -> Stroke:
    element = next(one for one in scene.elements if one.key == key)
    return next(one for one in element.shapes if isinstance(one, Stroke) and one.role == "fn-line")


def test_abrupt_shifts_are_jagged_and_gradual_ones_dotted():
    scene = scene_of(example("ex1").formulation, "drawing:ex1-d1")
    assert {command for command, _ in line_of(scene, "shift:ex1-sh1").segments} == {"M", "L"}
    gradual = line_of(scene, "shift:ex1-sh3")
    assert "C" in {command for command, _ in gradual.segments}
    assert gradual.dash.startswith("0.1")


def block_of(scene: Scene, key: str) -> Block:
    element = next(one for one in scene.elements if one.key == key)
    return next(one for one in element.shapes if isinstance(one, Block))


def test_exits_are_dashed_until_practised_and_heavy_once_owned():
    stages = ("idea", "tried", "practised", "owned")
    scene = scene_of(
        formulation_of(*(Exit(f"exit:{stage}", "out", stage) for stage in stages)), MAP
    )
    looks = {stage: block_of(scene, f"exit:{stage}") for stage in stages}
    assert looks["idea"].dash and looks["tried"].dash and looks["idea"].dash != looks["tried"].dash
    assert not looks["practised"].dash and not looks["owned"].dash
    assert looks["owned"].width > 1.5 * looks["practised"].width


def test_an_exit_says_in_words_where_it_arrives():
    scene = scene_of(example("ex1").formulation, "drawing:ex1-d2")
    out = next(one for one in scene.elements if one.key == "exit:ex1-e2")
    said = [" ".join(shape.lines) for shape in out.shapes if isinstance(shape, Words)]
    assert "→ known, straight back" in said


def test_service_roles_have_square_corners_and_others_round_ones():
    scene = scene_of(formulation_of(role("s", tone="service"), role("h", tone="hurtful")), MAP)
    assert block_of(scene, "pole:s-top").radius == 0
    assert block_of(scene, "pole:h-top").radius > 4


def test_the_top_pole_is_heavier_than_the_bottom_one():
    scene = scene_of(formulation_of(role("h")), MAP)
    weights = {
        one.key: shape.lettering.weight
        for one in scene.elements
        if one.kind == "pole"
        for shape in one.shapes
        if isinstance(shape, Words)
    }
    assert weights == {"pole:h-top": 600, "pole:h-bottom": 400}


def test_a_missing_pole_is_a_question():
    scene = scene_of(formulation_of(role("half", bottom="")), MAP)
    pole = next(one for one in scene.elements if one.key == "pole:half-bottom")
    assert [shape.lines for shape in pole.shapes if isinstance(shape, Words)] == [("?",)]
    assert block_of(scene, "pole:half-bottom").dash


def test_what_others_do_is_in_italics():
    scene = scene_of(formulation_of(role("r"), trap("t", "pole:r-bottom")), MAP)
    styles = {
        one.key: shape.lettering.style
        for one in scene.elements
        if one.kind == "step"
        for shape in one.shapes
        if isinstance(shape, Words)
    }
    assert styles["step:t-4"] == "italic"
    assert styles["step:t-3"] == "normal"


def test_a_line_that_comes_home_nowhere_ends_in_an_open_dot():
    open_ = replace(trap("t", "pole:r-bottom"), returns_to=None)
    keys = {one.key: one for one in scene_of(formulation_of(role("r"), open_), MAP).elements}
    assert keys["step:t-5>"].marks == ("flow", "open")


def test_a_snag_is_barred_and_the_pole_that_forbids_it_holds_the_bar():
    keys = {one.key: one for one in scene_of(example("ex2").formulation, "drawing:ex2-d1").elements}
    wants = keys["procedure:ex2-p1|wants"]
    assert [shape for shape in wants.shapes if isinstance(shape, Stroke) and shape.role == "fn-bar"]
    assert keys["procedure:ex2-p1|forbids"].joins == ("pole:ex2-r1-top", "procedure:ex2-p1")


def test_a_dilemma_leaves_its_pole_by_one_fork():
    scene = scene_of(example("ex1").formulation, "drawing:ex1-d2")
    joins = {one.joins for one in arrows(scene)}
    assert ("pole:ex1-r3-bottom", "procedure:ex1-p3") in joins
    assert ("procedure:ex1-p3", "horn:ex1-p3-a") in joins
    assert ("procedure:ex1-p3", "horn:ex1-p3-b") in joins


def test_only_what_is_doubted_wears_a_question():
    doubted = replace(role("d"), held=Held("doubted"))
    agreed = replace(role("a"), held=Held("agreed"))
    scene = scene_of(formulation_of(doubted, agreed, role("p")), MAP)
    assert [one.id for one in scene.elements if one.kind == "tag"] == ["role:d"]


PULLS = tuple(
    Pull(f"pull:{acted}", felt_by="nurse", invited_to="pole:r-top", acted_on=acted)
    for acted in ("enacted", "partly", "resisted", "noticed_later")
)


def test_pulls_are_dots_that_cover_no_words_and_can_be_left_out():
    formulation = formulation_of(
        role("r"), *PULLS, *(replace(PULLS[0], id=f"pull:{n}") for n in range(9))
    )
    scene = scene_of(formulation, MAP)
    dots = [one for one in scene.elements if one.kind == "pull"]
    assert len(dots) == 13
    words = [
        text_box(shape)
        for one in scene.elements
        if one.kind == "pole"
        for shape in one.shapes
        if isinstance(shape, Words)
    ]
    assert not [one.key for one in dots for box in words if one.box and one.box.meets(box)]
    assert not [
        one for one in scene_of(formulation, MAP, pulls=False).elements if one.kind == "pull"
    ]


def test_pulls_differ_in_fill_by_what_was_done():
    scene = scene_of(formulation_of(role("r"), *PULLS), MAP)
    fills = {
        one.id: [shape.fill for shape in one.shapes if isinstance(shape, Stroke)]
        for one in scene.elements
        if one.kind == "pull"
    }
    assert fills["pull:enacted"] == ["accent"]
    assert fills["pull:partly"] == ["surface", "accent"]
    assert fills["pull:resisted"] == fills["pull:noticed_later"] == ["surface"]


def test_steps_in_a_team_map_wear_the_letter_of_their_party():
    scene = scene_of(example("ex7").formulation, "drawing:ex7-d1")
    step = next(one for one in scene.elements if one.key == "step:ex7-p1-5")
    party = next(one for one in scene.elements if one.key == "group:ex7-g2")
    letters = [
        shape.lines
        for shape in step.shapes
        if isinstance(shape, Words) and len(shape.lines[0]) == 1
    ]
    assert letters == [("B",)]
    assert ("B",) in [shape.lines for shape in party.shapes if isinstance(shape, Words)]


def test_rewording_changes_only_what_it_is_about():
    drawing = "drawing:ex1-d2"
    formulation = pinned(example("ex1").formulation, drawing)
    before = pieces(scene_of(formulation, drawing))
    reworded = rewording(formulation, "pole:ex1-r4-top", "steady, straight wiht").applied_to(
        formulation
    )
    after = pieces(scene_of(reworded, drawing))
    changed = {key for key in before if before[key] != after[key]}
    # Those who name it aloud change too: its own role, its other pole and the way out that arrives there.
    assert changed == {"role:ex1-r4", "pole:ex1-r4-top", "pole:ex1-r4-bottom", "exit:ex1-e3"}
    assert before.keys() == after.keys()


def test_a_thing_put_down_far_away_changes_no_other_piece():
    drawing = "drawing:ex1-d2"
    formulation = pinned(example("ex1").formulation, drawing)
    before = pieces(scene_of(formulation, drawing))
    grown = adding(formulation, role("new")).applied_to(formulation)
    grown = placing(grown, drawing, {"role:new": (3_000, 3_000)}).applied_to(grown)
    after = pieces(scene_of(grown, drawing))
    assert {key: after[key] for key in before if not key.startswith("core:")} == {
        key: piece for key, piece in before.items() if not key.startswith("core:")
    }


def test_moving_a_step_redraws_only_what_is_near_it():
    drawing = "drawing:ex1-d2"
    formulation = pinned(example("ex1").formulation, drawing)
    x, y = arranged(example("ex1").formulation, drawing)["step:ex1-p1-4"]
    before = pieces(scene_of(formulation, drawing))
    moved = placing(formulation, drawing, {"step:ex1-p1-4": (x - 20, y)}).applied_to(formulation)
    after = pieces(scene_of(moved, drawing))
    changed = {key for key in before if before[key] != after.get(key)}
    assert "step:ex1-p1-4" in changed
    assert not [key for key in changed if "ex1-p2" in key and "ex1-l" not in key]
    assert not [key for key in changed if "ex1-p3" in key]


@pytest.mark.parametrize("drawing", [MAP, STATES, TEAM])
def test_empty_drawings_have_a_page_and_say_so(drawing):
    scene = scene_of(formulation_of(), drawing)
    assert scene.elements == ()
    assert scene.bounds.width >= 300
    assert scene.description == "Nothing has been drawn here yet."


ODD_WORDS = ["😀🎉 " * 40, "שלום (עולם) " * 20, "w" * 600, "x " * 300, "", "الشخص المنتقد، الصغير"]


@pytest.mark.parametrize("words", ODD_WORDS)
def test_any_words_stay_inside_their_shapes(words):
    formulation = hostile(words.strip()[:600])
    for drawing in (MAP, STATES, TEAM):
        scene = scene_of(formulation, drawing)
        assert [
            (element.key, shape.lines)
            for element in scene.elements
            for shape in element.shapes
            if isinstance(shape, Words) and shape.lines
            if not any(box.grown(0.6).encloses(text_box(shape)) for box in shape_boxes(element))
        ] == []


def test_right_to_left_words_are_set_from_the_right():
    formulation = formulation_of(Exit("exit:a", "יציאה אל העולם"), role("r", "מבקר"))
    set_ = [
        shape
        for one in scene_of(formulation, MAP).elements
        for shape in one.shapes
        if isinstance(shape, Words) and any("א" <= mark <= "ת" for mark in "".join(shape.lines))
    ]
    assert set_ and all(shape.rtl for shape in set_)


def test_arrows_follow_wherever_things_are_dragged():
    drawing = "drawing:ex1-d2"
    formulation = pinned(example("ex1").formulation, drawing)
    dragged = {"role:ex1-r1": (-900, 1_200), "step:ex1-p1-1": (2_000, -40)}
    moved = placing(formulation, drawing, dragged).applied_to(formulation)
    scene = scene_of(moved, drawing)
    start = line_of(scene, "pole:ex1-r1-bottom>step:ex1-p1-1").segments
    x, y = start[0][1]
    assert abs(x + 900) < 120 and abs(y - 1_200) < 140
    end_x, end_y = start[-1][1][-2:]
    assert abs(end_x - 2_000) < 120 and abs(end_y + 40) < 60


def test_everything_stacked_on_one_spot_still_draws():
    drawing = "drawing:ex7-d1"
    formulation = example("ex7").formulation
    places = dict.fromkeys(arranged(formulation, drawing), (100.0, 100.0))
    heap = placing(formulation, drawing, places).applied_to(formulation)
    assert pieces(scene_of(heap, drawing))


def test_a_long_procedure_is_still_a_round():
    formulation = formulation_of(role("r"), trap("t", "pole:r-bottom", 60))
    assert overlapping(scene_of(formulation, MAP)) == []


def test_a_large_map_is_drawn_whole():
    formulation = large(100)
    scene = scene_of(formulation, MAP)
    assert {one.id for one in formulation.every(Procedure)} <= ids_in(scene)
    assert overlapping(scene) == []


def test_a_shift_of_a_state_to_itself_or_to_nowhere_is_left_out():
    formulation = formulation_of(
        SelfState("state:a", "A"), Shift("shift:a", "state:a", "state:a"), Shift("shift:b", "state:a", None)
    )  # fmt: skip
    assert not [one for one in scene_of(formulation, STATES).elements if one.kind == "shift"]


def test_a_step_without_a_party_or_a_pole_still_has_its_words():
    formulation = formulation_of(Procedure("procedure:p", steps=(Step("step:1", "alone"),)))
    assert any(one.key == "step:1" for one in scene_of(formulation, TEAM).elements)


def test_titles_say_whose_drawing_it_is():
    scene = scene_of(example("ex1").formulation, "drawing:ex1-d2")
    assert scene.title == "Callum: Role map"
    assert scene.description.startswith(
        "A drawing with 4 reciprocal roles, 1 core pain, 3 procedures"
    )


def test_a_drawing_without_a_name_or_cover_has_a_title():
    bare = Formulation("f", {"drawing:d": Drawing("drawing:d")})
    assert scene_of(bare, "drawing:d").title == "Drawing"
