"""Who may talk to a personal notebook, under which name, and from which page."""

from __future__ import annotations

import socket

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from formulation.store.memory import MemoryShelf
from formulation.web.wall import Wall, address_asked_for, is_open, listening_on

from .conftest import ADDRESS, LIVE, OWN_PAGE, serving

DRAWING = "/notebook/drawing/f-bethan/drawing:b-map"


def test_a_page_on_this_computer_is_answered(server: TestClient) -> None:
    assert server.get(DRAWING).status_code == 200


@pytest.mark.parametrize("name", ["localhost:8501", "[::1]:8501", "127.0.0.1:8501"])
def test_this_computer_may_be_called_by_its_own_names(server: TestClient, name: str) -> None:
    assert server.get(DRAWING, headers={"host": name}).status_code == 200


@pytest.mark.parametrize(
    "name", ["notebook.example", "notebook.example:8501", "192.168.1.5:8501", ""]
)
def test_a_strangers_name_for_this_computer_is_refused(server: TestClient, name: str) -> None:
    """A page that renames itself to 127.0.0.1 (DNS rebinding) comes with its own name."""
    answer = server.get(DRAWING, headers={"host": name})
    assert answer.status_code == 421
    assert "by its own address" in answer.text
    assert "fn-piece" not in answer.text


def test_a_strangers_name_opens_no_line(server: TestClient) -> None:
    wrong = {"host": "notebook.example", "origin": "http://notebook.example"}
    with (
        pytest.raises(WebSocketDisconnect),
        server.websocket_connect(LIVE, headers=wrong),
    ):
        pass


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:3000", "https://localhost", "null", ""]
)
def test_a_line_is_only_held_with_our_own_pages(server: TestClient, origin: str) -> None:
    wrong = {"origin": origin}
    with (
        pytest.raises(WebSocketDisconnect),
        server.websocket_connect(LIVE, headers=wrong),
    ):
        pass


def test_a_line_without_a_page_behind_it_is_not_held(server: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), server.websocket_connect(LIVE):
        pass


def test_our_own_page_holds_a_line(server: TestClient) -> None:
    with server.websocket_connect(LIVE, headers=OWN_PAGE) as held:
        held.send_text('{"here": true}')
        assert held.receive_text() == '{"here":true}'


def test_another_site_may_not_load_a_drawing(server: TestClient) -> None:
    for asked_by in ("cross-site", "same-site"):
        headers = {"sec-fetch-site": asked_by, "sec-fetch-mode": "no-cors"}
        assert server.get(DRAWING, headers=headers).status_code == 403
    assert server.get(DRAWING, headers={"origin": "http://evil.example"}).status_code == 403


def test_somebody_following_a_link_comes_in(server: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert server.get(DRAWING, headers=headers).status_code == 200


def test_something_is_sent_only_from_our_own_page(server: TestClient) -> None:
    assert server.post(DRAWING).status_code == 403
    assert server.post(DRAWING, headers={"origin": "http://evil.example"}).status_code == 403
    assert server.post(DRAWING, headers={"origin": ADDRESS}).status_code == 405


@pytest.mark.parametrize("where", ["192.168.1.9", "10.1.1.1", "2001:db8::1", "203.0.113.7"])
def test_another_computer_is_refused_whatever_it_says(where: str) -> None:
    with serving(MemoryShelf(), client=(where, 40_000)) as far:
        answer = far.get("/notebook/palette.css")
        assert answer.status_code == 403
        assert "only be read on the computer it runs on" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/interact", "/_stcore/agent/mcp",
        "/_stcore/agent/openapi.json", "/_stcore/bidi-components/other.thing/x.js", "/component/x/index.html",
        "/auth/login", "/auth/logout", "/oauth2callback", "/app/static/x", "/_stcore",
    ],
)  # fmt: skip
def test_doors_that_nothing_here_uses_are_shut(path: str) -> None:
    assert not is_open(path)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/map", "/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/static/js/index.js",
        "/_stcore/upload_file/a/b", "/_stcore/bidi-components/formulation.canvas/canvas.js",
        "/media/x.svg", "/notebook/live", "/authors", "/components",
    ],
)  # fmt: skip
def test_doors_that_our_pages_use_are_open(path: str) -> None:
    assert is_open(path)


def test_a_server_that_listens_to_everybody_answers_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A bare ASGI server can be told to listen anywhere; the wall looks for itself."""
    wall = Wall(app=lambda *_: None)  # type: ignore[arg-type]
    with (
        socket.create_server(("0.0.0.0", 0)) as wide,  # noqa: S104
        socket.create_server(("127.0.0.1", 0)) as own,
    ):
        assert list(listening_on(wide.getsockname()[1])) == ["0.0.0.0"]  # noqa: S104
        for listening, welcome in ((wide, False), (own, True)):
            scope = {"client": ("127.0.0.1", 9), "server": listening.getsockname()}
            assert wall._came_from_here(scope) is welcome
    assert "no sign-in" in caplog.text


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["app:app", "--host", "0.0.0.0"], "0.0.0.0"),  # noqa: S104
        (["app:app", "--host=0.0.0.0", "--port", "80"], "0.0.0.0"),  # noqa: S104
        (["app:app", "--bind", "10.0.0.1:8000"], "10.0.0.1"),
        (["-b", "[::]:8000", "app:app"], "::"),
        (["app:app", "--host", "::1"], "::1"),
        (["app:app", "--host", "localhost"], "localhost"),
        (["app:app", "--port", "9000"], None),
        (["-m", "formulation", "run"], None),
    ],
)
def test_what_a_server_is_asked_to_listen_on_is_read_from_its_command_line(
    arguments: list[str], address: str | None
) -> None:
    assert address_asked_for(arguments) == address
