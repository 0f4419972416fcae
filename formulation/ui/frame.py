"""The frame every page is shown in: the places a person can go, and how everything looks."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from formulation.ui import quick_pull, tour
from formulation.ui.places import PLACES, place_of

st.set_page_config(
    page_title="Formulation Notebook",
    page_icon=str(Path(__file__).with_name("icon.svg")),  # a named icon would come from elsewhere
    layout="wide",
)
st.html(Path(__file__).with_name("styles.css"))
if st.context.theme.type == "dark":
    st.html(Path(__file__).with_name("styles_dark.css"))
page = st.navigation([place.page() for place in PLACES.values()], position="top")
tour.offer(place_of(page))
quick_pull.offer()
tour.purpose(place_of(page))
page.run()
