"""Processes killed in the middle of saving, and processes that save the same thing at the same time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store import children, postgres, sealed


def test_fifty_kills_in_the_middle_of_saving_lose_nothing_that_was_promised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = children.kill_over_and_over(tmp_path / "clinic", 50, seed=1)
    with capsys.disabled():
        print(f"\n  {tally}")
    assert tally.problems == []
    assert tally.kills == 50
    assert tally.acknowledged > 50 and tally.begun > 5
    hit = (tally.torn, tally.unacknowledged, tally.behind, tally.drafts, tally.half_begun)
    assert sum(hit) > 15, "the kills missed what they were meant to hit"


def test_fifty_kills_of_processes_that_save_in_a_database_lose_nothing_that_was_promised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tally = children.kill_over_and_over(postgres.ready_address(), 50, seed=2)
    with capsys.disabled():
        print(f"\n  PostgreSQL: {tally}")
    assert tally.problems == []
    assert tally.kills == 50
    assert tally.acknowledged > 50 and tally.begun > 5
    assert tally.unacknowledged > 0, "the kills missed what they were meant to hit"


def test_eight_processes_with_two_hundred_edits_each_lose_no_update(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = children.count_together(tmp_path / "clinic", 8, 200)
    with capsys.disabled():
        print(f"\n  {counted}")
    assert counted.counter == 1600
    assert counted.version == counted.entries == 1601
    assert counted.again > 0, "they never met, so this tested nothing"


def test_eight_processes_on_one_database_lose_no_update(capsys: pytest.CaptureFixture[str]) -> None:
    counted = children.count_together(postgres.ready_address(), 8, 200)
    with capsys.disabled():
        print(f"\n  PostgreSQL: {counted}")
    assert counted.counter == 1600
    assert counted.version == counted.entries == 1601
    assert counted.again > 0, "they never met, so this tested nothing"


def test_twenty_five_kills_in_the_middle_of_saving_sealed_lose_nothing_that_was_promised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMULATION_PASSPHRASE", sealed.PASSPHRASE)
    (tmp_path / "clinic").mkdir()
    sealed.seal(tmp_path / "clinic")
    tally = children.kill_over_and_over(tmp_path / "clinic", 25, seed=3)
    with capsys.disabled():
        print(f"\n  sealed: {tally}")
    assert tally.problems == []
    assert tally.kills == 25
    assert tally.acknowledged > 20 and tally.begun > 2
    assert (tmp_path / "clinic" / "f-robin" / "ledger").read_bytes().count(b"sealed1:") > 20
