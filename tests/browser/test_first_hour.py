"""A clinician alone after a session, and then beside the person: from the first words to the printed copy."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener, at_rest
from .drawn import carry, choose, middle_of, phrase, surface, write_phrases
from .house import House
from .test_newcomer import choose as choose_in
from .test_newcomer import settled
from .test_wondering import begin_blank, field_of, go_to, mark, notice_a_pull, one_line

Look = Callable[[Page, str], Path]

HEARD = (
    "manipulative they say", "the one left waiting", "count on someone", "they look away",
    "nobody stays", "never be small",
)  # fmt: skip
URGE = "give my own number"
GUESS = "We wonder whether being helped means being left"
RIVAL = "It may be that the phone is simply broken"


@pytest.fixture
def page(open_page: Opener) -> Page:
    """A blank notebook about Rowan."""
    page = open_page("/")
    begin_blank(page, "Rowan")
    return page


def test_alone_after_a_session_then_with_the_person(
    page: Page, open_page: Opener, house: House, looked_at: Look, tmp_path: Path
) -> None:
    _hear(page)
    _pair(page)
    _close_a_loop(page)
    expect(page.get_by_text("What you typed could not be saved")).to_have_count(0)
    looked_at(page, "first-hour-1-drawn")
    _notice(page)
    _wonder(page)
    _be_asked(page)
    looked_at(page, "first-hour-2-asked")
    beside = open_page(page.url.partition(house.address)[2])
    expect(
        beside.locator('[data-kind="arrow"][data-from^="step:"][data-to^="pole:"]')
    ).to_have_count(1)
    _look_together(beside)
    looked_at(beside, "first-hour-3-together")
    _say_it_in_their_words(beside)
    words = _take_their_copy(beside, tmp_path, looked_at)
    for theirs in ("getting in first", "they look away", "smile and say nothing", "left waiting"):
        assert theirs in words
    for ours in (URGE, GUESS, RIVAL, "phone rang", "tight chest", "key worker", "manipulative"):
        assert ours not in words


def _hear(page: Page) -> None:
    """Six phrases in the person's words, anywhere; nothing asks for structure."""
    paper = at_rest(surface(page))
    for at, words in enumerate(HEARD):
        spot = (
            paper["x"] + 170 + 330 * (at % 2),
            paper["y"] + 90 + 130 * (at // 2),
        )
        write_phrases(page, spot, words)
    expect(page.locator('[data-kind="phrase"]')).to_have_count(len(HEARD))


def _pair(page: Page) -> None:
    """One phrase dragged onto another; and half a pair, whose other side is a question."""
    carry(page, middle_of(phrase(page, "manipulative")), middle_of(phrase(page, "left waiting")))
    expect(page.get_by_role("menu", name="A pair?")).to_be_visible()
    choose(page, re.compile("^manipulative they say ↔"))
    expect(page.locator('[data-kind="role"]')).to_have_count(1)
    phrase(page, "nobody stays").click()
    page.keyboard.press("t")
    choose(page, re.compile("top pole|a role"))
    expect(page.locator('[data-kind="role"]')).to_have_count(2)
    other = page.get_by_label("Bottom pole: words", exact=True)
    other.fill("left, not worth it?")
    other.press("Tab")
    expect(page.locator('[data-kind="pole"]', has_text="not worth it?")).to_be_visible()


def _close_a_loop(page: Page) -> None:
    """Steps one after another from a pole, and home again."""
    page.locator('[data-kind="pole"]', has_text="left waiting").first.click()
    page.keyboard.press("o")
    box = page.locator(".fn-words-text")
    steps = ("smile and say nothing", "they see no need", "phone off", "they chase, then stop")
    for number, words in enumerate(steps, start=1):
        expect(box).to_have_attribute("aria-label", f"Step {number}")
        box.press_sequentially(words)
        box.press("Enter")
    expect(box).to_have_attribute("aria-label", f"Step {len(steps) + 1}")
    box.press("Escape")
    expect(page.locator('[data-kind="procedure"]').first).to_be_visible()
    last = page.locator('[data-kind="step"]', has_text="they chase").first.get_attribute("data-id")
    expect(page.locator(f'[data-from="{last}"][data-to^="pole:"]')).to_have_count(1)


def _notice(page: Page) -> None:
    """A pull that is on no map yet."""
    dialog = notice_a_pull(page)
    field_of(dialog, "Who felt it? (a role, not a name)", "key worker")
    field_of(dialog, "In my body", "tight chest")
    field_of(dialog, "What did I want to do?", URGE)
    dialog.get_by_role("button", name="Not on the map yet").click()
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()


def _wonder(page: Page) -> None:
    """A guess, its rival, and something seen that speaks against one of them."""
    go_to(page, "Hypotheses")
    one_line(page, "We wonder…", GUESS)
    one_line(page, "We wonder…", RIVAL)
    one_line(page, "Something seen or heard", "The phone rang in his pocket")
    mark(page, "The phone rang", "the phone is simply broken", "strongly against")
    mark(page, "The phone rang", "being helped means", "does not bear on it")
    expect(page.get_by_role("columnheader").first).to_contain_text("being helped")


def _be_asked(page: Page) -> None:
    """Two questions at a pause, not twelve: one answered, one set aside with a reason."""
    page.get_by_role("link", name="Map").first.click()
    page.get_by_role("radio", name="Worth asking").click()
    settled(page)
    left = page.get_by_role("button", name="Leave it for now")
    asks = page.get_by_role("button", name="Ask me something now")
    expect(left.or_(asks).first).to_be_visible()
    if asks.count():
        asks.click()
    expect(left.first).to_be_visible()
    assert left.count() <= 2
    page.get_by_role("button", name=re.compile("Answer$")).first.click()
    page.get_by_label("What we say to this").fill("With his sister, a little")
    page.get_by_role("button", name="Keep the answer").click()
    expect(page.get_by_label("What we say to this")).to_have_count(0)
    settled(page)
    page.get_by_role("button", name="Set aside…").first.click()
    page.get_by_label("Why it can rest").fill("He wants to show it to her first")
    page.get_by_role("button", name="Set it aside").click()
    expect(page.get_by_label("Why it can rest")).to_have_count(0)
    expect(page.get_by_text("Answered and set aside")).to_be_visible()


def _look_together(page: Page) -> None:
    """Next session: one loop only, then turned round."""
    everything = page.locator(".fn-piece")
    expect(everything.first).to_be_visible()
    page.get_by_role("button", name="Look", exact=False).first.click()
    page.get_by_role("combobox", name="Look at").click()
    page.get_by_role("option").filter(
        has_text=re.compile("smile|left waiting|loop|no name")
    ).first.click()
    expect(page.locator('.fn-piece.fn-faded[data-kind="phrase"]').first).to_be_attached()
    page.get_by_role("button", name="Turned round").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator(".fn-piece.fn-faded")).to_have_count(0)


