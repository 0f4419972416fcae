"""What sealing costs: a durable save and an opening, sealed beside unsealed: `python -m bench sealing`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, figure_of
from bench.keeping import folder
from bench.maps import SIZES, map_of
from formulation.domain.records import ReciprocalRole
from formulation.domain.verbs import rewording
from formulation.store.shelf import Kept
from formulation.store.tinydb_shelf import TinyDBShelf
from tests.store import sealed

SAVES = 400
WARM_UP = 20
OPENINGS = 20
MOST = 1.5
"""How many times an unsealed save a sealed one may take."""


def measure() -> Iterator[Figure]:
    """Saves at each size, then openings at the largest."""
    for size in SIZES:
        with folder() as data:
            plain, closed = _saves(data, size)
        beside = figure_of(f"durable save, {size} elements: unsealed", "ms", plain)
        figure = figure_of(f"durable save, {size} elements: sealed", "ms", closed)
        figure = figure.beside("unsealed", beside)
        yield figure.aiming(f"≤ {MOST} × unsealed", figure.ratios["unsealed"] <= MOST)
        yield beside
    with folder() as data:
        plain, closed = _openings(data, SIZES[-1])
    beside = figure_of(f"opened cold, {SIZES[-1]} elements: unsealed", "ms", plain)
    yield figure_of(f"opened cold, {SIZES[-1]} elements: sealed", "ms", closed).beside(
        "unsealed", beside
    )
    yield beside


def _shelves(data: Path) -> tuple[TinyDBShelf, TinyDBShelf]:
    """One shelf as it lies, one sealed."""
    home = data / "sealed" / "clinic"
    home.mkdir(parents=True, mode=0o700, exist_ok=True)
    return TinyDBShelf(data / "plain"), TinyDBShelf(home, seal=sealed.seal(home))


def _saves(data: Path, size: int) -> tuple[list[float], list[float]]:
    shelves = _shelves(data)
    kept = [shelf.begin(map_of(size), by="me") for shelf in shelves]
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(WARM_UP + SAVES):
        for which, shelf in enumerate(shelves):
            took, kept[which] = _saved(shelf, kept[which], turn)
            taken[which].append(took)
    for shelf in shelves:
        shelf.close()
    return taken[0][WARM_UP:], taken[1][WARM_UP:]


def _saved(shelf: TinyDBShelf, kept: Kept, turn: int) -> tuple[float, Kept]:
    pole = kept.formulation.every(ReciprocalRole)[0].bottom
    change = rewording(kept.formulation, pole.id, f"not worth a word, {turn:06}")
    begin = time.perf_counter()
    after = shelf.put_back(kept.formulation.id, change, onto=kept.version, by="me")
    return (time.perf_counter() - begin) * 1000, after


def _openings(data: Path, size: int) -> tuple[list[float], list[float]]:
    for shelf in _shelves(data):
        kept = shelf.begin(map_of(size), by="me")
        for turn in range(OPENINGS):
            _, kept = _saved(shelf, kept, turn)
        shelf.close()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(OPENINGS):
        for which, shelf in enumerate(_shelves(data)):
            begin = time.perf_counter()
            shelf.take_down(map_of(size).id)
            taken[which].append((time.perf_counter() - begin) * 1000)
            shelf.close()
    return taken
