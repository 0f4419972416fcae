"""Numbered migrations over plain records, so that what was written under an older schema still reads.

A record is migrated on its own wherever it is read: in a document, in a ledger of years ago,
in a file somebody kept. Migrations are added at the end and never edited.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

PlainRecord = dict[str, Any]


@dataclass(frozen=True)
class Migration:
    """One numbered step: what it does in words, and how it rewrites one plain record."""

    to_schema: int
    what: str
    rewrite: Callable[[PlainRecord], PlainRecord]


MIGRATIONS: Final[tuple[Migration, ...]] = ()
"""Every migration there has been, oldest first; the first leads to schema 2."""

SCHEMA: Final = 1 + len(MIGRATIONS)
"""The schema in which records are written today."""


def migrated(
    record: PlainRecord, from_schema: int, migrations: Sequence[Migration] = MIGRATIONS
) -> PlainRecord:
    """The same record as today's schema writes it; the one given is left as it was."""
    now = dict(record)
    for migration in migrations:
        if migration.to_schema > from_schema:
            now = migration.rewrite(now)
    return now
