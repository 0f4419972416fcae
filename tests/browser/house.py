"""A notebook of its own for a test: started, stopped, killed and started again, in a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import IO
from urllib.request import urlopen

from formulation.domain.verbs import changing
from formulation.store.tinydb_shelf import TinyDBShelf
from formulation.workflows.notebooks import keep, make_my_copy
from formulation.workflows.visit import Visit

HOME = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds to wait for a start on a slow machine."""


class House:
    """One notebook process on a free port, keeping what it keeps in `data`."""

    def __init__(self, data: Path, said: Path, store: str = "") -> None:
        self.data = data
        self._store = store
        self.said = said
        self.address = ""
        self._port = "0"
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def start(self) -> House:
        """Start it and wait until it answers; the port stays the same over restarts."""
        before = self.said.stat().st_size if self.said.exists() else 0
        self._log = self.said.open("ab")
        environment = {
            **os.environ,
            "FORMULATION_DATA": str(self.data),
            "FORMULATION_PORT": self._port,
            "FORMULATION_STORE": self._store,
            "PYTHONUNBUFFERED": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "formulation", "run"],
            cwd=HOME,
            env=environment,
            stdout=self._log,
            stderr=self._log,
        )
        self.address = self._announced(before)
        self._port = self.address.rpartition(":")[2]
        return self

    def _announced(self, before: int) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            text = self.said.read_bytes()[before:].decode()
            found = re.search(r"http://127\.0\.0\.1:\d+", text)
            if found:
                with urlopen(found.group(), timeout=PATIENCE):  # noqa: S310
                    return found.group()
            if self._process and self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"The notebook did not start:\n{self.said.read_text()}")

    def copy_of(self, key: str, *, practice: bool = False) -> str:
        """A copy of an example, put on the shelf by another process: ours; the path of its map."""
        shelf = TinyDBShelf(self.data)
        try:
            visit = Visit(shelf)
            mine = make_my_copy(visit, key)
            if practice:
                keep(visit, mine, changing(mine.formulation, "cover:cover", practice=key))
            return f"/map?open={mine.id}"
        finally:
            shelf.close()

    def stop(self) -> None:
        """Stop it as Ctrl+C would, and wait."""
        self._end(kill=False)

    def kill(self) -> None:
        """Kill it in the middle of whatever it does."""
        self._end(kill=True)

    def _end(self, *, kill: bool) -> None:
        if self._process is not None:
            self._process.kill() if kill else self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None
