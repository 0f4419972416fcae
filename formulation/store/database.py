"""Transactions on PostgreSQL, each tried again within bounds; the only file that speaks psycopg.

What comes out of here is either what the work returned, with its transaction committed, or one of two
refusals: `DatabaseAway`, which says whether the commit may have happened all the same, and
`DatabaseRefused`, for what trying again would not change. Neither carries the database's own
words, which may quote what somebody wrote.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

T = TypeVar("T")
Row = tuple[Any, ...]

FIRST_PAUSE: Final = 0.002
LONGEST_PAUSE: Final = 0.25
"""Seconds between two attempts, doubling from the first to the longest, each with a chance part."""

LATELY: Final = 10.0
BRIEFLY: Final = 0.3
"""Seconds after nobody answered in which questions are asked only briefly; and how long that is."""

_SET_UP: Final[dict[str, Any]] = {
    "application_name": "formulation",
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_LONGEST_STATEMENT: Final = "SET statement_timeout = '20s'"
_ALWAYS_DURABLE: Final = "SET synchronous_commit = on"

_A_MOMENT: Final = 0.1
"""Seconds to wait for a connection before asking the pool again: it connects anew only when it is asked."""

_PASSING: Final = (
    errors.ReadOnlySqlTransaction,  # a standby that is about to take over
    errors.UniqueViolation,  # a race to create
    errors.DuplicateTable,
    errors.DuplicateObject,
)

_log = logging.getLogger(__name__)
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # it would report every attempt


class TryAgain(Exception):  # not a refusal: nobody sees it
    """Raised by work that found that somebody came between; its transaction is undone and begun again."""


class DatabaseAway(Exception):  # the shelf says it in a person's words
    """The database did not answer, or was too busy, for as long as we are patient.

    `unsure` when it stopped answering during a commit that may have happened; `full` when it has no room.
    """

    def __init__(self, *, unsure: bool = False, full: bool = False) -> None:
        super().__init__("the database did not answer")
        self.unsure = unsure
        self.full = full


class DatabaseRefused(Exception):
    """The database answered, and would not do it; `kind` is its name for the reason, free of content."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Session:
    """One attempt at some work; `unsure` when an earlier attempt may have been committed after all."""

    def __init__(self, connection: psycopg.Connection[Row], *, unsure: bool = False) -> None:
        self._connection = connection
        self.unsure = unsure
        self.ending = False

    def rows(self, statement: str, *given: object) -> list[Row]:
        """What a question finds."""
        return self._connection.execute(statement, given).fetchall()

    def do(self, statement: str, *given: object) -> int:
        """Run one statement; how many rows it touched."""
        return self._connection.execute(statement, given).rowcount

    def do_each(self, statement: str, given: Iterable[Sequence[object]]) -> None:
        """Run one statement for each of several rows, sent together."""
        with self._connection.cursor() as cursor:
            cursor.executemany(statement, given)


class Database:
    """A pool of connections to one database, and the patience to use it.

    `patience` is how many seconds a piece of work is tried for. Safe to use from many threads.
    """

    def __init__(self, address: str, *, patience: float = 5.0, connections: int = 8) -> None:
        """Make the pool; nothing is asked of the database yet. Raises DatabaseRefused for a bad address."""
        self._patience = patience
        self._away_at = float("-inf")
        self._chosen = random.Random()  # noqa: S311 - spreads attempts, hides nothing
        try:
            psycopg.conninfo.make_conninfo(address)
        except psycopg.Error as wrong:
            raise DatabaseRefused("address") from wrong
        self._pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            address,
            kwargs={**_SET_UP, "autocommit": True},
            min_size=1,
            max_size=connections,
            timeout=patience,
            reconnect_timeout=0.0,
            configure=_configured,
            open=False,
        )
        self._pool.open()

    def transact(self, work: Callable[[Session], T]) -> T:
        """Do work in one transaction; it is committed and durable before this returns.

        The work may be done more than once, so it must change nothing but the database.
        Raises DatabaseAway, DatabaseRefused, and what the work raises.
        """
        return self._tried(lambda session: self._in_one(session, work), self._patience)

    def look(self, question: Callable[[Session], T]) -> T:
        """Ask something whose every statement stands alone. Raises as `transact` does.

        Where nobody answered a moment ago, it is asked only briefly: a page should not wait again and again.
        """
        lately = time.monotonic() - self._away_at < LATELY
        return self._tried(question, min(self._patience, BRIEFLY) if lately else self._patience)

    def close(self) -> None:
        """Let go of every connection."""
        self._pool.close()

    def before_commit(self, session: Session) -> None:
        """The last moment of a transaction. Nothing happens here; a test's database stumbles here."""

    def after_commit(self, session: Session) -> None:
        """The first moment after a commit, before its maker hears of it; for tests, as `before_commit`."""

    def _in_one(self, session: Session, work: Callable[[Session], T]) -> T:
        with session._connection.transaction():
            done = work(session)
            self.before_commit(session)
            session.ending = True
        self.after_commit(session)
        return done

    def _tried(self, attempt: Callable[[Session], T], patience: float) -> T:
        until = time.monotonic() + patience
        pause, unsure = FIRST_PAUSE, False
        while True:
            session: Session | None = None
            try:
                with self._pool.connection(_A_MOMENT) as connection:
                    session = Session(connection, unsure=unsure)
                    return attempt(session)
            except TryAgain:
                full = False
            except errors.DiskFull:
                unsure, full = unsure or _may_be_kept(session, None), True
            except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as trouble:
                unsure, full = unsure or _may_be_kept(session, trouble), False
            except psycopg.Error as trouble:
                self._must_pass_by_itself(trouble)
                full = False
            if full or time.monotonic() + pause > until:
                self._away_at = time.monotonic()
                raise DatabaseAway(unsure=unsure, full=full)
            time.sleep(pause * self._chosen.uniform(0.5, 1.0))
            pause = min(pause * 2, LONGEST_PAUSE)

    def _must_pass_by_itself(self, trouble: psycopg.Error) -> None:
        """Raise DatabaseRefused unless waiting helps."""
        if isinstance(trouble, _PASSING):
            return
        kind = f"{type(trouble).__name__} {trouble.sqlstate or ''}".strip()
        _log.warning("The database declined a statement: %s", kind)
        raise DatabaseRefused(kind) from trouble


def _may_be_kept(session: Session | None, trouble: Exception | None) -> bool:
    """Whether a transaction that ended in trouble may have been committed."""
    if session is None or not session.ending:
        return False
    undone = (errors.SerializationFailure, errors.DeadlockDetected, errors.TransactionRollback)
    unknown = isinstance(trouble, errors.StatementCompletionUnknown)
    return unknown or not isinstance(trouble, undone)


def _configured(connection: psycopg.Connection[Row]) -> None:
    connection.execute(_LONGEST_STATEMENT)
    connection.execute(_ALWAYS_DURABLE)
