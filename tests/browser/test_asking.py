"""Worth asking and searching with real clicks: what is asked, answered, kept, found and opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from .conftest import Opener
from .house import House
from .test_newcomer import settled

QUESTION = ".fn-ask p"
HELEN = "ex3"


def ask(page: Page) -> None:
    """Turn to what is worth asking, below the drawing."""
    expect(page.locator('[data-id="pole:ex3-r3-top"]').first).to_be_visible()
    page.get_by_role("radio", name="Worth asking").click()
    expect(page.locator(QUESTION).first).to_be_visible()
    settled(page)


def test_a_question_is_answered_kept_over_a_refresh_and_not_asked_again(
    open_page: Opener, house: House, looked_at: Callable[[Page, str], Path]
) -> None:
    page = open_page(house.copy_of(HELEN))
    ask(page)
    expect(page.locator(QUESTION)).to_have_count(2)
    looked_at(page, "asking-1-two")
    first = page.locator(QUESTION).first.inner_text()

    page.get_by_role("button", name=re.compile("^.*Show “letting be")).first.click()
    expect(
        page.locator('[data-id="role:ex3-r3"].fn-chosen, [data-id="role:ex3-r3"]')
    ).not_to_have_count(0)
    expect(page.get_by_label("Top pole: words", exact=True)).to_have_value("letting be, interested")

    page.get_by_role("button", name="Answer", exact=False).first.click()
    page.get_by_label("What we say to this").fill("With her sister, on the train")
    looked_at(page, "asking-2-answering")
    page.get_by_role("button", name="Keep the answer").click()
    expect(page.locator(QUESTION, has_text=first)).to_have_count(0)
    settled(page)

    page.reload()
    ask(page)
    expect(page.locator(QUESTION, has_text=first)).to_have_count(0)
    page.get_by_text("Answered and set aside").click()
    expect(page.get_by_text("With her sister, on the train")).to_be_visible()
    looked_at(page, "asking-3-kept")


def test_an_answer_half_typed_outlives_its_tab(open_page: Opener, house: House) -> None:
    path = house.copy_of(HELEN)
    page = open_page(path)
    ask(page)
    page.get_by_role("button", name="Answer", exact=False).first.click()
    slip = page.get_by_label("What we say to this")
    expect(slip).to_be_focused()
    page.keyboard.type("With her sister, on the tr")
    expect(page.locator(".fn-slip .fn-kept")).to_have_attribute("data-state", "kept")
    with suppress(PlaywrightError):  # the tab dies; nothing on the page gets a last word
        page.goto("chrome://crash", timeout=5_000)
    again = open_page(path)
    ask(again)
    again.get_by_role("button", name="Go on with the answer").first.click()
    slip = again.get_by_label("What we say to this")
    expect(slip).to_have_value("With her sister, on the tr")
    slip.press("End")
    again.keyboard.type("ain")
    again.keyboard.press("Control+Enter")
    again.get_by_text("Answered and set aside").click()
    expect(again.get_by_text("With her sister, on the train")).to_be_visible()


def test_words_are_found_however_they_are_spelt_and_open_where_they_stand(
    open_page: Opener, house: House, looked_at: Callable[[Page, str], Path]
) -> None:
    house.copy_of(HELEN)
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box = page.get_by_label("Search every word here")
    box.fill("demnading markng")
    box.press("Enter")
    expect(page.locator(".fn-hit mark").first).to_have_text("demanding")
    settled(page)
    looked_at(page, "searching-1-found")
    page.get_by_role("button", name=re.compile("^.*demanding, marking$")).first.click()
    expect(page).to_have_url(re.compile(r"/map\?open=f-[a-z]+$"))
    pole = page.locator('[data-id="pole:ex3-r1-top"]').first
    expect(pole).to_be_visible()
    expect(page.get_by_label("Top pole: words", exact=True)).to_have_value("demanding, marking")
    expect(page.locator(".fn-found mark").first).to_have_text("demanding")
    looked_at(page, "searching-2-opened")
    told = "\n".join([*asked, page.url, house.said.read_text()])
    assert "demnading" not in told and "demanding" not in told


def test_a_pull_is_found_and_lies_open(
    open_page: Opener, house: House, looked_at: Callable[[Page, str], Path]
) -> None:
    house.copy_of(HELEN)
    page = open_page("/", width=390, height=844)
    box = page.get_by_label("Search every word here")
    box.fill("therapist in training pleased")
    box.press("Enter")
    expect(page.locator(".fn-hit mark").first).to_be_visible()
    settled(page)
    looked_at(page, "searching-3-narrow")
    page.get_by_role("button", name=re.compile("therapist in training: ")).first.click()
    expect(page).to_have_url(re.compile(r"/pulls\?open=f-[a-z]+$"))
    expect(page.locator(".fn-found mark").first).to_be_visible()
