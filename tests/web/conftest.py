"""The server's own half in this process, on a shelf in memory; and a line to it as a canvas holds one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession

from formulation.bootstrap import Notebook
from formulation.domain.formulation import Formulation
from formulation.settings import Settings
from formulation.store.memory import MemoryShelf
from formulation.store.shelf import Shelf
from formulation.web.routes import Counter, routes
from formulation.web.server import keeping_open, middleware
from formulation.workflows.notebooks import standing_still
from tests.browser.house import House
from tests.examples import BETHAN, ROLE_MAP

ADDRESS = "http://127.0.0.1:8501"
LIVE = "ws://127.0.0.1:8501/notebook/live"
OWN_PAGE = {"origin": ADDRESS}


@cache
def bethan_standing() -> Formulation:
    """Bethan with a place for everything, as every formulation on a shelf has."""
    return standing_still(BETHAN).applied_to(BETHAN)


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """A shelf in memory with Bethan on it."""
    kept = MemoryShelf()
    kept.begin(bethan_standing(), by="me")
    yield kept
    kept.close()


@pytest.fixture
def server(shelf: Shelf) -> Iterator[TestClient]:
    """Our routes behind the wall, as a browser on this computer reaches them."""
    with serving(shelf) as client:
        yield client


@contextmanager
def serving(
    shelf: Shelf, *more: Any, client: tuple[str, int] = ("127.0.0.1", 50_000)
) -> Iterator[TestClient]:
    """The same on any shelf, with routes of a test's own, seen from any address."""
    counter = Counter()
    notebook = Notebook(shelf, Settings())

    def lifespan(app: Starlette) -> AbstractAsyncContextManager[None]:
        return keeping_open(counter, lambda: notebook, lambda: None)

    app = Starlette(routes=[*more, *routes(counter)], middleware=middleware(), lifespan=lifespan)
    with TestClient(app, base_url=ADDRESS, client=client, raise_server_exceptions=False) as opened:
        yield opened


class Line:
    """A line as a canvas holds one: intentions up; pictures and answers down."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._count = 0
        self.turn = 0
        self.process = ""
        self.edition = ""
        self.revision = -1
        self.pieces: dict[str, str] = {}
        self.order: list[str] = []
        self.heard: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        self._session = self._client.websocket_connect(LIVE, headers=OWN_PAGE)
        self.socket: WebSocketTestSession = self._session.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.__exit__(kind, value, trace)

    def open(
        self, formulation_id: str = "f-bethan", drawing_id: str = ROLE_MAP.id, **more: Any
    ) -> dict[str, Any]:
        """Look at a drawing; gives the picture, change or trouble that comes back."""
        self.turn += 1
        self.say({"open": formulation_id, "drawing": drawing_id, "turn": self.turn, **more})
        greeting = self.next()
        assert greeting["turn"] == self.turn
        self.process = greeting["process"]
        return self.next()

    def say(self, message: object) -> None:
        """Send a message up as JSON."""
        self.socket.send_text(json.dumps(message))

    def act(self, **gesture: Any) -> dict[str, Any]:
        """Send an intention and give its answer; what comes before it is taken in."""
        self._count += 1
        number = gesture.setdefault("n", self._count)
        self.say(gesture)
        return self.until(lambda message: message.get("answer") == number)

    def next(self) -> dict[str, Any]:
        """The next message down; pictures and changes are taken in as a canvas does."""
        message: dict[str, Any] = json.loads(self.socket.receive_text())
        self.heard.append(message)
        if "picture" in message:
            self.pieces = dict(message["picture"]["pieces"])
            self.order = message["picture"]["order"]
            self.revision = message["picture"]["revision"]
            self.edition = message["picture"]["edition"]
        if "change" in message:
            self._patch(message["change"])
        return message

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message of some kind, taking in what comes before it."""
        for _ in range(200):
            message = self.next()
            if wanted(message):
                return message
        raise AssertionError("it never came")

    def until_revision(self, revision: int) -> None:
        """Take in changes until the picture has come to this revision."""
        if self.revision < revision:
            self.until(lambda _: self.revision >= revision)

    def _patch(self, change: dict[str, Any]) -> None:
        assert change["was"] <= self.revision
        for key, piece in change["pieces"].items():
            if piece is None:
                self.pieces.pop(key)
            else:
                self.pieces[key] = piece
        self.order = change.get("order", self.order)
        self.revision = change["revision"]


@pytest.fixture
def line(server: TestClient) -> Iterator[Line]:
    """One canvas on the line."""
    with Line(server) as held:
        yield held


@dataclass(frozen=True)
class Started:
    """A notebook really started, and what it said."""

    house: House
    said: Path


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A real notebook on a free port of this computer, with Streamlit and everything."""
    folder = tmp_path_factory.mktemp("started")
    house = House(folder / "clinic", folder / "said.txt").start()
    yield Started(house, folder / "said.txt")
    house.stop()
