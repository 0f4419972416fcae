"""Starting the notebook: one calm line, the next free port, and never where others could reach it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app

from formulation.__main__ import NoFreePort, bound
from formulation.bootstrap import NotOpen, close_notebook, notebook
from formulation.settings import HOME, Settings
from formulation.web.server import FRAME

REASON = "This is a personal notebook: it has no sign-in"
PATIENCE = 60


def started_as(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command run to its end, where it is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=HOME,
        env={**os.environ, "FORMULATION_DATA": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_an_address_that_others_could_reach_is_refused_with_the_reason(tmp_path: Path) -> None:
    ended = started_as(tmp_path, "formulation", "run", FORMULATION_ADDRESS="0.0.0.0")  # noqa: S104
    assert ended.returncode == 2
    assert REASON in ended.stderr
    assert "Traceback" not in ended.stderr


def test_streamlit_told_to_listen_elsewhere_is_refused_with_the_reason(tmp_path: Path) -> None:
    ended = started_as(
        tmp_path, "streamlit", "run", "app.py",
        "--server.address", "0.0.0.0", "--server.port", "0",  # noqa: S104
    )  # fmt: skip
    assert ended.returncode != 0
    assert REASON in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_bare_server_told_to_listen_elsewhere_is_refused_with_the_reason(tmp_path: Path) -> None:
    ended = started_as(tmp_path, "uvicorn", "app:app", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert ended.returncode != 0
    assert REASON in ended.stderr
    assert "Traceback" not in ended.stderr


def test_settings_that_tell_too_much_are_refused(tmp_path: Path) -> None:
    ended = started_as(
        tmp_path, "streamlit", "run", "app.py",
        "--client.showErrorDetails", "full", "--server.port", "0",
    )  # fmt: skip
    assert ended.returncode != 0
    assert "client.showErrorDetails" in ended.stderr
    assert "from its own folder" in ended.stderr


def test_streamlit_knows_that_this_is_a_server() -> None:
    """Otherwise it would show app.py as a page, without the wall."""
    found = discover_asgi_app(HOME / "app.py")
    assert (found.is_asgi_app, found.import_string) == (True, "app:app")


def test_no_page_lies_where_streamlit_would_run_it_without_the_frame() -> None:
    assert FRAME.is_file()
    assert not (FRAME.parent / "pages").exists()


def test_without_the_server_pages_find_no_notebook() -> None:
    close_notebook()
    with pytest.raises(NotOpen, match="Start it with"):
        notebook()


def test_a_port_that_is_no_port_is_refused_in_words(tmp_path: Path) -> None:
    ended = started_as(tmp_path, "formulation", "run", FORMULATION_PORT="eighty")
    assert ended.returncode == 2
    assert "A port is a number" in ended.stderr


@contextmanager
def taken() -> Iterator[int]:
    """A port that something else listens at."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_where_the_port_is_taken_the_next_free_one_is_used() -> None:
    with taken() as port, bound(Settings(port=port)) as listening:
        assert port < listening.getsockname()[1] < port + 60
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_that_was_chosen_is_not_exchanged_for_another() -> None:
    with taken() as port, pytest.raises(NoFreePort, match="Something else already listens"):
        bound(Settings(port=port, port_was_chosen=True))


def test_started_from_another_folder_it_says_one_line_and_stops_when_asked(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "formulation", "run"],
        cwd=tmp_path,
        env={**os.environ, "FORMULATION_DATA": "clinic", "FORMULATION_PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert line.startswith("The notebook is open at http://127.0.0.1:")
    assert (out, err) == ("", "")
    assert (tmp_path / "clinic").is_dir()
