"""A common role put on the open map by deliberate choice: doubted, in nobody's words yet, easy to cross out."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.kinds import TONES
from formulation.domain.vocabulary import Pair
from formulation.workflows import looking_up
from formulation.workflows.notebooks import Opened, freshly, is_example, open_formulation
from formulation.workflows.visit import Visit

from . import gate, remembered
from .again import again
from .notices import show
from .plain import plain

NOT_OURS_YET = (
    "It goes on with a question mark and as nobody’s words. Ask the person, say it their way, "
    "or take it off again."
)


def from_the_library(visit: Visit, opened: Opened) -> None:
    """In the Map's adding panel: find a pair by a word near it, and put it down as a question."""
    with st.expander("A pair from the library of roles", icon=":material/menu_book:"):
        turn = remembered.table(remembered.TURNS).get("library", 0)
        chosen = _chosen(looking_up.common_roles(), f"library of roles/{turn}")
        st.caption(NOT_OURS_YET)
        if st.button("Put it on, as a question", key="put a pair on", disabled=chosen is None,
                     width="stretch") and chosen:  # fmt: skip
            _put_on(visit, opened, chosen)


def onto_the_open_map(visit: Visit, found: tuple[Pair, ...]) -> None:
    """On the Learn page: one of the pairs found, put on the map that lies open, where one does."""
    opened = _lying_open(visit)
    if opened is None or not found:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = _chosen(found, "pair to put on", width=420)
        name = plain(opened.formulation.cover.pseudonym or "the open map")
        if st.button(f"Put it on {name}, as a question", disabled=chosen is None) and chosen:
            _put_on(visit, opened, chosen)
    st.caption(NOT_OURS_YET)


def _chosen(
    found: tuple[Pair, ...], key: str, width: int | Literal["stretch"] = "stretch"
) -> Pair | None:
    """One pair; typing finds it by its words, its near-words or its tone."""
    pairs = {one.id: one for one in found}
    chosen: str | None = st.selectbox(
        "Which pair?", list(pairs), index=None, key=key, placeholder="type a word near it",
        format_func=lambda one: _said(pairs[one]), width=width,
    )  # fmt: skip
    return pairs.get(chosen or "")


def _said(pair: Pair) -> str:
    near = ", ".join((*pair.near_top[:1], *pair.near_bottom[:1]))
    return f"{pair.words} · {TONES[pair.tone].label}" + (f" · near: {near}" if near else "")


def _lying_open(visit: Visit) -> Opened | None:
    """What lies open and may be written in; an example may not."""
    formulation_id = remembered.get(remembered.OPEN) or st.query_params.get(gate.IN_THE_ADDRESS)
    if not formulation_id or is_example(str(formulation_id)):
        return None
    try:
        return open_formulation(visit, str(formulation_id))
    except FormulationError:  # it was erased meanwhile: then there is nowhere to put it
        return None


def _put_on(visit: Visit, opened: Opened, pair: Pair) -> None:
    role = looking_up.suggested(pair)
    try:
        freshly(visit, opened.id, lambda now: looking_up.put_on_map(visit, now, role))
    except FormulationError as refused:
        show(refused)
        return
    remembered.keep(remembered.SELECTED, (role.id,))
    turns = remembered.table(remembered.TURNS)
    turns["library"] = turns.get("library", 0) + 1
    st.toast("It is on the map, with a question mark.")
    again()
