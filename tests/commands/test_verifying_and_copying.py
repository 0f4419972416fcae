"""`verify` names the first line that does not hold; `copy` carries a notebook either way and compares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from formulation.__main__ import main
from formulation.bootstrap import archive_at
from formulation.domain.formulation import Formulation
from formulation.domain.verbs import removing
from formulation.store.archive import Archive
from formulation.store.copying import copied
from formulation.store.ledger import BEFORE_ALL, framed, read_frames
from formulation.store.library import examples
from formulation.store.shelf import NotOnShelf
from tests.store import postgres
from tests.store.people import PAIN, ROBIN, SHRUG, robin, saying

Place = str | Path
KINDS = ("folder", "database")


def place(kind: str, folder: Path) -> Place:
    return folder if kind == "folder" else postgres.ready_address()


def filled(archive: Archive, *, versions: int = 6) -> None:
    """Every example, and Robin with a story that adds, rewords and removes."""
    for one in examples()[:8]:  # enough to carry; all sixteen load in tests/store
        archive.begin(Formulation(f"f-{one.key}", one.formulation.records), by="me")
    kept = archive.begin(robin(), by="me")
    for number in range(2, versions):
        change = saying(kept.formulation, f"said {number}")
        kept = archive.put_back(ROBIN, change, onto=kept.version, by="key-worker")
    archive.put_back(ROBIN, removing(kept.formulation, SHRUG.id), onto=kept.version, by="me")


@pytest.fixture(params=KINDS)
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place with nine formulations in it."""
    made = place(request.param, tmp_path / "clinic")
    archive = archive_at(made)
    filled(archive)
    archive.close()
    return made


def meddled(where: Place, change: Callable[[bytes], bytes], number: int) -> None:
    """Change one line of Robin's ledger behind the shelf's back; the line may also be dropped."""
    if isinstance(where, Path):
        ledger = where / ROBIN / "ledger"
        lines = ledger.read_bytes().splitlines(keepends=True)
        lines[number - 1] = change(lines[number - 1])
        ledger.write_bytes(b"".join(lines))
        return
    key = (ROBIN, number)
    with psycopg.connect(where, autocommit=True) as connection:
        asked = "SELECT frame FROM changes WHERE formulation_id = %s AND number = %s"
        ((frame,),) = connection.execute(asked, key).fetchall()
        connection.execute(
            "UPDATE changes SET frame = %s WHERE formulation_id = %s AND number = %s",
            (change(bytes(frame)), *key),
        )


# verify


def test_what_holds_is_said_to_hold(full: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(full)]) == 0
    assert "9 formulations, 14 changes read. Every line holds." in capsys.readouterr().out


