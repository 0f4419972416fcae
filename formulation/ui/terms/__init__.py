"""Words of the field, explained where they stand: hover or focus shows the sentence of the glossary.

The sentence can be reached with the pointer, stays until one leaves, and Escape puts it away
without moving anything (WCAG 2.2, 1.4.13).
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from html import escape
from typing import Any, Final

import streamlit as st

from formulation.workflows import looking_up

HTML: Final = '<span class="fn-escape" hidden></span>'


def explained(text: str) -> str:
    """Plain text as HTML, every word escaped; the first time a term of the glossary occurs, it is explained."""
    said: set[str] = set()
    pieces, at = [], 0
    for found in _terms().finditer(text):
        term, says = _meanings()[found.group(0).casefold()]
        pieces.append(escape(text[at : found.start()]))
        pieces.append(escape(found.group(0)) if term in said else _one(found, says))
        said.add(term)
        at = found.end()
    return "".join([*pieces, escape(text[at:])])


def listen(show: str = "") -> None:
    """Let Escape put an explanation away; once on every page.

    `show`: the key of something on the page to bring into sight, once each time it changes.
    """
    with st.container(key="terms"):
        _component()(key="terms explained", height=1, data={"show": show})


def _one(found: re.Match[str], says: str) -> str:
    words = found.group(0)
    # One name for each place it stands in; two of the same on a page say the same sentence.
    tip = hashlib.sha256(f"{found.string}/{found.start()}".encode()).hexdigest()[:12]
    return (
        f'<span class="fn-explained"><span class="fn-term-here" tabindex="0" '
        f'aria-describedby="fn-tip-{tip}">{escape(words)}</span>'
        f'<span class="fn-tip" role="tooltip" id="fn-tip-{tip}">{escape(says)}</span></span>'
    )


@cache
def _meanings() -> dict[str, tuple[str, str]]:
    """Every way a term is written → the term and its sentence."""
    return {
        name.casefold(): (one.term, one.says)
        for one in looking_up.words_of_the_field()
        for name in one.names
    }


@cache
def _terms() -> re.Pattern[str]:
    """Any term as a whole word, the longest first."""
    names = sorted(_meanings(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def _component() -> Any:
    return st.components.v2.component(
        "formulation.terms", html=HTML, js="terms.js", isolate_styles=False
    )
