"""What a person does on the map."""

from __future__ import annotations

import pytest

from formulation.domain.errors import ChangedMeanwhile, NotUnderstood
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing, Exit, Phrase, Placement, Procedure, ReciprocalRole
from formulation.domain.verbs import places_in
from formulation.render.sheet import Sheet
from formulation.workflows import mapping, notebooks
from formulation.workflows.mapping import CannotJoin, NothingToTakeBack, SayAWordFirst
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit


@pytest.fixture
def helen(visit: Visit) -> Opened:
    """A copy of Helen's map."""
    return notebooks.make_my_copy(visit, "ex3")


@pytest.fixture
def blank(visit: Visit) -> Opened:
    """A blank formulation."""
    return notebooks.begin_blank(visit, "Wren")


def drawing_id(opened: Opened, kind: str = "role_map") -> str:
    """The id of one of a formulation's drawings."""
    return next(one.id for one in opened.formulation.every(Drawing) if one.kind == kind)


def without_placements(formulation: Formulation) -> dict[str, object]:
    """Everything but where things stand."""
    return {k: r for k, r in formulation.records.items() if not isinstance(r, Placement)}


def test_a_pole_reworded_says_so_in_every_drawing(visit: Visit, helen: Opened) -> None:
    now = mapping.reword(visit, helen, "pole:ex3-r1-top", "red pen in hand")
    assert now.formulation.name_of("pole:ex3-r1-top") == "red pen in hand"
    assert now.version == helen.version + 1


def test_rewording_what_somebody_else_reworded_is_declined(visit: Visit, helen: Opened) -> None:
    mapping.reword(visit, helen, "pole:ex3-r1-top", "theirs")
    fresh = notebooks.open_formulation(visit, helen.id)
    with pytest.raises(ChangedMeanwhile):
        mapping.reword(visit, fresh, "pole:ex3-r1-top", "mine", was="demanding, marking")
    assert (
        notebooks.open_formulation(visit, helen.id).formulation.name_of("pole:ex3-r1-top")
        == "theirs"
    )


def test_ten_thousand_characters_in_a_pole_are_declined_with_what_to_do(
    visit: Visit, helen: Opened
) -> None:
    with pytest.raises(NotUnderstood, match="room for 600"):
        mapping.reword(visit, helen, "pole:ex3-r1-top", "a" * 10_000)
    assert notebooks.open_formulation(visit, helen.id) == helen


@pytest.mark.parametrize("said", ["</script><b>", "{{7*7}}", "🌱 سلام", "a\u202eb", "𝔥𝔢𝔩𝔩𝔬"])
def test_any_words_are_kept_as_they_were_said(visit: Visit, helen: Opened, said: str) -> None:
    now = mapping.reword(visit, helen, "pole:ex3-r1-top", said)
    assert now.formulation.name_of("pole:ex3-r1-top") == said


def test_moving_a_pole_moves_its_role_and_nothing_else(visit: Visit, helen: Opened) -> None:
    drawing = drawing_id(helen)
    before = places_in(helen.formulation, drawing)
    now = mapping.move(visit, helen, drawing, {"pole:ex3-r1-top": (5.0, 6.0)})
    after = places_in(now.formulation, drawing)
    assert after.pop("role:ex3-r1") == (5.0, 6.0)
    before.pop("role:ex3-r1")
    assert after == before


def test_a_drop_in_one_drawing_leaves_the_others_alone(visit: Visit, helen: Opened) -> None:
    team = drawing_id(helen, "team_map")
    before = places_in(helen.formulation, team)
    now = mapping.move(visit, helen, drawing_id(helen), {"role:ex3-r1": (900.0, 20.0)})
    assert places_in(now.formulation, team) == before


def test_what_is_put_down_finds_a_place_and_moves_nothing(visit: Visit, helen: Opened) -> None:
    role = mapping.new_role("hurrying", "hurried")
    now = mapping.put_down(visit, helen, role)
    for drawing in now.formulation.every(Drawing):
        before = places_in(helen.formulation, drawing.id)
        after = places_in(now.formulation, drawing.id)
        assert {key: after[key] for key in before} == before
    assert role.id in places_in(now.formulation, drawing_id(now))


def test_the_first_phrase_on_a_blank_page_is_kept_where_it_was_put(
    visit: Visit, blank: Opened
) -> None:
    phrase = mapping.new_phrase("they look away in the end")
    drawing = drawing_id(blank)
    now = mapping.put_down(visit, blank, phrase, at={drawing: {phrase.id: (120.0, 80.0)}})
    assert places_in(now.formulation, drawing)[phrase.id] == (120.0, 80.0)


def test_half_a_role_may_be_put_down_but_not_an_empty_one(visit: Visit, blank: Opened) -> None:
    now = mapping.put_down(visit, blank, mapping.new_role("", "dropped"))
    assert now.formulation.every(ReciprocalRole)[0].top.words == ""
    with pytest.raises(SayAWordFirst):
        mapping.new_role(" ", "")


