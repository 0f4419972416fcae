"""The role map from nothing: roles side by side, core pain beneath, each procedure a petal around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, pi, sin

from formulation.domain.kinds import LINK_KINDS
from formulation.domain.records import (
    CorePain,
    Exit,
    Group,
    Procedure,
    ReciprocalRole,
    TargetProblem,
)

from .figures import captions, pair
from .geometry import Box, Point, box_around, distance, hull, segment_meets
from .petals import ROOM, Arm, Bundle, Petal, Way, at_place, free_distance, petal
from .sheet import Sheet, arms_of

BETWEEN_ROLES = 38.0
BESIDE_CORE = 70.0
UNDER_ROLES = 20.0
PAPER = 1.414
"""Width over height of an A4 page lying down."""

Places = dict[str, Point]


@dataclass(frozen=True)
class _State:
    """A half-finished arrangement: what it costs so far, and the petals that stand."""

    cost: float
    petals: tuple[Petal, ...]
    span: Box


class RoleMap:
    """Arranges one role map or team map."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.boxes = sheet.boxes
        self.stand: dict[str, Box] = {}
        self.ends: dict[str, Box] = {}

    def arranged(self) -> Places:
        """Places for everything the drawing shows."""
        self._roles()
        self._pains()
        fixed = self._fixed()
        state = self._petals(fixed)
        for one in state.petals:
            self.stand.update(one.boxes)
        self._aside()
        return self._from_corner()

    # The middle of the map.

    def _roles(self) -> None:
        roles = [one for one in self.sheet.formulation.every(ReciprocalRole)]
        core = [one for one in roles if one.tone != "good_enough"]
        good = [one for one in roles if one.tone == "good_enough"]
        x = 0.0
        for row, gap in ((core, BETWEEN_ROLES), (good, BETWEEN_ROLES)):
            for role in row:
                x = self._role(role, x) + gap
            x += BESIDE_CORE - BETWEEN_ROLES

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
            low = max((box.bottom for box in above), default=floor)
            box = size.moved(round(over.middle[0]), round(low + UNDER_ROLES - size.top))
            roles = list(self.stand.values())
            far = free_distance([box], [*roles, *taken], (0.0, 1.0), 0.0, 12.0)
            box = box.moved(0, round(far))
            taken.append(box)
            self.ends[one.id] = box
        self.stand.update({some_id: self.ends[some_id] for some_id in self.boxes if some_id in self.ends})

    def _fixed(self) -> list[Box]:
        """What petals keep clear of: the core with its pain as one block, each role beside it, parties, links."""
        core, beside = self._core()
        blocks = [hull(core).grown(20, 18)] if core else []
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
            low = min([frame.top, *(box.top for box in room if box.left < right and box.right > left)])
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
        for over, _, some_id in sorted(wanted, key=lambda one: (one[0] is not None, one[0] or 0, one[1])):
            size = self.boxes[some_id]
            middle = over if over is not None else frame.left - size.width / 2 - 40
            left = max(x, middle - size.width / 2)
            box = _whole_at(size, left, top - size.height)
            self.stand[some_id] = box
            self.ends[some_id] = box
            x = box.right + 34
            lanes.append(box.grown(6))
            if over is not None:
                lanes.append(Box(min(over, box.middle[0]) - 10, box.bottom, max(over, box.middle[0]) + 84, frame.top))
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

    def _bundles(self) -> list[Bundle]:
        return [bundle_of(self.sheet, one) for one in self.sheet.formulation.every(Procedure)]

    def _petals(self, fixed: list[Box]) -> _State:
        bundles = self._bundles()
        span = hull(fixed) if fixed else Box(0, 0, 0, 0)
        beam = [_State(0.0, (), span)]
        few = len(bundles) <= 5
        width = (16, 16, 14, 8, 4, 3)[len(bundles)] if few else 1
        order = sorted(bundles, key=lambda one: (-_area(one), one.id))
        for bundle in order:
            offers = [
                offer for state in beam for offer in self._offers(state, bundle, fixed, thorough=few)
            ]
            beam = _best_of_each(offers, width)
        return beam[0]

    def _offers(
        self, state: _State, bundle: Bundle, fixed: list[Box], *, thorough: bool
    ) -> Iterable[_State]:
        anchor = self._anchor(bundle, state)
        taken = [box for one in state.petals for _, box in one.boxes]
        if not thorough:
            taken = [one.hull for one in state.petals]
        sides = 16 if thorough else 8
        for side in range(sides):
            angle = side * 2 * pi / sides
            for aspect in (1.0, 1.45, 2.0) if thorough and not bundle.forks else (1.45,):
                for turn in (1, -1) if not bundle.forks else (1,):
                    yield self._offer(
                        state, bundle, [*fixed, *taken], anchor, angle, turn, aspect, thorough
                    )

    def _anchor(self, bundle: Bundle, state: _State) -> Point:
        """Where a petal grows from: between the poles it begins at and comes home to."""
        ends = [self.ends[end] for arm in bundle.arms for end in (arm.start, arm.home) if end in self.ends]
        return hull(ends).middle if ends else state.span.middle

    def _offer(
        self,
        state: _State,
        bundle: Bundle,
        obstacles: list[Box],
        anchor: Point,
        angle: float,
        turn: int,
        aspect: float,
        thorough: bool,
    ) -> _State:
        way = (cos(angle), sin(angle))
        mouth = angle + pi
        if bundle.forks:
            mouth = round(mouth / (pi / 2)) * (pi / 2)
        one = petal(bundle, mouth % (2 * pi), turn, aspect)
        moving = [box.moved(*anchor) for _, box in one.boxes] if thorough else [one.hull.moved(*anchor)]
        far = free_distance(moving, obstacles, way, 0.0, ROOM + 6)
        stands = at_place(one, round(anchor[0] + way[0] * far), round(anchor[1] + way[1] * far))
        span = hull([state.span, stands.hull])
        petals = (*state.petals, stands)
        cost = self._cost(state, stands, span, turn)
        return _State(cost, petals, span)

    def _cost(self, state: _State, one: Petal, span: Box, turn: int) -> float:
        before = _page(state.span)
        boxes = [box for other in state.petals for _, box in other.boxes]
        stems = sum(self._stem(end, point, one, boxes) for end, point in one.stems)
        return state.cost + 1.3 * (_page(span) - before) + stems + (6 if turn < 0 else 0)

    def _stem(self, end: str | None, point: Point, one: Petal, boxes: Sequence[Box]) -> float:
        """What an arrow between a pole and the round costs: its length, and what it would run through."""
        box = self.ends.get(end or "")
        if box is None:
            return 0.0
        blocks = [other for some_id, other in self.ends.items() if some_id != end]
        best = 1e9
        x, y = box.middle
        for port in ((box.left - 2, y), (box.right + 2, y), (x, box.top - 2), (x, box.bottom + 2)):
            cost = distance(port, point)
            if cost < best:
                cost += 220 * sum(segment_meets(port, point, other) for other in blocks)
                cost += 90 * segment_meets(port, point, box)
            if cost < best:
                cost += 90 * sum(segment_meets(port, point, other) for other in boxes)
            best = min(best, cost)
        return best

    # What stands aside.

    def _aside(self) -> None:
        """The rest, in free corners: target problems and parties, the eye, phrases, loose ways out."""
        sheet = self.sheet
        problems = [one.id for one in sheet.formulation.every(TargetProblem)]
        if problems:
            self._corner(problems)
        for some_id in sheet.placeable:
            if some_id not in self.stand:
                self._corner([some_id])

    def _corner(self, ids: list[str]) -> None:
        """Stand a list, one beneath the other, in the free corner that adds least to the page."""
        sizes = [self.boxes[some_id] for some_id in ids]
        wide = max(size.width for size in sizes)
        tall = sum(size.height for size in sizes) + 4 * (len(sizes) - 1)
        taken = list(self.stand.values())
        span = hull(taken)
        place = _least_corner(wide, tall, taken, span)
        y = place.top
        for some_id, size in zip(ids, sizes, strict=True):
            self.stand[some_id] = _whole_at(size, place.left, y)
            y += size.height + 4

    def _from_corner(self) -> Places:
        span = hull(self.stand.values())
        dx, dy = 60 - round(span.left), 60 - round(span.top)
        return {
            some_id: (self.stand[some_id].middle[0] + dx, self.stand[some_id].middle[1] + dy)
            for some_id in self.sheet.placeable
            if some_id in self.stand
        }


