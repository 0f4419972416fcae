"""The frame in which the web of everything is shown, and a listening ear for what is chosen in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import streamlit as st

HTML: Final = '<div class="everything"></div>'


def web_frame(formulation_id: str, *, drawn: int, dark: bool, height: int = 680) -> str | None:
    """Show the web page of a formulation; returns the id of what was just chosen in it, once.

    `drawn` is the version it was asked for. The page has no origin and no way in; it can only
    say which thing was chosen, and is believed only when it is this very frame that speaks.
    """
    told = _component()(
        key=f"web/{formulation_id}",
        data={
            "address": f"/notebook/web/{formulation_id}?drawn={drawn}&dark={'yes' if dark else 'no'}",
            "height": height,
        },
        height=height,
        on_chosen_change=lambda: None,
    )
    chosen = told.get("chosen")
    return str(chosen["id"]) if isinstance(chosen, Mapping) and "id" in chosen else None


@cache
def _component() -> Any:
    return st.components.v2.component("formulation.everything", html=HTML, js="everything.js")
