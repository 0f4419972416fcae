"""Loops drawn without a name: each told step by step, and asked what it might be called."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.domain.formulation import Formulation
from formulation.domain.records import Procedure
from formulation.workflows import mapping
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from .again import again
from .notices import told_kindly
from .plain import plain

AT_ONCE = 3
"""How many are asked about at a time."""


def without_a_name(formulation: Formulation) -> tuple[Procedure, ...]:
    """The loops that have steps and no name yet."""
    loops = formulation.every(Procedure)
    return tuple(one for one in loops if not one.name and any(one.all_steps()))


def ask_for_names(visit: Visit, opened: Opened) -> None:
    """Ask what each loop without a name might be called; any of its own steps may be chosen for a name."""
    if opened.read_only:
        return
    for one in without_a_name(opened.formulation)[:AT_ONCE]:
        with st.form(f"name of {one.id}", border=True):
            _asked(visit, opened, one)


def _asked(visit: Visit, opened: Opened, one: Procedure) -> None:
    steps = list(dict.fromkeys(step.words for step in one.all_steps() if step.words))
    said = ", then ".join(f"“{words}”" for words in steps)
    st.html(
        f'<p class="fn-told"><strong>What would this loop be called?</strong> {escape(said)}</p>'
    )
    chosen = st.selectbox(
        "A name for it", steps, index=None, accept_new_options=True, format_func=plain,
        placeholder="their own words for it, or one of its steps", key=f"named/{one.id}",
        help="A few words for what is done, so that it can be noticed while it happens. "
        "The person’s own words are best.",
    )  # fmt: skip
    if st.form_submit_button("Call it this") and chosen:
        with told_kindly():
            freshly(visit, opened.id, lambda now: mapping.reword(visit, now, one.id, chosen, ""))
            again()
