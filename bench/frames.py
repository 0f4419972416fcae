"""How smoothly a drag follows the pointer: frame times in Chromium with 300 elements on the page.

Run by itself: `python -m bench.frames [elements]`. Prints n, median, p95, the longest, and how many
frames in a hundred came within one sixtieth of a second (and a little: 17.5 ms).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from formulation.domain.records import Drawing
from formulation.render.scene import scene_of
from formulation.store.tinydb_shelf import TinyDBShelf
from formulation.workflows import copying, notebooks
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit
from tests.browser.house import House
from tests.conftest import QUIET, chromium_path

A_FRAME = 17.5
"""Milliseconds: a sixtieth of a second, and what a clock may be off."""

WATCH = """() => {
  window.frames_ = [];
  let last = performance.now();
  window.watching = true;
  const look = now => {
    window.frames_.push(now - last);
    last = now;
    if (window.watching) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def grown(visit: Visit, elements: int) -> Opened:
    """A map with at least so many elements: an example, copied beside itself again and again."""
    opened = notebooks.make_my_copy(visit, "ex1")
    drawing = next(one.id for one in opened.formulation.every(Drawing) if one.kind == "role_map")
    every = [one for one in opened.formulation.records if not one.startswith(("note", "hypo"))]
    at = 1
    while len(scene_of(opened.formulation, drawing).elements) < elements:
        place = (1800.0 * (at % 3), 1500.0 * (at // 3))
        opened, _ = copying.paste(
            visit, opened, drawing, source=("ex1", drawing), ids=every, at=place
        )
        at += 1
    return opened


@contextmanager
def a_page(folder: Path, elements: int) -> Iterator[tuple[Page, int]]:
    """Chromium with a large map laid open, and how many elements it shows."""
    shelf = TinyDBShelf(folder / "clinic")
    opened = grown(Visit(shelf), elements)
    shelf.close()
    house = House(folder / "clinic", folder / "said.txt").start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{house.address}/map?open={opened.id}")
            page.get_by_text("Role map", exact=True).click()
            page.locator(".fn-canvas .fn-step").first.wait_for()
            page.wait_for_timeout(4000)
            yield page, page.locator(".fn-canvas .fn-piece").count()
            browser.close()
    finally:
        house.stop()


def dragged(page: Page, selector: str, *, moves: int = 120) -> list[float]:
    """The time of every frame, in milliseconds, while something is dragged about."""
    box = page.locator(selector).first.bounding_box()
    if box is None:
        raise LookupError(selector)
    x, y = box["x"] + box["width"] / 2, box["y"] + min(6.0, box["height"] / 2)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 6, steps=3)
    page.evaluate(WATCH)
    for turn in range(moves):
        page.mouse.move(x + 12 + turn, y + 6 + 30 * (turn % 7) / 7)
    frames: list[float] = page.evaluate("() => { window.watching = false; return window.frames_; }")
    page.keyboard.press("Escape")
    page.mouse.up()
    return frames[2:]


def told(name: str, frames: list[float]) -> str:
    """One line of figures."""
    within = sum(one <= A_FRAME for one in frames) / len(frames)
    return (
        f"{name:<34} n {len(frames):>4}   median {median(frames):5.1f} ms   "
        f"p95 {quantiles(frames, n=20)[-1]:5.1f} ms   longest {max(frames):5.1f} ms   "
        f"within a frame {within:.0%}"
    )


def main() -> None:
    """Measure dragging a step, a role and a whole loop, beside a page where nothing is dragged."""
    elements = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder, a_page(Path(folder), elements) as (page, count):
        print(f"{count} elements on the page")
        page.evaluate(WATCH)
        page.wait_for_timeout(1500)
        rest = page.evaluate("() => { window.watching = false; return window.frames_; }")
        print(told("nothing dragged", rest[2:]))
        for name, kind in (("a step", "step"), ("a role", "pole"), ("a whole loop", "procedure")):
            print(told(f"dragging {name}", dragged(page, f'.fn-piece[data-kind="{kind}"][data-x]')))


if __name__ == "__main__":
    main()
