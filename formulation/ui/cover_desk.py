"""The cover: whose notebook this is, changed in a calm dialog opened from the banner."""

from __future__ import annotations

from typing import Final

import streamlit as st

from formulation.domain.formulation import COVER
from formulation.domain.kinds import COLOURS, EMBLEMS, PATHWAY_STAGES
from formulation.workflows.notebooks import Opened, change_cover, freshly, open_formulation
from formulation.workflows.visit import Visit

from . import remembered
from .band import banner_html
from .emblems import emblem_picture
from .forms import record_form
from .notices import show_what_was_refused, told_afterwards

ELSEWHERE: Final = ("emblem", "colour", "stage", "fictional", "practice")


def cover_button(visit: Visit, opened: Opened) -> None:
    """The quiet button beside the banner that opens the cover."""
    if opened.read_only or COVER not in opened.formulation:
        return
    if st.button("About this notebook", type="tertiary", icon=":material/edit_note:", key="cover",
                 help="Pseudonym, emblem, colour, and where on the pathway."):  # fmt: skip
        _cover(visit, opened.id)


@st.dialog("About this notebook", width="large", on_dismiss="rerun")
def _cover(visit: Visit, opened_id: str) -> None:
    opened = open_formulation(visit, opened_id)
    cover = opened.formulation.cover
    st.html(banner_html(cover, ""))
    show_what_was_refused()
    st.caption("Each field is kept when you leave it. Undo on the map takes it back.")
    _pictures(visit, opened, "emblem", list(EMBLEMS))
    _pictures(visit, opened, "colour", list(COLOURS))
    _stage(visit, opened)
    record_form(visit, opened, COVER, leave=ELSEWHERE)


def _pictures(visit: Visit, opened: Opened, name: str, offered: list[str]) -> None:
    """Emblems, or colours, to choose from by name, each shown beneath as it would look."""
    cover = opened.formulation.cover
    now = getattr(cover, name)
    st.pills(
        name.capitalize(), offered, default=now if now in offered else None, required=True,
        key=f"cover/{opened.id}/{name}/{now}", on_change=_chosen,
        args=(visit, opened.id, name, f"cover/{opened.id}/{name}/{now}"),
    )  # fmt: skip
    shown = (
        emblem_picture(one, cover.colour, 30)
        if name == "emblem"
        else emblem_picture(cover.emblem, one, 30)
        for one in offered
    )
    st.html(f'<div class="fn-emblems" aria-hidden="true">{"".join(shown)}</div>')


def _stage(visit: Visit, opened: Opened) -> None:
    """Where on the pathway: a known stage, or one of the service's own typed in."""
    stage = opened.formulation.cover.stage
    offered = list(dict.fromkeys([*PATHWAY_STAGES, *([stage] if stage else [])]))
    key = f"cover/{opened.id}/stage/{stage}"
    st.selectbox(
        "Where on the pathway", offered, index=offered.index(stage) if stage else None, key=key,
        format_func=lambda one: PATHWAY_STAGES[one].label if one in PATHWAY_STAGES else one,
        placeholder="choose, or type a stage of your own", accept_new_options=True,
        on_change=_chosen, args=(visit, opened.id, "stage", key),
    )  # fmt: skip


def _chosen(visit: Visit, opened_id: str, name: str, key: str) -> None:
    chosen = st.session_state[key]
    with told_afterwards():
        freshly(visit, opened_id, lambda now: change_cover(visit, now, **{name: chosen or ""}))
    remembered.table(remembered.FORMS).get(COVER, {}).pop(name, None)
