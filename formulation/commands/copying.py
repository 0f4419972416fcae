"""`python -m formulation copy --from … --to …`: carry a whole notebook to another shelf, and compare."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from formulation.bootstrap import archive_at
from formulation.domain.errors import FormulationError
from formulation.store.copying import copied

from .command import Command, Progress, place_of


class SamePlace(FormulationError):
    """A notebook was to be copied onto itself."""

    def __init__(self) -> None:
        super().__init__("Both places are the same; nothing was copied.")


def _asks(parser: ArgumentParser) -> None:
    where = "a folder or a postgresql:// address"
    parser.add_argument("--from", dest="source", required=True, metavar="PLACE", help=where)
    parser.add_argument("--to", dest="target", required=True, metavar="PLACE", help=where)


def _does(given: Namespace) -> int:
    here, there = place_of(given.source), place_of(given.target)
    if here == there:
        raise SamePlace
    source = archive_at(here)
    try:
        target = archive_at(there)
        try:
            result = copied(
                source, target, bringing=Progress("Copying"), comparing=Progress("Comparing")
            )
        finally:
            target.close()
    finally:
        source.close()
    for key, sentence in result.troubles:
        print(f"{key}: {sentence}", file=sys.stderr)
    print(
        f"{result.formulations} formulations with {result.changes} changes are the same in both places; "
        f"{result.brought} changes were carried over now."
    )
    return 1 if result.troubles else 0


COMMAND = Command("copy", "carry a whole notebook to another place", _asks, _does)
