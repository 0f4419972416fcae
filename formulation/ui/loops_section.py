"""Loops: what the eye may miss on the map, said calmly, with the way to each place."""

from __future__ import annotations

import streamlit as st

from formulation.analysis.loops import Found, Meeting, Unnamed, looked_through
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing
from formulation.workflows.loops import name_loop
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import looking, remembered
from .naming import shortened
from .naming_loops import ask_for_names
from .notices import told_afterwards
from .plain import plain

AT_FIRST = 4
"""How many of one kind are shown before “more” is asked for."""


def show_loops(visit: Visit, opened: Opened) -> None:
    """Everything found, each a sentence and a way to go there; nothing is counted or marked as wrong."""
    ask_for_names(visit, opened)
    found = looked_through(opened.formulation)
    if found.stopped_early:
        st.caption(
            "This map is too tangled to be looked through whole, so the search stopped early: "
            "the shortest loops are here, and there may be others."
        )
    if not found:
        st.caption(
            "Nothing to point out: every loop here has a name and a way out, and everything is joined."
        )
        return
    _unnamed(visit, opened, found)
    _no_way_out(opened, found)
    _feeding(opened, found)
    if found.meeting:
        _meeting(opened, found.meeting)
    _apart(opened, found)


def _unnamed(visit: Visit, opened: Opened, found: Found) -> None:
    if not found.unnamed:
        return
    st.markdown("##### A way round that has no name yet")
    for one in found.unnamed[:AT_FIRST]:
        words = _round_in_words(opened.formulation, one)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _go(opened, words, one.ids, key=f"loop/{'/'.join(one.ids)}")
            if not opened.read_only:
                st.button(
                    "Name this one", key=f"name/{'/'.join(one.ids)}", icon=":material/edit:",
                    on_click=_name, args=(visit, opened, one.ids),
                    help="Shall we name it? It becomes a loop of its own on the map; "
                    "Undo takes it back.",
                )  # fmt: skip
    if len(found.unnamed) > AT_FIRST:
        st.caption("There are others; they show as these are named or come apart.")


def _round_in_words(formulation: Formulation, one: Unnamed) -> str:
    names = [shortened(formulation.name_of(some_id), 34) for some_id in one.ids]
    return " → ".join(plain(name) for name in [*names, names[0]])


def _name(visit: Visit, opened: Opened, ids: tuple[str, ...]) -> None:
    with told_afterwards():
        _, new_id = freshly(visit, opened.id, lambda now: name_loop(visit, now, ids))
        remembered.keep(remembered.SELECTED, (new_id,))
        if any(one.startswith("state:") for one in ids):
            remembered.keep(remembered.TURN_TO, "role_map")


def _no_way_out(opened: Opened, found: Found) -> None:
    if not found.without_way_out:
        return
    st.markdown("##### No way out drawn yet")
    for some_id in found.without_way_out:
        name = plain(opened.formulation.name_of(some_id))
        _go(opened, f"“{name}”: where could it go differently, even once?", (some_id,))


def _feeding(opened: Opened, found: Found) -> None:
    if not found.feeding:
        return
    st.markdown("##### Loops that feed each other")
    name = opened.formulation.name_of
    for one in found.feeding:
        first, second, at = (plain(name(some_id)) for some_id in (one.from_id, one.to_id, one.at))
        said = (
            f"“{first}” and “{second}” each lead into the other, at “{at}”"
            if one.both
            else f"“{first}” comes back to “{at}”, where “{second}” begins"
        )
        _go(opened, said, (one.from_id, one.to_id), key=f"feeds/{one.from_id}/{one.to_id}")


def _meeting(opened: Opened, meeting: Meeting) -> None:
    st.markdown("##### Where one way out would touch most")
    loops = ", ".join(f"“{plain(opened.formulation.name_of(one))}”" for one in meeting.loops)
    at = plain(opened.formulation.name_of(meeting.at))
    _go(opened, f"“{at}”: {loops} all pass here", (meeting.at,), steps=1)


def _apart(opened: Opened, found: Found) -> None:
    if not found.apart:
        return
    st.markdown("##### Not joined to the rest")
    for piece in found.apart[:AT_FIRST]:
        names = ", ".join(f"“{plain(opened.formulation.name_of(one))}”" for one in piece[:3])
        _go(opened, f"{names}: truly separate, or is the link not found yet?", piece[:12])


def _go(opened: Opened, said: str, ids: tuple[str, ...], *, steps: int = 0, key: str = "") -> None:
    st.button(
        said, key=f"there/{key or ids[0]}", type="tertiary", icon=":material/arrow_outward:",
        on_click=_show_there, args=(opened, ids, steps),
    )  # fmt: skip


def _show_there(opened: Opened, ids: tuple[str, ...], steps: int) -> None:
    """Turn to a drawing that shows it, light it, and let the rest fade."""
    remembered.keep(remembered.SELECTED, (ids[0],))
    looking.change(opened.id, focus=ids, steps=steps, around=False, playing="")
    wanted = "states" if all(one.startswith(("state:", "shift:")) for one in ids) else "role_map"
    drawings = {one.id: one.kind for one in opened.formulation.every(Drawing)}
    shown = drawings.get(remembered.get(remembered.DRAWING, ""), "")
    if (shown == "states") != (wanted == "states") and wanted in drawings.values():
        remembered.keep(remembered.TURN_TO, wanted)
