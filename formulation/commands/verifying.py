"""`python -m formulation verify`: read every line of every ledger and say which does not hold."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from formulation.bootstrap import archive_at
from formulation.store.archive import Archive, Verdict

from .command import Command, Progress, place_of


def _asks(parser: ArgumentParser) -> None:
    parser.add_argument("place", nargs="?", help="a folder or a postgresql:// address")


def _does(given: Namespace) -> int:
    archive = archive_at(place_of(given.place))
    try:
        return told(verdicts(archive, Progress("Reading")))
    finally:
        archive.close()


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
