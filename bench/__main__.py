"""`python -m bench [measure …]`: measure one after another, print one table, and keep the figures."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from bench import (
    comparing,
    crowd,
    keeping,
    keeping_numbers,
    layout,
    live,
    panels,
    sealing,
    searching,
    shelf,
    start,
    watchers,
)
from bench.figures import Figure, Said, kept, summary
from bench.ground import Ground, ground

Found = Figure | Said


def in_a_browser(measure: Callable[[Ground], Iterable[Found]]) -> Callable[[], Iterator[Found]]:
    """A measure with a fresh browser of its own."""

    def measured() -> Iterator[Found]:
        with ground() as here:
            yield from measure(here)

    return measured


def kept_safe() -> Iterator[Found]:
    """What keeping costs and what it survives."""
    yield from chain(keeping.saving(), keeping.opening(), keeping.along_the_shelf())
    yield from (Said(said, fine) for said, fine in keeping.surviving())


MEASURES: dict[str, Callable[[], Iterator[Found]]] = {
    "start": in_a_browser(start.measure),
    "live": in_a_browser(live.measure),
    "panels": in_a_browser(panels.measure),
    "watchers": in_a_browser(watchers.measure),
    "crowd": in_a_browser(crowd.measure),
    "keeping": kept_safe,
    "numbers": keeping_numbers.measure,
    "sealing": sealing.measure,
    "shelf": in_a_browser(shelf.measure),
    "searching": searching.measure,
    "comparing": comparing.measure,
    "layout": layout.measured,
}


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for, or everything; 0 when every aim was met, 1 when one was missed."""
    wanted = _wanted(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whatever was started is ended, too
    began = time.monotonic()
    found = [one for name in wanted for one in _told_meanwhile(name)]
    seconds = time.monotonic() - began
    print(f"\n{summary(found)}")
    print(f"In {seconds:.0f} s. Kept in {kept(found, seconds)}.")
    return 1 if any(one.met is False for one in found) else 0


def _wanted(arguments: list[str] | None) -> list[str]:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="measure", help=f"of {', '.join(MEASURES)}")
    wanted = parser.parse_args(arguments).measures or list(MEASURES)
    for name in wanted:
        if name not in MEASURES:
            parser.error(f"There is no measure {name}; there are {', '.join(MEASURES)}.")
    return wanted


def _told_meanwhile(name: str) -> Iterator[Found]:
    """What a measure finds, said as it is found: some take minutes."""
    began = time.monotonic()
    print(f"{name} …", file=sys.stderr, flush=True)
    for one in MEASURES[name]():
        print(f"{time.monotonic() - began:6.0f} s  {one.in_short()}", file=sys.stderr, flush=True)
        yield one


if __name__ == "__main__":
    sys.exit(main())