@pytest.mark.parametrize(
    "make",
    [
        mapping.new_phrase, mapping.new_state, mapping.new_core_pain, mapping.new_target_problem,
        mapping.new_observer, mapping.new_group, lambda said: mapping.new_exit(said, None, None),
        lambda said: mapping.new_loop("trap", said, None, (), None),
        lambda said: mapping.new_dilemma(said, None, [mapping.Way("Either"), mapping.Way("Or")]),
    ],
)  # fmt: skip
def test_nothing_is_put_down_without_a_word(make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SayAWordFirst):
        make("  \n ")


def test_a_trap_is_put_down_with_its_steps_in_order(visit: Visit, helen: Opened) -> None:
    trap = mapping.new_loop(
        "trap", "Round again", "pole:ex3-r1-bottom", ["one", "", "two", "three"], "pain:ex3-cp1"
    )
    now = mapping.put_down(visit, helen, trap)
    kept = now.formulation.records[trap.id]
    assert isinstance(kept, Procedure)
    assert [step.words for step in kept.steps] == ["one", "two", "three"]


def test_a_dilemma_has_two_ways_each_with_its_own_home() -> None:
    dilemma = mapping.new_dilemma(
        "All or nothing",
        None,
        [mapping.Way("Either all", ["a", "", "b"], "pole:x"), mapping.Way("Or nothing", ["c"])],
    )
    assert [horn.name for horn in dilemma.horns] == ["Either all", "Or nothing"]
    assert [[step.words for step in horn.steps] for horn in dilemma.horns] == [["a", "b"], ["c"]]
    assert [horn.returns_to for horn in dilemma.horns] == ["pole:x", None]


def test_a_snag_says_what_is_wanted_and_which_voice_says_no() -> None:
    snag = mapping.new_loop(
        "snag", "Yes, but", None, (), None, wants="a front door", forbidden_by="pole:x"
    )
    assert (snag.wants, snag.forbidden_by) == ("a front door", "pole:x")


def test_a_step_goes_in_after_the_one_named(visit: Visit, helen: Opened) -> None:
    now = mapping.add_step(visit, helen, "procedure:ex3-p1", "breathe", after="step:ex3-p1-2")
    kept = now.formulation.records["procedure:ex3-p1"]
    assert isinstance(kept, Procedure)
    assert [step.words for step in kept.steps].index("breathe") == 2
    step_id = kept.steps[2].id
    assert step_id in places_in(now.formulation, drawing_id(now))


def test_a_step_moves_earlier_and_no_further_than_the_first(visit: Visit, helen: Opened) -> None:
    now = mapping.move_step(visit, helen, "step:ex3-p1-2", -1)
    now = mapping.move_step(visit, now, "step:ex3-p1-2", -1)
    kept = now.formulation.records["procedure:ex3-p1"]
    assert isinstance(kept, Procedure)
    assert kept.steps[0].id == "step:ex3-p1-2"
    assert len(kept.steps) == 7


def test_a_shift_needs_two_different_states() -> None:
    with pytest.raises(CannotJoin, match="choose both"):
        mapping.new_shift("state:a", None, "a knock")
    with pytest.raises(CannotJoin, match="different"):
        mapping.new_shift("state:a", "state:a", "a knock")


def test_only_a_party_is_drawn_to_a_pole() -> None:
    with pytest.raises(CannotJoin, match="is drawn to"):
        mapping.new_link("role:a", "role:b", "drawn_to")
    assert mapping.new_link("group:a", "pole:b", "drawn_to").kind == "drawn_to"


@pytest.mark.parametrize("kind", [kind for kind in mapping.TURNS_INTO if kind != "phrase"])
def test_a_phrase_becomes_anything_where_it_stood_and_its_links_follow(
    visit: Visit, blank: Opened, kind: str
) -> None:
    phrase, other = mapping.new_phrase("looked away", "person"), mapping.new_phrase("phone off")
    drawing = drawing_id(blank)
    now = mapping.put_down(visit, blank, phrase, at={drawing: {phrase.id: (100.0, 40.0)}})
    now = mapping.put_down(visit, now, other)
    now = mapping.put_down(visit, now, mapping.new_link(phrase.id, other.id, "leads_to"))
    now, new_id = mapping.turn_into(visit, now, phrase.id, kind)
    assert phrase.id not in now.formulation
    assert "looked away" in str(now.formulation.records[new_id])
    assert [reference.to_id for reference in now.formulation.pointing_at(new_id)
            if reference.owner_id.startswith("link:")] == [new_id]  # fmt: skip
    back = mapping.take_back(visit, now)
    assert isinstance(back.formulation.records[phrase.id], Phrase)


