"""A slip to write a few words on: what is typed is kept at every pause, before anybody says it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import streamlit as st

from formulation.workflows.slips import slip_at
from formulation.workflows.visit import Visit

HTML: Final = '<div class="fn-slip" style="visibility:hidden"></div>'


@dataclass(frozen=True)
class Ways:
    """The two ways on from a slip, in words, and what each does; `done` is given the words on it."""

    done: tuple[str, Callable[[str], None]]
    later: tuple[str, Callable[[], None]]


def slip(
    visit: Visit, formulation_id: str, place: str, ways: Ways, *, label: str, hint: str
) -> None:
    """Show a slip called `place` (workflows.slips.place_of).

    The words never pass through here while they are typed (formulation/web/slips.py).
    """
    key = f"slip/{formulation_id}/{place}"
    _component()(
        key=key,
        data={
            "formulation": formulation_id, "place": place, "label": label, "hint": hint,
            "done": ways.done[0], "later": ways.later[0],
            "text": slip_at(visit, formulation_id, place).text,
        },
        on_did_change=lambda: _handed_in(st.session_state.get(key), ways),
    )  # fmt: skip


@cache
def _component() -> Any:
    return st.components.v2.component("formulation.slip", html=HTML, css="slip.css", js="slip.js")


def _handed_in(state: object, ways: Ways) -> None:
    said = state.get("did") if isinstance(state, Mapping) else None
    if not isinstance(said, Mapping) or not isinstance(said.get("text"), str):
        return
    if said.get("did") == "done":
        ways.done[1](said["text"])
    elif said.get("did") == "later":
        ways.later[1]()
