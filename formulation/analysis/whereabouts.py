"""At which ends of a role the person has been seen: by how it was noticed, and by their states and steps."""

from __future__ import annotations

from formulation.domain.formulation import Formulation
from formulation.domain.records import Procedure, ReciprocalRole, SelfState


def seen_at(role: ReciprocalRole, lived: frozenset[str]) -> frozenset[str]:
    """The poles of a role the person has been seen at; `lived` as `lived_from` gives it (Ryle & Kerr 2002)."""
    directions = {one.direction for one in role.seen}
    return frozenset(
        pole.id
        for pole, shown_by in ((role.top, "self_to_other"), (role.bottom, "other_to_self"))
        if directions & {shown_by, "self_to_self"} or pole.id in lived
    )


def lived_from(formulation: Formulation) -> frozenset[str]:
    """The poles at which a state or one of the person's own steps stands."""
    steps = (
        step.at
        for procedure in formulation.every(Procedure)
        for step in procedure.all_steps()
        if step.part != "others_respond"
    )
    states = (pole for state in formulation.every(SelfState) for pole in state.poles)
    return frozenset(filter(None, (*steps, *states)))
