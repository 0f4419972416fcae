"""Pulls as they are written down: inside a note, and on their own page."""

from __future__ import annotations

import streamlit as st

from formulation.domain.kinds import PULL_KINDS
from formulation.domain.records import Pull, SupervisionNote
from formulation.workflows import pulling
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit

from . import remembered
from .forms import record_form
from .listing import belonging, choose, remember_new
from .naming import shortened

PULL_FIELDS = (
    "felt_by", "where", "feeling", "body", "urge", "invited_to", "other_at", "kind", "strength",
    "acted_on", "could_also_be", "instead", "repair", "exit", "hypotheses", "felt_on", "stage", "note",
    "held",
)  # fmt: skip


def pulls_in_note(visit: Visit, opened: Opened, note: SupervisionNote | None) -> str | None:
    """Pulls written beside a note; returns the id of the one a touch on the drawing places."""
    pulls = {one.id: one for one in belonging(opened.formulation.every(Pull), note)}
    st.caption(
        "A pull belongs to the helper who felt it. It is evidence about a relationship, "
        "never a fact about a person. “Not on the map yet” is a good answer."
    )
    if not opened.read_only:
        st.button("I noticed a pull", icon=":material/add:", key="new pull", on_click=_notice,
                  args=(visit, opened.id, note.id if note else None))  # fmt: skip
    chosen = choose(remembered.PULL, pulls, pull_name)
    if chosen is None:
        st.caption("No pulls yet.")
        return None
    record_form(visit, opened, chosen, only=PULL_FIELDS)
    return chosen


def _notice(visit: Visit, formulation_id: str, note_id: str | None) -> None:
    remember_new(
        remembered.PULL,
        visit,
        formulation_id,
        lambda now: pulling.notice_pull(visit, now, note_id),
    )


def pull_name(one: Pull) -> str:
    """A pull in one line: who felt it, what they wanted to do, and its kind."""
    said = one.urge or one.feeling or "a pull not put into words yet"
    kind = PULL_KINDS[one.kind].label
    return "  ·  ".join(filter(None, (one.felt_by, shortened(said), kind)))
