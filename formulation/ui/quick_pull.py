"""A pull noticed from anywhere, in under a minute: a few words, a touch on the drawing, and it is kept."""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from formulation.bootstrap import notebook
from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing, Pull, SupervisionNote
from formulation.workflows import mapping, pulling
from formulation.workflows.notebooks import (
    Opened,
    along_the_shelf,
    freshly,
    is_example,
    open_formulation,
)
from formulation.workflows.visit import Visit

from . import gate, remembered
from .again import again
from .banner import banner_html, saved_words
from .canvas import canvas
from .choices import told_apart
from .forms import record_form
from .listing import open_note
from .naming import drawing_namer
from .notices import show, show_what_was_refused, told_afterwards
from .plain import plain
from .small_drawing import pole_meant

SAID = {
    "feeling": ("What did I feel?", "e.g. sleepy; useless; flattered"),
    "body": ("In my body", "e.g. tight chest"),
    "urge": ("What did I want to do?", "e.g. give my own number"),
}
MORE = ("acted_on", "strength", "could_also_be", "instead", "repair", "exit", "where", "note")
TO_THE = {
    "reciprocating": "the other end from the person",
    "identifying": "the same end as the person",
}
NEW_ROLE = "somebody else"


def offer() -> None:
    """The button that stands on every page; not where there is nothing to write in."""
    try:
        visit = notebook().visit()
    except FormulationError:
        return
    lying_open = remembered.get(remembered.OPEN) or st.query_params.get(gate.IN_THE_ADDRESS)
    if (lying_open and is_example(str(lying_open))) or not visit.shelf.heads():
        return
    with st.container(key="notice a pull"):
        st.button(
            "I noticed a pull", icon=":material/swap_vert:", key="notice a pull from anywhere",
            on_click=_begin, type="primary",
        )  # fmt: skip
    if st.session_state.pop(remembered.NOTICING, False):
        _noticing()


def _begin() -> None:
    remembered.keep(remembered.NOTICING, True)
    remembered.keep(remembered.FEELING, None)
    turns = remembered.table(remembered.TURNS)
    turns["pull"] = turns.get("pull", 0) + 1


@st.dialog("I noticed a pull", width="large", on_dismiss="rerun")
def _noticing() -> None:
    visit = gate.require_member()
    opened = _whose(visit)
    if opened is None:
        return
    show_what_was_refused()
    left, right = st.columns([1, 1.1], gap="large")
    with left:
        _words(visit, opened)
        pull = _pull(opened)
        if pull is not None:
            _what_it_invites(visit, opened, pull)
    with right:
        _pole(visit, opened)
    _more(visit, opened)
    remembered.keep(remembered.TYPING, None)


def _whose(visit: Visit) -> Opened | None:
    """The formulation that lies open; where none does, one is chosen first."""
    formulation_id = gate.open_id()
    if formulation_id is None:
        spines = {one.id: one for one in along_the_shelf(visit) if not one.trouble}
        names = told_apart(spines, lambda one: spines[one].cover.pseudonym or "no name yet")
        formulation_id = st.selectbox(
            "Whose notebook is this about?", list(spines), index=None, key="whose pull",
            format_func=lambda one: names.get(one, one), placeholder="choose one",
        )  # fmt: skip
    if formulation_id is None:
        return None
    try:
        opened = open_formulation(visit, str(formulation_id))
    except FormulationError as refused:
        show(refused)
        return None
    st.html(banner_html(opened.formulation.cover, ""))
    return opened


def _pull(opened: Opened) -> Pull | None:
    """The pull being noticed, once its first words are kept."""
    found = opened.formulation.get(remembered.get(remembered.FEELING))
    return found if isinstance(found, Pull) else None


def _key(name: str) -> str:
    return f"pull/{remembered.table(remembered.TURNS).get('pull', 0)}/{name}"


def _words(visit: Visit, opened: Opened) -> None:
    """Who felt it, as a role, and what they felt; each kept when it is left."""
    roles = _roles_known(opened.formulation)
    if roles:
        last = remembered.get(remembered.FELT_BY)
        st.pills(
            "Who felt it? (a role, not a name)", [*roles, NEW_ROLE], key=_key("role"), wrap=True,
            default=last if last in roles else None, on_change=_left,
            args=(visit, opened.id, "felt_by"),
        )  # fmt: skip
    if not roles or st.session_state.get(_key("role")) == NEW_ROLE:
        _line(visit, opened, "felt_by", "Which role?" if roles else "Who felt it? (a role, not a name)",
              "e.g. key worker")  # fmt: skip
    for name, (label, example) in SAID.items():
        _line(visit, opened, name, label, example)


def _line(visit: Visit, opened: Opened, name: str, label: str, example: str) -> None:
    st.text_input(
        label, key=_key(name), placeholder=example, on_change=_left, args=(visit, opened.id, name)
    )


def _roles_known(formulation: Formulation) -> list[str]:
    """Roles that have felt something here or sat in a meeting, the latest first; never people's names."""
    notes = sorted(formulation.every(SupervisionNote), key=lambda one: one.date, reverse=True)
    present = [role for note in notes[:3] for role in note.present]
    felt = [one.felt_by for one in formulation.every(Pull) if one.felt_by]
    return list(dict.fromkeys([*felt[::-1], *present]))[:7]


