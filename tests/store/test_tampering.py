"""A ledger that was tampered with is never read as if nothing had happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store import postgres, sealed
from tests.store.tampering import WAYS, tamper_with_a_database, tamper_with_a_folder

TIMES = 200


def test_every_tampering_with_a_folder_is_noticed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = tamper_with_a_folder(tmp_path, TIMES, seed=1)
    with capsys.disabled():
        print(f"\n  {tally}")
    assert tally.unnoticed == []
    assert min(tally.done[way] for way in WAYS) == TIMES // len(WAYS)


def test_every_tampering_with_a_database_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    tally = tamper_with_a_database(postgres.ready_address(), TIMES, seed=2)
    with capsys.disabled():
        print(f"\n  PostgreSQL: {tally}")
    assert tally.unnoticed == []
    assert min(tally.done[way] for way in WAYS) == TIMES // len(WAYS)


def test_every_tampering_with_a_sealed_folder_is_noticed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMULATION_PASSPHRASE", sealed.PASSPHRASE)
    (tmp_path / "whole").mkdir()
    sealed.seal(tmp_path / "whole")
    tally = tamper_with_a_folder(tmp_path, TIMES, seed=3)
    with capsys.disabled():
        print(f"\n  sealed: {tally}")
    assert tally.unnoticed == []
    assert min(tally.done[way] for way in WAYS) == TIMES // len(WAYS)
