"""A fake of the file operations that does everything for real until it is told to fail."""

from __future__ import annotations

import errno
from pathlib import Path

from formulation.store.files import Files


class FailingFiles(Files):
    """Files whose operations can be made to fail: once, at a turn, or until further notice.

    `done` lists the operations in the order they were asked for, failed ones included.
    """

    def __init__(self) -> None:
        self.done: list[str] = []
        self.failed: list[str] = []
        self._error = errno.EIO
        self._turns: range = range(0)
        self._operation = ""
        self._partly = False

    def fail_at(self, turn: int, *, error: int = errno.EIO, partly: bool = False) -> None:
        """Let the operation `turn` (0 is the next one) fail, and only that one."""
        self._fail(range(len(self.done) + turn, len(self.done) + turn + 1), "", error, partly)

    def fail_from(self, turn: int, *, error: int = errno.EIO, partly: bool = False) -> None:
        """Let every operation from `turn` on fail, until `heal`."""
        self._fail(range(len(self.done) + turn, 10**9), "", error, partly)

    def fail_next(self, operation: str, *, error: int = errno.EIO, partly: bool = False) -> None:
        """Let the next operation of this name fail; with `partly`, half of a write is written first."""
        self._fail(range(len(self.done), 10**9), operation, error, partly)

    def heal(self) -> None:
        """Let everything work again."""
        self._turns = range(0)

    def _fail(self, turns: range, operation: str, error: int, partly: bool) -> None:
        self._turns, self._operation, self._error, self._partly = turns, operation, error, partly

    def _is_due(self, operation: str) -> bool:
        turn = len(self.done)
        self.done.append(operation)
        due = turn in self._turns and self._operation in ("", operation)
        if due and self._operation:
            self._turns = range(0)
        return due

    def _turn(self, operation: str) -> None:
        if self._is_due(operation):
            self._refuse(operation)

    def _refuse(self, operation: str) -> None:
        self.failed.append(operation)
        raise OSError(self._error, "made to fail by a test")

    def make_folder(self, path: Path) -> None:
        self._turn("make_folder")
        super().make_folder(path)

    def create(self, path: Path) -> int:
        self._turn("create")
        return super().create(path)

    def open(self, path: Path) -> int:
        self._turn("open")
        return super().open(path)

    def write(self, descriptor: int, piece: bytes) -> int:
        if self._is_due("write"):
            if self._partly:
                super().write(descriptor, piece[: len(piece) // 2])
            self._refuse("write")
        return super().write(descriptor, piece)

    def sync(self, descriptor: int) -> None:
        self._turn("sync")
        super().sync(descriptor)

    def cut(self, descriptor: int, size: int) -> None:
        self._turn("cut")
        super().cut(descriptor, size)

    def read(self, descriptor: int, start: int, size: int) -> bytes:
        self._turn("read")
        return super().read(descriptor, start, size)

    def rename(self, old: Path, new: Path) -> None:
        self._turn("rename")
        super().rename(old, new)

    def sync_folder(self, path: Path) -> None:
        self._turn("sync_folder")
        super().sync_folder(path)

    def remove(self, path: Path) -> None:
        self._turn("remove")
        super().remove(path)

    def remove_folder(self, path: Path) -> None:
        self._turn("remove_folder")
        super().remove_folder(path)

    def read_whole(self, path: Path) -> bytes:
        self._turn("read_whole")
        return super().read_whole(path)
