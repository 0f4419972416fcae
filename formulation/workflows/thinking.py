"""What a team does beside the map: write notes, wonder with rivals, notice pulls and place them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from formulation.domain.changes import Change
from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis, Pole, Pull, ReciprocalRole, SupervisionNote
from formulation.domain.verbs import adding, changing

from .ids import fresh
from .notebooks import Opened, keep, may_write
from .visit import Visit


class SignedAlready(FormulationError):
    """A signed note was to be changed; only addenda may follow a signature."""

    def __init__(self) -> None:
        super().__init__(
            "This note is signed and stays as it was. Write an addendum below it instead."
        )


class NotLeadingYet(FormulationError):
    """A hypothesis was to be called leading before it has a rival and a way to be wrong."""


def sign(visit: Visit, opened: Opened, note_id: str, on: str) -> Opened:
    """Sign a note on a day: from now on it stays as it is, and only dated addenda follow."""
    may_write(opened)
    change = changing(opened.formulation, note_id, standing="signed", signed_on=on)
    return keep(visit, opened, replace(change, why="signed a note"))


def begin_note(
    visit: Visit, opened: Opened, date: str, kind: str = "group_supervision"
) -> tuple[Opened, str]:
    """Begin a supervision note as a draft; returns the formulation and the note's id."""
    note = SupervisionNote(fresh("note"), date=date, format=kind)
    return keep(visit, opened, adding(opened.formulation, note)), note.id


def wonder(visit: Visit, opened: Opened, note_id: str | None, **said: object) -> tuple[Opened, str]:
    """Write down a hypothesis, in a note or on its own; returns the formulation and its id."""
    may_write(opened)
    hypothesis = replace(Hypothesis(fresh("hypothesis"), note=note_id), **said)  # type: ignore[arg-type]
    return keep(visit, opened, adding(opened.formulation, hypothesis)), hypothesis.id


def make_rivals(visit: Visit, opened: Opened, one_id: str, rival_ids: tuple[str, ...]) -> Opened:
    """Say which hypotheses are rivals of this one; a rival is a rival both ways."""
    may_write(opened)
    formulation = opened.formulation
    change = changing(formulation, one_id, alternative_to=tuple(rival_ids))
    for other in formulation.every(Hypothesis):
        if other.id == one_id:
            continue
        others = tuple(rival for rival in other.alternative_to if rival != one_id)
        if other.id in rival_ids:
            others = (
                (*others, one_id) if one_id not in other.alternative_to else other.alternative_to
            )
        if others != other.alternative_to:
            step = changing(formulation, other.id, alternative_to=others)
            change = change.then(step)
    return keep(visit, opened, replace(change, why="named rivals"))


def tie(visit: Visit, opened: Opened, some_id: str, field: str, to_id: str) -> Opened:
    """Tie a note or hypothesis to a thing on the drawing, or untie it when it was tied."""
    may_write(opened)
    tied: tuple[str, ...] = getattr(opened.formulation[some_id], field)
    now = tuple(one for one in tied if one != to_id) if to_id in tied else (*tied, to_id)
    completed(opened.formulation, some_id, {field: now})
    change = changing(opened.formulation, some_id, **{field: now})
    return keep(visit, opened, replace(change, why="tied to the drawing"))


def rivals_of(formulation: Formulation, hypothesis_id: str) -> tuple[str, ...]:
    """Every rival of a hypothesis, whichever of the two says so."""
    own = formulation[hypothesis_id]
    named = own.alternative_to if isinstance(own, Hypothesis) else ()
    back = tuple(
        other.id
        for other in formulation.every(Hypothesis)
        if hypothesis_id in other.alternative_to and other.id not in named
    )
    return (*named, *back)


def missing_before_leading(formulation: Formulation, hypothesis: Hypothesis) -> tuple[str, ...]:
    """What a hypothesis still lacks before it may be called leading (no certainty: Ryan, slides)."""
    lacks = []
    if not rivals_of(formulation, hypothesis.id):
        lacks.append("a rival: what else could it be?")
    if not hypothesis.would_change_our_mind:
        lacks.append("something that would change our mind")
    return tuple(lacks)


@dataclass(frozen=True)
class Invitation:
    """A pull placed on a role: the pole I am drawn to, the pole that leaves the other in, and its kind."""

    invited_to: str | None
    other_at: str | None
    kind: str


def invitation_to(formulation: Formulation, pole_id: str | None) -> Invitation:
    """What is offered once a pole is touched: the other end for the person, so reciprocating (Ryle 1998)."""
    if pole_id is None or not isinstance(formulation.get(pole_id), Pole):
        return Invitation(None, None, "unplaced")
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


def notice_pull(
    visit: Visit, opened: Opened, note_id: str | None, **said: object
) -> tuple[Opened, str]:
    """Write down a pull somebody noticed; returns the formulation and the pull's id."""
    may_write(opened)
    pull = replace(Pull(fresh("pull"), note=note_id), **said)  # type: ignore[arg-type]
    return keep(visit, opened, adding(opened.formulation, pull)), pull.id


def completed(formulation: Formulation, some_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values a person gave, and those that come along with them.

    A pull's pole brings the other end and its kind. Raises SignedAlready for a signed note,
    NotLeadingYet for a hypothesis that cannot lead yet.
    """
    record = formulation[some_id]
    given = dict(values)
    if (
        isinstance(record, SupervisionNote)
        and record.standing == "signed"
        and set(given) - {"addenda"}
    ):
        raise SignedAlready
    if isinstance(record, Hypothesis) and given.get("status") == "leading":
        must_be_able_to_lead(formulation, record)
    if isinstance(record, Pull):
        given = {**_comes_along(formulation, record, given), **given}
    return given


def _comes_along(formulation: Formulation, pull: Pull, given: Mapping[str, Any]) -> dict[str, Any]:
    if "invited_to" in given:
        offered = invitation_to(formulation, given["invited_to"])
        return {"other_at": offered.other_at, "kind": offered.kind}
    if "other_at" in given:
        return {"kind": kind_of_pull(formulation, pull.invited_to, given["other_at"])}
    return {}


def must_be_able_to_lead(formulation: Formulation, hypothesis: Hypothesis) -> None:
    """Refuse to call a hypothesis leading before it can be wrong. Raises NotLeadingYet."""
    lacks = missing_before_leading(formulation, hypothesis)
    if lacks:
        raise NotLeadingYet(f"Before it leads, it needs {' and '.join(lacks)}.")


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
