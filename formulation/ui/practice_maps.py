"""Practice maps in the notebook, with a supervisor's comments beside what they are about, answered in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.records import Comment
from formulation.render.phrasing import day_in_words
from formulation.render.views import View
from formulation.workflows import commenting, practising
from formulation.workflows.notebooks import Opened, freshly, open_formulation
from formulation.workflows.visit import Visit

from . import gate, places, remembered
from .again import again
from .canvas import canvas
from .notices import show, told_kindly
from .plain import plain
from .practice_exercise import HEIGHT, light, lit_in, role_map_of, shown_close

ROLES = ("supervisor", "trainee", "peer")


def desk(visit: Visit) -> None:
    """Choose a practice map; its drawing, and what was wondered beside it."""
    maps = practising.practice_maps(visit)
    st.caption(
        "A supervisor’s comments stand beside what they are about, and are answered here. They travel with "
        "the practice map in its notebook file, and are in no copy for the person or the team."
    )
    if not maps:
        st.info("No practice map is in your notebook yet. Draw one from nothing, and keep it.")
        return
    chosen = st.selectbox("Practice map", list(maps), key="practice map", width=420,
                          format_func=maps.__getitem__)  # fmt: skip
    try:
        opened = open_formulation(visit, chosen)
    except FormulationError as refused:
        show(refused)
        return
    words, drawing = st.columns([1, 1.75], gap="large")
    with drawing:
        _drawing(opened)
        with st.container(key="narrow/comment"):  # where it was touched
            _new(visit, opened, "below")
    with words:
        _comments(visit, opened)
        with st.container(key="wide/comment"):
            _new(visit, opened, "beside")


def _drawing(opened: Opened) -> None:
    st.caption("Touch what a comment is about, or walk to it with the arrow keys and press Enter.")
    about = remembered.get(remembered.SELECTED) or ()
    here = tuple(one for one in about if one in opened.formulation)[:1]
    state = canvas(
        opened.id, role_map_of(opened), key=f"commented/{opened.id}", mode="pick",
        revision=opened.version, selected=here, height=HEIGHT, pulls=False,
        view=View(overlays=("comments",), lit=lit_in(opened)).as_text(),
    )  # fmt: skip
    if state.touched:
        remembered.keep(remembered.SELECTED, () if here == (state.touched,) else (state.touched,))
        again()
    if st.button("Go on drawing it", icon=":material/hub:", key=f"draw on/{opened.id}"):
        gate.lay_open(opened.id)
        places.go("map", **{gate.IN_THE_ADDRESS: opened.id})


def _comments(visit: Visit, opened: Opened) -> None:
    found = commenting.comments(opened)
    if not found:
        st.caption("Nothing has been wondered beside this map yet.")
    for one in found:
        with st.container(border=True):
            _one(visit, opened, one)


def _one(visit: Visit, opened: Opened, one: Comment) -> None:
    about = opened.formulation.name_of(one.about) if one.about else "something no longer on the map"
    settled = f" · settled {day_in_words(one.settled_on)}" if one.settled_on else ""
    answers = "".join(
        f"<p><small>{escape(each.by)} · {escape(day_in_words(each.on))}</small><br>{escape(each.words)}</p>"
        for each in one.replies
    )
    st.html(
        f'<div class="fn-comment"><small>{escape(f"{one.by} · {day_in_words(one.on)}{settled}")}</small>'
        f"<p><strong>{escape(about)}</strong></p><p>{escape(one.words)}</p>"
        f'<div class="fn-replies">{answers}</div></div>'
    )
    with st.container(horizontal=True, gap="small"):
        if one.about:
            st.button("Where?", key=f"where/{one.id}", icon=":material/my_location:", type="tertiary",
                      on_click=light, args=(one.about,))  # fmt: skip
        if one.settled_on:
            if st.button("Take it up again", key=f"again/{one.id}", type="tertiary"):
                _do(
                    lambda: freshly(
                        visit, opened.id, lambda now: commenting.open_again(visit, now, one.id)
                    )
                )
        elif st.button("Settled", key=f"settle/{one.id}", icon=":material/check:", type="tertiary"):
            _do(lambda: freshly(visit, opened.id,
                                lambda now: commenting.settle(visit, now, one.id, on=_today())))  # fmt: skip
    if one.about and remembered.get(remembered.POINTED_OUT) == one.about:
        shown_close(opened, one.about, f"commented/{one.id}")
    if not one.settled_on:
        _reply(visit, opened, one)


def _reply(visit: Visit, opened: Opened, one: Comment) -> None:
    with st.form(f"reply/{one.id}/{len(one.replies)}", border=False):
        said, who = st.columns([2.2, 1], gap="small")
        words = said.text_input("Answer", key=f"reply words/{one.id}/{len(one.replies)}")
        role = who.selectbox("As", ROLES, index=1, key=f"reply as/{one.id}/{len(one.replies)}")
        if st.form_submit_button("Answer here"):
            _do(lambda: freshly(visit, opened.id, lambda now: commenting.reply(
                visit, now, one.id, words, by=role, on=_today())))  # fmt: skip


def _new(visit: Visit, opened: Opened, where: str) -> None:
    about = next(
        (one for one in remembered.get(remembered.SELECTED) or () if one in opened.formulation), ""
    )
    if not about:
        return
    many = len(commenting.comments(opened))
    st.markdown(f"**Beside “{plain(opened.formulation.name_of(about))}”**")
    turn = f"{where}/{about}/{many}"
    with st.form(f"comment/{turn}", border=False):
        words = st.text_area("What do you wonder?", height=90, key=f"comment words/{turn}")
        role = st.selectbox("As", ROLES, key=f"comment as/{turn}")
        if st.form_submit_button("Put it here", type="primary"):
            _do(lambda: freshly(visit, opened.id, lambda now: commenting.comment(
                visit, now, about, words, by=role, on=_today())))  # fmt: skip


def _today() -> date:
    return date.today()


def _do(act: Callable[[], Opened]) -> None:
    """Do it and show the page again; what is refused is said."""
    with told_kindly():
        act()
        again()
