"""The places a person can go, in the order of the bar at the top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from formulation.settings import HOME


@dataclass(frozen=True)
class Place:
    """One page: the name of its script, what the bar calls it, and its icon."""

    name: str
    title: str
    icon: str

    def page(self) -> Any:
        """The page as Streamlit knows it."""
        script = HOME / "pages" / f"{self.name}.py"
        return st.Page(script, title=self.title, icon=self.icon, default=self is FIRST)


PLACES: Mapping[str, Place] = {
    place.name: place
    for place in (
        Place("notebook", "Notebook", ":material/menu_book:"),
        Place("map", "Map", ":material/hub:"),
        Place("supervision", "Supervision", ":material/forum:"),
        Place("hypotheses", "Hypotheses", ":material/balance:"),
        Place("pulls", "Pulls", ":material/swap_vert:"),
        Place("share", "Share", ":material/print:"),
        Place("web", "Web", ":material/lan:"),
        Place("learn", "Learn", ":material/school:"),
    )
}
FIRST = PLACES["notebook"]


def go(name: str, **in_the_address: str) -> None:
    """Go to another page; does not come back."""
    st.switch_page(PLACES[name].page(), query_params=in_the_address)
