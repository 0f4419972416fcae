"""The only place that picks a shelf: one open notebook for the whole process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

from formulation.settings import Settings, settings
from formulation.store.shelf import Shelf
from formulation.store.tinydb_shelf import TinyDBShelf
from formulation.workflows.visit import Visit

ME: Final = "me"
"""Who writes in a personal notebook."""


@dataclass(frozen=True)
class Notebook:
    """An open notebook: the shelf it keeps things on, and who may be shown in."""

    shelf: Shelf
    settings: Settings

    def visit(self) -> Visit:
        """A visit by the only member a personal notebook has."""
        return Visit(self.shelf, ME)


_door = threading.Lock()
_open: list[Notebook] = []


def notebook() -> Notebook:
    """The notebook this process has open, opened on first use; the same one for every thread.

    Raises what the settings and the shelf raise when they cannot be read.
    """
    return open_notebook()


def open_notebook() -> Notebook:
    """Open the notebook, or give the one that is open already."""
    with _door:
        if not _open:
            now = settings()
            _open.append(Notebook(TinyDBShelf(now.data), now))
        return _open[0]


def close_notebook() -> None:
    """Close the notebook, if one is open; the next use opens it again."""
    with _door:
        while _open:
            _open.pop().shelf.close()
