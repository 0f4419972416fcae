"""Where everything in one drawing stands, and what an arrow between two things has to keep clear of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

from formulation.domain.records import Procedure, ReciprocalRole, SelfState

from .elements import Element, Figure
from .figures import doubt, pair
from .geometry import Box, Net, Point, box_around, distance, hull, within
from .glyphs import moved
from .labels import Namer
from .routes import (
    ACROSS,
    CLEAR,
    Course,
    Drawn,
    Line,
    Port,
    Way,
    as_drawn,
    crossings,
    meetings,
    ports,
    sampled,
)
from .sheet import Sheet

THROUGH = {"procedure": 80.0, "exit": 60.0, "link": 18.0}
"""What it costs for each tenth of a line to run through the middle of another procedure's round."""

NEAR = 140.0
"""How far beyond its two ends a line looks for what may be in its way."""

MOST_WALKS, ON_AT_MOST = 24, 170
"""How many arrows may look for a way through the crowd, on a drawing of at most how many things: on a
larger one a drop could not be answered at once.
"""

FAR = 420.0
"""How far it looks where it finds no way through nearby."""


@lru_cache(maxsize=20_000)
def standing(figure: Figure, x: float, y: float) -> Figure:
    """A figure at its place."""
    return Figure(figure.box.moved(x, y), figure.wrap.moved(x, y), moved(figure.shapes, x, y))


def is_doubted(thing: object) -> bool:
    """Whether someone is no longer sure of a record."""
    return getattr(getattr(thing, "held", None), "standing", "") == "doubted"


