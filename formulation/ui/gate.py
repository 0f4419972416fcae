"""The gate every page begins with: who is here, and what lies open."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from formulation.bootstrap import notebook
from formulation.domain.errors import FormulationError
from formulation.workflows.notebooks import Opened, open_formulation
from formulation.workflows.visit import Visit

from . import places, remembered, unsaved
from .plain import plain

IN_THE_ADDRESS = "open"


def require_member() -> Visit:
    """The visit of whoever is here; a personal notebook knows only one person.

    Where no notebook is open, the page says so and stops.
    """
    try:
        return notebook().visit()
    except FormulationError as refused:
        st.title("The notebook is not open")
        st.warning(plain(refused.sentence))
        st.stop()


def open_id() -> str | None:
    """The id of the formulation that lies open: in the address, or remembered where it says nothing.

    An address that is another than the last one seen is one the person went to, by the Back
    button or a bookmark: then that formulation is laid open.
    """
    in_address = st.query_params.get(IN_THE_ADDRESS)
    open_now = remembered.get(remembered.OPEN)
    if in_address and open_now and in_address not in (open_now, remembered.get(remembered.ADDRESS)):
        lay_open(in_address, going=False)
    open_now = remembered.get(remembered.OPEN) or in_address
    if open_now and in_address != open_now:
        st.query_params[IN_THE_ADDRESS] = open_now
    if open_now:
        remembered.keep(remembered.OPEN, open_now)
        remembered.keep(remembered.ADDRESS, open_now)
    return open_now


def lay_open(formulation_id: str, *, going: bool = True) -> None:
    """Let another formulation lie open, forgetting what was selected in the last.

    `going`: false where the address has changed already, and keeps how it is looked at.
    """
    for key in (
        remembered.DRAWING,
        remembered.SELECTED,
        remembered.NOTE,
        remembered.HYPOTHESIS,
        remembered.PULL,
        remembered.FORMS,
        remembered.TOLD,
        remembered.NAMES,
        remembered.REFUSED,
        remembered.UNSAVED,
        remembered.GOING,
        remembered.WEB,
    ):
        st.session_state.pop(key, None)
    remembered.keep(remembered.OPEN, formulation_id)
    if going:
        st.query_params.from_dict({IN_THE_ADDRESS: formulation_id})


def require_formulation(visit: Visit) -> Opened:
    """What lies open, read afresh; where nothing does, the page says how to open something and stops."""
    formulation_id = open_id()
    if formulation_id is None:
        _nothing_open()
    try:
        return open_formulation(visit, str(formulation_id))
    except FormulationError as refused:
        _cannot_open(refused)


def _nothing_open() -> NoReturn:
    st.title("Nothing lies open yet")
    st.write("Choose a formulation in the Notebook, start a blank one, or look at an example.")
    if st.button("Go to the Notebook", type="primary"):
        places.go("notebook")
    st.stop()


def _cannot_open(refused: FormulationError) -> NoReturn:
    st.title("This one cannot be opened")
    st.warning(plain(refused.sentence))
    unsaved.told(None)
    if st.button("Go to the Notebook", type="primary"):
        remembered.keep(remembered.OPEN, None)
        st.query_params.clear()
        places.go("notebook")
    st.stop()
