"""What is worth asking about self states and the shifts between them (field guide, section 4)."""

from __future__ import annotations

from collections.abc import Iterable

from formulation.domain.formulation import Formulation
from formulation.domain.records import SelfState, Shift

from .rules import GENTLE, Found, Ground, rule


@rule(
    "state-no-way-out",
    asks="How does “{one}” end? It always has so far.",
    why="However long a state lasts, something has ended it every time.",
    source="Ryle 1997",
)
def state_no_way_out(ground: Ground) -> Iterable[Found]:
    """A state from which no shift leads."""
    left = {shift.from_state for shift in _shifts(ground.formulation)}
    for state in ground.formulation.every(SelfState):
        if state.id not in left:
            yield Found((state.id,))


@rule(
    "state-no-way-in",
    asks="What came just before “{one}”?",
    why="Nobody is born into a state; what comes before it is where it can be noticed.",
    source="Ryle 1997",
)
def state_no_way_in(ground: Ground) -> Iterable[Found]:
    """A state to which no shift leads."""
    entered = {shift.to_state for shift in _shifts(ground.formulation)}
    for state in ground.formulation.every(SelfState):
        if state.id not in entered:
            yield Found((state.id,))


@rule(
    "shift-no-trigger",
    asks="What sets off the shift {from_to}?",
    why="The trigger is where recognition starts.",
    source="Ryle & Kerr 2002",
    gentle=GENTLE,
)
def shift_no_trigger(ground: Ground) -> Iterable[Found]:
    """A shift that does not say what sets it off."""
    named = ground.formulation.name_of
    for shift in _shifts(ground.formulation):
        if not shift.trigger.strip():
            between = f"from “{named(shift.from_state)}” to “{named(shift.to_state)}”"
            yield Found((shift.id,), {"from_to": between})


@rule(
    "state-no-role",
    asks="In “{one}”, who is doing what to whom, in the room or inside?",
    why="A mood becomes relational once it has a pole.",
    source="Ryle 2004",
)
def state_no_role(ground: Ground) -> Iterable[Found]:
    """A state that holds no pole."""
    for state in ground.formulation.every(SelfState):
        if not state.poles:
            yield Found((state.id,))


@rule(
    "states-see-saw",
    asks="Between “{one}” and “{two}” there is only to and fro. Is there a third place?",
    why="Two states alternating leave out where somebody can stand and look.",
    source="Ryle 1997",
)
def states_see_saw(ground: Ground) -> Iterable[Found]:
    """Two states joined by shifts to each other and to nothing else."""
    for island in _islands(ground.formulation):
        if len(island) == 2:
            yield Found(island, {"two": ground.formulation.name_of(island[1])})


def _shifts(formulation: Formulation) -> tuple[Shift, ...]:
    return tuple(one for one in formulation.every(Shift) if one.from_state and one.to_state)


def _islands(formulation: Formulation) -> list[tuple[str, ...]]:
    """The states that shifts join, each group in the order its states were made."""
    joined: dict[str, set[str]] = {state.id: {state.id} for state in formulation.every(SelfState)}
    for shift in _shifts(formulation):
        one, two = joined[str(shift.from_state)], joined[str(shift.to_state)]
        if one is not two:
            one |= two
            joined.update(dict.fromkeys(two, one))
    groups = {id(group): group for group in joined.values()}
    order = [state.id for state in formulation.every(SelfState)]
    return [tuple(one for one in order if one in group) for group in groups.values()]
