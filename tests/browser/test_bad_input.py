"""Input nobody hopes for: a clear sentence, the typing kept, the file whole, and nothing runs."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener
from .house import House

HOSTILE = [
    "</script><script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 2'>",
    "{{ 7 * 7 }} ${1+1} %s",
    "**not bold** [not a link](javascript:window.ran=3) :red[no]",
    "🌱🧵 she said 👩‍👩‍👧",
    "أنا هنا، أنتظر",
    "שלום \u202eabc",
]
POLE = '[data-id="pole:ex5-r1-top"]'


@pytest.fixture
def dev(open_page: Opener, house: House) -> Page:
    """A copy of Dev's map, open."""
    page = open_page(house.copy_of("ex5"))
    expect(page.locator(POLE).first).to_be_visible()
    return page


def reword(page: Page, said: str) -> None:
    """Say something else in place, on the drawing."""
    page.locator(POLE).first.dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(said)
    page.keyboard.press("Enter")


def test_hostile_words_are_only_words(dev: Page) -> None:
    dev.locator(POLE).first.click()
    for said in HOSTILE:
        reword(dev, said)
        expect(dev.locator(f"{POLE}[aria-label*={_quoted(said[:12])}]").first).to_be_attached()
        expect(dev.get_by_label("Top pole: words").first).to_have_value(said)
        expect(dev.locator(".fn-words").first).to_contain_text(said[:12])
    dev.wait_for_timeout(300)
    assert dev.evaluate("window.ran") is None


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_ten_thousand_characters_are_declined_and_stay_on_screen(dev: Page) -> None:
    dev.locator(POLE).first.click()
    field = dev.get_by_label("Top pole: words").first
    field.fill("word " * 2_000)
    field.press("Tab")
    expect(dev.get_by_text("there is room for 600")).to_be_visible()
    expect(field).to_have_value(re.compile(r"^(word ){1999}word ?$"))
    expect(dev.locator(POLE).first).to_contain_text("dropping")


def test_ten_thousand_characters_typed_in_place_stay_in_their_box(dev: Page) -> None:
    reword(dev, "word " * 2_000)
    expect(dev.get_by_text("there is room for 600").first).to_be_visible()
    expect(dev.locator("textarea").first).to_have_value(re.compile(r"^(word )+word ?$"))


def test_a_pole_may_be_emptied_because_half_a_role_is_a_question(dev: Page) -> None:
    dev.locator(POLE).first.click()
    field = dev.get_by_label("Top pole: words").first
    field.fill("")
    field.press("Tab")
    expect(dev.locator(POLE).first).to_contain_text("?")


def test_a_folder_deleted_underneath_is_said_plainly(dev: Page, house: House) -> None:
    dev.locator(POLE).first.click()
    field = dev.get_by_label("Top pole: words").first
    expect(field).to_be_visible()
    formulation_id = dev.url.rpartition("=")[2]
    shutil.rmtree(house.data / formulation_id)
    field.fill("too late")
    field.press("Tab")
    expect(dev.get_by_text("not in the notebook, or no longer").first).to_be_visible()
    expect(dev.get_by_role("button", name="Go to the Notebook")).to_be_visible()
    assert not (house.data / formulation_id).exists()


def test_nothing_clinical_is_in_the_log_or_in_file_names(dev: Page, house: House) -> None:
    reword(dev, "unmistakable words")
    expect(dev.locator(POLE).first).to_contain_text("unmistakable")
    assert "unmistakable" not in house.said.read_text()
    names = " ".join(str(path.relative_to(house.data)) for path in house.data.rglob("*"))
    assert "Dev" not in names
    assert "unmistakable" not in names
