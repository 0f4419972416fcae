"""A small proxy in front of several notebooks: a new visitor goes to the next, and stays there by a cookie."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from threading import Lock, Thread

_COOKIE = re.compile(rb"[Cc]ookie:[^\r\n]*\bhouse=(\d+)")


class RoundRobin:
    """Carries connections to ports of this computer; one whose house is gone is carried to another."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports
        self._next = 0
        self._guard = Lock()
        self.carried: list[int] = [0] * len(ports)
        self._listening = socket.create_server(("127.0.0.1", 0))
        Thread(target=self._listen, name="round-robin", daemon=True).start()

    @property
    def address(self) -> str:
        """Where visitors come."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def close(self) -> None:
        """Take no more visitors."""
        self._listening.close()

    def _listen(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(here,), daemon=True).start()

    def _serve(self, here: socket.socket) -> None:
        with suppress(OSError):
            begin = here.recv(65_536)
            known = _COOKIE.search(begin)
            wanted = int(known.group(1)) if known else self._another()
            house, there = self._reached(wanted)
            self.carried[house] += 1
            there.sendall(begin)
            Thread(target=_carry, args=(here, there), daemon=True).start()
            if known is None or house != wanted:
                answer = there.recv(65_536)
                status, _, rest = answer.partition(b"\r\n")
                cookie = f"Set-Cookie: house={house}; Path=/; SameSite=Lax\r\n".encode()
                here.sendall(status + b"\r\n" + cookie + rest if rest else answer)
            _carry(there, here)
            return
        here.close()

    def _another(self) -> int:
        with self._guard:
            self._next += 1
            return self._next % len(self._ports)

    def _reached(self, wanted: int) -> tuple[int, socket.socket]:
        for turn in range(len(self._ports)):
            house = (wanted + turn) % len(self._ports)
            with suppress(OSError):
                return house, socket.create_connection(("127.0.0.1", self._ports[house]))
        raise OSError("no house answers")


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
