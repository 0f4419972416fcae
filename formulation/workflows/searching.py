"""One search over everything one may see, never behind what is kept."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from formulation.analysis.searching import Hit, Index
from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.store import library
from formulation.store.shelf import Shelf

from .visit import Visit

MOST_HITS: Final = 60
"""How many records are found at most; somebody who wants more says more."""

MOST_TYPED: Final = 200
"""How many characters of what was typed are looked for."""


@dataclass(frozen=True)
class Found:
    """What was found in one formulation, best first."""

    formulation: Formulation
    hits: tuple[Hit, ...]
    example: bool = False


def search(visit: Visit, typed: str, *, examples: bool = False) -> tuple[Found, ...]:
    """Everything on the shelf that holds what was typed, forgiving of spelling, by formulation.

    The formulation with the best hit comes first. `examples`: look in the library's examples, too,
    which come last. What is typed is written nowhere.
    """
    wanted = typed.strip()[:MOST_TYPED]
    if not wanted:
        return ()
    found = _of_shelf(visit.shelf).find(visit.shelf, wanted)
    return (*found, *(_in_the_library(wanted) if examples else ()))


class _Searcher:
    """The index of one shelf, brought up to what the shelf keeps before every search."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index = Index()
        self._kept: dict[str, tuple[int, Formulation]] = {}

    def find(self, shelf: Shelf, wanted: str) -> tuple[Found, ...]:
        """What the shelf holds now of what is wanted."""
        with self._lock:
            self._catch_up(shelf)
            hits = self._index.find(wanted, most=MOST_HITS)
            return _by_formulation(hits, {key: kept for key, (_, kept) in self._kept.items()})

    def _catch_up(self, shelf: Shelf) -> None:
        heads = shelf.heads()
        for formulation_id in [one for one in self._kept if one not in heads]:
            self._forget(formulation_id)
        for formulation_id, version in heads.items():
            if self._kept.get(formulation_id, (0, None))[0] == version:
                continue
            try:
                kept = shelf.take_down(formulation_id)
            except (
                FormulationError
            ):  # damaged or gone meanwhile: the shelf itself says so elsewhere
                self._forget(formulation_id)
                continue
            self._index.put(kept.formulation)
            self._kept[formulation_id] = (kept.version, kept.formulation)

    def _forget(self, formulation_id: str) -> None:
        self._index.forget(formulation_id)
        self._kept.pop(formulation_id, None)


_searchers: WeakKeyDictionary[Shelf, _Searcher] = WeakKeyDictionary()
_door = threading.Lock()


def _of_shelf(shelf: Shelf) -> _Searcher:
    with _door:
        return _searchers.setdefault(shelf, _Searcher())


def _in_the_library(wanted: str) -> tuple[Found, ...]:
    index = Index()
    kept = {one.key: one.formulation for one in library.examples()}
    for formulation in kept.values():
        index.put(formulation)
    return _by_formulation(index.find(wanted, most=MOST_HITS), kept, example=True)


def _by_formulation(
    hits: tuple[Hit, ...], kept: dict[str, Formulation], *, example: bool = False
) -> tuple[Found, ...]:
    grouped: dict[str, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault(hit.formulation_id, []).append(hit)
    return tuple(Found(kept[one], tuple(found), example) for one, found in grouped.items())
