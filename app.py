"""The server: Streamlit as an ASGI app, behind our own wall, with our own routes.

`python -m formulation run` starts it; so does `streamlit run app.py` or any ASGI server.
"""

from __future__ import annotations

from formulation.ui.mishaps import told_calmly
from formulation.web.server import composed

app = composed(on_script_error=told_calmly)
