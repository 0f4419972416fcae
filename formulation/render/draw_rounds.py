"""Procedures: steps on a line that leaves its pole and comes home, forks, bars and ways out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from formulation.domain.records import Exit, Horn, Procedure, Step

from . import figures, routes
from .elements import Element, Shape, Stroke
from .geometry import Box, Cubic, Point, along, between, box_around, distance, edge_towards, unit
from .glyphs import circle
from .routes import Port, Way, arc_between, backwards
from .sheet import arms_of, wants_of
from .stage import Stage
from .stems import Stem, laid
from .strokes import arrow, head

LINE = 2.1
"""How thick the line of a round is, in drawing units."""


def procedure(stage: Stage, one: Procedure) -> Iterator[Element]:
    """A procedure's words and the arrows from step to step; what joins it to its poles comes later."""
    arms = arms_of(one)
    steps = [step for _, line, _ in arms for step in line]
    ids = (*(horn.id for horn in one.horns), *(step.id for step in steps))
    if one.id in stage.places:
        named = stage.simple(
            one.id, "procedure", stage.namer.procedure(one), layer="words", marks=(one.kind,),
            figure=figures.name(one.name, one.kind, wants_of(one), above=_begins_above(stage, one)),
        )  # fmt: skip
        yield replace(named, together=tuple(some_id for some_id in ids if some_id in stage.places))
    number = 0
    for holder, line, home in arms:
        yield from _horn(stage, one, holder)
        yield from _steps(stage, one, line, home, (number, len(steps)))
        number += len(line)
    for holder, line, home in arms:
        yield from _ring(stage, one, line_of(stage, one, holder, line, home))


def _steps(
    stage: Stage, one: Procedure, line: tuple[Step, ...], home: str | None, count: tuple[int, int]
) -> Iterator[Element]:
    before, (number, of) = one.starts_at, count
    for at, step in enumerate(line):
        after = line[at + 1].id if at + 1 < len(line) else home
        if step.id in stage.places:
            label = stage.namer.step(step, (number + at + 1, of), one, (before, after))
            marks = (step.part,) if step.part else ()
            yield stage.simple(step.id, "step", label, layer="words", marks=marks)
        before = step.id


def _horn(stage: Stage, one: Procedure, holder: str) -> Iterator[Element]:
    horn = stage.formulation[holder]
    if isinstance(horn, Horn) and holder in stage.places:
        label = stage.namer.horn(horn, one, holder in stage.sheet.first_horns)
        together = tuple(step.id for step in horn.steps if step.id in stage.places)
        yield replace(stage.simple(holder, "horn", label, layer="words"), together=together)


