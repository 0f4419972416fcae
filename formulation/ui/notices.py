"""Where refusals become words on a page, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from formulation.domain.errors import FormulationError, NotUnderstood

from . import remembered
from .plain import plain


@contextmanager
def told_kindly() -> Iterator[None]:
    """Show a refusal as a calm sentence where it happened; the typing stays as it is."""
    try:
        yield
    except FormulationError as refused:
        show(refused)


@contextmanager
def told_afterwards() -> Iterator[None]:
    """Keep a refusal until the page is drawn: what is done on a press is done before there is a page."""
    try:
        yield
    except FormulationError as refused:
        remembered.keep(remembered.REFUSED, sentence_of(refused))


def show_what_was_refused() -> None:
    """Say, once, what was refused before this page was drawn."""
    sentence = st.session_state.pop(remembered.REFUSED, None)
    if sentence:
        _say(sentence)


def show(refused: FormulationError) -> None:
    """A refusal in its own words."""
    _say(sentence_of(refused))


def _say(sentence: str) -> None:
    st.warning(plain(sentence), icon=":material/info:")


def sentence_of(refused: FormulationError) -> str:
    """What to say: for several faults, each one's sentence without ids."""
    if isinstance(refused, NotUnderstood):
        return " ".join(
            f"{fault.place.rpartition(' › ')[2].capitalize()}: {fault.sentence}"
            for fault in refused.faults
        )
    return refused.sentence