def _say_it_in_their_words(page: Page) -> None:
    """The person crosses out a word of ours and writes their own; the word is theirs now."""
    pole = page.locator('[data-kind="pole"]', has_text="manipulative").first
    at_rest(pole)
    pole.dblclick()
    page.locator(".fn-words-text").fill("getting in first")
    page.keyboard.press("Enter")
    mine = page.locator('[data-kind="pole"]', has_text="getting in first").first
    expect(mine).to_be_visible()
    mine.click()
    expect(page.get_by_label("Top pole: words", exact=True)).to_have_value("getting in first")
    choose_in(page, "Top pole: whose words", "the person's words")
    expect(page.get_by_role("button", name=re.compile("^.*Take back:")).first).to_be_visible()


def _take_their_copy(page: Page, folder: Path, looked_at: Look) -> str:
    """The person's copy in large print, as a document: every word of it."""
    page.get_by_role("link", name="Share").first.click()
    expect(page.get_by_role("heading", level=1, name="Share")).to_be_visible()
    settled(page)
    page.get_by_text("Large print", exact=True).click()
    settled(page)
    expect(page.get_by_text("Left out of this copy")).to_be_visible()
    looked_at(page, "first-hour-4-share")
    page.get_by_role("button", name="Make this copy").click()
    take = page.get_by_role("button", name=re.compile("Take copy"))
    expect(take).to_be_visible()
    with page.expect_download() as coming:
        take.click()
    taken = folder / coming.value.suggested_filename
    coming.value.save_as(taken)
    assert "owan" not in taken.name
    return " ".join(
        subprocess.run(["pdftotext", str(taken), "-"], capture_output=True, check=True)
        .stdout.decode("utf-8")
        .split()
    )