@pytest.mark.parametrize("number", [1, 3, 6])
def test_the_first_line_that_does_not_hold_is_named(
    full: Place, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    meddled(full, lambda line: line.replace(b'"why"', b'"Why"', 1), number)
    assert main(["verify", str(full)]) == 1
    told = capsys.readouterr()
    assert f"{ROBIN}: line {number}: " in told.err
    assert f"{number - 1} changes before it hold." in told.err
    assert "1 do not hold." in told.out


def test_lines_that_vouch_for_themselves_but_do_not_follow_are_named(tmp_path: Path) -> None:
    archive = archive_at(tmp_path)
    filled(archive)
    archive.close()
    ledger = tmp_path / ROBIN / "ledger"
    forged, previous = b"", BEFORE_ALL
    for frame in read_frames(ledger.read_bytes()).frames:
        payload = frame.payload
        if frame.number == 3:
            payload = payload.replace(b"said 3", b"never!")
        line, previous = framed(frame.number, previous, payload)
        forged += line
    ledger.write_bytes(forged)
    (tmp_path / ROBIN / "formulation.json").unlink()
    archive = archive_at(tmp_path)
    verdict = archive.check(ROBIN)
    archive.close()
    assert (verdict.changes, verdict.line) == (3, 4)
    assert "does not follow" in verdict.trouble


def test_records_that_were_altered_in_the_database_are_found() -> None:
    where = postgres.ready_address()
    archive = archive_at(where)
    filled(archive)
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute("DELETE FROM records WHERE record_id = %s", (PAIN.id,))
    verdict = archive.check(ROBIN)
    archive.close()
    assert "do not vouch" in verdict.trouble


# copy


@pytest.mark.parametrize("there", KINDS)
def test_a_whole_notebook_is_carried_and_is_the_same_there_line_by_line(
    full: Place, there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = place(there, tmp_path / "there")
    assert main(["copy", "--from", str(full), "--to", str(target)]) == 0
    told = capsys.readouterr().out
    assert "9 formulations with 14 changes are the same in both places" in told
    assert "14 changes were carried over now" in told
    one, other = archive_at(full), archive_at(target)
    assert one.ids() == other.ids() and len(one.ids()) == 9
    for key in one.ids():
        assert one.payloads(key) == other.payloads(key)
        assert one.take_down(key) == other.take_down(key)
        assert one.story(key) == other.story(key)
    one.close()
    other.close()
    assert main(["verify", str(target)]) == 0


@pytest.mark.parametrize("there", KINDS)
def test_a_copy_that_was_interrupted_goes_on_where_it_stopped(
    full: Place, there: str, tmp_path: Path
) -> None:
    class Interrupted(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done == 4:
            raise Interrupted

    source, target = archive_at(full), archive_at(place(there, tmp_path / "there"))
    with pytest.raises(Interrupted):
        copied(source, target, bringing=stop)
    assert len(target.ids()) == 4
    kept = source.take_down(ROBIN)
    result = copied(source, target)
    assert (result.formulations, result.brought, result.troubles) == (9, 10, [])
    source.put_back(ROBIN, removing(kept.formulation, PAIN.id), onto=kept.version, by="me")
    again = copied(source, target)
    assert (again.formulations, again.brought, again.troubles) == (9, 1, [])
    assert target.take_down(ROBIN) == source.take_down(ROBIN)
    source.close()
    target.close()


def test_what_went_another_way_over_there_is_left_as_it_is_and_said(
    full: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = archive_at(tmp_path / "there")
    mine = target.begin(Formulation(ROBIN, {}), by="somebody else")
    target.close()
    assert main(["copy", "--from", str(full), "--to", str(tmp_path / "there")]) == 1
    told = capsys.readouterr()
    assert f"{ROBIN}: Something else is kept there" in told.err
    assert "8 formulations" in told.out
    target = archive_at(tmp_path / "there")
    assert target.take_down(ROBIN) == mine
    target.close()


def test_what_is_damaged_is_said_and_the_rest_is_carried(
    full: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    meddled(full, lambda line: line.replace(b'"why"', b'"Why"', 1), 3)
    assert main(["copy", "--from", str(full), "--to", str(tmp_path / "there")]) == 1
    told = capsys.readouterr()
    assert "Change 3 in the ledger is damaged" in told.err
    assert "8 formulations" in told.out


def test_a_place_is_not_copied_onto_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["copy", "--from", str(tmp_path), "--to", str(tmp_path)]) == 2
    assert "Both places are the same" in capsys.readouterr().err


# erasing


def test_what_is_erased_is_gone_with_its_whole_ledger(full: Place) -> None:
    archive = archive_at(full)
    record = archive.erase(ROBIN, by="me")
    assert archive.erased() == (record,)
    assert (record.id, record.by) == (ROBIN, "me")
    assert ROBIN not in archive.ids() and len(archive.ids()) == 8
    for attempt in (archive.take_down, archive.payloads, archive.check):
        with pytest.raises(NotOnShelf):
            attempt(ROBIN)
    with pytest.raises(NotOnShelf):
        archive.erase(ROBIN, by="me")
    archive.close()
    if isinstance(full, Path):
        assert not list(full.glob(".begin-*"))


@pytest.mark.parametrize("there", KINDS)
def test_what_was_erased_for_good_is_not_carried_back(
    full: Place, there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = place(there, tmp_path / "there")
    assert main(["copy", "--from", str(full), "--to", str(target)]) == 0
    archive = archive_at(target)
    archive.erase(ROBIN, by="me")
    archive.close()
    assert main(["copy", "--from", str(full), "--to", str(target)]) == 1
    assert f"{ROBIN}: This was erased for good" in capsys.readouterr().err
