"""The numbers of keeping, on both shelves: `python -m bench.keeping_numbers [kills]`.

A durable save at 10, 1,000 and 5,000 past changes; opening after 5,000; kills in the middle of saving; eight
processes at once; 2,000 steps of random use beside a dictionary. PostgreSQL waits for the disk here.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, Said, figure_of, summary
from bench.keeping import folder
from formulation.bootstrap import shelf_at
from formulation.domain.verbs import rewording
from formulation.store.shelf import Shelf
from tests.store import children, postgres
from tests.store.model import use_at_random
from tests.store.people import ROBIN, phrase, robin

PAST = (10, 1000, 5000)
SAVES = 100
KILLS = 500


def main(kills: int = KILLS) -> int:
    """Measure on each shelf; 0 when every aim was met."""
    found: list[Figure | Said] = []
    with folder() as data:
        for name, place in (("TinyDB", data / "a"), ("PostgreSQL", _database())):
            found += _growing(name, place)
        for name, place in (("TinyDB", data / "b"), ("PostgreSQL", _database())):
            found += _surviving(name, place, data, kills)
    print(summary(found))
    return 1 if any(one.met is False for one in found) else 0


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


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:2])))
