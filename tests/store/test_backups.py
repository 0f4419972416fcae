"""Copies: made and read back, kept for their time, restored after every kind of damage, forgotten."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from formulation.bootstrap import archive_at
from formulation.domain.verbs import adding
from formulation.store.archive import Archive
from formulation.store.backups import (
    BEFORE_RESTORING,
    DAILY,
    Backup,
    Backups,
    CopyDamaged,
    CopyNotMade,
    Keep,
    NoSuchCopy,
    kept_of,
)
from formulation.store.shelf import Kept, NotOnShelf
from formulation.store.tinydb_shelf import TinyDBShelf
from tests.store import postgres
from tests.store.conftest import TickingClock
from tests.store.failing_files import FailingFiles
from tests.store.people import ROBIN, phrase, robin, saying

OTHER = "f-other"
KINDS = ("folder", "database")


class Place:
    """A shelf with Robin at version 5 and somebody else at 1, and room for copies beside it."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.folder = folder / "clinic"
        self.where: str | Path = self.folder if kind == "folder" else postgres.ready_address()
        self.clock = TickingClock()
        self.backups = Backups(folder / "copies", clock=self.clock)
        with_robin = self.opened()
        kept = with_robin.begin(robin(), by="me")
        for number in range(2, 6):
            said = saying(kept.formulation, f"said {number}")
            kept = with_robin.put_back(ROBIN, said, onto=kept.version, by="me")
        with_robin.begin(robin(OTHER), by="me")
        with_robin.close()
        self.kept = kept

    def opened(self) -> Archive:
        return archive_at(self.where)

    def meddle(self, statement: str) -> None:
        assert isinstance(self.where, str)
        with psycopg.connect(self.where, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Place(request.param, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Place:
    return Place("folder", tmp_path)


def made(place: Place, why: str = DAILY) -> Backup:
    archive = place.opened()
    try:
        return place.backups.make(archive, why)
    finally:
        archive.close()


def restored(place: Place, backup: Backup) -> Kept:
    """Robin after restoring from a copy, opened afresh; the whole shelf holds."""
    archive = place.opened()
    result = place.backups.restore(archive, backup)
    archive.close()
    assert result.troubles == []
    archive = place.opened()
    try:
        assert all(not archive.check(key).trouble for key in archive.ids())
        assert set(archive.ids()) >= {ROBIN, OTHER}
        assert all(not spine.trouble for spine in archive.spines())
        return archive.take_down(ROBIN)
    finally:
        archive.close()


# making


def test_a_copy_holds_every_line_and_is_read_back_before_it_counts(place: Place) -> None:
    copy = made(place)
    assert {key: line.changes for key, line in copy.lines.items()} == {ROBIN: 5, OTHER: 1}
    assert [verdict.trouble for verdict in place.backups.check(copy)] == ["", ""]
    assert place.backups.all() == (copy,)
    assert copy.changes == 6


def test_copies_are_only_for_their_owner_and_their_names_say_nothing(folder: Place) -> None:
    copy = made(folder)
    for path in [copy.folder, *copy.folder.iterdir()]:
        assert path.stat().st_mode & 0o077 == 0
    names = {path.name for path in copy.folder.iterdir()}
    assert names == {"manifest.json", f"{ROBIN}.ledger.gz", f"{OTHER}.ledger.gz"}
    assert b"Robin" not in (copy.folder / "manifest.json").read_bytes()


def test_a_copy_is_due_once_a_day(place: Place) -> None:
    assert place.backups.due()
    made(place)
    assert not place.backups.due()
    place.clock.now += timedelta(days=1)
    assert place.backups.due()


def test_a_disk_that_fails_while_copying_leaves_the_older_copies_and_the_notebook_alone(
    folder: Place,
) -> None:
    keep = Keep(others=1000)
    folder.backups = Backups(folder.backups.folder, keep=keep, clock=folder.clock)
    older = made(folder, "asked for")
    files = FailingFiles()
    counted = Backups(folder.backups.folder, keep=keep, clock=folder.clock, files=files)
    archive = folder.opened()
    counted.make(archive)
    turns = list(files.done)
    assert {"make_folder", "create", "write", "sync", "rename", "sync_folder"} <= set(turns)
    before = {one.name for one in folder.backups.all()}
    for turn in range(len(turns)):
        files = FailingFiles()
        failing = Backups(folder.backups.folder, keep=keep, clock=folder.clock, files=files)
        files.fail_at(turn, partly=True)
        try:
            failing.make(archive)
        except CopyNotMade as refused:
            assert "were not touched" in refused.sentence
        assert files.failed
    archive.close()
    assert not list(folder.backups.folder.glob(".making-*"))
    after = folder.backups.all()
    assert before <= {one.name for one in after}
    assert older.name in before
    for one in after:
        assert [verdict.trouble for verdict in folder.backups.check(one)] == ["", ""]
    assert folder.opened().take_down(ROBIN) == folder.kept


# keeping


def test_a_year_of_daily_copies_comes_down_to_seven_days_four_weeks_and_twelve_months() -> None:
    start = datetime(2031, 1, 1, 9, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range(500)]
    copies = [Backup(Path(f"c{at:%Y%m%d}"), at, DAILY) for at in days]
    staying = kept_of(copies, Keep(7, 4, 12))
    dates = [one.made.date() for one in staying]
    newest = days[-1].date()
    assert dates[:7] == [newest - timedelta(days=back) for back in range(7)]
    assert len({day.isocalendar()[:2] for day in dates}) >= 4
    assert len({(day.year, day.month) for day in dates}) == 12
    assert len(staying) <= 7 + 4 + 12
    assert kept_of(staying, Keep(7, 4, 12)) == staying


def test_copies_past_their_time_go_but_never_the_last_that_holds_a_formulation(
    tmp_path: Path,
) -> None:
    place = Place("folder", tmp_path)
    place.backups = Backups(tmp_path / "copies", keep=Keep(2, 0, 0, 0), clock=place.clock)
    first = made(place)
    shutil.rmtree(place.folder / OTHER)
    for _ in range(5):
        place.clock.now += timedelta(days=1)
        made(place)
    names = [one.name for one in place.backups.all()]
    assert len(names) == 3
    assert first.name in names


# restoring


FOLDER_DAMAGE: dict[str, Callable[[Path], object]] = {
    "a flipped bit in the ledger": lambda home: _flipped(home / ROBIN / "ledger", 300),
    "a ledger cut in the middle": lambda home: os.truncate(home / ROBIN / "ledger", 900),
    "a last line cut away": lambda home: _without_last(home / ROBIN / "ledger"),
    "an empty ledger": lambda home: (home / ROBIN / "ledger").write_bytes(b""),
    "a ledger that is gone": lambda home: (home / ROBIN / "ledger").unlink(),
    "a folder that is gone": lambda home: shutil.rmtree(home / ROBIN),
    "everything gone": shutil.rmtree,
    "two lines swapped": lambda home: _swapped(home / ROBIN / "ledger"),
    "zeros over the first block": lambda home: _zeroed(home / ROBIN / "ledger"),
    "somebody else's ledger": lambda home: shutil.copy(
        home / OTHER / "ledger", home / ROBIN / "ledger"
    ),
    "a folder that became a file": lambda home: _became_a_file(home / ROBIN),
    "ledger and document both spoilt": lambda home: [
        (home / ROBIN / name).write_bytes(b"?" * 50) for name in ("ledger", "formulation.json")
    ],
}

DATABASE_DAMAGE = {
    "a flipped bit": "UPDATE changes SET frame = set_byte(frame, 200, get_byte(frame, 200) # 1)"
    " WHERE formulation_id = 'f-robin' AND number = 3",
    "a change gone": "DELETE FROM changes WHERE formulation_id = 'f-robin' AND number = 2",
    "the last change gone": "DELETE FROM changes WHERE formulation_id = 'f-robin' AND number = 5",
    "all changes gone": "DELETE FROM changes",
    "all records gone": "DELETE FROM records",
    "the row gone": "DELETE FROM formulations WHERE formulation_id = 'f-robin'",
    "everything gone": "DELETE FROM formulations",
    "a record altered": "UPDATE records SET body = ''",
    "the head altered": "UPDATE formulations SET head = 'none'",
    "the version altered": "UPDATE formulations SET version = version - 1"
    " WHERE formulation_id = 'f-robin'",
}


def _flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def _without_last(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _swapped(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    path.write_bytes(b"".join(lines))


def _zeroed(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(b"\0" * 512 + data[512:])


def _became_a_file(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("not a folder", encoding="utf-8")


@pytest.mark.parametrize("damage", list(FOLDER_DAMAGE))
def test_a_folder_is_restored_after(damage: str, folder: Place) -> None:
    copy = made(folder)
    FOLDER_DAMAGE[damage](folder.folder)
    assert restored(folder, copy) == folder.kept


@pytest.mark.parametrize("damage", list(DATABASE_DAMAGE))
def test_a_database_is_restored_after(damage: str, tmp_path: Path) -> None:
    place = Place("database", tmp_path)
    copy = made(place)
    place.meddle(DATABASE_DAMAGE[damage])
    assert restored(place, copy) == place.kept


@pytest.mark.parametrize("back", range(4))
def test_every_kind_of_copy_restores(place: Place, back: int) -> None:
    """Daily, weekly, monthly and made by hand: whichever is the oldest of them that still is there."""
    copies = [made(place)]
    for days in (1, 7, 31):
        place.clock.now += timedelta(days=days)
        copies.append(made(place, DAILY if days > 1 else "asked for"))
    archive = place.opened()
    archive.put_back(ROBIN, adding(place.kept.formulation, phrase(1)), onto=5, by="me")
    archive.close()
    assert restored(place, copies[back]) == place.kept


def test_what_was_there_before_restoring_is_in_a_copy_of_its_own(place: Place) -> None:
    copy = made(place)
    archive = place.opened()
    regretted = adding(place.kept.formulation, phrase(1))
    later = archive.put_back(ROBIN, regretted, onto=5, by="me")
    archive.close()
    assert restored(place, copy) == place.kept
    before = place.backups.all()[0]
    assert before.why == BEFORE_RESTORING
    assert restored(place, before) == later


def test_a_notebook_that_is_open_sees_what_was_restored_underneath(place: Place) -> None:
    copy = made(place)
    mine = place.opened()
    mine.put_back(ROBIN, adding(place.kept.formulation, phrase(1)), onto=5, by="me")
    assert restored(place, copy) == place.kept
    assert mine.take_down(ROBIN) == place.kept
    said = saying(place.kept.formulation, "heard")
    assert mine.put_back(ROBIN, said, onto=5, by="me").version == 6
    mine.close()


def test_what_was_begun_since_stays(place: Place) -> None:
    copy = made(place)
    archive = place.opened()
    archive.begin(robin("f-new"), by="me")
    place.backups.restore(archive, copy)
    assert "f-new" in archive.ids()
    archive.close()


def test_a_copy_that_is_damaged_itself_is_noticed_and_nothing_is_put_back_from_it(
    place: Place,
) -> None:
    copy = made(place)
    ledger = copy.folder / f"{ROBIN}.ledger.gz"
    whole, noticed = ledger.read_bytes(), 0
    for at in range(0, len(whole), 7):
        _flipped(ledger, at)
        noticed += any(verdict.trouble for verdict in place.backups.check(copy))
        ledger.write_bytes(whole)
    # The ten bytes before the content (time, system) say nothing about it.
    assert noticed >= len(range(0, len(whole), 7)) - 2
    ledger.write_bytes(whole[:-20])
    archive = place.opened()
    archive.put_back(ROBIN, adding(place.kept.formulation, phrase(1)), onto=5, by="me")
    result = place.backups.restore(archive, copy)
    assert [key for key, _ in result.troubles] == [ROBIN]
    assert "Take an older copy" in result.troubles[0][1]
    assert archive.take_down(ROBIN).version == 6
    archive.close()


def test_a_manifest_that_was_altered_is_noticed(folder: Place) -> None:
    copy = made(folder)
    manifest = copy.folder / "manifest.json"
    plain = json.loads(manifest.read_bytes())
    plain["formulations"][ROBIN]["changes"] = 4
    manifest.write_text(json.dumps(plain), encoding="utf-8")
    (altered,) = folder.backups.all()
    assert altered.trouble
    with pytest.raises(CopyDamaged):
        folder.backups.restore(folder.opened(), altered)


def test_a_damaged_formulation_is_copied_as_it_lies_and_the_last_whole_copy_stays(
    tmp_path: Path,
) -> None:
    place = Place("folder", tmp_path)
    place.backups = Backups(tmp_path / "copies", keep=Keep(1, 0, 0, 0), clock=place.clock)
    whole = made(place)
    _flipped(place.folder / ROBIN / "ledger", 300)
    for _ in range(3):
        place.clock.now += timedelta(days=1)
        latest = made(place)
    assert latest.lines[ROBIN].damaged
    assert [one.name for one in place.backups.all()] == [latest.name, whole.name]
    assert restored(place, place.backups.named(whole.name)) == place.kept


def test_a_copy_that_is_not_there_is_said_in_words(folder: Place) -> None:
    with pytest.raises(NoSuchCopy, match="no copy called"):
        folder.backups.named("2031-13-01")


def test_an_exchange_cut_short_by_a_crash_is_settled_at_the_next_start(folder: Place) -> None:
    (folder.folder / ROBIN).rename(folder.folder / f".replaced-{ROBIN}")
    shelf = TinyDBShelf(folder.folder)
    assert shelf.take_down(ROBIN) == folder.kept
    shutil.copytree(folder.folder / ROBIN, folder.folder / f".replaced-{ROBIN}")
    again = TinyDBShelf(folder.folder)
    assert again.take_down(ROBIN) == folder.kept
    assert not list(folder.folder.glob(".replaced-*"))


# erasing


def test_what_is_erased_is_gone_from_every_copy_and_does_not_come_back(place: Place) -> None:
    first = made(place)
    place.clock.now += timedelta(days=1)
    made(place)
    archive = place.opened()
    archive.erase(ROBIN, by="me")
    assert place.backups.forget(ROBIN) == 2
    assert not list(place.backups.folder.rglob(f"{ROBIN}*"))
    for one in place.backups.all():
        assert set(one.lines) == {OTHER}
        assert [verdict.trouble for verdict in place.backups.check(one)] == [""]
    assert place.backups.restore(archive, first).erased == [ROBIN]
    with pytest.raises(NotOnShelf):
        archive.take_down(ROBIN)
    (record,) = archive.erased()
    assert set(record.plain()) == {"id", "by", "at"}
    archive.close()
