"""Ways of looking, in a real browser: words inside their boxes, focus, marks, play, presenting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from formulation.domain.records import Drawing
from formulation.render.fonts import FACES
from formulation.render.svg import picture
from formulation.render.views import PLAIN, View, scene_seen
from formulation.store.library import examples

from .conftest import Opener
from .house import House

POLE = '[data-id="pole:ex3-r1-top"]'
LOOPS_FADED = '.fn-piece.fn-faded[data-kind="step"]'


# Every string of every example lies inside its box, as Chromium sees it


@pytest.fixture(scope="module")
def sheet(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = browser.new_page()
    faces = "".join(
        f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};"
        f"font-style:{face.style};src:url('file://{face.path}')}}"
        for face in FACES
    )
    blank = tmp_path_factory.mktemp("sheet") / "sheet.html"
    used = "".join(
        f"<p style=\"font:{face.style} {face.weight} 12px '{face.family}'\">Words</p>"
        for face in FACES
    )
    blank.write_text(
        f"<!doctype html><meta charset=utf-8><style>{faces}</style>{used}<div id=here></div>",
        encoding="utf-8",
    )
    page.goto(f"file://{blank}")
    page.evaluate("document.fonts.ready")
    yield page
    page.close()


OUTSIDE = """() => [...document.querySelectorAll('#here .fn-piece')].flatMap(piece => {
  const [w, h] = ['w', 'h'].map(side => Number(piece.dataset[side]));
  const [x, y] = ['x', 'y'].map(side => Number(piece.dataset[side]));
  if (![x, y, w, h].every(Number.isFinite)) return [];
  return [...piece.querySelectorAll('text')].filter(text => text.textContent.trim()).filter(text => {
    const box = text.getBBox();
    return box.x < x - w / 2 - 0.6 || box.x + box.width > x + w / 2 + 0.6 ||
      box.y < y - h / 2 - 2.5 || box.y + box.height > y + h / 2 + 2.5;
  }).map(text => piece.dataset.key + ': ' + text.textContent);
})"""


@pytest.mark.parametrize(
    "view", [PLAIN, View(large=True), View(few=True)], ids=["light", "large print", "fewer words"]
)
def test_every_string_of_every_example_lies_inside_its_box(sheet: Page, view: View) -> None:
    looked_at = 0
    for example in examples():
        for drawing in example.formulation.every(Drawing):
            svg = picture(scene_seen(example.formulation, drawing.id, view))
            sheet.evaluate("svg => document.getElementById('here').innerHTML = svg", svg)
            assert sheet.evaluate(OUTSIDE) == [], (example.key, drawing.kind)
            looked_at += int(sheet.evaluate("document.querySelectorAll('#here text').length"))
    assert looked_at > 500


# On the Map page


def opened(open_page: Opener, path: str, **how: Any) -> Page:
    page = open_page(path, **how)
    expect(page.locator(".fn-piece").first).to_be_visible()
    return page


def choose_to_look_at(page: Page, words: str) -> None:
    page.get_by_role("button", name="Look", exact=False).first.click()
    page.get_by_role("combobox", name="Look at").click()
    page.get_by_role("option", name=re.compile(words)).click()
    page.keyboard.press("Escape")


def test_one_loop_is_looked_at_and_played_and_a_refresh_keeps_it(
    open_page: Opener, looked_at: Callable[[Page, str], Path]
) -> None:
    page = opened(open_page, "/map?open=ex3")
    everything = page.locator(".fn-piece").count()
    choose_to_look_at(page, "Raise the bar")
    expect(page.locator(LOOPS_FADED).first).to_be_attached()
    assert page.locator(".fn-piece").count() == everything
    expect(page.get_by_text("Shown: only “Raise the bar”")).to_be_visible()
    page.reload()
    expect(page.locator(LOOPS_FADED).first).to_be_attached()
    page.get_by_role("button", name="Play it step by step").click()
    expect(page.locator(".fn-moment")).to_contain_text("Where it begins")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".fn-moment")).to_contain_text("Step 1 of")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".fn-moment")).to_contain_text("Step 2 of")
    expect(page.locator('[data-key$="|now"]')).to_have_count(1)
    looked_at(page, "views-played")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator(LOOPS_FADED)).to_have_count(0)
    expect(page).not_to_have_url(re.compile("look="))


def test_marks_are_explained_and_the_legend_shows_what_is_used(open_page: Opener) -> None:
    page = opened(open_page, "/map?open=ex3")
    page.get_by_role("button", name="Look", exact=False).first.click()
    page.get_by_role("button", name="Whose words").click()
    expect(page.locator(".fn-legend")).to_contain_text("the person's words")
    expect(page.locator(".fn-legend")).not_to_contain_text("a way out")
    expect(page.locator(f"{POLE}.fn-tag").first).to_be_attached()
    expect(page.locator(f"{POLE}[aria-label*='words']").first).to_be_attached()


def test_presenting_shows_the_drawing_alone_as_large_as_the_window(
    open_page: Opener, looked_at: Callable[[Page, str], Path]
) -> None:
    page = opened(open_page, "/map?open=ex3")
    page.get_by_role("button", name="Look", exact=False).first.click()
    page.get_by_role("button", name="Present", exact=False).click()
    canvas = page.locator(".fn-canvas")
    expect(page.get_by_role("button", name="Make it my own copy")).to_have_count(0)
    expect(page.locator(".fn-toolbar")).not_to_be_visible()
    expect(page.get_by_test_id("stHeader")).not_to_be_visible()
    page.wait_for_function(
        "() => { const c = [...document.querySelectorAll('*')].map(e => e.shadowRoot ?? e)"
        ".map(r => r.querySelector?.('.fn-canvas')).find(Boolean);"
        "return c && c.getBoundingClientRect().height >= innerHeight - 2 }"
    )
    box = canvas.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (1440, 900)
    looked_at(page, "views-presented")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Make it my own copy")).to_be_visible()


def test_a_loop_nobody_has_named_is_gone_to_and_named_in_one_press(
    open_page: Opener, house: House
) -> None:
    page = opened(open_page, house.copy_of("ex1"))
    page.get_by_role("radio", name="Loops").click()
    expect(page.get_by_text("A way round that has no name yet")).to_be_visible()
    page.get_by_role("button", name="Name this one").first.click()
    expect(page.get_by_role("radio", name="Role map")).to_have_attribute("aria-checked", "true")
    expect(page.get_by_label("Name", exact=True).first).to_have_value("")
    expect(page.get_by_role("button", name=re.compile("Undo: named a loop"))).to_be_visible()


def test_reworded_words_are_asked_whose_they_are_now_and_one_tap_answers(
    open_page: Opener, house: House
) -> None:
    page = opened(open_page, house.copy_of("ex3"))
    page.locator(POLE).first.click()
    field = page.get_by_label("Top pole: words").first
    field.fill("red pen in hand")
    field.press("Tab")
    page.get_by_role("button", name="A worker's words").click()
    expect(page.get_by_text("Whose words are they now?")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Top pole: whose words")).to_have_value(
        "a worker's words"
    )


def test_back_opens_what_the_address_says(open_page: Opener, house: House) -> None:
    page = opened(open_page, "/map?open=ex3")
    page.get_by_role("button", name="Make it my own copy").click()
    expect(page).to_have_url(re.compile(r"open=f-"))
    expect(page.get_by_role("button", name="About this notebook")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("an example, only to read")).to_be_visible()
    expect(page).to_have_url(re.compile(r"open=ex3"))


def test_the_cover_is_changed_from_the_banner(open_page: Opener, house: House) -> None:
    page = opened(open_page, house.copy_of("ex3"))
    page.get_by_role("button", name="About this notebook").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="kite").click()
    field = dialog.get_by_role("textbox", name="Pseudonym")
    field.fill("Wren")
    field.press("Tab")
    expect(dialog.locator(".fn-banner")).to_contain_text("Wren")
    dialog.get_by_role("button", name="Close").click()
    expect(page.locator('.fn-banner[aria-label*="kite"]')).to_contain_text("Wren")