def _best_of_each(offers: list[_State], width: int) -> list[_State]:
    """The best half-finished arrangements, of each side at most two, so that the search stays wide."""
    kept: list[_State] = []
    sides: dict[tuple[int, ...], int] = {}
    for offer in sorted(offers, key=lambda state: state.cost):
        side = tuple(_side_of(one) for one in offer.petals)
        if sides.get(side, 0) < 2:
            sides[side] = sides.get(side, 0) + 1
            kept.append(offer)
        if len(kept) == width:
            break
    return kept


def _side_of(one: Petal) -> int:
    """Which way a petal opens, in eighths of a turn."""
    return round(atan2(one.mouth[1], one.mouth[0]) / (pi / 4)) % 8


def _whole_at(size: Box, left: float, top: float) -> Box:
    return size.moved(round(left - size.left), round(top - size.top))


def _least_corner(wide: float, tall: float, taken: list[Box], span: Box) -> Box:
    """The place for a block: in a corner of the page or along its edges, where nothing stands."""
    best: tuple[float, Box] | None = None
    corners = [
        (x, y)
        for y in (span.top, span.bottom - tall)
        for x in (span.left, span.right - wide, (span.left + span.right - wide) / 2)
    ]
    outside = [
        (span.left, span.top - tall - 26),
        (span.right - wide, span.top - tall - 26),
        (span.left - wide - 26, span.top),
        (span.right + 26, span.top),
        (span.left, span.bottom + 26),
    ]
    steps = [
        (span.left + dx, span.top + dy)
        for dy in range(0, int(max(1, span.height - tall)), 40)
        for dx in range(0, int(max(1, span.width - wide)), 40)
    ]
    for order, (x, y) in enumerate([*corners, *outside, *steps]):
        box = Box(x, y, x + wide, y + tall)
        if any(box.meets(other, 26) for other in taken):
            continue
        edge = min(x - span.left, span.right - box.right) + min(y - span.top, span.bottom - box.bottom)
        cost = 4 * (_page(hull([span, box])) - _page(span)) + max(0.0, edge) + order * 0.01
        if best is None or cost < best[0]:
            best = cost, box
    return best[1] if best else Box(span.left, span.bottom + 26, span.left + wide, span.bottom + 26 + tall)


def _page(span: Box) -> float:
    """How wide a page lying down must be to hold a drawing."""
    return max(span.width, span.height * PAPER)


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
    return Bundle(procedure.id, _size(sheet, procedure.id), tuple(arms), exits, bool(procedure.horns))


def _size(sheet: Sheet, some_id: str) -> tuple[float, float]:
    box = sheet.boxes[some_id]
    return box.width, box.height