def test_removing_says_what_went_along_and_what_let_go(visit: Visit, helen: Opened) -> None:
    removed = mapping.remove(visit, helen, "role:ex3-r2")
    assert "link:ex3-l1" in removed.went_along
    assert "procedure:ex3-p1" in removed.let_go
    assert "role:ex3-r2" not in removed.opened.formulation
    assert removed.opened.formulation.dangling() == ()


def test_removing_a_step_leaves_its_exit_standing(visit: Visit, helen: Opened) -> None:
    now = mapping.remove(visit, helen, "step:ex3-p1-3").opened
    left = now.formulation.records["exit:ex3-e1"]
    assert isinstance(left, Exit)
    assert left.leaves is None


def test_taking_back_goes_all_the_way_to_the_beginning(visit: Visit, helen: Opened) -> None:
    now = mapping.reword(visit, helen, "pole:ex3-r1-top", "one")
    now = mapping.remove(visit, now, "role:ex3-r2").opened
    now = mapping.move(visit, now, drawing_id(now), {"role:ex3-r1": (1.0, 2.0)})
    for _ in range(3):
        now = mapping.take_back(visit, now)
    assert now.formulation.records == helen.formulation.records
    with pytest.raises(NothingToTakeBack):
        mapping.take_back(visit, now)


def test_taking_back_is_declined_when_somebody_built_on_it(visit: Visit, helen: Opened) -> None:
    mapping.reword(visit, helen, "pole:ex3-r1-top", "mine")
    other = Visit(visit.shelf, "other")
    mapping.reword(other, notebooks.open_formulation(visit, helen.id), "pole:ex3-r1-top", "theirs")
    with pytest.raises(ChangedMeanwhile):
        mapping.take_back(visit, notebooks.open_formulation(visit, helen.id))


def test_two_people_changing_different_fields_of_one_role_both_keep_their_words(
    visit: Visit, helen: Opened
) -> None:
    mapping.revise(visit, helen, "pole:ex3-r1-top", {"words": "a"}, {"words": "demanding, marking"})
    now = notebooks.freshly(
        visit,
        helen.id,
        lambda fresh: mapping.revise(
            visit, fresh, "pole:ex3-r1-bottom", {"words": "b"}, {"words": "striving, never enough"}
        ),
    )
    assert now.formulation.name_of("role:ex3-r1") == "a ↔ b"


def test_what_points_at_a_thing_can_be_told_before_it_goes(helen: Opened) -> None:
    owners = {one.reference.owner_id for one in mapping.would_dangle(helen, "pole:ex3-r1-top")}
    assert {"pull:ex3-pu1", "hypothesis:ex3-h1", "link:ex3-l1"} <= owners
    assert without_placements(helen.formulation)


def test_a_long_way_back_is_found_as_surely_as_a_short_one(visit: Visit, helen: Opened) -> None:
    now = mapping.reword(visit, helen, "pole:ex3-r1-top", "mine")
    other = Visit(visit.shelf, "other")
    for number in range(60):
        now = mapping.reword(other, now, "pole:ex3-r2-top", f"theirs {number}")
    assert mapping.what_would_be_taken_back(visit, now) == (2, "reworded pole")
    assert mapping.take_back(visit, now).formulation.name_of("pole:ex3-r1-top") == (
        "demanding, marking"
    )


def test_whatever_is_put_down_one_after_another_never_lies_on_what_stands(
    visit: Visit, blank: Opened
) -> None:
    role = mapping.new_role("leaving", "")
    home = role.bottom.id
    now = blank
    for record in (
        mapping.new_phrase("mum at the window"),
        mapping.new_phrase("I keep the kettle on"),
        role,
        mapping.new_loop("trap", "Kettle on", home, ["soon", "they won't", "ready", "stop"], home),
        mapping.new_dilemma(
            "Hold or drop",
            home,
            [mapping.Way("Either", ["ring", "tire"], home), mapping.Way("Or", ["off"], home)],
        ),
        mapping.new_loop(
            "snag", "Not me", home, ["offer", "who am I", "lose it"], home, wants="a flat"
        ),
        mapping.new_core_pain("not worth the bus fare", [home]),
        mapping.new_role("waiting with", "waited for", "good_enough"),
    ):
        now = mapping.put_down(visit, now, record)
        assert overlapping(now, drawing_id(now)) == []


def overlapping(opened: Opened, drawing: str) -> list[tuple[str, str]]:
    """Pairs of placed things whose boxes meet."""
    sheet = Sheet(opened.formulation, drawing)
    stand = [
        (some_id, sheet.boxes[some_id].moved(*place))
        for some_id, place in places_in(opened.formulation, drawing).items()
    ]
    return [
        (one, other)
        for at, (one, box) in enumerate(stand)
        for other, its in stand[at + 1 :]
        if box.left < its.right and its.left < box.right
        and box.top < its.bottom and its.top < box.bottom
    ]  # fmt: skip
