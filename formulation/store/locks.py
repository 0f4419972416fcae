"""One lock per formulation, across processes and across the threads of each."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Final

from filelock import lock_descriptor, unlock_descriptor

_SHORTEST: Final = 0.0005
_LONGEST: Final = 0.005


class Locks:
    """Locks by name, each a file in one folder, outside what it guards.

    The operating system's lock separates processes, and lets go when a process dies; but not
    threads that share a descriptor, so a thread takes a lock of the process's own first. The lock
    files are never removed: removing one would let two processes hold "the same" lock.
    """

    def __init__(self, folder: Path, patience: float = 20.0) -> None:
        self._folder = folder
        self._patience = patience
        self._guard = Lock()
        self._threads: dict[str, Lock] = {}

    @contextmanager
    def held(self, name: str, *, patience: float | None = None) -> Iterator[None]:
        """Hold one lock. Not for holding twice. Seconds of patience, 0 for one try.

        Raises TimeoutError, or OSError where the lock file cannot be opened.
        """
        until = time.monotonic() + (self._patience if patience is None else patience)
        thread = self._of_threads(name)
        if not thread.acquire(timeout=max(until - time.monotonic(), 0.0)):
            raise TimeoutError("held by another thread")
        try:
            descriptor = self._of_processes(name, until)
            try:
                yield
            finally:
                _let_go(descriptor)
        finally:
            thread.release()

    def _of_threads(self, name: str) -> Lock:
        with self._guard:
            return self._threads.setdefault(name, Lock())

    def _of_processes(self, name: str, until: float) -> int:
        wait = _SHORTEST
        while True:
            descriptor = self._open(f"{self._folder}/{name}.lock")
            try:
                # A lock file that was removed while we waited guards nothing any more.
                if lock_descriptor(descriptor, blocking=False) and os.fstat(descriptor).st_nlink:
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
            if time.monotonic() >= until:
                raise TimeoutError("held by another process")
            time.sleep(wait)
            wait = min(wait * 1.5, _LONGEST)

    def _open(self, path: str) -> int:
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except (
            FileNotFoundError
        ):  # the folder was tidied away; not so where all that it guards went too
            self._folder.mkdir(mode=0o700, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _let_go(descriptor: int) -> None:
    # Unlocked as well as closed: a child forked meanwhile holds a copy of the descriptor.
    with suppress(OSError):
        unlock_descriptor(descriptor)
    os.close(descriptor)
