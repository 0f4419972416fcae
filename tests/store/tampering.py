"""Ledgers tampered with in every way one could think of, and whether it is noticed."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from formulation.bootstrap import archive_at
from formulation.domain.errors import FormulationError
from formulation.store.archive import Archive
from formulation.store.shelf import Shelf
from tests.store.people import ROBIN, robin, saying

LINES = 12
Lines = list[bytes]


@dataclass
class Tally:
    """How often each thing was done, how often it was noticed, and what slipped by."""

    done: Counter[str] = field(default_factory=Counter)
    unnoticed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        each = ", ".join(f"{times} × {what}" for what, times in sorted(self.done.items()))
        return f"{self.done.total()} tamperings ({each}), {len(self.unnoticed)} unnoticed"


def _flip(lines: Lines, chance: random.Random) -> Lines:
    at = chance.randrange(len(lines))
    spoilt = bytearray(lines[at])
    spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return [*lines[:at], bytes(spoilt), *lines[at + 1 :]]


def _cut(lines: Lines, chance: random.Random) -> Lines:
    last = lines[-1]
    if chance.random() < 0.5:
        return lines[: chance.randrange(1, len(lines))]
    return [*lines[:-1], last[: chance.randrange(len(last))]]


def _drop(lines: Lines, chance: random.Random) -> Lines:
    at = chance.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def _swap(lines: Lines, chance: random.Random) -> Lines:
    one, other = chance.sample(range(len(lines)), 2)
    swapped = list(lines)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


def _repeat(lines: Lines, chance: random.Random) -> Lines:
    at = chance.randrange(len(lines))
    return [*lines[: at + 1], *lines[at:]]


WAYS: dict[str, Callable[[Lines, random.Random], Lines]] = {
    "a bit flipped": _flip,
    "an end cut away": _cut,
    "a line dropped": _drop,
    "two lines swapped": _swap,
    "a line said twice": _repeat,
}


def begun(shelf: Shelf) -> None:
    """Robin, with a story of `LINES` lines."""
    kept = shelf.begin(robin(), by="me")
    while kept.version < LINES:
        said = saying(kept.formulation, f"said {kept.version + 1}")
        kept = shelf.put_back(ROBIN, said, onto=kept.version, by="me")


def tamper_with_a_folder(folder: Path, times: int, *, seed: int) -> Tally:
    """Damage the ledger of a TinyDB shelf again and again, each time from the whole one."""
    whole, chance, tally = folder / "whole", random.Random(seed), Tally()  # noqa: S311
    archive = archive_at(whole)
    begun(archive)
    archive.close()
    lines = (whole / ROBIN / "ledger").read_bytes().splitlines(keepends=True)
    for number in range(times):
        place = folder / f"spoilt-{number}"
        shutil.copytree(whole, place)
        way, spoilt = _spoilt(lines, number, chance)
        (place / ROBIN / "ledger").write_bytes(b"".join(spoilt))
        archive = archive_at(place)
        _note(tally, way, archive)
        archive.close()
        shutil.rmtree(place)
    return tally


def tamper_with_a_database(address: str, times: int, *, seed: int) -> Tally:
    """Damage the frames of a PostgreSQL shelf again and again, each time from the whole ones."""
    chance, tally, archive = random.Random(seed), Tally(), archive_at(address)  # noqa: S311
    begun(archive)
    with psycopg.connect(address, autocommit=True) as connection:
        lines = _frames(connection)
        for number in range(times):
            way, spoilt = _spoilt(lines, number, chance)
            _write(connection, spoilt)
            _note(tally, way, archive)
            _write(connection, lines)
        assert not archive.check(ROBIN).trouble, "the whole one should hold again"
    archive.close()
    return tally


def _spoilt(lines: Lines, number: int, chance: random.Random) -> tuple[str, Lines]:
    names = list(WAYS)
    way = names[number % len(names)]
    spoilt = WAYS[way](lines, chance)
    assert spoilt != lines
    return way, spoilt


def _note(tally: Tally, way: str, archive: Archive) -> None:
    tally.done[way] += 1
    try:
        noticed = bool(archive.check(ROBIN).trouble)
    except FormulationError:
        noticed = True
    if not noticed:
        tally.unnoticed.append(f"{way} ({tally.done[way]})")


def _frames(connection: psycopg.Connection[Any]) -> Lines:
    rows = connection.execute(
        "SELECT frame FROM changes WHERE formulation_id = %s ORDER BY number", (ROBIN,)
    )
    return [bytes(frame) for (frame,) in rows]


def _write(connection: psycopg.Connection[Any], lines: Sequence[bytes]) -> None:
    """The frames in place of those there; marks go by number, as the shelf wrote them."""
    with connection.transaction():
        connection.execute("DELETE FROM changes WHERE formulation_id = %s", (ROBIN,))
        for number, frame in enumerate(lines, start=1):
            connection.execute(
                "INSERT INTO changes (formulation_id, number, mark, frame) VALUES (%s, %s, '', %s)",
                (ROBIN, number, frame),
            )
