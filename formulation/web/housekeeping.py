"""What runs beside the visits: opening and closing the notebook, and clearing up memory now and then."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

EVERY: Final = 30.0
"""Seconds between two looks at whether there is anything to clear up."""


@asynccontextmanager
async def tidying() -> AsyncIterator[None]:
    """While this lasts, collect garbage on our own schedule.

    Streamlit's collection after every rerun is off (it took longer than the rerun itself). What is
    loaded at the start lives as long as the process, so it is frozen: no collection looks at it
    again. A visit's objects are then found by a collection that takes milliseconds.
    """
    gc.collect()
    gc.freeze()
    task = asyncio.create_task(_tidy_now_and_then(), name="notebook-tidying")
    try:
        yield
    finally:
        task.cancel()
        gc.unfreeze()


async def _tidy_now_and_then() -> None:
    seen = _small_collections()
    while True:
        await asyncio.sleep(EVERY)
        if _small_collections() != seen:  # nothing was made since: nothing to clear up
            gc.collect()
            seen = _small_collections()


def _small_collections() -> int:
    return int(gc.get_stats()[0]["collections"])
