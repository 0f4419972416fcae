"""A loop without a name is told step by step, and asked what it might be called."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from formulation.domain.formulation import Formulation
from formulation.store.memory import MemoryShelf
from formulation.ui.naming_loops import ask_for_names
from formulation.workflows.bringing_in import bring_in, from_a_sketch
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

if "visit" not in st.session_state:
    visit = st.session_state.visit = Visit(MemoryShelf())
    sketch = from_a_sketch("shaming <-> small\\nsmall -> hide -> nobody asks -> small", "Robin")
    st.session_state.id = bring_in(visit, sketch).id
visit = st.session_state.visit
ask_for_names(visit, open_formulation(visit, st.session_state.id))
"""


def test_a_loop_without_a_name_is_asked_for_one_and_then_no_more():
    page = AppTest.from_string(PAGE, default_timeout=30).run()
    assert page.selectbox[0].options == ["hide", "nobody asks"]
    page.selectbox[0].set_value("hide")
    page.button[0].click().run()
    assert not page.exception
    assert not page.selectbox
    kept = page.session_state.visit.shelf.take_down(page.session_state.id).formulation
    assert [one.name for one in kept.records.values() if one.prefix == "procedure"] == ["hide"]


def test_nothing_chosen_changes_nothing():
    page = AppTest.from_string(PAGE, default_timeout=30).run()
    page.button[0].click().run()
    assert page.selectbox
    assert page.session_state.visit.shelf.take_down(page.session_state.id).version == 1
