"""The text of a note: written freely, tied to the drawing by its words, and ordered afterwards."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from formulation.analysis.cues import KINDS, Sentence
from formulation.domain.records import SupervisionNote, label_of
from formulation.workflows import drafts, notes
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.notes import Selected, Tied
from formulation.workflows.visit import Visit

from . import remembered
from .again import again
from .naming import namer, shortened, things_to_point_at
from .notices import told_afterwards
from .plain import plain
from .writing import WritingState, writing_surface

LABEL = "Notes"
SUGGESTED_AT_ONCE = 6
_STANDING = {
    "moved": "moved since",
    "reworded": "reworded since",
    "lost": "these words are no longer in the note",
}


def write_text(visit: Visit, opened: Opened, note: SupervisionNote) -> Selected | None:
    """The place to write; returns what is selected in it, to be tied by a touch on the drawing."""
    ids = things_to_point_at(opened.formulation, ())
    name = namer(opened.formulation, ids)
    now = drafts.writing(visit, opened.id, note.id)
    state = writing_surface(
        opened.id,
        note.id,
        key=f"writing/{opened.id}/{note.id}",
        label=LABEL,
        text=now.text,
        version=opened.version,
        things={one: name(one) for one in ids},
        phases=note.phases,
        ways=KINDS,
    )
    if state.did:
        _do(visit, opened, note.id, state.did)
    return _selected(note.id, state)


def _selected(note_id: str, state: WritingState) -> Selected | None:
    return Selected(note_id, state.words, state.at) if state.words else None


def _do(visit: Visit, opened: Opened, note_id: str, did: Mapping[str, Any]) -> None:
    """What was asked for in the text, done once, and the page shown again with it."""
    asked = (note_id, did.get("n"))
    if remembered.get(remembered.DONE_IN_TEXT) == asked:
        return
    remembered.keep(remembered.DONE_IN_TEXT, asked)
    said = Selected(note_id, str(did.get("words", "")), _number(did.get("at")))
    if did["did"] == "tie":
        tie_words(visit, opened, said, str(did.get("to", "")))
    elif did["did"] == "pull_out":
        _pull_out(visit, opened.id, said, str(did.get("kind", "")))
    elif did["did"] == "untie":
        _untie(visit, opened.id, str(did.get("id", "")))
    again()


def _number(said: object) -> int:
    return int(said) if isinstance(said, int | float) else 0


def tie_words(visit: Visit, opened: Opened, selected: Selected, to_id: str) -> None:
    """Tie the selected words to a thing; a refusal is said when the page is drawn."""
    today = datetime.date.today().isoformat()
    with told_afterwards():
        drafts.settle(visit, opened.id, selected.note_id)
        freshly(
            visit,
            opened.id,
            lambda now: notes.tie_words(visit, now, selected, to_id, on=today),
        )


def _pull_out(visit: Visit, formulation_id: str, selected: Selected, kind: str) -> None:
    today = datetime.date.today().isoformat()
    with told_afterwards():
        drafts.settle(visit, formulation_id, selected.note_id)
        freshly(
            visit,
            formulation_id,
            lambda now: notes.pull_out(visit, now, selected, kind, on=today),
        )


def _untie(visit: Visit, formulation_id: str, passage_id: str) -> None:
    with told_afterwards():
        freshly(visit, formulation_id, lambda now: notes.untie(visit, now, passage_id))


def _keep_here(visit: Visit, formulation_id: str, passage_id: str) -> None:
    with told_afterwards():
        freshly(visit, formulation_id, lambda now: notes.keep_here(visit, now, passage_id))


def tied_words(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    """Every passage of the note with what it is tied to; moved and lost ones say so."""
    text = drafts.writing(visit, opened.id, note.id).text
    for one in notes.tied_in(opened, note.id, text):
        _tied(visit, opened, one)


def _tied(visit: Visit, opened: Opened, one: Tied) -> None:
    said, about = shortened(one.passage.quote, 60), one.passage.about
    name = (
        f"{plain(shortened(opened.formulation.name_of(about), 60))} · {label_of(about)}"
        if about
        else "something that is no longer on the map"
    )
    standing = _STANDING.get(one.found.standing, "")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"“{plain(said)}” → {name}" + (f" · *{standing}*" if standing else ""))
        if one.found.standing in ("moved", "reworded"):
            st.button("That is right", key=f"keep here/{one.passage.id}", type="tertiary",
                      on_click=_keep_here, args=(visit, opened.id, one.passage.id))  # fmt: skip
        st.button("Let go", key=f"untie/{one.passage.id}", type="tertiary",
                  on_click=_untie, args=(visit, opened.id, one.passage.id))  # fmt: skip


def pull_things_out(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    """A few sentences at a time with what they sound like; nothing is sorted by itself."""
    waiting = [one for one in notes.to_pull_out(opened, note) if one.kind]
    st.caption(
        "Suggestions by plain cues, a few at a time. Or select any words above and use the "
        "buttons over the text. The words stay where they are."
    )
    if not waiting:
        st.caption("Nothing waits to be pulled out.")
    for at, one in enumerate(waiting[:SUGGESTED_AT_ONCE]):
        _suggested(visit, opened, note, one, at)


def _suggested(visit: Visit, opened: Opened, note: SupervisionNote, one: Sentence, at: int) -> None:
    st.html(f'<div class="fn-read"><p>{escape(shortened(one.words, 240))}</p></div>')
    kinds = [one.kind, *(kind for kind in KINDS if kind != one.kind)]
    with st.container(horizontal=True, gap="small"):
        for kind in kinds:
            st.button(
                KINDS[kind].capitalize(), key=f"pull out/{note.id}/{at}/{kind}",
                type="secondary" if kind == one.kind else "tertiary",
                help=f"Because of “{plain(one.cue)}”." if kind == one.kind else None,
                on_click=_pull_out,
                args=(visit, opened.id, Selected(note.id, one.words, one.start), kind),
            )  # fmt: skip


def marked_html(opened: Opened, note: SupervisionNote) -> str:
    """The text to read, with its tied words marked; every letter escaped."""
    text, at, pieces = note.text, 0, []
    for one in notes.tied_in(opened, note.id, text):
        if not one.found.is_there or one.found.start < at:
            continue
        about = escape(opened.formulation.name_of(one.passage.about), quote=True)
        words = escape(text[one.found.start : one.found.end])
        pieces += [escape(text[at : one.found.start]), f'<mark title="{about}">{words}</mark>']
        at = one.found.end
    said = "".join([*pieces, escape(text[at:])])
    return f'<div class="fn-read fn-note-text"><small>{LABEL}</small><p>{said}</p></div>'
