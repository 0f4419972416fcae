"""The power goes in the middle of a save: what is on the disk afterwards is the old state or the new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.power import RememberedFiles
from tests.store.power_cuts import cut_the_power

CUTS = 200


def test_when_the_power_goes_there_is_the_old_state_or_the_new_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = cut_the_power(tmp_path, CUTS, seed=1)
    with capsys.disabled():
        print(f"\n  {tally}")
    assert tally.problems == []
    assert tally.cuts == CUTS
    assert tally.found["old"] > 10 and tally.found["new"] > 10
    assert tally.torn > CUTS // 3, "the power went when nothing was left to chance"


class DiskThatOnlySaysSo(RememberedFiles):
    """A disk that answers every sync at once and has done nothing: no notebook can be safe on it."""

    def sync(self, descriptor: int) -> None:
        self.before()


def test_a_disk_that_only_says_it_has_synced_would_be_found_out(tmp_path: Path) -> None:
    tally = cut_the_power(tmp_path, 40, seed=2, disk=DiskThatOnlySaysSo)
    assert len(tally.problems) > 10
