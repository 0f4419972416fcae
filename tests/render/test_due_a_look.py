"""What nobody has looked at for its time is lighter on the drawing, marked, and said aloud."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing
from formulation.domain.verbs import changing
from formulation.render.elements import Scene
from formulation.render.overlays import legend
from formulation.render.svg import LIGHTER, pieces
from formulation.render.views import View, scene_seen
from formulation.store.library import example

ROLE = "role:ex1-r1"
LOOKED_AT = datetime.date(2026, 1, 5)


@pytest.fixture
def looked_at_once() -> Formulation:
    formulation = example("ex1").formulation
    held = replace(formulation[ROLE].held, looked_at=LOOKED_AT.isoformat())
    return changing(formulation, ROLE, held=held).applied_to(formulation)


def _seen(formulation: Formulation, weeks: int, overlays: tuple[str, ...] = ("age",)) -> Scene:
    drawing = next(one for one in formulation.every(Drawing) if one.kind == "role_map")
    today = LOOKED_AT + datetime.timedelta(weeks=weeks)
    return scene_seen(formulation, drawing.id, View(overlays=overlays), today=today)


def test_after_its_time_a_role_and_both_its_poles_are_lighter(looked_at_once: Formulation) -> None:
    scene = _seen(looked_at_once, 13)
    lighter = {one.id for one in scene.elements if "lighter" in one.marks}
    role = looked_at_once[ROLE]
    assert lighter == {ROLE, role.top.id, role.bottom.id}
    assert any("due a look" in one.label for one in scene.elements if one.id == ROLE)
    assert any(f'opacity="{LIGHTER}"' in one for one in pieces(scene).values())


def test_the_legend_says_what_the_small_clock_means(looked_at_once: Formulation) -> None:
    assert [one.said for one in legend(_seen(looked_at_once, 13)) if one.name == "due"] == [
        "due a look"
    ]


@pytest.mark.parametrize(("weeks", "overlays"), [(12, ("age",)), (13, ()), (13, ("held",))])
def test_before_its_time_or_unasked_nothing_is_lighter(
    looked_at_once: Formulation, weeks: int, overlays: tuple[str, ...]
) -> None:
    scene = _seen(looked_at_once, weeks, overlays)
    assert not [one for one in scene.elements if {"lighter", "due"} & set(one.marks)]
