"""The role map from nothing: roles side by side, core pain beneath, each procedure a petal around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import atan2, pi
from typing import NamedTuple

from formulation.domain.kinds import LINK_KINDS
from formulation.domain.records import (
    CorePain,
    Exit,
    Group,
    Procedure,
    ReciprocalRole,
)

from .corners import page, stand_aside, whole_at
from .draw import drawn
from .figures import captions, pair
from .geometry import Box, Point, along, distance, hull, segment_meets
from .petals import ROOM, Arm, Bundle, Petal, Way, at_place, free_distance, petal
from .routes import cross
from .sheet import Sheet, arms_of, wants_of
from .stage import Stage

BETWEEN_ROLES, IN_A_CROWD = 38.0, 50.0
"""White between two roles side by side: more where many arrows must pass between many roles."""

MANY = 6

BESIDE_CORE = 44.0
UNDER_ROLES = 20.0
LEGIBLE = 1262.0
"""The widest the boxes of a map may stand so that its small words are 8 pt on A4 lying down, and a little
white for arrows that swing out beyond them (13.5 units × 277 mm would be 1,325); drawing units.
"""

READABLE, UNREADABLE = 1320.0, 2000.0
"""The widest a whole drawing may be for that, arrows and all; and what it costs to be wider."""

TOO_SMALL = 8.0
"""What each unit costs by which a map is wider than that."""

CROSSED, PIERCED = 90.0, 180.0
"""What it costs that two stems cross, and that one runs through another's round."""

SLIDE = 120
"""How far a petal may be slid nearer the middle of a map that is too wide; drawing units."""

STRIDE = 70.0
"""How far apart the starting points of petals lie along the sides of the core."""
Places = dict[str, Point]


@dataclass(frozen=True)
class _State:
    """A half-finished arrangement: what it costs so far, and the petals that stand."""

    cost: float
    petals: tuple[Petal, ...]
    span: Box


class _Offer(NamedTuple):
    """One way a petal might grow, and roughly what it would cost."""

    cost: float
    how: tuple[int, float]
    state: _State
    petal: Petal
    anchor: Point
    way: Point


class _Effort(NamedTuple):
    """How widely to look: strides to either side, shapes to try, offers to look at closely, states to keep,
    how many to draw in earnest before one is chosen, and offers to look at when planting anew.
    """

    reach: int
    aspects: tuple[float, ...]
    exact: int
    beam: int
    drawn: int
    again: int


def _effort(count: int) -> _Effort:
    """Much for a map that fits in the head, less for one that does not."""
    if count <= 3:
        return _Effort(8, (1.05, 1.6), 40, 8, 4, 12)
    if count <= 6:
        return _Effort(8, (1.3, 1.6), 24, 4, 4, 8)
    if count <= 12:
        return _Effort(10, (1.3,), 12, 2, 1, 6)
    return _Effort(10, (1.3,), 4, 1, 1, 0)


