"""What a team does with hypotheses: wonder, name rivals, and ask what would have to be so before one leads."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from formulation.domain.changes import Change
from formulation.domain.checks import tidied
from formulation.domain.errors import FormulationError, NotOnMap
from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis, Mark, Observation, Record, Stood
from formulation.domain.verbs import adding, changing, keeping_whole

from .ids import fresh
from .notebooks import Opened, keep, may_write
from .visit import Visit


class NotLeadingYet(FormulationError):
    """A hypothesis was to be called leading before it has a rival and a way to be wrong."""


class SayWhy(FormulationError):
    """A hypothesis was to be set aside without a reason."""

    def __init__(self) -> None:
        super().__init__("Say in a few words why it is set aside: somebody may wonder again later.")


class SayWhatWasSeen(FormulationError):
    """An observation was to be kept without words."""

    def __init__(self) -> None:
        super().__init__("Write what was seen or heard; what it may mean can wait.")


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


def must_be_able_to_lead(formulation: Formulation, hypothesis: Hypothesis) -> None:
    """Refuse to call a hypothesis leading before it can be wrong. Raises NotLeadingYet."""
    lacks = missing_before_leading(formulation, hypothesis)
    if lacks:
        raise NotLeadingYet(f"Before it leads, it needs {' and '.join(lacks)}.")


def dated(hypothesis: Hypothesis, given: Mapping[str, Any], today: str) -> dict[str, Any]:
    """The values given, and with a new standing the day it began, so that none is forgotten."""
    status = given.get("status", hypothesis.status)
    if status == hypothesis.status or "story" in given:
        return dict(given)
    return {**given, "story": (*hypothesis.story, Stood(status, today))}


def stand(
    visit: Visit,
    opened: Opened,
    hypothesis_id: str,
    status: str,
    *,
    why: str = "",
    on: str | None = None,
) -> Opened:
    """Say how a hypothesis stands from a day on, and why; every earlier standing is kept.

    Raises NotLeadingYet, or SayWhy where one is set aside without a reason.
    """
    may_write(opened)
    hypothesis = _hypothesis(opened.formulation, hypothesis_id)
    why = tidied(why)
    if status == "leading":
        must_be_able_to_lead(opened.formulation, hypothesis)
    if status == "set_aside" and not why:
        raise SayWhy
    day = on or datetime.date.today().isoformat()
    story = (*hypothesis.story, Stood(status, day, why))
    change = changing(opened.formulation, hypothesis_id, status=status, story=story)
    return keep(visit, opened, replace(change, why="said how a hypothesis stands"))


def _hypothesis(formulation: Formulation, some_id: str) -> Hypothesis:
    found = formulation[some_id]
    if not isinstance(found, Hypothesis):
        raise NotOnMap(some_id)
    return found


def look_at(visit: Visit, opened: Opened, some_id: str, on: str) -> Opened:
    """Write down that something was looked at on a day; a day named for looking again is then past."""
    may_write(opened)
    record: Any = opened.formulation[some_id]
    values: dict[str, Any] = {"held": replace(record.held, looked_at=on)}
    if isinstance(record, Hypothesis) and record.look_again_on and record.look_again_on <= on:
        values["look_again_on"] = ""
    change = changing(opened.formulation, some_id, **values)
    return keep(visit, opened, replace(change, why="looked at again"))


def observe(
    visit: Visit, opened: Opened, words: str, note_id: str | None = None, seen_on: str = ""
) -> tuple[Opened, str]:
    """Write down what was seen or heard, for all hypotheses alike. Raises SayWhatWasSeen."""
    may_write(opened)
    said = tidied(words)
    if not said:
        raise SayWhatWasSeen
    seen = Observation(fresh("observation"), said, note_id, seen_on)
    return keep(visit, opened, adding(opened.formulation, seen)), seen.id


def mark_id(observation_id: str, hypothesis_id: str, by: str) -> str:
    """The id of a mark: one for each cell and each pair of eyes, however often it is changed."""
    eyes = blake2b(by.encode(), digest_size=6).hexdigest() if by else "together"
    tails = (one.partition(":")[2] for one in (observation_id, hypothesis_id))
    return f"mark:{'.'.join((*tails, eyes))}"


def mark(
    visit: Visit,
    opened: Opened,
    observation_id: str,
    hypothesis_id: str,
    bears: str,
    *,
    by: str = "",
) -> Opened:
    """Say how an observation bears on a hypothesis, in the eyes of one role, or of all together (by "").

    Saying "not considered yet" (bears "") takes the mark back. Raises NotOnMap where either has gone.
    """
    may_write(opened)
    by = tidied(by)
    formulation = opened.formulation
    for some_id in (observation_id, hypothesis_id):
        if some_id not in formulation:
            raise NotOnMap(some_id)
    here = _mark_in(formulation, observation_id, hypothesis_id, by)
    now = Mark(here, observation_id, hypothesis_id, by, bears) if bears else None
    change = Change({here: formulation.records.get(here)}, {here: now}, why="marked an observation")
    return keep(visit, opened, change)


def _mark_in(formulation: Formulation, observation_id: str, hypothesis_id: str, by: str) -> str:
    """The id of the mark already in a cell for these eyes, or the id a new one has."""
    there = (
        one.id
        for one in formulation.every(Mark)
        if (one.observation, one.hypothesis, one.by) == (observation_id, hypothesis_id, by)
    )
    return next(there, mark_id(observation_id, hypothesis_id, by))


def bring_in(
    visit: Visit,
    opened: Opened,
    hypothesis_id: str,
    speaks_for: Iterable[str] = (),
    speaks_against: Iterable[str] = (),
) -> Opened:
    """Make observations for everybody of some lines a hypothesis kept to itself, each marked as it was.

    A line that says what an observation already says marks that one. The lines leave the hypothesis;
    one undo brings them back.
    """
    may_write(opened)
    formulation = opened.formulation
    hypothesis = _hypothesis(formulation, hypothesis_id)
    chosen = {"for": tuple(speaks_for), "against": tuple(speaks_against)}
    after: dict[str, Record | None] = {}
    for bears, lines in chosen.items():
        for line in lines:
            seen = _observation_saying(formulation, after, line, hypothesis)
            here = _mark_in(formulation, seen.id, hypothesis_id, "")
            after[seen.id] = seen
            after[here] = Mark(here, seen.id, hypothesis_id, "", bears)
    after[hypothesis_id] = replace(
        hypothesis,
        evidence_for=_but(hypothesis.evidence_for, chosen["for"]),
        evidence_against=_but(hypothesis.evidence_against, chosen["against"]),
    )
    return keep(
        visit,
        opened,
        keeping_whole(formulation, after, why="brought in what speaks for and against"),
    )


def _but(lines: tuple[str, ...], going: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in lines if line not in going)


def _observation_saying(
    formulation: Formulation,
    coming: Mapping[str, Record | None],
    line: str,
    hypothesis: Hypothesis,
) -> Observation:
    """The observation that already says this, or a new one from the same note."""
    same = line.strip().rstrip(".").casefold()
    already = [*formulation.every(Observation), *coming.values()]
    for one in already:
        if isinstance(one, Observation) and one.words.strip().rstrip(".").casefold() == same:
            return one
    return Observation(fresh("observation"), tidied(line), hypothesis.note)
