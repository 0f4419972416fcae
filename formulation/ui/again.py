"""Showing a page again after something was done in the middle of it."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException


def again() -> NoReturn:
    """Show this part of the page again with what is kept now; does not come back.

    A press in a part arrives with the whole page when the page was just being shown as a whole,
    and Streamlit then refuses to show only the part.
    """
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()
