"""The practice desk: exercises, maps from nothing, two maps side by side, comments, one's own log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from formulation.analysis.exercises import KINDS
from formulation.workflows import practising
from formulation.workflows.visit import Visit

from . import beside_desk, log_desk, practice_maps, remembered
from .practice_exercise import exercise
from .practice_nothing import from_nothing
from .practice_pulls import pulls_at_once

EXERCISES, NOTHING, TWO, MINE, LOG = (
    "Exercises", "A map from nothing", "Two maps side by side", "My practice maps", "My learning log",
)  # fmt: skip


def practice(visit: Visit) -> None:
    """Choose how to practise, and do it."""
    part = st.pills("How would you like to practise?", list(PARTS), default=EXERCISES, required=True,
                    key="part of practice", label_visibility="collapsed")  # fmt: skip
    with st.container(key="practice"):
        PARTS[part or EXERCISES](visit)


def _exercises(visit: Visit) -> None:
    """Choose what to practise and on which example; then one exercise at a time."""
    st.caption(
        "Something is missing or has gone astray. There is more than one good answer, "
        "and nothing you write here is kept."
    )
    with st.container(horizontal=True, gap="medium"):
        kind = st.selectbox("What to practise", list(KINDS), key="kind practised", width=330,
                            format_func=practising.label_of)  # fmt: skip
        key = _on_which(kind)
    if kind == "place_pull" and key != practising.BY_HAND:
        pulls_at_once(visit, key)
        return
    exercises = practising.exercises(key, kind)
    turn = f"{key}/{kind}"
    at = remembered.table(remembered.EXERCISES).get(turn, 0) % len(exercises)
    exercise(visit, exercises[at], at, len(exercises), turn)


def _on_which(kind: str) -> str:
    keys = practising.examples_with(kind)
    chosen = remembered.get(remembered.PRACTISED)
    return st.selectbox("On which example", keys, width=420, key=f"example practised/{kind}",
                        index=keys.index(chosen) if chosen in keys else 0,
                        format_func=practising.title_of)  # fmt: skip


def _nothing(visit: Visit) -> None:
    st.caption(
        "A story and an empty drawing. It lies on your desk through a refresh or a lost line, until you "
        "clear it or the notebook is closed down; it is kept only if you put it in your notebook."
    )
    from_nothing(visit, _on_which(practising.FROM_NOTHING))


PARTS: Final[dict[str, Callable[[Visit], None]]] = {
    EXERCISES: _exercises,
    NOTHING: _nothing,
    TWO: beside_desk.any_two,
    MINE: practice_maps.desk,
    LOG: log_desk.desk,
}
