"""The story in a real browser: a moment looked at where it was asked for, and the drawing brought back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from formulation.store.tinydb_shelf import TinyDBShelf
from formulation.workflows import mapping
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from .conftest import Opener
from .house import House
from .test_accessible import found
from .test_newcomer import settled


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (390, True)])
def test_a_moment_is_looked_at_and_the_drawing_brought_back(
    open_page: Opener, house: House, looked_at: Callable[[Page, str], Path], width: int, dark: bool
) -> None:
    path = house.copy_of("ex2")
    shelf = TinyDBShelf(house.data)  # another process: ours
    visit = Visit(shelf)
    mine = open_formulation(visit, path.rpartition("=")[2])
    mapping.reword(visit, mine, "exit:ex2-e1", "said quite otherwise")
    shelf.close()
    page = open_page(path.replace("/map", "/story"), width=width, dark=dark)
    expect(page.get_by_text("reworded to “said quite otherwise”").first).to_be_visible()
    page.get_by_role("button", name="As it was then").last.click()
    picture = page.locator(".fn-pictured img").locator("visible=true")
    expect(picture).to_have_count(1)
    expect(page.get_by_text("What has changed since").locator("visible=true")).to_have_count(1)
    settled(page)
    looked_at(page, f"story-{width}-{'dark' if dark else 'light'}")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert found(page, "body") == []
    page.get_by_role("button", name="Bring the drawing back to this").locator(
        "visible=true"
    ).click()
    expect(page.get_by_role("button", name="Undo: brought the drawing back")).to_be_visible()
    page.goto(page.url.replace("/story", "/map"))
    expect(page.locator('[data-key="exit:ex2-e1"]').first).to_be_visible()
    expect(page.locator('[data-key="exit:ex2-e1"]').first).not_to_contain_text("otherwise")
