"""A page that fails in a way nobody foresaw: a calm sentence, a number in the log, no word of the work."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from formulation.settings import HOME

SECRET = "sneering, writing off"

PAGE = f"""
import streamlit as st
st.text_input("said", key="said")
raise ValueError("could not read {SECRET}")
"""

SERVER = """
import sys
import streamlit as st
from formulation.ui.mishaps import told_calmly
from formulation.web.server import our_half
app = st.App("page.py", on_script_error=told_calmly, **our_half())
"""


@dataclass(frozen=True)
class Failing:
    """A server whose only page fails, and what it printed."""

    address: str
    said: Path


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Failing]:
    """Our server's half around a page that fails, with our settings."""
    folder = tmp_path_factory.mktemp("failing")
    (folder / "page.py").write_text(PAGE, encoding="utf-8")
    (folder / "app.py").write_text(SERVER, encoding="utf-8")
    shutil.copytree(HOME / ".streamlit", folder / ".streamlit")
    said, port = folder / "said.txt", _free_port()
    with said.open("wb") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "uvicorn",
                "app:app",
                "--port",
                str(port),
                "--host",
                "127.0.0.1",
            ],
            cwd=folder,
            env={**os.environ, "FORMULATION_DATA": str(folder / "clinic")},
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(port, said)
            yield Failing(f"127.0.0.1:{port}", said)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def _wait_for(port: int, said: Path) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(said.read_text())


def shown_on(line: ClientConnection) -> str:
    """Everything a page sends to a browser in one run, as text."""
    run = BackMsg()
    run.rerun_script.query_string = ""
    line.send(run.SerializeToString())
    shown = []
    while True:
        message = ForwardMsg.FromString(bytes(line.recv(timeout=30)))
        shown.append(str(message))
        if message.WhichOneof("type") == "script_finished":
            return "\n".join(shown)


def test_the_page_shows_a_calm_sentence_whose_number_is_in_the_log(failing: Failing) -> None:
    with connect(
        f"ws://{failing.address}/_stcore/stream",
        origin=f"http://{failing.address}",  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
    ) as line:
        shown = shown_on(line)
    number = re.search(r"pass on this number: ([2-9A-Z]{3}-[2-9A-Z]{3})", shown)
    assert number is not None
    assert "What you had saved is safe" in shown
    log = failing.said.read_text()
    assert number.group(1) in log
    assert "builtins.ValueError" in log
    assert re.search(r"page\.py:\d+ <module>", log)
    for place in (shown, log):
        assert SECRET not in place
        assert "could not read" not in place
    assert "Traceback" not in log
    assert "chatgpt" not in shown.lower()
