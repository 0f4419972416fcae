"""The few things a shelf does to files, in one place, so that a test can make any of them fail."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

_PRIVATE_FILE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700
_AS_BYTES: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Signature(NamedTuple):
    """What tells, without reading it, whether a file is still as it was."""

    inode: int
    size: int
    changed_ns: int


class Files:
    """The real thing: each method is one operation of the operating system, and raises OSError as it does."""

    def make_folder(self, path: Path) -> None:
        """A new folder that only its owner may enter."""
        path.mkdir(mode=_PRIVATE_FOLDER)

    def create(self, path: Path) -> int:
        """A new file, open for writing, that only its owner may read."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _AS_BYTES, _PRIVATE_FILE)

    def open(self, path: Path) -> int:
        """A file that is there, open for reading and writing."""
        return os.open(path, os.O_RDWR | _AS_BYTES)

    def write(self, descriptor: int, piece: bytes) -> int:
        """Write where the file stands; returns how many bytes were taken, which may be fewer."""
        return os.write(descriptor, piece)

    def sync(self, descriptor: int) -> None:
        """Return only when what was written is on the disk itself."""
        if sys.platform == "darwin":  # there, fsync alone leaves it in the drive's own memory
            import fcntl  # noqa: PLC0415

            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        else:
            os.fsync(descriptor)

    def cut(self, descriptor: int, size: int) -> None:
        """Cut a file off after its first `size` bytes."""
        os.ftruncate(descriptor, size)

    def read(self, descriptor: int, start: int, size: int) -> bytes:
        """Up to `size` bytes from `start`; fewer only where the file ends."""
        os.lseek(descriptor, start, os.SEEK_SET)
        pieces = []
        while size > 0 and (piece := os.read(descriptor, size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def close(self, descriptor: int) -> None:
        """Let go of an open file. What mattered was synced before, so a complaint now changes nothing."""
        with suppress(OSError):
            os.close(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        """Put one thing in the place of another, wholly or not at all."""
        old.replace(new)

    def sync_folder(self, path: Path) -> None:
        """Make names made, changed and removed in a folder durable."""
        if os.name == "nt":  # a folder cannot be opened there, and its names are journalled
            return
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        """Remove a file that may or may not be there."""
        path.unlink(missing_ok=True)

    def remove_folder(self, path: Path) -> None:
        """Remove a folder and everything in it, or a file that took its place, if it is there."""
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def write_all(self, descriptor: int, start: int, data: bytes) -> None:
        """Write every byte from `start` on, however few are taken at a time."""
        os.lseek(descriptor, start, os.SEEK_SET)
        rest = data
        while rest:
            rest = rest[self.write(descriptor, rest) :]

    def read_whole(self, path: Path) -> bytes:
        """Everything in a file."""
        return path.read_bytes()


def signature_of(path: str | Path | int) -> Signature:
    """What a file (by path or descriptor) looks like now. Raises FileNotFoundError."""
    seen = os.stat(path)  # noqa: PTH116 - takes a descriptor too, and this is asked a thousand times a second
    return Signature(seen.st_ino, seen.st_size, seen.st_mtime_ns)
