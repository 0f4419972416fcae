"""Processes that save, to be killed or to compete: shared by the tests and by `bench.keeping`.

They start from a fork server that has everything imported, so that a child is saving a few
milliseconds after it was asked for.
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from formulation.bootstrap import seal_at, shelf_at
from formulation.domain.changes import Change
from formulation.domain.errors import ChangedMeanwhile
from formulation.domain.formulation import Formulation
from formulation.domain.verbs import rewording
from formulation.store import codec
from formulation.store.document import read_standing
from formulation.store.files import Files
from formulation.store.ledger import read_frames
from formulation.store.shelf import Entry, Kept, Shelf
from formulation.store.tinydb_shelf import TinyDBShelf
from tests.store import sealed
from tests.store.people import ROBIN, phrase, robin

PHRASES = 20
COUNTER = "phrase:0"


def server() -> ForkServerContext:
    """Where children come from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store.children"])
    return context


def robin_with_phrases() -> Formulation:
    """Robin, with phrases to be reworded over and over."""
    return robin(ROBIN, *(phrase(number, "0") for number in range(PHRASES)))


codec.from_plain(codec.to_plain(robin_with_phrases()))
# What the codec works out once is worked out in the fork server, and so not again in each child.


def said_at(formulation: Formulation, version: int) -> Change:
    """What a saving child changes to reach this version; it can be told from what is kept."""
    return rewording(formulation, f"phrase:{version % PHRASES}", f"said at {version}")


class Piecemeal(Files):
    """Writes a few bytes at a time, so that a kill falls into the middle of a line."""

    def write(self, descriptor: int, piece: bytes) -> int:
        return super().write(descriptor, piece[:16])


Place = str | Path
"""A folder, or a postgresql:// address."""


def save_without_end(place: Place, acknowledged: Connection, quiet: float, slowly: bool) -> None:
    """Save one change after another, and name each version once it is promised to be kept."""
    sealed.let_in()
    shelf: Shelf
    if isinstance(place, Path):
        files = Piecemeal() if slowly else None
        shelf = TinyDBShelf(place, quiet=quiet, files=files, seal=seal_at(place))
    else:
        shelf = shelf_at(place)
    kept = shelf.take_down(ROBIN)
    while True:
        change = said_at(kept.formulation, kept.version + 1)
        kept = shelf.put_back(ROBIN, change, onto=kept.version, by="me")
        acknowledged.send(kept.version)


def begin_without_end(place: Place, acknowledged: Connection, name: str) -> None:
    """Begin one formulation after another, and name each once it is promised to be kept."""
    sealed.let_in()
    shelf = shelf_at(place)
    number = 0
    while True:
        number += 1
        shelf.begin(robin(f"f-{name}x{number}"), by="me")
        acknowledged.send(f"f-{name}x{number}")


def count_up(place: Place, times: int, done: Connection) -> None:
    """Add one to a counter that others add to as well, `times` times; send how often it had to try again."""
    shelf = shelf_at(place)
    again = 0
    chosen = random.Random()  # noqa: S311
    for _ in range(times):
        while True:
            kept = shelf.take_down(ROBIN)
            more = int(getattr(kept.formulation[COUNTER], "words")) + 1  # noqa: B009
            try:
                change = rewording(kept.formulation, COUNTER, str(more))
                shelf.put_back(ROBIN, change, onto=kept.version, by="me")
                break
            except ChangedMeanwhile:
                again += 1
                time.sleep(chosen.uniform(0, 0.004))
    shelf.close()
    done.send(again)


@dataclass
class Tally:
    """What a run of kills came to; everything but `kills` and `acknowledged` shows what they hit."""

    kills: int = 0
    acknowledged: int = 0
    begun: int = 0
    torn: int = 0
    unacknowledged: int = 0
    behind: int = 0
    drafts: int = 0
    half_begun: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} acknowledged changes and {self.begun} beginnings, "
            f"{len(self.problems)} lost or unreadable; hit: {self.torn} torn lines, "
            f"{self.unacknowledged} changes kept but not yet acknowledged, {self.behind} documents "
            f"behind, {self.drafts} drafts and {self.half_begun} half-begun folders left to sweep"
        )


def kill_over_and_over(place: Place, kills: int, seed: int) -> Tally:
    """Kill saving children at random moments in one place, and look at what is left after each."""
    chosen, tally = random.Random(seed), Tally()  # noqa: S311
    shelf = shelf_at(place)
    shelf.begin(robin_with_phrases(), by="me")
    shelf.close()
    begun: list[str] = []
    head = 1
    for number in range(kills):
        name = f"k{number}" if number % 4 == 3 else ""
        acknowledged = _killed(place, name, chosen)
        if isinstance(place, Path):
            _count_leavings(place, tally)
        tally.kills += 1
        if name:
            begun.extend(acknowledged)
            tally.begun += len(acknowledged)
        elif acknowledged:
            tally.acknowledged += len(acknowledged)
            head = acknowledged[-1]
        head = _look(place, tally, begun, head)
    shelf = shelf_at(place)
    if [entry.number for entry in shelf.story(ROBIN)] != list(range(1, head + 1)):
        tally.problems.append("the whole story has gaps")
    shelf.close()
    return tally


