"""What things are called in lists, and which of them a list offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from formulation.domain.formulation import Formulation
from formulation.domain.kinds import DRAWING_KINDS
from formulation.domain.records import Drawing, Pole, ReciprocalRole, kind_of, label_of

from .choices import told_apart
from .plain import plain

ON_THE_MAP = (
    "role", "pole", "pain", "procedure", "step", "horn", "exit", "state", "shift", "problem",
    "observer", "group", "phrase", "link",
)  # fmt: skip
"""What may be pointed at where a field does not say: everything on the map, in this order."""

ROOM = 70


def things_to_point_at(formulation: Formulation, prefixes: Sequence[str]) -> list[str]:
    """Every id that a field may point at, in the order of the drawing."""
    wanted = tuple(prefixes) or ON_THE_MAP
    everything = [
        some_id
        for record_id in formulation.records
        for some_id in formulation.ids_within(record_id)
        if kind_of(some_id) in wanted
    ]
    order = {prefix: at for at, prefix in enumerate(wanted)}
    return sorted(dict.fromkeys(everything), key=lambda some_id: order[kind_of(some_id)])


def namer(formulation: Formulation, ids: Sequence[str]) -> Callable[[str], str]:
    """How to name each of these in a list, no two alike."""
    called = told_apart(ids, *ways_to_name(formulation))
    return lambda some_id: called.get(some_id, some_id)


def ways_to_name(formulation: Formulation) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """A thing's words and what it is; and the same with where it is, for two of the same words."""

    def short(some_id: str) -> str:
        return f"{shortened(formulation.name_of(some_id))}  ·  {label_of(some_id)}"

    def with_its_place(some_id: str) -> str:
        return f"{short(some_id)}{_where(formulation, some_id)}"

    return short, with_its_place


def drawing_namer(drawings: Mapping[str, Drawing]) -> Callable[[str], str]:
    """How to name drawings side by side: each by its own name, or else its kind."""

    def name(some_id: str) -> str:
        return drawings[some_id].name or DRAWING_KINDS[drawings[some_id].kind].label

    called = told_apart(drawings, name)
    return lambda some_id: plain(called.get(some_id, some_id))


def shortened(words: str, room: int = ROOM) -> str:
    """Words that fit on one line of a list."""
    return words if len(words) <= room else f"{words[: room - 1]}…"


def _where(formulation: Formulation, some_id: str) -> str:
    """Of a pole, what is at the other end; of a step or horn, the procedure it belongs to."""
    owner = formulation.owner_of(some_id) if some_id in formulation else None
    if owner is None or owner.id == some_id:
        return ""
    thing = formulation[some_id]
    if isinstance(owner, ReciprocalRole) and isinstance(thing, Pole):
        other = owner.bottom if thing.id == owner.top.id else owner.top
        return f", opposite “{shortened(formulation.name_of(other.id), 30)}”"
    return f" in “{shortened(formulation.name_of(owner.id), 30)}”"
