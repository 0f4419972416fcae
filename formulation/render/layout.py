"""Where things stand: found from nothing, or beside what already stands; nothing placed ever moves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import cos, pi, sin

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Exit,
    Horn,
    Placement,
    Procedure,
    ReciprocalRole,
    Record,
    SelfState,
    Step,
)
from formulation.domain.verbs import places_in

from .geometry import Box, Net, Point, box_around, hull, unit
from .layout_roles import RoleMap
from .layout_states import arranged_states
from .sheet import Sheet, arms_of

Places = dict[str, Point]

NOT_DRAWN = ("note", "passage", "hypothesis", "pull", "voice", "cover", "copy", "comment")
"""Kinds that stand nowhere on a drawing, and cannot change how it is arranged."""


def shown_in(formulation: Formulation, drawing_id: str) -> tuple[str, ...]:
    """The ids of everything a drawing shows that stands somewhere of its own; poles move with their role."""
    return Sheet(formulation, drawing_id).placeable


def arranged(formulation: Formulation, drawing_id: str) -> Places:
    """Places (middle points) for everything a drawing shows, from nothing; the same input, the same places."""
    drawn = tuple(
        record for record in formulation.records.values() if record.prefix not in NOT_DRAWN
    )
    return dict(_arranged(formulation.id, drawing_id, drawn))


@lru_cache(maxsize=64)
def _arranged(
    formulation_id: str, drawing_id: str, records: tuple[Record, ...]
) -> tuple[tuple[str, Point], ...]:
    """Arranging is thinking hard: done once for the same records."""
    formulation = Formulation(formulation_id, {record.id: record for record in records})
    sheet = Sheet(formulation, drawing_id)
    places = arranged_states(sheet) if sheet.kind == "states" else RoleMap(sheet).arranged()
    return tuple(places.items())


def places_for(formulation: Formulation, drawing_id: str) -> Places:
    """Stored places exactly as they are, and places in free space for what has none.

    Where nothing, or next to nothing, is stored, the rest stands as `arranged` would have it, so
    that the first thing moved moves alone. Otherwise each new thing stands near what it relates to.
    """
    sheet = Sheet(formulation, drawing_id)
    stored = places_in(formulation, drawing_id)
    placed = {one: stored[one] for one in sheet.placeable if one in stored}
    if len(placed) == len(sheet.placeable):
        return placed
    if _hardly_begun(sheet, placed):
        unplaced = Formulation(
            formulation.id,
            {
                key: record
                for key, record in formulation.records.items()
                if not (isinstance(record, Placement) and record.drawing == drawing_id)
                or (record.record or "").startswith("phrase:")
            },
        )
        return {**arranged(unplaced, drawing_id), **placed}
    return _Newcomers(sheet, placed).welcomed()


def _hardly_begun(sheet: Sheet, placed: Places) -> bool:
    """Whether most records stand nowhere yet; a long procedure put beside one role is one record."""
    whole = {sheet.formulation.owner_of(one).id for one in sheet.placeable}
    begun = {sheet.formulation.owner_of(one).id for one in placed}
    return 2 * len(begun) < len(whole)


def free_place(
    formulation: Formulation, drawing_id: str, near: str | None, size: tuple[float, float]
) -> Point:
    """The middle of a free place for something of this size, near another thing or beside the drawing.

    `near`: the id of a thing, or of a pole; None for anywhere that is free.
    """
    newcomers = _Newcomers(Sheet(formulation, drawing_id), places_for(formulation, drawing_id))
    start = newcomers.where(near)
    return newcomers.free(box_around((0, 0), *size), start or newcomers.beside()).middle


class _Newcomers:
    """Finds places for what has none, beside what stands already."""

    def __init__(self, sheet: Sheet, placed: Places) -> None:
        self.sheet = sheet
        self.placed = dict(placed)
        self.taken: Net[str] = Net()
        for some_id, place in placed.items():
            self.taken.add(sheet.boxes[some_id].moved(*place), some_id)

    def welcomed(self) -> Places:
        """Places for everything: whole new procedures as rounds, all else one by one."""
        missing = [one for one in self.sheet.placeable if one not in self.placed]
        for some_id in missing:
            thing = self.sheet.formulation[some_id]
            if isinstance(thing, Procedure) and not self._begun(thing):
                self._plant(thing)
        for some_id in missing:
            if some_id not in self.placed:
                self._stand(some_id, self._start(some_id))
        return {one: self.placed[one] for one in self.sheet.placeable}

    def where(self, some_id: str | None) -> Point | None:
        """Where a thing stands; for a pole, where its role (or a state that holds it) does."""
        if some_id is None or some_id not in self.sheet.formulation:
            return None
        if some_id in self.placed:
            return self.placed[some_id]
        owner = self.sheet.formulation.owner_of(some_id)
        if owner.id in self.placed:
            return self.placed[owner.id]
        for state in self.sheet.formulation.every(SelfState):
            if state.id in self.placed and some_id in state.poles:
                return self.placed[state.id]
        return None

    def beside(self) -> Point:
        """The middle of the lower edge of what stands."""
        span = hull(box for box, _ in self.taken)
        return span.middle[0], span.bottom + 40

    def free(self, box: Box, start: Point, gap: float = 14.0) -> Box:
        """The box moved to the nearest free place around a point, on whole numbers."""
        for ring in range(120):
            for turn in range(1 if ring == 0 else 16):
                angle = (turn * 5 % 16) * pi / 8
                x = start[0] + cos(angle) * ring * 22
                y = start[1] + sin(angle) * ring * 22
                tried = box.moved(round(x), round(y))
                if not self.taken.near(tried.grown(gap)):
                    return tried
        span = hull(other for other, _ in self.taken)
        return box.moved(round(span.left - box.left), round(span.bottom + gap - box.top))

    def _stand(self, some_id: str, start: Point) -> None:
        thing = self.sheet.formulation[some_id]
        beneath = self._beneath(thing) if isinstance(thing, CorePain) else None
        box = beneath or self.free(self.sheet.boxes[some_id], start)
        self.taken.add(box, some_id)
        self.placed[some_id] = box.middle

    def _beneath(self, pain: CorePain) -> Box | None:
        """Straight under the roles it lies under, as near as is free: first amid them, then to either side."""
        above = [box for end in pain.under if (box := self._role_box(end))]
        size = self.sheet.boxes[pain.id]
        for low in range(0, 480, 10) if above else ():
            over = hull(above)
            for aside in range(0, round(over.width / 2 + size.width / 3), 15):
                for side in (1, -1):
                    x = round(over.middle[0] + side * aside)
                    tried = size.moved(x, round(over.bottom + 20 + low - size.top))
                    if not self.taken.near(tried.grown(10.0)):
                        return tried
        return None

    def _role_box(self, some_id: str) -> Box | None:
        """Where the role of a pole stands; None where it is not placed here by itself."""
        role = self.sheet.formulation.owner_of(some_id)
        if role.id not in self.placed or role.id not in self.sheet.boxes:
            return None
        return self.sheet.boxes[role.id].moved(*self.placed[role.id])

    def _begun(self, one: Procedure) -> bool:
        return any(part.id in self.placed for part in one.parts())

    def _plant(self, one: Procedure) -> None:
        """A whole new procedure, set out as a round in free space near the pole it begins at."""
        near = self.where(one.starts_at) or self.beside()
        boxes = RoleMap(self.sheet).lone_petal(one)
        whole = hull(boxes.values())
        around = self.free(whole.moved(-whole.middle[0], -whole.middle[1]), near, 24.0)
        dx = round(around.middle[0] - whole.middle[0])
        dy = round(around.middle[1] - whole.middle[1])
        for some_id, box in boxes.items():
            if some_id not in self.placed:
                stands = box.moved(dx, dy)
                self.taken.add(stands, some_id)
                self.placed[some_id] = stands.middle

    def _start(self, some_id: str) -> Point:
        """Where to begin looking for a place: near what a thing is about."""
        thing = self.sheet.formulation[some_id]
        start: Point | None
        match thing:
            case Step() | Horn():
                start = self._in_line(some_id)
            case Exit():
                start = self._outward(thing.leaves) or self.where(thing.arrives)
            case CorePain():
                start = self._under(thing)
            case Procedure():
                start = self._amid(thing)
            case ReciprocalRole():
                start = self._next_to("role:")
            case SelfState():
                start = self._next_to("state:")
            case _:
                start = self._joined(some_id)
        return start or self.beside()

    def _in_line(self, part_id: str) -> Point:
        """Between the steps before and after, a little further from the middle of the round."""
        owner = self.sheet.formulation.owner_of(part_id)
        if not isinstance(owner, Procedure):
            return self.beside()
        line = next(
            (ids for ids in _lines(owner) if part_id in ids),
            tuple(part.id for part in owner.parts()),
        )
        at = line.index(part_id)
        before = next((self.placed[one] for one in reversed(line[:at]) if one in self.placed), None)
        after = next((self.placed[one] for one in line[at + 1 :] if one in self.placed), None)
        ends = [end for end in (before, after) if end] or [
            self.where(owner.id) or self.where(owner.starts_at) or self.beside()
        ]
        x, y = sum(px for px, _ in ends) / len(ends), sum(py for _, py in ends) / len(ends)
        middle = self.placed.get(owner.id, (x, y - 60))
        out = unit(x - middle[0], y - middle[1])
        far = 26.0 if len(ends) == 2 else 60.0
        return x + out[0] * far, y + out[1] * far

    def _outward(self, step_id: str | None) -> Point | None:
        """Beyond a step, away from the middle of its round."""
        place = self.where(step_id)
        if place is None or step_id is None:
            return None
        owner = self.sheet.formulation.owner_of(step_id)
        middle = self.placed.get(owner.id, place)
        out = unit(place[0] - middle[0], place[1] - middle[1])
        return place[0] + out[0] * 110, place[1] + out[1] * 80

    def _under(self, pain: CorePain) -> Point:
        above = [place for end in pain.under if (place := self.where(end))]
        if not above:
            return self.beside()
        return sum(x for x, _ in above) / len(above), max(y for _, y in above) + 110

    def _amid(self, one: Procedure) -> Point:
        """A name without a place, amid the steps that have theirs."""
        steps = [self.placed[part.id] for part in one.parts() if part.id in self.placed]
        if not steps:
            return self.where(one.starts_at) or self.beside()
        return sum(x for x, _ in steps) / len(steps), sum(y for _, y in steps) / len(steps)

    def _next_to(self, prefix: str) -> Point:
        """To the right of the last thing of a kind."""
        like = [place for one, place in self.placed.items() if one.startswith(prefix)]
        if not like:
            return self.beside()
        x, y = max(like)
        return x + (190 if prefix == "role:" else 420), y

    def _joined(self, some_id: str) -> Point | None:
        """Near what a link joins it to."""
        for link in self.sheet.links:
            if some_id in (link.from_id, link.to_id):
                other = link.to_id if link.from_id == some_id else link.from_id
                place = self.where(other)
                if place:
                    return place
        return None


def _lines(one: Procedure) -> Iterator[tuple[str, ...]]:
    """The lines of a procedure as ids, a horn before its steps."""
    for holder, steps, _ in arms_of(one):
        ids = tuple(step.id for step in steps)
        yield ids if holder == one.id else (holder, *ids)