def _killed(place: Place, name: str, chosen: random.Random) -> list[Any]:
    """Start a child, kill it at a random moment, and return what it had acknowledged."""
    context = server()
    here, there = context.Pipe(duplex=False)
    target: Callable[..., None] = begin_without_end if name else save_without_end
    # Documents that follow at once are killed in their writing; later ones are left behind.
    how = (name,) if name else (chosen.choice((0.0, 60.0)), chosen.random() < 0.5)
    child = context.Process(target=target, args=(place, there, *how), daemon=True)
    child.start()
    there.close()
    if chosen.random() < 0.9:  # mostly once it is saving; sometimes while it is still opening
        here.poll(10)
    time.sleep(chosen.uniform(0, 0.03))
    child.kill()
    child.join()
    return list(_received(here))


def _received(here: Connection) -> Iterator[Any]:
    with here:
        while True:
            try:
                yield here.recv()
            except (EOFError, OSError):
                return


def _count_leavings(folder: Path, tally: Tally) -> None:
    reading = read_frames((folder / ROBIN / "ledger").read_bytes())
    standing = read_standing(folder / ROBIN, seal_at(folder), ROBIN)
    tally.torn += reading.torn
    tally.behind += standing is None or standing.version < len(reading.frames)
    tally.drafts += len(list(folder.glob("*/*.draft"))) > 0
    tally.half_begun += len(list(folder.glob(".begin-*"))) > 0


def _look(place: Place, tally: Tally, begun: list[str], head: int) -> int:
    """Open what is left as a new process would, and check it against what was promised."""
    shelf = shelf_at(place)
    try:
        kept, later = shelf.take_down(ROBIN), shelf.story(ROBIN, since=max(head - PHRASES, 0))
        spines = {spine.id: spine for spine in shelf.spines()}
        problems = [f"{key} is troubled" for key, spine in spines.items() if spine.trouble]
        problems += [f"{key} is lost" for key in begun if key not in spines]
        problems += _what_was_lost(kept, later, head)
        tally.unacknowledged += kept.version > head
        if isinstance(place, Path):
            left = [*place.glob("*/*.draft"), *place.glob(".begin-*")]
            problems += [f"{path.name} was not swept" for path in left]
        tally.problems += problems
        return kept.version
    finally:
        shelf.close()


def _what_was_lost(kept: Kept, later: tuple[Entry, ...], head: int) -> Iterator[str]:
    if not head <= kept.version <= head + 1:
        yield f"version {kept.version} is there, {head} was promised"
    numbers = [entry.number for entry in later]
    if numbers != list(range(max(head - PHRASES, 0) + 1, kept.version + 1)):
        yield f"the story tells of {numbers} and not of every version up to {kept.version}"
    for told in range(max(2, kept.version - PHRASES + 1), kept.version + 1):
        words = getattr(kept.formulation[f"phrase:{told % PHRASES}"], "words")  # noqa: B009
        if words != f"said at {told}":
            yield f"change {told} is not what it was"


@dataclass(frozen=True)
class Counted:
    """What counting together came to."""

    processes: int
    times: int
    counter: int
    version: int
    entries: int
    again: int
    seconds: float

    def __str__(self) -> str:
        expected = self.processes * self.times
        return (
            f"{self.processes} processes × {self.times} edits of one phrase: {self.counter} of "
            f"{expected} counted, {self.again} refused and tried again, {self.seconds:.1f} s"
        )


def count_together(place: Place, processes: int, times: int) -> Counted:
    """Let several processes add to one counter."""
    shelf = shelf_at(place)
    shelf.begin(robin_with_phrases(), by="me")
    context = server()
    begin = time.monotonic()
    children = []
    for _ in range(processes):
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=count_up, args=(place, times, there), daemon=True)
        child.start()
        there.close()
        children.append((child, here))
    again = sum(int(answer) for _, here in children for answer in _received(here))
    for child, _ in children:
        child.join()
    seconds = time.monotonic() - begin
    kept = shelf.take_down(ROBIN)
    counter = int(getattr(kept.formulation[COUNTER], "words"))  # noqa: B009
    entries = len(shelf.story(ROBIN))
    shelf.close()
    return Counted(processes, times, counter, kept.version, entries, again, seconds)
