"""What a person sees when something goes wrong that nobody foresaw."""

from __future__ import annotations

import streamlit as st

from formulation.security.mishaps import calm_sentence, written_down


def told_calmly(mishap: Exception) -> bool:
    """Show a calm sentence with a number in place of an exception; the log has the number.

    Returns True, so that Streamlit shows nothing of its own.
    """
    st.warning(calm_sentence(written_down(mishap)), icon=":material/healing:")
    return True
