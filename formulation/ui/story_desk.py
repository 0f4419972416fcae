"""The desk of the Story page: changes in sentences, newest first; any moment looked at, and brought back."""

from __future__ import annotations

from datetime import datetime
from html import escape
from itertools import groupby
from typing import Final

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing
from formulation.render.scene import scene_of
from formulation.workflows import remembering
from formulation.workflows.notebooks import Opened
from formulation.workflows.remembering import Moment
from formulation.workflows.visit import Visit

from . import gate, remembered
from .again import again
from .banner import banner
from .moving import follow
from .naming import drawing_namer
from .notices import show, show_what_was_refused, told_afterwards
from .pictured import pictured

SENTENCES: Final = 4
"""How many sentences about one change are told before the rest is gathered."""


@st.fragment
def desk() -> None:
    """Everything on the Story page."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    banner(opened)
    follow(opened)
    st.title("Story")
    st.html(
        '<p class="fn-lead">How this came to be as it is. Nothing that was ever kept is gone: any '
        "moment can be looked at, and the drawing can be brought back to it as one new change.</p>"
    )
    show_what_was_refused()
    if opened.read_only:
        st.caption(
            "An example has no story of its own. Make it your own copy, and its story begins."
        )
        return
    left, right = st.columns([1, 1.3], gap="large")
    with left:
        _told(visit, opened)
    with right, st.container(key="wide/then"):
        _as_it_was(visit, opened, "beside")


def _told(visit: Visit, opened: Opened) -> None:
    """The latest changes by day; earlier ones when asked."""
    until = remembered.table(remembered.STORY).get(f"until/{opened.id}")
    found = remembering.moments(visit, opened, until=until)
    for day, moments in groupby(found, key=lambda one: f"{one.at.astimezone():%-d %B %Y}"):
        st.html(f'<h2 class="fn-day">{escape(day)}</h2>')
        for one in moments:
            _one(visit, opened, one)
    with st.container(horizontal=True, gap="small"):
        if until is not None:
            st.button("Back to the latest", icon=":material/vertical_align_top:", key="latest",
                      on_click=_turn_to, args=(opened.id, None))  # fmt: skip
        if found and found[-1].number > 1:
            st.button("Earlier…", icon=":material/history:", key="earlier",
                      on_click=_turn_to, args=(opened.id, found[-1].number - 1))  # fmt: skip


def _turn_to(formulation_id: str, until: int | None) -> None:
    remembered.table(remembered.STORY)[f"until/{formulation_id}"] = until


def _one(visit: Visit, opened: Opened, one: Moment) -> None:
    shown = _moment(opened) == one.number
    with st.container(key=f"moment-{one.number}", gap=None):
        st.html(_moment_html(one))
        st.button(
            "Shown beside" if shown else "As it was then", type="tertiary", key=f"then/{one.number}",
            icon=":material/visibility:", disabled=shown, help=f"After {one.what}, {_at(one.at)}",
            on_click=_look, args=(opened.id, one.number),
        )  # fmt: skip

    if shown:
        with st.container(key="narrow/then"):  # on a phone, right where it was asked for
            _as_it_was(visit, opened, "below")


def _moment_html(one: Moment) -> str:
    sentences = list(one.sentences[:SENTENCES]) or [f"{one.what[:1].upper()}{one.what[1:]}."]
    if len(one.sentences) > SENTENCES:
        sentences.append(f"And {len(one.sentences) - SENTENCES} more things in the same change.")
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    who = "you" if one.mine else "somebody else"
    return f'<div class="fn-entry"><small>{one.at.astimezone():%H:%M} · {who}</small>{said}</div>'


def _at(at: datetime) -> str:
    return f"{at.astimezone():%-d %B at %H:%M}"


def _moment(opened: Opened) -> int | None:
    found = remembered.table(remembered.STORY).get(f"then/{opened.id}")
    return found if isinstance(found, int) and found <= opened.version else None


def _look(formulation_id: str, number: int) -> None:
    remembered.table(remembered.STORY)[f"then/{formulation_id}"] = number


def _as_it_was(visit: Visit, opened: Opened, where: str) -> None:
    """A moment as it was: its drawing, what has changed since, and the way back to it."""
    number = _moment(opened)
    if number is None:
        st.caption("Choose a moment to see the drawing as it was then, and what has changed since.")
        return
    try:
        then = remembering.as_it_was(visit, opened, number)
    except FormulationError as refused:
        show(refused)
        return
    drawing = _drawing(then, where)
    if drawing:
        pictured(scene_of(then, drawing, pulls=False), f"As it was after change {number}")
    _since(then, opened)
    with st.container(horizontal=True, gap="small"):
        st.button("Bring the drawing back to this", icon=":material/settings_backup_restore:",
                  key=f"bring back/{where}", on_click=_bring_back, args=(visit, opened, number),
                  help="One new change, which you can undo. Notes, hypotheses and pulls stay.")  # fmt: skip
        if st.button("Close", icon=":material/close:", key=f"close then/{where}", type="tertiary"):
            _look_away(opened.id)
            again()


def _drawing(then: Formulation, where: str) -> str:
    """Which drawing of that moment is shown."""
    drawings = {one.id: one for one in then.every(Drawing)}
    if len(drawings) < 2:
        return next(iter(drawings), "")
    first, *_ = drawings
    chosen = st.segmented_control(
        "Drawing", list(drawings), default=first, format_func=drawing_namer(drawings),
        key=f"drawing then/{then.id}/{where}", label_visibility="collapsed",
    )  # fmt: skip
    return str(chosen or first)


def _since(then: Formulation, opened: Opened) -> None:
    said = remembering.what_changed_since(then, opened.formulation)
    inside = "".join(f"<li>{escape(one)}</li>" for one in said)
    told = f"<ul>{inside}</ul>" if said else "<p>Nothing: it is so now.</p>"
    st.html(f'<div class="fn-words"><h3>What has changed since</h3>{told}</div>')


def _bring_back(visit: Visit, seen: Opened, number: int) -> None:
    with told_afterwards():
        remembering.bring_back(visit, seen, number)
        _look_away(seen.id)


def _look_away(formulation_id: str) -> None:
    remembered.table(remembered.STORY).pop(f"then/{formulation_id}", None)
