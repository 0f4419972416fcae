"""What a team does with pulls: notice one, place it on a pole, and see what comes along with that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from formulation.analysis.whereabouts import lived_from, seen_at
from formulation.domain.changes import Change
from formulation.domain.errors import NotOnMap
from formulation.domain.formulation import Formulation
from formulation.domain.records import Pole, Pull, ReciprocalRole
from formulation.domain.verbs import adding, changing

from .ids import fresh
from .notebooks import Opened, keep, may_write
from .visit import Visit


@dataclass(frozen=True)
class Invitation:
    """A pull placed on a role: the pole I am drawn to, the pole that leaves the other in, and its kind."""

    invited_to: str | None
    other_at: str | None
    kind: str


def invitation_to(formulation: Formulation, pole_id: str | None) -> Invitation:
    """What is offered once a pole is touched: where that leaves the person, and the kind of pull.

    Where the person has been seen at this end of the role and never at the other, I feel their pole:
    identifying. Otherwise I feel the other pole: reciprocating (Ryle 1998).
    """
    if pole_id is None or not isinstance(formulation.get(pole_id), Pole):
        return Invitation(None, None, "unplaced")
    role = formulation.owner_of(pole_id)
    if isinstance(role, ReciprocalRole) and seen_at(role, lived_from(formulation)) == {pole_id}:
        return Invitation(pole_id, pole_id, "identifying")
    return Invitation(pole_id, other_pole(formulation, pole_id), "reciprocating")


def other_pole(formulation: Formulation, pole_id: str) -> str | None:
    """The opposite end of the same role."""
    role = formulation.owner_of(pole_id)
    if not isinstance(role, ReciprocalRole):
        return None
    return role.bottom.id if role.top.id == pole_id else role.top.id


def kind_of_pull(formulation: Formulation, invited_to: str | None, other_at: str | None) -> str:
    """Reciprocating at opposite poles of one role, identifying at the same pole, else unplaced (Ryle 1998)."""
    if invited_to is None:
        return "unplaced"
    if invited_to == other_at:
        return "identifying"
    if other_at is not None and other_pole(formulation, invited_to) == other_at:
        return "reciprocating"
    return "unplaced" if other_at is None else "reciprocating"


def what_comes_along(
    formulation: Formulation, pull: Pull, given: Mapping[str, Any]
) -> dict[str, Any]:
    """What a pull's pole brings with it: the other end, and the kind."""
    if "invited_to" in given:
        offered = invitation_to(formulation, given["invited_to"])
        return {"other_at": offered.other_at, "kind": offered.kind}
    if "other_at" in given:
        return {"kind": kind_of_pull(formulation, pull.invited_to, given["other_at"])}
    return {}


def notice_pull(
    visit: Visit, opened: Opened, note_id: str | None, **said: object
) -> tuple[Opened, str]:
    """Write down a pull somebody noticed, with where on the pathway it was; returns the pull's id too.

    A pole it is given brings the other end and the kind.
    """
    may_write(opened)
    formulation = opened.formulation
    blank = Pull(fresh("pull"), note=note_id, stage=formulation.cover.stage)
    along = what_comes_along(formulation, blank, said)
    pull = replace(blank, **{**along, **said})
    return keep(visit, opened, adding(opened.formulation, pull)), pull.id


def place_pull(visit: Visit, opened: Opened, pull_id: str, pole_id: str | None) -> Opened:
    """Place a pull on a pole (or on none): the other end and the kind come along and can be changed."""
    offered = invitation_to(opened.formulation, pole_id)
    change: Change = changing(
        opened.formulation,
        pull_id,
        invited_to=offered.invited_to,
        other_at=offered.other_at,
        kind=offered.kind,
    )
    return keep(visit, opened, replace(change, why="placed a pull"))


def turn_pull(visit: Visit, opened: Opened, pull_id: str, kind: str) -> Opened:
    """Say that a placed pull is to the other end of the role (reciprocating) or to the same end (identifying).

    Where the person is left follows from it (Ryle 1998). Raises NotOnMap.
    """
    may_write(opened)
    pull = opened.formulation[pull_id]
    if not isinstance(pull, Pull) or pull.invited_to is None:
        raise NotOnMap(pull_id)
    same_end = kind == "identifying"
    other = pull.invited_to if same_end else other_pole(opened.formulation, pull.invited_to)
    change = changing(opened.formulation, pull_id, other_at=other, kind=kind)
    return keep(visit, opened, replace(change, why="said which end a pull is to"))
