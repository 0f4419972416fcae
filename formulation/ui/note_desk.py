"""The desk of the Supervision page: the note, its hypotheses and pulls, and a small drawing to touch."""

from __future__ import annotations

import datetime

import streamlit as st

from formulation.domain.kinds import NOTE_FORMATS
from formulation.domain.records import SupervisionNote
from formulation.workflows import thinking
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import gate, remembered, unsaved
from .banner import banner
from .choices import one_remembered
from .forms import record_form
from .hypothesis_form import hypotheses_in_note
from .listing import remember_new
from .naming import shortened
from .notices import show_what_was_refused, told_afterwards
from .pull_desk import pulls_in_note
from .small_drawing import small_drawing

NOTE, HYPOTHESES, PULLS = "The note", "Hypotheses", "Pulls"

NOTE_IN_THE_ADDRESS = "note"

NOTE_FIRST = ("date", "format", "minutes", "brought_by", "present", "question")
NOTE_THEN = (
    "observed", "inferred", "text", "about", "parallel_process", "agreed", "share_back",
    "risk_and_record", "review_on", "held",
)  # fmt: skip


@st.fragment
def desk() -> None:
    """Everything on the Supervision page."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    banner(opened)
    note = _choose_note(visit, opened)
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        part = st.segmented_control(
            "What are we writing?", (NOTE, HYPOTHESES, PULLS), key="part of note",
            default=remembered.get(remembered.PART, NOTE), required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        remembered.keep(remembered.PART, part)
        show_what_was_refused()
        unsaved.told(opened.formulation)
        active = _writing(visit, opened, note, part or NOTE)
    with right:
        small_drawing(visit, opened, active)
    remembered.keep(remembered.TYPING, None)


def _choose_note(visit: Visit, opened: Opened) -> SupervisionNote | None:
    """Which note lies open; newest first."""
    notes = {
        note.id: note
        for note in sorted(
            opened.formulation.every(SupervisionNote), key=lambda one: one.date, reverse=True
        )
    }
    if remembered.get(remembered.NOTE) is None:  # after a refresh, the address still knows
        remembered.keep(remembered.NOTE, st.query_params.get(NOTE_IN_THE_ADDRESS))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        chosen = notes and one_remembered(
            "Supervision note", remembered.NOTE, list(notes), lambda one: note_name(notes[one]),
            width=520,
        )  # fmt: skip
        if not opened.read_only:
            st.button("New note", icon=":material/add:", key="new note",
                      type="secondary" if notes else "primary",
                      on_click=_begin_note, args=(visit, opened.id))  # fmt: skip
    if not notes:
        st.caption(
            "A note is about our thinking and feeling; it is neither the clinical record nor minutes."
        )
        return None
    if st.query_params.get(NOTE_IN_THE_ADDRESS) != chosen:
        st.query_params[NOTE_IN_THE_ADDRESS] = str(chosen)
    return notes[str(chosen)]


def note_name(note: SupervisionNote) -> str:
    """A note in one line: its day, the kind of meeting, its question."""
    day = note.date or "no date yet"
    kind = NOTE_FORMATS[note.format].label
    return " · ".join(filter(None, (day, kind, shortened(note.question, 60))))


def _begin_note(visit: Visit, formulation_id: str) -> None:
    def act(now: Opened) -> tuple[Opened, str]:
        return thinking.begin_note(visit, now, datetime.date.today().isoformat())

    remember_new(remembered.NOTE, visit, formulation_id, act)


def _writing(visit: Visit, opened: Opened, note: SupervisionNote | None, part: str) -> str | None:
    """The part of the note being written; returns the id of what the small drawing is tied to."""
    if part == HYPOTHESES:
        return hypotheses_in_note(visit, opened, note)
    if part == PULLS:
        return pulls_in_note(visit, opened, note)
    if note is None:
        return None
    _note(visit, opened, note)
    return None if note.standing == "signed" else note.id


def _note(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    signed = note.standing == "signed"
    if signed:
        st.info(f"{_signed_words(note)} What comes later is written as an addendum.")
    first, then = st.columns(2)
    with first:
        record_form(visit, opened, note.id, only=NOTE_FIRST[:3], locked=signed)
    with then:
        record_form(visit, opened, note.id, only=NOTE_FIRST[3:5], locked=signed)
    record_form(visit, opened, note.id, only=(*NOTE_FIRST[5:], *NOTE_THEN), locked=signed)
    st.caption(
        "Risk and decisions belong in the clinical record at once; here, only where they were recorded."
    )
    if signed:
        record_form(visit, opened, note.id, only=("addenda",))
    elif not opened.read_only:
        _signing(visit, opened, note)


def _signed_words(note: SupervisionNote) -> str:
    if not note.signed_on:
        return "Signed; it stays as it is."
    day = datetime.date.fromisoformat(note.signed_on)
    return f"Signed on {day.day} {day:%B %Y}; it stays as it is."


def _signing(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    """Sign in two steps: a signature is not taken back."""
    if remembered.get(remembered.SIGNING) != note.id:
        st.button("Sign this note…", icon=":material/draw:", key=f"sign/{note.id}",
                  on_click=remembered.keep, args=(remembered.SIGNING, note.id))  # fmt: skip
        return
    st.info("Once signed, this note stays as it is; dated addenda may follow. Sign it now?")
    with st.container(horizontal=True):
        st.button("Sign it", type="primary", key="sign it", on_click=_sign,
                  args=(visit, opened.id, note.id))  # fmt: skip
        st.button("Not yet", key="not yet", on_click=remembered.keep,
                  args=(remembered.SIGNING, None))  # fmt: skip


def _sign(visit: Visit, formulation_id: str, note_id: str) -> None:
    with told_afterwards():
        today = datetime.date.today().isoformat()
        freshly(visit, formulation_id, lambda now: thinking.sign(visit, now, note_id, today))
        remembered.keep(remembered.SIGNING, None)
