"""Lists to choose from, safe while their words change.

A browser remembers a choice by the words it showed. When those words change (a pole is reworded, a
question is typed), the old words would match nothing and the choice would silently fall away. So the
key of every list carries a digest of its words: with new words it is a new list, showing what is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zlib import crc32

import streamlit as st

from . import remembered


def keyed(key: str, names: Sequence[str]) -> str:
    """A key that is the same as long as the words to choose from are."""
    return f"{key}/{crc32(chr(0).join(names).encode('utf-8', 'replace')):08x}"


def one_remembered(
    label: str, key: str, ids: Sequence[str], name: Callable[[str], str], **how: Any
) -> str:
    """Choose one of some ids, kept under `key` for the visit; the first until somebody chooses.

    `ids` must not be empty.
    """
    if remembered.get(key) not in ids:
        remembered.keep(key, ids[0])
    kept: str = remembered.get(key)
    widget = keyed(f"list/{key}/{kept}", [name(one) for one in ids])
    st.selectbox(
        label,
        ids,
        index=ids.index(kept),
        format_func=name,
        key=widget,
        on_change=_chosen,
        args=(key, widget),
        **how,
    )
    return kept


def _chosen(key: str, widget: str) -> None:
    remembered.keep(key, st.session_state[widget])
