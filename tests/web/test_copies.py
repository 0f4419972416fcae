"""Today's copy is looked after while the server runs, and a folder that fails never stops the server."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from formulation.store.backups import CopyNotMade
from formulation.web.copies import copying_daily


def test_it_is_looked_after_again_and_again_whatever_happens() -> None:
    looks: list[int] = []

    def copy() -> None:
        looks.append(1)
        if len(looks) == 1:
            raise CopyNotMade
        if len(looks) == 2:
            raise OSError("the folder does not answer")

    async def run() -> None:
        async with copying_daily(copy, every=0.001):
            async with asyncio.timeout(10):
                while len(looks) < 4:
                    await asyncio.sleep(0.001)

    with ThreadPoolExecutor(1) as beside:  # a browser test may keep a loop in this thread
        beside.submit(asyncio.run, run()).result()
    assert len(looks) >= 4
