"""What is still being typed, kept in the database, so that every process of a service finds it.

Nothing but rows and conditions on them is used. Whoever holds a name has a row that says until when;
somebody who died while holding it is waited for no longer than that (a lease, Gray and Cheriton, 1989).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from .beside import NAME
from .database import Database, DatabaseAway, DatabaseRefused, Session
from .shelf import CouldNotOpen, CouldNotSave

T = TypeVar("T")

LEASE: Final = 20.0
"""Seconds for which a name is held at most."""

_PATIENCE: Final = 10.0
_PAUSE: Final = 0.05

_READ: Final = "SELECT content FROM beside WHERE name = %s"
_WRITE: Final = (
    "INSERT INTO beside (name, content) VALUES (%s, %s)"
    " ON CONFLICT (name) DO UPDATE SET content = excluded.content"
)
_REMOVE: Final = "DELETE FROM beside WHERE name = %s"
_NAMES: Final = "SELECT name FROM beside WHERE left(name, %s) = %s ORDER BY name"
_FREE: Final = "DELETE FROM beside_held WHERE name = %s AND until < now()"
_TAKE: Final = (
    "INSERT INTO beside_held (name, holder, until)"
    " VALUES (%s, %s, now() + %s * interval '1 second') ON CONFLICT (name) DO NOTHING"
)
_LET_GO: Final = "DELETE FROM beside_held WHERE name = %s AND holder = %s"


class TablesBeside:
    """Small pieces by name in two tables of a database that every process of a service reaches."""

    def __init__(self, database: Database, *, lease: float = LEASE) -> None:
        self._database = database
        self._lease = lease

    def read(self, name: str) -> bytes | None:
        """What is kept under a name; None where there is nothing. Raises CouldNotOpen."""
        rows = self._asked(lambda session: session.rows(_READ, _checked(name)))
        return bytes(rows[0][0]) if rows else None

    def write(self, name: str, content: bytes) -> None:
        """Keep something in place of what was there; durable before this returns. Raises CouldNotSave."""
        self._done(lambda session: session.do(_WRITE, _checked(name), content))

    def remove(self, name: str) -> None:
        """Keep nothing under a name any more. Raises CouldNotSave."""
        self._done(lambda session: session.do(_REMOVE, _checked(name)))

    def names(self, begin: str) -> tuple[str, ...]:
        """Every name that begins so, in order. Raises CouldNotOpen."""
        rows = self._asked(lambda session: session.rows(_NAMES, len(begin), begin))
        return tuple(str(name) for (name,) in rows)

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Whoever holds a name is the only one, in any process, who reads and then writes it.

        Raises CouldNotSave where somebody else holds it for too long.
        """
        holder, until = secrets.token_hex(16), time.monotonic() + _PATIENCE
        while not self._taken(_checked(name), holder):
            if time.monotonic() > until:
                raise CouldNotSave("", _NOT_SAVED)
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            self._done(lambda session: session.do(_LET_GO, name, holder))

    def close(self) -> None:
        """Let go of every connection."""
        self._database.close()

    def _taken(self, name: str, holder: str) -> bool:
        def take(session: Session) -> bool:
            session.do(_FREE, name)
            mine = session.do(_TAKE, name, holder, self._lease) == 1
            return mine or _is_mine(session, name, holder)

        return self._done(take)

    def _done(self, work: Callable[[Session], T]) -> T:
        try:
            return self._database.transact(work)
        except (DatabaseAway, DatabaseRefused) as away:
            raise CouldNotSave("", _NOT_SAVED) from away

    def _asked(self, question: Callable[[Session], T]) -> T:
        try:
            return self._database.look(question)
        except (DatabaseAway, DatabaseRefused) as away:
            raise CouldNotOpen("", _NO_ANSWER) from away


def _is_mine(session: Session, name: str, holder: str) -> bool:
    """Whether an attempt that nobody heard of again was kept after all."""
    held = session.rows("SELECT holder FROM beside_held WHERE name = %s", name)
    return bool(held) and held[0][0] == holder


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError("not a name for a small piece")
    return name


_NOT_SAVED: Final = (
    "This was not saved just now: the database did not take it. What you typed is still on the page; "
    "it is tried again."
)
_NO_ANSWER: Final = (
    "The database did not answer just now. Nothing was changed; try again in a moment."
)
