"""Drawing with the mouse: phrases, pairs, arrows, loops in one go, many at once, copies, ways back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from .conftest import Opener, Watched, at_rest
from .drawn import (
    BOTTOM,
    LAST_STEP,
    TOP,
    carry,
    choose,
    clear_place,
    handle_of,
    middle_of,
    opened,
    phrase,
    surface,
    write_phrases,
)
from .house import House

OUT = '[data-key="exit:ex2-e1"]'


@pytest.fixture
def page(open_page: Opener, house: House) -> Page:
    """My copy of Marcus's map."""
    return opened(open_page, house)


def test_phrases_one_after_another_and_two_of_them_a_pair(page: Page) -> None:
    x, y = clear_place(page)
    write_phrases(page, (x, y - 25), "the one who goes", "the one left")
    roles = page.locator('[data-kind="role"]').count()
    carry(page, middle_of(phrase(page, "who goes")), middle_of(phrase(page, "one left")))
    expect(page.get_by_role("menu", name="A pair?")).to_be_visible()
    choose(page, "the one who goes ↔ the one left")
    expect(page.locator('[data-kind="role"]')).to_have_count(roles + 1)
    expect(page.locator('[data-kind="phrase"]')).to_have_count(0)
    expect(page.locator('[aria-label^="top pole: the one who goes"]')).to_be_visible()

    page.keyboard.press("Control+z")
    expect(phrase(page, "one left")).to_be_visible()
    expect(page.get_by_role("button", name="Do again: made a pair of two phrases")).to_be_visible()
    page.reload()
    expect(phrase(page, "one left")).to_be_visible()
    page.get_by_role("button", name="Do again: made a pair of two phrases").click()
    expect(page.locator('[data-kind="role"]')).to_have_count(roles + 1)


def test_an_arrow_from_a_dot_means_what_is_chosen(page: Page) -> None:
    start = handle_of(page, page.locator(LAST_STEP).first)
    carry(page, start, middle_of(page.locator(TOP).first))
    expect(page.get_by_role("menuitem").first).to_have_text("comes back to")
    choose(page, "comes back to")
    arrow = page.locator('[data-from="step:ex2-p1-6"][data-to="pole:ex2-r1-top"]')
    expect(arrow).to_have_count(1)


def test_an_arrow_to_empty_paper_makes_words_there(page: Page) -> None:
    x, y = clear_place(page)
    carry(page, handle_of(page, page.locator(BOTTOM).first), (x, y))
    choose(page, "sets off")
    page.locator(".fn-words-text").press_sequentially("a cold stare")
    page.keyboard.press("Enter")
    made = phrase(page, "cold stare")
    expect(made).to_be_visible()
    expect(made).to_have_class(re.compile("fn-selected"))
    expect(page.locator('[data-kind="link"][data-from="pole:ex2-r1-bottom"]')).to_have_count(1)
    found = middle_of(made)
    assert abs(found[0] - x) < 12
    assert abs(found[1] - y) < 12


def test_a_loop_in_one_go(page: Page) -> None:
    page.locator(BOTTOM).first.click()
    page.keyboard.press("o")
    box = page.locator(".fn-words-text")
    for number, words in enumerate(("go quiet", "they lean in", "snap at them"), start=1):
        expect(box).to_have_attribute("aria-label", f"Step {number}")
        box.press_sequentially(words)
        box.press("Enter")
    expect(box).to_have_attribute("aria-label", "Step 4")
    box.press("Escape")
    expect(box).to_have_count(0)
    last = page.locator('[data-kind="step"]').filter(has_text="snap at").first
    home = f'[data-from="{last.get_attribute("data-id")}"][data-to="pole:ex2-r1-bottom"]'
    expect(page.locator(home)).to_have_count(1)
    expect(page.locator('[data-kind="step"]').filter(has_text="lean in")).to_be_visible()


def test_a_phrase_becomes_anything_and_words_again(page: Page) -> None:
    x, y = clear_place(page)
    write_phrases(page, (x, y), "always alone")
    phrase(page, "always alone").click()
    page.keyboard.press("t")
    choose(page, "a core pain")
    pain = page.locator('[data-kind="pain"]').filter(has_text="always").first
    expect(pain).to_have_class(re.compile("fn-selected"))
    page.keyboard.press("t")
    choose(page, "a phrase again")
    expect(phrase(page, "always alone")).to_be_visible()
    expect(pain).to_have_count(0)


