"""The desk of the Supervision page: the note, its hypotheses and pulls, and a small drawing to touch."""

from __future__ import annotations

import streamlit as st

from formulation.domain.kinds import NOTE_FORMATS
from formulation.domain.records import SupervisionNote
from formulation.workflows import drafts
from formulation.workflows.notebooks import Opened
from formulation.workflows.notes import Selected
from formulation.workflows.visit import Visit

from . import gate, remembered, unsaved
from .asking import go_on_where_asked, worth_asking_beside
from .banner import banner
from .choices import one_remembered
from .finding import show_found
from .forms import record_form
from .hypothesis_form import hypotheses_in_note
from .moving import follow
from .naming import shortened
from .note_signing import (
    addenda,
    drawing_as_signed,
    sign_in_two_steps,
    signed_words,
    who_it_might_say,
)
from .note_starting import begin_note, names_to_watch_for
from .note_text import marked_html, pull_things_out, tie_words, tied_words, write_text
from .notices import show_what_was_refused, told_kindly
from .printing import print_this
from .pull_desk import pulls_in_note
from .small_drawing import small_drawing
from .voice_desk import their_words

NOTE, HYPOTHESES, PULLS, VOICES = "The note", "Hypotheses", "Pulls", "Their words"

NOTE_IN_THE_ADDRESS = "note"

SECTIONS = {
    "Seen, and inferred": ("observed", "inferred", "parallel_process"),
    "What we will do": ("agreed", "share_back", "risk_and_record", "review_on"),
    "This meeting": ("date", "format", "minutes", "brought_by", "present", "about"),
}
"""What is opened on request: first comes only what tired people need, the question and the text."""


@st.fragment
def desk() -> None:
    """Everything on the Supervision page."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    with told_kindly():
        drafts.settle_what_rests(visit, opened.id)
    banner(opened)
    show_found(opened.formulation)
    follow(opened)
    note = _choose_note(visit, opened)
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        part = st.segmented_control(
            "What are we writing?", (NOTE, HYPOTHESES, PULLS, VOICES), key="part of note",
            default=remembered.get(remembered.PART, NOTE), required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        remembered.keep(remembered.PART, part)
        show_what_was_refused()
        unsaved.told(opened.formulation)
        active, selected = _writing(visit, opened, note, part or NOTE)

    def tie_instead(to_id: str) -> None:
        if selected:
            tie_words(visit, opened, selected, to_id)

    with right, st.container(key="beside-note"):
        small_drawing(
            visit,
            opened,
            active,
            words=selected.words if selected else "",
            tie_instead=tie_instead,
        )
        worth_asking_beside(visit, opened)
    remembered.keep(remembered.TYPING, None)
    go_on_where_asked("supervision")


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
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = notes and one_remembered(
            "Supervision note", remembered.NOTE, list(notes), lambda one: note_name(notes[one]),
            width=520,
        )  # fmt: skip
        if not opened.read_only:
            begin_note(visit, opened, first=not notes)
            names_to_watch_for(visit)
    if not notes:
        st.caption(
            "A note is about our thinking and feeling; it is neither the clinical record nor minutes."
        )
        return None
    if st.query_params.get(NOTE_IN_THE_ADDRESS) != chosen:
        st.query_params[NOTE_IN_THE_ADDRESS] = str(chosen)
    return notes[str(chosen)]


def note_name(note: SupervisionNote) -> str:
    """A note in one line: its day, the kind of meeting or its format, its question."""
    day = note.date or "no date yet"
    kind = note.shape or NOTE_FORMATS[note.format].label
    return " · ".join(filter(None, (day, kind, shortened(note.question, 60))))


def _writing(
    visit: Visit, opened: Opened, note: SupervisionNote | None, part: str
) -> tuple[str | None, Selected | None]:
    """The part of the note being written: the id of what a touch on the drawing is tied to, and
    the words selected in the text, to which it is tied instead."""
    if part == HYPOTHESES:
        return hypotheses_in_note(visit, opened, note), None
    if part == PULLS:
        return pulls_in_note(visit, opened, note), None
    if part == VOICES:
        return their_words(visit, opened), None
    if note is None:
        return None, None
    if note.standing == "signed" or opened.read_only:
        _to_read(visit, opened, note)
        return None, None
    return note.id, _to_write(visit, opened, note)


def _to_write(visit: Visit, opened: Opened, note: SupervisionNote) -> Selected | None:
    record_form(visit, opened, note.id, only=("question",))
    selected = write_text(visit, opened, note)
    tied_words(visit, opened, note)
    who_it_might_say(visit, opened, note)
    with st.expander("Pull things out of it"):
        pull_things_out(visit, opened, note)
    for title, names in SECTIONS.items():
        with st.expander(title, expanded=_open_at_first(note, title, names)):
            record_form(visit, opened, note.id, only=names)
            if "risk_and_record" in names:
                st.caption(_NOT_THE_RECORD)
    record_form(visit, opened, note.id, only=("held",))
    print_this(visit, opened, "note", note.id)
    sign_in_two_steps(visit, opened, note)
    return selected


_NOT_THE_RECORD = (
    "Risk and decisions belong in the clinical record at once; here, only where they were recorded."
)


def _open_at_first(note: SupervisionNote, title: str, names: tuple[str, ...]) -> bool:
    """Whether a section stands open when a note is first shown: where something in it was written."""
    table = remembered.table(remembered.SECTIONS)
    said = any(getattr(note, name) for name in names) and title != "This meeting"
    return bool(table.setdefault((note.id, title), said))


def _to_read(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    """A signed note, or one of an example: everything it says, and what was added since."""
    signed = note.standing == "signed"
    if signed:
        st.info(f"{signed_words(note)} What comes later is written as an addendum.")
    record_form(
        visit, opened, note.id, only=("date", "format", "brought_by", "question"), locked=True
    )
    if note.text:
        st.html(marked_html(opened, note))
    for names in SECTIONS.values():
        left = tuple(name for name in names if name not in ("date", "format", "brought_by"))
        record_form(visit, opened, note.id, only=left, locked=True)
    record_form(visit, opened, note.id, only=("let_stand", "held"), locked=True)
    st.caption(_NOT_THE_RECORD)
    print_this(visit, opened, "note", note.id)
    if signed:
        addenda(visit, opened, note)
        drawing_as_signed(visit, opened, note)
