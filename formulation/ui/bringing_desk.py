"""Bringing in what was made elsewhere: looked at first, and only then put on the shelf as a new one."""

from __future__ import annotations

import streamlit as st

from formulation.domain.formulation import Formulation
from formulation.workflows import bringing_in
from formulation.workflows.visit import Visit

from . import gate, places
from .notices import told_kindly
from .plain import plain
from .reading import in_words_html

HOW_TO_SKETCH = (
    "`shaming <-> small` is a role, `small -> hide -> small` a loop, a name with steps indented below "
    "it a loop too; any other line is a phrase."
)


def from_elsewhere(visit: Visit) -> None:
    """The two ways in: lines that were typed or pasted, and a notebook file."""
    with st.expander("Bring in a sketch"):
        _sketch(visit)
    with st.expander("Bring in a notebook file"):
        _notebook_file(visit)


def _sketch(visit: Visit) -> None:
    text = st.text_area("A line for each thing", key="sketch lines", height=160)
    st.markdown(HOW_TO_SKETCH)
    name = st.text_input("Whose is it? A pseudonym", key="sketch name")
    if not text.strip() or not name.strip():
        st.caption("You see what it would be first. Nothing on your shelf is replaced.")
        return
    with told_kindly():
        _look_at(visit, bringing_in.from_a_sketch(text, name), "sketch")


def _notebook_file(visit: Visit) -> None:
    given = st.file_uploader("A file that ends in .formulation", type=["formulation"])
    if given is None:
        st.caption("You see what it holds first. Nothing on your shelf is replaced.")
        return
    with told_kindly():
        _look_at(visit, bringing_in.read_notebook_file(given.getvalue()), "file")


def _look_at(visit: Visit, found: Formulation, kind: str) -> None:
    """What would come in, by kind and in words; it comes in when that is said, whole."""
    name = found.cover.pseudonym or "no name yet"
    st.markdown(f"This {kind} is about **{plain(name)}**. It holds:")
    st.markdown("\n".join(f"- {plain(one)}" for one in bringing_in.what_it_holds(found)))
    st.html(in_words_html(found))
    if st.button("Bring it in as a new one", type="primary", key=f"bring in/{kind}"):
        new = bringing_in.bring_in(visit, found)
        gate.lay_open(new.id)
        places.go("map", **{gate.IN_THE_ADDRESS: new.id})
