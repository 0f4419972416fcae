"""Beginning a note: a blank page, or a format; and the team's own list of names to watch for."""

from __future__ import annotations

import datetime

import streamlit as st

from formulation.store.formats import NoteFormat
from formulation.workflows import notes, thinking
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit

from . import remembered
from .listing import remember_new
from .notices import told_afterwards
from .plain import plain


def begin_note(visit: Visit, opened: Opened, *, first: bool) -> None:
    """A button for a blank page, and the formats beside it."""
    st.button("New note", icon=":material/add:", key="new note",
              type="primary" if first else "secondary", on_click=_begin_blank, args=(visit, opened.id),
              help="A blank page. Write or talk first; what was seen, guessed, felt and agreed "
              "can be pulled out of it afterwards.")  # fmt: skip
    with st.popover("From a format…", icon=":material/view_agenda:"):
        _formats(visit, opened)


def _formats(visit: Visit, opened: Opened) -> None:
    offered, troubles = notes.formats(visit)
    for one in offered:
        minutes = f" · {one.minutes} minutes" if one.minutes else ""
        st.button(f"{plain(one.name)}{minutes}", key=f"format/{one.key}", type="tertiary",
                  on_click=_begin_from, args=(visit, opened.id, one))  # fmt: skip
        st.caption(plain(one.says))
    for trouble in troubles:
        st.warning(plain(trouble.sentence))


def _begin_blank(visit: Visit, formulation_id: str) -> None:
    today = datetime.date.today().isoformat()
    remember_new(
        remembered.NOTE, visit, formulation_id, lambda now: thinking.begin_note(visit, now, today)
    )


def _begin_from(visit: Visit, formulation_id: str, one: NoteFormat) -> None:
    today = datetime.date.today().isoformat()
    remember_new(
        remembered.NOTE, visit, formulation_id, lambda now: notes.begin_from(visit, now, one, today)
    )


def names_to_watch_for(visit: Visit) -> None:
    """The team's own list: names are put in and taken off, and can never be read here."""
    with st.popover("Names to watch for", icon=":material/visibility:"):
        st.caption(
            "Real names that should not stand in a note. They are kept so that nobody can read "
            "them back, this page included; they are only recognised."
        )
        name = st.text_input("Name", key="name to watch for", placeholder="first name, or both")
        st.text_input("Say instead", key="say instead", placeholder="the pseudonym")
        with st.container(horizontal=True):
            st.button("Watch for it", key="watch for it", on_click=_watch, args=(visit,),
                      disabled=not name.strip())  # fmt: skip
            st.button("Take it off", key="take it off", type="tertiary", on_click=_stop,
                      args=(visit,), disabled=not name.strip())  # fmt: skip
        count = len(notes.names(visit))
        st.caption("No names yet." if not count else f"{count} words are watched for.")


def _watch(visit: Visit) -> None:
    with told_afterwards():
        notes.watch_for(
            visit, st.session_state["name to watch for"], st.session_state["say instead"]
        )
        _clear()


def _stop(visit: Visit) -> None:
    with told_afterwards():
        notes.stop_watching_for(visit, st.session_state["name to watch for"])
        _clear()


def _clear() -> None:
    st.session_state["name to watch for"] = ""
    st.session_state["say instead"] = ""
