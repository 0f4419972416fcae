"""What .streamlit/config.toml is for: each setting by what it does in a notebook really started."""

from __future__ import annotations

import http.client
import json
import socket
import tomllib
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from formulation.render.fonts import FACES
from formulation.render.palette import COLOURS
from formulation.settings import HOME
from formulation.web.headers import FOR_ALL, content_policy

from .conftest import Started

CONFIG = tomllib.loads((HOME / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def ask(
    started: Started, path: str, method: str = "GET", **headers: str
) -> http.client.HTTPResponse:
    """Ask the notebook something, its body already read into `.text`."""
    place = urlsplit(started.house.address)
    line = http.client.HTTPConnection(place.hostname or "", place.port or 0, timeout=30)
    line.request(
        method, path, headers={name.replace("_", "-"): said for name, said in headers.items()}
    )
    answer = line.getresponse()
    answer.text = answer.read().decode("utf-8", "replace")  # type: ignore[attr-defined]
    line.close()
    return answer


def test_streamlits_own_page_comes_with_our_headers_and_is_not_kept(started: Started) -> None:
    answer = ask(started, "/")
    assert answer.status == 200
    for name, said in FOR_ALL.items():
        assert answer.headers[name] == said
    assert answer.headers["content-security-policy"] == content_policy()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["server"] is None


def test_streamlits_published_files_are_kept_by_browsers(started: Started) -> None:
    page = ask(started, "/").text  # type: ignore[attr-defined]
    script = page.split('type="module" crossorigin src=".')[1].split('"')[0]
    answer = ask(started, script)
    assert answer.status == 200
    assert "no-store" not in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/openapi.json", "/component/a/b",
        "/auth/login", "/app/static/x",
    ],
)  # fmt: skip
def test_open_endpoints_are_shut(started: Started, path: str) -> None:
    answer = ask(started, path)
    assert answer.status == 404
    assert answer.text == "There is nothing here."  # type: ignore[attr-defined]


def test_nobody_may_send_the_page_messages_from_a_frame(started: Started) -> None:
    config = json.loads(ask(started, "/_stcore/host-config").text)  # type: ignore[attr-defined]
    assert config["allowedOrigins"] == []
    assert not config["metricsUrl"]


@pytest.mark.parametrize("name", ["canvas.js", "connection.js", "canvas.css"])
def test_the_canvas_is_served_as_files_of_our_own(started: Started, name: str) -> None:
    answer = ask(started, f"/_stcore/bidi-components/formulation.canvas/{name}")
    assert answer.status == 200
    assert answer.headers["content-type"].split(";")[0] in (
        "application/javascript",
        "text/javascript",
        "text/css",
    )
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/_stcore/stream", "/notebook/live"])
def test_sockets_refuse_other_names_and_other_pages(started: Started, path: str) -> None:
    address = started.house.address.replace("http", "ws") + path
    for origin in ("http://evil.example", "http://127.0.0.1:1", None):
        with pytest.raises(InvalidStatus) as refused, connect(address, origin=origin):  # type: ignore[arg-type]
            pass
        assert refused.value.response.status_code == 403
    with (
        pytest.raises(InvalidStatus),
        connect(address, origin="http://evil.example", additional_headers={"Host": "evil.example"}),
    ):  # type: ignore[arg-type]
        pass


def test_our_own_page_is_answered_on_the_socket_with_compression(started: Started) -> None:
    address = started.house.address.replace("http", "ws") + "/notebook/live"
    with connect(address, origin=started.house.address) as line:  # type: ignore[arg-type]
        line.send(json.dumps({"open": "ex1", "drawing": "drawing:ex1-d1", "turn": 1}))
        assert json.loads(line.recv(timeout=20))["turn"] == 1
        assert "picture" in json.loads(line.recv(timeout=20))
        assert line.protocol.extensions


def test_a_name_that_is_not_ours_is_refused(started: Started) -> None:
    assert ask(started, "/", Host="notebook.example").status == 421


def test_uploads_without_a_page_behind_them_are_refused(started: Started) -> None:
    assert ask(started, "/_stcore/upload_file/a/b", "PUT").status == 403
    own = ask(started, "/_stcore/upload_file/a/b", "PUT", Origin=started.house.address)
    assert own.status in (400, 403)


def test_it_listens_at_one_address_of_this_computer_only(started: Started) -> None:
    port = urlsplit(started.house.address).port or 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_one_calm_line_is_all_it_says(started: Started) -> None:
    said = started.said.read_text().splitlines()
    assert said[0].startswith("The notebook is open at http://127.0.0.1:")
    assert not [line for line in said[1:] if "mishap" in line or "Traceback" in line]


# What can only be seen in a browser is looked at in tests/browser; here, that the values agree.


def test_the_theme_uses_the_fonts_we_serve_and_no_others() -> None:
    named = {
        (face["family"], int(face["weight"]), face["style"], face["url"].rpartition("/")[2])
        for face in CONFIG["theme"]["fontFaces"]
    }
    assert named == {(face.family, face.weight, face.style, face.file) for face in FACES}
    assert all(face["url"].startswith("/notebook/fonts/") for face in CONFIG["theme"]["fontFaces"])


@pytest.mark.parametrize("side", ["light", "dark"])
def test_pages_and_drawings_are_painted_with_the_same_colours(side: str) -> None:
    theme, at = CONFIG["theme"][side], 0 if side == "light" else 1
    assert theme["backgroundColor"] == COLOURS["paper"][at]
    assert theme["textColor"] == COLOURS["ink"][at]
    assert theme["primaryColor"] == COLOURS["accent"][at]


@pytest.mark.parametrize("side", ["light", "dark"])
def test_words_and_accents_can_be_read(side: str) -> None:
    """WCAG 2.2: 4.5 to 1 for words; 7 to 1 for the words that fill a page."""
    theme = CONFIG["theme"][side]
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(theme["textColor"], theme[ground]) >= 7
        assert contrast(theme["primaryColor"], theme[ground]) >= 4.5
        assert contrast(theme["linkColor"], theme[ground]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_setting_gives_its_reason() -> None:
    lines = (HOME / ".streamlit" / "config.toml").read_text(encoding="utf-8").splitlines()
    settings_end = next(at for at, line in enumerate(lines) if line == "[theme]")
    without = [
        line
        for at, line in enumerate(lines[:settings_end])
        if "=" in line and not line.startswith("#") and not _explained(lines, at)
    ]
    assert without == []


def _explained(lines: list[str], at: int) -> bool:
    """A comment stands right above, or above the settings that stand with it."""
    while at > 0 and "=" in lines[at] and not lines[at].startswith("#"):
        at -= 1
    return lines[at].startswith("#")
