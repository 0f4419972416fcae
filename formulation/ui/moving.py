"""A page that shows no drawing follows what others change, without disturbing what is being typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from formulation.workflows.notebooks import Opened

from . import remembered

HTML: Final = '<span class="fn-moving" hidden></span>'


def follow(opened: Opened) -> None:
    """Draw this part of the page again each time its formulation has changed; call it in a fragment.

    A drawing on the same page does this by itself, and sooner; then nothing is said twice.
    """
    key = f"moving/{opened.id}"
    with st.container(key="moving"):
        _component()(
            key=key,
            height=1,
            data={"formulation": opened.id, "revision": opened.version},
            on_revision_change=lambda: remembered.typing_in(_typing(st.session_state.get(key))),
        )


def _typing(state: object) -> str | None:
    said = state.get("revision") if isinstance(state, Mapping) else None
    label = said.get("typing") if isinstance(said, Mapping) else None
    return label if isinstance(label, str) else None


def _component() -> Any:
    return st.components.v2.component("formulation.moving", html=HTML, js="moving.js")
