"""What the eye may miss on a drawing: loops nobody has named, loops without a way out, and where they meet.

Everything is counted in steps taken, not in seconds, so the same map always gives the same answer;
where a map is too tangled to be looked through whole, the answer says that it stopped early.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from formulation.domain.formulation import Formulation, in_order
from formulation.domain.records import (
    CorePain,
    Exit,
    Link,
    Pole,
    Procedure,
    ReciprocalRole,
    kind_of,
)

from .graph import pieces, rounds_of, ways_on

BUDGET: Final = 20_000
"""Steps taken along arrows before the search stops; some 40 ms on an ordinary computer, and never near 200."""

LONGEST: Final = 12
"""Things in one loop; a longer one is not seen as a loop."""

MOST: Final = 24
"""Unnamed loops told of; more than that is a tangle, and no help."""

CARRY_ON: Final = frozenset({"leads_to", "sets_off", "keeps_going", "flips_to", "strengthens"})
"""The kinds of link along which one thing brings about another."""


@dataclass(frozen=True)
class Unnamed:
    """A closed way round that nobody has named, from its first thing and back to it."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class Feeding:
    """One loop comes back to where another begins; `both` when the other also comes back to this one."""

    from_id: str
    to_id: str
    at: str
    both: bool


@dataclass(frozen=True)
class Meeting:
    """A place that several loops pass through: a way out beside it would touch all of them."""

    at: str
    loops: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What was found on one map."""

    unnamed: tuple[Unnamed, ...]
    without_way_out: tuple[str, ...]
    feeding: tuple[Feeding, ...]
    meeting: Meeting | None
    apart: tuple[tuple[str, ...], ...]
    stopped_early: bool

    def __bool__(self) -> bool:
        return bool(
            self.unnamed or self.without_way_out or self.feeding or self.meeting or self.apart
        )


def looked_through(formulation: Formulation, *, budget: int = BUDGET) -> Found:
    """Everything this page asks of a map; `budget` in steps along arrows."""
    unnamed, early = _unnamed(formulation, budget)
    parts = pieces(formulation)
    return Found(
        unnamed,
        without_way_out(formulation),
        _feeding(formulation),
        _meeting(formulation),
        parts[1:],
        early,
    )


def without_way_out(formulation: Formulation) -> tuple[str, ...]:
    """The procedures none of whose steps has a way out, in the order they were made."""
    leaving = {one.leaves for one in formulation.every(Exit)}
    return tuple(
        one.id
        for one in formulation.every(Procedure)
        if not any(step.id in leaving for step in one.all_steps())
    )


# Loops that feed each other, and where they meet


def _feeding(formulation: Formulation) -> tuple[Feeding, ...]:
    """Which loop comes back to where another begins: at the same pole, or a pain above whose pole it begins."""
    procedures = formulation.every(Procedure)
    leads: dict[tuple[str, str], str] = {}
    for one in procedures:
        for home in _homes(formulation, one):
            for other in procedures:
                if other.id != one.id and other.starts_at == home:
                    leads.setdefault((one.id, other.id), home)
    told: list[Feeding] = []
    for (one_id, other_id), at in leads.items():
        both = (other_id, one_id) in leads
        if not both or in_order(one_id) < in_order(other_id):
            told.append(Feeding(one_id, other_id, at, both))
    return tuple(told)


def _homes(formulation: Formulation, procedure: Procedure) -> Iterator[str]:
    for one in rounds_of(procedure):
        home = formulation.get(one.returns_to)
        if isinstance(home, CorePain):
            yield from home.under
        elif home is not None:
            yield home.id


def _meeting(formulation: Formulation) -> Meeting | None:
    """The pole that most loops pass through, where at least two do."""
    passing: dict[str, dict[str, None]] = {}
    before: dict[str, list[str]] = {}
    for procedure in formulation.every(Procedure):
        for one in rounds_of(procedure):
            for some_id in (one.starts_at, *_homes(formulation, procedure)):
                if some_id and isinstance(formulation.get(some_id), Pole):
                    passing.setdefault(some_id, {})[procedure.id] = None
            if one.returns_to and one.steps:
                before.setdefault(one.returns_to, []).append(one.steps[-1])
            if one.starts_at and one.steps:
                before.setdefault(one.starts_at, []).append(one.steps[0])
    most = max(passing, key=lambda some_id: len(passing[some_id]), default=None)
    if most is None or len(passing[most]) < 2:
        return None
    return Meeting(most, tuple(passing[most]), tuple(dict.fromkeys(before.get(most, ()))))


# Loops nobody has named


def _unnamed(formulation: Formulation, budget: int) -> tuple[tuple[Unnamed, ...], bool]:
    search = _Search(formulation, budget)
    found = sorted(search.loops(), key=lambda ids: (len(ids), [in_order(one) for one in ids]))
    return tuple(Unnamed(ids) for ids in found[:MOST]), search.stopped_early or len(found) > MOST


class _Search:
    """Walks every closed way of arrows once, from the earliest thing on it, nearest way home first."""

    def __init__(self, formulation: Formulation, budget: int) -> None:
        self.formulation = formulation
        self.left = budget
        self.stopped_early = False
        self.onward: dict[str, list[str]] = {}
        self.back: dict[str, list[str]] = {}
        for one, other in dict.fromkeys(_ways(formulation)):
            self.onward.setdefault(one, []).append(other)
            self.back.setdefault(other, []).append(one)
        self.rank = {
            some_id: at
            for at, some_id in enumerate(sorted({*self.onward, *self.back}, key=in_order))
        }
        self.procedure_of = {
            step.id: one.id for one in formulation.every(Procedure) for step in one.all_steps()
        }

    def loops(self) -> list[tuple[str, ...]]:
        """Closed ways round that are not simply a role, nor one procedure that already has a name."""
        found: list[tuple[str, ...]] = []
        for start in self.rank:
            far = self._far_from_home(start)
            found.extend(loop for loop in self._from(start, far) if self._is_news(loop))
            if self.left <= 0 or len(found) > 4 * MOST:
                self.stopped_early = True
                return found
        return found

    def _far_from_home(self, start: str) -> dict[str, int]:
        """How many steps each thing is away from the start, going backwards, among later things only."""
        far = {start: 0}
        waiting = deque([start])
        while waiting and self.left > 0:
            here = waiting.popleft()
            if far[here] >= LONGEST - 1:
                continue
            for one in self.back.get(here, ()):
                self.left -= 1
                if one not in far and self.rank[one] > self.rank[start]:
                    far[one] = far[here] + 1
                    waiting.append(one)
        return far

    def _from(self, start: str, far: dict[str, int]) -> Iterator[tuple[str, ...]]:
        way = [start]
        on_way = {start}
        choices = [iter(self.onward.get(start, ()))]
        while choices:
            step = next(choices[-1], None)
            self.left -= 1
            if step is None or self.left <= 0:
                choices.pop()
                on_way.discard(way.pop())
            elif step == start:
                yield tuple(way)
            elif step in far and step not in on_way and len(way) + far[step] < LONGEST:
                way.append(step)
                on_way.add(step)
                choices.append(iter(self.onward.get(step, ())))

    def _is_news(self, loop: tuple[str, ...]) -> bool:
        """Not a role going to and fro, not a named procedure, and not only procedures joined end to end."""
        kinds = {kind_of(one) for one in loop}
        if kinds <= {"pole", "pain"}:
            return False
        if "step" not in kinds:
            return True
        whole = [*pairwise(loop), (loop[-1], loop[0])]
        return any(not self._is_drawn_in_one(one, other) for one, other in whole)

    def _is_drawn_in_one(self, one: str, other: str) -> bool:
        """Whether an arrow is a procedure's own, or only goes between the ends of a role or up from a pain."""
        if self.procedure_of.get(one) or self.procedure_of.get(other):
            mine = {self.procedure_of.get(one), self.procedure_of.get(other)} - {None}
            return len(mine) == 1 and not self._is_linked(one, other)
        return {kind_of(one), kind_of(other)} <= {"pole", "pain"}

    def _is_linked(self, one: str, other: str) -> bool:
        return any(
            isinstance(link := self.formulation.get(reference.owner_id), Link)
            and link.to_id == other
            and link.from_id == one
            for reference in self.formulation.pointing_at(one)
        )


def _ways(formulation: Formulation) -> Iterable[tuple[str, str]]:
    """Every arrow along which one thing brings about another."""
    yield from ways_on(formulation)
    for link in formulation.every(Link):
        if link.kind in CARRY_ON and link.from_id and link.to_id:
            yield from _ends(formulation, link.from_id, link.to_id)


def _ends(formulation: Formulation, start: str, end: str) -> Iterator[tuple[str, str]]:
    """A link to or from a whole role is one to or from its poles, as far as going round is concerned."""
    for one in _stands_for(formulation, start):
        for other in _stands_for(formulation, end):
            if one != other:
                yield one, other


def _stands_for(formulation: Formulation, some_id: str) -> tuple[str, ...]:
    thing = formulation.get(some_id)
    if isinstance(thing, ReciprocalRole):
        return thing.top.id, thing.bottom.id
    return (some_id,)
