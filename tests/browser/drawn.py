"""What the tests of drawing by hand share: a map laid open, and a few ways to point at it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from .conftest import Opener, at_rest
from .house import House

BOTTOM = '[data-id="pole:ex2-r1-bottom"]'
TOP = '[data-id="pole:ex2-r1-top"]'
LAST_STEP = '[data-id="step:ex2-p1-6"]'


def opened(open_page: Opener, house: House, key: str = "ex2", **window: int) -> Page:
    """A copy of an example, laid open and at rest."""
    page = open_page(house.copy_of(key), **window)
    piece = page.locator('.fn-canvas[data-mode="draw"] .fn-piece[data-moves]').first
    expect(piece).to_be_visible()
    expect(page.locator(".fn-status").first).to_have_text(re.compile(r"saved|^$"))
    at_rest(piece)
    return page


def surface(page: Page) -> Locator:
    """The drawing surface."""
    return page.locator('.fn-canvas[data-mode="draw"]').first


def middle_of(piece: Locator) -> tuple[float, float]:
    """The middle of something on screen, once it is at rest."""
    box = at_rest(piece)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def clear_place(
    page: Page, wide: int = 130, tall: int = 60, further_back: int = 3
) -> tuple[float, float]:
    """A place on the surface with this much empty paper around it, a step further back if need be."""
    surface(page).scroll_into_view_if_needed()
    place = surface(page).evaluate(
        """(root, [wide, tall]) => {
          const edge = root.getBoundingClientRect();
          const free = (x, y) => {
            for (let dx = -wide; dx <= wide; dx += 26)
              for (let dy = -tall; dy <= tall; dy += 20)
                if (!root.getRootNode().elementFromPoint(x + dx, y + dy)?.matches('.fn-stage')) return false;
            return true;
          };
          for (let y = edge.y + tall + 10; y < edge.bottom - tall - 60; y += 15)
            for (let x = edge.x + wide + 10; x < edge.right - wide - 10; x += 15)
              if (free(x, y)) return [x, y];
          return null;
        }""",
        [wide, tall],
    )
    if place is None and further_back > 0:
        page.get_by_role("button", name="Smaller", exact=True).first.click()
        return clear_place(page, wide, tall, further_back - 1)
    assert place is not None
    return float(place[0]), float(place[1])


def carry(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press here, move there, let go."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def write_phrases(page: Page, at: tuple[float, float], *words: str) -> None:
    """Phrases one after another, Enter after each, Escape at the end."""
    page.mouse.dblclick(*at)
    box = page.locator(".fn-words-text")
    for one in words:
        expect(box).to_have_value("")
        box.press_sequentially(one)
        box.press("Enter")
        expect(phrase(page, one)).to_be_visible()
        expect(box).to_have_value("")
    box.press("Escape")
    expect(box).to_have_count(0)


def phrase(page: Page, words: str) -> Locator:
    """A phrase by its words."""
    return page.locator('[data-kind="phrase"]').filter(has_text=words).first


def choose(page: Page, label: str | re.Pattern[str]) -> None:
    """Choose from the menu that is open."""
    page.get_by_role("menuitem", name=label).first.click()


def handle_of(page: Page, piece: Locator) -> tuple[float, float]:
    """Select something, and where one of its dots is."""
    piece.click()
    expect(piece).to_have_class(re.compile("fn-selected"))
    dots = page.locator(".fn-handle-dot")
    expect(dots).to_have_count(4)
    for dot in dots.all():
        x, y = middle_of(dot)
        if surface(page).evaluate(
            "(root, [x, y]) => root.getRootNode().elementFromPoint(x, y)?.closest('.fn-handle') !== null",
            [x, y],
        ):
            return x, y
    raise AssertionError("No dot can be taken hold of.")
