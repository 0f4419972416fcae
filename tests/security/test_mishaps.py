"""What is written down about a mishap: enough to find it, and nothing anybody wrote."""

from __future__ import annotations

import logging
import re

import pytest

from formulation.security.mishaps import calm_sentence, written_down

SECRET = "sneering, writing off"


def gone_wrong() -> Exception:
    said = {"words": SECRET}
    try:
        raise ValueError(f"could not read {said}")
    except ValueError as mishap:
        return mishap


def test_the_log_has_the_number_the_kind_and_the_place(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="formulation"):
        number = written_down(gone_wrong())
    assert number in caplog.text
    assert "builtins.ValueError" in caplog.text
    assert re.search(r"test_mishaps\.py:\d+ gone_wrong", caplog.text)


def test_the_log_has_no_word_of_what_was_written(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        written_down(gone_wrong())
    assert SECRET not in caplog.text
    assert "could not read" not in caplog.text


def test_every_mishap_has_its_own_number_that_can_be_read_aloud() -> None:
    numbers = {written_down(gone_wrong()) for _ in range(50)}
    assert len(numbers) == 50
    assert all(re.fullmatch(r"[2-9A-Z]{3}-[2-9A-Z]{3}", number) for number in numbers)
    assert not any(mark in number for number in numbers for mark in "0O1IL")


def test_a_person_is_told_that_their_work_is_safe_and_what_to_pass_on() -> None:
    sentence = calm_sentence("7KQ-M2X")
    assert "is safe" in sentence
    assert "7KQ-M2X" in sentence
    assert "error" not in sentence.lower()
