"""Clearing up memory now and then, where Streamlit would do it after every click."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

EVERY: Final = 30.0
"""Seconds between two looks at whether there is anything to clear up."""

THOROUGHLY: Final = 20
"""Every so many rounds everything is looked at, also what was set aside."""


class Tidier:
    """Collects garbage on our own schedule, and sets aside what stays for as long as the process lives.

    A full collection after every rerun took longer than the rerun (it looks at everything that was
    ever loaded, some 160,000 objects, 50 ms). What is loaded is therefore frozen: no collection
    looks at it again, and what visits leave behind is found in milliseconds. Some of what is
    loaded comes only with the first pages, so it is frozen again whenever there is more.
    """

    def __init__(self) -> None:
        self._rounds = 0
        self._loaded = 0
        self._seen = -1

    def round(self) -> bool:
        """Clear up, if anything was made since the last round; whether it was."""
        made = gc.get_stats()[0]["collections"]
        if made == self._seen:
            return False
        self._rounds += 1
        if len(sys.modules) != self._loaded or self._rounds % THOROUGHLY == 0:
            self._set_aside()
        else:
            gc.collect()
        self._seen = gc.get_stats()[0]["collections"]
        return True

    def _set_aside(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._loaded = len(sys.modules)


@asynccontextmanager
async def tidying() -> AsyncIterator[None]:
    """While this lasts, memory is cleared up now and then."""
    tidier = Tidier()
    tidier.round()
    task = asyncio.create_task(_now_and_then(tidier), name="notebook-tidying")
    try:
        yield
    finally:
        task.cancel()
        gc.unfreeze()


async def _now_and_then(tidier: Tidier) -> None:
    while True:
        await asyncio.sleep(EVERY)
        tidier.round()
