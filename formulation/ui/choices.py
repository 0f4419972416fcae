"""Lists to choose from, safe while their words change and where two things are called the same.

A browser remembers a choice by the words it showed. When those words change (a pole is reworded, a
question is typed), the old words would match nothing and the choice would silently fall away. So the
key of every list carries a digest of its words: with new words it is a new list, showing what is kept.
A list in a form that waits for its button keeps the words it began with instead. And where two
things have the same words, the browser could only mean the last of them: they are told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zlib import crc32

import streamlit as st

from . import remembered


def keyed(key: str, names: Sequence[str]) -> str:
    """A key that is the same as long as the words to choose from are."""
    return f"{key}/{crc32(chr(0).join(names).encode('utf-8', 'replace')):08x}"


def told_apart(
    ids: Iterable[str], *names: Callable[[str], str], already: dict[str, str] | None = None
) -> dict[str, str]:
    """What each of some ids is called in a list, no two alike.

    `names` are ways of naming one, from short to long; a number helps where even the longest is
    taken. What `already` has a name keeps it.
    """
    called = {} if already is None else already
    waiting = [some_id for some_id in dict.fromkeys(ids) if some_id not in called]
    short = [names[0](some_id) for some_id in waiting]
    taken = {*called.values()}
    for some_id, said in zip(waiting, short, strict=True):
        alone = short.count(said) == 1 and said not in taken
        called[some_id] = said if alone else _unlike(taken, names[-1](some_id))
        taken.add(called[some_id])
    return called


def _unlike(taken: set[str], said: str) -> str:
    number, one = 1, said
    while one in taken:
        number += 1
        one = f"{said}  ·  {number}"
    return one


def names_begun_with(key: str, ids: Sequence[str], *names: Callable[[str], str]) -> dict[str, str]:
    """What each id is called in a list under `key`, the same as long as the list stays on the page."""
    held = remembered.table(remembered.NAMES)
    if key not in st.session_state:
        held.pop(key, None)
    already: dict[str, str] = held.setdefault(key, {})
    return told_apart(ids, *names, already=already)


def one_remembered(
    label: str, key: str, ids: Sequence[str], name: Callable[[str], str], **how: Any
) -> str:
    """Choose one of some ids, kept under `key` for the visit; the first until somebody chooses.

    `ids` must not be empty.
    """
    if remembered.get(key) not in ids:
        remembered.keep(key, ids[0])
    kept: str = remembered.get(key)
    names = told_apart(ids, name)
    widget = keyed(f"list/{key}/{kept}", list(names.values()))
    st.selectbox(
        label,
        ids,
        index=ids.index(kept),
        format_func=lambda one: names.get(one, one),
        key=widget,
        on_change=_chosen,
        args=(key, widget),
        **how,
    )
    return kept


def _chosen(key: str, widget: str) -> None:
    remembered.keep(key, st.session_state[widget])
