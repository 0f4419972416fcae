"""What every room's tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from formulation.store.memory import MemoryShelf
from formulation.workflows.visit import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


def chromium_path() -> str | None:
    """The Chromium to test with: the one `CHROMIUM` names, else one on the path; never a downloaded one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; without one, browser tests skip with one line, and fail where CI is set."""
    path = chromium_path()
    if path is None:
        said = "No Chromium found: install Debian's `chromium`, or name one in CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for the whole run: a second Playwright in one process is refused."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def visit() -> Iterator[Visit]:
    """A visit to an empty shelf that lives in memory."""
    shelf = MemoryShelf()
    yield Visit(shelf)
    shelf.close()
