"""One box over every word one may see; what is typed stays in this visit, never in an address or a log."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from formulation.analysis.searching import Hit
from formulation.domain.formulation import Formulation
from formulation.workflows import searching
from formulation.workflows.searching import Found
from formulation.workflows.visit import Visit

from . import finding, remembered
from .emblems import emblem_picture
from .naming import shortened
from .plain import plain

FIRST: Final = 5
"""How many places are shown of each formulation until somebody wants more."""

TYPED, EXAMPLES_TOO = "search words", "search examples too"


@st.fragment
def search_box(visit: Visit) -> None:
    """Look for words in maps, notes, hypotheses, pulls and voices; forgiving of spelling."""
    box, too = st.columns([3, 1.1], vertical_alignment="bottom", width=680)
    typed = box.text_input(
        "Search every word here",
        key=TYPED,
        placeholder="a few words, spelt roughly",
        icon=":material/search:",
        autocomplete="off",
    )
    examples = too.toggle("Examples too", key=EXAMPLES_TOO)
    if not typed.strip():
        return
    found = searching.search(visit, typed, examples=examples)
    if not found:
        st.html('<p class="fn-quiet">Nothing here says that, or anything like it.</p>')
        return
    for one in found:
        _group(one, typed)
    st.button("Clear the search", icon=":material/close:", key="search/clear",
              on_click=_clear, type="tertiary")  # fmt: skip


def _clear() -> None:
    st.session_state[TYPED] = ""
    remembered.keep(remembered.MORE_FOUND, None)


def _group(found: Found, typed: str) -> None:
    """What was found in one formulation: whose it is, then the places."""
    all_shown = remembered.get(remembered.MORE_FOUND) == (found.formulation.id, typed)
    with st.container(border=True, gap="small", width=880):
        st.html(_whose(found))
        for at, hit in enumerate(found.hits if all_shown else found.hits[:FIRST]):
            _hit(found.formulation, hit, at)
        if len(found.hits) > FIRST and not all_shown:
            st.button("More from here", key=f"more/{found.formulation.id}", type="tertiary",
                      on_click=remembered.keep,
                      args=(remembered.MORE_FOUND, (found.formulation.id, typed)))  # fmt: skip


def _whose(found: Found) -> str:
    cover = found.formulation.cover
    name = cover.title or cover.pseudonym or "no name yet"
    small = "<small>an example</small>" if found.example else ""
    return (
        f'<div class="fn-card">{emblem_picture(cover.emblem, cover.colour)}'
        f"<span><strong>{escape(name)}</strong>{small}</span></div>"
    )


def _hit(formulation: Formulation, hit: Hit, at: int) -> None:
    """One place: a press opens it there, with the words as they stand."""
    name = plain(shortened(formulation.name_of(hit.where), 60))
    label = escape(hit.label.partition(" (")[0])
    with st.container(gap=None):
        pressed = st.button(
            name, key=f"hit/{formulation.id}/{at}/{hit.where}", icon=":material/my_location:",
            type="tertiary",
        )  # fmt: skip
        st.html(f'<p class="fn-hit"><small>{label}</small> {finding.marked(hit.snippet)}</p>')
    if pressed:
        finding.go_there(formulation, hit.where, hit.snippet)
