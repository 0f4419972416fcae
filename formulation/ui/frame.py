"""The frame every page is shown in: the places a person can go."""

from __future__ import annotations

import streamlit as st

from formulation.settings import HOME

st.set_page_config(
    page_title="Formulation Notebook", page_icon=":material/menu_book:", layout="wide"
)
places = [st.Page(path) for path in sorted((HOME / "pages").glob("*.py"))]
if places:
    st.navigation(places, position="top").run()
