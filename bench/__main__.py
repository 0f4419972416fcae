"""`python -m bench [measure …]`: measure one after another, print one table, and keep the figures."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
import time
from collections.abc import Callable, Iterable

from bench.figures import Figure, kept, table
from bench.ground import Ground, ground

MEASURES = ("start", "live", "panels", "watchers", "keeping")
"""Each a module with `measure(ground)`, which gives its figures one by one."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for, or everything; 0 when every aim was met, 1 when one was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="measure", help=f"of {', '.join(MEASURES)}")
    wanted = parser.parse_args(arguments).measures or list(MEASURES)
    unknown = [name for name in wanted if name not in MEASURES]
    if unknown:
        parser.error(f"There is no measure {unknown[0]}; there are {', '.join(MEASURES)}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whatever was started is ended, too
    began = time.monotonic()
    figures: list[Figure] = []
    for name in wanted:
        with ground() as here:
            figures += _told_meanwhile(name, _measure(name)(here))
    print(f"\n{table(figures)}\n")
    for figure in figures:
        if figure.remark:
            print(f"{figure.what.strip()}: {figure.remark}.")
    print(f"Kept in {kept(figures, time.monotonic() - began)}.")
    return 1 if any(figure.met is False for figure in figures) else 0


def _measure(name: str) -> Callable[[Ground], Iterable[Figure]]:
    measure: Callable[[Ground], Iterable[Figure]] = importlib.import_module(f"bench.{name}").measure
    return measure


def _told_meanwhile(name: str, figures: Iterable[Figure]) -> Iterable[Figure]:
    began = time.monotonic()
    print(f"{name} …", file=sys.stderr, flush=True)
    for figure in figures:
        print(
            f"  {time.monotonic() - began:4.0f} s  {figure.what.strip()}: "
            f"{figure.median:.1f} {figure.unit}", file=sys.stderr, flush=True,
        )  # fmt: skip
        yield figure


if __name__ == "__main__":
    sys.exit(main())
