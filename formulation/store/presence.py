"""Whether somebody has the notebook open: what rewrites all of it waits until nobody has."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import lock_descriptor, unlock_descriptor

_BEGINS: Final = "open-"


class Presence:
    """Says, for as long as it is not closed, that a process has a folder open.

    The operating system holds the lock and lets go of it when the process dies, however it dies.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / f"{_BEGINS}{os.getpid()}-{secrets.token_hex(4)}"
        self._descriptor: int | None = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        lock_descriptor(self._descriptor, blocking=False)

    def close(self) -> None:
        """Nobody is here any more. Closing twice is closing once."""
        if self._descriptor is None:
            return
        with suppress(OSError):
            unlock_descriptor(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = None
        self._path.unlink(missing_ok=True)


def somebody_is_in(folder: Path) -> bool:
    """Whether a process has the folder open; what a dead one left behind is tidied away."""
    held = [_is_held(path) for path in folder.glob(f"{_BEGINS}*")]  # each, so that all are tidied
    return any(held)


def _is_held(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False  # closed this moment
    try:
        if not lock_descriptor(descriptor, blocking=False):
            return True
        unlock_descriptor(descriptor)
    finally:
        os.close(descriptor)
    path.unlink(missing_ok=True)
    return False
