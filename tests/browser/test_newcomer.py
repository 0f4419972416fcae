"""What a newcomer does: open an example, make it mine, change it, write beside it, restart, find it again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from .conftest import Opener, at_rest
from .house import House

TOP = '[data-id="pole:ex3-r1-top"]'
ROLE = '[data-id="role:ex3-r1"]'


def middle(piece: Locator) -> tuple[float, float]:
    """The middle of something on the drawing, in the drawing's own units."""
    return float(piece.get_attribute("data-x") or 0), float(piece.get_attribute("data-y") or 0)


def fill(page: Page, label: str, said: str) -> None:
    """Type into a field and leave it, as a person does."""
    field = page.get_by_label(label, exact=True).first
    field.fill(said)
    field.press("Tab")


def settled(page: Page) -> None:
    """Wait until the page has finished what it was asked to do."""
    page.wait_for_timeout(200)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def choose(page: Page, label: str, words: str) -> None:
    """Choose from a list by part of its words."""
    page.get_by_role("combobox", name=re.compile(re.escape(label))).first.click()
    page.get_by_role("option", name=re.compile(re.escape(words))).first.click()
    if page.get_by_role("listbox").count():
        page.keyboard.press("Escape")
    settled(page)


def test_a_newcomer_finds_everything_again_after_a_restart(
    open_page: Opener, house: House, looked_at: Callable[[Page, str], Path]
) -> None:
    page = open_page("/")
    _make_an_example_mine(page)
    looked_at(page, "newcomer-1-map")
    _rename_a_pole(page)
    moved_to = _drag_a_role(page)
    _add_a_role(page)
    looked_at(page, "newcomer-2-changed")
    address = page.url
    _write_a_note(page, address)
    looked_at(page, "newcomer-3-note")

    house.stop()
    house.start()

    again = open_page(address.partition(house.address)[2])
    _find_it_all(again, moved_to)
    looked_at(again, "newcomer-4-found")
    again.goto(address.replace("/map", "/supervision"))
    _find_the_note(again)


def _make_an_example_mine(page: Page) -> None:
    card = page.get_by_test_id("stColumn").filter(has_text="Helen: the red pen").first
    card.get_by_role("button", name="My copy").click()
    expect(page.locator(TOP)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/map\?open=f-[a-z]+$"))
    expect(page.locator(".fn-banner")).to_contain_text("Helen")


def _rename_a_pole(page: Page) -> None:
    page.locator(TOP).click()
    fill(page, "Top pole: words", "red pen in hand")
    expect(page.locator(TOP)).to_contain_text("red pen")
    expect(page.locator(".fn-status")).to_contain_text(re.compile(r"saved \d\d:\d\d:\d\d"))


def _drag_a_role(page: Page) -> tuple[float, float]:
    settled(page)
    before = middle(page.locator(ROLE).first)
    box = at_rest(page.locator(TOP).first)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 6, box["y"] - 4, steps=6)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 22, steps=6)
    page.mouse.up()
    expect(page.locator(ROLE).first).not_to_have_attribute("data-y", f"{before[1]:g}")
    after = middle(page.locator(ROLE).first)
    assert after[1] < before[1] - 10
    return after


def _add_a_role(page: Page) -> None:
    page.get_by_role("button", name="Close").click()
    settled(page)
    choose(page, "What is it?", "a reciprocal role")
    page.get_by_label("Top pole: doing what?").first.fill("hurrying")
    page.get_by_label("Bottom pole: on the receiving end").first.fill("hurried")
    page.get_by_role("button", name="Put it on the map").click()
    expect(page.locator('[data-kind="pole"]', has_text="hurried")).to_be_visible()


def _write_a_note(page: Page, address: str) -> None:
    page.goto(address.replace("/map", "/supervision"))
    page.get_by_role("button", name="New note").click()
    settled(page)
    fill(page, "Their question", "What are we not talking about?")
    fill(page, "Notes", "We kept to the agenda, neatly.")
    page.get_by_role("radio", name="Hypotheses").click()
    settled(page)
    for words in ("We wonder whether neatness keeps us safe", "It may be the hour after nights"):
        page.get_by_role("button", name="We wonder…").click()
        settled(page)
        fill(page, "We wonder", words)
        settled(page)
    choose(page, "Rivals", "neatness keeps us safe")
    fill(page, "What would change our mind", "No difference after a day off")
    page.get_by_role("radio", name="Pulls").click()
    settled(page)
    page.get_by_role("button", name="Add a pull to this note").click()
    settled(page)
    fill(page, "Felt by (a role, not a name)", "therapist in training")
    fill(page, "What I wanted to do", "tidy the map")
    page.locator(TOP).click()
    expect(page.get_by_text("Tied to: red pen in hand")).to_be_visible()


def _find_it_all(page: Page, moved_to: tuple[float, float]) -> None:
    expect(page.locator(TOP)).to_contain_text("red pen")
    assert middle(page.locator(ROLE).first) == moved_to
    expect(page.locator('[data-kind="pole"]', has_text="hurried")).to_be_visible()
    expect(page.locator(".fn-words").first).to_contain_text("red pen in hand")
    expect(page.locator('[data-kind="pull"]').first).to_be_attached()


def _find_the_note(page: Page) -> None:
    choose(page, "Supervision note", "What are we not talking about?")
    expect(page.get_by_label("Notes", exact=True).first).to_have_value(
        "We kept to the agenda, neatly."
    )
    page.get_by_role("radio", name="Hypotheses").click()
    expect(page.get_by_label("We wonder", exact=True).first).to_have_value(
        "We wonder whether neatness keeps us safe"
    )
    expect(page.get_by_text("It may be the hour after nights").first).to_be_visible()
    page.get_by_role("radio", name="Pulls").click()
    expect(page.get_by_label("What I wanted to do").first).to_have_value("tidy the map")
