"""Words that were typed and can no longer be saved where they were meant: kept in sight until let go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html import escape
from typing import Any, Final

import streamlit as st

from formulation.domain.formulation import Formulation

from . import remembered

CHOSEN: Final = ("whose", "tone", "kind", "speed")
"""How the keys end under which a form that waits for its button keeps what is chosen, not typed."""


def told(formulation: Formulation | None) -> None:
    """Show what was typed for something that has gone; None where the whole formulation has."""
    held = remembered.table(remembered.UNSAVED)
    for words in (*_from_fields(formulation), *_from_forms(formulation)):
        held[words] = True
    if not held:
        return
    st.warning("What you typed could not be saved. It is still here, to copy.")
    st.html("".join(f'<div class="fn-read"><p>{escape(words)}</p></div>' for words in held))
    st.button("Let it go", key="let it go", on_click=held.clear)


def _from_fields(formulation: Formulation | None) -> Iterator[str]:
    """What was refused in the fields of records that are no longer there."""
    table = remembered.table(remembered.TOLD)
    for some_id in [one for one in table if formulation is None or one not in formulation]:
        for beside in table.pop(some_id).values():
            yield from _words_in(beside.typed)


def _from_forms(formulation: Formulation | None) -> Iterator[str]:
    if formulation is not None:
        return
    lists = remembered.table(remembered.NAMES)
    for key, value in st.session_state.items():
        form, _, name = str(key).rpartition("/")
        if form.startswith("adding/") and name not in CHOSEN and key not in lists:
            yield from _words_in(value)


def _words_in(typed: Any) -> Iterator[str]:
    if isinstance(typed, str) and typed.strip():
        yield typed
    elif isinstance(typed, tuple):
        for item in typed:
            yield from _words_in(item)
    elif is_dataclass(typed):
        for one in fields(typed):
            if "one_of" not in one.metadata:
                yield from _words_in(getattr(typed, one.name))
