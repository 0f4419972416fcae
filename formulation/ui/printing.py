"""Printing from the page where something is written: looked at, checked, marked and written in the ledger."""

from __future__ import annotations

from datetime import date

import streamlit as st

from formulation.domain.audience import Copied
from formulation.render.documents import Wanted
from formulation.security.identifiers import KINDS
from formulation.workflows import sharing
from formulation.workflows.notebooks import Opened
from formulation.workflows.sharing import Asked
from formulation.workflows.visit import Visit

from . import remembered
from .again import again
from .notices import told_kindly
from .plain import plain

HELD = {
    "note": "This note, with the hypotheses and pulls written in it. Everything else is left out.",
    "hypotheses": "Every hypothesis with its rivals and what speaks for and against it. "
    "The drawings, notes and pulls are left out.",
    "whole": "Everything for supervision: drawings, words, tables, notes, hypotheses and pulls.",
}
"""What is in each document that can be printed from its own page, and what is not."""


def print_this(visit: Visit, opened: Opened, what: str, one_id: str = "") -> None:
    """What would be on paper and what would not; then the PDF, written down before it can be taken.

    `what`: "note", "hypotheses" or "whole", as documents are called; `one_id`: of the note.
    """
    key = f"print/{what}/{one_id}"
    place = st.popover("Print this", icon=":material/print:", key=key, on_change="rerun")
    if place.open:
        asked = Asked("supervision", "pdf", what, Wanted(one_id=one_id))
        with place, told_kindly():
            _looked_at(visit, opened, asked, key)


def _looked_at(visit: Visit, opened: Opened, asked: Asked, key: str) -> None:
    copied = sharing.looked_over(opened, asked)
    st.caption(HELD[asked.document])
    st.image(sharing.preview(copied, asked), width=250, caption="The first page, as it will be")
    settled = _words_looked_at(visit, opened, asked, copied, key)
    made = remembered.get(remembered.COPY_MADE)
    if made is not None and made[:3] == (opened.id, asked, opened.version):
        _take(copied, asked, made[3], made[4], key)
    elif st.button("Make the PDF", type="primary", key=f"{key}/make", disabled=not settled):
        mark, today = sharing.new_mark(), date.today()
        now, _ = sharing.write_down(visit, opened, asked, mark=mark, on=today)
        remembered.keep(remembered.COPY_MADE, (opened.id, asked, now.version, mark, today))
        again()


def _words_looked_at(visit: Visit, opened: Opened, asked: Asked, copied: Copied, key: str) -> bool:
    """Words on this paper that might say who somebody is; it waits until somebody has looked at them."""
    found = sharing.may_identify_on_paper(visit, opened, copied, asked)
    if not found:
        st.caption("No names, numbers or addresses were noticed. Read it through all the same.")
        return True
    for one in found:
        st.markdown(f"- {plain(one.words)} ({KINDS[one.kind]})")
    said = "I have looked at these words, and they may be on this paper"
    return st.checkbox(said, key=f"{key}/looked")


def _take(copied: Copied, asked: Asked, mark: str, on: date, key: str) -> None:
    leaving = sharing.written(copied, asked, mark=mark, on=on)
    st.download_button(
        f"Take copy {mark}", leaving.data, leaving.name, leaving.media, type="primary",
        key=f"{key}/take", on_click="ignore",
    )  # fmt: skip
