"""Who wants to be told of commits, and the telling."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock

from .shelf import Told

_log = logging.getLogger(__name__)


class Watchers:
    """The watchers of one shelf; a watcher that fails never spoils a save, nor another watcher."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._watching: dict[object, Told] = {}

    def add(self, told: Told) -> Callable[[], None]:
        """Begin telling; what is returned stops it, however often it is called."""
        key = object()
        with self._lock:
            self._watching[key] = told

        def stop() -> None:
            with self._lock:
                self._watching.pop(key, None)

        return stop

    def tell(self, formulation_id: str, version: int) -> None:
        """Tell everyone that a version is kept; call it holding no lock."""
        with self._lock:
            watching = tuple(self._watching.values())
        for told in watching:
            try:
                told(formulation_id, version)
            except Exception as trouble:
                # Only the kind of trouble: what an exception says may be somebody's words.
                _log.warning("A watcher of %s failed: %s", formulation_id, type(trouble).__name__)
