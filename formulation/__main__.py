"""`python -m formulation …`: start the notebook and say where it is, or look after what it keeps."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
import webbrowser
from contextlib import suppress
from typing import Final

import uvicorn

from formulation import commands
from formulation.bootstrap import must_be_ready
from formulation.domain.errors import FormulationError
from formulation.settings import HOME, Settings, settings

TRIES: Final = 60
"""How many ports are tried, one after the other, before giving up."""

LARGEST_FRAME: Final = 32 * 1024 * 1024
"""Bytes in one WebSocket frame to Streamlit, as server.maxMessageSize says; canvases are held to less."""


class NoFreePort(FormulationError):
    """Every port tried was taken."""

    def __init__(self, port: int, chosen: bool) -> None:
        super().__init__(
            f"Something else already listens at port {port}. Choose another with FORMULATION_PORT, "
            "or leave it out to take the next free one."
            if chosen
            else f"No free port was found from {port} on. Choose one with FORMULATION_PORT."
        )


class Announced(uvicorn.Server):
    """A server that says where it is, in one line, once it answers there."""

    def __init__(self, config: uvicorn.Config, address: str, *, open_it: bool) -> None:
        super().__init__(config)
        self._address = address
        self._open_it = open_it

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address; open it in a browser where that was asked for."""
        await super().startup(sockets=sockets)
        if not self.started:
            return
        print(f"The notebook is open at {self._address} – stop it with Ctrl+C.", flush=True)
        if self._open_it:
            webbrowser.open(self._address)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and do what it says; the number to leave with, 0 when all was well."""
    parser = argparse.ArgumentParser(prog="python -m formulation", description=__doc__)
    known = parser.add_subparsers(dest="command", required=True)
    run_command = known.add_parser("run", help="start the notebook on this computer")
    run_command.add_argument("--open", action="store_true", help="open it in a browser as well")
    for command in commands.ALL:
        command.asks(known.add_parser(command.name, help=command.help))
    given = parser.parse_args(arguments)
    try:
        if given.command != "run":
            return commands.BY_NAME[given.command].does(given)
        must_be_ready(
            settings()
        )  # a sealed notebook asks for its passphrase before anything listens
        return run(settings(), open_it=given.open)
    except FormulationError as refused:
        print(refused.sentence, file=sys.stderr)
        return 2


def run(wanted: Settings, *, open_it: bool = False) -> int:
    """Serve the notebook until it is stopped. Raises NoFreePort."""
    os.chdir(HOME)  # Streamlit reads .streamlit/config.toml from where it is started
    sys.path.insert(0, str(HOME))
    listening = bound(wanted)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        "app:app",
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
        lifespan="on",
    )
    server = Announced(config, f"http://{shown}:{port}", open_it=open_it)
    with listening, suppress(KeyboardInterrupt):  # Ctrl+C is how it is meant to be stopped
        server.run(sockets=[listening])
    return 0 if server.started else 3


def bound(wanted: Settings) -> socket.socket:
    """A socket listening where it was asked to, or at the next free port. Raises NoFreePort."""
    last = wanted.port + (1 if wanted.port_was_chosen else TRIES)
    for port in range(wanted.port, min(last, 65_536)):
        found = _bound_at(wanted.address, port)
        if found is not None:
            return found
    raise NoFreePort(wanted.port, wanted.port_was_chosen)


def _bound_at(address: str, port: int) -> socket.socket | None:
    """A socket listening at this very port; None where something else does."""
    family, kind, protocol, _, place = socket.getaddrinfo(
        address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name != "nt":  # on Windows this would let two servers share one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(256)
    except OSError as taken:
        listening.close()
        if taken.errno in (errno.EADDRINUSE, errno.EACCES):
            return None
        raise
    return listening


if __name__ == "__main__":
    sys.exit(main())
