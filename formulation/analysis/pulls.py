"""What pulls say about a relationship and a service: where, when, splits, and what is on nobody's map.

Nothing here counts or compares people: a pull belongs to the helper who felt it, and is read by
place, by time and by stage only.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import PathwayStage, Pole, Pull, ReciprocalRole, SupervisionNote

BESIDE_THE_PERSON: Final = ("with_person", "in_team")
"""Where a split is felt; what happens in supervision itself is parallel process."""

DAYS_IN_A_MONTH: Final = 30.44


@dataclass(frozen=True)
class Split:
    """Two helpers drawn apart in one note: to top poles of different roles, or to both ends of one role.

    Perhaps both ends of one map, not one right colleague.
    """

    note: str
    pulls: tuple[str, str]
    poles: tuple[str, str]
    opposite: bool


def splits(formulation: Formulation) -> tuple[Split, ...]:
    """Every split, note by note in the order of the notes."""
    return tuple(
        split
        for note in formulation.every(SupervisionNote)
        for split in _splits_in(formulation, note.id)
    )


def _splits_in(formulation: Formulation, note_id: str) -> Iterator[Split]:
    placed = [
        one
        for one in formulation.every(Pull)
        if one.note == note_id and one.invited_to and one.where in BESIDE_THE_PERSON
    ]
    said: set[tuple[str, ...]] = set()
    for one, other in combinations(placed, 2):
        opposite = _apart(formulation, one, other)
        poles = tuple(sorted((str(one.invited_to), str(other.invited_to))))
        if opposite is not None and poles not in said:
            said.add(poles)
            yield Split(
                note_id,
                (one.id, other.id),
                (str(one.invited_to), str(other.invited_to)),
                opposite,
            )


def _apart(formulation: Formulation, one: Pull, other: Pull) -> bool | None:
    """True at opposite ends of one role, False at top poles of two, None where they are not apart."""
    if one.felt_by == other.felt_by or one.invited_to == other.invited_to:
        return None
    first, second = (formulation.owner_of(str(pull.invited_to)) for pull in (one, other))
    if not isinstance(first, ReciprocalRole) or not isinstance(second, ReciprocalRole):
        return None
    if first.id == second.id:
        return True
    tops = first.top.id == one.invited_to and second.top.id == other.invited_to
    return False if tops else None


def on_nobodys_map(formulation: Formulation) -> tuple[Pull, ...]:
    """Pulls that have no place on the map yet: a role not drawn, or something of ours."""
    return tuple(one for one in formulation.every(Pull) if one.invited_to is None)


def in_parallel(formulation: Formulation) -> tuple[SupervisionNote, ...]:
    """Notes that say what happened between us, newest first (parallel process)."""
    return tuple(
        sorted(
            (one for one in formulation.every(SupervisionNote) if one.parallel_process),
            key=lambda one: one.date,
            reverse=True,
        )
    )


def day_of(formulation: Formulation, pull: Pull) -> str:
    """When a pull was felt: its own day, or that of its note; empty where nobody has said."""
    note = formulation.get(pull.note)
    return pull.felt_on or (note.date if isinstance(note, SupervisionNote) else "")


def stage_of(formulation: Formulation, pull: Pull) -> str:
    """Where on the pathway a pull was felt; worked out from its day where nobody wrote it down."""
    if pull.stage:
        return pull.stage
    day = _as_day(day_of(formulation, pull))
    return _stage_on(formulation, day) if day else ""


def _stage_on(formulation: Formulation, day: datetime.date) -> str:
    """The stage on a day, walking back from the newest day the notebook knows of."""
    now = _newest_day(formulation)
    behind = [one for one in formulation.cover.pathway if one.months_away is None]
    if now is None or not behind:
        return formulation.cover.stage
    months_ago = (now - day).days / DAYS_IN_A_MONTH
    for stretch in reversed(behind):
        months_ago -= stretch.months or 0.0
        if months_ago < 0:
            return stretch.stage
    return behind[0].stage


def _newest_day(formulation: Formulation) -> datetime.date | None:
    days = [
        *(note.date for note in formulation.every(SupervisionNote)),
        *(pull.felt_on for pull in formulation.every(Pull)),
    ]
    return max(filter(None, map(_as_day, days)), default=None)


@dataclass(frozen=True)
class OverTime:
    """Pulls by the pole they invite into (None: no pole yet) and by stage of the pathway, oldest first."""

    stages: tuple[str, ...]
    poles: tuple[str | None, ...]
    pulls: Mapping[tuple[str | None, str], tuple[Pull, ...]]


def over_time(formulation: Formulation) -> OverTime:
    """Where we were drawn at each stage of the pathway; a stage lived twice stands once, where it began."""
    pulls = sorted(formulation.every(Pull), key=lambda one: day_of(formulation, one))
    found: dict[tuple[str | None, str], list[Pull]] = {}
    for pull in pulls:
        found.setdefault((pull.invited_to, stage_of(formulation, pull)), []).append(pull)
    return OverTime(
        _stages(formulation.cover.pathway, [stage for _, stage in found]),
        _poles(formulation, {pole for pole, _ in found}),
        {where: tuple(some) for where, some in found.items()},
    )


def _stages(pathway: Sequence[PathwayStage], used: Sequence[str]) -> tuple[str, ...]:
    """The stages of the pathway and any others that pulls name; those nobody named last."""
    known = dict.fromkeys([*(one.stage for one in pathway), *(one for one in used if one)])
    return (*known, *([""] if "" in used else []))


def _poles(formulation: Formulation, used: set[str | None]) -> tuple[str | None, ...]:
    """Poles pulls invite into, in the order of the roles, top first; no pole at the end."""
    inner = [
        pole.id
        for role in formulation.every(ReciprocalRole)
        for pole in role.parts()
        if pole.id in used
    ]
    return (*inner, *([None] if None in used else []))


def pole_words(formulation: Formulation, pole_id: str | None) -> str:
    """What a pole is called; in words where there is none."""
    pole = formulation.get(pole_id)
    return (pole.words or "?") if isinstance(pole, Pole) else "not on the map yet"


def _as_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
