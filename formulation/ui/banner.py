"""The band at the top of every page: whose notebook this is, and when it was last saved."""

from __future__ import annotations

import streamlit as st

from formulation.workflows.notebooks import Opened

from .band import banner_html, saved_words, stage_words
from .cover_desk import cover_button
from .gate import require_member
from .turning import turning_below_the_banner

__all__ = ["banner", "banner_html", "saved_words", "stage_words"]


def banner(opened: Opened, *, saved: bool = True) -> None:
    """Show whose formulation lies open (emblem, colour, pseudonym), when it was saved, and a way to change it.

    `saved`: false where the drawing itself says when it was saved, so that it is said once.
    """
    cover = opened.formulation.cover
    said = saved_words(opened.saved_at, read_only=opened.read_only)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="banner"):
        st.html(banner_html(cover, said if saved or opened.read_only else ""))
        visit = require_member()
        cover_button(visit, opened)
    if saved:  # where the drawing says when it was saved, undo stands beside the drawing
        turning_below_the_banner(visit, opened)
