"""What is felt and on nobody's map yet: gathered, and drawn as a role when a team is ready to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from formulation.domain.errors import FormulationError
from formulation.domain.records import Pull
from formulation.domain.verbs import adding, changing

from .mapping import and_places, new_role
from .notebooks import Opened, keep, may_write
from .visit import Visit


class ChooseAPull(FormulationError):
    """A role was to be drawn from pulls, and none was chosen."""

    def __init__(self) -> None:
        super().__init__("Choose at least one of the pulls this role would be drawn from.")


def draw_role_from(
    visit: Visit,
    opened: Opened,
    pull_ids: Iterable[str],
    top: str,
    bottom: str,
    *,
    drawn_to_top: bool = True,
    tone: str = "",
) -> tuple[Opened, str]:
    """Draw a role from pulls that had no place, and place them on the end they were drawn to.

    The words are the helpers', and the role may belong to the service as well as to the person.
    One change, so one undo. Raises ChooseAPull, SayAWordFirst.
    """
    may_write(opened)
    formulation = opened.formulation
    chosen = [one for one in pull_ids if isinstance(formulation.get(one), Pull)]
    if not chosen:
        raise ChooseAPull
    role = new_role(top, bottom, tone, whose="worker")
    here, there = (role.top, role.bottom) if drawn_to_top else (role.bottom, role.top)
    change = adding(formulation, role)
    grown = change.applied_to(formulation)
    for pull_id in chosen:
        step = changing(grown, pull_id, invited_to=here.id, other_at=there.id, kind="reciprocating")
        change, grown = change.then(step), step.applied_to(grown)
    change = and_places(formulation, replace(change, why="drew a role from pulls"))
    return keep(visit, opened, change), role.id
