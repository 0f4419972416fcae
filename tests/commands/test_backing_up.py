"""`backup`, `restore`, `verify --copies` and `erase`, as somebody types them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formulation.__main__ import main
from formulation.bootstrap import beside_of, copied_today, open_notebook
from formulation.bootstrap import close_notebook as closed
from formulation.settings import Settings, settings
from formulation.store.backups import DAILY, Backups
from formulation.store.beside import drafts_of
from formulation.store.tinydb_shelf import TinyDBShelf
from tests.store.people import ROBIN, robin, saying


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that the environment names, with Robin in it."""
    folder = tmp_path / "clinic"
    monkeypatch.setenv("FORMULATION_DATA", str(folder))
    settings.cache_clear()
    shelf = TinyDBShelf(folder)
    shelf.begin(robin(), by="me")
    shelf.close()
    yield folder
    settings.cache_clear()


def test_a_copy_is_made_listed_checked_and_restored(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup"]) == 0
    assert "Copied and read back" in capsys.readouterr().out
    shelf = TinyDBShelf(clinic)
    kept = shelf.take_down(ROBIN)
    shelf.put_back(ROBIN, saying(kept.formulation, "regretted"), onto=1, by="me")
    shelf.close()
    assert main(["backup", "--list"]) == 0
    name = capsys.readouterr().out.split()[0]
    assert main(["verify", "--copies"]) == 0
    assert "Every line holds" in capsys.readouterr().out
    assert main(["restore", name]) == 0
    assert "1 put back" in capsys.readouterr().out
    assert TinyDBShelf(clinic).take_down(ROBIN) == kept


def test_copies_lie_beside_the_formulations_and_never_in_them(clinic: Path) -> None:
    assert main(["backup"]) == 0
    assert (clinic.parent / "clinic-backups").is_dir()
    assert {path.name for path in clinic.iterdir()} <= {".locks", ROBIN}


def test_restoring_from_a_copy_that_is_not_there_is_said_in_words(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore", "yesterday"]) == 2
    assert "There is no copy called" in capsys.readouterr().err


def test_erasing_asks_whether_it_is_meant(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup"]) == 0
    typing = beside_of(settings())
    typing.write(f"{drafts_of(ROBIN)}one", b"still being typed")
    typing.write("draft.f-another.one", b"somebody else's")
    assert main(["erase", ROBIN]) == 2
    assert "--for-good" in capsys.readouterr().err
    assert TinyDBShelf(clinic).heads() == {ROBIN: 1}
    assert main(["erase", ROBIN, "--for-good"]) == 0
    assert "from 1 copies" in capsys.readouterr().out
    assert not list(clinic.parent.rglob(f"*{ROBIN}*ledger*"))
    assert TinyDBShelf(clinic).heads() == {}
    assert typing.names("draft.") == ("draft.f-another.one",)


def test_the_open_notebook_makes_one_copy_a_day(tmp_path: Path) -> None:
    opened = open_notebook(Settings(data=tmp_path / "clinic"))
    try:
        assert copied_today(opened) is None, "there is nothing to copy yet"
        opened.shelf.begin(robin(), by="me")
        made = copied_today(opened)
        assert made is not None and made.why == DAILY
        assert copied_today(opened) is None
        assert len(Backups(tmp_path / "clinic-backups").all()) == 1
    finally:
        closed()
