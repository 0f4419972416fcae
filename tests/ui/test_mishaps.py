"""Something nobody foresaw: a calm sentence with a number, and a log without a word of the work."""

from __future__ import annotations

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest

from .screen import PATIENCE, as_read

SECRET = "sneering, writing off"


def _broken_page(secret: str) -> None:
    import streamlit as st

    from formulation.ui.mishaps import told_calmly

    def opened() -> None:
        words = {"pole": secret}
        raise KeyError(f"no {words['pole']} here")

    st.text_input("Words", value=secret)
    try:
        opened()
    except KeyError as mishap:
        assert told_calmly(mishap) is True


def test_a_person_is_told_calmly_and_the_log_has_the_number_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG, logger="formulation"):
        app = AppTest.from_function(_broken_page, default_timeout=PATIENCE, args=(SECRET,)).run()
    assert not app.exception
    said = as_read(app.warning[0].value)
    number = re.search(r"number: ([2-9A-Z]{3}-[2-9A-Z]{3})", said)
    assert number is not None
    assert "What you had saved is safe" in said
    assert "sneering" not in said
    lines = [one.getMessage() for one in caplog.records if one.name == "formulation"]
    assert [line for line in lines if number.group(1) in line and "KeyError" in line]
    assert not [line for line in lines if "sneering" in line or "writing off" in line]
