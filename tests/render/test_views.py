"""Ways of looking: what fades never vanishes, nothing moves, marks are never only a colour."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import pairwise

import pytest

from formulation.domain.records import Comment, ReciprocalRole, SelfState
from formulation.domain.verbs import changing
from formulation.render.brief import brief
from formulation.render.elements import Words
from formulation.render.overlays import (
    HELD_MARKS,
    OVERLAYS,
    STAGE_MARKS,
    WHOSE_MARKS,
    comments_mark,
    legend,
)
from formulation.render.playing import moments, ways_round
from formulation.render.scene import scene_of
from formulation.render.svg import FADED, pieces
from formulation.render.views import LARGE, PLAIN, View, scene_seen, view_from
from formulation.store.library import example

from ..examples import BETHAN, GONE_FISHING, MENDING, ON_WATCH, SAYING
from .growing import MAP, formulation_of, role, trap
from .looking import every_drawing, overlapping, shape_boxes, text_box

DRAWINGS = every_drawing()
IDS = [name for name, _, _ in DRAWINGS]
BETHANS_MAP = "drawing:b-map"
A_YEAR_LATER = datetime.date(2027, 11, 1)


def lit(scene):
    return {one.key for one in scene.elements if "faded" not in one.marks}


def test_the_plain_view_is_the_drawing_itself():
    assert scene_seen(BETHAN, BETHANS_MAP, PLAIN) == scene_of(BETHAN, BETHANS_MAP)


@pytest.mark.parametrize(
    "view",
    [
        PLAIN,
        View(overlays=tuple(OVERLAYS)),
        View(focus=("procedure:a-1", "role:b"), steps=3, lit="step:c"),
        View(large=True, few=True, turned=True),
    ],
)
def test_a_view_is_found_again_from_its_text(view):
    assert view_from(view.as_text()) == view


@pytest.mark.parametrize(
    "text", [None, 7, "", "over=nothing&steps=99999", "&&&=;;", "x=1" * 2_000, "steps=²", "%ff=%00"]
)
def test_text_that_describes_no_view_is_the_plain_one_or_a_bounded_one(text):
    view = view_from(text)
    assert view.overlays == ()
    assert view.focus == ()
    assert view.steps <= 4


def test_one_loop_is_looked_at_and_the_rest_fades_but_stays():
    whole = scene_of(BETHAN, BETHANS_MAP)
    seen = scene_seen(BETHAN, BETHANS_MAP, View(focus=(MENDING.id,)))
    assert [one.key for one in seen.elements] == [one.key for one in whole.elements]
    assert {step.id for step in MENDING.steps} <= lit(seen)
    assert MENDING.id in lit(seen)
    assert SAYING.id not in lit(seen)
    for key, piece in pieces(seen).items():
        assert (f'opacity="{FADED}"' in piece) is (key not in lit(seen))
    assert float(FADED) > 0.2


def test_a_loop_comes_with_both_ends_of_the_roles_it_touches():
    seen = scene_seen(BETHAN, BETHANS_MAP, View(focus=(MENDING.id,)))
    home = BETHAN.owner_of(MENDING.starts_at)
    assert isinstance(home, ReciprocalRole)
    assert {home.id, home.top.id, home.bottom.id} <= lit(seen)


def test_one_state_is_looked_at_with_the_roles_it_holds_and_its_shifts():
    states = example("ex1").formulation
    first, second = states.every(SelfState)[:2]
    seen = lit(scene_seen(states, "drawing:ex1-d1", View(focus=(first.id,))))
    assert first.id in seen
    assert second.id not in seen
    assert all(not key.startswith(f"{second.id}/") for key in seen)
    assert any(key.startswith(f"{first.id}/") for key in seen)
    assert any(key.startswith("shift:") for key in seen)


def test_more_steps_around_something_never_show_less():
    step = MENDING.steps[1].id
    shown = [
        lit(scene_seen(BETHAN, BETHANS_MAP, View(focus=(step,), steps=steps))) for steps in range(4)
    ]
    assert all(less <= more for less, more in pairwise(shown))
    assert shown[0] < shown[3]
    assert MENDING.steps[2].id in shown[1]


def test_what_is_not_on_this_drawing_fades_nothing():
    seen = scene_seen(BETHAN, BETHANS_MAP, View(focus=(GONE_FISHING.id,)))
    assert all("faded" not in one.marks for one in seen.elements)


def test_turned_round_starts_from_what_is_good_enough():
    seen = lit(scene_seen(BETHAN, BETHANS_MAP, View(turned=True)))
    assert "role:b-kind" in seen
    assert "role:b-critical" not in seen
    without = formulation_of(role("h", tone="hurtful"))
    assert "role:h" in lit(scene_seen(without, MAP, View(turned=True)))


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
@pytest.mark.parametrize("few", [False, True], ids=["all words", "fewer words"])
def test_large_print_covers_no_words_or_boxes(name, formulation, drawing, few):
    scene = scene_seen(formulation, drawing, View(large=True, few=few))
    solid = [pair for pair in overlapping(scene) if not any("|words" in one for one in pair)]
    assert solid == []
    for element in scene.elements:
        for shape in element.shapes:
            if isinstance(shape, Words) and element.kind != "tag":
                assert any(box.grown(0.7).encloses(text_box(shape)) for box in shape_boxes(element))


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_large_print_is_larger_by_the_same_for_every_word_and_takes_less_than_that_of_room(
    name, formulation, drawing
):
    usual, large = (scene_seen(formulation, drawing, View(large=one)) for one in (False, True))
    sizes = {one.key: _sizes(one) for one in large.elements}
    for element in usual.elements:
        if element.kind not in ("tag", "pull"):
            assert sizes[element.key] == {round(one * LARGE, 2) for one in _sizes(element)} or {
                one for one in sizes[element.key] if one not in (12.5,)
            } == {round(one * LARGE, 2) for one in _sizes(element) if one != 12.5}
    assert large.bounds.width <= usual.bounds.width * LARGE * 1.12


def _sizes(element):
    return {round(one.lettering.size, 2) for one in element.shapes if isinstance(one, Words)}


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("Get big, shout, get in first", "Get big…"),
        ("attacking, shaming", "attacking, shaming"),
        ("I start to count on someone", "I start to count…"),
        ("A licence check can sound like the stepfather", "A licence check…"),
        ("?", "?"),
        ("", ""),
        ("(what nobody says aloud here)", "(what nobody says aloud…"),
    ],
)
def test_a_short_form_is_the_beginning_to_the_first_breath(whole, short):
    assert brief(whole) == short


def test_fewer_words_are_drawn_and_every_word_is_still_read_aloud():
    whole = {one.key: one for one in scene_of(BETHAN, BETHANS_MAP).elements}
    few = scene_seen(BETHAN, BETHANS_MAP, View(few=True))
    assert _words(few) < sum(_letters(one) for one in whole.values())
    for element in few.elements:
        assert element.label == whole[element.key].label
        if element.box and whole[element.key].moves == element.id and element.kind == "step":
            assert element.box.middle == whole[element.key].box.middle


def _words(scene):
    return sum(_letters(one) for one in scene.elements)


def _letters(element):
    return sum(len(line) for one in element.shapes if isinstance(one, Words) for line in one.lines)


# Marks and their legend


def test_the_legend_shows_only_what_is_used():
    assert legend(scene_of(formulation_of(role("r")), MAP)) == ()
    held = replace(BETHAN["role:b-critical"].held, looked_at="2026-01-05")
    looked_at = changing(BETHAN, "role:b-critical", held=held).applied_to(BETHAN)
    beside = Comment("comment:beside", about="pole:b-critical-top", words="Who else?")
    looked_at = looked_at.revised({beside.id: beside})
    for name in OVERLAYS:
        seen = scene_seen(looked_at, BETHANS_MAP, View(overlays=(name,)), today=A_YEAR_LATER)
        used = {mark for one in seen.elements if one.kind == "tag" for mark in one.marks}
        assert {mark.name for mark in legend(seen)} == used, name
        assert used


def test_marks_that_mean_different_things_look_different_without_colour():
    every = [*WHOSE_MARKS.values(), *HELD_MARKS.values(), *STAGE_MARKS.values()]
    looks = [(mark.width, _without_colour(mark.shapes)) for mark in every]
    assert len({repr(one) for one in looks}) == len(every)


def _without_colour(shapes):
    return [(type(one).__name__, getattr(one, "dash", ""), getattr(one, "lines", None) or
             getattr(one, "segments", None) or one.box) for one in shapes]  # fmt: skip


def test_what_a_mark_says_is_read_aloud_with_the_thing_it_is_on():
    seen = scene_seen(BETHAN, BETHANS_MAP, View(overlays=("whose", "held")))
    label = next(one.label for one in seen.elements if one.key == "pole:b-critical-bottom")
    assert label.endswith("the person's words")


def test_a_loop_with_no_way_out_says_so():
    formulation = formulation_of(role("r"), trap("t", "pole:r-bottom"))
    seen = scene_seen(formulation, MAP, View(overlays=("exits",)))
    assert [one.key for one in seen.elements if one.kind == "tag"] == ["procedure:t|none-yet"]


def test_marks_go_where_the_thing_goes():
    seen = scene_seen(BETHAN, BETHANS_MAP, View(overlays=tuple(OVERLAYS)))
    moves = {one.key: one.moves for one in seen.elements}
    for one in seen.elements:
        if one.kind == "tag":
            assert one.moves == moves[one.key.rpartition("|")[0]]


def test_open_comments_are_counted_at_their_place_and_said_aloud_settled_ones_have_a_tick():
    one = Comment("comment:1", about=MENDING.id, words="Whose voice?", by="supervisor")
    more = replace(one, id="comment:2", settled_on="2026-02-01")
    two = replace(one, id="comment:3", about="pole:b-critical-top")
    both = BETHAN.revised({each.id: each for each in (one, more, two)})
    settled = both.revised({one.id: replace(one, settled_on="2026-02-02")})
    for formulation, said, mark in (
        (both, "one comment beside this", "comment"),
        (settled, "comments beside this, settled", "comment-settled"),
    ):
        seen = scene_seen(formulation, BETHANS_MAP, View(overlays=("comments",)))
        label = next(each.label for each in seen.elements if each.key == MENDING.id)
        assert label.endswith(said)
        assert f"{MENDING.id}|{mark}" in {each.key for each in seen.elements}
        assert "pole:b-critical-top|comment" in {each.key for each in seen.elements}
    assert comments_mark(2).said == "2 comments beside this"


# A loop played


def test_a_loop_is_played_from_where_it_begins_and_home():
    told = moments(BETHAN, MENDING.id)
    assert [one.id for one in told[1:-1]] == [step.id for step in MENDING.steps]
    assert told[0].id == MENDING.starts_at
    assert told[-1].id == MENDING.returns_to
    assert not any(one.missing for one in told)
    assert told[2].said.startswith("Step 2 of 5")


def test_each_way_of_a_dilemma_is_played_by_itself():
    assert [some_id for some_id, _ in ways_round(BETHAN, SAYING.id)] == [
        horn.id for horn in SAYING.horns
    ]
    for horn in SAYING.horns:
        assert {step.id for step in horn.steps} <= {one.id for one in moments(BETHAN, horn.id)}


def test_playing_stops_where_a_step_is_missing():
    open_ended = trap("t", "pole:r-bottom")
    formulation = formulation_of(role("r"), _wordless_second(open_ended))
    told = moments(formulation, "procedure:t")
    assert told[-1].missing
    assert told[-1].id == open_ended.steps[1].id
    assert len(told) == 3


def _wordless_second(procedure):
    first, second, *rest = procedure.steps
    return replace(procedure, steps=(first, replace(second, words=" "), *rest))


def test_what_is_played_is_framed_and_pointed_at():
    seen = scene_seen(BETHAN, BETHANS_MAP, View(focus=(MENDING.id,), lit=MENDING.steps[0].id))
    frame = [one for one in seen.elements if "now" in one.marks]
    assert [one.id for one in frame] == [MENDING.steps[0].id]
    assert ON_WATCH.id not in lit(seen)
