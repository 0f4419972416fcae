"""A drawing by keyboard alone: walking its arrows, drawing, joining, choosing, the list of keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener
from .drawn import BOTTOM, opened, phrase, surface
from .house import House


@pytest.fixture
def page(open_page: Opener, house: House) -> Page:
    """My copy of Marcus's map, with the keyboard on it."""
    page = opened(open_page, house)
    surface(page).focus()
    return page


def stands_at(page: Page) -> str:
    """What the keyboard stands at: its id."""
    found: str = surface(page).evaluate(
        "root => root.getRootNode().activeElement?.dataset.id ?? ''"
    )
    return found


def go_to(page: Page, some_id: str) -> None:
    """Tab to a piece."""
    for _ in range(80):
        if stands_at(page) == some_id:
            return
        page.keyboard.press("Tab")
    raise AssertionError(stands_at(page))


def spoken(page: Page) -> re.Pattern[str] | str:
    """What was last said aloud."""
    return surface(page).locator("[aria-live]").text_content() or ""


def test_a_loop_is_walked_along_its_arrows_and_back(page: Page) -> None:
    said = surface(page).locator("[aria-live]")
    go_to(page, "pole:ex2-r1-bottom")
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text(re.compile(r"^(Arrow|The other end) 2 of \d: to .+\.$"))
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text(re.compile(r"^Arrow 1 of \d: to "))
    for step in range(1, 7):
        page.keyboard.press("ArrowRight")
        assert stands_at(page) == f"step:ex2-p1-{step}"
    name = surface(page).evaluate(
        "root => root.getRootNode().activeElement.getAttribute('aria-label')"
    )
    assert name.startswith("step 6 of 6")
    page.keyboard.press("ArrowRight")
    assert stands_at(page) == "pole:ex2-r1-bottom"
    page.keyboard.press("ArrowLeft")
    assert stands_at(page) == "step:ex2-p1-6"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert stands_at(page) in {"exit:ex2-e1", "step:ex2-p1-3"}


def test_an_arrow_is_drawn_with_l_the_arrow_keys_and_enter(page: Page) -> None:
    go_to(page, "pole:ex2-r1-bottom")
    page.keyboard.press("Enter")
    page.keyboard.press("l")
    expect(surface(page).locator("[aria-live]")).to_contain_text("An arrow from")
    page.keyboard.press("ArrowRight")
    assert stands_at(page) == "step:ex2-p1-1"
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    expect(page.get_by_role("menuitem").first).to_have_text("starts the loop")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    joined = '[data-kind="link"][data-from="pole:ex2-r1-bottom"][data-to="step:ex2-p1-1"]'
    expect(page.locator(joined)).to_have_count(1)


def test_an_arrow_to_new_words_and_a_choice_thought_better_of(page: Page) -> None:
    go_to(page, "pole:ex2-r1-bottom")
    page.keyboard.press("Enter")
    page.keyboard.press("l")
    page.keyboard.press("p")
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    page.keyboard.press("l")
    page.keyboard.press("p")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".fn-words-text")).to_be_focused()
    page.keyboard.type("by keys")
    page.keyboard.press("Enter")
    expect(phrase(page, "by keys")).to_be_visible()


def test_phrases_by_p_one_after_another(page: Page) -> None:
    page.keyboard.press("p")
    for words in ("first", "second"):
        box = page.get_by_label("New phrase")
        expect(box).to_have_value("")
        expect(box).to_be_focused()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(phrase(page, words)).to_be_visible()
        expect(box).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator(".fn-words-text")).to_have_count(0)


def test_the_menu_opens_at_what_the_keyboard_stands_at(page: Page) -> None:
    go_to(page, "pole:ex2-r1-bottom")
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(page.locator(BOTTOM).first).to_be_focused()


def test_the_list_of_keys_names_every_one(page: Page) -> None:
    page.keyboard.press("?")
    card = page.get_by_role("dialog", name="Keys")
    expect(card).to_be_visible()
    for key in ("P", "T", "L", "O", "S", "A", "Ctrl C, Ctrl V", "Ctrl Shift Z", "Delete", "F2"):
        expect(card).to_contain_text(key)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
