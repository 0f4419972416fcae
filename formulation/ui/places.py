"""The places a person can go, in the order of the bar at the top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from formulation.settings import HOME


@dataclass(frozen=True)
class Place:
    """One page: the name of its script, what the bar calls it, its icon, and what it is for.

    `words` are the terms of the glossary that its help explains; `says_so_itself` where the page
    begins with a sentence of its own.
    """

    name: str
    title: str
    icon: str
    says: str = ""
    words: tuple[str, ...] = ()
    says_so_itself: bool = False

    def page(self) -> Any:
        """The page as Streamlit knows it."""
        script = HOME / "pages" / f"{self.name}.py"
        return st.Page(script, title=self.title, icon=self.icon, default=self is FIRST)


PLACES: Mapping[str, Place] = {
    place.name: place
    for place in (
        Place(
            "notebook",
            "Notebook",
            ":material/menu_book:",
            "Every map kept here, a way to begin one, and examples to explore.",
            ("reciprocal role", "provisional"),
            True,
        ),
        Place(
            "map",
            "Map",
            ":material/hub:",
            "Draw what happens between people: pairs of roles, the loops they lead to, and ways out.",
            (
                "reciprocal role",
                "pole",
                "core pain",
                "trap",
                "dilemma",
                "snag",
                "way out",
                "self state",
                "shift",
                "pull",
            ),
        ),
        Place(
            "supervision",
            "Supervision",
            ":material/forum:",
            "Write what was seen, kept apart from what was inferred, and tie it to the drawing.",
            ("observed", "inferred", "parallel process", "pull"),
        ),
        Place(
            "hypotheses",
            "Hypotheses",
            ":material/balance:",
            "Keep rival ideas side by side, with what would change our mind.",
            ("hypothesis", "rival", "set aside"),
        ),
        Place(
            "pulls",
            "Pulls",
            ":material/swap_vert:",
            "See where helpers are drawn on the map, and what to do about it.",
            ("pull", "reciprocating", "identifying", "not on the map yet", "enacted", "repair"),
        ),
        Place(
            "story",
            "Story",
            ":material/history:",
            "See how the map grew, look at any moment, and bring it back.",
        ),
        Place(
            "share",
            "Share",
            ":material/print:",
            "Make a copy for somebody, and see first exactly what leaves in it.",
            ("whose words",),
        ),
        Place(
            "web",
            "Web",
            ":material/lan:",
            "Everything that is linked to everything, to explore freely.",
            ("hypothesis", "pull"),
        ),
        Place(
            "learn",
            "Learn",
            ":material/school:",
            "Read fictional examples, practise on them, and look up a word or a role.",
            ("reciprocal role", "procedure", "way out"),
            True,
        ),
    )
}
FIRST = PLACES["notebook"]


def place_of(page: Any) -> str:
    """The name of the place a page of Streamlit's stands for."""
    return next((one.name for one in PLACES.values() if one.title == page.title), FIRST.name)


def go(name: str, **in_the_address: str) -> None:
    """Go to another page; does not come back."""
    st.switch_page(PLACES[name].page(), query_params=in_the_address)
