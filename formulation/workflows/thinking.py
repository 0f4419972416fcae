"""What a team does beside the map: write notes, sign them, and tie what was thought to what is drawn."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis, Pull, SupervisionNote
from formulation.domain.signing import SignedAlready
from formulation.domain.verbs import adding, changing

from .ids import fresh
from .notebooks import Opened, keep, may_write
from .notes import signing
from .pulling import what_comes_along
from .visit import Visit
from .wondering import dated, must_be_able_to_lead


def sign(visit: Visit, opened: Opened, note_id: str, on: str) -> Opened:
    """Sign a note on a day: from now on it stays as it is, and only dated addenda follow.

    Raises StillIdentifies where words in it might say who somebody is, SignedAlready.
    """
    may_write(opened)
    return keep(visit, opened, signing(visit, opened, note_id, on))


def begin_note(
    visit: Visit, opened: Opened, date: str, kind: str = "group_supervision"
) -> tuple[Opened, str]:
    """Begin a supervision note as a draft; returns the formulation and the note's id."""
    note = SupervisionNote(fresh("note"), date=date, format=kind)
    return keep(visit, opened, adding(opened.formulation, note)), note.id


def tie(visit: Visit, opened: Opened, some_id: str, field: str, to_id: str) -> Opened:
    """Tie a note or hypothesis to a thing on the drawing, or untie it when it was tied."""
    may_write(opened)
    tied: tuple[str, ...] = getattr(opened.formulation[some_id], field)
    now = tuple(one for one in tied if one != to_id) if to_id in tied else (*tied, to_id)
    completed(opened.formulation, some_id, {field: now})
    change = changing(opened.formulation, some_id, **{field: now})
    return keep(visit, opened, replace(change, why="tied to the drawing"))


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
    if isinstance(record, Hypothesis):
        given = dated(record, given, datetime.date.today().isoformat())
    if isinstance(record, Pull):
        given = {**what_comes_along(formulation, record, given), **given}
    return given
