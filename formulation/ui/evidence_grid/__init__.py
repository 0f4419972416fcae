"""Observations as rows, hypotheses as columns: a table in which every cell can be marked, by hand or by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import streamlit as st

from formulation.domain.kinds import EVIDENCE_MARKS

HTML: Final = '<div class="fn-evidence"></div>'
MOST_AT_ONCE: Final = 200
LEAVES_OUT, OPENS, MARKS = "leave_out", "open", "mark"


@dataclass(frozen=True)
class Done:
    """One thing a person did in the table: `did` is "mark", "open" or "leave_out".

    A mark has an observation, a hypothesis and how the one bears on the other; the others one id.
    """

    did: str
    some_id: str = ""
    observation: str = ""
    hypothesis: str = ""
    bears: str = ""


def evidence_grid(table: Mapping[str, Any], *, key: str) -> tuple[Done, ...]:
    """Show the table; returns what was done in it since the last time, each once and in order.

    `table` holds what to show as plain data: "hypotheses", "observations", "cells", "readOnly"
    and "eyes" (formulation/ui/hypothesis_table.py). The table keeps nothing but what has not
    arrived here yet.
    """
    heard: int = st.session_state.get(f"{key} · heard", 0)
    told = _component()(
        key=key,
        data={
            **table,
            "heard": heard,
            "marks": [{"name": one.name, "label": one.label} for one in EVIDENCE_MARKS.values()],
        },
        on_did_change=lambda: None,
    )
    new = [one for one in _said(told.get("did")) if one["n"] > heard]
    if new:
        st.session_state[f"{key} · heard"] = max(int(one["n"]) for one in new)
    return tuple(_done(one) for one in new)


def _said(given: object) -> list[Mapping[str, Any]]:
    if not isinstance(given, list):
        return []
    return [
        one
        for one in given[-MOST_AT_ONCE:]
        if isinstance(one, Mapping) and isinstance(one.get("n"), int)
    ]


def _done(one: Mapping[str, Any]) -> Done:
    def text(name: str) -> str:
        value = one.get(name)
        return value if isinstance(value, str) else ""

    return Done(text("did"), text("id"), text("observation"), text("hypothesis"), text("bears"))


@cache
def _component() -> Any:
    return st.components.v2.component(
        "formulation.evidence", html=HTML, css="evidence.css", js="evidence.js"
    )
