"""Where refusals become words on a page, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from formulation.domain.errors import FormulationError, NotUnderstood


@contextmanager
def told_kindly() -> Iterator[None]:
    """Show a refusal as a calm sentence where it happened; the typing stays as it is."""
    try:
        yield
    except FormulationError as refused:
        show(refused)


def show(refused: FormulationError) -> None:
    """A refusal in its own words."""
    st.warning(sentence_of(refused), icon=":material/info:")


def sentence_of(refused: FormulationError) -> str:
    """What to say: for several faults, each one's sentence without ids."""
    if isinstance(refused, NotUnderstood):
        return " ".join(
            f"{fault.place.rpartition(' › ')[2].capitalize()}: {fault.sentence}"
            for fault in refused.faults
        )
    return refused.sentence
