"""Learning in a browser: the doors, the tour by keys, an example read through, a word explained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from formulation.ui.tour import STOPS
from formulation.workflows.learning import reading

from .conftest import Opener, at_rest
from .test_accessible import found

DOORS = ("Explore an example", "Draw a person", "Sit with a group")


def test_the_tour_is_taken_by_keys_left_and_found_again(
    open_page: Opener, looked_at: Callable[[Page, str], Path]
) -> None:
    page = open_page("/")
    for door in DOORS:
        expect(page.get_by_role("heading", name=door)).to_be_visible()
    looked_at(page, "learning-doors")
    page.get_by_role("button", name="Two-minute tour").click()
    for at, stop in enumerate(STOPS, 1):
        expect(page.locator(".fn-stop")).to_contain_text(f"Tour · {at} of {len(STOPS)}")
        for some_id in stop.selects:
            expect(page.locator(f'[data-id="{some_id}"]').first).to_be_in_viewport()
        if stop.near:
            expect(page.locator(f".st-key-{stop.near}")).to_be_in_viewport()
        if at < len(STOPS):
            page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+Escape")
    expect(page.locator(".fn-stop")).to_have_count(0)
    page.get_by_role("link", name="Pulls").click()
    page.get_by_role("button", name="Help").click()
    page.get_by_role("button", name="Two-minute tour of a map").click()
    expect(page.locator(".fn-stop")).to_contain_text("Tour · 1 of")


POINTED_AT = """(pieces) => pieces.some((piece) => {
  const seen = piece.getBoundingClientRect();
  const card = document.querySelector(".st-key-tour").getBoundingClientRect();
  return seen.left >= 0 && seen.right <= innerWidth && seen.top >= 0
    && (seen.bottom <= card.top || seen.right <= card.left) && seen.bottom <= innerHeight;
})"""


@pytest.mark.parametrize("width", [1440, 390])
def test_what_the_tour_points_at_is_never_under_its_card_or_off_the_screen(
    open_page: Opener, width: int
) -> None:
    page = open_page("/", width=width, height=844)
    page.get_by_role("button", name="Two-minute tour").click()
    for at, stop in enumerate(STOPS, 1):
        expect(page.locator(".fn-stop")).to_contain_text(f"Tour · {at} of {len(STOPS)}")
        for some_id in stop.selects:
            pieces = page.locator(f'[data-id="{some_id}"]')
            expect(pieces.first).to_be_visible()
            at_rest(pieces.first)
            assert pieces.evaluate_all(POINTED_AT), stop.title
        if at < len(STOPS):
            page.locator(".st-key-tour").get_by_role("button", name="Next").click()


@pytest.mark.parametrize("key", ["ex3", "ex13"])
def test_an_example_is_read_through_with_keys(open_page: Opener, key: str) -> None:
    many = len(reading(key).leaves)
    page = open_page(f"/learn?read={key}")
    for at in range(1, many + 1):
        expect(page.locator(".fn-leaf small").first).to_contain_text(f"page {at} of {many}")
        if at < many:
            page.keyboard.press("ArrowRight")
    expect(page.get_by_text("That was one way of mapping it.")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".fn-leaf small").first).to_contain_text(f"page {many - 1} of {many}")


def test_a_word_is_explained_on_hover_and_on_focus_and_escape_puts_it_away(
    open_page: Opener,
) -> None:
    page = open_page("/map?open=ex3")
    expect(page.locator('[data-id="role:ex3-r1"]').first).to_be_visible()
    word = page.locator(".fn-purpose .fn-term-here").first
    tip = page.locator(".fn-purpose .fn-tip").first
    expect(tip).to_be_hidden()
    word.hover()
    expect(tip).to_be_visible()
    tip.hover()  # the sentence itself can be reached
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.mouse.move(700, 600)
    word.focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(word).to_be_focused()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_doors_and_the_tour_fit_on_any_page(
    open_page: Opener, looked_at: Callable[[Page, str], Path], width: int, dark: bool
) -> None:
    page = open_page("/", width=width, height=844, dark=dark)
    expect(page.get_by_role("button", name="Two-minute tour")).to_be_visible()
    looked_at(page, f"learning-doors-{width}-{'dark' if dark else 'light'}")
    page.get_by_role("button", name="Two-minute tour").click()
    card = page.locator(".st-key-tour")
    expect(card.get_by_role("button", name="Next")).to_be_in_viewport(ratio=1)
    looked_at(page, f"learning-tour-{width}-{'dark' if dark else 'light'}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_doors_the_help_and_the_tour_are_within_everybody_s_reach(
    open_page: Opener, dark: bool
) -> None:
    page = open_page("/", dark=dark)
    expect(page.get_by_role("button", name="Two-minute tour")).to_be_visible()
    assert found(page, ".st-key-doors") == []
    page.get_by_role("button", name="Two-minute tour").click()
    expect(page.locator(".fn-stop")).to_be_visible()
    assert found(page, ".st-key-tour") == []
    assert found(page, ".fn-purpose") == []
    assert found(page, ".st-key-help") == []
