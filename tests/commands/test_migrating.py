"""`migrate`, and a notebook that refuses to start before it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from formulation.__main__ import main
from formulation.bootstrap import backups_of, must_be_ready
from formulation.settings import HOME, Settings, settings
from formulation.store.postgres_shelf import PostgresShelf
from formulation.store.tables import TablesOlder
from tests.store import postgres
from tests.store.people import robin


def test_migrating_a_database_makes_it_ready(capsys: pytest.CaptureFixture[str]) -> None:
    address = postgres.empty_address()
    with pytest.raises(TablesOlder):
        must_be_ready(Settings(store=address))
    assert main(["migrate", "--store", address]) == 0
    assert "Layout 1" in capsys.readouterr().out
    must_be_ready(Settings(store=address))
    assert main(["migrate", "--store", address]) == 0
    assert "Nothing had to be done" in capsys.readouterr().out


def test_tables_of_an_older_layout_are_copied_before_they_are_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORMULATION_BACKUPS", str(tmp_path / "copies"))
    settings.cache_clear()
    address = postgres.ready_address()
    shelf = PostgresShelf(address)
    shelf.begin(robin(), by="me")
    shelf.close()
    with psycopg.connect(address, autocommit=True) as database:
        database.execute("DROP TABLE beside, beside_held")
        database.execute("UPDATE notebook SET value = '1' WHERE name = 'layout'")
    assert main(["migrate", "--store", address]) == 0
    said = capsys.readouterr().out
    assert said.index("A verified copy was made first") < said.index("Layout 2")
    (copy,) = backups_of(settings()).all()
    assert copy.why == "before migrating"
    assert copy.folder.parent == tmp_path / "copies"
    assert [verdict.trouble for verdict in backups_of(settings()).check(copy)] == [""]
    must_be_ready(Settings(store=address))
    settings.cache_clear()


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
