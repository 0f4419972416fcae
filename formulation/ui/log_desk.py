"""One's own learning log: a line in a minute, sums by area, and a portfolio when it is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

import streamlit as st

from formulation.domain.competence import AREAS, SORTS, UNITS
from formulation.domain.errors import FormulationError
from formulation.render.formats import FORMATS
from formulation.render.phrasing import day_in_words
from formulation.security.identifiers import KINDS
from formulation.workflows import learning_log
from formulation.workflows.learning_log import Entry
from formulation.workflows.visit import Visit

from . import remembered
from .again import again
from .notices import show, told_kindly
from .plain import plain


def desk(visit: Visit) -> None:
    """Everything about the log."""
    st.caption(
        "For you alone: it is kept beside the notebook, nobody else is shown it, and no copy holds it. "
        "Numbers and your own words; nothing here is a mark."
    )
    try:
        found = learning_log.entries(visit)
    except FormulationError as refused:
        show(refused)
        return
    left, right = st.columns([1, 1.35], gap="large")
    with left:
        _new(visit)
    with right:
        _sums(found)
    _entries(visit, found)
    if found:
        _portfolio(visit, found)


def _new(visit: Visit) -> None:
    turn = remembered.get(remembered.LOG_TURN, 0)
    with st.form(f"log/{turn}", border=False):
        area = st.selectbox("Area", list(AREAS), key=f"log area/{turn}",
                            format_func=lambda name: AREAS[name].label)  # fmt: skip
        words = st.text_area("In my own words", key=f"log words/{turn}", height=110,
                             max_chars=learning_log.LONGEST,
                             placeholder="what I learned, or what I want to try; nobody’s name")  # fmt: skip
        with st.container(horizontal=True, gap="small"):
            sort = st.selectbox("What it was", list(SORTS), key=f"log sort/{turn}", width=170,
                                format_func=lambda name: SORTS[name].label)  # fmt: skip
            amount = st.number_input("How much", 0.0, float(learning_log.MOST_COUNTED), 1.0, 0.5, width=130,
                                     key=f"log amount/{turn}")  # fmt: skip
            unit = st.selectbox("Counted in", list(UNITS), key=f"log unit/{turn}", width=130,
                                format_func=lambda name: UNITS[name].label)  # fmt: skip
            on = st.date_input(
                "Day", date.today(), key=f"log day/{turn}", width=150, format="DD/MM/YYYY"
            )
        if st.form_submit_button("Write it down", type="primary"):
            with told_kindly():
                day = on if isinstance(on, date) else date.today()
                entry = Entry("", day.isoformat(), area, sort, amount, unit, words)
                learning_log.write_down(visit, entry)
                remembered.keep(remembered.LOG_TURN, turn + 1)
                again()


def _sums(found: tuple[Entry, ...]) -> None:
    rows = "".join(
        f'<tr><th scope="row">{escape(AREAS[area].label)}<small>{escape(AREAS[area].help)}</small></th>'
        f"<td>{escape(_sum(told) or '–')}</td></tr>"
        for area, told in learning_log.totals(found).items()
        if area in AREAS
    )
    st.html(
        '<table class="fn-log"><caption>So far, by area</caption><thead><tr><th scope="col">Area</th>'
        f'<th scope="col">So far</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _sum(told: Mapping[str, float]) -> str:
    return ", ".join(learning_log.amount_in_words(many, unit) for unit, many in told.items())


def _entries(visit: Visit, found: tuple[Entry, ...]) -> None:
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            many = learning_log.amount_in_words(one.amount, one.unit)
            said = " · ".join(
                (day_in_words(one.on), AREAS[one.area].label, SORTS[one.sort].label, many)
            )
            st.html(
                f'<div class="fn-entry"><small>{escape(said)}</small><p>{escape(one.words)}</p></div>'
            )
            if st.button(
                "Take out", key=f"take out/{one.id}", icon=":material/close:", type="tertiary"
            ):
                with told_kindly():
                    learning_log.take_out(visit, one.id)
                    again()


def _portfolio(visit: Visit, found: tuple[Entry, ...]) -> None:
    """A file for a portfolio, once somebody has looked at what might say who anybody is."""
    st.html('<h3 class="fn-part">For a portfolio</h3>')
    noticed = learning_log.might_identify(visit, found)
    looked = not noticed
    if noticed:
        st.markdown("**These words might say who somebody is:**")
        st.markdown("\n".join(f"- {plain(one.words)} ({KINDS[one.kind]})" for one in noticed))
        digest = abs(hash(tuple(one.words for one in noticed)))
        looked = st.checkbox(
            "I have looked at these, and they may leave", key=f"log looked/{digest}"
        )
    else:
        st.caption("No names, numbers or addresses were noticed. Read it through all the same.")
    kind = st.segmented_control("As a", list(learning_log.WRITERS), default="docx", required=True,
                                key="log as", format_func=lambda name: FORMATS[name].label)  # fmt: skip
    if not looked:
        return
    with told_kindly():
        taken = learning_log.taken_out(visit, found, kind or "docx", looked=looked, on=date.today())
        st.download_button("Take it", taken.data, taken.name, taken.media, icon=":material/download:",
                           key=f"take log/{kind}", on_click="ignore")  # fmt: skip
