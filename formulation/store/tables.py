"""The tables of the PostgreSQL shelf: how they are made, brought up to date, and checked before use.

Everything is keyed by `formulation_id` first, so that a service may spread the tables over many
machines by it; bodies are canonical bytes. Each step is made of statements that may be run twice,
outside any transaction, since some engines allow no others to change tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from formulation.domain.errors import FormulationError

from .database import Database, DatabaseAway, DatabaseRefused, Session

T = TypeVar("T")

COMMAND: Final = "python -m formulation migrate"


@dataclass(frozen=True)
class TableStep:
    """One numbered step: the layout it leads to, what it does in words, and its statements."""

    to: int
    what: str
    statements: tuple[str, ...]


STEPS: Final[tuple[TableStep, ...]] = (
    TableStep(
        1,
        "formulations, their records and their changes",
        (
            "CREATE TABLE IF NOT EXISTS formulations ("
            " formulation_id text PRIMARY KEY, version bigint NOT NULL, head text NOT NULL,"
            " saved_at text NOT NULL, seal text NOT NULL)",
            "CREATE TABLE IF NOT EXISTS records ("
            " formulation_id text NOT NULL, record_id text NOT NULL, schema integer NOT NULL,"
            " body bytea NOT NULL, PRIMARY KEY (formulation_id, record_id))",
            "CREATE TABLE IF NOT EXISTS changes ("
            " formulation_id text NOT NULL, number bigint NOT NULL, mark text NOT NULL,"
            " frame bytea NOT NULL, PRIMARY KEY (formulation_id, number))",
        ),
    ),
    TableStep(
        2,
        "what is still being typed, for every process to find",
        (
            "CREATE TABLE IF NOT EXISTS beside (name text PRIMARY KEY, content bytea NOT NULL)",
            "CREATE TABLE IF NOT EXISTS beside_held ("
            " name text PRIMARY KEY, holder text NOT NULL, until timestamptz NOT NULL)",
        ),
    ),
)
"""Every step there has been, oldest first; added to at the end and never edited."""

LAYOUT: Final = STEPS[-1].to
"""The layout of the tables that this notebook reads and writes."""

_NOTEBOOK: Final = (
    "CREATE TABLE IF NOT EXISTS notebook (name text PRIMARY KEY, value text NOT NULL)"
)


class NotReady(FormulationError):
    """The database cannot be used as it is; the sentence says what to do."""


class TablesOlder(NotReady):
    """The tables are missing, or of an older layout than this notebook writes."""

    def __init__(self, found: int) -> None:
        what = "is older than this notebook's" if found else "has not been made yet"
        super().__init__(
            f"The layout of the tables in the database {what} (it is {found}, and has to be {LAYOUT}). "
            f"Nothing was changed. Run “{COMMAND}” once, then start the notebook again."
        )
        self.found = found


class TablesNewer(NotReady):
    """A newer notebook has been here."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"The tables in the database were laid out by a newer notebook (layout {found}; this one knows "
            f"{LAYOUT}). Nothing was changed. Bring this notebook up to date; its “{COMMAND}” does not go back."
        )
        self.found = found


class DatabaseSilent(NotReady):
    """The database could not be asked at all."""

    def __init__(self) -> None:
        super().__init__(
            "The database named in FORMULATION_STORE did not answer. "
            "See that it runs and that its address, name and password are right, then try again."
        )


def must_be_current(database: Database, *, older: bool = False) -> None:
    """Refuse tables of another layout; with `older`, only of a newer one, or none at all.

    Raises TablesOlder, TablesNewer or DatabaseSilent.
    """
    found = layout_of(database)
    if found < (1 if older else LAYOUT):
        raise TablesOlder(found)
    if found > LAYOUT:
        raise TablesNewer(found)


def layout_of(database: Database) -> int:
    """The layout of the tables that are there, 0 where there are none. Raises DatabaseSilent."""
    return _asked(database, _layout)


def migrate(database: Database, told: Callable[[str], None] = lambda _: None) -> int:
    """Make the tables, or bring them up to date; tells each step. Returns the layout found before.

    Running it twice, or from two places at once, does no harm. Raises TablesNewer or DatabaseSilent.
    """
    found = layout_of(database)
    if found > LAYOUT:
        raise TablesNewer(found)
    _asked(database, lambda session: session.do(_NOTEBOOK))
    for step in STEPS:
        if step.to > found:
            told(f"Layout {step.to}: {step.what}.")
            _asked(database, _taken(step))
    return found


def _layout(session: Session) -> int:
    there = session.rows(
        "SELECT 1 FROM information_schema.tables"
        " WHERE table_name = 'notebook' AND table_schema = current_schema()"
    )
    if not there:
        return 0
    found = session.rows("SELECT value FROM notebook WHERE name = 'layout'")
    return int(found[0][0]) if found else 0


def _taken(step: TableStep) -> Callable[[Session], None]:
    def take(session: Session) -> None:
        for statement in step.statements:
            session.do(statement)
        session.do(
            "INSERT INTO notebook (name, value) VALUES ('layout', %s)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            str(step.to),
        )

    return take


def _asked(database: Database, question: Callable[[Session], T]) -> T:
    try:
        return database.look(question)
    except (DatabaseAway, DatabaseRefused) as silent:
        raise DatabaseSilent from silent
