"""What lies ahead, gathered from every note: days to look again, and what was agreed and is not done yet."""

from __future__ import annotations

import datetime

import streamlit as st

from formulation.store.shelf import Spine
from formulation.workflows import notes
from formulation.workflows.notebooks import freshly
from formulation.workflows.notes import Ahead
from formulation.workflows.visit import Visit

from . import gate, places, remembered
from .naming import shortened
from .notices import told_afterwards
from .plain import plain

AT_ONCE = 12
"""How many are shown; the rest are said to be there."""


def lies_ahead(visit: Visit, spines: tuple[Spine, ...]) -> None:
    """Days to look again and things agreed, the earliest first; nothing where there are none."""
    found = notes.ahead(visit, spines)
    if not found:
        return
    st.subheader("To come back to")
    for one in found[:AT_ONCE]:
        _one(visit, one)
    if len(found) > AT_ONCE:
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
