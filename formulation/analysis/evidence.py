"""What observations say to rival hypotheses: what speaks against each, what separates them, where eyes differ.

After the analysis of competing hypotheses (Heuer 1999): one looks at what speaks against, because
almost anything speaks for; what fits every idea separates none; and one asks what everything leans on.
Nothing here adds marks up into a number for how true something is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis, Mark, Observation

TOGETHER: Final = ""
"""In whose eyes a mark is, where all agreed on it."""

_SIDES: Final[Mapping[str, str]] = {
    "strongly_for": "for",
    "for": "for",
    "neither": "neither",
    "against": "against",
    "strongly_against": "against",
}
_HARDEST_FIRST: Final = ("strongly_against", "against", "neither", "for", "strongly_for")


@dataclass(frozen=True)
class Cell:
    """How one observation bears on one hypothesis, by whose eyes: a role, or all together."""

    marks: Mapping[str, str]

    @property
    def counted(self) -> str:
        """The mark all agreed on; without one, the one that is hardest on the idea; "" where there is none.

        One role's doubt is worth hearing before it is argued away.
        """
        if TOGETHER in self.marks:
            return self.marks[TOGETHER]
        return next((one for one in _HARDEST_FIRST if one in self.marks.values()), "")

    @property
    def side(self) -> str:
        """For, against or neither; "" where nobody has considered it."""
        return _SIDES.get(self.counted, "")

    @property
    def differs(self) -> bool:
        """Whether roles see it on different sides; how strongly is not a difference."""
        return len({_SIDES[one] for one in self.marks.values() if one in _SIDES}) > 1


NOBODY: Final = Cell(MappingProxyType({}))
"""A cell nobody has considered yet."""


@dataclass(frozen=True)
class Column:
    """One hypothesis and what bears on it: ids of observations, in their order."""

    hypothesis: Hypothesis
    strongly_against: tuple[str, ...]
    against: tuple[str, ...]
    speaks_for: tuple[str, ...]
    not_considered: tuple[str, ...]
    considered: bool

    @property
    def place(self) -> tuple[bool, int, int]:
        """What it is put in order by: least against first, and what nobody has looked at last."""
        return (not self.considered, len(self.strongly_against), len(self.against))


@dataclass(frozen=True)
class Evidence:
    """Observations as rows, hypotheses as columns; the columns with the least against them first."""

    observations: tuple[Observation, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, str], Cell]

    def cell(self, observation_id: str, hypothesis_id: str) -> Cell:
        """How the one bears on the other."""
        return self.cells.get((observation_id, hypothesis_id), NOBODY)

    @property
    def least_against(self) -> tuple[str, ...]:
        """The hypotheses with the least against them; none where nothing has been considered."""
        looked_at = [column for column in self.columns if column.considered]
        best = min((column.place for column in looked_at), default=None)
        return tuple(column.hypothesis.id for column in looked_at if column.place == best)

    def separates(self, observation_id: str) -> bool:
        """Whether an observation tells these ideas apart: what fits them all says nothing (Heuer 1999)."""
        sides = {self.cell(observation_id, one.hypothesis.id).side for one in self.columns} - {""}
        return len(sides) > 1

    def differing(self) -> tuple[tuple[str, str], ...]:
        """Cells (observation, hypothesis) that roles see on different sides."""
        return tuple(
            (seen.id, column.hypothesis.id)
            for seen in self.observations
            for column in self.columns
            if self.cell(seen.id, column.hypothesis.id).differs
        )


def weighed(
    formulation: Formulation, *, among: Iterable[str] | None = None, without: Collection[str] = ()
) -> Evidence:
    """Every observation set against every hypothesis that is not set aside.

    `among`: only these hypotheses. `without`: observations left out, to see what then stands.
    """
    wanted = None if among is None else set(among)
    hypotheses = [
        one
        for one in formulation.every(Hypothesis)
        if (one.status != "set_aside" if wanted is None else one.id in wanted)
    ]
    seen = tuple(one for one in formulation.every(Observation) if one.id not in without)
    cells = _cells(formulation)
    columns = [_column(one, seen, cells) for one in hypotheses]
    return Evidence(seen, tuple(sorted(columns, key=lambda one: one.place)), cells)


def _cells(formulation: Formulation) -> Mapping[tuple[str, str], Cell]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for mark in formulation.every(Mark):
        if mark.observation and mark.hypothesis and mark.bears:
            found.setdefault((mark.observation, mark.hypothesis), {})[mark.by] = mark.bears
    return MappingProxyType(
        {where: Cell(MappingProxyType(marks)) for where, marks in found.items()}
    )


def _column(
    hypothesis: Hypothesis,
    observations: Sequence[Observation],
    cells: Mapping[tuple[str, str], Cell],
) -> Column:
    counted = {one.id: cells.get((one.id, hypothesis.id), NOBODY) for one in observations}

    def marked(*bears: str) -> tuple[str, ...]:
        return tuple(one for one, cell in counted.items() if cell.counted in bears)

    return Column(
        hypothesis,
        marked("strongly_against"),
        marked("against"),
        marked("strongly_for", "for"),
        marked(""),
        any(cell.counted for cell in counted.values()),
    )


def leans_on(
    formulation: Formulation, *, without: Collection[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """Observations everything leans on: without one of them, other hypotheses would have least against.

    By the observation's id, the hypotheses that would then stand (Heuer 1999, on sensitivity).
    """
    now = weighed(formulation, without=without)
    then = {
        one.id: weighed(formulation, without={*without, one.id}).least_against
        for one in now.observations
    }
    return {some_id: first for some_id, first in then.items() if first != now.least_against}


def roles_that_mark(formulation: Formulation) -> tuple[str, ...]:
    """Every role that has marked anything, in the order they first did; never used to compare them."""
    return tuple(dict.fromkeys(one.by for one in formulation.every(Mark) if one.by))


def said_for(formulation: Formulation, hypothesis: Hypothesis) -> tuple[str, ...]:
    """Everything that speaks for a hypothesis: its own lines, and the observations marked so."""
    return (*hypothesis.evidence_for, *_observed(formulation, hypothesis, "for"))


def said_against(formulation: Formulation, hypothesis: Hypothesis) -> tuple[str, ...]:
    """Everything that speaks against a hypothesis: its own lines, and the observations marked so."""
    return (*hypothesis.evidence_against, *_observed(formulation, hypothesis, "against"))


def _observed(formulation: Formulation, hypothesis: Hypothesis, side: str) -> tuple[str, ...]:
    cells = _cells(formulation)
    return tuple(
        one.words
        for one in formulation.every(Observation)
        if cells.get((one.id, hypothesis.id), NOBODY).side == side
    )
