"""The Share page: for whom, what is in it, what was left out, whose it is, and only then the copy."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from formulation.domain.audience import AUDIENCES, Copied
from formulation.domain.errors import FormulationError
from formulation.render.documents import DOCUMENTS, Wanted
from formulation.render.phrasing import day_in_words
from formulation.render.typesetting import BLANK_SHEETS, blank_sheet
from formulation.security.identifiers import KINDS
from formulation.workflows import sharing
from formulation.workflows.notebooks import Opened
from formulation.workflows.sharing import FORMATS, Asked
from formulation.workflows.visit import Visit

from . import bringing_desk, gate, remembered
from .banner import banner
from .notices import show, told_kindly
from .plain import plain
from .reading import in_words_html

PAPER = {"a4": "A4", "a3": "A3"}
TURNED = {"best": "whichever fits", "portrait": "upright", "landscape": "on its side"}


def desk() -> None:
    """Everything on the Share page."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    banner(opened)
    st.title("Share")
    st.html(
        '<p class="fn-lead">A copy is made for somebody. It holds what is theirs to see and nothing '
        "else: look at it here before it leaves.</p>"
    )
    left, right = st.columns([1, 1.55], gap="large")
    with left:
        asked, copied = _chosen(opened)
    with right:
        if copied is not None:
            _look_at(visit, opened, asked, copied)
    if opened.read_only:
        st.caption("This is an example: a copy of it is not written down anywhere.")
    _made_before(opened)
    _blank_sheets()
    bringing_desk.from_elsewhere(visit)


def _chosen(opened: Opened) -> tuple[Asked, Copied | None]:
    """For whom, as what, and how it should look; no copy where it would give something away."""
    audience = st.radio(
        "For whom?",
        list(AUDIENCES),
        format_func=lambda name: AUDIENCES[name].label,
        captions=[row.help for row in AUDIENCES.values()],
        key="copy for whom",
    )
    try:
        copied = sharing.looked_over(opened, Asked(audience))
    except FormulationError as refused:
        show(refused)
        return Asked(audience), None
    kind = st.selectbox(
        "As a", list(FORMATS), format_func=lambda name: FORMATS[name].label, key="copy as",
        help="  \n".join(f"{row.label}: {row.help}" for row in FORMATS.values()),
    )  # fmt: skip
    names = sharing.documents_for(copied)
    what = names[0]
    if FORMATS[kind].documents:
        what = st.selectbox(
            "What",
            names,
            format_func=lambda name: DOCUMENTS[name].label,
            key=f"copy what/{audience}",
        )
    return Asked(audience, kind, what, _looks(copied, kind)), copied


def _looks(copied: Copied, kind: str) -> Wanted:
    """Which drawing and how it should look, where that makes a difference."""
    drawings = sharing.drawings_in(copied)
    drawing = ""
    if drawings and (FORMATS[kind].documents or FORMATS[kind].needs_drawing):
        drawing = st.selectbox(
            "Drawing",
            list(drawings),
            format_func=lambda some_id: drawings[some_id],
            key=f"copy drawing/{copied.audience.name}",
        )
    if not FORMATS[kind].documents and kind != "svg":
        return Wanted(drawing_id=drawing)
    with st.container(horizontal=True, gap="medium"):
        large = st.checkbox("Large print", key="copy large")
        few = st.checkbox("Fewer words", key="copy few",
                          help="For somewhere it may be read by others.")  # fmt: skip
        grey = st.checkbox("Without colours", key="copy grey")
    pulls = "Pull" in copied.audience.allowed and st.checkbox(
        "Pulls on the drawing", key="copy pulls"
    )
    size, turned = "a4", "best"
    if kind in ("pdf", "png"):
        one, other = st.columns(2)
        size = one.selectbox("Paper", list(PAPER), format_func=PAPER.__getitem__, key="copy paper")
        turned = other.selectbox(
            "Which way up", list(TURNED), format_func=TURNED.__getitem__, key="copy turned"
        )
    return Wanted(drawing, size=size, turned=turned, large=large, few=few, grey=grey, pulls=pulls)


