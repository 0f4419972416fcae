"""`python -m bench.layout [maps]`: our drawings beside networkx and Graphviz dot, on the same boxes and arrows.

Prints one table: n, median and p95 for each way of laying out, over the examples, over maps within
the house rule, over larger ones and over states diagrams; and how often ours crosses no more than
the best rival: any at all, and any whose drawing could be printed and read (docs/decisions/013).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.figures import Figure, Said, figure_of, summary
from bench.layout_judge import Judged, graph_of, judged, plan_of, rounds_of
from bench.layout_maps import ANY, HOUSE, ROLE_MAP, STATES, made
from bench.layout_rivals import NotApplicable, dot_path, rivals
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing
from formulation.render.layout import arranged, shown_in
from formulation.render.petals import petal, ring
from formulation.render.scene import scene_of
from formulation.store.library import examples

MAPS = 16
OURS = "ours"
READABLE = 5.0
"""The least size of small words on A4, in points, at which a rival's drawing is one a reader could print."""


@dataclass
class Set:
    """Some drawings of one sort, and what was counted on each, by who laid it out."""

    name: str
    drawings: list[tuple[Formulation, str]]
    counted: dict[str, list[Judged]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    no_worse: list[bool] = field(default_factory=list)
    no_worse_of_printable: list[bool] = field(default_factory=list)
    alone: int = 0

    def measure(self) -> None:
        """Lay out every drawing every way."""
        for formulation, drawing in self.drawings:
            self._measure(formulation, drawing)

    def _measure(self, formulation: Formulation, drawing: str) -> None:
        began = time.process_time()
        arranged(formulation, drawing)
        self.seconds.append(time.process_time() - began)
        plan, rounds = plan_of(scene_of(formulation, drawing), formulation), rounds_of(formulation)
        mine = judged(plan, rounds)
        self.counted.setdefault(OURS, []).append(mine)
        boxes, arrows = graph_of(plan, formulation)
        found: list[Judged] = []
        for rival in rivals():
            try:
                theirs = judged(rival.laid_out(boxes, arrows), rounds)
            except NotApplicable:
                continue
            self.counted.setdefault(rival.name, []).append(theirs)
            found.append(theirs)
        printable = [one for one in found if one.points >= READABLE and not one.overlaps]
        self.alone += not printable
        self.no_worse.append(_no_more(mine, found))
        self.no_worse_of_printable.append(_no_more(mine, printable))

    def figures(self) -> Iterator[Figure]:
        """One line for each thing that was counted and each way."""
        for who, found in self.counted.items():
            for what, unit in COUNTED:
                values = [float(getattr(one, what)) for one in found]
                yield figure_of(f"{self.name}: {what}, {who}", unit, values)
            shares = [100 * one.readable / one.loops for one in found if one.loops]
            if shares:
                yield figure_of(f"{self.name}: loops that turn one way, {who}", "%", shares)
        yield figure_of(f"{self.name}: arranged", "ms", [1000 * one for one in self.seconds])

    def said(self) -> Iterator[Said]:
        """What was promised."""
        mine = self.counted[OURS]
        yield Said(f"{self.name}: nothing overlaps", not any(one.overlaps for one in mine))
        through = sum(one.through for one in mine)
        others = [sum(one.through for one in found) / len(found)
                  for who, found in self.counted.items() if who != OURS]  # fmt: skip
        yield Said(
            f"{self.name}: {through} arrows run through what is not theirs, fewer than any rival's "
            f"{min(others) * len(mine):.0f}", through == 0 or through / len(mine) < min(others),
        )  # fmt: skip
        yield from self._crossings_said()
        yield Said(
            f"{self.name}: every loop turns one way", all(one.readable == one.loops for one in mine)
        )
        if "house" in self.name or "examples" in self.name:
            small = sum(one.points < 8 for one in mine)
            yield Said(
                f"{self.name}: 8 pt or more on A4, but for {small} of {len(mine)}", small == 0
            )

    def _crossings_said(self) -> Iterator[Said]:
        """How often ours crosses no more than the best rival that could be printed, and than any at all."""
        of = len(self.no_worse)
        any_, printable = (
            100 * sum(one) / of for one in (self.no_worse, self.no_worse_of_printable)
        )
        yield Said(
            f"{self.name}: crossings no more than the best printable rival's on {printable:.0f} % (80); "
            f"no rival printable on {self.alone} of {of}; beside any rival, whatever its size, {any_:.0f} %",
            printable >= 80,
        )


def _no_more(mine: Judged, others: list[Judged]) -> bool:
    """Whether ours crosses no more than the best of some others; nobody is better than us alone."""
    return mine.crossings <= min((one.crossings for one in others), default=mine.crossings)


COUNTED = (("overlaps", ""), ("through", ""), ("crossings", ""), ("points", "pt"))


def sets(maps: int) -> list[Set]:
    """The examples, and made maps of two sizes."""
    known = [
        (one.formulation, drawing.id)
        for one in examples()
        for drawing in one.formulation.every(Drawing)
        if len(shown_in(one.formulation, drawing.id)) > 1
    ]
    small, large = ([made(seed, sort) for seed in range(maps)] for sort in (HOUSE, ANY))
    return [
        Set("examples", known),
        Set("house rule", [(one, ROLE_MAP) for one in small]),
        Set("larger", [(one, ROLE_MAP) for one in large]),
        Set("states", [(one, STATES) for one in (*small, *large)]),
    ]


def measured(maps: int = MAPS) -> Iterator[Figure | Said]:
    """Everything, set by set, and what 200 elements cost."""
    if not dot_path():
        print(
            "Graphviz is not installed here (Debian: apt install graphviz): compared without dot."
        )
    for one in sets(maps):
        one.measure()
        yield from one.figures()
        yield from one.said()
    yield from growth()


def growth() -> Iterator[Figure | Said]:
    """What arranging costs as maps grow."""
    from tests.render.growing import MAP, large

    spent = {}
    for size in (100, 200, 400):
        map_ = large(size)
        taken = [
            _from_nothing(Formulation(f"{map_.id}{again}", map_.records), MAP) for again in "abcde"
        ]
        spent[size] = 1000 * sorted(taken)[len(taken) // 2]
        yield figure_of(f"{size} elements arranged", "ms", [1000 * one for one in taken])
    yield Said("200 elements are arranged within 150 ms", spent[200] <= 150)
    yield Said("Twice the elements cost at most four times as much", spent[400] <= 4 * spent[200])


def _from_nothing(formulation: Formulation, drawing: str) -> float:
    """The seconds arranging takes where no round has been set out before."""
    petal.cache_clear()
    ring.cache_clear()
    began = time.process_time()
    arranged(formulation, drawing)
    return time.process_time() - began


def main(arguments: list[str]) -> int:
    """Measure and print; 1 where a promise was not kept."""
    found = list(measured(int(arguments[0]) if arguments else MAPS))
    print(summary(found))
    return 1 if any(isinstance(one, Said) and not one.met for one in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
