"""What lies ahead, gathered from every note: days to look again, and what was agreed and is not done yet."""

from __future__ import annotations

import datetime

import streamlit as st

from formulation.store.shelf import Spine
from formulation.workflows import notes
from formulation.workflows.lying_ahead import READ_AT_ONCE, Ahead, Gathered, ahead
from formulation.workflows.notebooks import freshly
from formulation.workflows.visit import Visit

from . import gate, places, remembered
from .naming import shortened
from .notices import told_afterwards
from .plain import plain

AT_ONCE = 12
"""How many are shown; the rest are said to be there."""


def lies_ahead(visit: Visit, spines: tuple[Spine, ...]) -> None:
    """Days to look again and things agreed, the earliest first; nothing where there are none."""
    few = len(spines) <= READ_AT_ONCE
    gathered = ahead(visit, spines, READ_AT_ONCE if few else 0)
    if gathered.unread:
        _while_reading(visit, spines)
    else:
        _shown(visit, gathered)


@st.fragment(run_every=0.3)
def _while_reading(visit: Visit, spines: tuple[Spine, ...]) -> None:
    """A long shelf is read a few at a time, so that nobody waits for it; then the whole is shown at rest."""
    gathered = ahead(visit, spines)
    if not gathered.unread:
        st.rerun()
    _shown(visit, gathered)
    st.caption("Still reading the rest of the shelf.")


def _shown(visit: Visit, gathered: Gathered) -> None:
    if gathered.found:
        st.subheader("To come back to")
    for one in gathered.found[:AT_ONCE]:
        _one(visit, one)
    if len(gathered.found) > AT_ONCE:
        st.caption("There is more, later than these.")


def _one(visit: Visit, one: Ahead) -> None:
    day = datetime.date.fromisoformat(one.day)
    whose = plain(one.spine.cover.pseudonym or one.spine.cover.title or "no name yet")
    kind = "look again" if one.at is None else "agreed"
    said = plain(shortened(one.what, 90)) or "no words yet"
    passed = " · *this day has passed*" if day < datetime.date.today() else ""
    key = f"{one.spine.id}/{one.note_id}/{one.at}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{day.day} {day:%B %Y}** · {whose} · {kind}: {said}{passed}")
        if one.at is not None:
            st.button("Done", key=f"done/{key}", type="tertiary", on_click=_done, args=(visit, one))
        if st.button("Open the note", key=f"open note/{key}", type="tertiary"):
            gate.lay_open(one.spine.id)
            remembered.keep(remembered.NOTE, one.note_id)
            places.go("supervision", **{gate.IN_THE_ADDRESS: one.spine.id, "note": one.note_id})


def _done(visit: Visit, one: Ahead) -> None:
    if one.at is None:
        return
    at, today = one.at, datetime.date.today().isoformat()
    with told_afterwards():
        freshly(
            visit,
            one.spine.id,
            lambda now: notes.mark_done(visit, now, one.note_id, at, today),
        )
