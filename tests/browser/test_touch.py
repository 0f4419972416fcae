"""By finger, on a phone: one moves, two zoom, a long press opens the menu, and everything can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Watched, at_rest
from .drawn import clear_place, phrase, surface
from .house import House


@pytest.fixture
def phone(browser: Browser, house: House, watched: Watched) -> Iterator[Page]:
    """My copy of Marcus's map on a phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
    )
    page = watched.follow(context.new_page())
    page.goto(house.address + house.copy_of("ex2"))
    expect(page.locator('.fn-canvas[data-mode="draw"] .fn-step').first).to_be_attached()
    surface(page).evaluate("root => root.scrollIntoView({block: 'center'})")
    at_rest(page.locator(".fn-view").first)
    yield page
    context.close()


LINES: WeakKeyDictionary[Page, Any] = WeakKeyDictionary()


def touch(page: Page, kind: str, *points: tuple[float, float]) -> None:
    """Fingers on the glass, as the browser hears of them."""
    if page not in LINES:
        LINES[page] = page.context.new_cdp_session(page)
    line = LINES[page]
    places = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
    line.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": places})


def something_seen(page: Page) -> tuple[float, float]:
    """The middle of a step well inside the surface."""
    found: list[float] = surface(page).evaluate(
        """root => {
          const edge = root.getBoundingClientRect();
          for (const piece of root.querySelectorAll('.fn-step')) {
            const box = piece.getBoundingClientRect();
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            const across = x > edge.x + 60 && x < edge.right - 60;
            if (across && y > edge.y + 100 && y < edge.bottom - 140) return [x, y];
          }
          return null;
        }"""
    )
    return found[0], found[1]


def test_words_can_be_read_and_the_rest_is_a_finger_away(phone: Page) -> None:
    size = surface(phone).evaluate(
        """root => {
          const words = root.querySelector('.fn-step .fn-words');
          return Number(words.getAttribute('font-size')) * words.getScreenCTM().a;
        }"""
    )
    assert size >= 7.5
    expect(phone.locator(".fn-minimap").first).to_be_visible()
    wide = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 1


def test_a_long_press_opens_the_menu_and_a_tap_chooses(phone: Page) -> None:
    at = something_seen(phone)
    touch(phone, "Start", at)
    menu = phone.get_by_role("menu")
    expect(menu).to_be_visible()
    touch(phone, "End")
    expect(menu).to_be_visible()
    for item in menu.get_by_role("menuitem").all():
        box = item.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    box = at_rest(menu.get_by_role("menuitem", name="Change the words"))
    phone.touchscreen.tap(box["x"] + 60, box["y"] + 20)
    expect(phone.locator(".fn-words-text")).to_be_focused()
    phone.keyboard.press("Escape")


def test_a_phrase_is_written_from_the_menu_on_the_paper(phone: Page) -> None:
    at = clear_place(phone, 30, 25)
    touch(phone, "Start", at)
    expect(phone.get_by_role("menu", name="The drawing")).to_be_visible()
    touch(phone, "End")
    box = at_rest(phone.get_by_role("menuitem", name="Write a phrase"))
    phone.touchscreen.tap(box["x"] + 60, box["y"] + 20)
    words = phone.locator(".fn-words-text")
    words.press_sequentially("by thumb")
    words.press("Enter")
    expect(phrase(phone, "by thumb")).to_be_attached()


def test_one_finger_moves_the_paper_and_two_zoom(phone: Page) -> None:
    view = phone.locator(".fn-view").first
    x, y = something_seen(phone)
    before = view.get_attribute("transform") or ""
    touch(phone, "Start", (x, y))
    for step in range(1, 7):
        touch(phone, "Move", (x - 8 * step, y))
    touch(phone, "End")
    expect(view).not_to_have_attribute("transform", before)
    scale = re.findall(r"scale\((.*?)\)", before)
    panned = view.get_attribute("transform") or ""
    assert re.findall(r"scale\((.*?)\)", panned) == scale
    touch(phone, "Start", (x - 20, y), (x + 20, y))
    for step in range(1, 6):
        touch(phone, "Move", (x - 20 - 8 * step, y), (x + 20 + 8 * step, y))
    touch(phone, "End")
    zoomed = view.get_attribute("transform") or ""
    assert float(re.findall(r"scale\((.*?)\)", zoomed)[0]) > float(scale[0])


def test_several_are_selected_with_one_finger_by_the_band(phone: Page) -> None:
    phone.get_by_role("button", name="Select several: draw round them").tap()
    edge = at_rest(surface(phone))
    start = (edge["x"] + 12, edge["y"] + 90)
    touch(phone, "Start", start)
    for step in range(1, 9):
        touch(phone, "Move", (start[0] + 40 * step, start[1] + 40 * step))
    touch(phone, "End")
    expect(phone.locator(".fn-piece.fn-selected")).not_to_have_count(0)
