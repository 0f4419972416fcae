"""The Notebook page with ten formulations on the shelf and with a thousand: `python -m bench shelf`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from playwright.sync_api import Page

from bench.figures import Figure, figure_of
from bench.ground import PATIENCE_MS, Ground
from bench.maps import map_of
from formulation.store.library import examples

FEW, MANY = 10, 1000
SIZE = 40
TIMES = 12
MOST = 1.5
ALL_CARDS = "(cards) => document.querySelectorAll('.fn-card').length >= cards"
AT_REST = "() => !document.body.innerText.includes('Still reading')"


def measure(ground: Ground) -> Iterator[Figure]:
    """From the address, once the shelf was read through, to a shelf whose cards are all there."""
    first: Figure | None = None
    for many in (FEW, MANY):
        shelf = [replace(map_of(SIZE), id=f"f-shelf{number:04}") for number in range(many)]
        with ground.notebook(*shelf) as house, ground.page(house.address) as page:
            _seen(page, house.address)
            page.wait_for_function(AT_REST, timeout=PATIENCE_MS * 3)
            taken = [_seen(page, house.address) for _ in range(TIMES)]
        figure = figure_of(f"the Notebook page with {many} formulations", "ms", taken)
        first = first or figure
        figure = figure.beside(f"with {FEW}", first)
        ratio = figure.ratios[f"with {FEW}"]
        yield figure.aiming(f"≤ {MOST} × with {FEW}", ratio <= MOST) if many > FEW else figure


def _seen(page: Page, address: str) -> float:
    begin = time.perf_counter()
    page.goto(address)
    page.wait_for_function(ALL_CARDS, arg=FEW + len(examples()), timeout=PATIENCE_MS)
    return (time.perf_counter() - begin) * 1000
