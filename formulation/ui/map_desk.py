"""The desk of the Map page: the drawing, what is selected beside it, and the words below."""

from __future__ import annotations

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.records import RECORD_KINDS, Drawing, kind_of
from formulation.workflows import mapping
from formulation.workflows.gestures import act_on
from formulation.workflows.notebooks import Opened, freshly, make_my_copy
from formulation.workflows.visit import Visit

from . import gate, remembered, unsaved
from .adding import adding_panel
from .again import again
from .arranging import arrange_button, arrange_preview
from .banner import banner
from .canvas import canvas
from .naming import drawing_namer
from .notices import show, show_what_was_refused, told_kindly
from .plain import plain
from .reading import show_behind, show_in_words
from .selected import selected_panel

SECTIONS = ("In words", "What is behind this")


@st.fragment
def desk() -> None:
    """Everything on the Map page; reruns on its own, so that nothing else is drawn again."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    banner(opened)
    drawing = _bar(visit, opened)
    if drawing is None or arrange_preview(visit, opened, drawing):
        return
    left, right = st.columns([2.7, 1], gap="medium")
    with left:
        if not opened.read_only and not _anything_on(opened):
            st.caption(
                "Double-click anywhere on the paper and write what was said; Enter keeps it."
            )
        selected = _drawing(visit, opened, drawing)
    with right:
        show_what_was_refused()
        unsaved.told(opened.formulation)
        _beside(visit, opened, selected)
    remembered.keep(remembered.TYPING, None)
    section = st.segmented_control(
        "Below the drawing",
        SECTIONS,
        default=SECTIONS[0],
        required=True,
        key="section",
        label_visibility="collapsed",
    )
    if section == SECTIONS[1]:
        show_behind(opened.formulation, selected[0] if selected else None)
    else:
        show_in_words(opened.formulation)


def _bar(visit: Visit, opened: Opened) -> Drawing | None:
    """Which drawing, whether pulls show, and taking back."""
    drawings = {drawing.id: drawing for drawing in opened.formulation.every(Drawing)}
    if not drawings:
        st.info("This formulation has no drawing yet.")
        return None
    _turn_where_asked(drawings)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        chosen = st.segmented_control(
            "Drawing",
            list(drawings),
            format_func=drawing_namer(drawings),
            default=_drawing_shown(drawings),
            required=True,
            key="drawing shown",
            label_visibility="collapsed",
        )
        st.toggle("Pulls", value=True, key=remembered.PULLS_SHOWN,
                  help="Where helpers were drawn: dots on the pole invited into.")  # fmt: skip
        if opened.read_only:
            _my_copy(visit, opened)
        else:
            _taking_back(visit, opened)
            arrange_button(opened, drawings.get(chosen or "") or next(iter(drawings.values())))
    if chosen:
        remembered.keep(remembered.DRAWING, chosen)
    return drawings.get(chosen or remembered.get(remembered.DRAWING), next(iter(drawings.values())))


def _turn_where_asked(drawings: dict[str, Drawing]) -> None:
    """Turn to the drawing on which something was just put down that this one does not show."""
    kind = remembered.get(remembered.TURN_TO)
    remembered.keep(remembered.TURN_TO, None)
    turned = next((one.id for one in drawings.values() if one.kind == kind), None)
    if turned:
        st.session_state["drawing shown"] = turned


def _drawing_shown(drawings: dict[str, Drawing]) -> str:
    shown = remembered.get(remembered.DRAWING)
    return shown if shown in drawings else next(iter(drawings))


def _my_copy(visit: Visit, opened: Opened) -> None:
    if st.button("Make it my own copy", type="primary", icon=":material/content_copy:"):
        with told_kindly():
            gate.lay_open(make_my_copy(visit, opened.id).id)
            st.rerun()


def _taking_back(visit: Visit, opened: Opened) -> None:
    last = mapping.what_would_be_taken_back(visit, opened)
    label = f"Undo: {last[1]}" if last else "Nothing to undo"
    if st.button(label, icon=":material/undo:", disabled=last is None, key="take back"):
        try:
            freshly(visit, opened.id, lambda now: mapping.take_back(visit, now))
        except FormulationError as refused:
            show(refused)
            return
        again()


def _drawing(visit: Visit, opened: Opened, drawing: Drawing) -> tuple[str, ...]:
    """The canvas; returns what is selected on it."""
    selected = _still_there(opened, remembered.get(remembered.SELECTED) or ())
    state = canvas(
        opened.id,
        drawing.id,
        key=f"canvas/{opened.id}",
        mode="draw",
        revision=opened.version,
        selected=selected,
        height=640,
        pulls=bool(remembered.get(remembered.PULLS_SHOWN, True)),
        read_only=opened.read_only,
        typing_in=remembered.typing_in,
    )
    if state.gesture:
        with told_kindly():
            act_on(visit, opened.id, drawing.id, state.gesture)
            again()
    now = _still_there(opened, state.selected)
    if now != selected:
        remembered.keep(remembered.GOING, None)
    remembered.keep(remembered.SELECTED, now)
    return now


def _anything_on(opened: Opened) -> bool:
    return any(RECORD_KINDS[kind_of(one)].drawn for one in opened.formulation.records)


def _still_there(opened: Opened, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(some_id for some_id in ids if some_id in opened.formulation)


def _beside(visit: Visit, opened: Opened, selected: tuple[str, ...]) -> None:
    with st.container(height=640, border=False):
        if selected:
            selected_panel(visit, opened, selected)
        elif opened.read_only:
            st.markdown("##### An example")
            st.write(plain(opened.formulation.cover.vignette))
            st.caption("Fictional. Select anything on the drawing to read more about it.")
        else:
            adding_panel(visit, opened)
