"""How arrows run: past what is not theirs, to where they are going, and the same way every time."""

from dataclasses import replace
from random import Random

import pytest

from bench.layout_judge import overlaps, plan_of, points, through
from bench.layout_maps import HOUSE, ROLE_MAP, made
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing
from formulation.domain.verbs import placing
from formulation.render import routes
from formulation.render.geometry import Box, box_around
from formulation.render.layout import arranged, shown_in
from formulation.render.routes import Course, as_drawn, ports, sampled
from formulation.render.scene import scene_of
from formulation.render.walks import walked
from formulation.store.library import examples

from .looking import every_drawing

HERE, THERE = box_around((0, 0), 80, 30), box_around((600, 0), 80, 30)


def drawings() -> list[tuple[str, Formulation, str]]:
    return [
        (drawing.id, one.formulation, drawing.id)
        for one in examples()
        for drawing in one.formulation.every(Drawing)
        if len(shown_in(one.formulation, drawing.id)) > 1
    ]


@pytest.mark.parametrize(
    ("name", "formulation", "drawing"), drawings(), ids=[one[0] for one in drawings()]
)
def test_no_arrow_of_an_example_runs_through_what_is_not_its_own(name, formulation, drawing):
    plan = plan_of(scene_of(formulation, drawing), formulation)
    assert through(plan) == []
    assert overlaps(plan) == []
    assert points(plan) >= 8


@pytest.mark.parametrize("seed", range(0, 12))
def test_no_arrow_of_a_map_within_the_house_rule_does_so_either(seed):
    formulation = made(seed, HOUSE)
    plan = plan_of(scene_of(formulation, ROLE_MAP), formulation)
    assert through(plan) == []
    assert overlaps(plan) == []
    assert points(plan) >= 8


def crowd(seed: int) -> tuple[Box, ...]:
    """Boxes that stand about between here and there, with narrow lanes between them."""
    dice = Random(seed)  # noqa: S311 - the same crowd every time
    return tuple(
        box_around((x + dice.randint(-8, 8), y + dice.randint(-6, 6)), 60, 36)
        for x in range(110, 520, 90)
        for y in range(-240, 250, 60)
    )


@pytest.mark.parametrize("seed", range(6))
def test_a_walk_through_a_crowd_touches_nobody(seed):
    solid = (*crowd(seed), HERE, THERE)
    offers = walked(ports(HERE), ports(THERE), Course(solid))
    best = routes.cheapest(offers, Course(solid))
    line = sampled(best[1])
    assert routes.crossings(line, [box.grown(-1) for box in solid]) == 0
    assert HERE.distance(box_around(line[0], 1, 1)) < 4
    assert THERE.distance(box_around(line[-1], 1, 1)) < 4


def test_a_walk_goes_round_a_line_rather_than_across_it():
    fence = as_drawn(tuple((300.0, float(y)) for y in range(-100, 101, 20)))
    pillar = box_around((300, 120), 20, 20)
    course = Course((HERE, THERE, pillar), (fence,))
    best = routes.cheapest(walked(ports(HERE), ports(THERE), course), course)
    assert routes.meetings(sampled(best[1]), course.lines) == 0


def test_where_everything_is_walled_in_there_is_no_walk():
    walls = (
        Box(-80, -80, 80, -40), Box(-80, 40, 80, 80), Box(-80, -80, -60, 80), Box(60, -80, 80, 80),
    )  # fmt: skip
    assert walked(ports(HERE), ports(THERE), Course((*walls, HERE, THERE))) == ()


def test_a_drawing_is_the_same_from_nothing_as_after_many_moves():
    """What is remembered between two drawings changes how long one takes, and never the drawing."""
    formulation, drawing = next(
        (one, drawing) for _, one, drawing in every_drawing() if one.id and "ex2" in drawing
    )
    places = arranged(formulation, drawing)
    dice = Random(5)  # noqa: S311 - the same moves every time
    for _ in range(8):
        some_id = dice.choice(sorted(places))
        x, y = places[some_id]
        places[some_id] = (x + dice.randint(-90, 90), y + dice.randint(-90, 90))
        moved = placing(formulation, drawing, places).applied_to(formulation)
        after_moves = scene_of(moved, drawing)
        forgotten()
        assert scene_of(replace(moved), drawing) == after_moves


def forgotten() -> None:
    """Forget every line that is remembered."""
    for remembered in (routes.joined, routes.joined_round, routes.toll, routes.sampled, walked):
        remembered.cache_clear()
