"""A map from nothing: a story, an empty drawing on the desk, good maps to lay beside it."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.render.views import View
from formulation.workflows import comparing_maps, practising, undoing
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit

from . import gate, places, remembered
from .adding import adding_panel
from .again import again
from .beside_desk import side_by_side
from .canvas import canvas
from .naming_loops import ask_for_names
from .notices import show_what_was_refused, told_kindly
from .practice_exercise import lit_in, role_map_of
from .selected import selected_panel
from .slower_road import by_the_page
from .turning import what_can_be_turned

HEIGHT = 560


def from_nothing(visit: Visit, key: str) -> None:
    """The story, the drawing on the desk, and what may be done with it."""
    opened = practising.begun_from_nothing(visit, visit.member_id, key)
    st.html(
        f'<h3 class="fn-part">The story</h3><p class="fn-story">{escape(practising.vignette_of(key))}</p>'
    )
    beside = remembered.get(remembered.BESIDE) == key and not practising.is_blank(opened)
    _bar(visit, opened, key, beside)
    if beside:
        several = len(comparing_maps.good_maps(key)) > 1
        st.caption("Of several good maps, this is the one yours is most like." if several
                   else "A good map: one way of seeing it.")  # fmt: skip
        pair = comparing_maps.beside_good_maps(opened.formulation, key)
        side_by_side(pair, "Yours", "A good map", f"nothing/{key}")
        return
    _drawing(visit, opened)


def _bar(visit: Visit, opened: Opened, key: str, beside: bool) -> None:
    blank = practising.is_blank(opened)
    with st.container(horizontal=True, gap="small"):
        if beside:
            st.button("Back to my drawing", icon=":material/draw:", key="back to drawing",
                      on_click=_lay, args=(None,))  # fmt: skip
        else:
            st.button("Lay it beside a good map", icon=":material/compare:", key="lay beside", disabled=blank,
                      type="primary", on_click=_lay, args=(key,))  # fmt: skip
        if st.button("Keep it in my notebook", icon=":material/bookmark_add:", key="keep practice",
                     disabled=blank, help="As a practice map, marked so."):  # fmt: skip
            with told_kindly():
                kept = practising.kept_in_the_notebook(visit, opened)
                gate.lay_open(kept.id)
                places.go("map", **{gate.IN_THE_ADDRESS: kept.id})
        if st.button("Clear the desk", icon=":material/delete_sweep:", key="clear desk", disabled=blank,
                     help="Nothing of it is left."):  # fmt: skip
            practising.clear_from_nothing(visit, visit.member_id, key, opened)
            _lay(None)
            again()


def _lay(key: str | None) -> None:
    remembered.keep(remembered.BESIDE, key)
    remembered.keep(remembered.POINTED_OUT, None)


def _drawing(visit: Visit, opened: Opened) -> None:
    left, right = st.columns([2.4, 1], gap="medium")
    selected = _still_there(opened, remembered.get(remembered.SELECTED) or ())
    drawing = role_map_of(opened)
    turns = what_can_be_turned(visit, opened) or undoing.Turns()
    with left:
        st.html('<h4 class="fn-part">My drawing</h4>')
        st.caption("Double-click anywhere on the paper and write; Enter keeps it on the desk.")
        with st.container(key="practice-drawing"):
            state = canvas(
                opened.id, drawing, key=f"nothing/{opened.id}", mode="draw", revision=opened.version,
                selected=selected, height=HEIGHT, view=View(lit=lit_in(opened)).as_text(),
                undo=turns.back.what if turns.back else "", redo=turns.again.what if turns.again else "",
                act=by_the_page(visit, opened.id, drawing), typing_in=remembered.typing_in,
            )  # fmt: skip
        remembered.keep(remembered.SELECTED, _still_there(opened, state.selected))
        if practising.is_blank(opened):
            _typed(visit, opened)
        ask_for_names(visit, opened)
    with right, st.container(height=HEIGHT, border=False):
        show_what_was_refused()
        now = remembered.get(remembered.SELECTED) or ()
        if now:
            selected_panel(visit, opened, now)
        else:
            adding_panel(visit, opened)
    remembered.keep(remembered.TYPING, None)


def _still_there(opened: Opened, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(some_id for some_id in ids if some_id in opened.formulation)


def _typed(visit: Visit, opened: Opened) -> None:
    """Typed lines that begin a drawing, for whoever thinks in words first."""
    with st.expander("Or begin by typing it"):
        said = st.text_area("My sketch", key=f"sketch/{opened.id}", height=150,
                            placeholder="criticising <-> criticised\n"
                            "criticised -> try harder -> they ask for more -> criticised")  # fmt: skip
        st.caption("A role: its two ends with <-> between them. A loop: its steps with ->, ending where it "
                   "comes home.")  # fmt: skip
        if st.button("Put it on the drawing", key="sketch onto the desk"):
            with told_kindly():
                practising.sketch_onto(visit, opened, said)
                again()