def _flow(stage: Stage, one: Procedure, start: str, end: str, way: Way) -> Element:
    stage.drew(
        one.id, way, on_round=start.startswith(("step:", "horn:")) and end.startswith("step:")
    )
    return Element(
        f"{start}>{end}", one.id, "arrow", "line", arrow(way, "line", LINE),
        joins=(start, end), marks=("flow", one.kind),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """One line of steps as it stands: its stations, which way it runs through each, its two ends."""

    stations: tuple[str, ...]
    ways: tuple[Point, ...]
    begins: str | None
    home: str | None


def line_of(
    stage: Stage, one: Procedure, holder: str, line: tuple[Step, ...], home: str | None
) -> Round:
    """Where a line of steps runs: out of its pole (or from its horn), step to step, and home."""
    stations = [step.id for step in line if step.id in stage.boxes]
    begins = one.starts_at
    if holder != one.id and holder in stage.boxes:
        stations.insert(0, holder)
        begins = None
    middles = [stage.boxes[some_id].middle for some_id in stations]
    start = stage.box_of(begins)
    end = stage.box_of(home, middles[-1] if middles else None)
    ways = routes.headings(middles, start.middle if start else None, end.middle if end else None)
    if len(middles) == 1 and start is None and end is None and one.id in stage.boxes:
        name = stage.boxes[one.id].middle
        ways = [unit(middles[0][0] - name[0], middles[0][1] - name[1])]
    return Round(tuple(stations), tuple(ways), begins if start else None, home if end else None)


def _ring(stage: Stage, one: Procedure, line: Round) -> Iterator[Element]:
    """The arrows from step to step, as stretches of one round line."""
    stage.polygons.append((one.id, tuple(stage.boxes[some_id].middle for some_id in line.stations)))
    for at in range(len(line.stations) - 1):
        own = (line.stations[at], line.stations[at + 1])
        first, second = stage.boxes[own[0]], stage.boxes[own[1]]
        curve = _stretch(stage, line, at)
        if curve:
            if stage.judging:
                stage.cost += routes.toll((curve,), stage.course(first, second, *own))
            yield _flow(stage, one, *own, (curve,))
    if line.stations and line.home is None:
        yield _open_end(stage, one, line.stations[-1], line.ways[-1])


FLATTER = (1.0, 0.6, 0.25, 0.0)
"""How much of its bow a stretch of a round keeps, where something stands in its way."""


def _stretch(stage: Stage, line: Round, at: int) -> Cubic | None:
    """The arrow from one station to the next, flatter where it would run through something else."""
    own = (line.stations[at], line.stations[at + 1])
    first, second = stage.boxes[own[0]], stage.boxes[own[1]]
    whole = arc_between(first.middle, line.ways[at], second.middle, line.ways[at + 1])
    round_ = between(whole, first.grown(1), second.grown(2))
    for share in FLATTER:
        flat = between(_flattened(whole, share), first.grown(1), second.grown(2))
        if flat is None or stage.judging or not stage.in_the_way((flat,), *own):
            return flat
    return round_


def _flattened(curve: Cubic, share: float) -> Cubic:
    """A curve with a share of its bow."""
    start, first, second, end = curve
    return (
        (
            start,
            along(along(start, end, 1 / 3), first, share),
            along(along(start, end, 2 / 3), second, share),
            end,
        )
        if share < 1.0
        else curve
    )


def joined_up(stage: Stage, rounds: Sequence[Procedure]) -> Iterator[Element]:
    """What joins procedures to their poles, once every round is drawn: forks, stems and bars."""
    for one in rounds:
        yield from _tines(stage, one)
    wanted = [stem for one in rounds for stem in _wanted(stage, one)]
    by_id = {one.id: one for one in rounds}
    for stem, way in laid(stage, wanted):
        yield _flow(stage, by_id[stem.whose], *_from_to(stem), way if stem.out else backwards(way))
    for one in rounds:
        yield from _snag(stage, one)


def _from_to(stem: Stem) -> tuple[str, str]:
    return (stem.pole, stem.meets) if stem.out else (stem.meets, stem.pole)


def _wanted(stage: Stage, one: Procedure) -> Iterator[Stem]:
    """The stems of one procedure: out of its pole to its fork or first step, and home from each line."""
    if one.horns and one.id in stage.boxes and one.starts_at and stage.box_of(one.starts_at):
        yield Stem(one.id, one.starts_at, one.id, None, True)
    for holder, steps, home in arms_of(one):
        line = line_of(stage, one, holder, steps, home)
        if not line.stations:
            continue
        if line.begins:
            yield Stem(one.id, line.begins, line.stations[0], line.ways[0], True)
        if line.home:
            x, y = line.ways[-1]
            yield Stem(one.id, line.home, line.stations[-1], (-x, -y), False)


def _tines(stage: Stage, one: Procedure) -> Iterator[Element]:
    """From a dilemma's name to EITHER and to OR."""
    name = stage.boxes.get(one.id)
    for horn in one.horns if name else ():
        box = stage.boxes.get(horn.id)
        if name and box:
            yield _flow(stage, one, one.id, horn.id, _tine(name, box))


def _tine(name: Box, horn: Box) -> Way:
    """One arm of a fork: from the near side of the name, out and over to its horn."""
    below = horn.middle[1] > name.middle[1]
    edge = name.bottom + 1 if below else name.top - 1
    down = 1.0 if below else -1.0
    if horn.top - 6 > name.bottom or horn.bottom + 6 < name.top:
        start = Port((name.middle[0], edge), (0.0, down))
        end = Port((horn.middle[0], horn.top - 2 if below else horn.bottom + 2), (0.0, -down))
        return (routes.join_ports(start, end, 0.5),)
    side = 1.0 if horn.middle[0] > name.middle[0] else -1.0
    start = Port((name.right + 1 if side > 0 else name.left - 1, name.middle[1]), (side, 0.0))
    end = Port((horn.left - 2 if side > 0 else horn.right + 2, horn.middle[1]), (-side, 0.0))
    return (routes.join_ports(start, end, 0.4),)


def _open_end(stage: Stage, one: Procedure, step_id: str, heading: Point) -> Element:
    """A line that comes home nowhere yet ends in a small open dot."""
    box = stage.boxes[step_id]
    x, y = box.middle
    dx, dy = heading
    edge = edge_towards(box.grown(3), (x + dx * 100, y + dy * 100))
    start, end = edge, (edge[0] + dx * 24, edge[1] + dy * 24)
    dot = (end[0] + dx * 4, end[1] + dy * 4)
    shapes: tuple[Shape, ...] = (
        Stroke((("M", start), ("L", end)), stroke="line", width=LINE, role="fn-line"),
        Stroke(circle(*dot, 4), fill="paper", stroke="line", width=1.6),
    )
    return Element(
        f"{step_id}>", one.id, "arrow", "line", shapes, box=box_around(dot, 12, 12),
        joins=(step_id, ""), marks=("flow", "open"),
    )  # fmt: skip


# Snags.


def _begins_above(stage: Stage, one: Procedure) -> bool:
    """Whether the first step stands above the name, so that what is wanted should, too."""
    first = next((step.id for step in one.steps if step.id in stage.places), None)
    return (
        first is not None
        and one.id in stage.places
        and stage.places[first][1] < stage.places[one.id][1]
    )


def _snag(stage: Stage, one: Procedure) -> Iterator[Element]:
    """The way towards what is wanted: barred, bending back; and the pole that forbids it."""
    above = _begins_above(stage, one)
    local = figures.wanted_box(one.name, one.kind, wants_of(one), above=above)
    steps = [step.id for step in one.steps if step.id in stage.boxes]
    if local is None or one.id not in stage.places or not steps:
        return
    wanted = local.moved(*stage.places[one.id])
    first = stage.boxes[steps[0]]
    second = stage.boxes[steps[1]].middle if len(steps) > 1 else None
    name = stage.boxes[one.id]
    block = Box(name.left, name.top, name.right, wanted.top - 2)
    if above:
        block = Box(name.left, wanted.bottom + 2, name.right, name.bottom)
    course = stage.course(first, wanted, one.id, steps[0])
    course = course._replace(solid=(*course.solid, first, wanted.grown(10), block))
    cost, way = routes.joined(routes.ports(first), routes.ports(wanted.grown(12)), course)
    stage.cost += cost
    shapes, bars = _barred(way, second or first.middle)
    stage.drew(one.id, way)
    yield Element(
        f"{one.id}|wants", one.id, "arrow", "line", shapes, joins=(steps[0], one.id),
        marks=("wants",),
    )  # fmt: skip
    forbids = stage.box_of(one.forbidden_by, bars[0])
    if forbids and one.forbidden_by:
        bar = min(bars, key=lambda end: distance(end, forbids.middle))
        yield _forbidding(stage, one, (one.forbidden_by, forbids), bar)


def _barred(way: Way, back_to: Point) -> tuple[tuple[Shape, ...], tuple[Point, Point]]:
    """An arrow stopped by a bar, its head bent back towards a point; and the ends of the bar."""
    end, before = way[-1][3], way[-1][2]
    dx, dy = unit(end[0] - before[0], end[1] - before[1])
    side = 1.0 if dx * (back_to[1] - end[1]) - dy * (back_to[0] - end[0]) > 0 else -1.0
    nx, ny = -dy * side, dx * side

    def near(on: float, over: float) -> Point:
        return end[0] + dx * on + nx * over, end[1] + dy * on + ny * over

    calm = routes.shortened(way, 8)
    bend = (calm[-1][3], near(2, 0), near(2, 15), near(-9, 15))
    back = (near(-9, 15), near(-16, 15), near(-22, 17), near(-32, 22))
    curves = (*calm, bend, *routes.shortened((back,), 5.0))
    segments = (("M", calm[0][0]), *(("C", (*b, *c, *d)) for _, b, c, d in curves))
    bar = (("M", near(4, -11)), ("L", near(4, 24)))
    shapes: tuple[Shape, ...] = (
        Stroke(segments, width=14.0, role="fn-reach"),
        Stroke(segments, stroke="line", width=1.8, role="fn-line"),
        head((back,), "line", size=7.5),
        Stroke(bar, stroke="ink", width=3.6, role="fn-bar"),
    )
    return shapes, (near(4, -11), near(4, 24))


def _forbidding(stage: Stage, one: Procedure, pole: tuple[str, Box], bar: Point) -> Element:
    """The line from the pole that says no to the bar it holds."""
    pole_id, box = pole
    target = box_around(bar, 8, 8)
    course = stage.course(box, target, one.id, *stage.whose(pole_id), lines=True)
    name = stage.boxes[one.id]
    solid = (*course.solid, box, name.grown(2)) if not name.holds(bar) else (*course.solid, box)
    starts = stage.ports_of(pole_id, bar)
    cost, way = routes.joined(starts, routes.ports(target), course._replace(solid=solid))
    stage.cost += cost
    stage.drew(one.id, way)
    segments = (("M", way[0][0]), *(("C", (*b, *c, *d)) for _, b, c, d in way))
    shapes: tuple[Shape, ...] = (
        Stroke(segments, width=12.0, role="fn-reach"),
        Stroke(segments, stroke="ink", width=1.3, dash="1 4", role="fn-line"),
        Stroke(circle(*way[0][0], 2.6), fill="ink"),
    )
    return Element(
        f"{one.id}|forbids", one.id, "arrow", "line", shapes, joins=(pole_id, one.id),
        marks=("forbids",),
    )  # fmt: skip


# Ways out.

STROKES = {"practised": (1.5, ""), "owned": (2.8, ""), "idea": (1.5, "2.5 4")}


def way_out(stage: Stage, one: Exit) -> Iterator[Element]:
    """A way out in its box, and the arrow to it from the step it leaves."""
    marks = (one.stage,)
    yield stage.simple(one.id, "exit", stage.namer.exit(one), marks=marks)
    box, leaves = stage.boxes[one.id], stage.box_of(one.leaves)
    if leaves is None or one.leaves is None:
        return
    width, dash = STROKES.get(one.stage, (1.5, "6 4"))
    course = stage.course(leaves, box, one.id, one.leaves, lines=True)
    course = course._replace(solid=(*course.solid, leaves, box))
    cost, way = routes.joined(routes.ports(leaves), routes.ports(box), course, 0.3)
    stage.cost += cost
    stage.drew(one.id, way)
    yield Element(
        f"{one.leaves}>{one.id}", one.id, "arrow", "line", arrow(way, "way-out", width, dash=dash),
        joins=(one.leaves, one.id), marks=("way-out", one.stage),
    )  # fmt: skip
