"""The desk of the Map page: the drawing, what is selected beside it, and the words below."""

from __future__ import annotations

import streamlit as st

from formulation.domain.records import RECORD_KINDS, Drawing, Group, SelfState, kind_of
from formulation.workflows import undoing
from formulation.workflows.notebooks import Opened, make_my_copy
from formulation.workflows.visit import Visit

from . import gate, looking, remembered, unsaved
from .adding import adding_panel
from .again import again
from .arranging import arrange_button, arrange_preview
from .asking import worth_asking_panel
from .banner import banner
from .canvas import canvas
from .finding import show_found
from .looking import Looking
from .loops_section import show_loops
from .naming import drawing_namer
from .notices import show_what_was_refused, told_kindly
from .plain import plain
from .printing import print_this
from .reading import show_behind, show_in_words
from .selected import selected_panel
from .slower_road import by_the_page
from .turning import turning, what_can_be_turned
from .view_bar import dressed, end_presenting, player, told_how, view_popover

HEIGHT = 640
"""Of the drawing and of what stands beside it, in CSS pixels."""

HEIGHT_OF_LARGE_PRINT = 880

ROOM_FOR_A_MOMENT = 170
"""What the drawing gives up while it is played, so that the words stand in sight beneath it."""

SECTIONS = ("In words", "Loops", "What is behind this", "Worth asking")


@st.fragment
def desk() -> None:
    """Everything on the Map page; reruns on its own, so that nothing else is drawn again."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    now = looking.now(opened)
    dressed(now)
    if now.presenting:
        _presented(visit, opened)
        return
    banner(opened, saved=False)
    show_found(opened.formulation)
    drawing = _bar(visit, opened)
    if drawing is None or arrange_preview(visit, opened, drawing):
        return
    # Large print is to be read: it has the whole width, and what stands beside it comes beneath.
    left, right = (
        (st.container(), st.container()) if now.view.large else st.columns([2.7, 1], gap="medium")
    )
    with left:
        if not opened.read_only and not _anything_on(opened):
            st.caption(
                "Double-click anywhere on the paper and write what was said; Enter keeps it."
            )
        selected = _drawing(visit, opened, drawing)
        player(opened)
        told_how(opened, drawing, now.seen(opened, selected), _pulls_shown())
    with right:
        show_what_was_refused()
        unsaved.told(opened.formulation)
        _beside(visit, opened, selected)
    remembered.keep(remembered.TYPING, None)
    _below(visit, opened, selected)


def _below(visit: Visit, opened: Opened, selected: tuple[str, ...]) -> None:
    """The map said in other ways: in words, what its loops tell, what is behind a part of it."""
    section = st.segmented_control(
        "Below the drawing",
        SECTIONS,
        default=SECTIONS[0],
        required=True,
        key="section",
        label_visibility="collapsed",
    )
    if section == SECTIONS[1]:
        show_loops(visit, opened)
    elif section == SECTIONS[2]:
        show_behind(opened.formulation, selected[0] if selected else None)
    elif section == SECTIONS[3]:
        worth_asking_panel(visit, opened, selected=selected)
    else:
        show_in_words(opened.formulation)
        print_this(visit, opened, "whole")


def _presented(visit: Visit, opened: Opened) -> None:
    """The drawing alone, with the moment that is played, and one quiet button to end it."""
    drawings = {drawing.id: drawing for drawing in opened.formulation.every(Drawing)}
    if drawings:
        _drawing(visit, opened, drawings[_drawing_shown(drawings)])
        player(opened)
    end_presenting(opened)


def _bar(visit: Visit, opened: Opened) -> Drawing | None:
    """Which drawing, how it is looked at, and taking back."""
    drawings = {drawing.id: drawing for drawing in _drawings_of(opened)}
    if not drawings:
        st.info("This formulation has no drawing yet.")
        return None
    _turn_where_asked(drawings)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        chosen = st.segmented_control(
            "Drawing",
            list(drawings),
            format_func=drawing_namer(drawings),
            default=_drawing_shown(drawings),
            required=True,
            key="drawing shown",
            label_visibility="collapsed",
        )
        drawing = drawings.get(chosen or "") or drawings[_drawing_shown(drawings)]
        view_popover(opened, drawing)
        st.toggle("Pulls", value=True, key=remembered.PULLS_SHOWN,
                  help="Where helpers were drawn: dots on the pole invited into.")  # fmt: skip
        if opened.read_only:
            _my_copy(visit, opened)
        else:
            turning(visit, opened)
            arrange_button(opened, drawing)
    remembered.keep(remembered.DRAWING, drawing.id)
    if drawing.kind == "team_map" and not opened.formulation.every(Group):
        st.caption(
            "No party is drawn yet, so this shows what the role map shows. Put down the person, some "
            "of the staff, the service; then say of each step who takes it."
        )
    return drawing


def _drawings_of(opened: Opened) -> list[Drawing]:
    """Every drawing; of an example only those that show something of their own."""
    every = opened.formulation.every(Drawing)
    parties = opened.formulation.every(Group)
    states = opened.formulation.every(SelfState)
    if not opened.read_only:
        return list(every)
    bare = {"team_map": not parties, "states": not states}
    return [one for one in every if not bare.get(one.kind)] or list(every)


def _pulls_shown() -> bool:
    return bool(remembered.get(remembered.PULLS_SHOWN, True))


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


def _drawing(visit: Visit, opened: Opened, drawing: Drawing) -> tuple[str, ...]:
    """The canvas; returns what is selected on it."""
    selected = _still_there(opened, remembered.get(remembered.SELECTED) or ())
    looked_at = looking.now(opened)
    turns = what_can_be_turned(visit, opened) or undoing.Turns()
    with st.container(key="drawing"):
        state = canvas(
            opened.id,
            drawing.id,
            key=f"canvas/{opened.id}",
            mode="draw",
            revision=opened.version,
            selected=selected,
            there=opened.formulation,
            height=_height(looked_at),
            pulls=_pulls_shown() and not looked_at.presenting,
            read_only=opened.read_only or looked_at.only_to_look,
            view=looked_at.seen(opened, selected).as_text(),
            undo=turns.back.what if turns.back else "",
            redo=turns.again.what if turns.again else "",
            act=by_the_page(visit, opened.id, drawing.id),
            typing_in=remembered.typing_in,
        )
    now = _still_there(opened, state.selected)
    if now != selected:
        remembered.keep(remembered.GOING, None)
    remembered.keep(remembered.SELECTED, now)
    if now != selected and looked_at.around:
        again()  # what is looked at follows what is selected
    return now


def _height(looked_at: Looking) -> int:
    high = HEIGHT_OF_LARGE_PRINT if looked_at.view.large else HEIGHT
    return high - (ROOM_FOR_A_MOMENT if looked_at.playing else 0)


def _anything_on(opened: Opened) -> bool:
    return any(RECORD_KINDS[kind_of(one)].drawn for one in opened.formulation.records)


def _still_there(opened: Opened, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(some_id for some_id in ids if some_id in opened.formulation)


def _beside(visit: Visit, opened: Opened, selected: tuple[str, ...]) -> None:
    with st.container(height=HEIGHT, border=False):
        if selected:
            selected_panel(visit, opened, selected)
        elif opened.read_only:
            st.markdown("##### An example")
            st.write(plain(opened.formulation.cover.vignette))
            st.caption("Fictional. Select anything on the drawing to read more about it.")
        else:
            adding_panel(visit, opened)
