"""Every shelf there is, as rows of one table: the suite in test_every_shelf.py runs once for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

import pytest

from formulation.store.memory import MemoryShelf
from formulation.store.postgres_shelf import PostgresShelf
from formulation.store.shelf import Clock, Shelf
from formulation.store.tinydb_shelf import TinyDBShelf
from tests.store import postgres, sealed

Opener = Callable[[Path, Clock], Shelf]

ROWS: dict[str, Opener] = {
    "memory": lambda folder, clock: MemoryShelf(clock),
    "tinydb": lambda folder, clock: TinyDBShelf(folder, clock=clock),
    "sealed": lambda folder, clock: TinyDBShelf(folder, clock=clock, seal=sealed.seal(folder)),
    "postgres": lambda folder, clock: PostgresShelf(postgres.ready_address(), clock=clock),
    "serializable": lambda folder, clock: stumbling(clock),
}
"""How to open each shelf, empty, given a folder of its own and a clock. A new shelf is a new row."""


def stumbling(clock: Clock) -> Shelf:
    """PostgreSQL at its strictest, with one transaction in five undone at its end."""
    address = postgres.ready_address(serializable=True)
    return PostgresShelf(address, clock=clock, database=postgres.StumblingDatabase(address))


@dataclass
class TickingClock:
    """A clock that goes on by a second each time it is looked at."""

    now: datetime = datetime(2031, 3, 11, 14, 32, 7, 123000, tzinfo=UTC)

    def __post_init__(self) -> None:
        self._lock = Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self.now += timedelta(seconds=1)
            return self.now


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture(params=list(ROWS))
def shelf(request: pytest.FixtureRequest, tmp_path: Path, clock: TickingClock) -> Iterator[Shelf]:
    """One empty shelf of each kind."""
    opened = ROWS[request.param](tmp_path / "clinic", clock)
    yield opened
    opened.close()
