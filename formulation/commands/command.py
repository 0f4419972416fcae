"""What a command is, and how it tells how far it has come."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from formulation.settings import Settings, settings

_WIDTH: Final = 30


@dataclass(frozen=True)
class Command:
    """A word on the command line; `does` returns the number to leave with, 0 when all was well."""

    name: str
    help: str
    asks: Callable[[ArgumentParser], None]
    does: Callable[[Namespace], int]


def place_of(said: str | None, wanted: Settings | None = None) -> str | Path:
    """A postgresql:// address or a folder, as named; or else where the notebook keeps things."""
    if not said:
        return (wanted or settings()).place
    if said.startswith(("postgresql://", "postgres://")):
        return said
    return Path(said).expanduser().resolve()


class Progress:
    """A bar that moves where somebody watches, and a line at the end where nobody does."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = -1

    def __call__(self, done: int, of: int) -> None:
        """Tell how many of how many are done."""
        full = _WIDTH * done // of if of else _WIDTH
        if sys.stderr.isatty() and (full != self._shown or done == of):
            self._shown = full
            bar = "█" * full + "·" * (_WIDTH - full)
            print(f"\r{self._what} {bar} {done}/{of}", end="", file=sys.stderr, flush=True)
        if done == of:
            line = "" if sys.stderr.isatty() else f"{self._what} {done}/{of}"
            print(line, file=sys.stderr, flush=True)
