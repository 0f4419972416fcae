"""The power going in the middle of a save, again and again, and what is on the disk afterwards."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from formulation.domain.formulation import Formulation
from formulation.store.shelf import Kept
from formulation.store.tinydb_shelf import TinyDBShelf
from tests.store.people import ROBIN, robin, saying
from tests.store.power import RememberedFiles


class PowerWentOff(BaseException):
    """Nothing catches this: when the power goes, no code runs any more."""


@dataclass
class Tally:
    """How many cuts there were, what was found after them, and what should not have been."""

    cuts: int = 0
    torn: int = 0
    found: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        found = ", ".join(f"{times} {what}" for what, times in sorted(self.found.items()))
        return (
            f"{self.cuts} power cuts, {self.torn} with pages or names left to chance: {found}; "
            f"{len(self.problems)} of them neither old nor new"
        )


def cut_the_power(
    folder: Path, cuts: int, *, seed: int, disk: type[RememberedFiles] = RememberedFiles
) -> Tally:
    """Save until the power goes at an operation drawn by chance, again and again, each time anew."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311
    for number in range(cuts):
        here = folder / f"cut-{number}"
        here.mkdir()
        _one_cut(here, chance, tally, disk)
        shutil.rmtree(here)
    return tally


def _one_cut(here: Path, chance: random.Random, tally: Tally, disk: type[RememberedFiles]) -> None:
    clinic = here / "clinic"
    clinic.mkdir(mode=0o700)
    files = disk(clinic)
    told: list[Kept] = []
    asked: list[str] = []
    _let_the_power_go(files, chance.randrange(2, 70))
    try:
        _save_on(TinyDBShelf(clinic, quiet=60, files=files), told, asked, chance)
    except PowerWentOff:
        tally.cuts += 1
    files.before = lambda: None
    after = here / "after"
    tally.torn += files.left_on_disk(chance, after) > 0
    _judge(after, told, asked, tally)


def _let_the_power_go(files: RememberedFiles, at: int) -> None:
    turns = iter(range(at))

    def before() -> None:
        if next(turns, None) is None:
            raise PowerWentOff

    files.before = before


def _save_on(shelf: TinyDBShelf, told: list[Kept], asked: list[str], chance: random.Random) -> None:
    told.append(shelf.begin(robin(), by="me"))
    while True:
        asked.append(f"said {len(asked)} " + "at some length " * chance.randrange(40))
        change = saying(told[-1].formulation, asked[-1])
        told.append(shelf.put_back(ROBIN, change, onto=told[-1].version, by="me"))
        if chance.random() < 0.2:
            shelf.close()  # which writes the document as well


def _judge(after: Path, told: list[Kept], asked: list[str], tally: Tally) -> None:
    shelf = TinyDBShelf(after, quiet=60)
    there = [spine.id for spine in shelf.spines()]
    if not told and ROBIN not in there:
        tally.found["not begun"] += 1
        return
    try:
        kept = shelf.take_down(ROBIN)
        again = shelf.put_back(ROBIN, saying(kept.formulation, "later"), onto=kept.version, by="me")
        assert shelf.take_down(ROBIN) == again
    except Exception as trouble:
        tally.problems.append(f"after {len(told)} saves: {trouble!r}")
        return
    finally:
        shelf.close()
    tally.found[_which(kept, told, asked, tally)] += 1


def _which(kept: Kept, told: list[Kept], asked: list[str], tally: Tally) -> str:
    if told and kept.formulation == told[-1].formulation:
        return "old"
    before = told[-1].formulation if told else None
    if before is None and kept.formulation == robin():
        return "new"
    if before is not None and asked and kept.formulation == _next(before, asked):
        return "new"
    tally.problems.append(f"after {len(told)} saves: version {kept.version}")
    return "neither"


def _next(before: Formulation, asked: list[str]) -> Formulation:
    return saying(before, asked[-1]).applied_to(before)
