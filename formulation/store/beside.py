"""Small files beside the ledgers: what may be replaced and forgotten, such as words still being typed.

A ledger keeps everything for ever; a half-typed name that was taken back must not be kept for ever.
So drafts live here: each written whole, synced, and put in the place of the one before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Final, Protocol

from .files import Files
from .locks import Locks
from .sealing import NOTEBOOK, UNSEALED, Seal
from .shelf import CouldNotOpen, CouldNotSave

NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,120}")
"""What a small file may be called: safe on any computer, and without a clinical word."""

_DRAFT: Final = ".new"


class Beside(Protocol):
    """A place for small files by name."""

    def read(self, name: str) -> bytes | None:
        """What is kept under a name; None where there is nothing."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Keep something in place of what was there; durable before this returns. Raises CouldNotSave."""
        ...

    def remove(self, name: str) -> None:
        """Keep nothing under a name any more."""
        ...

    def names(self, begin: str) -> tuple[str, ...]:
        """Every name that begins so, in order."""
        ...

    def held(self, name: str) -> AbstractContextManager[None]:
        """Whoever holds a name is the only one who reads and then writes it."""
        ...

    def close(self) -> None:
        """Let go of whatever is held open."""
        ...


def drafts_of(formulation_id: str) -> str:
    """How the names of everything still being typed about one formulation begin."""
    return f"draft.{formulation_id}."


def let_go(beside: Beside, formulation_id: str) -> int:
    """Remove everything still being typed about a formulation that was erased; how many there were."""
    names = beside.names(drafts_of(formulation_id))
    for name in names:
        beside.remove(name)
    return len(names)


class InMemoryBeside:
    """Small files that are gone with the process; for tests and for desks where nothing is kept."""

    def __init__(self, given: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._kept = dict(given)
        self._lock = RLock()

    def read(self, name: str) -> bytes | None:
        """What is kept under a name; None where there is nothing."""
        return self._kept.get(_checked(name))

    def write(self, name: str, content: bytes) -> None:
        """Keep something in place of what was there."""
        self._kept[_checked(name)] = content

    def remove(self, name: str) -> None:
        """Keep nothing under a name any more."""
        self._kept.pop(_checked(name), None)

    def names(self, begin: str) -> tuple[str, ...]:
        """Every name that begins so, in order."""
        return tuple(sorted(name for name in self._kept if name.startswith(begin)))

    def close(self) -> None:
        """Nothing is held open."""

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Whoever holds a name is the only one who reads and then writes it."""
        with self._lock:
            yield


class FolderBeside:
    """Small files in a folder that only its owner may enter."""

    def __init__(
        self,
        folder: Path,
        *,
        files: Files | None = None,
        patience: float = 10.0,
        seal: Seal = UNSEALED,
    ) -> None:
        """Open the folder, made if it is not there. Raises OSError where it cannot be."""
        self._folder = folder.absolute()
        self._files = files or Files()
        self._seal = seal
        for one in (self._folder, self._folder / ".locks"):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._locks = Locks(self._folder / ".locks", patience)
        for left in self._folder.glob(f"*{_DRAFT}"):  # of a process that died while writing
            with suppress(OSError):
                left.unlink()

    def read(self, name: str) -> bytes | None:
        """What is kept under a name; None where there is nothing. Raises CouldNotOpen for a broken seal."""
        path = self._folder / _checked(name)
        try:
            content = self._files.read_whole(path)
            return self._seal.open(_owner(name), f"draft {name}", content)
        except FileNotFoundError:
            return None
        except ValueError as broken:
            raise CouldNotOpen("", _BROKEN) from broken

    def write(self, name: str, content: bytes) -> None:
        """Keep something in place of what was there; synced to disk before this returns.

        Raises CouldNotSave.
        """
        path = self._folder / _checked(name)
        draft = path.with_name(f"{name}.{os.getpid()}{_DRAFT}")
        try:
            self._files.remove(draft)
            closed = self._seal.close(_owner(name), f"draft {name}", content)
            self._write_whole(draft, closed)
            self._files.rename(draft, path)
            self._files.sync_folder(self._folder)
        except OSError as trouble:
            with suppress(OSError):
                self._files.remove(draft)
            raise CouldNotSave("", _NOT_SAVED) from trouble

    def _write_whole(self, path: Path, content: bytes) -> None:
        descriptor = self._files.create(path)
        try:
            self._files.write_all(descriptor, 0, content)
            self._files.sync(descriptor)
        finally:
            self._files.close(descriptor)

    def remove(self, name: str) -> None:
        """Keep nothing under a name any more."""
        self._files.remove(self._folder / _checked(name))

    def names(self, begin: str) -> tuple[str, ...]:
        """Every name that begins so, in order."""
        found = (one.name for one in self._folder.iterdir() if NAME.fullmatch(one.name))
        return tuple(
            sorted(name for name in found if name.startswith(begin) and not name.endswith(_DRAFT))
        )

    def close(self) -> None:
        """Nothing is held open."""

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Whoever holds a name is the only one, in any process, who reads and then writes it."""
        try:
            with self._locks.held(_checked(name)):
                yield
        except TimeoutError as trouble:
            raise CouldNotSave("", _NOT_SAVED) from trouble


_NOT_SAVED: Final = (
    "This was not saved just now: the disk did not take it. What you typed is still on the page; "
    "it is tried again."
)


_BROKEN: Final = (
    "Something kept beside the formulations was changed or damaged, and cannot be opened."
)


def written_anew(beside: Beside) -> None:
    """Write everything again as its seal now has it. Raises CouldNotOpen, CouldNotSave."""
    for name in beside.names(""):
        with beside.held(name):
            content = beside.read(name)
            if content is not None:
                beside.write(name, content)


def _owner(name: str) -> str:
    """Whose key closes a small file: its formulation's, so that it is erased with it."""
    pieces = name.split(".")
    return pieces[1] if name.startswith("draft.") and len(pieces) == 3 else NOTEBOOK


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError("not a name for a small file")
    return name
