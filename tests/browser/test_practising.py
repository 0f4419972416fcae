"""Practice in a browser: an exercise of each kind, pulls by touch and by keys, two maps, comments, a log."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from formulation.analysis.exercises import KINDS
from formulation.workflows import practising

from .conftest import Opener, at_rest
from .house import House
from .test_accessible import found

EXERCISES, NOTHING, TWO, MINE, LOG = (
    "Exercises", "A map from nothing", "Two maps side by side", "My practice maps", "My learning log",
)  # fmt: skip


def practice(page: Page, part: str) -> Page:
    page.get_by_role("radio", name="Practice", exact=True).click()
    page.get_by_role("radio", name=part, exact=True).click()
    expect(page.get_by_role("radio", name=part, exact=True)).to_be_checked()
    return page


def choose(page: Page, label: str, option: str) -> None:
    field = page.get_by_role("combobox", name=label)
    field.click()
    field.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    expect(field).to_have_value(option)


def take_up(page: Page, kind: str, key: str) -> None:
    choose(page, "What to practise", KINDS[kind].label)
    expect(page.locator(".fn-leaf small")).to_contain_text(KINDS[kind].label)
    choose(page, "On which example", practising.title_of(key))


def place(page: Page, some_id: str) -> Locator:
    return page.locator(f'.fn-canvas [data-id="{some_id}"]').first


def touch(page: Page, some_id: str) -> None:
    piece = place(page, some_id)
    expect(piece).to_be_visible()
    piece.evaluate("(drawn) => drawn.scrollIntoView({block: 'center'})")
    box = at_rest(piece)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def bare_desk(page: Page) -> None:
    clear = page.get_by_role("button", name="Clear the desk")
    expect(clear).to_be_visible()
    if clear.is_enabled():  # somebody was here before: another try, or another window
        clear.click()
        expect(clear).to_be_disabled()


def name_the_loop(page: Page, words: str) -> None:
    expect(page.get_by_text("What would this loop be called?")).to_be_visible()
    field = page.get_by_role("combobox", name="A name for it")
    field.fill(words)
    field.press("Enter")
    page.get_by_role("button", name="Call it this").click()
    expect(page.get_by_text("What would this loop be called?")).to_have_count(0)


def told(page: Page) -> Locator:
    return page.locator(".fn-answered").first


@pytest.mark.parametrize("kind", ["missing_pole", "doing_words", "rival"])
def test_an_exercise_in_one_s_own_words_is_answered_with_a_question(
    open_page: Opener, kind: str
) -> None:
    page = practice(open_page("/learn"), EXERCISES)
    take_up(page, kind, practising.BY_HAND)
    one = practising.exercises(practising.BY_HAND, kind)[0]
    expect(page.locator(".fn-leaf")).to_contain_text(one.asks)
    expect(place(page, one.place)).to_be_visible()
    page.get_by_role("textbox", name="Your answer").fill(one.ways[0])
    page.get_by_role("textbox", name="Your answer").press("Enter")
    expect(told(page)).to_contain_text("Near to the example’s own words.")
    expect(page.get_by_role("button", name=one.then)).to_be_visible()
    if kind == "rival":
        expect(page.locator(".fn-unsigned")).to_contain_text(one.ways[0])


@pytest.mark.parametrize("kind", ["open_loop", "forbidding_voice", "wrong_exit"])
def test_the_answer_is_touched_on_the_drawing_and_its_question_lights_the_place(
    open_page: Opener, kind: str
) -> None:
    key = "ex5" if kind == "wrong_exit" else "ex6"
    page = practice(open_page("/learn"), EXERCISES)
    take_up(page, kind, key)
    one = practising.exercises(key, kind)[0]
    touch(page, one.one_way)
    expect(told(page)).to_contain_text("You both see this.")
    page.get_by_role("button", name=practising.answered_to(one, one.one_way).asks).click()
    expect(page.get_by_text("Its place is lit on the drawing.")).to_be_visible()
    expect(page.locator(f'.fn-canvas .fn-now[data-id="{one.one_way}"]').first).to_be_visible()


def test_which_kind_it_is_is_chosen_and_the_reason_asked_for(open_page: Opener) -> None:
    page = practice(open_page("/learn"), EXERCISES)
    take_up(page, "which_kind", practising.BY_HAND)
    one = practising.exercises(practising.BY_HAND, "which_kind")[0]
    page.get_by_role("radio", name=one.one_way, exact=True).click()
    expect(told(page)).to_contain_text("You both see this.")
    expect(page.get_by_role("textbox", name="What makes it that?")).to_be_visible()


def test_pulls_are_placed_on_one_drawing_by_touch_and_by_keys(
    open_page: Opener, looked_at: Callable[[Page, str], Path]
) -> None:
    page = practice(open_page("/learn"), EXERCISES)
    take_up(page, "place_pull", "ex16")
    off = page.get_by_role("button", name="Take them all off")
    if off.is_visible():
        off.click()
    expect(off).to_have_count(0)
    waiting = practising.pulls_of("ex16")
    assert len(waiting) == 4
    touch(page, waiting[0].one_way)
    group = page.get_by_role("radiogroup", name="The pull to place")
    name = practising.pulls_of("ex16")[0].on.name_of(waiting[0].one_way)
    expect(group).to_contain_text(f"at: {name}")
    group.get_by_role("radio").nth(1).check(force=True)
    other = waiting[1].one_way or waiting[1].choices[-1]
    place(page, other).focus()
    page.keyboard.press("Enter")
    expect(group).to_contain_text(f"at: {waiting[1].on.name_of(other)}")
    expect(page.locator(f'.fn-canvas [data-id="{waiting[0].place}"]').first).to_be_visible()
    page.get_by_text("What may be wondered", exact=True).click()
    expect(page.locator(".fn-answered")).to_have_count(4)
    expect(page.get_by_text("Not on the map yet is a good answer.").first).to_be_visible()
    looked_at(page, "practice-pulls")


def test_a_map_from_nothing_is_drawn_named_found_again_laid_beside_a_good_one_and_kept(
    open_page: Opener, looked_at: Callable[[Page, str], Path]
) -> None:
    page = practice(open_page("/learn"), NOTHING)
    at_rest(page.locator(".st-key-practice-drawing .fn-canvas"))
    choose(page, "On which example", practising.title_of("ex3"))
    expect(page.locator(".fn-story")).to_contain_text("newly qualified nurse")
    bare_desk(page)
    canvas = page.locator(".st-key-practice-drawing .fn-canvas")
    canvas.evaluate("(drawn) => drawn.scrollIntoView({block: 'center'})")
    paper = at_rest(canvas)
    page.mouse.dblclick(paper["x"] + 300, paper["y"] + 260)
    page.keyboard.type("the red pen")
    page.keyboard.press("Enter")
    expect(page.locator(".fn-canvas .fn-phrase").first).to_contain_text("red pen")
    expect(page.locator(".fn-canvas")).not_to_contain_text("saved ")
    page.get_by_role("button", name="Clear the desk").click()
    page.get_by_text("Or begin by typing it").click()
    page.get_by_role("textbox", name="My sketch").fill(
        "marking, demanding <-> never enough, striving\n"
        "never enough, striving -> check it three times -> an hour of okay"
    )
    page.get_by_role("textbox", name="My sketch").blur()
    page.get_by_role("button", name="Put it on the drawing").click()
    expect(page.locator(".fn-canvas .fn-role").first).to_be_visible()
    name_the_loop(page, "the third check")
    page.reload()
    practice(page, NOTHING)
    at_rest(page.locator(".st-key-practice-drawing .fn-canvas"))
    choose(page, "On which example", practising.title_of("ex3"))
    expect(page.locator(".fn-canvas [data-kind='procedure']").first).to_contain_text("third")
    page.get_by_role("button", name="Lay it beside a good map").click()
    expect(page.locator(".fn-pictured img")).to_have_count(2)
    open_end = page.get_by_role("button", name="This does not come home yet")
    expect(
        open_end.or_(page.get_by_role("button", name="On the other this comes home")).first
    ).to_be_visible()
    looked_at(page, "practice-beside-from-nothing")
    page.get_by_role("button", name="Keep it in my notebook").click()
    expect(page.locator(".fn-banner")).to_contain_text("practice")
    practice(open_page("/learn"), MINE)
    looked_at(page, "practice-kept")


def test_a_comment_is_written_beside_a_pole_answered_and_settled(
    open_page: Opener, house: House, looked_at: Callable[[Page, str], Path]
) -> None:
    house.copy_of("ex3", practice=True)
    page = practice(open_page("/learn"), MINE)
    expect(page.get_by_text("Nothing has been wondered beside this map yet.")).to_be_visible()
    pole = page.locator('.fn-canvas [data-id="pole:ex3-r1-top"]').first
    expect(page.locator(".fn-canvas")).to_contain_text("saved ")
    at_rest(pole)
    pole.click()
    page.get_by_role("textbox", name="What do you wonder?").fill("Who holds the pen now?")
    page.get_by_role("button", name="Put it here").click()
    expect(page.locator("div.fn-comment")).to_contain_text("Who holds the pen now?")
    sign = '.fn-canvas [data-key="pole:ex3-r1-top|comment{}"]'
    expect(page.locator(sign.format(""))).to_be_visible()
    expect(pole).to_have_attribute("aria-label", re.compile("one comment beside this"))
    page.get_by_role("textbox", name="Answer").fill("I do.")
    page.get_by_role("button", name="Answer here").click()
    expect(page.locator(".fn-replies")).to_contain_text("I do.")
    page.get_by_role("button", name="Settled").click()
    expect(page.locator("div.fn-comment")).to_contain_text("settled")
    expect(page.locator(sign.format("-settled"))).to_be_visible()
    looked_at(page, "practice-comments")
    assert found(page, ".st-key-practice") == []


def test_two_maps_side_by_side_light_the_place_a_question_is_about(
    open_page: Opener, looked_at: Callable[[Page, str], Path]
) -> None:
    page = practice(open_page("/learn"), TWO)
    pictures = page.locator(".fn-pictured img")
    expect(pictures).to_have_count(2)
    before = [one.get_attribute("src") for one in pictures.all()]
    page.get_by_role("button", name="A · ").first.click()
    for one, was in zip(pictures.all(), before, strict=True):
        expect(one).not_to_have_attribute("src", str(was))
    assert "striving" in str(pictures.first.get_attribute("alt"))
    looked_at(page, "practice-beside")


def test_a_line_in_the_log_is_written_and_taken_for_a_portfolio(open_page: Opener) -> None:
    page = practice(open_page("/learn"), LOG)
    page.get_by_role("textbox", name="In my own words").fill("I let the silence be.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(".fn-entry")).to_contain_text("I let the silence be.")
    expect(page.locator(".fn-log")).to_contain_text("1 hour")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Take it").click()
    assert coming.value.suggested_filename == "learning-log.docx"
    page.get_by_role("button", name="Take out").click()
    expect(page.locator(".fn-entry")).to_have_count(0)


def test_on_a_phone_a_touch_is_answered_where_it_was_made_and_its_place_is_seen_close_by(
    open_page: Opener, looked_at: Callable[[Page, str], Path]
) -> None:
    page = practice(open_page("/learn", width=390, height=844), EXERCISES)
    take_up(page, "open_loop", "ex6")
    one = practising.exercises("ex6", "open_loop")[0]
    touch(page, one.one_way)
    below = page.locator("[class*='st-key-narrow-told']")
    expect(below).to_be_visible()
    below.get_by_role("button", name=practising.answered_to(one, one.one_way).asks).click()
    expect(below.locator(".fn-pictured img")).to_be_visible()
    practice(page, TWO)
    asked = page.locator(".st-key-beside-questions").get_by_role("button", name="A · ").first
    asked.click()
    close = page.locator(".st-key-beside-questions .fn-pictured img")
    expect(close).to_have_count(2)
    close.first.scroll_into_view_if_needed()
    expect(asked).to_be_in_viewport()
    expect(close.first).to_be_in_viewport()
    looked_at(page, "practice-phone-close-by")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_part_of_practice_fits_and_is_within_everybody_s_reach(
    open_page: Opener, looked_at: Callable[[Page, str], Path], width: int, dark: bool
) -> None:
    page = open_page("/learn", width=width, height=844, dark=dark)
    for part, shown in (
        (EXERCISES, ".fn-canvas .fn-piece"), (NOTHING, ".fn-story"), (TWO, ".fn-pictured"), (LOG, ".fn-log"),
    ):  # fmt: skip
        practice(page, part)
        expect(page.locator(shown).first).to_be_visible()
        looked_at(
            page, f"practice-{part.replace(' ', '-').lower()}-{width}-{'dark' if dark else 'light'}"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert found(page, ".st-key-practice") == []
