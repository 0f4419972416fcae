"""The practice desk: exercises from the examples, answered with questions; nothing is kept."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.analysis.exercises import KINDS, Answered, Exercise
from formulation.domain.kinds import PROCEDURE_KINDS
from formulation.workflows import practising
from formulation.workflows.visit import Visit

from . import remembered
from .pictured import pictured
from .plain import plain


def practice(visit: Visit) -> None:
    """Choose what to practise and on which example; then one exercise at a time."""
    st.caption(
        "Something is missing or has gone astray. There is more than one good answer, "
        "and nothing you write here is kept."
    )
    with st.container(horizontal=True, gap="medium"):
        kinds = [*KINDS, practising.FROM_NOTHING]
        kind = st.selectbox("What to practise", kinds, key="kind practised", width=330,
                            format_func=practising.label_of)  # fmt: skip
        keys = practising.examples_with(kind)
        chosen = remembered.get(remembered.PRACTISED)
        key = st.selectbox("On which example", keys, width=420, key=f"example practised/{kind}",
                           index=keys.index(chosen) if chosen in keys else 0,
                           format_func=practising.title_of)  # fmt: skip
    if kind == practising.FROM_NOTHING:
        _from_nothing(key)
        return
    exercises = practising.exercises(key, kind)
    turn = f"{key}/{kind}"
    at = remembered.table(remembered.EXERCISES).get(turn, 0) % len(exercises)
    _exercise(exercises[at], at, len(exercises), turn)


def _exercise(one: Exercise, at: int, many: int, turn: str) -> None:
    left, right = st.columns([1.75, 1], gap="large")
    with right:
        st.html(
            f'<article class="fn-leaf"><small>{escape(KINDS[one.kind].label)} · {at + 1} of {many}</small>'
            f"<p>{escape(one.asks)}</p></article>"
        )
        answer = _answer(one)
        if answer:
            _told(practising.answered_to(one, answer))
        st.button("Another one", icon=":material/arrow_forward:", key=f"another/{turn}", disabled=many < 2,
                  on_click=_another, args=(turn, at + 1))  # fmt: skip
    with left:
        pictured(practising.scene_for(one), one.asks)


def _another(turn: str, at: int) -> None:
    remembered.table(remembered.EXERCISES)[turn] = at


def _answer(one: Exercise) -> str:
    """What somebody answers: chosen, or in their own words."""
    if one.kind == "which_kind":
        chosen = st.segmented_control("It is a", one.choices, key=f"answer/{one.id}",
                                      format_func=lambda kind: PROCEDURE_KINDS[kind].label)  # fmt: skip
        st.text_input("What makes it that?", key=f"why/{one.id}")
        return chosen or ""
    if one.choices:
        chosen = st.selectbox("Your answer", one.choices, index=None, key=f"answer/{one.id}",
                              placeholder="choose a place on the map",
                              format_func=lambda some_id: plain(one.on.name_of(some_id)))  # fmt: skip
        return chosen or ""
    return st.text_input("Your answer", key=f"answer/{one.id}", max_chars=400,
                         placeholder="in your own words, then Enter") or ""  # fmt: skip


def _told(told: Answered) -> None:
    st.html(
        f'<div class="fn-answered" role="status"><p>{escape(told.says)}</p>'
        f"<p><em>{escape(told.asks)}</em></p></div>"
    )


def _from_nothing(key: str) -> None:
    """A vignette and an empty page: phrases typed one a line, then a map beside it to compare."""
    left, right = st.columns([1, 1.2], gap="large")
    with left:
        st.html(
            f'<blockquote class="fn-vignette">{escape(practising.vignette_of(key))}</blockquote>'
        )
        st.caption(
            "Sketch roles one to a line, the two ends with <-> between them; loops as steps with ->, "
            "ending where they come home. Paper does as well."
        )
        said = st.text_area("My sketch", key=f"sketch/{key}", height=220,
                            placeholder="criticising <-> criticised\n"
                            "criticised -> try harder -> they ask for more -> criticised")  # fmt: skip
    with right:
        if not said.strip():
            st.caption(
                "What the example sees will be laid beside yours here, once there is a line or two."
            )
            return
        for place, question in practising.beside(key, said):
            st.html(
                f'<div class="fn-answered"><p><strong>{escape(place)}</strong></p>'
                f"<p>{escape(question)}</p></div>"
            )
