"""What one drawing of a formulation shows, and how large each thing on it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from formulation.domain.formulation import Formulation
from formulation.domain.kinds import PROCEDURE_KINDS
from formulation.domain.records import (
    CorePain,
    Drawing,
    Exit,
    Group,
    Horn,
    Link,
    Observer,
    Part,
    Phrase,
    Placement,
    Pole,
    Procedure,
    ReciprocalRole,
    Record,
    SelfState,
    Shift,
    Step,
    TargetProblem,
)

from . import figures
from .elements import Figure
from .figures import pair
from .geometry import Box, box_around
from .measure import NAME, WORDS, Wrapped, comfortably, for_each_print

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Island:
    """How a state stands: its box around 0, 0, where its words are, and where each role in it stands."""

    box: Box
    name: Wrapped
    feels: tuple[Wrapped, ...]
    top: float
    roles: tuple[tuple[str, float, float], ...]

    @property
    def words(self) -> Box:
        """Where its name and how it feels are written."""
        wide = max([self.name.width, *(line.width for line in self.feels)])
        tall = self.name.height + 2 + sum(line.height for line in self.feels)
        return Box(-wide / 2, self.top, wide / 2, self.top + tall)


@for_each_print(2_000)
def island(name: str, feels: tuple[str, ...], roles: tuple[tuple[str, str, str], ...]) -> Island:
    """A state with its roles side by side; `roles` are id, top words, bottom words."""
    title = comfortably(name or figures.NOTHING_SAID, NAME, figures.STATE_WIDTHS)
    under = tuple(comfortably(line, WORDS, figures.STATE_WIDTHS) for line in feels)
    pairs = [(role_id, pair(top, bottom)) for role_id, top, bottom in roles]
    across = sum(one.box.width for _, one in pairs) + 22 * max(0, len(pairs) - 1)
    head = title.height + sum(line.height for line in under) + 4
    over = max((one.arrow - one.box.top for _, one in pairs), default=0.0)
    beneath = max((one.box.bottom - one.arrow for _, one in pairs), default=0.0)
    widest = max([title.width + 30, *(line.width + 30 for line in under), across, 110.0])
    tall = 22 + head + (14 + over + beneath if pairs else 10) + 26
    box = box_around((0, 0), 2 * ceil(widest / 2 + 26), 2 * ceil(tall / 2))
    x, y = -across / 2, box.top + 22 + head + 14 + over
    placed = []
    for role_id, one in pairs:
        placed.append((role_id, round(x + one.box.width / 2), round(y - one.arrow)))
        x += one.box.width + 22
    return Island(box, title, under, box.top + 22, tuple(placed))


@dataclass(frozen=True)
class Sheet:
    """One drawing of a formulation, before anything has a place."""

    formulation: Formulation
    drawing_id: str

    @cached_property
    def kind(self) -> str:
        """Which kind of drawing this is; a role map where the drawing itself is not kept yet."""
        drawing = self.formulation.get(self.drawing_id)
        return drawing.kind if isinstance(drawing, Drawing) else "role_map"

    @cached_property
    def placeable(self) -> tuple[str, ...]:
        """Everything this drawing shows that stands somewhere of its own, in the order it was made."""
        return tuple(self._placeable())

    def _placeable(self) -> Iterator[str]:
        if self.kind == "states":
            yield from (state.id for state in self.formulation.every(SelfState))
            yield from self._roles_by_themselves()
            yield from (one.id for one in self.formulation.every(CorePain) if self._is_linked(one))
        else:
            yield from self._placeable_in_maps()
        yield from (one.id for one in self.formulation.every(Observer))
        yield from (one.id for one in self.formulation.every(Phrase) if self._is_here(one))

    def _placeable_in_maps(self) -> Iterator[str]:
        formulation = self.formulation
        yield from (role.id for role in formulation.every(ReciprocalRole))
        yield from (one.id for one in formulation.every(CorePain))
        for procedure in formulation.every(Procedure):
            yield procedure.id
            yield from (part.id for part in procedure.parts())
        yield from (one.id for one in formulation.every(Exit))
        if self.kind == "team_map":
            yield from (one.id for one in formulation.every(Group))
        yield from (one.id for one in formulation.every(TargetProblem))

    def _roles_by_themselves(self) -> Iterator[str]:
        """Roles that were taken out of a state and put down beside it: no state holds them now."""
        placed = {
            one.record
            for one in self.formulation.every(Placement)
            if one.drawing == self.drawing_id
        }
        held = {
            role.id for state in self.formulation.every(SelfState) for role in self.roles_in(state)
        }
        for role in self.formulation.every(ReciprocalRole):
            if role.id in placed and role.id not in held:
                yield role.id

    def _is_linked(self, one: CorePain) -> bool:
        """Whether some state is joined to this core pain, so that it belongs beside the states."""
        return any(
            one.id in (link.from_id, link.to_id)
            and any(str(end).startswith("state:") for end in (link.from_id, link.to_id))
            for link in self.formulation.every(Link)
        )

    def _is_here(self, one: Phrase) -> bool:
        """Whether a phrase stands in this drawing; one that stands nowhere yet is on the first map."""
        drawings = self._drawings_of_phrases.get(one.id, frozenset())
        return self.drawing_id in drawings if drawings else self.drawing_id == self._first_map

    @cached_property
    def _drawings_of_phrases(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for placement in self.formulation.every(Placement):
            if placement.record and placement.drawing and placement.record.startswith("phrase:"):
                found.setdefault(placement.record, set()).add(placement.drawing)
        return {record: frozenset(drawings) for record, drawings in found.items()}

    @cached_property
    def _first_map(self) -> str:
        drawings = self.formulation.every(Drawing)
        maps = [drawing.id for drawing in drawings if drawing.kind == "role_map"]
        return next(iter([*maps, *(drawing.id for drawing in drawings)]), self.drawing_id)

    @cached_property
    def shown(self) -> frozenset[str]:
        """Everything a person can see here and point at: what is placed, poles, shifts and links."""
        ids = set(self.placeable)
        for some_id in self.placeable:
            thing = self.formulation[some_id]
            if isinstance(thing, ReciprocalRole):
                ids.update((thing.top.id, thing.bottom.id))
            elif isinstance(thing, SelfState):
                for role in self.roles_in(thing):
                    ids.update((role.id, role.top.id, role.bottom.id))
        ids.update(shift.id for shift in self.shifts)
        return frozenset(ids | {link.id for link in self.links_between(ids)})

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts that can be drawn here: both states are there."""
        if self.kind != "states":
            return ()
        return tuple(
            shift
            for shift in self.formulation.every(Shift)
            if shift.from_state in self.formulation and shift.to_state in self.formulation
        )

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links whose two ends are both shown here."""
        return self.links_between(self.shown)

    def links_between(self, ids: set[str] | frozenset[str]) -> tuple[Link, ...]:
        """The links that join two of some ids."""
        return tuple(
            link
            for link in self.formulation.every(Link)
            if link.from_id in ids and link.to_id in ids and link.from_id != link.to_id
        )

    def roles_in(self, state: SelfState) -> tuple[ReciprocalRole, ...]:
        """The roles whose poles a state holds, each once, in the order the state names them."""
        found: dict[str, ReciprocalRole] = {}
        for pole_id in state.poles:
            owner = self.formulation.owner_of(pole_id) if pole_id in self.formulation else None
            if isinstance(owner, ReciprocalRole):
                found.setdefault(owner.id, owner)
        return tuple(found.values())

    def island_of(self, state: SelfState) -> Island:
        """How a state stands in a states diagram."""
        feels = tuple(one for one in (state.feels, state.body) if one)
        roles = tuple((role.id, role.top.words, role.bottom.words) for role in self.roles_in(state))
        return island(state.name, feels, roles)

    @cached_property
    def marks(self) -> dict[str, str]:
        """The letter of each party, in the order they were made."""
        if self.kind != "team_map":
            return {}
        return {
            group.id: LETTERS[at % 26] for at, group in enumerate(self.formulation.every(Group))
        }

    @cached_property
    def first_problem(self) -> str:
        """The target problem that carries the heading."""
        return next((one.id for one in self.formulation.every(TargetProblem)), "")

    @cached_property
    def first_horns(self) -> frozenset[str]:
        """The horns that say EITHER."""
        return frozenset(
            procedure.horns[0].id
            for procedure in self.formulation.every(Procedure)
            if procedure.horns
        )

    def figure(self, some_id: str) -> Figure:
        """How a placeable thing looks. Raises NotOnMap, or TypeError for what has no figure."""
        return self.figure_of(self.formulation[some_id])

    def figure_of(self, thing: Record | Part) -> Figure:
        """How a record or part looks by itself. Raises TypeError for what is only an arrow or a note."""
        look = _LOOKS.get(type(thing))
        if look is None:
            raise TypeError(type(thing).__name__)
        return look(self, thing)

    def arrival_words(self, way_out: Exit) -> str:
        """The words of the pole a way out arrives at; empty where it is left open."""
        arrives = self.formulation.get(way_out.arrives)
        return (arrives.words or figures.NOTHING_SAID) if isinstance(arrives, Pole) else ""

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """How every placeable thing looks, around a middle at 0, 0."""
        return {some_id: self.figure(some_id) for some_id in self.placeable}

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """The box of every placeable thing, around a middle at 0, 0."""
        return {some_id: figure.box for some_id, figure in self.figures.items()}


def wants_of(procedure: Procedure) -> str:
    """What a snag keeps from, in words that say so; empty for other procedures."""
    return procedure.wants if procedure.kind == "snag" else ""


def arms_of(procedure: Procedure) -> tuple[tuple[str, tuple[Step, ...], str | None], ...]:
    """The lines of steps of a procedure: (who holds them, the steps, where they come home to).

    A trap or snag has one; a dilemma one for each horn, and one more for steps outside its horns.
    """
    arms = [(horn.id, horn.steps, horn.returns_to) for horn in procedure.horns]
    if procedure.steps or not arms:
        arms.insert(0, (procedure.id, procedure.steps, procedure.returns_to))
    return tuple(arms)


def kind_label(procedure: Procedure) -> str:
    """What to call a procedure: trap, dilemma or snag."""
    row = PROCEDURE_KINDS.get(procedure.kind)
    return row.label if row else procedure.kind


def _role(_: Sheet, one: ReciprocalRole) -> Figure:
    box = pair(one.top.words, one.bottom.words).box
    return Figure(box, box, ())


def _state(sheet: Sheet, one: SelfState) -> Figure:
    box = sheet.island_of(one).box
    return Figure(box, box, ())


_LOOKS: Mapping[type, Callable[[Sheet, Any], Figure]] = {
    ReciprocalRole: _role,
    SelfState: _state,
    Step: lambda sheet, one: figures.step(one.words, one.part, sheet.marks.get(one.who or "", "")),
    Procedure: lambda _, one: figures.name(one.name, one.kind, wants_of(one)),
    Horn: lambda sheet, one: figures.horn(one.name, one.id in sheet.first_horns),
    Exit: lambda sheet, one: figures.way_out_box(one.words, one.stage, sheet.arrival_words(one)),
    CorePain: lambda _, one: figures.pain(one.words),
    TargetProblem: lambda sheet, one: figures.problem(one.words, one.id == sheet.first_problem),
    Observer: lambda _, one: figures.observer(one.words),
    Group: lambda sheet, one: figures.party(one.words, sheet.marks.get(one.id, "")),
    Phrase: lambda _, one: figures.phrase(one.words),
}
"""How each kind of thing looks; a new kind is a new row."""
