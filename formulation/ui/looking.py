"""How the drawing is looked at just now: remembered for each formulation, and in the address for a refresh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

import streamlit as st

from formulation.render.playing import moments
from formulation.render.views import PLAIN, View, view_from
from formulation.workflows.notebooks import Opened

from . import remembered

IN_THE_ADDRESS: Final = "look"


@dataclass(frozen=True)
class Looking:
    """One way of looking, with what only this page knows of.

    `around`: what is selected is looked at · `playing`: the id of the way round being played, and
    `at` which moment · `grey`: without colour · `presenting`: for a projector, with no controls.
    """

    view: View = PLAIN
    around: bool = False
    playing: str = ""
    at: int = 0
    grey: bool = False
    presenting: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the drawing looks as it always does."""
        return self == Looking()

    @property
    def only_to_look(self) -> bool:
        """Whether nothing can be moved: where things stand larger, places are not the drawing's own."""
        return self.presenting or self.view.large

    def seen(self, opened: Opened, selected: tuple[str, ...]) -> View:
        """The view to draw, with what is selected or played now."""
        view = self.view
        if self.presenting:
            view = replace(view, large=True)
        if self.playing:
            told = moments(opened.formulation, self.playing)
            lit = told[min(self.at, len(told) - 1)].id if told else ""
            return replace(view, focus=(self.playing,), steps=0, lit=lit)
        if self.around:
            return replace(view, focus=selected[-12:])
        return view

    def as_text(self) -> str:
        """In one line, for the address; what is presented or played is not kept there."""
        more = {"around": "1" if self.around else "", "grey": "1" if self.grey else ""}
        said = [self.view.as_text(), urlencode({name: one for name, one in more.items() if one})]
        return "&".join(filter(None, said))


def looking_from(text: str) -> Looking:
    """The way of looking that a line from the address describes; anything else is the plain one."""
    try:
        told = parse_qs(text[:2_000], max_num_fields=16)
    except ValueError:
        return Looking()
    return Looking(view_from(text), around="around" in told, grey="grey" in told)


def now(opened: Opened) -> Looking:
    """How this formulation is looked at."""
    table = remembered.table(remembered.LOOKING)
    if opened.id not in table:
        table[opened.id] = looking_from(st.query_params.get(IN_THE_ADDRESS, ""))
    found: Looking = table[opened.id]
    _into_the_address(found)
    return found


def look(opened_id: str, looking: Looking) -> None:
    """Look at it so from now on; the choices on the page follow."""
    remembered.table(remembered.LOOKING)[opened_id] = looking
    turns = remembered.table(remembered.TURNS)
    turns[f"look/{opened_id}"] = turns.get(f"look/{opened_id}", 0) + 1


def change(opened_id: str, **values: Any) -> None:
    """Change one thing about how it is looked at; `view` values by their own names."""
    before: Looking = remembered.table(remembered.LOOKING).get(opened_id, Looking())
    own = {name: value for name, value in values.items() if hasattr(before, name)}
    seen = {name: value for name, value in values.items() if name not in own}
    look(opened_id, replace(before, view=replace(before.view, **seen), **own))


def only(opened_id: str, some_id: str, steps: int = 0) -> None:
    """Look at one loop, one state or one thing and what lies around it; the rest fades."""
    change(opened_id, focus=(some_id,), steps=steps, around=False, playing="")


def everything(opened_id: str) -> None:
    """Look at all of it again, in the plain way."""
    look(opened_id, Looking())


def _into_the_address(looking: Looking) -> None:
    text = looking.as_text()
    if text and st.query_params.get(IN_THE_ADDRESS) != text:
        st.query_params[IN_THE_ADDRESS] = text
    elif not text and IN_THE_ADDRESS in st.query_params:
        del st.query_params[IN_THE_ADDRESS]