class RoleMap:
    """Arranges one role map or team map."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.boxes = sheet.boxes
        self.stand: dict[str, Box] = {}
        self.ends: dict[str, Box] = {}
        self.frame = Box(0.0, 0.0, 0.0, 0.0)
        self.joined = frozenset(
            frozenset((str(link.from_id), str(link.to_id))) for link in sheet.links
        )

    def arranged(self) -> Places:
        """Places for everything the drawing shows."""
        self._roles()
        self._pains()
        states = self._petals(self._fixed())
        offers = [(0.8 * state.cost, self._whole(state)) for state in states]
        if len(offers) == 1:
            return offers[0][1]
        return min(offers, key=lambda one: one[0] + judged(self.sheet, one[1]))[1]

    def _whole(self, state: _State) -> Places:
        stand = dict(self.stand)
        for one in state.petals:
            stand.update(one.boxes)
        return stand_aside(self.sheet, stand)

    def lone_petal(self, procedure: Procedure) -> dict[str, Box]:
        """One procedure by itself, open upwards: the boxes of its name, steps, horns and ways out."""
        return dict(petal(bundle_of(self.sheet, procedure), 6, 1, 1.3).boxes)

    # The middle of the map.

    def _roles(self) -> None:
        roles = self.sheet.formulation.every(ReciprocalRole)
        core = self._ordered([one for one in roles if one.tone != "good_enough"])
        good = [one for one in roles if one.tone == "good_enough"]
        x = 0.0
        for row in (core, good):
            gap = BETWEEN_ROLES if len(row) < MANY else IN_A_CROWD
            for role in row:
                x = self._role(role, x) + gap
            x += BESIDE_CORE - gap

    def _ordered(self, roles: list[ReciprocalRole]) -> list[ReciprocalRole]:
        """Roles in the order they were made, but for what brings those that share something together."""
        at = {role.id: nth for nth, role in enumerate(roles)}
        shared = [{at[one] for one in ids if one in at} for ids in self._sharing()]
        shared = [ids for ids in shared if len(ids) > 1]
        order = list(range(len(roles)))
        least = _spread(order, shared)
        while shared:
            swaps = [_swapped(order, one, other) for one, other in combinations(order, 2)]
            best = min(swaps, key=lambda tried: _spread(tried, shared), default=order)
            if _spread(best, shared) >= least:
                break
            order, least = best, _spread(best, shared)
        return [roles[nth] for nth in order]

    def _sharing(self) -> Iterator[set[str]]:
        """The ids of the roles that a procedure, a core pain or an arrow joins, each time."""
        for one in self.sheet.formulation.every(Procedure):
            homes = [home for _, _, home in arms_of(one)]
            yield self._roles_of([one.starts_at, *homes, one.forbidden_by])
        for pain in self.sheet.formulation.every(CorePain):
            yield self._roles_of(pain.under)
        for link in self.sheet.links:
            yield self._roles_of((link.from_id, link.to_id))

    def _roles_of(self, ids: Iterable[str | None]) -> set[str]:
        formulation = self.sheet.formulation
        return {formulation.owner_of(one).id for one in ids if one and one in formulation}

    def _role(self, role: ReciprocalRole, left: float) -> float:
        set_ = pair(role.top.words, role.bottom.words)
        x = round(left + set_.box.width / 2)
        y = -round(set_.arrow)
        self.stand[role.id] = set_.box.moved(x, y)
        self.ends[role.top.id] = set_.top.moved(x, y)
        self.ends[role.bottom.id] = set_.bottom.moved(x, y)
        return x + set_.box.width / 2

    def _pains(self) -> None:
        """Each core pain beneath the middle of the poles it lies under."""
        taken: list[Box] = []
        floor = hull(self.stand.values()).bottom
        for one in self.sheet.formulation.every(CorePain):
            size = self.boxes[one.id]
            above = [self.ends[end] for end in one.under if end in self.ends]
            over = hull(above) if above else hull(self.stand.values())
            low = max((box.bottom for box in above), default=floor + 34)
            box = size.moved(round(over.middle[0]), round(low + UNDER_ROLES - size.top))
            roles = list(self.stand.values())
            far = free_distance([box], [*roles, *taken], (0.0, 1.0), 0.0, 12.0)
            box = box.moved(0, round(far))
            taken.append(box)
            self.ends[one.id] = box
        self.stand.update(
            {some_id: self.ends[some_id] for some_id in self.boxes if some_id in self.ends}
        )

    def _fixed(self) -> list[Box]:
        """What petals keep clear of: core and pain as one block, roles beside it, parties, links."""
        core, beside = self._core()
        blocks = [hull(core).grown(20, 18)] if core else []
        self.frame = hull(blocks)
        fixed = [*blocks, *(box.grown(8) for box in beside)]
        fixed += self._arches(hull(blocks or fixed))
        if self.sheet.kind == "team_map":
            fixed += self._parties(hull(fixed))
        return fixed

    def _core(self) -> tuple[list[Box], list[Box]]:
        core: list[Box] = []
        beside: list[Box] = []
        for some_id, box in self.stand.items():
            thing = self.sheet.formulation[some_id]
            good = isinstance(thing, ReciprocalRole) and thing.tone == "good_enough"
            (beside if good else core).append(box)
        return core, beside

    def _arches(self, frame: Box) -> list[Box]:
        """Room above the core for arrows from role to role, with their words."""
        room: list[Box] = []
        for link in self.sheet.links:
            ends = [self._role_box(end) for end in (link.from_id, link.to_id)]
            first, second = ends
            if first is None or second is None or first == second:
                continue
            row = LINK_KINDS.get(link.kind)
            tall = captions(link.words, row.label if row else link.kind)[-1].box.height + 16
            left, right = sorted((first.middle[0], second.middle[0]))
            low = min(
                [frame.top, *(box.top for box in room if box.left < right and box.right > left)]
            )
            room.append(Box(left, low - tall, right, low))
        return room

    def _role_box(self, some_id: str | None) -> Box | None:
        if some_id is None or some_id not in self.sheet.formulation:
            return None
        owner = self.sheet.formulation.owner_of(some_id)
        return self.stand.get(owner.id) if isinstance(owner, ReciprocalRole) else None

    def _parties(self, frame: Box) -> list[Box]:
        """Parties in a row above, each over the pole it is drawn to; and the room its arrow needs."""
        groups = self.sheet.formulation.every(Group)
        wanted = [(self._over(group.id), at, group.id) for at, group in enumerate(groups)]
        lanes: list[Box] = []
        x = float("-inf")
        top = frame.top - 74
        for over, _, some_id in sorted(
            wanted, key=lambda one: (one[0] is not None, one[0] or 0, one[1])
        ):
            size = self.boxes[some_id]
            middle = over if over is not None else frame.left - size.width / 2 - 40
            left = max(x, middle - size.width / 2)
            box = whole_at(size, left, top - size.height)
            self.stand[some_id] = box
            self.ends[some_id] = box
            x = box.right + 34
            lanes.append(box.grown(6))
            if over is not None:
                lanes.append(
                    Box(
                        min(over, box.middle[0]) - 10,
                        box.bottom,
                        max(over, box.middle[0]) + 84,
                        frame.top,
                    )
                )
        return lanes

    def _over(self, group_id: str) -> float | None:
        """Where the pole or role stands that a party is joined to."""
        for link in self.sheet.links:
            if link.from_id == group_id:
                box = self._role_box(link.to_id)
                if box:
                    return box.middle[0]
        return None

    # The petals.

    def _petals(self, fixed: list[Box]) -> list[_State]:
        """Where each petal grows: a beam search, largest first, roughly and then exactly."""
        bundles = [bundle_of(self.sheet, one) for one in self.sheet.formulation.every(Procedure)]
        effort = _effort(len(bundles))
        beam = [_State(0.0, (), hull(fixed))]
        for bundle in sorted(bundles, key=lambda one: (-_area(one), one.id)):
            rough = sorted(
                (offer for state in beam for offer in self._rough(state, bundle, fixed, effort)),
                key=lambda one: one[:2],
            )
            exact = (self._exact(offer, fixed, bundle) for offer in rough[: effort.exact])
            beam = _best_of_each(exact, effort.beam)
        best = [
            self._improved(state, bundles, fixed, effort)
            for state in _best_of_each(beam, effort.drawn, 1)
        ]
        best = [self._drawn_in(state, fixed) for state in best] if effort.again else best
        return _best_of_each(best, effort.drawn, 1)

    def _improved(
        self, state: _State, bundles: list[Bundle], fixed: list[Box], effort: _Effort
    ) -> _State:
        """The same arrangement with each petal in turn planted anew, where that is better."""
        for bundle in bundles if effort.again else ():
            others = _State(0.0, (), hull(fixed))
            for one in state.petals:
                if one.id != bundle.id:
                    span = hull([others.span, one.hull])
                    cost = self._cost(others, one, span)
                    others = _State(cost, (*others.petals, one), span)
            rough = sorted(self._rough(others, bundle, fixed, effort), key=lambda one: one[:2])
            offers = [self._exact(offer, fixed, bundle) for offer in rough[: effort.again]]
            best = min(offers, key=lambda one: one.cost)
            if best.cost < state.cost - 1.0:
                state = best
        return state

    def _drawn_in(self, state: _State, fixed: list[Box]) -> _State:
        """A map too wide for its words to be read on paper, its petals slid nearer its middle."""
        for one in state.petals if page(state.span) > LEGIBLE else ():
            others = [other for other in state.petals if other.id != one.id]
            taken = [*fixed, *(box for other in others for _, box in other.boxes)]
            x, y = one.hull.middle
            middle = self.frame.middle
            for dx, dy in ((1 if x < middle[0] else -1, 0), (0, 1 if y < middle[1] else -1)):
                slid = _slid(one, taken, (dx, dy))
                span = hull([*fixed, *(other.hull for other in others), slid.hull])
                if page(span) < page(state.span):
                    petals = tuple(slid if other.id == one.id else other for other in state.petals)
                    cost = state.cost - _paper(page(span), page(state.span))
                    state, one = _State(cost, petals, span), slid  # noqa: PLW2901
        return state

    def _rough(
        self, state: _State, bundle: Bundle, fixed: list[Box], effort: _Effort
    ) -> Iterator[_Offer]:
        """Every way a petal might grow from here, with its hull kept clear of the others' hulls."""
        anchor = self._anchor(bundle, state)
        hulls = [one.hull for one in state.petals]
        taken = [*fixed, *hulls]
        before = page(state.span)
        for number, (start, way, eighth) in enumerate(self._starts(anchor, effort)):
            for aspect in effort.aspects if not bundle.forks else effort.aspects[:1]:
                one = self._turned(bundle, eighth, aspect, anchor, way)
                far = free_distance([one.hull.moved(*start)], taken, way, 0.0, ROOM)
                x, y = start[0] + way[0] * far, start[1] + way[1] * far
                span = hull([state.span, one.hull.moved(x, y)])
                cost = state.cost + _paper(before, page(span)) + (6 if one.leftward else 0)
                cost += 220 if y < self.frame.top - 60 else 0
                for end, (px, py) in one.stems:
                    if end in self.ends:
                        cost += self._reach(self.ends[end], (px + x, py + y), hulls)
                yield _Offer(cost, (number, aspect), state, one, start, way)

    def _starts(self, anchor: Point, effort: _Effort) -> Iterator[tuple[Point, Point, int]]:
        """From where along each side of the core a petal sets out, which way, and where its mouth looks."""
        frame, (x, y) = self.frame, anchor
        for way, low, high in (
            ((0.0, 1.0), -effort.reach, effort.reach),
            ((-1.0, 0.0), -3, 4),
            ((1.0, 0.0), -3, 4),
            ((0.0, -1.0), -4, 4),
        ):
            for at in range(low, high + 1):
                if way[1]:
                    start = (x + at * STRIDE, frame.bottom if way[1] > 0 else frame.top)
                else:
                    start = (frame.left if way[0] < 0 else frame.right, y + at * STRIDE)
                middle = (start[0] + way[0] * 170, start[1] + way[1] * 150)
                looks = atan2(y - middle[1], x - middle[0])
                yield start, way, round(looks / (pi / 4)) % 8

    def _turned(
        self, bundle: Bundle, eighth: int, aspect: float, anchor: Point, way: Point
    ) -> Petal:
        """A petal turning the way that brings its stems home straighter."""
        one = petal(bundle, eighth, 1, aspect)
        if bundle.forks or len({end for end, _ in one.stems}) < 2:
            return one
        other = petal(bundle, eighth, -1, aspect)
        x, y = anchor[0] + way[0] * 260, anchor[1] + way[1] * 220

        def reach(shape: Petal) -> float:
            return sum(
                distance(self.ends[end].middle, (px + x, py + y))
                for end, (px, py) in shape.stems
                if end in self.ends
            )

        return other if reach(other) < reach(one) - 12 else one

    def _reach(self, box: Box, point: Point, hulls: Sequence[Box]) -> float:
        """Roughly what an arrow from a pole to a point costs."""
        side = min(_sides(box), key=lambda one: distance(one, point))
        cost = distance(side, point) + 2.0 * _inside(side, point, self.frame)
        return cost + 110 * sum(segment_meets(side, point, other) for other in hulls)

    def _exact(self, offer: _Offer, fixed: list[Box], bundle: Bundle) -> _State:
        """The same petal as near as its boxes, one by one, can come."""
        state, one, anchor, way = offer.state, offer.petal, offer.anchor, offer.way
        taken = [*fixed, *(box for other in state.petals for _, box in other.boxes)]
        boxes = [box.moved(*anchor) for _, box in one.boxes]
        far = free_distance(boxes, taken, way, 0.0, ROOM + 6)
        stands = at_place(one, round(anchor[0] + way[0] * far), round(anchor[1] + way[1] * far))
        span = hull([state.span, stands.hull])
        return _State(self._cost(state, stands, span), (*state.petals, stands), span)

    def _anchor(self, bundle: Bundle, state: _State) -> Point:
        """Where a petal grows from: between the poles it begins at and comes home to."""
        ends = [
            self.ends[end]
            for arm in bundle.arms
            for end in (arm.start, arm.home)
            if end in self.ends
        ]
        return hull(ends).middle if ends else state.span.middle

    def _cost(self, state: _State, one: Petal, span: Box) -> float:
        """What a half-finished arrangement costs: paper, arrows, what they run through, and turning left."""
        before = page(state.span)
        cost = state.cost + _paper(before, page(span)) + (6 if one.leftward else 0)
        cost += self._upward(one)
        boxes = [box for other in state.petals for _, box in other.boxes]
        lines = [line for other in state.petals for line in self._stems_of(other)]
        mine = self._stems_of(one)
        for (end, _), line in zip(one.stems, mine, strict=False):
            own = [box for _, box in one.boxes if not box.grown(3).holds(line[1])]
            cost += self._stem(end, line, [*boxes, *own])
        theirs = [chord for other in state.petals for chord in other.chords]
        for at, line in enumerate(mine):
            cost += CROSSED * sum(cross(*line, *other) for other in (*lines, *mine[at + 1 :]))
            cost += PIERCED * sum(cross(*line, *chord) for chord in theirs)
        cost += PIERCED * sum(cross(*line, *chord) for line in lines for chord in one.chords)
        for other in state.petals:
            if frozenset((one.id, other.id)) in self.joined:
                apart = one.hull.distance(other.hull)
                cost += 0.5 * apart + max(0.0, 90.0 - apart)
                cost += 450 * segment_meets(one.hull.middle, other.hull.middle, self.frame)
        return cost

    def _upward(self, one: Petal) -> float:
        """What it costs to grow above the core from lower ends: what is borne is drawn beneath."""
        if one.hull.middle[1] > self.frame.top:
            return 0.0
        middle = self.frame.middle[1]
        low = [
            end
            for end, _ in one.stems
            if end in self.ends and self.ends[end].middle[1] > middle - 40
        ]
        return 110.0 * len(low)

    def _stems_of(self, one: Petal) -> list[tuple[Point, Point]]:
        """Straight lines from the poles to a petal, each from the best side of its pole."""
        return [
            (min(_sides(self.ends[end]), key=lambda side: distance(side, point)), point)
            for end, point in one.stems
            if end in self.ends
        ]

    def _stem(self, end: str | None, line: tuple[Point, Point], boxes: Sequence[Box]) -> float:
        """What an arrow between a pole and a round costs: its length, and what it would run through."""
        box = self.ends.get(end or "")
        if box is None:
            return 0.0
        blocks = [other for some_id, other in self.ends.items() if some_id != end]
        best = 1e9
        point = line[1]
        for port in _sides(box):
            cost = distance(port, point)
            if cost < best:
                cost += 220 * sum(segment_meets(port, point, other) for other in blocks)
                cost += 90 * segment_meets(port, point, box) + 2.0 * _inside(
                    port, point, self.frame
                )
            if cost < best:
                cost += 90 * sum(segment_meets(port, point, other) for other in boxes)
            best = min(best, cost)
        return best


