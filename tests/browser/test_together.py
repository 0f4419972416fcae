"""Two people, two windows, one formulation: each sees the other's work, and nobody loses their typing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Opener, at_rest
from .house import House

TOP = '[data-id="pole:ex6-r1-top"]'
ROLE = '[data-id="role:ex6-r1"]'


def my_copy(page: Page, title: str) -> str:
    """Make an example mine; returns the path and query of its map."""
    copying = page.get_by_role("button", name="My copy")
    card = page.get_by_test_id("stColumn").filter(has_text=title).filter(has=copying).first
    card.get_by_role("button", name="My copy").click()
    expect(page.locator('[data-kind="pole"]').first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/map\?open=f-"))
    return page.url[page.url.index("/map") :]


def drag(page: Page, selector: str, right: int, down: int) -> None:
    """Drag something by so many pixels."""
    box = at_rest(page.locator(selector).first)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + right / 2, box["y"] + 6 + down / 2, steps=4)
    page.mouse.move(box["x"] + box["width"] / 2 + right, box["y"] + 6 + down, steps=4)
    page.mouse.up()


def test_each_sees_the_others_drag_and_words_while_typing_stays(
    open_page: Opener, house: House
) -> None:
    mine = open_page("/")
    path = my_copy(mine, "Shaun: not ahead of his brother")
    theirs = open_page(path)
    expect(theirs.locator(TOP)).to_be_visible()

    theirs.locator('[data-id="step:ex6-p1-3"]').first.click()
    typing = theirs.get_by_label("Words", exact=True).first
    expect(typing).to_have_value("Lose it, miss it, spoil it")
    typing.fill("Half a sentence nobody has sav")

    before = mine.locator(ROLE).first.get_attribute("data-y")
    drag(mine, TOP, 0, -24)
    expect(theirs.locator(ROLE).first).not_to_have_attribute("data-y", before or "")
    moved = mine.locator(ROLE).first.get_attribute("data-y")
    expect(theirs.locator(ROLE).first).to_have_attribute("data-y", moved or "")

    mine.locator(TOP).first.dblclick()
    mine.keyboard.press("Control+a")
    mine.keyboard.type("holding on to")
    mine.keyboard.press("Enter")
    expect(theirs.locator(TOP)).to_contain_text("holding on to")
    expect(theirs.locator(".fn-words").first).to_contain_text("holding on to")
    expect(typing).to_have_value("Half a sentence nobody has sav")
    typing.press("Tab")
    expect(mine.locator('[data-id="step:ex6-p1-3"]').first).to_contain_text("Half a")


def test_the_same_words_changed_by_both_are_shown_to_the_second_to_choose(
    open_page: Opener,
) -> None:
    mine = open_page("/")
    path = my_copy(mine, "Gareth: no bother")
    theirs = open_page(path)
    pole = '[data-id="pole:ex4-r1-top"]'
    theirs.locator(pole).first.click()
    field = theirs.get_by_label("Top pole: words").first
    field.fill("loud")

    mine.locator(pole).first.dblclick()
    mine.keyboard.press("Control+a")
    mine.keyboard.type("storming")
    mine.keyboard.press("Enter")
    expect(theirs.locator(pole)).to_contain_text("storming")
    expect(field).to_have_value("loud")

    field.press("Tab")
    expect(theirs.get_by_text("Nothing was overwritten")).to_be_visible()
    expect(mine.locator(pole)).to_contain_text("storming")
    theirs.get_by_role("button", name="Keep both").click()
    expect(mine.locator(pole)).to_contain_text("storming / loud")


def test_the_view_and_what_is_selected_survive_refresh_and_rerun(open_page: Opener) -> None:
    page = open_page("/")
    my_copy(page, "Ashley: the drop")
    pole = page.locator('[data-id="pole:ex8-r1-top"]').first
    pole.click()
    expect(page.get_by_label("Top pole: words").first).to_be_visible()
    for _ in range(3):
        page.get_by_role("button", name=re.compile("closer|zoom in|larger|\\+", re.I)).first.click()
    page.wait_for_timeout(400)
    other = page.locator('[data-id="pole:ex8-r3-top"]').first
    before = other.bounding_box()
    page.get_by_label("Bottom pole: words").first.fill("exposed, hot")
    page.get_by_label("Bottom pole: words").first.press("Tab")
    expect(page.locator('[data-id="pole:ex8-r1-bottom"]')).to_contain_text("hot")
    page.wait_for_timeout(300)
    assert _near(other.bounding_box(), before)
    page.reload()
    expect(pole).to_be_visible()
    page.wait_for_timeout(600)
    assert _near(other.bounding_box(), before)
    expect(page.locator('[data-id="pole:ex8-r1-bottom"]')).to_contain_text("hot")


def _near(one: object, other: object) -> bool:
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    return all(abs(one[side] - other[side]) <= 2 for side in ("x", "y", "width", "height"))


def test_a_server_that_goes_and_comes_back_loses_nothing(open_page: Opener, house: House) -> None:
    page = open_page("/")
    my_copy(page, "Marcus: someone new is arriving")
    pole = page.locator('[data-id="pole:ex2-r1-top"]').first
    pole.dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("sneering on")
    page.keyboard.press("Enter")
    expect(pole).to_contain_text("sneering on")
    house.kill()
    house.start()
    page.wait_for_timeout(2500)
    expect(pole).to_contain_text("sneering on")
    drag(page, '[data-id="pole:ex2-r1-top"]', 0, -20)
    fresh = open_page(page.url[page.url.index("/map") :])
    expect(fresh.locator('[data-id="pole:ex2-r1-top"]')).to_contain_text("sneering on")
    here = page.locator('[data-id="role:ex2-r1"]').first.get_attribute("data-y")
    expect(fresh.locator('[data-id="role:ex2-r1"]').first).to_have_attribute("data-y", here or "")


def test_a_page_without_a_drawing_follows_and_what_is_being_typed_stays(
    open_page: Opener, house: House
) -> None:
    mine = open_page("/")
    mine.get_by_label("Start a blank one for…").fill("Wren")
    mine.get_by_role("button", name="Start", exact=True).click()
    expect(mine).to_have_url(re.compile(r"/map\?open=f-"))
    path = mine.url[mine.url.index("/map") :].replace("/map", "/hypotheses")
    theirs = open_page(path)
    typing = theirs.get_by_label("Something seen or heard", exact=True)
    typing.fill("Half a sentence nobody has sav")
    mine.goto(house.address + path)
    mine.get_by_label("We wonder…", exact=True).fill("it may be that quiet is safer")
    mine.get_by_role("button", name="Wonder", exact=True).click()
    expect(theirs.get_by_text("it may be that quiet is safer").first).to_be_visible()
    expect(typing).to_have_value("Half a sentence nobody has sav")
