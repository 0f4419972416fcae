"""Processes killed in the middle of saving, and processes that save the same thing at the same time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store import children


def test_a_hundred_kills_in_the_middle_of_saving_lose_nothing_that_was_promised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = children.kill_over_and_over(tmp_path / "clinic", 100, seed=1)
    with capsys.disabled():
        print(f"\n  {tally}")
    assert tally.problems == []
    assert tally.kills == 100
    assert tally.acknowledged > 100 and tally.begun > 10
    hit = (tally.torn, tally.unacknowledged, tally.behind, tally.drafts, tally.half_begun)
    assert sum(hit) > 30, "the kills missed what they were meant to hit"


def test_eight_processes_with_two_hundred_edits_each_lose_no_update(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = children.count_together(tmp_path / "clinic", 8, 200)
    with capsys.disabled():
        print(f"\n  {counted}")
    assert counted.counter == 1600
    assert counted.version == counted.entries == 1601
    assert counted.again > 0, "they never met, so this tested nothing"
