"""A drawing composed: every record that it shows as boxes, words and arrows, each with its name aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache

from formulation.domain.formulation import Formulation
from formulation.domain.kinds import LINK_KINDS
from formulation.domain.records import (
    CorePain,
    Exit,
    Group,
    Horn,
    Observer,
    Phrase,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    SelfState,
    Step,
    TargetProblem,
)

from . import figures, routes
from .elements import LAYERS, Block, Element, Figure, Scene, Shape, Stroke
from .figures import lettered, pair
from .geometry import (
    Box,
    Point,
    at,
    between,
    box_around,
    hull,
)
from .glyphs import circle, moved
from .labels import Namer
from .layout import places_for
from .measure import NAME, WORDS
from .sheet import Sheet, arms_of

MARGIN = 28.0
SMALLEST = (480.0, 300.0)


def scene_of(formulation: Formulation, drawing_id: str, *, pulls: bool = True) -> Scene:
    """One drawing as it stands: stored places honoured, arrows found afresh. Raises nothing."""
    sheet = Sheet(formulation, drawing_id)
    composer = Composer(sheet, places_for(formulation, drawing_id), pulls=pulls)
    order = {layer: at for at, layer in enumerate(LAYERS)}
    elements = sorted(composer.elements(), key=lambda element: order[element.layer])
    boxes = [element.box for element in elements if element.box is not None]
    bounds = hull([*boxes, *composer.reached]).grown(MARGIN)
    return Scene(
        composer.title, composer.description, _at_least(bounds, *SMALLEST), tuple(elements)
    )


def _at_least(box: Box, width: float, height: float) -> Box:
    x, y = box.middle
    return box_around((x, y), max(width, box.width), max(height, box.height))


@lru_cache(maxsize=20_000)
def _standing(figure: Figure, x: float, y: float) -> Figure:
    """A figure at its place."""
    return Figure(figure.box.moved(x, y), figure.wrap.moved(x, y), moved(figure.shapes, x, y))


class Composer:
    """Makes the elements of one drawing from places."""

    def __init__(self, sheet: Sheet, places: dict[str, Point], *, pulls: bool) -> None:
        self.sheet = sheet
        self.formulation = sheet.formulation
        self.places = places
        self.pulls = pulls
        self.namer = Namer(sheet.formulation)
        self.reached: list[Box] = []
        self._stand()

    def _stand(self) -> None:
        """Where everything is: the boxes arrows may join, and those they keep clear of."""
        self.boxes: dict[str, Box] = {}
        self.poles: dict[str, list[tuple[str, Box]]] = {}
        for some_id, (x, y) in self.places.items():
            self.boxes[some_id] = self.sheet.boxes[some_id].moved(x, y)
            thing = self.formulation[some_id]
            if isinstance(thing, ReciprocalRole):
                self._stand_poles(thing, x, y, some_id)
            elif isinstance(thing, SelfState):
                island = self.sheet.island_of(thing)
                for role_id, dx, dy in island.roles:
                    role = self.formulation[role_id]
                    if isinstance(role, ReciprocalRole):
                        self._stand_poles(role, x + dx, y + dy, some_id)

    def _stand_poles(self, role: ReciprocalRole, x: float, y: float, within: str) -> None:
        set_ = pair(role.top.words, role.bottom.words)
        self.poles.setdefault(role.top.id, []).append((within, set_.top.moved(x, y)))
        self.poles.setdefault(role.bottom.id, []).append((within, set_.bottom.moved(x, y)))
        if within != role.id:
            self.poles.setdefault(role.id, []).append((within, set_.box.moved(x, y)))

    @cached_property
    def solid(self) -> tuple[tuple[str, Box], ...]:
        """Everything that arrows keep clear of, with whose it is."""
        return tuple(self.boxes.items())

    def around(self, one: Box, other: Box, *own: str) -> tuple[Box, ...]:
        """The boxes near a line between two others that it should keep clear of, a little grown."""
        left, top, right, bottom = hull((one, other)).grown(150)
        by = routes.CLEAR
        return tuple(
            Box(box[0] - by, box[1] - by, box[2] + by, box[3] + by)
            for some_id, box in self.solid
            if box[0] < right
            and box[2] > left
            and box[1] < bottom
            and box[3] > top
            and some_id not in own
        )

    def box_of(self, some_id: str | None, near: Point | None = None) -> Box | None:
        """The box an arrow to this thing meets; of several, the one nearest to a point."""
        if some_id is None:
            return None
        if some_id in self.boxes:
            return self.boxes[some_id]
        offers = [box for _, box in self.poles.get(some_id, ())]
        if not offers:
            return None
        if near is None:
            return offers[0]
        return min(
            offers, key=lambda box: (box.middle[0] - near[0]) ** 2 + (box.middle[1] - near[1]) ** 2
        )

    def whose(self, some_id: str | None) -> tuple[str, ...]:
        """The ids whose boxes an arrow to this thing may run through: itself and what holds it."""
        if some_id is None or some_id not in self.formulation:
            return ()
        within = [owner for owner, _ in self.poles.get(some_id, ())]
        return (some_id, self.formulation.owner_of(some_id).id, *within)

    # What is said about the whole drawing.

    @property
    def title(self) -> str:
        """Whose drawing this is and which."""
        cover = self.formulation.cover
        drawing = self.formulation.get(self.sheet.drawing_id)
        name = getattr(drawing, "name", "") or "Drawing"
        return f"{cover.pseudonym}: {name}" if cover.pseudonym else name

    @property
    def description(self) -> str:
        """What the drawing holds, in one sentence."""
        counts: dict[str, int] = {}
        for some_id in self.sheet.placeable:
            kind = some_id.partition(":")[0]
            counts[kind] = counts.get(kind, 0) + 1
        said = [
            f"{counts[kind]} {one if counts[kind] == 1 else many}"
            for kind, one, many in _COUNTED
            if counts.get(kind)
        ]
        return f"A drawing with {', '.join(said)}." if said else "Nothing has been drawn here yet."

    # The elements, kind by kind.

    def elements(self) -> Iterator[Element]:
        """Every element, unsorted."""
        if self.sheet.kind != "states":
            yield from self._cores()
        for some_id in self.sheet.placeable:
            if some_id in self.places:
                yield from self._thing(some_id)
        yield from self._shifts()
        yield from self._links()
        if self.pulls:
            yield from self._pulls()

    def _thing(self, some_id: str) -> Iterator[Element]:
        thing = self.formulation[some_id]
        x, y = self.places[some_id]
        match thing:
            case ReciprocalRole():
                yield from self._role(thing, x, y)
            case SelfState():
                yield from self._state(thing, x, y)
            case Procedure():
                yield from self._procedure(thing)
            case Exit():
                yield self._simple(thing.id, "exit", self.namer.exit(thing), thing, (thing.stage,))
                yield from self._ways(thing)
            case CorePain():
                label = self.namer.pain(thing)
                yield replace(self._simple(thing.id, "pain", label, thing), layer="soft")
            case Observer():
                yield self._simple(
                    thing.id, "observer", self.namer.plain("observing eye", thing), thing
                )
            case TargetProblem():
                yield self._simple(
                    thing.id, "problem", self.namer.plain("target problem", thing), thing
                )
            case Phrase():
                yield self._simple(thing.id, "phrase", self.namer.plain("words", thing), thing)
            case Group():
                yield self._simple(thing.id, "group", self.namer.group(thing), thing)

    def _simple(
        self, some_id: str, kind: str, label: str, thing: object, marks: tuple[str, ...] = ()
    ) -> Element:
        """A thing that is one figure at one place."""
        figure = _standing(self.sheet.figure(some_id), *self.places[some_id])
        shapes = figure.shapes
        if is_doubted(thing):
            shapes += figures.doubt(figure.box)
            marks = (*marks, "doubted")
        return Element(
            some_id,
            some_id,
            kind,
            "words" if kind in ("step", "horn", "procedure") else "thing",
            shapes,
            label,
            figure.box,
            figure.wrap,
            moves=some_id,
            marks=marks,
        )

    # Roles.

    def _cores(self) -> Iterator[Element]:
        """The box around core roles that stand together."""
        for at_, cluster in enumerate(self._clusters()):
            box = hull(cluster).grown(18, 16)
            shape = Block(box, 18.0, "core", "core-edge", 1.2)
            yield Element(f"core:{at_}", "", "core", "ground", (shape,), box=box)

    def _clusters(self) -> list[list[Box]]:
        clusters: list[list[Box]] = []
        for role in self.formulation.every(ReciprocalRole):
            box = self.boxes.get(role.id)
            if box is None or role.tone == "good_enough":
                continue
            near = [c for c in clusters if any(box.distance(other) < 70 for other in c)]
            clusters = [c for c in clusters if c not in near]
            clusters.append([box, *(other for c in near for other in c)])
        return sorted(clusters)

    def _role(self, role: ReciprocalRole, x: float, y: float) -> Iterator[Element]:
        yield from self._role_at(role, x, y, role.id, "", frozenset((role.top.id, role.bottom.id)))

    def _role_at(
        self,
        role: ReciprocalRole,
        x: float,
        y: float,
        moves: str,
        prefix: str,
        strong: frozenset[str],
    ) -> Iterator[Element]:
        set_ = pair(role.top.words, role.bottom.words)
        box = set_.box.moved(x, y)
        whole = {role.top.id, role.bottom.id} <= strong
        shapes = moved(
            figures.double_arrow(set_.top.bottom, set_.bottom.top, role.tone, whole or not prefix),
            x,
            y,
        )
        marks = tuple(mark for mark in (role.tone,) if mark)
        if is_doubted(role):
            shapes += figures.doubt(box)
            marks += ("doubted",)
        yield Element(
            prefix + role.id, role.id, "role", "thing", shapes, self.namer.role(role), box,
            moves=moves, marks=marks, group=True,
        )  # fmt: skip
        for pole in (role.top, role.bottom):
            yield self._pole(pole, role, x, y, moves, prefix, pole.id in strong)

    def _pole(
        self,
        pole: Pole,
        role: ReciprocalRole,
        x: float,
        y: float,
        moves: str,
        prefix: str,
        strong: bool,
    ) -> Element:
        set_ = pair(role.top.words, role.bottom.words)
        is_top = pole.id == role.top.id
        local = set_.top if is_top else set_.bottom
        wrapped = set_.top_words if is_top else set_.bottom_words
        figure = figures.pole(
            pole.words, wrapped, local.width, local.height, is_top, role.tone, strong
        )
        middle = local.middle
        placed = _standing(figure, x + middle[0], y + middle[1])
        marks = tuple(mark for mark in ("top" if is_top else "bottom", role.tone) if mark)
        label = self.namer.pole(pole, role, occupied=strong if prefix else None)
        return Element(
            prefix + pole.id, pole.id, "pole", "thing", placed.shapes, label, placed.box,
            placed.wrap, moves=moves, marks=marks if strong else (*marks, "light"),
        )  # fmt: skip

    # States.

    def _state(self, state: SelfState, x: float, y: float) -> Iterator[Element]:
        island = self.sheet.island_of(state)
        box = island.box.moved(x, y)
        shapes: tuple[Shape, ...] = (
            Block(box, 40.0, "state", "state-edge", 1.4, "9 7" if state.unstable else ""),
            lettered(island.name, NAME, x, y + island.top, "ink"),
        )
        if island.feels.lines:
            top = y + island.top + island.name.height + 2
            shapes += (lettered(island.feels, WORDS, x, top, "soft"),)
        if is_doubted(state):
            shapes += figures.doubt(box)
        out = [one for one in self.sheet.shifts if one.from_state == state.id]
        into = [one for one in self.sheet.shifts if one.to_state == state.id]
        wrap = Box(
            box.left + 14,
            y + island.top - 2,
            box.right - 14,
            y + island.top + island.name.height + 2,
        )
        yield Element(
            state.id, state.id, "state", "region", shapes, self.namer.state(state, out, into), box,
            wrap, moves=state.id, marks=("unstable",) if state.unstable else (), group=True,
        )  # fmt: skip
        strong = frozenset(state.poles)
        for role_id, dx, dy in island.roles:
            role = self.formulation[role_id]
            if isinstance(role, ReciprocalRole):
                yield from self._role_at(role, x + dx, y + dy, state.id, f"{state.id}/", strong)

    # Procedures.

    def _procedure(self, procedure: Procedure) -> Iterator[Element]:
        arms = arms_of(procedure)
        steps = [step.id for _, line, _ in arms for step in line]
        together = (*(horn.id for horn in procedure.horns), *steps)
        named = self._simple(
            procedure.id, "procedure", self.namer.procedure(procedure), procedure, (procedure.kind,)
        )
        yield replace(named, together=tuple(one for one in together if one in self.places))
        total = len(steps)
        number = 0
        for holder, line, home in arms:
            before = procedure.starts_at
            for at_, step in enumerate(line):
                number += 1
                after = line[at_ + 1].id if at_ + 1 < len(line) else home
                label = self.namer.step(step, number, total, procedure, before, after)
                before = step.id
                if step.id in self.places:
                    yield self._simple(
                        step.id, "step", label, step, (step.part,) if step.part else ()
                    )
            yield from self._horn_of(procedure, holder)
            yield from self._round(procedure, holder, line, home)
        if procedure.horns:
            yield from self._fork(procedure)

    def _horn_of(self, procedure: Procedure, holder: str) -> Iterator[Element]:
        horn = self.formulation[holder]
        if isinstance(horn, Horn) and holder in self.places:
            label = self.namer.horn(horn, procedure, holder in self.sheet.first_horns)
            element = self._simple(holder, "horn", label, horn)
            together = tuple(step.id for step in horn.steps if step.id in self.places)
            yield replace(element, together=together)

    def _flow(
        self, procedure: Procedure, start: str, end: str, curve: tuple[Point, Point, Point, Point]
    ) -> Element:
        width = 2.0
        shapes = routes.arrow(curve, "line", width)
        return Element(
            f"{start}>{end}", procedure.id, "arrow", "line", shapes,
            joins=(start, end), marks=("flow", procedure.kind),
        )  # fmt: skip

    def _round(
        self, procedure: Procedure, holder: str, line: tuple[Step, ...], home: str | None
    ) -> Iterator[Element]:
        """The arrows of one line of steps: out of its pole, step to step, and home."""
        start_id = holder if holder != procedure.id else procedure.starts_at
        stations = [one.id for one in line if one.id in self.boxes]
        if not stations:
            return
        middles = [self.boxes[one].middle for one in stations]
        start, end = self.box_of(start_id), self.box_of(home, middles[-1])
        ring: list[Point | None] = [
            start.middle if start else None, *middles, end.middle if end else None
        ]  # fmt: skip
        headings = [
            routes.turning(ring[at_], ring[at_ + 1] or (0, 0), ring[at_ + 2])
            for at_ in range(len(middles))
        ]
        if start and start_id:
            yield from self._stem(procedure, start_id, start, stations[0], headings[0], out=True)
        for at_ in range(len(stations) - 1):
            curve = between(
                routes.arc_between(
                    middles[at_], headings[at_], middles[at_ + 1], headings[at_ + 1]
                ),
                self.boxes[stations[at_]].grown(2),
                self.boxes[stations[at_ + 1]].grown(3),
            )
            if curve:
                yield self._flow(procedure, stations[at_], stations[at_ + 1], curve)
        if end and home:
            yield from self._stem(procedure, home, end, stations[-1], headings[-1], out=False)
        else:
            yield self._open_end(procedure, stations[-1], headings[-1])

    def _stem(
        self,
        procedure: Procedure,
        pole_id: str,
        pole: Box,
        step_id: str,
        heading: Point,
        *,
        out: bool,
    ) -> Iterator[Element]:
        box = self.boxes[step_id]
        own = (*self.whose(step_id)[:1], *self.whose(pole_id))
        away = heading if out else (-heading[0], -heading[1])
        curve = routes.stem(pole, box.middle, away, box.grown(2), self.around(pole, box, *own))
        if curve is None:
            return
        if out:
            yield self._flow(procedure, pole_id, step_id, curve)
        else:
            yield self._flow(procedure, step_id, pole_id, (curve[3], curve[2], curve[1], curve[0]))

    def _fork(self, procedure: Procedure) -> Iterator[Element]:
        """A dilemma's way from its pole to its name, and from there to EITHER and OR."""
        name = self.boxes.get(procedure.id)
        if name is None:
            return
        start = self.box_of(procedure.starts_at)
        if start and procedure.starts_at:
            own = (procedure.id, *self.whose(procedure.starts_at))
            curve = routes.joined(start, name, self.around(start, name, *own))
            yield self._flow(procedure, procedure.starts_at, procedure.id, curve)
        for horn in procedure.horns:
            box = self.boxes.get(horn.id)
            if box:
                curve = routes.joined(name, box, self.around(name, box, procedure.id, horn.id))
                yield self._flow(procedure, procedure.id, horn.id, curve)

    def _open_end(self, procedure: Procedure, step_id: str, heading: Point) -> Element:
        """A line that comes home nowhere yet ends in a small open dot."""
        box = self.boxes[step_id]
        x, y = box.middle
        dx, dy = heading
        reach = box.width / 2 * abs(dx) + box.height / 2 * abs(dy) + 6
        start = (x + dx * reach, y + dy * reach)
        end = (x + dx * (reach + 26), y + dy * (reach + 26))
        line = Stroke((("M", start), ("L", end)), stroke="line", width=2.0, role="fn-line")
        dot = Stroke(
            circle(end[0] + dx * 4, end[1] + dy * 4, 4), fill="paper", stroke="line", width=1.6
        )
        self.reached.append(box_around((end[0] + dx * 4, end[1] + dy * 4), 12, 12))
        return Element(
            f"{step_id}>", procedure.id, "arrow", "line", (line, dot), joins=(step_id, ""),
            marks=("flow", "open"),
        )  # fmt: skip

    # Ways out.

    def _ways(self, way_out: Exit) -> Iterator[Element]:
        box = self.boxes[way_out.id]
        width, dash = {"practised": (1.5, ""), "owned": (2.6, "")}.get(way_out.stage, (1.5, "6 4"))
        leaves = self.box_of(way_out.leaves)
        if leaves and way_out.leaves:
            curve = routes.joined(
                leaves, box, self.around(leaves, box, way_out.id, way_out.leaves), 0.3
            )
            yield Element(
                f"{way_out.leaves}>{way_out.id}", way_out.id, "arrow", "line",
                routes.arrow(curve, "way-out", width, dash=dash),
                joins=(way_out.leaves, way_out.id), marks=("way-out",),
            )  # fmt: skip

    # Shifts and links.

    def _shifts(self) -> Iterator[Element]:
        for shift in self.sheet.shifts:
            start, end = self.box_of(shift.from_state), self.box_of(shift.to_state)
            if not (start and end and shift.from_state and shift.to_state):
                continue
            own = (shift.from_state, shift.to_state)
            curve = routes.joined(start, end, self.around(start, end, *own))
            shapes: tuple[Shape, ...] = routes.arrow(curve, "ink", 2.2, dash="0.1 6")
            box, words = self._caption(shift.trigger, "", at(curve, 0.5))
            yield Element(
                shift.id, shift.id, "shift", "line", (*shapes, *words), self.namer.shift(shift),
                box, joins=own, marks=(shift.speed,) if shift.speed else (),
            )  # fmt: skip

    def _caption(self, words: str, kind: str, middle: Point) -> tuple[Box, tuple[Shape, ...]]:
        if not (words or kind):
            return box_around(middle, 2, 2), ()
        figure = _standing(figures.caption(words, kind), *middle)
        return figure.box, figure.shapes

    def _links(self) -> Iterator[Element]:
        for link in self.sheet.links:
            start = self.box_of(link.from_id)
            end = self.box_of(link.to_id, start.middle if start else None)
            if not (start and end and link.from_id and link.to_id):
                continue
            own = (*self.whose(link.from_id), *self.whose(link.to_id))
            curve = routes.joined(start, end, self.around(start, end, *own))
            row = LINK_KINDS.get(link.kind)
            box, words = self._caption(link.words, row.label if row else link.kind, at(curve, 0.5))
            yield Element(
                link.id, link.id, "link", "line",
                (*routes.arrow(curve, "soft", 1.2, open_head=True), *words),
                self.namer.link(link), box, joins=(link.from_id, link.to_id), marks=(link.kind,),
            )  # fmt: skip

    # Pulls.

    def _pulls(self) -> Iterator[Element]:
        beside: dict[str, int] = {}
        for pull in self.formulation.every(Pull):
            for within, box in self.poles.get(pull.invited_to or "", ()):
                key = f"{within}/{pull.invited_to}"
                nth = beside[key] = beside.get(key, -1) + 1
                yield self._dot(pull, box, nth, "" if within.startswith("role:") else f"{within}/")

    def _dot(self, pull: Pull, box: Box, nth: int, prefix: str) -> Element:
        role = self.formulation.owner_of(pull.invited_to or "")
        is_top = isinstance(role, ReciprocalRole) and role.top.id == pull.invited_to
        x = box.right - 14 - 15 * nth
        y = box.top if is_top else box.bottom
        radius = 5.5
        shapes: list[Shape] = [
            Stroke(circle(x, y, radius), fill="surface", stroke="accent", width=1.8)
        ]
        if pull.acted_on == "enacted":
            shapes = [Stroke(circle(x, y, radius), fill="accent", stroke="accent", width=1.8)]
        elif pull.acted_on == "partly":
            half = (
                ("M", (x, y - radius)),
                ("C", (x - 7.3, y - radius, x - 7.3, y + radius, x, y + radius)),
                ("Z", ()),
            )
            shapes.append(Stroke(half, fill="accent"))
        return Element(
            f"{prefix}{pull.id}", pull.id, "pull", "pull", tuple(shapes), self.namer.pull(pull),
            box_around((x, y), 13, 13), marks=(pull.acted_on or "unsaid",),
        )  # fmt: skip


_COUNTED = (
    ("role", "reciprocal role", "reciprocal roles"),
    ("state", "state", "states"),
    ("pain", "core pain", "core pains"),
    ("procedure", "procedure", "procedures"),
    ("exit", "way out", "ways out"),
    ("group", "party", "parties"),
    ("phrase", "phrase", "phrases"),
)


def is_doubted(thing: object) -> bool:
    """Whether someone is no longer sure of a record."""
    return getattr(getattr(thing, "held", None), "standing", "") == "doubted"
