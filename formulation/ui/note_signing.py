"""Signing a note: first a last look at what might say who somebody is; afterwards only addenda."""

from __future__ import annotations

import base64
import datetime

import streamlit as st

from formulation.domain.records import Drawing, SupervisionNote
from formulation.render.scene import scene_of
from formulation.render.svg import picture
from formulation.security.identifiers import KINDS, Identifier
from formulation.workflows import drafts, notes, thinking
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .forms import to_read
from .naming import drawing_namer
from .notices import told_afterwards
from .plain import plain


def who_it_might_say(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    """Words of the note that might say who somebody is: say it otherwise, or say why it may stand."""
    found = notes.still_identifying(visit, opened, note)
    if not found:
        return
    with st.container(border=True, gap="small"):
        st.markdown("**Might this say who somebody is?**")
        for one in found[:8]:
            _one_identifier(visit, opened, note, one)


def _one_identifier(visit: Visit, opened: Opened, note: SupervisionNote, one: Identifier) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        elsewhere = "" if one.words in note.text else ", in another field of this note"
        st.caption(f"“{plain(one.words)}” might be {KINDS[one.kind]}{elsewhere}.")
        if one.instead and not elsewhere:
            st.button(f"Say “{plain(one.instead)}”", key=f"say instead/{note.id}/{one.words}",
                      on_click=_say_instead, args=(visit, opened.id, note.id, one))  # fmt: skip
        with st.popover("It may stand", key=f"may stand/{note.id}/{one.words}"):
            key = f"why/{note.id}/{one.words}"
            st.text_input(f"Why may “{plain(one.words)}” stand?", key=key,
                          placeholder="such as: our own telephone number",
                          on_change=_let_stand, args=(visit, opened.id, note.id, one.words, key))  # fmt: skip
            st.caption("The reason is kept in the note.")


def _say_instead(visit: Visit, formulation_id: str, note_id: str, one: Identifier) -> None:
    def act(now: Opened) -> Opened:
        note = notes.draft_note(now, note_id)
        return notes.say_instead(visit, now, note_id, one.words, one.instead, was=note.text)

    with told_afterwards():
        drafts.settle(visit, formulation_id, note_id)
        freshly(visit, formulation_id, act)


def _let_stand(visit: Visit, formulation_id: str, note_id: str, words: str, key: str) -> None:
    reason = st.session_state[key].strip()
    if reason:
        with told_afterwards():
            freshly(
                visit,
                formulation_id,
                lambda now: notes.let_stand(visit, now, note_id, words, reason),
            )


def sign_in_two_steps(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    """Sign in two steps: a signature is not taken back."""
    if remembered.get(remembered.SIGNING) != note.id:
        st.button("Sign this note…", icon=":material/draw:", key=f"sign/{note.id}",
                  on_click=remembered.keep, args=(remembered.SIGNING, note.id))  # fmt: skip
        return
    st.info(
        "Once signed, this note stays as it is, with the drawing as it is now; dated addenda may "
        "follow. Sign it now?"
    )
    with st.container(horizontal=True):
        st.button("Sign it", type="primary", key="sign it", on_click=_sign,
                  args=(visit, opened.id, note.id))  # fmt: skip
        st.button("Not yet", key="not yet", on_click=remembered.keep,
                  args=(remembered.SIGNING, None))  # fmt: skip


def _sign(visit: Visit, formulation_id: str, note_id: str) -> None:
    today = datetime.date.today().isoformat()
    with told_afterwards():
        drafts.settle(visit, formulation_id, note_id)
        freshly(visit, formulation_id, lambda now: thinking.sign(visit, now, note_id, today))
        remembered.keep(remembered.SIGNING, None)


def signed_words(note: SupervisionNote) -> str:
    """When a note was signed, in words."""
    if not note.signed_on:
        return "Signed; it stays as it is."
    day = datetime.date.fromisoformat(note.signed_on)
    return f"Signed on {day.day} {day:%B %Y}; it stays as it is."


def addenda(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    """What was added after the signature, to read, and a place to add more."""
    to_read("Addenda", [" · ".join(filter(None, (one.written, one.words))) for one in note.addenda])
    if opened.read_only:
        return
    left = drafts.left_behind(visit, opened.id, note)
    turn = remembered.table(remembered.TURNS).get(note.id, 0)
    key = f"addendum/{note.id}/{turn}"
    if left and key not in st.session_state:
        st.warning("This was typed while the note was being signed. It can follow as an addendum.")
        st.session_state[key] = left
    st.text_area("Add to this note", key=key, height="content",
                 placeholder="What came later; it gets today's date and stays as it is.")  # fmt: skip
    st.button("Add", key=f"add/{note.id}", on_click=_add, args=(visit, opened.id, note.id, key))


def _add(visit: Visit, formulation_id: str, note_id: str, key: str) -> None:
    words = st.session_state[key].strip()
    if not words:
        return
    today = datetime.date.today().isoformat()
    with told_afterwards():
        freshly(
            visit,
            formulation_id,
            lambda now: notes.add_to_signed(visit, now, note_id, words, today),
        )
        drafts.let_go(visit, formulation_id, note_id)
        turns = remembered.table(remembered.TURNS)
        turns[note_id] = turns.get(note_id, 0) + 1


def drawing_as_signed(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    """The drawing as it was when the note was signed, looked up when asked for."""
    if not note.signed_version:
        return
    key = f"drawing as signed/{note.id}"
    if not st.toggle("The drawing as it was when this was signed", key=key):
        return
    then = notes.as_it_was_signed(visit, opened, note)
    if then is None:
        st.caption("It was signed in another notebook, and its drawing did not come along.")
        return
    drawings = {one.id: one for one in then.every(Drawing)}
    if not drawings:
        st.caption("Nothing had been drawn.")
        return
    shown = st.segmented_control(
        "Drawing as signed", list(drawings), format_func=drawing_namer(drawings),
        default=next(iter(drawings)), key=f"{key}/which", required=True, label_visibility="collapsed",
    )  # fmt: skip
    scene = scene_of(then, shown or next(iter(drawings)))
    source = base64.b64encode(picture(scene).encode()).decode()
    st.html(
        f'<img class="fn-as-signed" alt="The drawing as it was when the note was signed" '
        f'src="data:image/svg+xml;base64,{source}">'
    )
