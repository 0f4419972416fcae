"""Work done a little later, once however often it was asked for: how documents follow their ledgers."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Condition, Thread

_log = logging.getLogger(__name__)


class Refresher:
    """Calls `refresh` with a name once that name has been quiet for a while, off the caller's road.

    `quiet` and `at_most` are in seconds: it waits until a name has been quiet for `quiet`, but never
    longer than `at_most` in all. A thread lives only while something waits. After `close` there
    is no later: what is asked for is done at once.
    """

    def __init__(
        self, refresh: Callable[[str], None], quiet: float = 1.0, at_most: float = 10.0
    ) -> None:
        self._refresh = refresh
        self._quiet = quiet
        self._at_most = at_most
        self._changed = Condition()
        self._waiting: dict[str, tuple[float, float]] = {}
        self._thread: Thread | None = None
        self._closed = False

    def soon(self, name: str) -> None:
        """Ask for a refresh of this name, a little later."""
        with self._changed:
            if not self._closed:
                asked = time.monotonic()
                latest = self._waiting.get(name, (0.0, asked + self._at_most))[1]
                self._waiting[name] = (min(asked + self._quiet, latest), latest)
                if self._thread is None:
                    self._thread = Thread(target=self._work, name="documents", daemon=True)
                    self._thread.start()
                return
        self._do(name)

    def close(self) -> None:
        """Do everything that waits, now; returns when it is done."""
        with self._changed:
            self._closed = True
            waiting, self._waiting = tuple(self._waiting), {}
            thread = self._thread
            self._changed.notify_all()
        if thread is not None:
            thread.join()
        for name in waiting:
            self._do(name)

    def _work(self) -> None:
        while (name := self._next()) is not None:
            self._do(name)

    def _next(self) -> str | None:
        """Wait for the next name that is due; None when nothing waits any more."""
        with self._changed:
            while self._waiting:
                name, (due, _) = min(self._waiting.items(), key=lambda item: item[1][0])
                wait = due - time.monotonic()
                if wait <= 0:
                    del self._waiting[name]
                    return name
                self._changed.wait(wait)
            self._thread = None
            return None

    def _do(self, name: str) -> None:
        try:
            self._refresh(name)
        except Exception as trouble:
            # Only its kind: what an exception says may be somebody's words.
            _log.warning("The document of %s was not refreshed: %s", name, type(trouble).__name__)
