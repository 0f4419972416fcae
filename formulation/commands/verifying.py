"""`python -m formulation verify`: read every line of every ledger and say which does not hold."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from formulation.bootstrap import archive_at, backups_of
from formulation.settings import settings
from formulation.store.archive import Archive, Verdict

from .command import Command, Progress, place_of


def _asks(parser: ArgumentParser) -> None:
    parser.add_argument("place", nargs="?", help="a folder or a postgresql:// address")
    parser.add_argument("--copies", action="store_true", help="every copy there is, instead")


def _does(given: Namespace) -> int:
    if given.copies:
        return _copies()
    archive = archive_at(place_of(given.place))
    try:
        return told(verdicts(archive, Progress("Reading")))
    finally:
        archive.close()


def _copies() -> int:
    """Check every copy; 0 when all hold."""
    backups, worst = backups_of(settings()), 0
    for one in backups.all():
        print(f"{one.name}: {one.trouble}" if one.trouble else f"{one.name}:")
        worst = max(worst, told(backups.check(one, Progress("Reading"))), int(bool(one.trouble)))
    return worst


def verdicts(archive: Archive, progress: Progress) -> list[Verdict]:
    """A verdict on everything on a shelf."""
    keys, found = archive.ids(), []
    for number, key in enumerate(keys, start=1):
        found.append(archive.check(key))
        progress(number, len(keys))
    return found


def told(found: list[Verdict]) -> int:
    """Say what was found; 0 when everything holds, 1 when something does not."""
    wrong = [verdict for verdict in found if verdict.trouble]
    for verdict in wrong:
        line = f"line {verdict.line}: " if verdict.line else ""
        said = f"{verdict.id}: {line}{verdict.trouble} {verdict.changes} changes before it hold."
        print(said, file=sys.stderr)
    changes = sum(verdict.changes for verdict in found)
    end = f"{len(wrong)} do not hold." if wrong else "Every line holds."
    print(f"{len(found)} formulations, {changes} changes read. {end}")
    return 1 if wrong else 0


COMMAND = Command("verify", "check every line of every ledger", _asks, _does)
