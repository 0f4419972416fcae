"""Arranging a drawing: today's and the proposed one side by side, to be used or left as it was."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.records import Drawing
from formulation.render.elements import Scene
from formulation.render.embedded import as_image, standalone
from formulation.render.palette import NIGHT, PAPER
from formulation.workflows import arranging
from formulation.workflows.arranging import Arrangement
from formulation.workflows.notebooks import Opened, open_formulation
from formulation.workflows.visit import Visit

from . import remembered
from .again import again
from .notices import show


def arrange_button(opened: Opened, drawing: Drawing) -> None:
    """The button that shows how a drawing would stand if it were arranged anew."""
    if st.button("Arrange…", icon=":material/auto_awesome_mosaic:", key="arrange",
                 help="See how this drawing would stand if it were set out afresh. "
                 "Nothing moves until you say so, and Undo brings it back."):  # fmt: skip
        remembered.keep(remembered.ARRANGED, arranging.preview(opened, drawing.id))
        again()


def arrange_preview(visit: Visit, opened: Opened, drawing: Drawing) -> bool:
    """Show today's drawing and the proposed one side by side, where somebody asked; whether it did."""
    looked_at: Arrangement | None = remembered.get(remembered.ARRANGED)
    if looked_at is None:
        return False
    if not _is_about(looked_at, opened, drawing):
        remembered.keep(remembered.ARRANGED, None)
        return False
    if not looked_at.moved:
        st.info("This drawing stands as it would be arranged already.")
        _buttons(visit, opened, looked_at)
        return True
    left, right = st.columns(2, gap="medium")
    with left:
        _shown("As it is today", looked_at.scene_today)
    with right:
        _shown("As it would be", looked_at.scene_proposed)
    _buttons(visit, opened, looked_at)
    return True


def _is_about(looked_at: Arrangement, opened: Opened, drawing: Drawing) -> bool:
    return looked_at.today.id == opened.id and looked_at.drawing_id == drawing.id


def _shown(heading: str, scene: Scene) -> None:
    paint = NIGHT if st.context.theme.type == "dark" else PAPER
    source = as_image(standalone(scene, paint=paint, title=heading))
    said = f"{heading}. {scene.description}"
    st.html(
        f'<figure class="fn-arranged"><figcaption>{escape(heading)}</figcaption>'
        f'<img src="{source}" alt="{escape(said, quote=True)}"></figure>'
    )


def _buttons(visit: Visit, opened: Opened, looked_at: Arrangement) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if looked_at.moved and st.button(
            "Use this", type="primary", icon=":material/check:", key="use arrangement"
        ):
            _use(visit, opened, looked_at)
        if st.button("Leave as it was", key="leave arrangement"):
            remembered.keep(remembered.ARRANGED, None)
            again()
        st.caption("Only where things stand would change. It is one step to undo.")


def _use(visit: Visit, opened: Opened, looked_at: Arrangement) -> None:
    """Let it stand as proposed; where somebody drew meanwhile, show both afresh and say so."""
    try:
        arranging.use(visit, open_formulation(visit, opened.id), looked_at)
    except FormulationError as refused:
        now = open_formulation(visit, opened.id)
        remembered.keep(remembered.ARRANGED, arranging.preview(now, looked_at.drawing_id))
        show(refused)
        return
    remembered.keep(remembered.ARRANGED, None)
    again()