def judged(sheet: Sheet, places: Places) -> float:
    """What an arrangement costs when it is really drawn: its paper, and every arrow on it."""
    stage = Stage(sheet, places)
    stage.judging = True
    for _ in drawn(stage, pulls=False):
        pass
    lines = [line.box for _, line in stage.owned]
    span = hull([*stage.boxes.values(), *lines, *(box for box, _ in stage.captions)])
    small = UNREADABLE if page(span) > READABLE else 0.0
    return stage.cost + stage.tangles() + small + _paper(0.0, page(span))


def _slid(one: Petal, taken: Sequence[Box], way: Point) -> Petal:
    """A petal moved along a direction until something stands in its way, or by SLIDE at most."""
    best = one
    for far in range(4, SLIDE + 1, 4):
        tried = at_place(one, way[0] * far, way[1] * far)
        if any(box.meets(other, ROOM + 6) for _, box in tried.boxes for other in taken):
            break
        best = tried
    return best


def _spread(order: Sequence[int], shared: Sequence[set[int]]) -> int:
    """How far apart, in squares of places, those who share something stand in an order."""
    place = {nth: at for at, nth in enumerate(order)}
    spans = (max(place[one] for one in ids) - min(place[one] for one in ids) for ids in shared)
    return sum(span * span for span in spans)


