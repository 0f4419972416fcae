"""`migrate`, and a notebook that refuses to start before it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from formulation.__main__ import main
from formulation.bootstrap import must_be_ready
from formulation.settings import HOME, Settings
from formulation.store.tables import TablesOlder
from tests.store import postgres


def test_migrating_a_database_makes_it_ready(capsys: pytest.CaptureFixture[str]) -> None:
    address = postgres.empty_address()
    with pytest.raises(TablesOlder):
        must_be_ready(Settings(store=address))
    assert main(["migrate", "--store", address]) == 0
    assert "Layout 1" in capsys.readouterr().out
    must_be_ready(Settings(store=address))
    assert main(["migrate", "--store", address]) == 0
    assert "Nothing had to be done" in capsys.readouterr().out


def test_a_folder_needs_no_migrating(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--store", str(tmp_path)]) == 0
    assert "need no migrating" in capsys.readouterr().out


def test_the_notebook_does_not_start_on_tables_that_are_not_made_and_names_the_command() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "formulation", "run"],
        cwd=HOME,
        env={**os.environ, "FORMULATION_STORE": postgres.empty_address(), "FORMULATION_PORT": "0"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "python -m formulation migrate" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "is open at" not in ended.stdout


def test_a_database_that_does_not_answer_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["migrate", "--store", "postgresql://me:secret@127.0.0.1:1/none"]) == 2
    said = capsys.readouterr().err
    assert "did not answer" in said
    assert "secret" not in said
