"""Pulls placed all at once on one drawing: choose a pull, touch the pole; by keys or from a list, too."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.analysis.exercises import Exercise
from formulation.domain.errors import FormulationError
from formulation.render.views import View
from formulation.workflows import practising
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit

from . import remembered
from .again import again
from .canvas import canvas
from .notices import show
from .plain import plain
from .practice_exercise import HEIGHT, lit_in, question, role_map_of

OFF = "not on the map yet"


def pulls_at_once(visit: Visit, key: str) -> None:
    """Up to four pulls of an example, to be placed on its drawing in any order."""
    opened = practising.pulls_laid_out(visit, visit.member_id, key)
    waiting = practising.pulls_of(key)
    words, drawing = st.columns([1, 1.75], gap="large")
    with words:
        now = _which(opened, waiting, key)
    with drawing:
        _drawing(visit, opened, now)
    with words:
        _by_list(visit, opened, now)
        _wondered(opened, key)
        if any(_placed(opened, one.place) for one in waiting) and st.button(
            "Take them all off", icon=":material/undo:", key=f"pulls off/{key}", type="tertiary"
        ):
            practising.pulls_taken_up(visit, visit.member_id, key, opened)
            again()


def _which(opened: Opened, waiting: tuple[Exercise, ...], key: str) -> Exercise:
    """Which pull is being placed; each says where it stands by now."""
    st.html(
        '<article class="fn-leaf"><small>Place the pulls</small><p>Where does each of these invite the helper '
        "to stand? Not on the map yet is a good answer, too.</p></article>"
    )
    by_id = {one.place: one for one in waiting}
    remembered_one = remembered.get(remembered.PULL_PLACED)
    chosen = st.radio(
        "The pull to place", list(by_id), key=f"pull to place/{key}",
        index=list(by_id).index(remembered_one) if remembered_one in by_id else 0,
        format_func=lambda some_id: plain(by_id[some_id].asks),
        captions=[plain(_stands(opened, some_id)) for some_id in by_id],
    )  # fmt: skip
    return by_id[chosen or waiting[0].place]


def _stands(opened: Opened, pull_id: str) -> str:
    placed = _placed(opened, pull_id)
    return f"at: {opened.formulation.name_of(placed)}" if placed else OFF


def _placed(opened: Opened, pull_id: str) -> str | None:
    found: str | None = getattr(opened.formulation.get(pull_id), "invited_to", None)
    return found


def _drawing(visit: Visit, opened: Opened, now: Exercise) -> None:
    st.caption(
        "Touch a pole, or walk to it with the arrow keys and press Enter; again to take it off."
    )
    placed = _placed(opened, now.place)
    with st.container(
        key=f"narrow/now/{opened.id}"
    ):  # what is being placed, where the list is out of sight
        st.html(
            f'<p class="fn-told"><strong>{escape(now.asks)}</strong> {escape(_stands(opened, now.place))}</p>'
        )
    state = canvas(
        opened.id, role_map_of(opened), key=f"pulls/{opened.id}", mode="pick",
        revision=opened.version, selected=(placed,) if placed else (), height=HEIGHT,
        pulls=True, view=View(lit=lit_in(opened)).as_text(),
    )  # fmt: skip
    if not state.touched:
        return
    if state.touched not in now.choices:
        show(_OnlyPoles())
        return
    practising.place(visit, opened, now.place, None if state.touched == placed else state.touched)
    again()


class _OnlyPoles(FormulationError):
    def __init__(self) -> None:
        super().__init__("A pull invites into a pole: touch the top or the bottom of a role.")


def _by_list(visit: Visit, opened: Opened, now: Exercise) -> None:
    """The same from a list, for whoever would rather not touch a drawing."""
    placed = _placed(opened, now.place)
    poles = ["", *now.choices]
    chosen = st.selectbox(
        "Which pole?", poles, index=poles.index(placed or ""),
        key=f"pole for/{opened.id}/{now.place}/{opened.version}",
        format_func=lambda some_id: opened.formulation.name_of(some_id) if some_id else OFF,
    )  # fmt: skip
    if (chosen or None) != placed:
        practising.place(visit, opened, now.place, chosen or None)
        again()


def _wondered(opened: Opened, key: str) -> None:
    """What may be wondered about each, once somebody asks for it."""
    shown = st.toggle("What may be wondered", key=f"wondered/{key}")
    if not shown:
        return
    for at, (one, told) in enumerate(practising.told_of_pulls(key, opened), 1):
        st.html(f"<strong>{escape(one.asks)}</strong>")
        question(opened, told, f"pull wondered/{key}/{at}")
