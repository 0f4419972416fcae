"""One lock per name, across threads, across processes, and across two notebooks in one process."""

from __future__ import annotations

import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from formulation.store.locks import Locks
from tests.store import children

DESCRIPTORS = Path("/proc/self/fd")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "locks").mkdir()
    return tmp_path / "locks"


def test_what_one_thread_holds_another_waits_for(folder: Path) -> None:
    locks, order = Locks(folder), []

    def wait() -> None:
        with locks.held("f-a"):
            order.append("second")

    with locks.held("f-a"):
        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.03)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_two_names_do_not_wait_for_each_other(folder: Path) -> None:
    locks = Locks(folder, patience=0.0)
    with locks.held("f-a"), locks.held("f-b"):
        assert {path.name for path in folder.iterdir()} == {"f-a.lock", "f-b.lock"}


def test_two_notebooks_in_one_process_keep_each_other_out(folder: Path) -> None:
    mine, theirs = Locks(folder), Locks(folder)
    with mine.held("f-a"), pytest.raises(TimeoutError), theirs.held("f-a", patience=0.02):
        pass
    with theirs.held("f-a", patience=0.0):
        pass


def test_patience_ends_for_threads_too(folder: Path) -> None:
    locks, refused = Locks(folder, patience=0.02), []

    def attempt() -> None:
        try:
            with locks.held("f-a"):
                pass
        except TimeoutError:
            refused.append(1)

    with locks.held("f-a"):
        waiting = threading.Thread(target=attempt)
        waiting.start()
        waiting.join()
    assert refused == [1]


def _hold(folder: str, holding: Connection) -> None:
    with Locks(Path(folder)).held("f-a"):
        holding.send("held")
        time.sleep(60)


def test_a_process_that_is_killed_lets_go(folder: Path) -> None:
    context = children.server()
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_hold, args=(str(folder), there), daemon=True)
    child.start()
    assert here.recv() == "held"
    with pytest.raises(TimeoutError), Locks(folder).held("f-a", patience=0.02):
        pass
    child.kill()
    child.join()
    with Locks(folder).held("f-a", patience=1.0):
        pass


def test_a_lock_is_let_go_when_what_it_guards_fails(folder: Path) -> None:
    locks = Locks(folder, patience=0.0)
    with pytest.raises(KeyError), locks.held("f-a"):
        raise KeyError
    with locks.held("f-a"):
        pass


def test_a_lock_file_tidied_away_is_made_again_and_so_is_its_folder(folder: Path) -> None:
    locks = Locks(folder, patience=0.0)
    with locks.held("f-a"):
        pass
    (folder / "f-a.lock").unlink()
    folder.rmdir()
    with locks.held("f-a"):
        assert (folder / "f-a.lock").exists()


def test_where_everything_went_nothing_is_made_again(folder: Path, tmp_path: Path) -> None:
    locks = Locks(folder / "deeper")
    with pytest.raises(FileNotFoundError), Locks(tmp_path / "no" / "such").held("f-a"):
        pass
    with locks.held("f-a"):
        pass


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="this system does not list open descriptors")
def test_many_locks_leave_no_descriptor_open(folder: Path) -> None:
    locks, counts = Locks(folder), []
    for times in (1, 50):
        for _ in range(times):
            with locks.held("f-a"):
                pass
        counts.append(sum(1 for _ in DESCRIPTORS.iterdir()))
    assert counts[0] == counts[1]
