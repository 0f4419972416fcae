"""A hundred people who only look: what they cost the server while nothing happens, in time and in memory."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from bench.figures import Figure, figure_of
from bench.ground import Ground
from bench.maps import ROLE_MAP, map_of
from tests.browser.house import House

PEOPLE = 100
SIZE = 100
SECONDS = 5.0
SPANS = 3
MOST_PERCENT = 5.0
MOST_MIB = 1.0
PATIENCE = 30.0
MIB = 1024 * 1024
CANVAS = b"formulation.canvas"


class Crowd:
    """People with the map open: each a canvas's live line and a page's session, as a browser holds them."""

    def __init__(self, house: House, formulation_id: str, lines: ExitStack) -> None:
        self._house = house
        self._id = formulation_id
        self._lines = lines
        self.revision = 0

    def look(self) -> ClientConnection:
        """One more canvas on the live line, with its picture, whose revision is then known."""
        line = self._line("/notebook/live")
        line.send(json.dumps({"open": self._id, "drawing": ROLE_MAP, "pulls": True, "have": None}))
        told: dict[str, Any] = {}
        while "picture" not in told:
            told = json.loads(line.recv(PATIENCE))
        self.revision = told["picture"]["revision"]
        return line

    def open_page(self) -> None:
        """One more session of the Map page, run to its end."""
        line = self._line("/_stcore/stream", "streamlit")
        asked = BackMsg()
        asked.rerun_script.query_string = f"open={self._id}"
        asked.rerun_script.page_name = "map"
        line.send(asked.SerializeToString())
        with_canvas, told = False, ForwardMsg()
        while not told.HasField("script_finished"):
            frame = line.recv(PATIENCE)
            told.ParseFromString(frame if isinstance(frame, bytes) else frame.encode())
            with_canvas = with_canvas or CANVAS in told.SerializeToString()
        if not with_canvas:
            raise RuntimeError("The page ran without its canvas.")

    def _line(self, path: str, *protocols: str) -> ClientConnection:
        address = self._house.address
        return self._lines.enter_context(
            connect(
                address.replace("http", "ws", 1) + path,
                origin=address,  # type: ignore[arg-type]
                subprotocols=protocols or None,  # type: ignore[arg-type]
                max_size=None,
            )
        )


def measure(ground: Ground) -> Iterator[Figure]:
    """Time and memory of the server's process for a hundred idle people, and for their live lines alone."""
    formulation = map_of(SIZE)
    with ground.notebook(formulation) as house, ExitStack() as lines:
        crowd, server = Crowd(house, formulation.id, lines), server_of(house)
        crowd.look()
        crowd.open_page()  # the first ones load what everybody shares
        empty = _settled(server)
        for _ in range(PEOPLE):
            crowd.look()
        looking = _settled(server)
        yield _idle(f"{PEOPLE} idle live lines", server)
        for _ in range(PEOPLE):
            crowd.open_page()
        there = _settled(server)
        figure = _idle(f"{PEOPLE} idle watchers, lines and pages", server)
        yield figure.aiming(f"< {MOST_PERCENT:.0f} % of a core", figure.median < MOST_PERCENT)
    yield _memory("memory for each live line", looking - empty)
    figure = _memory("memory for each watcher, line and page", there - empty)
    yield figure.aiming(f"< {MOST_MIB:.0f} MiB", figure.median < MOST_MIB)


def server_of(house: House) -> psutil.Process:
    """The notebook's process. Raises RuntimeError where it does not run."""
    port = int(house.address.rpartition(":")[2])
    for child in psutil.Process().children(recursive=True):
        if any(one.laddr.port == port for one in child.net_connections() if one.status == "LISTEN"):
            return child
    raise RuntimeError("The notebook does not run.")


def _settled(server: psutil.Process) -> int:
    """Bytes of memory in use, once whatever was begun is done."""
    time.sleep(1.0)
    return int(server.memory_info().rss)


def _idle(what: str, server: psutil.Process) -> Figure:
    """Per cent of one core over a few spans of idleness."""
    shares = []
    for _ in range(SPANS):
        before = server.cpu_times()
        began = time.monotonic()
        time.sleep(SECONDS)
        after = server.cpu_times()
        used = after.user + after.system - before.user - before.system
        shares.append(100 * used / (time.monotonic() - began))
    return figure_of(f"{what}: the server's time", "%", shares)


def _memory(what: str, grown: int) -> Figure:
    figure = figure_of(what, "MiB", [grown / PEOPLE / MIB])
    return replace(
        figure, n=PEOPLE, remark="how much the whole process grew, divided by the people"
    )
