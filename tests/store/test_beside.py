"""The promise of the small pieces beside the ledgers, kept by each of the three ways of keeping them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from formulation.store.beside import Beside, FolderBeside, InMemoryBeside
from formulation.store.beside_tables import TablesBeside
from formulation.store.database import Database
from formulation.store.shelf import CouldNotOpen, CouldNotSave
from tests.store import postgres
from tests.store.proxy import Cable


@pytest.fixture(params=["memory", "folder", "tables"])
def beside(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Beside]:
    ways = {
        "memory": InMemoryBeside,
        "folder": lambda: FolderBeside(tmp_path / "beside"),
        "tables": lambda: TablesBeside(Database(postgres.ready_address())),
    }
    made: Beside = ways[request.param]()
    yield made
    made.close()


def test_what_is_written_is_read_and_replaced_and_removed(beside: Beside) -> None:
    assert beside.read("draft.f-robin.n1") is None
    beside.write("draft.f-robin.n1", "é".encode())
    beside.write("draft.f-robin.n1", "après".encode())
    assert beside.read("draft.f-robin.n1") == "après".encode()
    beside.remove("draft.f-robin.n1")
    beside.remove("draft.f-robin.n1")
    assert beside.read("draft.f-robin.n1") is None


def test_names_are_found_by_how_they_begin_in_order(beside: Beside) -> None:
    for name in ("draft.b", "draft.a", "names", "draft-c"):
        beside.write(name, b"")
    assert beside.names("draft.") == ("draft.a", "draft.b")


@pytest.mark.parametrize("name", ["../up", "Upper", "", "a b", "x" * 200])
def test_a_name_that_is_none_is_refused(beside: Beside, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        beside.write(name, b"")


def test_who_holds_a_name_is_alone_with_it(beside: Beside) -> None:
    beside.write("count", b"0")

    def add() -> None:
        for _ in range(5):
            with beside.held("count"):
                now = int(beside.read("count") or b"0")
                time.sleep(0.002)
                beside.write("count", str(now + 1).encode())

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert beside.read("count") == b"20"


def test_two_processes_of_a_service_find_each_others_drafts() -> None:
    address = postgres.ready_address()
    one, other = TablesBeside(Database(address)), TablesBeside(Database(address))
    one.write("draft.f-robin.n1", b"half a sent")
    assert other.read("draft.f-robin.n1") == b"half a sent"
    one.close()
    other.close()


def test_a_name_held_by_somebody_who_died_is_free_after_a_while() -> None:
    address = postgres.ready_address()
    dead = TablesBeside(Database(address), lease=0.2)
    dead.held("draft").__enter__()
    alive = TablesBeside(Database(address))
    with alive.held("draft"):
        alive.write("draft", b"mine")
    assert alive.read("draft") == b"mine"
    dead.close()
    alive.close()


def test_a_database_that_is_away_is_said_in_words() -> None:
    cable = Cable(postgres.server().socket)
    address = cable.through(postgres.ready_address(at=postgres.server().address))
    beside = TablesBeside(Database(address, patience=0.3))
    beside.write("draft", b"kept")
    cable.cut()
    with pytest.raises(CouldNotSave, match="tried again"):
        beside.write("draft", b"not kept")
    with pytest.raises(CouldNotOpen, match="did not answer"):
        beside.read("draft")
    cable.mend()
    assert beside.read("draft") == b"kept"
    beside.close()
    cable.close()
