"""A drawing arranged anew: looked at first, used as one change, taken back in one."""

from __future__ import annotations

import pytest

from formulation.domain.errors import NotOnMap
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing, Placement
from formulation.domain.verbs import places_in
from formulation.render.layout import arranged
from formulation.workflows import arranging, mapping, notebooks
from formulation.workflows.arranging import DrawnMeanwhile
from formulation.workflows.notebooks import OnlyToRead, Opened
from formulation.workflows.visit import Visit


@pytest.fixture
def muddled(visit: Visit) -> Opened:
    """A copy of Helen's map on which three things were dragged about."""
    opened = notebooks.make_my_copy(visit, "ex3")
    role_map = drawing_id(opened)
    away = {"role:ex3-r1": (1400.0, 900.0), "step:ex3-p1-1": (-300.0, 12.5)}
    return mapping.move(visit, opened, role_map, away)


def drawing_id(opened: Opened, kind: str = "role_map") -> str:
    """The id of one of a formulation's drawings."""
    return next(one.id for one in opened.formulation.every(Drawing) if one.kind == kind)


def without_places_in(formulation: Formulation, drawing: str) -> dict[str, object]:
    """Everything but where things stand in one drawing."""
    return {
        key: record
        for key, record in formulation.records.items()
        if not (isinstance(record, Placement) and record.drawing == drawing)
    }


def test_looking_keeps_nothing(visit: Visit, muddled: Opened) -> None:
    arranging.preview(muddled, drawing_id(muddled))
    assert notebooks.open_formulation(visit, muddled.id) == muddled


def test_the_proposal_moves_what_was_dragged_away_and_says_what_moves(muddled: Opened) -> None:
    drawing = drawing_id(muddled)
    seen = arranging.preview(muddled, drawing)
    assert set(seen.moved) == {"role:ex3-r1", "step:ex3-p1-1"}
    assert places_in(seen.proposed, drawing) == arranged(muddled.formulation, drawing)
    assert seen.today == muddled.formulation


def test_only_places_in_this_drawing_would_change(muddled: Opened) -> None:
    drawing = drawing_id(muddled)
    seen = arranging.preview(muddled, drawing)
    assert without_places_in(seen.proposed, drawing) == without_places_in(seen.today, drawing)


def test_both_are_drawn_whole(muddled: Opened) -> None:
    seen = arranging.preview(muddled, drawing_id(muddled))
    today = {one.key for one in seen.scene_today.elements if one.layer != "ground"}
    proposed = {one.key for one in seen.scene_proposed.elements if one.layer != "ground"}
    assert today == proposed
    assert seen.scene_today.bounds != seen.scene_proposed.bounds


def test_the_same_records_are_arranged_alike_wherever_they_stood(
    visit: Visit, muddled: Opened
) -> None:
    drawing = drawing_id(muddled)
    first = arranging.preview(muddled, drawing).proposed
    elsewhere = mapping.move(visit, muddled, drawing, {"role:ex3-r2": (7.0, -200.0)})
    assert places_in(arranging.preview(elsewhere, drawing).proposed, drawing) == places_in(
        first, drawing
    )


@pytest.mark.parametrize("kind", ["role_map", "states", "team_map"])
def test_used_it_is_one_change_and_one_undo(visit: Visit, kind: str) -> None:
    opened = notebooks.make_my_copy(visit, "ex1")
    drawing = drawing_id(opened, kind)
    some_id = next(iter(places_in(opened.formulation, drawing)))
    muddled = mapping.move(visit, opened, drawing, {some_id: (-777.0, -777.0)})
    used = arranging.use(visit, muddled, arranging.preview(muddled, drawing))
    assert used.version == muddled.version + 1
    assert places_in(used.formulation, drawing) == arranged(muddled.formulation, drawing)
    assert mapping.what_would_be_taken_back(visit, used) == (used.version, "arranged the drawing")
    back = mapping.take_back(visit, used)
    assert back.formulation.records == muddled.formulation.records


def test_what_was_drawn_meanwhile_is_not_arranged_unseen(visit: Visit, muddled: Opened) -> None:
    drawing = drawing_id(muddled)
    seen = arranging.preview(muddled, drawing)
    now = mapping.move(visit, muddled, drawing, {"role:ex3-r2": (12.0, 13.0)})
    with pytest.raises(DrawnMeanwhile):
        arranging.use(visit, now, seen)
    with_more = mapping.put_down(visit, now, mapping.new_core_pain("left with it"))
    with pytest.raises(DrawnMeanwhile):
        arranging.use(visit, with_more, arranging.preview(now, drawing))
    assert notebooks.open_formulation(visit, muddled.id) == with_more


def test_words_that_grew_meanwhile_are_seen_first(visit: Visit, muddled: Opened) -> None:
    drawing = drawing_id(muddled)
    seen = arranging.preview(muddled, drawing)
    now = mapping.reword(
        visit, muddled, "pole:ex3-r1-top", "demanding, marking, never once well done"
    )
    with pytest.raises(DrawnMeanwhile):
        arranging.use(visit, now, seen)


def test_a_note_written_meanwhile_is_no_hindrance(visit: Visit, muddled: Opened) -> None:
    drawing = drawing_id(muddled)
    seen = arranging.preview(muddled, drawing)
    now = mapping.move(visit, muddled, drawing_id(muddled, "team_map"), {"role:ex3-r2": (1.0, 2.0)})
    used = arranging.use(visit, now, seen)
    assert places_in(used.formulation, drawing) == places_in(seen.proposed, drawing)


def test_an_example_stays_as_it_is(visit: Visit) -> None:
    opened = notebooks.open_formulation(visit, "ex3")
    with pytest.raises(OnlyToRead):
        arranging.use(visit, opened, arranging.preview(opened, drawing_id(opened)))


def test_a_drawing_that_is_not_there_cannot_be_arranged(muddled: Opened) -> None:
    with pytest.raises(NotOnMap):
        arranging.preview(muddled, "drawing:nowhere")


def test_what_stands_as_arranged_would_not_move(visit: Visit) -> None:
    opened = notebooks.make_my_copy(visit, "ex2")
    assert arranging.preview(opened, drawing_id(opened)).moved == ()
