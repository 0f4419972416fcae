"""The person's own words: written down as they were said, and tied to the drawing by a touch."""

from __future__ import annotations

import datetime

import streamlit as st

from formulation.domain.records import Voice
from formulation.workflows import hearing
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .choices import one_remembered
from .forms import record_form
from .naming import shortened
from .notices import told_afterwards

VOICE_FIELDS = ("words", "said_on", "themes", "links", "held")


def their_words(visit: Visit, opened: Opened) -> str | None:
    """Words to write down, and those kept; returns the id of the one a touch on the drawing ties."""
    st.caption("What the person said, in their words. These are theirs: they may read them.")
    if not opened.read_only:
        with (
            st.form("their words", border=False, enter_to_submit=True),
            st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
        ):
            st.text_input("As it was said", key="heard", placeholder="“…”")
            st.form_submit_button("Keep their words", on_click=_hear, args=(visit, opened.id))
    voices = {one.id: one for one in opened.formulation.every(Voice)}
    if not voices:
        st.caption("None of their words are kept here yet.")
        return None
    chosen = one_remembered(
        "Which of their words?", remembered.VOICE, list(voices),
        lambda one: shortened(voices[one].words or "(no words yet)", 80),
        label_visibility="collapsed",
    )  # fmt: skip
    record_form(visit, opened, chosen, only=VOICE_FIELDS)
    return chosen


def _hear(visit: Visit, formulation_id: str) -> None:
    said, today = str(st.session_state["heard"]), datetime.date.today().isoformat()
    with told_afterwards():
        _, new_id = freshly(
            visit, formulation_id, lambda now: hearing.hear(visit, now, said, today)
        )
        remembered.keep(remembered.VOICE, new_id)
        st.session_state["heard"] = ""
