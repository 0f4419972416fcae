"""The frame every page is shown in: the places a person can go, and how everything looks."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from formulation.settings import HOME

PLACES = (
    ("notebook", "Notebook", ":material/menu_book:"),
    ("map", "Map", ":material/hub:"),
    ("supervision", "Supervision", ":material/forum:"),
    ("web", "Web", ":material/lan:"),
)

st.set_page_config(
    page_title="Formulation Notebook",
    page_icon=str(Path(__file__).with_name("icon.svg")),  # a named icon would come from elsewhere
    layout="wide",
)
st.html(Path(__file__).with_name("styles.css"))
st.navigation(
    [
        st.Page(HOME / "pages" / f"{name}.py", title=title, icon=icon, default=name == "notebook")
        for name, title, icon in PLACES
    ],
    position="top",
).run()
