"""Undo and redo of one's own last change, the same on every page: each button says what it will do."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from formulation.domain.changes import Change
from formulation.domain.errors import FormulationError
from formulation.domain.formulation import parts_of
from formulation.domain.records import RECORD_KINDS, kind_of
from formulation.workflows import undoing
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from .again import again
from .naming import shortened
from .notices import show
from .plain import plain


def what_can_be_turned(visit: Visit, opened: Opened) -> undoing.Turns | None:
    """What can be taken back and done again; None while the store does not answer, and the page stays."""
    if opened.read_only:
        return undoing.Turns()
    try:
        return undoing.what_can_be_turned(visit, opened)
    except FormulationError:
        return None


def turning(visit: Visit, opened: Opened) -> None:
    """Take back and do again my own last change, each saying what it would turn round."""
    turns = what_can_be_turned(visit, opened)
    if turns is None:
        st.button("Undo", icon=":material/undo:", disabled=True, key="take back")
        return
    label = f"Undo: {_told(visit, opened, turns.back)}" if turns.back else "Nothing to undo"
    if st.button(label, icon=":material/undo:", disabled=turns.back is None, key="take back"):
        _turn(visit, opened, undoing.take_back)
    if turns.again is not None and st.button(
        f"Redo: {_told(visit, opened, turns.again)}", icon=":material/redo:", key="do again"
    ):
        _turn(visit, opened, undoing.do_again)


def _told(visit: Visit, opened: Opened, turn: undoing.Turn) -> str:
    """What would be turned round, with the words of the one thing on the map that it was about.

    Of notes, hypotheses and pulls only that it was one: the drawing may be looked at together.
    """
    entry = next(iter(visit.shelf.story(opened.id, since=turn.number - 1)), None)
    touched = [one for one in entry.change.after if kind_of(one) != "placement"] if entry else []
    if len(touched) != 1 or not RECORD_KINDS[kind_of(touched[0])].drawn:
        return plain(turn.what)
    about = _part_changed(entry.change, touched[0]) if entry else touched[0]
    changed = opened.formulation.get(about)
    name = opened.formulation.name_of(about) if changed is not None else ""
    return f"{plain(turn.what)} “{plain(shortened(name, 26))}”" if name else plain(turn.what)


def _part_changed(change: Change, record_id: str) -> str:
    """The one pole, step or horn in which a record was changed; the record itself where it is not one."""
    before, after = change.before.get(record_id), change.after.get(record_id)
    if before is None or after is None:
        return record_id
    was = {part.id: part for part in parts_of(before)}
    differ = [part.id for part in parts_of(after) if was.get(part.id) != part]
    return differ[-1] if differ else record_id


def _turn(visit: Visit, opened: Opened, act: Callable[[Visit, Opened], Opened]) -> None:
    try:
        freshly(visit, opened.id, lambda now: act(visit, now))
    except FormulationError as refused:
        show(refused)
        return
    again()


def turning_below_the_banner(visit: Visit, opened: Opened) -> None:
    """The same on a page without a drawing: quiet, and only where there is something of mine to turn round."""
    turns = what_can_be_turned(visit, opened)
    if turns is None or turns == undoing.Turns():
        return
    with st.container(horizontal=True, horizontal_alignment="right", gap="small", key="turning"):
        _quiet("Undo", turns.back, undoing.take_back, visit, opened)
        _quiet("Redo", turns.again, undoing.do_again, visit, opened)


def _quiet(
    what: str,
    turn: undoing.Turn | None,
    act: Callable[[Visit, Opened], Opened],
    visit: Visit,
    opened: Opened,
) -> None:
    if turn is None:
        return
    label = f"{what}: {_told(visit, opened, turn)}"
    icon = f":material/{what.lower()}:"
    if st.button(label, icon=icon, type="tertiary", key=f"banner/{what}"):
        _turn(visit, opened, act)
