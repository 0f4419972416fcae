"""Writing a note by hand: nothing typed is lost, words are tied by touch and by keyboard, and two can write."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, expect

from .conftest import Opener
from .house import House
from .test_newcomer import settled

TOP = '[data-id="pole:ex3-r1-top"]'


def begun(open_page: Opener, house: House, **how: int) -> Page:
    """A new note in a copy of an example."""
    page = open_page(house.copy_of("ex3").replace("/map", "/supervision"), **how)
    expect(page).to_have_url(re.compile("note="))
    before = page.url
    page.get_by_role("button", name="New note").click()
    expect(page).not_to_have_url(before)
    settled(page)
    expect(text_of(page)).to_be_visible()
    return page


def text_of(page: Page) -> Locator:
    return page.get_by_label("Notes", exact=True)


def kept(page: Page) -> None:
    """Wait until the page says that what was typed is kept."""
    expect(page.locator(".fn-kept")).to_have_attribute("data-state", "kept")
    expect(page.locator(".fn-kept")).to_contain_text(re.compile(r"kept \d\d:\d\d:\d\d"))


def select(page: Page, words: str) -> None:
    """Select words in the text, as a person does with Shift and the arrow keys."""
    text_of(page).evaluate(
        """(area, words) => {
          const at = area.value.indexOf(words);
          area.focus();
          area.setSelectionRange(at, at);
        }""",
        words,
    )
    page.keyboard.down("Shift")
    for _ in words:
        page.keyboard.press("ArrowRight")
    page.keyboard.up("Shift")


def test_a_tab_killed_in_the_middle_of_a_sentence_loses_nothing(
    open_page: Opener, house: House
) -> None:
    page = begun(open_page, house)
    text_of(page).click()
    page.keyboard.type("She came late, and before anybody asked she sa")
    kept(page)
    address = page.url.removeprefix(house.address)
    with suppress(PlaywrightError):  # the tab dies; nothing on the page gets a last word
        page.goto("chrome://crash", timeout=5_000)
    again = open_page(address)
    expect(text_of(again)).to_have_value("She came late, and before anybody asked she sa")


def test_what_is_typed_just_before_a_refresh_is_there_after_it(
    open_page: Opener, house: House
) -> None:
    page = begun(open_page, house)
    text_of(page).click()
    page.keyboard.type("The last word is not")
    page.reload()
    expect(text_of(page)).to_have_value("The last word is not")


def test_what_is_typed_while_the_notebook_is_away_is_kept_when_it_is_back(
    open_page: Opener, house: House
) -> None:
    page = begun(open_page, house)
    address = page.url.removeprefix(house.address)
    text_of(page).click()
    page.keyboard.type("Before. ")
    kept(page)
    page.context.set_offline(True)
    page.keyboard.type("During.")
    expect(page.locator(".fn-kept")).to_have_attribute("data-state", "lost")
    page.context.set_offline(False)
    kept(page)
    again = open_page(address)
    expect(text_of(again)).to_have_value("Before. During.")


def test_two_tabs_write_in_one_note_and_neither_loses_a_word(
    open_page: Opener, house: House
) -> None:
    mine = begun(open_page, house)
    text_of(mine).click()
    mine.keyboard.type("Middle.")
    kept(mine)
    theirs = open_page(mine.url.removeprefix(house.address))
    expect(text_of(theirs)).to_have_value("Middle.")
    text_of(theirs).click()
    theirs.keyboard.press("Control+Home")
    theirs.keyboard.type("First. ")
    mine.keyboard.type(" Last.")
    for page in (mine, theirs):
        expect(text_of(page)).to_have_value("First. Middle. Last.")


def test_words_are_tied_by_touching_the_drawing_and_followed_while_one_types(
    open_page: Opener, house: House, looked_at: Callable[[Page, str], Path]
) -> None:
    page = begun(open_page, house)
    text_of(page).click()
    page.keyboard.type("She laughed about the red pen and went.")
    kept(page)
    select(page, "the red pen")
    expect(page.get_by_text("Touch what “the red pen” is about.")).to_be_visible()
    page.locator(TOP).first.click()
    mark = page.locator(".fn-is-passage")
    expect(mark).to_have_text("the red pen")
    text_of(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Late again. ")
    expect(mark).to_have_text("the red pen")
    kept(page)
    looked_at(page, "note-tied")
    page.reload()
    expect(page.locator(".fn-is-passage")).to_have_text("the red pen")


def test_everything_in_the_text_can_be_done_by_keyboard_alone(
    open_page: Opener, house: House
) -> None:
    page = begun(open_page, house)
    text_of(page).focus()
    page.keyboard.type("It began with @nobody asks")
    expect(page.get_by_role("option", name=re.compile("Nobody asks"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".fn-is-passage")).to_have_text(re.compile("Nobody asks"))
    page.keyboard.type("and she said so.")
    kept(page)
    select(page, "she said so")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Tie to what?")).to_be_focused()
    page.keyboard.type("demanding")
    page.keyboard.press("Enter")
    expect(page.locator(".fn-is-passage")).to_have_count(2)
    expect(text_of(page)).to_be_focused()


def test_words_that_might_say_who_somebody_is_are_marked_while_one_writes(
    open_page: Opener, house: House
) -> None:
    page = begun(open_page, house)
    text_of(page).click()
    page.keyboard.type("Ring her on 07700 900123")
    expect(page.locator(".fn-is-identifier")).to_have_text("07700 900123")
    expect(page.locator(".fn-told")).to_contain_text("might be a telephone number")
    page.locator(".fn-told").get_by_role("button", name=re.compile("Say")).click()
    expect(page.locator(".fn-is-identifier")).to_have_count(0)
    expect(text_of(page)).to_have_value(re.compile("clinical record"))


def test_on_a_telephone_a_format_leads_through_its_phases(
    open_page: Opener, house: House, looked_at: Callable[[Page, str], Path]
) -> None:
    page = open_page(house.copy_of("ex3").replace("/map", "/supervision"), width=390, height=844)
    page.get_by_role("button", name=re.compile("From a format")).click()
    page.get_by_role("button", name=re.compile("My own reflection")).click()
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("button", name=re.compile("What stays with me")).click()
    expect(page.get_by_text("Write before you tidy it")).to_be_visible()
    page.get_by_role("button", name="Write under this").click()
    page.keyboard.type("the kettle")
    expect(text_of(page)).to_have_value("What stays with me\nthe kettle")
    kept(page)
    looked_at(page, "note-phone")


def test_a_note_is_printed_from_its_own_page_and_the_copy_is_written_down(
    open_page: Opener, house: House, tmp_path: Path
) -> None:
    page = begun(open_page, house)
    text_of(page).fill("They sat nearer the door than last week.")
    kept(page)
    page.get_by_role("button", name="Print this").click()
    expect(page.get_by_text("The first page, as it will be")).to_be_visible()
    page.get_by_role("button", name="Make the PDF").click()
    take = page.get_by_role("button", name=re.compile("Take copy"))
    with page.expect_download() as coming:
        take.click()
    assert re.fullmatch(r"copy-[a-z0-9]+\.pdf", coming.value.suggested_filename)
    paper = tmp_path / "note.pdf"
    coming.value.save_as(paper)
    said = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True)
    assert "They sat nearer the door than last week." in said.stdout
