"""The wall: who may talk to a personal notebook, under which name, from which page, and about what."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
import stat
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from formulation.security.address import OnlyOnThisComputer, is_loopback, is_our_name

from .refusals import refuse

LOG: Final = logging.getLogger("formulation")

OPEN_CORE: Final = frozenset(
    {"/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/upload_file"}
)
"""What Streamlit's own page needs of its inner doors, besides the files of our components."""

OPEN_FOLDERS: Final = ("/_stcore/upload_file/", "/_stcore/bidi-components/formulation.")
SHUT: Final = ("/_stcore", "/component", "/auth", "/oauth2callback", "/app/static")
"""Doors that Streamlit leaves open and nothing here uses: numbers, sign-in, foreign components, agents."""

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FOR_ANYBODY: Final = ("/notebook/vis/", "/notebook/fonts/")
"""Published software and fonts: nothing is given away if another page loads them."""

_NOT_HERE = "This notebook can only be read on the computer it runs on."
_NOT_THIS_NAME = "Open the notebook by its own address: http://127.0.0.1 and its port."
_NOT_FROM_THERE = "Another page asked for this. The notebook only answers its own pages."
_NO_SUCH_DOOR = "There is nothing here."


class Wall:
    """ASGI middleware that lets only this computer's own pages in, HTTP and sockets alike."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._checked_ports: dict[int, bool] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        objection = self._objection(scope)
        if objection is None:
            await self.app(scope, receive, send)
        else:
            await refuse(scope, receive, send, *objection)

    def _objection(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if not self._came_from_here(scope):
            return 403, _NOT_HERE
        if not is_our_name(headers.get("host", "")):
            return 421, _NOT_THIS_NAME
        if not _own_page_asked(scope, headers):
            return 403, _NOT_FROM_THERE
        if not is_open(scope["path"]):
            return 404, _NO_SUCH_DOOR
        return None

    def _came_from_here(self, scope: Scope) -> bool:
        client, server = scope.get("client"), scope.get("server")
        if client is None or not is_loopback(client[0]):
            return False
        return server is None or self._only_loopback_listens(server[1])

    def _only_loopback_listens(self, port: int | None) -> bool:
        """Whether the socket behind this port listens on this computer only; asked once for each port."""
        if port is None:
            return True
        if port not in self._checked_ports:
            wide = [one for one in listening_on(port) if not is_loopback(one)]
            self._checked_ports[port] = not wide
            if wide:
                LOG.error("%s", OnlyOnThisComputer(wide[0]).sentence)
        return self._checked_ports[port]


def is_open(path: str) -> bool:
    """Whether there is a door at this path that our own pages use."""
    if path in OPEN_CORE or path.startswith(OPEN_FOLDERS):
        return True
    return not any(path == shut or path.startswith(f"{shut}/") for shut in SHUT)


def _own_page_asked(scope: Scope, headers: Headers) -> bool:
    """Whether a request comes from one of our own pages, or from somebody typing the address."""
    if scope["path"].startswith(FOR_ANYBODY):
        return True
    origin = headers.get("origin")
    if scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS:
        return origin is not None and _is_own(origin, headers.get("host", ""))
    if origin is not None and not _is_own(origin, headers.get("host", "")):
        return False
    asked_by = headers.get("sec-fetch-site", "none")
    return asked_by in ("none", "same-origin") or headers.get("sec-fetch-mode") == "navigate"


def _is_own(origin: str, host: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def listening_on(port: int) -> Iterator[str]:
    """The addresses on which this process listens at a port, where the system lets us look."""
    for one in _own_sockets():
        try:
            with socket.socket(fileno=os.dup(one)) as copy:
                if copy.family not in (socket.AF_INET, socket.AF_INET6):
                    continue
                listens = copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
                address, its_port = copy.getsockname()[:2]
        except OSError:
            continue
        if listens and its_port == port:
            yield address


def _own_sockets() -> Iterable[int]:
    """The file descriptors of this process that are sockets; none where they cannot be listed."""
    try:
        names = os.listdir("/dev/fd")  # noqa: PTH208 (descriptors, not paths)
    except OSError:
        return
    for name in names:
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                yield int(name)
        except (OSError, ValueError):
            continue


def address_asked_for(arguments: Iterable[str]) -> str | None:
    """The address a server's command line asks it to listen on, if it names one.

    Knows the spellings of uvicorn, hypercorn, gunicorn and granian: `--host`, `--bind`, `-b`.
    """
    waiting = False
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if waiting:
            return _without_port(argument)
        if name in ("--host", "--bind", "-b"):
            if equals:
                return _without_port(value)
            waiting = True
    return None


def _without_port(said: str) -> str:
    bare = said.removeprefix("tcp://")
    try:
        return str(ipaddress.ip_address(bare.strip("[]")))
    except ValueError:
        return bare.rpartition(":")[0].strip("[]") if ":" in bare else bare