def test_many_at_once_are_banded_moved_lined_up_and_taken_back(page: Page) -> None:
    x, y = clear_place(page, 150, 75)
    write_phrases(page, (x - 30, y - 45), "one")
    write_phrases(page, (x + 20, y + 5), "two")
    page.mouse.click(x - 120, y + 60)
    page.keyboard.down("Shift")
    carry(page, (x - 140, y - 70), (x + 140, y + 70))
    page.keyboard.up("Shift")
    for words in ("one", "two"):
        expect(phrase(page, words)).to_have_class(re.compile("fn-selected"))
    page.keyboard.press("a")
    choose(page, "Line up one below another")
    one, two = phrase(page, "one"), phrase(page, "two")
    expect(page.get_by_role("button", name="Take back: moved on the drawing")).to_be_visible()
    expect(two).not_to_have_attribute("transform", re.compile("."))
    assert one.get_attribute("data-x") == two.get_attribute("data-x")
    before = float(one.get_attribute("data-y") or 0)
    surface(page).focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(one).to_have_attribute("data-y", f"{before + 40:g}")
    page.keyboard.press("Control+z")
    expect(one).to_have_attribute("data-y", f"{before:g}")
    page.keyboard.press("Control+Shift+z")
    expect(one).to_have_attribute("data-y", f"{before + 40:g}")
    page.keyboard.press("Control+a")
    chosen = page.locator(".fn-piece.fn-selected[data-moves]").count()
    assert chosen > 20


def test_copies_go_to_another_map(page: Page, open_page: Opener, house: House) -> None:
    page.locator('[data-id="exit:ex2-e1"]').first.click()
    page.keyboard.press("Control+c")
    expect(page.locator(".fn-status").first).to_contain_text("Copied.")
    page.goto(page.url.split("/map")[0] + house.copy_of("ex3"))
    expect(page.locator('[data-id="role:ex3-r1"]').first).to_be_visible()
    exits = page.locator('[data-kind="exit"]').count()
    x, y = clear_place(page, 60, 30)
    page.mouse.click(x, y)
    page.keyboard.press("Control+v")
    expect(page.locator('[data-kind="exit"]')).to_have_count(exits + 1)
    expect(page.locator('[data-kind="exit"].fn-selected')).to_have_count(1)


def test_a_role_is_taken_out_of_its_state_and_put_in_another(page: Page) -> None:
    page.get_by_text("States diagram", exact=True).click()
    role = surface(page).locator('[data-key="state:ex2-s1/role:ex2-r2"]')
    expect(role).to_be_visible()
    at_rest(role)
    top = surface(page).locator('[data-key="state:ex2-s1/pole:ex2-r2-top"]')
    top.click()
    expect(top).to_have_class(re.compile("fn-selected"))
    other = at_rest(surface(page).locator('[data-key="state:ex2-s2"]'))
    carry(page, middle_of(top), (other["x"] + 20, other["y"] + 20))
    inside = surface(page).locator('[data-key="state:ex2-s2/role:ex2-r2"]')
    expect(inside).to_be_visible()
    expect(role).to_have_count(0)
    at_rest(inside)
    moved = surface(page).locator('[data-key="state:ex2-s2/pole:ex2-r2-top"]')
    moved.click()
    expect(moved).to_have_class(re.compile("fn-selected"))
    carry(page, middle_of(moved), clear_place(page, 30, 30))
    expect(inside).to_have_count(0)
    expect(surface(page).locator('[data-key="role:ex2-r2"]')).to_be_visible()


def test_the_other_button_opens_everything_that_can_be_done(page: Page) -> None:
    page.locator(TOP).first.click(button="right")
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    for label in ("Change the words", "Draw an arrow from here", "Copy", "Remove", "Turn into…"):
        expect(menu.get_by_text(label)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(menu).to_have_count(0)
    expect(surface(page)).to_have_class(re.compile("fn-joining"))
    page.keyboard.press("Escape")
    expect(surface(page)).not_to_have_class(re.compile("fn-joining"))


def test_what_somebody_changed_meanwhile_is_told_not_removed_unseen(
    open_page: Opener, house: House, watched: Watched
) -> None:
    other = opened(open_page, house)
    page = watched.follow(other.context.new_page())
    page.route_web_socket(re.compile("/notebook/live"), _without_news)
    page.goto(other.url)
    expect(page.locator(OUT).first).to_be_visible()
    other.locator(OUT).first.dblclick()
    other.locator(".fn-words-text").fill("said quite otherwise")
    other.keyboard.press("Enter")
    expect(other.locator(OUT).first).to_contain_text("otherwise")
    page.locator(OUT).first.click()
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator(".fn-bubble")).to_contain_text("It now says “said quite otherwise”")
    expect(other.locator(OUT).first).to_be_visible()


def _without_news(socket: WebSocketRoute) -> None:
    """A line on which what others change comes late: here, not at all."""
    server = socket.connect_to_server()
    server.on_message(lambda said: None if '"change"' in str(said)[:20] else socket.send(said))


def test_a_large_map_seen_in_part_has_a_small_one_beside_it(page: Page) -> None:
    small = page.locator(".fn-minimap").first
    expect(small).to_be_hidden()
    surface(page).focus()
    for _ in range(4):
        page.keyboard.press("+")
    expect(small).to_be_visible()
    view = page.locator(".fn-view").first
    before = view.get_attribute("transform") or ""
    box = at_rest(small)
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    expect(view).not_to_have_attribute("transform", before)
