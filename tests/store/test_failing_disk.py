"""A disk that is full, or fails at the worst moment: either the whole change is kept, or none of it."""

from __future__ import annotations

import errno
import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from formulation.domain.errors import FormulationError
from formulation.store.document import read_document
from formulation.store.files import Files
from formulation.store.shelf import CouldNotOpen, CouldNotSave, Kept, NotOnShelf, ShelfFull
from formulation.store.tinydb_shelf import TinyDBShelf
from tests.store.failing_files import FailingFiles
from tests.store.people import ROBIN, robin, saying

Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Print a figure where it can be seen, so that a test that tested nothing is noticed."""

    def printed(figure: str) -> None:
        with capsys.disabled():
            print(f"\n  {figure}")

    return printed


def three_versions(folder: Path, files: Files) -> tuple[TinyDBShelf, Kept]:
    """A shelf on this folder that holds Robin at version 3, in memory and settled on disk."""
    shelf = TinyDBShelf(folder)
    kept = shelf.begin(robin(), by="me")
    for number in (2, 3):
        said = saying(kept.formulation, f"said {number}")
        kept = shelf.put_back(ROBIN, said, onto=kept.version, by="me")
    shelf.close()
    failing = TinyDBShelf(folder, files=files, quiet=60)
    assert failing.take_down(ROBIN) == kept
    return failing, kept


def on_disk(folder: Path) -> Kept:
    """What a process that starts afresh finds."""
    shelf = TinyDBShelf(folder)
    try:
        assert len(shelf.story(ROBIN)) == shelf.take_down(ROBIN).version
        return shelf.take_down(ROBIN)
    finally:
        shelf.close()


def operations_of(act: Callable[[TinyDBShelf], object], tmp_path: Path) -> list[str]:
    """The file operations that something takes when nothing fails."""
    files = FailingFiles()
    shelf, _ = three_versions(tmp_path / "counted", files)
    files.done.clear()
    act(shelf)
    return list(files.done)


@pytest.mark.parametrize("partly", [False, True], ids=["nothing written", "half written"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO], ids=["full", "failing"])
def test_whichever_operation_of_a_save_fails_nothing_is_lost_and_the_next_save_works(
    tmp_path: Path, say: Say, error: int, partly: bool
) -> None:
    def save(shelf: TinyDBShelf) -> None:
        kept = shelf.take_down(ROBIN)
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")

    turns = operations_of(save, tmp_path)
    assert turns == ["open", "write", "sync", "read"]
    for turn, operation in enumerate(turns):
        folder, files = tmp_path / f"at-{turn}", FailingFiles()
        shelf, kept = three_versions(folder, files)
        files.fail_at(turn, error=error, partly=partly)
        with pytest.raises(CouldNotSave) as refusal:
            shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
        assert files.failed == [operation]
        assert isinstance(refusal.value, ShelfFull) == (error == errno.ENOSPC)
        assert "before is whole" in refusal.value.sentence
        assert shelf.take_down(ROBIN) == kept == on_disk(folder)
        after = shelf.put_back(ROBIN, saying(kept.formulation, "heard"), onto=3, by="me")
        assert after.version == 4
        assert on_disk(folder) == after
    say(f"each of {len(turns)} operations of a save failed once: {', '.join(turns)}")


@pytest.mark.parametrize("partly", [False, True], ids=["nothing written", "half written"])
def test_a_disk_that_stops_answering_altogether_leaves_the_whole_change_or_none_of_it(
    tmp_path: Path, say: Say, partly: bool
) -> None:
    kept_whole = cut = 0
    for turn in range(4):
        folder, files = tmp_path / f"from-{turn}", FailingFiles()
        shelf, kept = three_versions(folder, files)
        files.fail_from(turn, partly=partly)
        change = saying(kept.formulation, "unheard")
        with pytest.raises(CouldNotSave) as refusal:
            shelf.put_back(ROBIN, change, onto=3, by="me")
        assert ("not sure" in refusal.value.sentence) == (turn > 0)
        files.heal()
        now = shelf.take_down(ROBIN)
        assert now.formulation in (kept.formulation, change.applied_to(kept.formulation))
        assert now == on_disk(folder)
        kept_whole, cut = kept_whole + (now.version == 4), cut + (now.version == 3)
        said = saying(now.formulation, "heard")
        after = shelf.put_back(ROBIN, said, onto=now.version, by="me")
        assert on_disk(folder) == after
    say(f"the disk stopped answering 4 times: {cut} cut back, {kept_whole} turned out to be kept")
    assert cut > 0 and kept_whole > 0


def test_while_the_disk_does_not_answer_it_is_said_and_nothing_else_happens(tmp_path: Path) -> None:
    files = FailingFiles()
    shelf, kept = three_versions(tmp_path, files)
    files.fail_from(1)
    change = saying(kept.formulation, "unheard")
    with pytest.raises(CouldNotSave):
        shelf.put_back(ROBIN, change, onto=3, by="me")
    for _ in range(2):
        with pytest.raises(CouldNotOpen) as refusal:
            shelf.take_down(ROBIN)
        assert "did not answer" in refusal.value.sentence
        with pytest.raises(CouldNotOpen):
            shelf.put_back(ROBIN, change, onto=3, by="me")
    files.heal()
    assert shelf.take_down(ROBIN) == kept


def test_an_older_copy_put_back_after_the_disk_failed_is_left_as_it_is(tmp_path: Path) -> None:
    files = FailingFiles()
    shelf, kept = three_versions(tmp_path, files)
    files.fail_from(1, partly=True)
    with pytest.raises(CouldNotSave):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
    files.heal()
    ledger = tmp_path / ROBIN / "ledger"
    older = b"".join(ledger.read_bytes().splitlines(keepends=True)[:2])
    ledger.write_bytes(older)
    (tmp_path / ROBIN / "formulation.json").unlink()
    assert shelf.take_down(ROBIN).version == 2
    assert ledger.read_bytes() == older


def test_whichever_operation_fails_while_a_torn_line_is_cut_off_nothing_is_lost(
    tmp_path: Path, say: Say
) -> None:
    def torn(folder: Path) -> tuple[TinyDBShelf, Kept, FailingFiles]:
        files = FailingFiles()
        shelf, kept = three_versions(folder, files)
        with (folder / ROBIN / "ledger").open("ab") as ledger:
            ledger.write(b"4 0123 half a li")
        assert shelf.take_down(ROBIN) == kept
        files.done.clear()
        return shelf, kept, files

    shelf, kept, files = torn(tmp_path / "counted")
    shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
    turns = list(files.done)
    assert turns == ["open", "cut", "sync", "write", "sync", "read"]
    for turn in range(len(turns)):
        folder = tmp_path / f"at-{turn}"
        shelf, kept, files = torn(folder)
        files.fail_at(turn, error=errno.ENOSPC)
        with pytest.raises(ShelfFull):
            shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
        assert shelf.take_down(ROBIN) == kept == on_disk(folder)
        after = shelf.put_back(ROBIN, saying(kept.formulation, "heard"), onto=3, by="me")
        assert on_disk(folder) == after
    say(f"each of {len(turns)} operations failed once with a torn line to cut off")


def test_whichever_operation_of_beginning_fails_the_formulation_is_there_whole_or_not_at_all(
    tmp_path: Path, say: Say
) -> None:
    files = FailingFiles()
    shelf = TinyDBShelf(tmp_path / "counted", files=files)
    files.done.clear()
    shelf.begin(robin(), by="me")
    turns = list(files.done)
    assert {"make_folder", "create", "write", "sync", "rename", "sync_folder"} <= set(turns)
    for turn in range(len(turns)):
        for error in (errno.ENOSPC, errno.EIO):
            files = FailingFiles()
            shelf = TinyDBShelf(tmp_path / f"at-{turn}-{error}", files=files)
            files.fail_at(turn, error=error, partly=True)
            with pytest.raises(CouldNotSave):
                shelf.begin(robin(), by="me")
            assert len(files.failed) == 1
            assert shelf.heads() == {} and shelf.spines() == ()
            with pytest.raises(NotOnShelf):
                shelf.take_down(ROBIN)
            assert shelf.begin(robin(), by="me").version == 1
            assert on_disk(tmp_path / f"at-{turn}-{error}").formulation == robin()
    say(f"each of {len(turns)} operations of beginning failed once, in 2 ways")


def test_whichever_operation_of_the_document_fails_no_save_and_no_reading_is_spoilt(
    tmp_path: Path, say: Say
) -> None:
    def stale(folder: Path) -> tuple[TinyDBShelf, Kept, FailingFiles]:
        files = FailingFiles()
        shelf, kept = three_versions(folder, files)
        kept = shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
        files.done.clear()
        return shelf, kept, files

    shelf, kept, files = stale(tmp_path / "counted")
    shelf.close()
    turns = list(files.done)
    assert turns == ["create", "write", "sync", "rename", "sync_folder"]
    for turn in range(len(turns)):
        folder = tmp_path / f"at-{turn}"
        shelf, kept, files = stale(folder)
        files.fail_at(turn, error=errno.ENOSPC, partly=True)
        shelf.close()
        assert len(files.failed) == 1
        assert shelf.take_down(ROBIN) == kept
        names = {path.name for path in (folder / ROBIN).iterdir()}
        assert names == {"ledger", "formulation.json"}, "no draft is left lying about"
        assert on_disk(folder) == kept
        found = read_document(folder / ROBIN, Files())
        assert found is not None and found.standing.version == 4
    say(f"each of {len(turns)} operations of the document failed once")


def test_whichever_operation_of_opening_fails_it_is_said_and_the_next_attempt_works(
    tmp_path: Path, say: Say
) -> None:
    TinyDBShelf(tmp_path).begin(robin(), by="me")
    files = FailingFiles()
    TinyDBShelf(tmp_path, files=files).take_down(ROBIN)
    turns = list(files.done)
    assert turns == ["read_whole", "open", "sync", "read"]
    for turn, operation in enumerate(turns):
        files = FailingFiles()
        shelf = TinyDBShelf(tmp_path, files=files)
        files.fail_at(turn)
        if operation == "read_whole":  # a document that does not read is only a cache
            assert shelf.take_down(ROBIN).version == 1
            continue
        with pytest.raises(CouldNotOpen) as refusal:
            shelf.take_down(ROBIN)
        assert refusal.value.sentence.startswith("What is kept could not be read just now")
        assert shelf.take_down(ROBIN).formulation == robin()
    say(f"each of {len(turns)} operations of opening failed once")


def test_reading_part_of_the_story_from_a_failing_disk_is_said_in_words(tmp_path: Path) -> None:
    files = FailingFiles()
    shelf, _ = three_versions(tmp_path, files)
    for operation in ("open", "read"):
        files.fail_next(operation)
        with pytest.raises(CouldNotOpen):
            shelf.story(ROBIN, since=1)
    assert len(shelf.story(ROBIN, since=1)) == 2


def test_an_interruption_while_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    class Interrupted(FailingFiles):
        """Somebody presses Ctrl+C after half of the frame was written."""

        armed = False

        def write(self, descriptor: int, piece: bytes) -> int:
            if self.armed:
                self.armed = False
                super().write(descriptor, piece[:100])
                raise KeyboardInterrupt
            return super().write(descriptor, piece)

    files = Interrupted()
    shelf, kept = three_versions(tmp_path, files)
    files.armed = True
    with pytest.raises(KeyboardInterrupt):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
    assert shelf.take_down(ROBIN) == kept == on_disk(tmp_path)
    assert not list((tmp_path / ROBIN).glob("*.draft"))


def test_what_is_written_is_read_back_before_it_is_called_saved(tmp_path: Path) -> None:
    class Forgetful(FailingFiles):
        """A disk that says it took what it did not take."""

        armed = False

        def write(self, descriptor: int, piece: bytes) -> int:
            if self.armed:
                super().write(descriptor, b"?" * len(piece))
                return len(piece)
            return super().write(descriptor, piece)

    files = Forgetful()
    shelf, kept = three_versions(tmp_path, files)
    files.armed = True
    with pytest.raises(CouldNotSave):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
    files.armed = False
    assert shelf.take_down(ROBIN) == kept == on_disk(tmp_path)


def test_a_disk_that_takes_a_few_bytes_at_a_time_is_written_to_until_it_has_them_all(
    tmp_path: Path,
) -> None:
    class Slow(Files):
        def write(self, descriptor: int, piece: bytes) -> int:
            return super().write(descriptor, piece[:7])

    shelf = TinyDBShelf(tmp_path, files=Slow())
    kept = shelf.begin(robin(), by="me")
    after = shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=1, by="me")
    shelf.close()
    assert on_disk(tmp_path) == after


def _save_with_no_room(folder: Path, room: int, answer: Connection) -> None:
    """In a process of its own, because the limit is the process's: files may grow by `room` bytes only."""
    shelf = TinyDBShelf(folder)
    kept = shelf.take_down(ROBIN)
    size = (folder / ROBIN / "ledger").stat().st_size
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, hard))
    try:
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=kept.version, by="me")
        answer.send("saved")
    except FormulationError as refusal:
        answer.send(refusal.sentence)
    unchanged = shelf.take_down(ROBIN) == kept
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    said = saying(kept.formulation, f"heard with {room} bytes to go")
    after = shelf.put_back(ROBIN, said, onto=kept.version, by="me")
    answer.send((unchanged, after.version - kept.version))
    shelf.close()


def test_a_file_that_may_really_not_grow_any_further_ends_in_a_sentence_and_a_whole_file(
    tmp_path: Path, say: Say
) -> None:
    TinyDBShelf(tmp_path).begin(robin(), by="me")
    rooms = (0, 1, 100, 400)
    for room in rooms:
        here, there = multiprocessing.Pipe()
        child = multiprocessing.get_context("fork").Process(
            target=_save_with_no_room, args=(tmp_path, room, there)
        )
        child.start()
        sentence, (unchanged, grown) = here.recv(), here.recv()
        child.join()
        assert sentence.startswith("This was not saved")
        assert unchanged and grown == 1
    assert on_disk(tmp_path).version == 1 + len(rooms)
    say(f"a real limit was hit {len(rooms)} times, with 0 to {rooms[-1]} bytes of room")
