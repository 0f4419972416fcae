"""Today's copy of the notebook, made behind everybody's back as soon as there is something to copy."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from formulation.domain.errors import FormulationError

LOOK_EVERY: Final = 600.0
"""Seconds between two looks at whether today's copy is there."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def copying_daily(
    copy: Callable[[], object], every: float = LOOK_EVERY
) -> AsyncIterator[None]:
    """While this lasts, `copy` is called now and then; it knows itself whether anything is to be done."""
    task = asyncio.create_task(_now_and_then(copy, every), name="notebook-copies")
    try:
        yield
    finally:
        task.cancel()


async def _now_and_then(copy: Callable[[], object], every: float) -> None:
    while True:
        try:
            await asyncio.to_thread(copy)
        except (FormulationError, OSError) as trouble:
            # Only its kind: the next look tries again, and the copies there are stay.
            _log.warning("Today's copy was not made: %s", type(trouble).__name__)
        await asyncio.sleep(every)
