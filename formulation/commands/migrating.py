"""`python -m formulation migrate`: make the database's tables, or bring them up to date."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from formulation.bootstrap import backups_of
from formulation.settings import settings
from formulation.store.backups import BEFORE_MIGRATING

from .command import Command, Progress, place_of


def _asks(parser: ArgumentParser) -> None:
    parser.add_argument("--store", help="a postgresql:// address (else FORMULATION_STORE)")


def _does(given: Namespace) -> int:
    place = place_of(given.store)
    if isinstance(place, Path):
        print("Folders need no migrating: each formulation is brought up to date when it is read.")
        return 0
    from formulation.store.database import Database, DatabaseRefused  # noqa: PLC0415
    from formulation.store.tables import (  # noqa: PLC0415
        LAYOUT,
        DatabaseSilent,
        layout_of,
        migrate,
    )

    try:
        database = Database(place)
    except DatabaseRefused as refused:
        raise DatabaseSilent from refused
    try:
        if 0 < layout_of(database) < LAYOUT:
            _copied_first(place)
        found = migrate(database, print)
    finally:
        database.close()
    print(f"The tables have layout {LAYOUT}." if found < LAYOUT else "Nothing had to be done.")
    return 0


def _copied_first(address: str) -> None:
    """Keep a verified copy of what is there, as it was before anything is changed. Raises CopyNotMade."""
    from formulation.store.postgres_shelf import PostgresShelf  # noqa: PLC0415

    shelf = PostgresShelf(address, older=True)
    try:
        copy = backups_of(settings()).make(shelf, BEFORE_MIGRATING, Progress("Copying first"))
    finally:
        shelf.close()
    print(f"A verified copy was made first: {copy.name}.")


COMMAND = Command("migrate", "make or update the tables of a database", _asks, _does)
