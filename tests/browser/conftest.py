"""A browser, a house, and a watch on every request that leaves a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FloatRect,
    Locator,
    Page,
    expect,
)

from .house import House

expect.set_options(timeout=20_000)  # a slow machine is not a fault

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this room drives a browser."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.flaky(reruns=2))  # a busy machine drops a hand now and then
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running notebook with an empty shelf, one for each file of tests."""
    folder = tmp_path_factory.mktemp("house")
    built = House(folder / "clinic", folder / "said.txt").start()
    yield built
    built.stop()


class Watched:
    """What every page of a test asked for, and what went wrong on it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.wrong: list[str] = []

    def follow(self, page: Page) -> Page:
        """Watch a page: its requests, its sockets and its console."""
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.wrong.append(said.text)
                if said.type == "error" and "Content Security Policy" in said.text
                else None
            ),
        )
        return page

    @property
    def left_the_machine(self) -> list[str]:
        """Requests to anywhere but this machine."""
        return [
            url
            for url in self.asked
            if urlsplit(url).scheme in ("http", "https", "ws", "wss")
            and urlsplit(url).hostname not in LOOPBACK
        ]


@pytest.fixture
def watched() -> Iterator[Watched]:
    """A watch over every page a test opens; nothing may leave, nothing may break."""
    watch = Watched()
    yield watch
    assert watch.asked
    assert watch.left_the_machine == []
    assert watch.wrong == []


def at_rest(piece: Locator) -> FloatRect:
    """Where something is once it has stopped moving: fonts are in, the view is fitted."""
    before = None
    for _ in range(60):
        now = piece.bounding_box()
        if now is not None and now == before:
            return now
        before = now
        piece.page.wait_for_timeout(150)
    raise AssertionError("It did not come to rest.")


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, house: House, watched: Watched) -> Iterator[Opener]:
    """Opens pages of the notebook, each in a window of its own, as separate people would."""
    contexts: list[BrowserContext] = []

    def opener(
        path: str = "/", *, width: int = 1440, height: int = 900, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = watched.follow(context.new_page())
        page.set_default_timeout(20_000)
        page.goto(house.address + path)
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def looked_at(request: pytest.FixtureRequest) -> Callable[[Page, str], Path]:
    """Keeps a screenshot under out/seen, to be looked at afterwards."""
    folder = Path(__file__).resolve().parents[2] / "out" / "seen"
    folder.mkdir(parents=True, exist_ok=True)

    def look(page: Page, name: str) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path)
        return path

    return look
