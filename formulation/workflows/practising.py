"""Practising on the examples: one exercise at a time, answered with questions; nothing is put on the shelf."""

from __future__ import annotations

from functools import cache
from typing import Final

from formulation.analysis.comparing import FINDINGS, Found, compared
from formulation.analysis.exercises import KINDS, Answered, Exercise, answered, exercises_from
from formulation.analysis.likeness import Likeness
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing
from formulation.render.elements import Scene
from formulation.render.scene import scene_of
from formulation.store import library
from formulation.store.learning import pairs

from .sketching import sketched

FROM_NOTHING: Final = "from_nothing"
MOST_TOLD: Final = 8
"""How many things are said about a sketch at once."""


@cache
def likeness() -> Likeness:
    """The likeness that knows the library of roles."""
    return Likeness.knowing(pairs())


@cache
def exercises(key: str, kind: str) -> tuple[Exercise, ...]:
    """The exercises of one kind that an example offers. Raises NotInLibrary."""
    return exercises_from(library.example(key).formulation, kind)


def examples_with(kind: str) -> list[str]:
    """The examples that offer an exercise of this kind, by key."""
    every = [one.key for one in library.examples()]
    return every if kind == FROM_NOTHING else [key for key in every if exercises(key, kind)]


def label_of(kind: str) -> str:
    """What a kind of exercise is called."""
    return "A map from nothing" if kind == FROM_NOTHING else KINDS[kind].label


def title_of(key: str) -> str:
    """What an example is called."""
    return library.example(key).formulation.cover.title


def vignette_of(key: str) -> str:
    """An example's story, to be mapped before its map is seen."""
    return library.example(key).formulation.cover.vignette


def scene_for(exercise: Exercise) -> Scene:
    """The map an exercise is about, with what is missing missing; no pulls, except where they are asked for."""
    drawing = next(one for one in exercise.on.every(Drawing) if one.kind == "role_map")
    return scene_of(exercise.on, drawing.id, pulls=False)


def answered_to(exercise: Exercise, answer: str) -> Answered:
    """What is said to an answer."""
    return answered(exercise, answer, likeness())


def beside(key: str, sketch: str) -> tuple[tuple[str, str], ...]:
    """A typed sketch laid beside an example's map: what is named, and what may be wondered about it."""
    mine, theirs = sketched(sketch), library.example(key).formulation
    found = compared(mine, theirs, likeness()).found
    told = sorted(found, key=lambda one: (_ORDER.index(one.kind), one.mine or one.other or ""))
    big = [one for one in told if not (one.mine or one.other or "").startswith(("step:", "shift:"))]
    return tuple((_named(one, mine, theirs), FINDINGS[one.kind]) for one in big[:MOST_TOLD])


_ORDER: Final = list(FINDINGS)


def _named(one: Found, mine: Formulation, theirs: Formulation) -> str:
    return mine.name_of(one.mine) if one.mine else theirs.name_of(one.other)
