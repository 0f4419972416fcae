"""`python -m formulation migrate`: make the database's tables, or bring them up to date."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from .command import Command, place_of


def _asks(parser: ArgumentParser) -> None:
    parser.add_argument("--store", help="a postgresql:// address (else FORMULATION_STORE)")


def _does(given: Namespace) -> int:
    place = place_of(given.store)
    if isinstance(place, Path):
        print("Folders need no migrating: each formulation is brought up to date when it is read.")
        return 0
    from formulation.store.database import Database, DatabaseRefused  # noqa: PLC0415
    from formulation.store.tables import LAYOUT, DatabaseSilent, migrate  # noqa: PLC0415

    try:
        database = Database(place)
    except DatabaseRefused as refused:
        raise DatabaseSilent from refused
    try:
        found = migrate(database, print)
    finally:
        database.close()
    print(f"The tables have layout {LAYOUT}." if found < LAYOUT else "Nothing had to be done.")
    return 0


COMMAND = Command("migrate", "make or update the tables of a database", _asks, _does)
