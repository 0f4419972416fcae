"""How the arrows between poles and rounds find their way: each in turn, then again where they cross."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from . import routes
from .geometry import Box, Point
from .routes import Way, as_drawn, meetings, sampled
from .stage import FAR, Stage
from .walks import walked

SWEEPS = 2
"""How often arrows that cross others are taken up and laid anew."""

MOST_LAID_ANEW = 48
"""With more stems than this a drawing is past untangling, and a drop must still be answered at once."""


FEW = 14
"""With fewer stems than this, those that cross others look for a way through the whole crowd, too."""


class Stem(NamedTuple):
    """An arrow between a pole (or core pain) and the box it meets, before it is drawn.

    `whose`: the procedure's id · `meets`: the id of the first or last box of a round, or of a
    dilemma's name · `away`: the way the round runs there, away from the pole; None where any side
    of the box will do · `out`: whether it leads out of the pole, and not home.
    """

    whose: str
    pole: str
    meets: str
    away: Point | None
    out: bool


@dataclass(eq=False, slots=True)
class _Laid:
    """A stem as it lies for now: from its pole to what it meets."""

    stem: Stem
    cost: float
    way: Way | None
    number: int = -1


def laid(stage: Stage, wanted: Sequence[Stem]) -> Iterator[tuple[Stem, Way]]:
    """The line of each stem, from its pole; what touches its pole already has none."""
    lying: list[_Laid] = []
    for stem in wanted:
        lying.append(_Laid(stem, *_found(stage, stem, lying)))
        _put_down(stage, lying[-1])
    for _ in range(SWEEPS if len(lying) <= MOST_LAID_ANEW else 0):
        if not sum([_laid_anew(stage, one, lying) for one in lying if one.way]):
            break
    for one in lying:
        if one.way is not None:
            stage.lines.drop(one.number)
            stage.ends.setdefault(one.stem.pole, []).append(one.way[0][0])
            stage.cost += one.cost
            yield one.stem, one.way


def _laid_anew(stage: Stage, one: _Laid, lying: Sequence[_Laid]) -> bool:
    """Lay a stem that crosses others once more, now that all of them lie; whether it lies elsewhere."""
    stage.lines.drop(one.number)
    before = one.way
    if before and _crosses(stage, before):
        others = [other for other in lying if other is not one]
        one.cost, one.way = _found(stage, one.stem, others, round_about=True)
    _put_down(stage, one)
    return one.way != before


def _crosses(stage: Stage, way: Way) -> bool:
    line = as_drawn(sampled(way, 10))
    return meetings(line.line, [other for _, other in stage.lines.near(line.box)]) > 0


def _put_down(stage: Stage, one: _Laid) -> None:
    if one.way is not None:
        line = as_drawn(sampled(one.way, 10))
        one.number = stage.lines.add(line.box, line)


def _found(
    stage: Stage, stem: Stem, others: Sequence[_Laid], *, round_about: bool = False
) -> tuple[float, Way | None]:
    """The best line for a stem, clear of what lies, and what it costs."""
    box = stage.boxes[stem.meets]
    pole = stage.box_of(stem.pole, box.middle)
    if pole is None:
        return 0.0, None
    course = stage.course(pole, box, stem.meets, *stage.whose(stem.pole), lines=True)
    taken = tuple(
        one.way[0][0] for one in others if one.way is not None and one.stem.pole == stem.pole
    )
    course = course._replace(solid=(*course.solid, pole), ends=taken)
    starts = stage.ports_of(stem.pole, box.middle)
    found: tuple[float, Way | None]
    if stem.away is None:
        course = course._replace(solid=(*course.solid, box))
        find = routes.joined_round if round_about else routes.joined
        found = find(starts, routes.ports(box), course)
    else:
        found = routes.stem(
            starts, box.middle, stem.away, box.grown(1), course, round_about=round_about
        )
    if found[1] is None or stage.judging or not stage.may_walk():
        return found
    own = (stem.meets, *stage.whose(stem.pole))
    if not stage.in_the_way(found[1], *own) and not (
        round_about and len(others) < FEW and _crosses(stage, found[1])
    ):
        return found
    return _walked(stage, stem, (pole, box), found, taken)


def _walked(
    stage: Stage,
    stem: Stem,
    joins: tuple[Box, Box],
    found: tuple[float, Way | None],
    taken: tuple[Point, ...],
) -> tuple[float, Way | None]:
    """The same stem along a walk through the crowd, where that is better than what was found nearby."""
    pole, box = joins
    own = (stem.meets, *stage.whose(stem.pole))
    wide = stage.course(pole, box, *own, lines=True, near=FAR)
    wide = wide._replace(solid=(*wide.solid, pole, box), ends=taken)
    ends = tuple(port._replace(cost=port.cost + 12) for port in routes.ports(box))
    stage.walks += 1
    offers = walked(stage.ports_of(stem.pole, box.middle), ends, wide)
    if not offers or found[1] is None:
        return found
    best = routes.cheapest(offers, wide)
    now = sum(routes.rough_length(curve) for curve in found[1]) + routes.toll(found[1], wide)
    return best if best[0] < now else found