def _look_at(visit: Visit, opened: Opened, asked: Asked, copied: Copied) -> None:
    """Exactly what is in the copy, what is not, what might say who somebody is; then the copy."""
    with told_kindly():
        if FORMATS[asked.format].documents or FORMATS[asked.format].needs_drawing:
            st.image(
                sharing.preview(copied, asked),
                width="stretch",
                caption="The first page, as it will be",
            )
        with st.expander("Every word on the map in this copy"):
            st.html(in_words_html(copied.formulation))
        _left_out(copied)
        settled = _who_it_might_name(visit, opened, asked, copied)
        _hand_over(visit, opened, asked, settled)


def _left_out(copied: Copied) -> None:
    said = "".join(f"<li>{escape(one)}</li>" for one in copied.withheld)
    inside = f"<ul>{said}</ul>" if said else "<p>Nothing was left out.</p>"
    st.html(f'<div class="fn-words"><h4>Left out of this copy</h4>{inside}</div>')


def _who_it_might_name(visit: Visit, opened: Opened, asked: Asked, copied: Copied) -> bool:
    """Words that might say who somebody is; the copy waits until somebody has looked at them."""
    found = sharing.may_identify(visit, opened, copied)
    if not found:
        st.caption("No names, numbers or addresses were noticed. Read it through all the same.")
        return True
    st.markdown("**These words might say who somebody is:**")
    st.markdown("\n".join(f"- {plain(one.words)} ({KINDS[one.kind]})" for one in found))
    return st.checkbox("I have looked at these, and they may leave", key=f"looked/{asked.audience}")


def _hand_over(visit: Visit, opened: Opened, asked: Asked, settled: bool) -> None:
    """First it is written down that a copy leaves, then it can be taken."""
    cover = opened.formulation.cover
    whose = plain(cover.pseudonym or "no name yet")
    st.markdown(f"This is **{whose}**, {cover.colour} {cover.emblem}. Is that the right one?")
    made = remembered.get(remembered.COPY_MADE)
    if made is None or made[:3] != (opened.id, asked, opened.version):
        if st.button(
            "Make this copy", type="primary", icon=":material/print:", disabled=not settled
        ):
            mark, today = sharing.new_mark(), date.today()
            now, _ = sharing.write_down(visit, opened, asked, mark=mark, on=today)
            remembered.keep(remembered.COPY_MADE, (opened.id, asked, now.version, mark, today))
            st.rerun()
        return
    _, _, _, mark, day = made
    leaving = sharing.written(sharing.looked_over(opened, asked), asked, mark=mark, on=day)
    st.download_button(
        f"Take copy {mark}", leaving.data, leaving.name, leaving.media, type="primary",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    st.caption("It is written down which copy left, when, and for whom.")


def _made_before(opened: Opened) -> None:
    made = sharing.copies_made(opened.formulation)
    if not made:
        return
    with st.expander(f"Copies that have left ({len(made)})"):
        rows = "".join(
            f"<tr><td>{escape(one.mark)}</td><td>{escape(day_in_words(one.made_on))}</td>"
            f"<td>{escape(AUDIENCES[one.for_whom].label if one.for_whom in AUDIENCES else one.for_whom)}"
            f"</td><td>{escape(one.what)}</td></tr>"
            for one in made
        )
        st.html(
            '<div class="fn-words"><table><thead><tr><th scope="col">mark</th><th scope="col">when</th>'
            f'<th scope="col">for</th><th scope="col">what</th></tr></thead><tbody>{rows}</tbody>'
            "</table></div>"
        )


def _blank_sheets() -> None:
    with st.expander("Blank sheets, to draw on by hand"):
        for kind, label in BLANK_SHEETS.items():
            st.download_button(
                f"A sheet for {label}", blank_sheet(kind), f"sheet-{kind.replace('_', '-')}.pdf",
                "application/pdf", key=f"sheet/{kind}", on_click="ignore",
            )  # fmt: skip
