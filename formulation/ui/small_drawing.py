"""The small drawing beside what is being written: what is touched on it is tied to those words."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.records import Drawing, kind_of
from formulation.workflows import mapping, pulling, thinking
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .again import again
from .canvas import canvas
from .naming import drawing_namer, shortened
from .notices import show
from .plain import plain

TIES = {
    "note": ("about", "Touch what this note is about; touch again to let go."),
    "hypothesis": ("links", "Touch what this hypothesis points at; touch again to let go."),
    "pull": (
        "invited_to",
        "Touch the pole it invites into. None fits? Leave it: not on the map yet.",
    ),
    "voice": ("links", "Touch what these words are about; touch again to let go."),
}


def small_drawing(
    visit: Visit,
    opened: Opened,
    active: str | None,
    *,
    height: int = 520,
    words: str = "",
    tie_instead: Callable[[str], object] | None = None,
) -> None:
    """The drawing beside the words; `active` is the id of what a touch is tied to, None for nothing.

    Where `words` of a text are selected, a touch ties these instead, by `tie_instead`.
    """
    drawings = {drawing.id: drawing for drawing in opened.formulation.every(Drawing)}
    if not drawings:
        return
    shown = st.segmented_control(
        "Drawing", list(drawings), format_func=drawing_namer(drawings),
        default=next(iter(drawings)), key="drawing touched", required=True, label_visibility="collapsed",
    )  # fmt: skip
    field, help_text = TIES.get(kind_of(active or ""), ("", ""))
    tied = _tied(opened, active, field)
    if words:
        help_text = f"Touch what “{plain(shortened(words, 60))}” is about."
    st.caption(help_text or "The drawing these notes are about.")
    state = canvas(
        opened.id,
        shown or next(iter(drawings)),
        key=f"touch/{opened.id}",
        mode="pick",
        revision=opened.version,
        selected=tied,
        height=height,
        read_only=opened.read_only or active is None,
        typing_in=remembered.typing_in,
    )
    names = [plain(opened.formulation.name_of(one)) for one in tied]
    if names:
        st.caption("Tied to: " + "; ".join(names))
    if state.touched and words and tie_instead and not opened.read_only:
        tie_instead(state.touched)
        again()
    if state.touched and active and not opened.read_only:
        _tie(visit, opened, active, field, state.touched)


def _tied(opened: Opened, active: str | None, field: str) -> tuple[str, ...]:
    if not active or not field:
        return ()
    value = getattr(opened.formulation[active], field)
    return value if isinstance(value, tuple) else tuple(filter(None, (value,)))


def _tie(visit: Visit, opened: Opened, active: str, field: str, touched: str) -> None:
    try:
        if field == "invited_to":
            pole = pole_meant(opened, active, touched)
            freshly(visit, opened.id, lambda now: pulling.place_pull(visit, now, active, pole))
        else:
            freshly(visit, opened.id, lambda now: thinking.tie(visit, now, active, field, touched))
    except FormulationError as refused:
        show(refused)
        return
    again()


def pole_meant(opened: Opened, active: str | None, touched: str) -> str | None:
    """The pole that was touched; touching it again lets go, and only poles can be invited into.

    Raises CannotJoin.
    """
    if not touched.startswith("pole:"):
        raise mapping.CannotJoin(
            "A pull invites into a pole: touch the top or the bottom of a role."
        )
    invited_to = getattr(opened.formulation.get(active), "invited_to", None)
    return None if touched == invited_to else touched