def _swapped(order: Sequence[int], one: int, other: int) -> list[int]:
    return [other if nth == one else one if nth == other else nth for nth in order]


def _best_of_each(offers: Iterable[_State], width: int, spread: int = 2) -> list[_State]:
    """The best half-finished arrangements, at most so many of one look, so that the search stays wide."""
    kept: list[_State] = []
    sides: dict[tuple[tuple[str, int], ...], int] = {}
    for offer in sorted(offers, key=lambda state: state.cost):
        side = tuple(sorted((one.id, _side_of(one)) for one in offer.petals))
        if sides.get(side, 0) < spread and all(
            set(offer.petals) != set(one.petals) for one in kept
        ):
            sides[side] = sides.get(side, 0) + 1
            kept.append(offer)
        if len(kept) == width:
            break
    return kept


def _side_of(one: Petal) -> int:
    """Which way a petal opens, in eighths of a turn."""
    return round(atan2(one.mouth[1], one.mouth[0]) / (pi / 4)) % 8


def _paper(before: float, after: float) -> float:
    """What it costs that the page grows: much where small words would fall under 8 pt on A4."""
    return 1.3 * (after - before) + TOO_SMALL * (
        max(0.0, after - LEGIBLE) - max(0.0, before - LEGIBLE)
    )


