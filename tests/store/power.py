"""A fake of the file operations that knows what would be on the disk if the power went now.

What was written but not synced lies in pages of memory: when the power goes, any of them may have
reached the disk and any may not. The same holds for names made, changed and removed in a folder that was
not synced (Pillai et al., 2014, call these the persistence properties of a file system).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from formulation.store.files import Files

PAGE = 128
"""Bytes a page. Smaller than any real one, so that a change of a few hundred bytes can be torn."""

Names = dict[str, "Thing"]


@dataclass
class Thing:
    """A file or a folder: what is surely on the disk, and what lies in memory only."""

    synced: bytes = b""
    now: bytes = b""
    names: Names | None = None  # of a folder: what it surely holds
    names_now: Names = field(default_factory=dict)
    waiting: list[Callable[[Names], None]] = field(default_factory=list)

    @property
    def is_folder(self) -> bool:
        """Whether it holds names and not bytes."""
        return self.names is not None


def folder(names: Names | None = None) -> Thing:
    """A folder whose names are all on the disk."""
    return Thing(names=dict(names or {}), names_now=dict(names or {}))


class RememberedFiles(Files):
    """Files that do everything for real, and remember beside it what the disk itself would hold.

    `before` is called before each operation, which is where a test lets the power go.
    """

    def __init__(self, root: Path, before: Callable[[], None] = lambda: None) -> None:
        self._root = root
        self._top = _as_on(root)
        self._open: dict[int, Thing] = {}
        self.before = before

    def make_folder(self, path: Path) -> None:
        self.before()
        super().make_folder(path)
        self._name(path, folder())

    def create(self, path: Path) -> int:
        self.before()
        descriptor = super().create(path)
        self._open[descriptor] = self._name(path, Thing())
        return descriptor

    def open(self, path: Path) -> int:
        self.before()
        descriptor = super().open(path)
        self._open[descriptor] = self._at(path)
        return descriptor

    def write(self, descriptor: int, piece: bytes) -> int:
        self.before()
        taken = super().write(descriptor, piece)
        self._look(descriptor)
        return taken

    def cut(self, descriptor: int, size: int) -> None:
        self.before()
        super().cut(descriptor, size)
        self._look(descriptor)

    def sync(self, descriptor: int) -> None:
        self.before()
        super().sync(descriptor)
        thing = self._open[descriptor]
        thing.synced = thing.now

    def rename(self, old: Path, new: Path) -> None:
        self.before()
        super().rename(old, new)
        moved = self._unname(old)
        self._name(new, moved)

    def sync_folder(self, path: Path) -> None:
        self.before()
        super().sync_folder(path)
        thing = self._at(path)
        thing.names, thing.waiting = dict(thing.names_now), []

    def remove(self, path: Path) -> None:
        self.before()
        super().remove(path)
        self._unname(path)

    def remove_folder(self, path: Path) -> None:
        self.before()
        super().remove_folder(path)
        self._unname(path)

    def _look(self, descriptor: int) -> None:
        size = os.fstat(descriptor).st_size
        self._open[descriptor].now = os.pread(descriptor, size, 0)

    def _at(self, path: Path) -> Thing:
        thing = self._top
        for name in path.relative_to(self._root).parts:
            thing = thing.names_now[name]
        return thing

    def _name(self, path: Path, thing: Thing) -> Thing:
        around = self._at(path.parent)
        around.names_now[path.name] = thing
        around.waiting.append(lambda names: names.update({path.name: thing}))
        return thing

    def _unname(self, path: Path) -> Thing:
        around = self._at(path.parent)
        gone = around.names_now.pop(path.name, Thing())
        around.waiting.append(lambda names: names.pop(path.name, None) and None)
        return gone

    def left_on_disk(self, chance: random.Random, place: Path) -> int:
        """Write in `place` what the disk may hold if the power goes now; returns how much was chance."""
        return _left(self._top, chance, place)


def _as_on(path: Path) -> Thing:
    if path.is_dir():
        return folder({one.name: _as_on(one) for one in path.iterdir()})
    return Thing(synced=path.read_bytes(), now=path.read_bytes())


def _left(thing: Thing, chance: random.Random, place: Path) -> int:
    if not thing.is_folder:
        data, unsure = _torn(thing, chance)
        place.write_bytes(data)
        return unsure
    place.mkdir(mode=0o700)
    names = dict(thing.names or {})
    for wait in thing.waiting:
        if chance.random() < 0.5:
            wait(names)
    return len(thing.waiting) + sum(
        _left(inside, chance, place / name) for name, inside in names.items()
    )


def _torn(thing: Thing, chance: random.Random) -> tuple[bytes, int]:
    """A file of which any subset of the unsynced pages, and of its growth, reached the disk."""
    if thing.now == thing.synced:
        return thing.now, 0
    size = chance.choice(sorted({len(thing.synced), len(thing.now)}))
    size = chance.choice((size, len(thing.now)))
    unsure, pages = 1, []
    for start in range(0, size, PAGE):
        old = thing.synced[start : start + PAGE].ljust(PAGE, b"\0")
        new = thing.now[start : start + PAGE].ljust(PAGE, b"\0")
        unsure += old != new
        pages.append(chance.choice((old, new)))
    return b"".join(pages)[:size], unsure
