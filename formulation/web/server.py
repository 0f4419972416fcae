"""The server, put together: the frame script, our routes, the wall around them, and what runs meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from formulation.settings import HOME

FRAME: Final = HOME / "formulation" / "ui" / "frame.py"
"""The script every page runs in. No `pages` folder may lie beside it: Streamlit would run what is in it."""


def composed(on_script_error: Callable[[Exception], bool | None]) -> st.App:
    """The whole application, ready for any ASGI server."""
    return st.App(FRAME, on_script_error=on_script_error)
