"""What an empty notebook says to somebody new: three doors, and a tour of two minutes."""

from __future__ import annotations

import datetime

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.workflows import notebooks, thinking
from formulation.workflows.visit import Visit

from . import gate, places, remembered, tour
from .listing import remember_new
from .notices import told_kindly
from .shelf_view import begin

FIRST_EXAMPLE = "ex3"
"""One loop and one dilemma, no states: the plainest of the library to begin with."""


def three_doors(visit: Visit) -> None:
    """Explore an example, draw a person, sit with a group; where something is kept already, only the form."""
    if not _is_new(visit):
        begin(visit)
        return
    with st.container(key="doors"):
        explore, draw, group = st.columns(3, gap="medium")
        with explore, st.container(border=True, height="stretch"):
            _explore()
        with draw, st.container(border=True, height="stretch"):
            _draw(visit)
        with group, st.container(border=True, height="stretch"):
            _sit(visit)


def _is_new(visit: Visit) -> bool:
    try:
        return not visit.shelf.heads()
    except FormulationError:  # the shelf says so itself, below
        return False


def _door(title: str, says: str) -> None:
    st.html(f'<div class="fn-door"><h2>{title}</h2><p>{says}</p></div>')


def _explore() -> None:
    _door("Explore an example", "See how a map grows, or be shown round one that is finished.")
    if st.button("Two-minute tour", type="primary", icon=":material/explore:", width="stretch"):
        tour.start()
    if st.button("Read one piece by piece", width="stretch"):
        places.go("learn", read=FIRST_EXAMPLE)


def _draw(visit: Visit) -> None:
    _door("Draw a person", "A blank page for phrases as they were said. Structure can come later.")
    begin(visit)


def _sit(visit: Visit) -> None:
    _door("Sit with a group", "One note for the group: what was seen, felt and wondered.")
    with st.form("sit with a group", border=False):
        pseudonym = st.text_input(
            "Who is the group thinking about?", key="pseudonym for a group",
            placeholder="a pseudonym, never the person's own name",
        )  # fmt: skip
        pressed = st.form_submit_button("Sit down", type="primary", width="stretch")
    if pressed:
        with told_kindly():
            begun = notebooks.begin_blank(visit, pseudonym).id
            gate.lay_open(begun)
            today = datetime.date.today().isoformat()
            remember_new(
                remembered.NOTE, visit, begun, lambda now: thinking.begin_note(visit, now, today)
            )
            places.go(_where_groups_sit(), **{gate.IN_THE_ADDRESS: begun})


def _where_groups_sit() -> str:
    return next(name for name in ("round", "supervision") if name in places.PLACES)
