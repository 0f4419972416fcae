"""The server: Streamlit as an ASGI app, behind our own wall, with our own routes.

`python -m formulation run` starts it; so does `streamlit run app.py` or any ASGI server.
"""

from __future__ import annotations

import streamlit as st

from formulation.ui.mishaps import told_calmly
from formulation.web.server import FRAME, our_half

# Streamlit looks for these very words, `app = st.App(`, to know that this is a server: without
# them it would show this file as a page, and there would be no wall.
app = st.App(FRAME, on_script_error=told_calmly, **our_half())
