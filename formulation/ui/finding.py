"""Going to a thing wherever it is at home: the map turns to it, another page lets it lie open."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    Asked,
    Drawing,
    Hypothesis,
    Observation,
    Passage,
    Pull,
    SupervisionNote,
    kind_of,
)
from formulation.render.layout import shown_in

from . import gate, places, remembered

Snippet = tuple[tuple[str, bool], ...]
"""Words in stretches, each with whether it is what was looked for."""

HYPOTHESES, PULLS, SUPERVISION, MAP = "hypotheses", "pulls", "supervision", "map"

AT_HOME: Final = {
    "note": SUPERVISION,
    "passage": SUPERVISION,
    "hypothesis": HYPOTHESES,
    "observation": HYPOTHESES,
    "pull": PULLS,
}
"""The page on which a kind of thing is at home; everything else is at home on the map."""

ONE_BY_ONE: Final = "One by one"

PARTS: Final = {"note": "The note", "hypothesis": "Hypotheses", "pull": "Pulls"}
"""What the parts of a note are called where one turns from one to another."""


def page_of(some_id: str) -> str:
    """The page on which a thing is at home."""
    return AT_HOME.get(kind_of(some_id), MAP)


def lay_out(formulation: Formulation, some_id: str) -> str:
    """Let a page lie open at a thing, once it is shown; returns the name of that page."""
    thing = formulation.get(some_id)
    if isinstance(thing, Asked):
        return lay_out(formulation, thing.about[0]) if thing.about else MAP
    if isinstance(thing, SupervisionNote | Passage):
        _lay_note_open(thing.id if isinstance(thing, SupervisionNote) else thing.note)
    elif isinstance(thing, Hypothesis | Observation):
        key = remembered.HYPOTHESIS if isinstance(thing, Hypothesis) else remembered.OBSERVATION
        remembered.keep(key, thing.id)
        _turn_to("below hypotheses", remembered.WONDERING)
    elif isinstance(thing, Pull):
        remembered.keep(remembered.PULL, thing.id)
        _turn_to("below pulls", remembered.PULLING)
    elif thing is not None:
        _select_on_map(formulation, some_id)
    return page_of(some_id)


def lay_out_in_note(some_id: str) -> bool:
    """Beside a note, let a hypothesis or pull lie open in its own part; whether it is one."""
    kind = kind_of(some_id)
    if kind in ("hypothesis", "pull"):
        remembered.keep(remembered.HYPOTHESIS if kind == "hypothesis" else remembered.PULL, some_id)
        _turn_to_part(PARTS[kind])
    return kind in ("hypothesis", "pull")


def _lay_note_open(note_id: str | None) -> None:
    remembered.keep(remembered.NOTE, note_id)
    _turn_to_part(PARTS["note"])


def _turn_to_part(part: str) -> None:
    remembered.keep(remembered.PART, part)
    st.session_state["part of note"] = part


def _turn_to(switch: str, key: str) -> None:
    remembered.keep(key, ONE_BY_ONE)
    st.session_state[switch] = ONE_BY_ONE


def _select_on_map(formulation: Formulation, some_id: str) -> None:
    ids = _drawn(formulation, some_id)
    remembered.keep(remembered.SELECTED, ids)
    remembered.keep(remembered.GOING, None)
    kind = drawing_kind_for(formulation, ids[0]) if ids else None
    if kind:
        remembered.keep(remembered.TURN_TO, kind)


def _drawn(formulation: Formulation, some_id: str) -> tuple[str, ...]:
    """What to select for a thing: itself, or what it is tied to where it is not drawn."""
    thing = formulation[some_id]
    if kind_of(some_id) in ("voice", "problem"):
        tied = [*getattr(thing, "links", ())]
        serving = [one.from_id for one in formulation.pointing_at(some_id)]
        return tuple(tied[:1] or serving[:1])
    return () if kind_of(some_id) in ("cover", "drawing", "placement") else (some_id,)


def drawing_kind_for(formulation: Formulation, some_id: str) -> str | None:
    """The kind of the first drawing that shows a thing, the one that lies open before all others."""
    drawings = list(formulation.every(Drawing))
    shown = remembered.get(remembered.DRAWING)
    drawings.sort(key=lambda one: one.id != shown)
    wanted = {some_id, formulation.owner_of(some_id).id}
    if kind_of(some_id) in ("shift", "link"):
        arrow = formulation[some_id]
        ends = (getattr(arrow, name, None) for name in ("from_state", "from_id"))
        wanted |= {formulation.owner_of(end).id for end in ends if end and end in formulation}
    for drawing in drawings:
        if wanted & set(shown_in(formulation, drawing.id)):
            return drawing.kind
    return None


def go_there(formulation: Formulation, some_id: str, found: Snippet = ()) -> None:
    """Open a formulation at a thing, on the page where it is at home; does not come back."""
    gate.lay_open(formulation.id)
    page = lay_out(formulation, some_id)
    remembered.keep(remembered.FOUND, (formulation.id, some_id, found) if found else None)
    places.go(page, **{gate.IN_THE_ADDRESS: formulation.id})


def show_found(formulation: Formulation) -> None:
    """Say, until it is let go, what was looked for and found here, with its words marked."""
    found = remembered.get(remembered.FOUND)
    if not found or found[0] != formulation.id or found[1] not in formulation:
        return
    words, away = st.columns([7, 1], vertical_alignment="center")
    words.html(f'<p class="fn-found"><small>Found here</small> {marked(found[2])}</p>')
    away.button("Hide this", icon=":material/close:", key="found/close", type="tertiary",
                on_click=remembered.keep, args=(remembered.FOUND, None))  # fmt: skip


def marked(snippet: Snippet) -> str:
    """Words as HTML, escaped, with what was looked for marked."""
    return "".join(
        f"<mark>{escape(words)}</mark>" if hit else escape(words) for words, hit in snippet
    )