class Stage:
    """One drawing with everything at its place, before arrows are drawn."""

    def __init__(self, sheet: Sheet, places: dict[str, Point]) -> None:
        self.sheet = sheet
        self.formulation = sheet.formulation
        self.namer = Namer(sheet.formulation)
        self.places = places
        self.boxes: dict[str, Box] = {}
        self.poles: dict[str, list[tuple[str, Box]]] = {}
        self.lines: Net[Drawn] = Net()
        self.rounds: dict[str, list[Line]] = {}
        self.ends: dict[str, list[Point]] = {}
        self.owned: list[tuple[str, Drawn]] = []
        self.polygons: list[tuple[str, tuple[Point, ...]]] = []
        self.captions: Net[None] = Net()
        self.tips: Net[None] = Net()
        self.judging = False
        self.walks = 0
        self.cost = 0.0
        self.headings: list[Box] = []
        self.middles: list[Box] = []
        for some_id, (x, y) in places.items():
            self._stand(some_id, x, y)

    def _stand(self, some_id: str, x: float, y: float) -> None:
        self.boxes[some_id] = self.sheet.boxes[some_id].moved(x, y)
        thing = self.formulation[some_id]
        if isinstance(thing, ReciprocalRole):
            self._stand_poles(thing, x, y, some_id)
        elif isinstance(thing, SelfState):
            self.tips.add(self.boxes[some_id], None)
            island = self.sheet.island_of(thing)
            self.headings.append(island.words.moved(x, y))
            for role_id, dx, dy in island.roles:
                role = self.formulation[role_id]
                if isinstance(role, ReciprocalRole):
                    self._stand_poles(role, x + dx, y + dy, some_id)

    def _stand_poles(self, role: ReciprocalRole, x: float, y: float, within: str) -> None:
        set_ = pair(role.top.words, role.bottom.words)
        self.middles.append(Box(x - 3, y + set_.top.bottom, x + 3, y + set_.bottom.top))
        self.tips.add(set_.box.moved(x, y), None)
        self.poles.setdefault(role.top.id, []).append((within, set_.top.moved(x, y)))
        self.poles.setdefault(role.bottom.id, []).append((within, set_.bottom.moved(x, y)))
        if within != role.id:
            self.poles.setdefault(role.id, []).append((within, set_.box.moved(x, y)))

    def rounds_here(self) -> tuple[Procedure, ...]:
        """The procedures that are drawn here."""
        every = self.formulation.every(Procedure) if self.sheet.kind != "states" else ()
        return tuple(one for one in every if one.id in self.places)

    @cached_property
    def solid(self) -> Net[str]:
        """Everything that arrows keep clear of, a little grown, with whose it is."""
        net: Net[str] = Net()
        for some_id, box in self.boxes.items():
            if not some_id.startswith("role:"):
                net.add(box.grown(CLEAR), some_id)
        for some_id, stands in self.poles.items():
            if not some_id.startswith("role:"):
                for _, box in stands:
                    net.add(box.grown(CLEAR), some_id)
        for box in (*self.headings, *self.middles):
            net.add(box.grown(CLEAR), "")
        return net

    def course(
        self,
        one: Box,
        other: Box,
        *own: str,
        ends: tuple[Point, ...] = (),
        lines: bool = False,
        near: float = NEAR,
    ) -> Course:
        """What a line between two boxes keeps clear of; `own` may be run through."""
        around = hull((one, other)).grown(near)
        solid = [box for box, some_id in self.solid.near(around) if some_id not in own]
        solid += [box for box, _ in self.captions.near(around)]
        drawn = tuple(line for _, line in self.lines.near(around)) if lines else ()
        return Course(tuple(solid), drawn, ends)

    def may_walk(self) -> bool:
        """Whether there is time left to look for a way through the crowd."""
        return self.walks < MOST_WALKS and len(self.places) <= ON_AT_MOST

    def in_the_way(self, way: Way, *own: str) -> bool:
        """Whether a line runs through anything at all that it should keep clear of, words included."""
        line = sampled(way)
        around = as_drawn(line).box
        solid = [box.grown(-3.5) for box, some_id in self.solid.near(around) if some_id not in own]
        solid += [box.grown(-3.5) for box, _ in self.captions.near(around)]
        return crossings(line, solid) > 0

    def drew(self, whose: str, way: Way, *, on_round: bool = False) -> None:
        """Remember a line, so that later ones and captions keep clear of it."""
        line = as_drawn(sampled(way, 10))
        self.lines.add(line.box, line)
        self.owned.append((whose, line))
        tip = box_around(line.line[-1], 18, 18)
        self.tips.add(tip, None)
        if on_round:
            self.rounds.setdefault(whose, []).append(line.line)

    def tangles(self) -> float:
        """What it costs that lines cross each other, or run through the middle of another's round."""
        every = [line for _, line in self.lines]
        crossed = sum(meetings(one.line, every[at + 1 :]) for at, one in enumerate(every))
        through = sum(
            THROUGH.get(whose.partition(":")[0], 0.0)
            for owner, corners in self.polygons
            for whose, line in self.owned
            if whose != owner
            for point in line.line
            if within(point, corners)
        )
        return ACROSS * crossed + through

    def box_of(self, some_id: str | None, near: Point | None = None) -> Box | None:
        """The box an arrow to this thing meets; of several, the one nearest to a point."""
        if some_id is None:
            return None
        if some_id in self.boxes:
            return self.boxes[some_id]
        offers = [box for _, box in self.poles.get(some_id, ())]
        if not offers or near is None:
            return offers[0] if offers else None
        return min(offers, key=lambda box: distance(box.middle, near))

    def whose(self, some_id: str | None) -> tuple[str, ...]:
        """The ids whose boxes an arrow to this thing may run through: itself, its poles, what holds it."""
        if some_id is None or some_id not in self.formulation:
            return ()
        within = [owner for owner, _ in self.poles.get(some_id, ()) if owner.startswith("state:")]
        thing = self.formulation[some_id]
        poles = (thing.top.id, thing.bottom.id) if isinstance(thing, ReciprocalRole) else ()
        return (some_id, *poles, *within)

    def ports_of(self, some_id: str, towards: Point) -> tuple[Port, ...]:
        """Where an arrow may leave or reach a thing: a box's sides, or the line of a procedure's round."""
        thing = self.formulation.get(some_id)
        if isinstance(thing, Procedure) and some_id in self.rounds:
            return self._on_round(some_id, towards)
        box = self.box_of(some_id, towards)
        return ports(box, self._inner(some_id)) if box else ()

    def _inner(self, some_id: str) -> int:
        """1 for a top pole, whose lower side looks at the other pole; −1 for a bottom pole; 0 else."""
        if not some_id.startswith("pole:"):
            return 0
        owner = self.formulation.owner_of(some_id)
        return 1 if isinstance(owner, ReciprocalRole) and owner.top.id == some_id else -1

    def _on_round(self, procedure_id: str, towards: Point) -> tuple[Port, ...]:
        """Points on a procedure's line between its steps, facing away from its middle, nearest first."""
        middle = self.boxes[procedure_id].middle
        found = []
        for line in self.rounds[procedure_id]:
            for x, y in line[3:-3]:
                dx, dy = x - middle[0], y - middle[1]
                far = distance((0, 0), (dx, dy)) or 1.0
                out = (dx / far, dy / far)
                found.append(Port((x + out[0] * 3, y + out[1] * 3), out))
        found.sort(key=lambda port: (distance(port.point, towards), port))
        return tuple(found[:14])

    def simple(
        self,
        some_id: str,
        kind: str,
        label: str,
        *,
        layer: str = "thing",
        marks: tuple[str, ...] = (),
        figure: Figure | None = None,
    ) -> Element:
        """A thing that is one figure at one place; `figure` where it looks other than it usually does."""
        figure = standing(figure or self.sheet.figures[some_id], *self.places[some_id])
        shapes = figure.shapes
        if is_doubted(self.formulation[some_id]):
            marks = (*marks, "doubted")
        return Element(
            some_id, some_id, kind, layer, shapes, label, figure.box, figure.wrap,
            moves=some_id, marks=marks,
        )  # fmt: skip

    def doubts(self) -> Iterator[Element]:
        """The question tags of what somebody is no longer sure of, above everything else."""
        for some_id, box in self.boxes.items():
            if is_doubted(self.formulation[some_id]):
                yield _tag(some_id, some_id, some_id, box)
        for some_id, stands in self.poles.items():
            if some_id.startswith("role:") and is_doubted(self.formulation[some_id]):
                for within, box in stands:
                    yield _tag(f"{within}/{some_id}", some_id, within, box)


def _tag(key: str, some_id: str, moves: str, box: Box) -> Element:
    middle = (box.right - 3, box.top + 1)
    return Element(
        f"{key}|doubt",
        some_id,
        "tag",
        "tag",
        doubt(box),
        box=box_around(middle, 17, 17),
        moves=moves,
    )
