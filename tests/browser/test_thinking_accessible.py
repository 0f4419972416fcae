"""axe-core over Supervision, Hypotheses and Pulls with something open on each, wide, narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener
from .house import House
from .test_accessible import found
from .test_newcomer import settled
from .test_wondering import notice_a_pull

Look = Callable[[Page, str], Path]
PLACES = ("supervision", "hypotheses", "pulls")


def laid_open(open_page: Opener, house: House, place: str, *, width: int, dark: bool) -> Page:
    """One of the three pages about a split team, which has something of everything."""
    page = open_page(
        house.copy_of("ex7").replace("/map", f"/{place}"), width=width, height=900, dark=dark
    )
    expect(page.locator(".fn-banner, [data-testid=stHeading]").first).to_be_visible()
    settled(page)
    if place == "supervision":
        page.get_by_role("button", name="New note").click()
        expect(page.get_by_label("Notes", exact=True)).to_be_visible()
        settled(page)
        page.get_by_label("Notes", exact=True).click()
        page.keyboard.type("The room went quiet when the rota was read out.")
        expect(page.locator(".fn-kept").first).to_have_attribute("data-state", "kept")
    return page


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_ours_is_out_of_reach_unnamed_or_too_faint(
    open_page: Opener, house: House, looked_at: Look, place: str, width: int
) -> None:
    for dark in (False, True):
        page = laid_open(open_page, house, place, width=width, dark=dark)
        looked_at(page, f"thinking-{place}-{width}-{'dark' if dark else 'light'}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert found(page, "body") == []


def test_a_pull_being_noticed_is_within_reach(
    open_page: Opener, house: House, looked_at: Look
) -> None:
    page = laid_open(open_page, house, "pulls", width=390, dark=True)
    dialog = notice_a_pull(page)
    expect(dialog.locator(".fn-canvas").first).to_be_visible()
    settled(page)
    looked_at(page, "thinking-pull-390-dark")
    assert found(page, "body") == []


def test_a_question_being_answered_is_within_reach(open_page: Opener, house: House) -> None:
    page = laid_open(open_page, house, "supervision", width=1440, dark=False)
    page.get_by_text("Worth asking", exact=True).first.click()
    page.get_by_role("button", name="Answer", exact=False).first.click()
    expect(page.get_by_label("What we say to this")).to_be_visible()
    settled(page)
    assert found(page, "body") == []
