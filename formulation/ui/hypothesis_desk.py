"""Hypotheses as they are written down: inside a note, and on their own page."""

from __future__ import annotations

import streamlit as st

from formulation.domain.kinds import HYPOTHESIS_STANDINGS
from formulation.domain.records import Hypothesis, SupervisionNote
from formulation.workflows import wondering
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .choices import keyed
from .forms import record_form, to_read
from .listing import belonging, choose, remember_new
from .naming import namer, shortened
from .notices import told_afterwards

HYPOTHESIS_FIELDS = (
    "words", "about", "evidence_for", "evidence_against", "expect_to_see",
    "would_change_our_mind", "links", "raised_by", "status", "held",
)  # fmt: skip


def hypotheses_in_note(visit: Visit, opened: Opened, note: SupervisionNote | None) -> str | None:
    """Hypotheses written beside a note; returns the id of the one a touch on the drawing ties."""
    formulation = opened.formulation
    hypotheses = {one.id: one for one in belonging(formulation.every(Hypothesis), note)}
    st.caption("Tentative words, at least one rival, and something that would change our mind.")
    if not opened.read_only:
        st.button("We wonder…", icon=":material/add:", key="new hypothesis", on_click=_wonder,
                  args=(visit, opened.id, note.id if note else None))  # fmt: skip
    chosen = choose(remembered.HYPOTHESIS, hypotheses, hypothesis_name)
    if chosen is None:
        st.caption("No hypotheses yet.")
        return None
    record_form(visit, opened, chosen, only=HYPOTHESIS_FIELDS[:1])
    rivals_field(visit, opened, chosen)
    record_form(visit, opened, chosen, only=HYPOTHESIS_FIELDS[1:])
    lacks = wondering.missing_before_leading(formulation, hypotheses[chosen])
    if lacks:
        st.caption(f"Before it leads, it would need {' and '.join(lacks)}.")
    return chosen


def _wonder(visit: Visit, formulation_id: str, note_id: str | None) -> None:
    remember_new(
        remembered.HYPOTHESIS,
        visit,
        formulation_id,
        lambda now: wondering.wonder(visit, now, note_id),
    )


def hypothesis_name(one: Hypothesis) -> str:
    """A hypothesis in one line: its words and its standing."""
    words = shortened(one.words or "We wonder…", 80)
    return f"{words}  ·  {HYPOTHESIS_STANDINGS[one.status].label}"


def rivals_field(visit: Visit, opened: Opened, some_id: str) -> None:
    """Rivals are rivals both ways; naming one here names this one there."""
    formulation = opened.formulation
    others = [one.id for one in formulation.every(Hypothesis) if one.id != some_id]
    rivals = [one for one in wondering.rivals_of(formulation, some_id) if one in others]
    if opened.read_only:
        to_read("Rivals: what else could it be?", [formulation.name_of(one) for one in rivals])
        return
    name = namer(formulation, others)
    key = keyed(f"rivals/{some_id}/{'.'.join(rivals)}", [name(one) for one in others])
    st.multiselect(
        "Rivals: what else could it be?", others, default=rivals, key=key, format_func=name,
        placeholder="choose at least one, or wonder again above",
        on_change=_name_rivals, args=(visit, opened.id, some_id, key),
    )  # fmt: skip


def _name_rivals(visit: Visit, formulation_id: str, some_id: str, key: str) -> None:
    rivals = tuple(st.session_state[key])
    with told_afterwards():
        freshly(
            visit, formulation_id, lambda now: wondering.make_rivals(visit, now, some_id, rivals)
        )
