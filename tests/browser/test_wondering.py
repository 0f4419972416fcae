"""A tired clinician alone for a quarter of an hour, and a supervision hour on one screen, timed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from . import hand
from .conftest import Opener, at_rest
from .house import House
from .test_newcomer import choose, settled

Look = Callable[[Page, str], Path]

FIRST_MARK = 120.0
"""Seconds a first useful mark may take (journey A: under two minutes)."""

A_PULL = 60.0
"""Seconds a pull may take."""

HEARD = (
    "count on someone", "they look away in the end", "phone off", "they chase, then stop",
    "dropped again", "never be small",
)  # fmt: skip


class Clock:
    """How long something takes a tired person from the first click, told when it is done."""

    def __init__(self, what: str, page: Page) -> None:
        self.what, self.page = what, page
        self.before = hand.done(page)
        self.began = time.monotonic()

    def told(self, most: float) -> None:
        """Print it, and hold it to what was promised: hand and head by the model, the machine as it was."""
        done = hand.done(self.page).since(self.before)
        took = time.monotonic() - self.began
        print(
            f"\n{self.what}: {done.clicks} presses, {done.keys} keys, {done.seconds:.0f} s for a tired "
            f"person and {took:.1f} s for the machine, of {most:.0f} s"
        )
        assert done.clicks > 0
        assert done.seconds + took < most


def begin_blank(page: Page, name: str) -> None:
    """Begin a blank notebook, as the Notebook page offers it."""
    page.get_by_label("Start a blank one for…").fill(name)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page).to_have_url(re.compile(r"/map\?open=f-[a-z]+"))
    expect(page.locator(".fn-canvas").first).to_be_visible()


def write_phrase(page: Page, words: str, x: float, y: float) -> None:
    """Double-click on empty paper and write."""
    paper = at_rest(page.locator(".fn-canvas").first)
    page.mouse.dblclick(paper["x"] + x, paper["y"] + y)
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator('[data-kind="phrase"]', has_text=words[:9]).first).to_be_visible()


def one_line(page: Page, label: str, words: str) -> None:
    """Write one line that is kept at a press of Enter."""
    field = page.get_by_label(label, exact=True).first
    field.fill(words)
    field.press("Enter")
    expect(field).to_have_value("")


def field_of(dialog: Locator, label: str, words: str) -> None:
    """Fill in a field and leave it."""
    field = dialog.get_by_label(label, exact=True).first
    field.fill(words)
    field.press("Tab")


def go_to(page: Page, place: str) -> None:
    """Go to another page by the bar at the top."""
    page.get_by_role("link", name=place, exact=False).first.click()
    expect(page.get_by_role("heading", level=1, name=place).first).to_be_visible()
    settled(page)


def notice_a_pull(page: Page) -> Locator:
    """Open the small dialog from wherever one is."""
    page.get_by_role("button", name="I noticed a pull").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("What did I feel?")).to_be_visible()
    return dialog


def test_a_clinician_alone_after_a_session(
    open_page: Opener, house: House, looked_at: Look
) -> None:
    page = hand.watch(open_page("/"))
    clock = Clock("A first useful mark, from the Notebook page", page)
    begin_blank(page, "Rowan")
    write_phrase(page, HEARD[0], 160, 120)
    clock.told(FIRST_MARK)
    for at, words in enumerate(HEARD[1:], start=1):
        write_phrase(page, words, 160 + 330 * (at % 2), 120 + 130 * (at // 2))
    looked_at(page, "alone-1-heard")
    _draw_an_open_loop(page)

    clock = Clock("A pull that is not on the map yet", page)
    dialog = notice_a_pull(page)
    field_of(dialog, "Who felt it? (a role, not a name)", "key worker")
    field_of(dialog, "What did I feel?", "worried")
    field_of(dialog, "In my body", "tight chest")
    field_of(dialog, "What did I want to do?", "give my own number")
    dialog.get_by_role("button", name="Not on the map yet").click()
    expect(dialog.get_by_text("That is a good answer", exact=False)).to_be_visible()
    looked_at(page, "alone-2-pull")
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
    clock.told(A_PULL)

    go_to(page, "Hypotheses")
    one_line(page, "We wonder…", "We wonder whether being helped means being left")
    expect(page.get_by_role("columnheader", name=re.compile("being helped"))).to_be_visible()
    one_line(page, "We wonder…", "It may be that the phone is simply broken")
    one_line(page, "Something seen or heard", "The phone rang in his pocket")
    mark(page, "The phone rang", "the phone is simply broken", "strongly against")
    mark(page, "The phone rang", "being helped means", "does not bear on it")
    first = page.get_by_role("columnheader").first
    expect(first).to_contain_text("being helped")
    expect(page.get_by_text("That is not the same as being right.")).to_be_visible()
    looked_at(page, "alone-3-wondering")
    address = page.url
    _ask_at_a_pause(page)

    house.stop()
    house.start()
    again = open_page(address.partition(house.address)[2])
    expect(cell(again, "The phone rang", "the phone is simply broken")).to_have_value(
        "strongly_against"
    )
    go_to(again, "Pulls")
    again.get_by_role("radio", name="On nobody’s map").click()
    expect(again.get_by_text("Wanted to: give my own number").first).to_be_visible()


def _draw_an_open_loop(page: Page) -> None:
    """A loop that does not close yet is kept as it is; nothing is refused."""
    page.keyboard.press("Escape")
    settled(page)
    choose(page, "What is it?", "a trap")
    page.get_by_label("What shall we call it?").first.fill("Go before they go")
    page.get_by_label("Steps, one to a line").first.fill("count on someone\nphone off")
    page.get_by_role("button", name="Put it on the map").click()
    expect(page.locator('[data-kind="procedure"]').first).to_be_visible()
    expect(page.locator('[data-kind="step"]', has_text="phone off").first).to_be_visible()


def _ask_at_a_pause(page: Page) -> None:
    """Two questions and not twelve; one is left, one set aside with a reason."""
    page.get_by_role("link", name="Map").first.click()
    page.get_by_role("radio", name="Worth asking").click()
    settled(page)
    page.get_by_role("button", name="Ask me something now").click()
    asked = page.get_by_role("button", name="Leave it for now")
    expect(asked.first).to_be_visible()
    assert asked.count() <= 2
    page.get_by_role("button", name="Set aside…").first.click()
    page.get_by_label("Why it can rest").fill("He wants to show it to her first")
    page.get_by_role("button", name="Set it aside").click()
    expect(page.get_by_label("Why it can rest")).to_have_count(0)
    settled(page)


def cell(page: Page, observation: str, hypothesis: str) -> Locator:
    """One cell of the table, by part of the words of its row and its column."""
    name = re.compile(rf"{re.escape(observation)}.*{re.escape(hypothesis)}")
    return page.get_by_role("combobox", name=name).first


def mark(page: Page, observation: str, hypothesis: str, bears: str) -> None:
    """Choose how the one bears on the other, and wait until the table has it from the shelf."""
    choice = cell(page, observation, hypothesis)
    choice.select_option(label=bears)
    settled(page)
    expect(choice.locator("option:checked")).to_have_text(bears)


def test_a_pull_is_placed_by_a_touch_and_shows_at_once(
    open_page: Opener, house: House, looked_at: Look
) -> None:
    page = hand.watch(open_page(house.copy_of("ex1")))
    expect(page.locator('[data-id="pole:ex1-r2-bottom"]').first).to_be_visible()
    dots = page.locator('.fn-canvas [data-kind="pull"]')
    expect(dots).to_have_count(2)
    clock = Clock("A pull, placed by a touch", page)
    dialog = notice_a_pull(page)
    dialog.get_by_role("radio", name="key worker").click()
    field_of(dialog, "What did I feel?", "sleepy")
    field_of(dialog, "What did I want to do?", "end early")
    pole = dialog.locator('[data-id="pole:ex1-r2-bottom"]').first
    at_rest(pole)
    pole.click()
    expect(dialog.get_by_text("Invited into")).to_contain_text("unseen, dropped")
    expect(dialog.get_by_text("That leaves the person at: looking away, dropping")).to_be_visible()
    expect(dialog.get_by_role("radio", name="the other end from the person")).to_be_checked()
    looked_at(page, "pull-placed")
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
    clock.told(A_PULL)
    expect(dots).to_have_count(3)
    go_to(page, "Pulls")
    page.locator('.fn-canvas [data-id="pole:ex1-r2-bottom"]').first.click()
    expect(page.get_by_text("Wanted to: end early").first).to_be_visible()
    looked_at(page, "pulls-page")


def test_words_typed_into_a_pull_are_kept_though_the_dialog_is_closed(
    open_page: Opener, house: House
) -> None:
    page = open_page(house.copy_of("ex2"))
    dialog = notice_a_pull(page)
    field_of(dialog, "What did I want to do?", "praise once more")
    expect(dialog.get_by_role("button", name="Done")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    go_to(page, "Pulls")
    expect(page.get_by_text("Wanted to: praise once more").first).to_be_visible()


def test_a_supervision_hour_on_one_screen(open_page: Opener, house: House, looked_at: Look) -> None:
    path = house.copy_of("ex7")
    page = open_page(path.replace("/map", "/hypotheses"))
    expect(page.get_by_role("columnheader")).to_have_count(3)
    for words in ("Two nurses stopped speaking at handover", "She slept the night both were off"):
        one_line(page, "Something seen or heard", words)
    mark(page, "Two nurses stopped", "each half of the team", "strongly for")
    mark(page, "Two nurses stopped", "Bed pressure", "for")
    mark(page, "She slept the night", "each half of the team", "for")
    mark(page, "She slept the night", "Bed pressure", "strongly against")
    expect(page.get_by_role("rowheader", name=re.compile("She slept"))).to_contain_text(
        "tells them apart"
    )
    _seen_by_one_role(page)
    _without_one_observation(page)
    looked_at(page, "hour-1-table")
    _beside_each_other(page)
    looked_at(page, "hour-2-beside")
    go_to(page, "Pulls")
    page.get_by_role("radio", name="Drawn apart").click()
    expect(page.get_by_text("not one right colleague", exact=False).first).to_be_visible()
    looked_at(page, "hour-3-apart")


def _seen_by_one_role(page: Page) -> None:
    eyes = page.get_by_role("combobox", name=re.compile("Marking in the eyes of"))
    eyes.click()
    page.get_by_role("option", name="ward manager").click()
    settled(page)
    mark(page, "Two nurses stopped", "Bed pressure", "against")
    row = page.get_by_role("row", name=re.compile("Two nurses"))
    expect(row).to_contain_text("together: for")
    expect(page.get_by_role("heading", name="Seen differently")).to_be_visible()


def _without_one_observation(page: Page) -> None:
    page.get_by_role("button", name=re.compile("What if we had not seen: She slept")).click()
    expect(page.get_by_text(re.compile("With everything put back|It would be so"))).to_be_visible()
    page.get_by_role("button", name=re.compile("Put back: She slept")).click()
    expect(page.get_by_text(re.compile("With everything put back|It would be so"))).to_have_count(0)


def _beside_each_other(page: Page) -> None:
    pictures = page.locator(".fn-canvas")
    expect(pictures).to_have_count(2)
    for at in (0, 1):
        expect(pictures.nth(at).locator(".fn-faded").first).to_be_attached()
        expect(pictures.nth(at).locator(".fn-piece:not(.fn-faded)").first).to_be_visible()


def test_what_a_colleague_marks_is_seen_without_touching_anything(
    open_page: Opener, house: House
) -> None:
    path = house.copy_of("ex1").replace("/map", "/hypotheses")
    mine, theirs = open_page(path), open_page(path)
    one_line(mine, "Something seen or heard", "He stood by the door")
    there = cell(theirs, "He stood by the door", "brings back being dropped")
    expect(there).to_have_value("")
    mark(mine, "He stood by the door", "brings back being dropped", "against")
    expect(there).to_have_value("against")


@pytest.mark.parametrize(("place", "width"), [("hypotheses", 390), ("pulls", 390)])
def test_nothing_on_a_small_screen_runs_off_its_side(
    open_page: Opener, house: House, looked_at: Look, place: str, width: int
) -> None:
    page = open_page(house.copy_of("ex1").replace("/map", f"/{place}"), width=width, height=844)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    looked_at(page, f"small-{place}")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    button = page.get_by_role("button", name="I noticed a pull")
    assert (button.bounding_box() or {"height": 0})["height"] >= 24


def test_the_table_is_marked_by_keys_alone(open_page: Opener, house: House) -> None:
    page = open_page(house.copy_of("ex1").replace("/map", "/hypotheses"))
    one_line(page, "Something seen or heard", "He stood by the door")
    choice = cell(page, "He stood by the door", "brings back being dropped")
    choice.focus()
    page.keyboard.press("a")  # the first that begins so: against
    expect(choice).to_have_value("against")
    settled(page)
    page.keyboard.press("Tab")
    focused = page.evaluate(
        "() => { let one = document.activeElement;"
        " while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;"
        " return one.getAttribute('aria-label') }"
    )
    assert focused.startswith("How “He stood by the door” bears on")
    assert "brings back being dropped" not in focused
