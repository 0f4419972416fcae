"""Sealing a notebook that is there, going on after a stop, unsealing it, and what is left of the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from formulation import bootstrap
from formulation.__main__ import main
from formulation.bootstrap import archive_at, backups_of, beside_of
from formulation.domain.formulation import Formulation
from formulation.security.keys import KeyMissing, Ring, WrongPassphrase
from formulation.security.sealing import KeySeal
from formulation.settings import Settings, settings
from formulation.store.library import examples
from formulation.store.presence import somebody_is_in
from formulation.store.shelf import NotOnShelf
from formulation.store.tinydb_shelf import TinyDBShelf

PASSPHRASE = "four words do well"
WORDS = (b"abandon", b"criticis", b"half-typed about Robin", b"Robin")


@dataclass(frozen=True)
class Clinic:
    data: Path
    copies: Path

    @property
    def settings(self) -> Settings:
        return settings()


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    """A notebook with three formulations, a draft, and a copy; nothing sealed yet."""
    found = Clinic(tmp_path / "clinic", tmp_path / "copies")
    monkeypatch.setenv("FORMULATION_DATA", str(found.data))
    monkeypatch.setenv("FORMULATION_BACKUPS", str(found.copies))
    monkeypatch.setenv("FORMULATION_PASSPHRASE", PASSPHRASE)
    settings.cache_clear()
    archive = archive_at(found.data)
    for one in examples()[:3]:
        archive.begin(Formulation(f"f-{one.key}", one.formulation.records), by="me")
    archive.close()
    beside_of(settings()).write("draft.f-ex1.abc", b"half-typed about Robin")
    assert main(["backup"]) == 0
    yield found
    bootstrap._seals.clear()
    settings.cache_clear()


def words_in(folder: Path) -> list[tuple[str, bytes]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(one.name, word) for one in files for word in WORDS if word in one.read_bytes()]


def kept(data: Path) -> dict[str, object]:
    archive = archive_at(data)
    try:
        return {key: archive.take_down(key) for key in archive.ids()}
    finally:
        archive.close()


def test_a_notebook_is_sealed_opened_and_unsealed_and_is_the_same_each_time(clinic: Clinic) -> None:
    before = kept(clinic.data)
    assert words_in(clinic.data)
    assert main(["seal"]) == 0
    assert words_in(clinic.data) == [] and words_in(clinic.copies) == []
    assert kept(clinic.data) == before
    assert beside_of(clinic.settings).read("draft.f-ex1.abc") == b"half-typed about Robin"
    assert main(["verify"]) == 0 and main(["verify", "--copies"]) == 0
    assert main(["unseal"]) == 0
    bootstrap._seals.clear()
    assert not (clinic.data / ".keys").exists()
    assert kept(clinic.data) == before
    assert main(["verify", "--copies"]) == 0


@pytest.mark.parametrize("command", ["seal", "unseal", "passphrase"])
def test_a_notebook_that_is_open_is_not_rewritten(
    clinic: Clinic, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if command != "seal":
        assert main(["seal"]) == 0
        bootstrap._seals.clear()
    before = words_in(clinic.data)
    bootstrap.open_notebook(clinic.settings)
    try:
        assert main([command]) == 2
        assert "The notebook is open. Close it first" in capsys.readouterr().err
        assert words_in(clinic.data) == before
    finally:
        bootstrap.close_notebook()
    assert not somebody_is_in(bootstrap.presence_in(clinic.data))


def test_sealing_that_was_stopped_goes_on_where_it_stopped(clinic: Clinic) -> None:
    before = kept(clinic.data)
    path, mirror = clinic.data / ".keys", clinic.copies / "notebook.keys"
    shelf = TinyDBShelf(clinic.data, seal=KeySeal(Ring.made(path, PASSPHRASE, mirror=mirror)))
    shelf.replace("f-ex1", shelf.payloads("f-ex1"))
    shelf.close()
    assert [shelf.lies_sealed(key) for key in shelf.ids()] == [True, False, False]
    first = (clinic.data / "f-ex1" / "ledger").read_bytes()
    assert kept(clinic.data) == before
    bootstrap._seals.clear()
    assert main(["seal"]) == 0
    assert (clinic.data / "f-ex1" / "ledger").read_bytes() == first
    assert words_in(clinic.data) == []


def test_what_is_erased_cannot_be_opened_even_from_a_copy_that_was_carried_away(
    clinic: Clinic, tmp_path: Path
) -> None:
    assert main(["seal"]) == 0
    away = backups_of(clinic.settings).all()[0].folder
    carried = {one.name: one.read_bytes() for one in away.glob("f-ex1.*")}
    assert carried
    assert main(["erase", "f-ex1", "--for-good"]) == 0
    ring = Ring(clinic.data / ".keys", PASSPHRASE, mirror=None)
    assert "f-ex1" not in ring.owners and "f-ex2" in ring.owners
    for name, closed in carried.items():
        with pytest.raises(KeyMissing):
            KeySeal(ring).open("f-ex1", f"copy {away.name}/{name}", closed)
    archive = archive_at(clinic.data)
    with pytest.raises(NotOnShelf):
        archive.take_down("f-ex1")
    archive.close()


def test_restoring_puts_back_what_a_sealed_copy_holds(clinic: Clinic) -> None:
    assert main(["seal"]) == 0
    before = kept(clinic.data)
    ledger = clinic.data / "f-ex2" / "ledger"
    spoilt = bytearray(ledger.read_bytes())
    spoilt[400] ^= 1
    ledger.write_bytes(bytes(spoilt))
    assert main(["verify"]) == 1
    assert main(["restore"]) == 0
    assert kept(clinic.data) == before
    assert words_in(clinic.data) == [] and words_in(clinic.copies) == []


def test_another_passphrase_opens_it_and_the_one_before_does_not(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["seal"]) == 0
    ledger = (clinic.data / "f-ex1" / "ledger").read_bytes()
    monkeypatch.setenv("FORMULATION_NEW_PASSPHRASE", "five words do even better")
    assert main(["passphrase"]) == 0
    assert (clinic.data / "f-ex1" / "ledger").read_bytes() == ledger
    bootstrap._seals.clear()
    with pytest.raises(WrongPassphrase):
        archive_at(clinic.data)
    monkeypatch.setenv("FORMULATION_PASSPHRASE", "five words do even better")
    assert len(kept(clinic.data)) == 3


def test_a_notebook_whose_ring_went_missing_is_not_opened_as_if_it_had_none(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seal"]) == 0
    bootstrap._seals.clear()
    (clinic.data / ".keys").unlink()
    assert main(["verify"]) == 2
    assert "file of keys" in capsys.readouterr().err


def test_a_short_passphrase_is_refused_and_nothing_is_changed(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMULATION_PASSPHRASE", "short")
    assert main(["seal"]) == 2
    assert not (clinic.data / ".keys").exists()