def _inside(one: Point, other: Point, box: Box) -> float:
    """About how much of a straight line lies inside a box."""
    points = [along(one, other, share / 10) for share in range(11)]
    return distance(one, other) * sum(box.holds(point) for point in points) / 11


def _sides(box: Box) -> tuple[Point, ...]:
    """Just off the middle of each side of a box."""
    x, y = box.middle
    return (box.left - 2, y), (box.right + 2, y), (x, box.top - 2), (x, box.bottom + 2)


def _area(bundle: Bundle) -> float:
    stations = [size for arm in bundle.arms for _, size in arm.stations]
    return sum(w * h for w, h in stations) + bundle.name[0] * bundle.name[1]


def bundle_of(sheet: Sheet, procedure: Procedure) -> Bundle:
    """What stands together for a procedure: name, steps, horns and ways out, with their sizes."""
    arms = []
    for holder, steps, home in arms_of(procedure):
        stations = [(step.id, _size(sheet, step.id)) for step in steps]
        if holder != procedure.id:
            stations.insert(0, (holder, _size(sheet, holder)))
        arms.append(Arm(tuple(stations), procedure.starts_at, home))
    within = {step.id for step in procedure.all_steps()}
    exits = tuple(
        Way(one.id, _size(sheet, one.id), str(one.leaves))
        for one in sheet.formulation.every(Exit)
        if one.leaves in within
    )
    return Bundle(
        procedure.id, _size(sheet, procedure.id), tuple(arms), exits, bool(procedure.horns),
        bool(wants_of(procedure)),
    )  # fmt: skip


def _size(sheet: Sheet, some_id: str) -> tuple[float, float]:
    box = sheet.boxes[some_id]
    return box.width, box.height
