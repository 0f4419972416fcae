"""axe-core over the Map page: nothing that is ours is out of reach, unnamed, too small or too faint."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import Opener
from .drawn import BOTTOM, opened, surface
from .house import House

THEIRS = ('[data-testid="stHeader', '[data-testid="stTooltip', "#stMain", ".stAppToolbar")
"""What Streamlit itself puts on a page, and no setting of ours changes."""

NOT_ASKED = {
    "region": {"enabled": False}
}  # Streamlit's own frame: our part lies in its main region


def found(page: Page, within: str) -> list[str]:
    """What axe-core finds wrong in part of a page, each with where."""
    said: Any = Axe().run(page, context=within, options={"rules": NOT_ASKED}).response
    return [
        f"{one['id']}: {node['target']}"
        for one in said["violations"]
        for node in one["nodes"]
        if not any(theirs in str(node["target"]) for theirs in THEIRS)
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_drawing_and_what_opens_on_it(open_page: Opener, house: House, dark: bool) -> None:
    page = opened(open_page, house, dark=dark)
    drawing = '[data-testid="stBidiComponentIsolated"]'
    assert found(page, drawing) == []
    page.locator(BOTTOM).first.click(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    assert found(page, drawing) == []
    page.keyboard.press("Escape")
    surface(page).focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert found(page, drawing) == []


def test_the_whole_page_with_something_selected(open_page: Opener, house: House) -> None:
    page = opened(open_page, house)
    page.locator(BOTTOM).first.click()
    expect(page.get_by_label("Bottom pole: words")).to_be_visible()
    assert found(page, "body") == []
