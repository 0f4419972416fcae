"""The place to write a note: plain text with marked passages, kept on the server at every pause.

The text never passes through here while it is typed: the writing surface asks our own route for
it and sends it there (formulation/web/writing.py). A page learns what words are selected, and what
the person wants done with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import streamlit as st

from formulation.domain.records import Phase

HTML: Final = '<div class="fn-writing" style="visibility:hidden"></div>'
LONGEST_SELECTION: Final = 4_000


@dataclass(frozen=True)
class WritingState:
    """What a writing surface tells its page.

    `words`, `at`: what is selected in the text, and where it begins (characters); empty where
    nothing is · `did`: what the person wants done, once: `{"did": "tie", "words", "at", "to"}`,
    `{"did": "pull_out", "words", "at", "kind"}` or `{"did": "untie", "id"}`.
    """

    words: str = ""
    at: int = 0
    did: Mapping[str, Any] | None = None


def writing_surface(
    formulation_id: str,
    note_id: str,
    *,
    key: str,
    label: str,
    text: str,
    version: int,
    things: Mapping[str, str],
    phases: Sequence[Phase] = (),
    ways: Mapping[str, str],
) -> WritingState:
    """Show a note's text to write in.

    `text` is shown until the server has said what was typed last. `version`: of the formulation;
    when it moves on, the surface asks for the text again. `things`: what words can be tied to, id
    → name. `ways`: what words can be pulled out as, kind → what that is called.
    """
    told = _component()(
        key=key,
        data={
            "formulation": formulation_id,
            "note": note_id,
            "label": label,
            "text": text,
            "version": version,
            "things": [{"id": one, "name": name} for one, name in things.items()],
            "phases": [
                {"name": one.name, "minutes": one.minutes, "prompts": list(one.prompts)}
                for one in phases
            ],
            "ways": [{"kind": kind, "name": name} for kind, name in ways.items()],
        },
        on_selected_change=_nothing,
        on_did_change=_nothing,
    )
    words, at = _selected(told.get("selected"))
    return WritingState(words, at, _did(told.get("did")))


@cache
def _component() -> Any:
    return st.components.v2.component(
        "formulation.writing", html=HTML, css="writing.css", js="writing.js"
    )


def _nothing() -> None:
    """A surface that has something to say makes its page run again; there is nothing else to do."""


def _selected(said: object) -> tuple[str, int]:
    if not isinstance(said, Mapping) or not isinstance(said.get("words"), str):
        return "", 0
    at = said.get("at")
    return str(said["words"])[:LONGEST_SELECTION], int(at) if isinstance(at, int | float) else 0


def _did(said: object) -> Mapping[str, Any] | None:
    return said if isinstance(said, Mapping) and isinstance(said.get("did"), str) else None
