"""`python -m formulation backup`, `restore` and `erase`: copies made, put back, and let go of for good."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager

from formulation.bootstrap import ME, archive_at, backups_of, beside_of
from formulation.settings import settings
from formulation.store.archive import Archive
from formulation.store.backups import Backup, Backups
from formulation.store.beside import let_go

from .command import Command, Progress


@contextmanager
def _open() -> Iterator[tuple[Archive, Backups]]:
    """The notebook as the settings say, and its copies."""
    archive = archive_at(settings().place)
    try:
        yield archive, backups_of(settings())
    finally:
        archive.close()


def _asks_to_back_up(parser: ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help="only say which copies there are")


def _backs_up(given: Namespace) -> int:
    with _open() as (archive, backups):
        if given.list:
            for one in backups.all():
                print(_in_a_line(one))
            return 0
        made = backups.make(archive, told=Progress("Copying"))
    print(f"Copied and read back: {_in_a_line(made)}")
    damaged = [key for key, line in made.lines.items() if line.damaged]
    for key in damaged:
        print(
            f"{key}: damaged, and copied as it lies. Restore it from an older copy.",
            file=sys.stderr,
        )
    return 1 if damaged else 0


def _in_a_line(one: Backup) -> str:
    if one.trouble:
        return f"{one.name}  {one.trouble}"
    return f"{one.name}  {len(one.lines)} formulations, {one.changes} changes ({one.why})"


def _asks_to_restore(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="", help="which copy; the newest where left out")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="only this one")


def _restores(given: Namespace) -> int:
    with _open() as (archive, backups):
        backup = backups.named(given.name)
        result = backups.restore(archive, backup, given.only, Progress("Restoring"))
    for key, sentence in result.troubles:
        print(f"{key}: {sentence}", file=sys.stderr)
    print(
        f"From {backup.name}: {len(result.put_back)} put back, {len(result.same)} were as they are in "
        f"the copy, {len(result.erased)} stay erased. What was there before is in a copy of its own."
    )
    return 1 if result.troubles else 0


def _asks_to_erase(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the formulation, as its folder and its address are called")
    parser.add_argument(
        "--for-good", action="store_true", help="yes: its ledger and every copy of it, too"
    )


def _erases(given: Namespace) -> int:
    if not given.for_good:
        print("This cannot be taken back. Add --for-good if it is meant.", file=sys.stderr)
        return 2
    with _open() as (archive, backups):
        record = archive.erase(given.id, by=ME)
        copies = backups.forget(given.id)
        with closing(beside_of(settings())) as beside:
            let_go(beside, given.id)
    print(f"{record.id} was erased, with its whole ledger, and from {copies} copies.")
    return 0


BACKUP = Command("backup", "make a verified copy of everything", _asks_to_back_up, _backs_up)
RESTORE = Command("restore", "put formulations back from a copy", _asks_to_restore, _restores)
ERASE = Command("erase", "erase one formulation, copies included", _asks_to_erase, _erases)
