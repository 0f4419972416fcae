"""Worth asking, as a person meets it: what is open, answering, setting aside with a reason, asking again."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from weakref import WeakKeyDictionary

from formulation.analysis.identifying import looks_identifying
from formulation.analysis.questions import Question, worth_asking
from formulation.analysis.rules import RULES, Ground
from formulation.domain.checks import tidied
from formulation.domain.errors import FormulationError
from formulation.domain.records import Asked
from formulation.domain.verbs import adding, removing
from formulation.security.identifiers import identifiers_in
from formulation.store.shelf import Shelf

from .ids import fresh
from .notebooks import Opened, change_cover, keep, may_write
from .notes import names
from .visit import Visit

ROOMS: Final[tuple[str, ...]] = ("map", "thinking")


class NothingSaid(FormulationError):
    """A question was to be kept as answered, or set aside, without a word."""

    def __init__(self) -> None:
        super().__init__("Write a few words first: they are what you will find here later.")


class AskedOtherwise(FormulationError):
    """A question was answered that no longer stands as it was asked."""

    def __init__(self) -> None:
        super().__init__(
            "What this question was about has changed meanwhile, so it is no longer asked like this. "
            "What you wrote is still here, to copy."
        )


def open_questions(
    visit: Visit,
    opened: Opened,
    today: datetime.date,
    *,
    rooms: Sequence[str] = ROOMS,
    selected: Collection[str] = (),
    left: Collection[str] = (),
) -> tuple[Question, ...]:
    """Every question still open, best first; show few.

    `rooms`: "map" questions may be read with the person, "thinking" ones are ours; in this order.
    """
    here = ground_of(visit, opened, today)
    return worth_asking(here, rooms=rooms, selected=selected, left=left)


def ground_of(visit: Visit, opened: Opened, today: datetime.date) -> Ground:
    """What the rules look at: the formulation, the day, and its story where it has one."""
    if opened.read_only:
        return Ground(opened.formulation, today)
    changed, begun = _diary_of(visit.shelf).days(visit.shelf, opened.id, opened.version)
    return Ground(opened.formulation, today, changed, begun, _identifies(visit))


def _identifies(visit: Visit) -> Callable[[str], bool]:
    """Whether words would tell who somebody is, by how they look or by the team's own list of names."""
    listed = names(visit)
    return lambda text: (
        looks_identifying(text)
        or any(one.kind == "name" for one in identifiers_in(text, names=listed))
    )


def answer(
    visit: Visit, opened: Opened, question: Question, said: str, today: datetime.date
) -> Opened:
    """Keep what we said to a question; it is not asked again until what it is about changes.

    Raises NothingSaid, or AskedOtherwise where it is no longer asked like this.
    """
    may_write(opened)
    asked = _settled(visit, opened, question, said, today)
    change = adding(opened.formulation, replace(asked, outcome="answered"))
    return keep(visit, opened, replace(change, why="answered a question"))


def set_aside(
    visit: Visit, opened: Opened, question: Question, why: str, today: datetime.date
) -> Opened:
    """Set a question aside, with the reason. Raises as `answer` does."""
    may_write(opened)
    asked = _settled(visit, opened, question, why, today)
    change = adding(opened.formulation, replace(asked, outcome="set_aside"))
    return keep(visit, opened, replace(change, why="set a question aside"))


def _settled(
    visit: Visit, opened: Opened, question: Question, said: str, today: datetime.date
) -> Asked:
    words = tidied(said)
    if not words:
        raise NothingSaid
    if question.key not in {one.key for one in open_questions(visit, opened, today)}:
        raise AskedOtherwise
    return Asked(
        fresh("asked"),
        rule=question.rule.id,
        about=question.about,
        digest=question.digest,
        question=question.text,
        words=words,
        on=today.isoformat(),
    )


def settled(opened: Opened, *, rooms: Sequence[str] = ROOMS) -> tuple[Asked, ...]:
    """What was answered or set aside, newest first."""
    kept = [
        one
        for one in opened.formulation.every(Asked)
        if one.rule not in RULES or RULES[one.rule].room in rooms
    ]
    return tuple(reversed(kept))


def shown_today(visit: Visit, opened: Opened, today: datetime.date) -> Opened:
    """Write down that the person has been shown the map on this day."""
    return change_cover(visit, opened, shown_on=today.isoformat())


def ask_again(visit: Visit, opened: Opened, asked_id: str) -> Opened:
    """Let go of an answer or a reason, so that the question may be asked again."""
    may_write(opened)
    change = removing(opened.formulation, asked_id)
    return keep(visit, opened, replace(change, why="let a question be asked again"))


@dataclass
class _Days:
    """How far a story has been read, and the day each record was last changed."""

    version: int = 0
    changed: dict[str, datetime.date] = field(default_factory=dict)
    begun: datetime.date | None = None


class _Diary:
    """When each record was last changed, read from the stories once and then only what is new."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._days: dict[str, _Days] = {}

    def days(
        self, shelf: Shelf, formulation_id: str, version: int
    ) -> tuple[Mapping[str, datetime.date], datetime.date | None]:
        """The day of each record's last change, and the first day of all."""
        with self._lock:
            known = self._days.setdefault(formulation_id, _Days())
            if known.version < version:
                for entry in shelf.story(formulation_id, since=known.version):
                    day = entry.at.astimezone().date()
                    known.begun = known.begun or day
                    known.changed.update(dict.fromkeys(entry.change.touched, day))
                    known.version = entry.number
            return dict(known.changed), known.begun


_diaries: WeakKeyDictionary[Shelf, _Diary] = WeakKeyDictionary()
_door = threading.Lock()


def _diary_of(shelf: Shelf) -> _Diary:
    with _door:
        return _diaries.setdefault(shelf, _Diary())
