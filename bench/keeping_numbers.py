"""The numbers of keeping, on both shelves: `python -m bench.keeping_numbers [kills]`.

A durable save at 10, 1,000 and 5,000 past changes; opening after 5,000; kills in the middle of saving; eight
processes at once; 2,000 steps of random use beside a dictionary; power cuts; tampering; 200 formulations opened
one after another. PostgreSQL waits for the disk here.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import psutil

from bench.figures import Figure, Said, figure_of, summary
from bench.keeping import folder
from bench.maps import ROLE_MAP, map_of
from formulation.bootstrap import shelf_at
from formulation.domain.verbs import rewording
from formulation.render.scene import scene_of
from formulation.render.svg import picture
from formulation.store.shelf import Shelf
from tests.store import children, postgres
from tests.store.model import use_at_random
from tests.store.people import ROBIN, phrase, robin
from tests.store.power_cuts import cut_the_power
from tests.store.tampering import tamper_with_a_database, tamper_with_a_folder

PAST = (10, 1000, 5000)
SAVES = 100
KILLS = 500
"""On each shelf."""
POWER_CUTS = 2000
TAMPERINGS = 1300
"""On each shelf."""
OPENED = 200
ROOM = 50
"""MiB that the app may grow by while 200 formulations are opened one after another."""


def main(kills: int = KILLS) -> int:
    """Measure on each shelf; 0 when every aim was met."""
    found = list(measure(kills))
    print(summary(found))
    return 1 if any(one.met is False for one in found) else 0


def measure(kills: int = KILLS) -> Iterator[Figure | Said]:
    """Everything this file measures, as it is found; about a quarter of an hour."""
    with folder() as data:
        for name, place in (("TinyDB", data / "a"), ("PostgreSQL", _database())):
            yield from _growing(name, place)
        for name, place in (("TinyDB", data / "b"), ("PostgreSQL", _database())):
            yield from _surviving(name, place, data, kills)
            yield _opening_many(name, data / "m" if name == "TinyDB" else _database())
        yield from _damaged(data)


def _database() -> str:
    return postgres.ready_address(at=postgres.durable_server().address)


def _growing(name: str, place: str | Path) -> Iterator[Figure]:
    """Saves as the story grows, and opening when it is long."""
    shelf = shelf_at(place)
    kept = shelf.begin(robin(ROBIN, phrase(0, "0")), by="me")
    first: Figure | None = None
    for past in PAST:
        took = []
        while kept.version < past + SAVES:
            change = rewording(kept.formulation, "phrase:0", f"said at {kept.version}")
            begin = time.perf_counter()
            kept = shelf.put_back(ROBIN, change, onto=kept.version, by="me")
            took.append((time.perf_counter() - begin) * 1000)
        figure = figure_of(f"{name}: durable save after {past} changes", "ms", took[-SAVES:])
        first = first or figure
        figure = figure.beside("after 10", first)
        yield figure.aiming("≤ 1.5 × after 10", figure.ratios["after 10"] <= 1.5)
    shelf.close()
    opened = figure_of(
        f"{name}: opened cold after {kept.version} changes",
        "ms",
        [_opened(place) for _ in range(9)],
    )
    yield opened.aiming("≤ 150 ms", opened.median <= 150)


def _opened(place: str | Path) -> float:
    shelf: Shelf = shelf_at(place)
    begin = time.perf_counter()
    shelf.take_down(ROBIN)
    took = (time.perf_counter() - begin) * 1000
    shelf.close()
    return took


def _surviving(name: str, place: str | Path, data: Path, kills: int) -> Iterator[Said]:
    """Kills, competition and random use, each in a place of its own."""
    tally = children.kill_over_and_over(place, kills, seed=int(time.time()))
    yield Said(f"{name}: {tally}", not tally.problems and tally.acknowledged > kills)
    other = data / f"c-{name}" if isinstance(place, Path) else _database()
    counted = children.count_together(other, 8, 200)
    yield Said(f"{name}: {counted}", counted.counter == counted.version - 1 == 1600)
    shelf = shelf_at(data / f"d-{name}" if isinstance(place, Path) else _database())
    use = use_at_random(shelf, 2000, seed=int(time.time()))
    shelf.close()
    yield Said(f"{name}: {use}", not use.wrong)


def _damaged(data: Path) -> Iterator[Said]:
    """The power going in the middle of a save, and ledgers tampered with."""
    cuts = cut_the_power(data, POWER_CUTS, seed=int(time.time()))
    yield Said(f"TinyDB: {cuts}", not cuts.problems and cuts.cuts == POWER_CUTS)
    for name, tally in (
        ("TinyDB", tamper_with_a_folder(data, TAMPERINGS, seed=int(time.time()))),
        ("PostgreSQL", tamper_with_a_database(_database(), TAMPERINGS, seed=int(time.time()))),
    ):
        yield Said(f"{name}: {tally}", not tally.unnoticed)


def _opening_many(name: str, place: str | Path) -> Said:
    """What the memory of a process grows by while it opens many formulations of 100 elements."""
    shelf = shelf_at(place)
    for number in range(OPENED):
        shelf.begin(replace(map_of(100), id=f"f-many{number:04}"), by="me")
    shelf.close()
    grown = _in_a_process_of_its_own(place)
    said = f"{name}: {OPENED} formulations opened one after another: memory grew by {grown:.1f} MiB"
    return Said(said, grown < ROOM)


def _in_a_process_of_its_own(place: str | Path) -> float:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(_grown_by_opening, place).result()


def _grown_by_opening(place: str | Path) -> float:
    shelf, me = shelf_at(place), psutil.Process()
    keys = [spine.id for spine in shelf.spines()]
    _open_and_draw(shelf, keys[0])
    before = me.memory_info().rss
    for key in keys[1:]:
        _open_and_draw(shelf, key)
    shelf.close()
    return (me.memory_info().rss - before) / 2**20


def _open_and_draw(shelf: Shelf, key: str) -> None:
    formulation = shelf.take_down(key).formulation
    picture(scene_of(formulation, ROLE_MAP), title="a map")


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:2])))
