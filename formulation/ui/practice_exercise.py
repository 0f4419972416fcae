"""One exercise on its drawing: touch the answer or write it; the question that follows lights its place."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.analysis.exercises import KINDS, Answered, Exercise
from formulation.domain.errors import FormulationError
from formulation.domain.kinds import PROCEDURE_KINDS
from formulation.domain.records import Drawing
from formulation.render.closeup import close_up
from formulation.render.views import View, scene_seen
from formulation.workflows import practising
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit

from . import remembered
from .again import again
from .canvas import canvas
from .notices import show
from .pictured import pictured
from .plain import plain

HEIGHT = 500


def exercise(visit: Visit, one: Exercise, at: int, many: int, turn: str) -> None:
    """An exercise, the drawing it is about beside it, and a way on to the next."""
    answered_now = bool(st.session_state.get(_key(one)))
    opened = practising.exercise_laid_out(visit, one, answered_now=answered_now)
    words, drawing = st.columns([1, 1.75], gap="large")
    with drawing:  # first, because a touch on it is an answer
        _drawing(opened, one)
    with words:
        _asked(one, at, many)
        answer = _answer(one)
        if answer:
            question(opened, practising.answered_to(one, answer), f"lit/{one.id}")
        if one.kind == "rival" and answer:
            _to_a_peer(one, answer)
        st.button("Another one", icon=":material/arrow_forward:", key=f"another/{turn}", disabled=many < 2,
                  on_click=_another, args=(turn, at + 1))  # fmt: skip
    if answer and _by_touch(one):  # a touch on a phone is answered where it was made
        with drawing, st.container(key=f"narrow/told/{one.id}"):
            question(
                opened, practising.answered_to(one, answer), f"lit below/{one.id}", aloud=False
            )


def role_map_of(opened: Opened) -> str:
    """The role map of what lies on the desk."""
    drawings = opened.formulation.every(Drawing)
    return next((one.id for one in drawings if one.kind == "role_map"), drawings[0].id)


def light(place: str) -> None:
    """Let one place of the drawing stand out; asked for again, let it go."""
    was = remembered.get(remembered.POINTED_OUT)
    remembered.keep(remembered.POINTED_OUT, None if was == place else place)


def lit_in(opened: Opened) -> str:
    """The place that stands out, where it is on this drawing."""
    lit = remembered.get(remembered.POINTED_OUT) or ""
    return lit if lit in opened.formulation else ""


def question(opened: Opened, told: Answered, key: str, *, aloud: bool = True) -> None:
    """What is said to an answer, and a question at its place: touch it, and the place on the drawing lights.

    On a narrow screen, where the drawing is out of sight, the place is shown from close by.
    """
    role = ' role="status"' if aloud else ""
    st.html(f'<div class="fn-answered"{role}><p>{escape(told.says)}</p></div>')
    if told.place not in opened.formulation:
        st.html(f'<p class="fn-told">{escape(told.asks)}</p>')
        return
    st.button(plain(told.asks), key=key, icon=":material/my_location:", type="tertiary",
              help="Touch to see where on the drawing.",
              on_click=light, args=(told.place,), width="stretch")  # fmt: skip
    if remembered.get(remembered.POINTED_OUT) == told.place:
        st.caption("Its place is lit on the drawing.")
        shown_close(opened, told.place, key)


def shown_close(opened: Opened, place: str, key: str) -> None:
    """One place of a drawing from close by, on narrow screens only."""
    scene = scene_seen(opened.formulation, role_map_of(opened), View(lit=place), pulls=False)
    near = close_up(scene, place)
    if near is not None:
        with st.container(key=f"narrow/{key}"):
            pictured(near, opened.formulation.name_of(place))


def _by_touch(one: Exercise) -> bool:
    """Whether the answer is a place on the drawing."""
    return bool(one.choices) and one.kind != "which_kind"


def _drawing(opened: Opened, one: Exercise) -> None:
    by_touch = _by_touch(one)
    chosen = st.session_state.get(_key(one))
    lit = lit_in(opened) or (one.about if one.about in opened.formulation else one.place)
    if by_touch:
        st.caption(
            "Touch the place on the drawing, or walk to it with the arrow keys and press Enter."
        )
    state = canvas(
        opened.id, role_map_of(opened), key=f"practice/{opened.id}", mode="pick",
        revision=opened.version, selected=(chosen,) if by_touch and chosen else (), height=HEIGHT,
        pulls=False, read_only=not by_touch, view=View(lit=lit).as_text(),
    )  # fmt: skip
    if not by_touch or not state.touched:
        return
    if state.touched in one.choices:
        st.session_state[_key(one)] = None if chosen == state.touched else state.touched
        again()
    show(NotThisTime())


class NotThisTime(FormulationError):
    """Something was touched that cannot be the answer here."""

    def __init__(self) -> None:
        super().__init__("Touch one end of a role, or the pain beneath it.")


def _asked(one: Exercise, at: int, many: int) -> None:
    story = f'<p class="fn-told">{escape(one.story)}</p>' if one.story else ""
    st.html(
        f'<article class="fn-leaf"><small>{escape(KINDS[one.kind].label)} · {at + 1} of {many}</small>'
        f"{story}<p>{escape(one.asks)}</p></article>"
    )


def _another(turn: str, at: int) -> None:
    remembered.keep(remembered.POINTED_OUT, None)
    remembered.table(remembered.EXERCISES)[turn] = at


def _key(one: Exercise) -> str:
    return f"answer/{one.id}"


def _answer(one: Exercise) -> str:
    """What somebody answers: touched, chosen, or in their own words."""
    if one.kind == "which_kind":
        chosen = st.segmented_control("It is a", one.choices, key=_key(one),
                                      format_func=lambda kind: PROCEDURE_KINDS[kind].label)  # fmt: skip
        st.text_input("What makes it that?", key=f"why/{one.id}")
        return chosen or ""
    if one.choices:
        chosen = st.selectbox("Your answer", one.choices, index=None, key=_key(one),
                              placeholder="touch the drawing, or choose here",
                              format_func=one.on.name_of)  # fmt: skip
        return chosen or ""
    return st.text_input("Your answer", key=_key(one), max_chars=400,
                         placeholder="in your own words, then Enter") or ""  # fmt: skip


def _to_a_peer(one: Exercise, answer: str) -> None:
    """Both ideas without a name: a peer who cannot tell them apart says that the rival is a good one."""
    first, second = practising.unsigned(one, answer)
    st.html(
        '<div class="fn-unsigned"><small>Show these to a peer. Which was there first?</small>'
        f"<p>{escape(first)}</p><p>{escape(second)}</p></div>"
    )
