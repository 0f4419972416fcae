"""The Web page: everything linked to everything, drawn when asked, and the same links as a list."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.analysis.graph import Web, everything_linked
from formulation.domain.records import kind_of
from formulation.workflows.notebooks import Opened

from . import gate, places, remembered
from .banner import banner
from .everything import web_frame
from .hypothesis_desk import ONE
from .naming import namer
from .note_desk import HYPOTHESES, NOTE, PULLS, VOICES

IN_SUPERVISION = {
    "note": (remembered.NOTE, NOTE),
    "hypothesis": (remembered.HYPOTHESIS, HYPOTHESES),
    "pull": (remembered.PULL, PULLS),
    "voice": (remembered.VOICE, VOICES),
}
"""Where things that are not on the drawing are worked on."""


def desk() -> None:
    """Everything on the Web page."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    banner(opened)
    st.title("Web")
    st.html(
        '<p class="fn-lead">Everything linked to everything: the map, the notes, the hypotheses and '
        "the pulls. Drag to look around; choose a thing to open it.</p>"
    )
    web = everything_linked(opened.formulation)
    if not web.things:
        st.caption("Nothing is linked yet.")
        return
    _draw_when_asked(opened)
    _as_a_list(opened, web)


def _draw_when_asked(opened: Opened) -> None:
    """The drawing is rebuilt only when somebody asks for it: it is large, and moves."""
    asked = (opened.id, opened.version)
    shown = remembered.get(remembered.WEB)
    if shown is None or shown[0] != opened.id:
        if st.button("Draw the web", type="primary", icon=":material/lan:"):
            remembered.keep(remembered.WEB, asked)
            st.rerun()
        return
    if shown != asked:
        st.caption("The map has changed since this was drawn.")
        if st.button("Draw it again", icon=":material/refresh:"):
            remembered.keep(remembered.WEB, asked)
            st.rerun()
    dark = st.context.theme.type == "dark"
    chosen = web_frame(opened.id, drawn=shown[1], dark=dark)
    if chosen:
        _go_to(opened, chosen)


def _as_a_list(opened: Opened, web: Web) -> None:
    """The same links in words, for reading aloud and for the keyboard."""
    with st.expander("The same as a list"):
        chosen = st.selectbox(
            "Open one of these",
            [thing.id for thing in web.things],
            index=None,
            format_func=namer(opened.formulation, [thing.id for thing in web.things]),
            placeholder="type part of its words",
            key="open from web",
        )
        if chosen:
            _go_to(opened, chosen)
        names = {thing.id: thing.label for thing in web.things}
        st.html(
            '<div class="fn-words">'
            + "".join(
                f"<p>{escape(names[tie.from_id])} — <em>{escape(tie.why)}</em> — "
                f"{escape(names[tie.to_id])}</p>"
                for tie in web.ties
            )
            + "</div>"
        )


def _go_to(opened: Opened, some_id: str) -> None:
    """Open a thing where it is worked on: on the map, or in supervision."""
    if some_id not in opened.formulation:
        st.info("That is no longer on the map.")
        return
    if kind_of(some_id) == "observation":
        remembered.keep(remembered.OBSERVATION, some_id)
        remembered.keep(remembered.WONDERING, ONE)
        places.go("hypotheses", **{gate.IN_THE_ADDRESS: opened.id})
    where = IN_SUPERVISION.get(kind_of(some_id))
    if where is None:
        remembered.keep(remembered.SELECTED, (some_id,))
        places.go("map", **{gate.IN_THE_ADDRESS: opened.id})
        return
    key, part = where
    remembered.keep(key, some_id)
    remembered.keep(remembered.PART, part)
    places.go("supervision", **{gate.IN_THE_ADDRESS: opened.id})
