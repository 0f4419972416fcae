"""From the command to a drawn example, beside the same for the barest Streamlit page."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.figures import Figure, figure_of
from bench.ground import HOME, Ground, answers, free_port, hand, started

TIMES = 6
WARM = 1
SECONDS_MORE = 3.0

DRAWN = "() => measured.canvas()?.querySelectorAll('.fn-pieces > .fn-piece').length > 0"
WRITTEN = (
    "() => document.querySelector('[data-testid=\"stMarkdown\"]')?.textContent.trim().length > 0"
)


@dataclass(frozen=True)
class Started:
    """One way to start: the command with its port, which page to open, and when it is there."""

    start: Callable[[int], subprocess.Popen[bytes]]
    path: str
    there: str


def measure(ground: Ground) -> Iterator[Figure]:
    """Both starts by turns, so that a slow moment of the machine meets both."""
    ours = Started(_notebook(ground), "/map?open=ex1", DRAWN)
    bare = Started(_bare(ground), "/", WRITTEN)
    taken: dict[str, list[float]] = {"ours": [], "bare": []}
    for turn in range(WARM + TIMES):
        for name, one in (("ours", ours), ("bare", bare)):
            seconds = _once(ground, one)
            if turn >= WARM:
                taken[name].append(seconds)
    beside = figure_of("start: command to a bare Streamlit page", "s", taken["bare"])
    figure = figure_of("start: command to a drawn example", "s", taken["ours"])
    more = figure.median - beside.median
    aim = f"≤ {SECONDS_MORE:.0f} s more than bare"
    yield figure.beside("bare page", beside).aiming(f"{aim} ({more:+.2f} s)", more <= SECONDS_MORE)
    yield beside


def _once(ground: Ground, one: Started) -> float:
    """Seconds from the command until the page it leads to is painted."""
    port = free_port()
    with ground.page("about:blank") as page:
        began = time.time()
        process = one.start(port)
        try:
            answers(port, process)
            page.goto(f"http://127.0.0.1:{port}{one.path}", wait_until="commit")
            page.evaluate(f"() => measured.watch({one.there}, 'anywhere')")
            return float(hand(page)["painted"]) / 1000 - began
        finally:
            process.terminate()
            process.wait(timeout=30)


def _notebook(ground: Ground) -> Callable[[int], subprocess.Popen[bytes]]:
    def start(port: int) -> subprocess.Popen[bytes]:
        data = tempfile.mkdtemp(dir=ground.folder)
        return subprocess.Popen(
            [sys.executable, "-m", "formulation", "run"],
            cwd=HOME,
            env={**os.environ, "FORMULATION_DATA": data, "FORMULATION_PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    return start


def _bare(ground: Ground) -> Callable[[int], subprocess.Popen[bytes]]:
    return lambda port: started("bare.py", port, ground.folder)
