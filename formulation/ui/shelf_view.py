"""The shelf as one sees it: formulations as cards with their drawing, a way to begin, and the examples."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import Cover, Drawing
from formulation.store.library import Example
from formulation.store.shelf import Spine
from formulation.workflows import notebooks
from formulation.workflows.visit import Visit

from . import gate, places
from .ahead import lies_ahead
from .banner import saved_words, stage_words
from .canvas import canvas
from .emblems import emblem_picture
from .notices import show, told_kindly
from .plain import plain
from .searching import search_box

COLUMNS = 3
AT_FIRST, MORE = 12, 24
"""How many formulations are shown with their drawings, and how many more each time somebody asks."""

EXAMPLES_AT_FIRST = 9
"""Three rows; the Learn page lists every one by what it teaches."""

_SHOWN = "how many on the shelf"
_ALL_EXAMPLES = "every example shown"


def greeting(visit: Visit) -> None:
    """What this place is, in one sentence."""
    st.title("Notebook")
    st.html(
        '<p class="fn-lead">Maps of reciprocal roles and states, with the notes, hypotheses and '
        "pulls that belong beside them. Everything stays on this computer.</p>"
    )
    search_box(visit)


def begin(visit: Visit) -> None:
    """Start a blank formulation under a pseudonym."""
    with st.form("begin", border=False, width=680):
        name, go = st.columns([3, 1], vertical_alignment="bottom")
        pseudonym = name.text_input(
            "Start a blank one for…",
            placeholder="a pseudonym, never the person's own name",
            key="pseudonym",
        )
        pressed = go.form_submit_button("Start", type="primary", width="stretch")
    if pressed:
        with told_kindly():
            _open_on_map(notebooks.begin_blank(visit, pseudonym).id)


def formulations(visit: Visit) -> None:
    """Every formulation on the shelf, the latest touched first."""
    st.subheader("On the shelf")
    try:
        spines = notebooks.along_the_shelf(visit)
    except FormulationError as refused:
        show(refused)
        return
    if not spines:
        st.caption("Nothing here yet. Start a blank one above, or make an example your own below.")
    wanted = _named(spines)
    shown = wanted[: st.session_state.get(_SHOWN, AT_FIRST)]
    for row in range(0, len(shown), COLUMNS):
        for column, spine in zip(st.columns(COLUMNS), shown[row : row + COLUMNS], strict=False):
            with column, st.container(border=True):
                _card(visit, spine)
    if len(wanted) > len(shown):
        st.button("Show more of the shelf", on_click=_show_more, args=(len(shown),))
    lies_ahead(visit, spines)


def _named(spines: tuple[Spine, ...]) -> tuple[Spine, ...]:
    """Those whose name holds what was typed; where everything fits, there is nothing to type."""
    if len(spines) <= AT_FIRST:
        return spines
    typed = st.text_input(
        "Find by name", placeholder="part of a pseudonym", key="named", width=340
    ).casefold()
    wanted = tuple(one for one in spines if typed.strip() in _name(one.cover).casefold())
    if not wanted:
        st.caption("Nothing on the shelf has a name like that.")
    return wanted


def _show_more(shown: int) -> None:
    st.session_state[_SHOWN] = shown + MORE


def _name(cover: Cover) -> str:
    return cover.title or cover.pseudonym or "no name yet"


def _card(visit: Visit, spine: Spine) -> None:
    st.html(_head(spine.cover, saved_words(spine.saved_at)))
    if spine.trouble:
        st.warning(plain(spine.trouble))
        return
    with told_kindly():
        _thumbnail(notebooks.open_formulation(visit, spine.id).formulation, spine.version)
        if st.button("Open", key=f"open/{spine.id}", width="stretch"):
            _open_on_map(spine.id)


def examples(visit: Visit) -> None:
    """The fictional examples: to read as they are, or to copy and change."""
    st.subheader("Examples to explore")
    st.caption("Fictional composites. No real person, service or event is described.")
    library = notebooks.examples()
    shown = library if st.session_state.get(_ALL_EXAMPLES) else library[:EXAMPLES_AT_FIRST]
    for row in range(0, len(shown), COLUMNS):
        for column, one in zip(st.columns(COLUMNS), shown[row : row + COLUMNS], strict=False):
            with column, st.container(border=True):
                _example_card(visit, one)
    if len(shown) < len(library):
        st.button(f"Show all {len(library)} examples", on_click=_show_all_examples)


def _show_all_examples() -> None:
    st.session_state[_ALL_EXAMPLES] = True


def _example_card(visit: Visit, one: Example) -> None:
    cover = one.formulation.cover
    st.html(_head(cover, ", ".join(word.replace("_", " ") for word in one.teaches[:3])))
    _thumbnail(one.formulation, 0)
    read, mine = st.columns(2)
    if read.button("Read", key=f"read/{one.key}", width="stretch"):
        _open_on_map(one.key)
    if mine.button("My copy", key=f"copy/{one.key}", width="stretch",
                   help="A copy on your own shelf, to change as you like."):  # fmt: skip
        with told_kindly():
            _open_on_map(notebooks.make_my_copy(visit, one.key).id)


def _head(cover: Cover, under: str) -> str:
    stage = stage_words(cover.stage)
    title = _name(cover)
    small = " · ".join(filter(None, (stage, under)))
    return (
        f'<div class="fn-card">{emblem_picture(cover.emblem, cover.colour)}'
        f"<span><strong>{escape(title)}</strong><small>{escape(small)}</small></span></div>"
    )


def _thumbnail(formulation: Formulation, version: int) -> None:
    drawings = formulation.every(Drawing)
    if drawings:
        canvas(
            formulation.id,
            drawings[0].id,
            key=f"still/{formulation.id}",
            mode="still",
            revision=version,
            height=190,
            read_only=True,
        )


def _open_on_map(formulation_id: str) -> None:
    gate.lay_open(formulation_id)
    places.go("map", **{gate.IN_THE_ADDRESS: formulation_id})