def _left(visit: Visit, formulation_id: str, name: str) -> None:
    """Keep what is said so far; a role alone is not a pull yet."""
    said = _said()
    if name == "felt_by" and said.get("felt_by"):
        remembered.keep(remembered.FELT_BY, said["felt_by"])
    known = remembered.get(remembered.FEELING)
    with told_afterwards():
        if known:
            freshly(
                visit, formulation_id,
                lambda now: mapping.revise(visit, now, known, {name: said.get(name, "")}, {}),
            )  # fmt: skip
        elif any(said.get(one) for one in SAID):
            _keep_first(visit, formulation_id, **said)


def _said() -> dict[str, str]:
    said = {name: str(st.session_state.get(_key(name)) or "") for name in ("felt_by", *SAID)}
    chosen = st.session_state.get(_key("role"))
    if chosen and chosen != NEW_ROLE:
        said["felt_by"] = str(chosen)
    return {name: words.strip() for name, words in said.items() if words.strip()}


def _keep_first(visit: Visit, formulation_id: str, **said: Any) -> None:
    today = datetime.date.today().isoformat()
    _, new_id = freshly(
        visit, formulation_id,
        lambda now: pulling.notice_pull(visit, now, open_note(now), felt_on=today, **said),
    )  # fmt: skip
    remembered.keep(remembered.FEELING, new_id)
    remembered.keep(remembered.PULL, new_id)


def _pole(visit: Visit, opened: Opened) -> None:
    """Touch the pole one was drawn to; the other end is offered, and the kind worked out."""
    drawings = {one.id: one for one in opened.formulation.every(Drawing)}
    pull = _pull(opened)
    st.caption("**Where was I being drawn?** Touch the top or the bottom of a role.")
    touched = None
    if drawings:
        first = next(iter(drawings))
        shown = first
        if len(drawings) > 1:
            shown = st.segmented_control(
                "Drawing", list(drawings), format_func=drawing_namer(drawings), default=first,
                key=_key("drawing"), required=True, label_visibility="collapsed",
            )  # fmt: skip
        touched = canvas(
            opened.id, shown or first, key=f"{_key('touch')}/{opened.id}", mode="pick",
            revision=opened.version, height=330, typing_in=remembered.typing_in,
            selected=tuple(filter(None, (pull.invited_to if pull else None,))),
        ).touched  # fmt: skip
    st.button(
        "Not on the map yet", key=_key("nowhere"), on_click=_nowhere, args=(visit, opened.id),
        help="A good answer: a role not drawn, or something of ours.",
    )  # fmt: skip
    if touched:
        _touch(visit, opened, pull, touched)


def _touch(visit: Visit, opened: Opened, pull: Pull | None, touched: str) -> None:
    try:
        pole = pole_meant(opened, pull.id if pull else None, touched)
        if pull is None:
            _keep_first(visit, opened.id, invited_to=pole, **_said())
        else:
            freshly(visit, opened.id, lambda now: pulling.place_pull(visit, now, pull.id, pole))
    except FormulationError as refused:
        show(refused)
        return
    again()


def _nowhere(visit: Visit, formulation_id: str) -> None:
    known = remembered.get(remembered.FEELING)
    with told_afterwards():
        if known:
            freshly(visit, formulation_id, lambda now: pulling.place_pull(visit, now, known, None))
        else:
            _keep_first(visit, formulation_id, **_said())


def _what_it_invites(visit: Visit, opened: Opened, pull: Pull) -> None:
    if pull.invited_to is None:
        st.caption("Not on the map yet. That is a good answer: it may be a role nobody has drawn.")
        return
    name = opened.formulation.name_of
    st.markdown(f"Invited into **{plain(name(pull.invited_to))}**")
    if pull.other_at:
        st.caption(f"That leaves the person at: {plain(name(pull.other_at))}")
    key = _key(f"kind/{pull.kind}/{pull.invited_to}")
    st.segmented_control(
        "I was drawn to", list(TO_THE), format_func=lambda one: TO_THE[one], key=key,
        default=pull.kind if pull.kind in TO_THE else None, on_change=_turn,
        args=(visit, opened.id, pull.id, key), required=True,
    )  # fmt: skip


def _turn(visit: Visit, formulation_id: str, pull_id: str, key: str) -> None:
    kind = st.session_state[key]
    with told_afterwards():
        freshly(
            visit, formulation_id, lambda now: pulling.turn_pull(visit, now, pull_id, str(kind))
        )


def _more(visit: Visit, opened: Opened) -> None:
    """What can be said if there is time, and the way out of the dialog."""
    pull = _pull(opened)
    if pull is None:
        st.caption(
            "It is kept as soon as a field is left or a pole is touched. It belongs to whoever felt "
            "it: evidence about a relationship, never a fact about a person."
        )
        return
    with st.expander("A little more, if there is time"):
        record_form(visit, opened, pull.id, only=MORE)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if st.button("Done", type="primary", key=_key("done")):
            st.rerun()
        st.caption(f"Kept: {saved_words(opened.saved_at)}")
