"""A small proxy in front of a database's socket, whose cable can be cut and mended."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import parse_qsl, quote, urlencode, urlsplit


class Cable:
    """Listens on a port of this computer and carries everything to a socket, until it is cut."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._whole = True
        self._guard = Lock()
        self._ends: set[socket.socket] = set()
        self.carried = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        Thread(target=self._listen, name="cable", daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listening.getsockname()[1])

    def through(self, address: str) -> str:
        """The same database's address, by this cable."""
        parts = urlsplit(address)
        asked = [(key, value) for key, value in parse_qsl(parts.query) if key != "host"]
        query = urlencode(asked, quote_via=quote)
        user = parts.netloc.rpartition("@")[0]
        return f"postgresql://{user}@127.0.0.1:{self.port}{parts.path}?{query}"

    def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        with self._guard:
            self._whole = False
            ends, self._ends = self._ends, set()
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def mend(self) -> None:
        """Carry again."""
        with self._guard:
            self._whole = True

    def close(self) -> None:
        """Cut it for good."""
        self.cut()
        self._listening.close()

    def _listen(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            there = socket.socket(socket.AF_UNIX)
            with self._guard:
                if not self._whole:
                    here.close()
                    continue
                self._ends |= {here, there}
            with suppress(OSError):
                there.connect(str(self._target))
            for one, other in ((here, there), (there, here)):
                Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                other.sendall(data)
                self.carried += len(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
