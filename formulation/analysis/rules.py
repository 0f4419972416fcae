"""What a rule of “worth asking” is, and how one is added: one small function under one `rule(…)` line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeVar

from formulation.domain.formulation import Formulation
from formulation.domain.records import Procedure, ReciprocalRole, SelfState

from .identifying import looks_identifying
from .rounds import has_come_home

R = TypeVar("R")
Room = Literal["map", "thinking"]
GENTLE: Final = 1
CURIOUS: Final = 2
SEARCHING: Final = 3


@dataclass(frozen=True)
class Ground:
    """What the rules look at: a formulation, the day, and when each record was last changed.

    `changed` holds the days that are known, by record id; an example has no story and knows none.
    `begun` is the first day of the story. `identifies` says whether words would tell who somebody is.
    """

    formulation: Formulation
    today: datetime.date
    changed: Mapping[str, datetime.date] = field(default_factory=dict)
    begun: datetime.date | None = None
    identifies: Callable[[str], bool] = looks_identifying

    @property
    def has_a_map(self) -> bool:
        """Whether anything with a shape is drawn: a role, a procedure or a state."""
        return any(self.formulation.every(kind) for kind in (ReciprocalRole, Procedure, SelfState))

    @property
    def is_first_sketch(self) -> bool:
        """Whether this is still a first sketch: no whole role, or no way round that comes home."""
        whole = any(
            role.top.words.strip() and role.bottom.words.strip()
            for role in self.formulation.every(ReciprocalRole)
        )
        return not (whole and any(map(has_come_home, self.formulation.every(Procedure))))

    def days_since(self, record_id: str, looked_at: str = "") -> int | None:
        """Days since a record was changed or looked at, whichever came last; None where nobody knows."""
        days = [one for one in (self.changed.get(record_id), as_day(looked_at)) if one]
        return (self.today - max(days)).days if days else None

    def shape(self, *kinds: type[R]) -> str:
        """The ids of everything of some kinds: what a question about the whole map hangs on."""
        ids = [one.id for kind in kinds for one in self.formulation.every(kind)]  # type: ignore[attr-defined]
        return " ".join(sorted(ids))


@dataclass(frozen=True)
class Found:
    """Something a question is about: ids, and words to put into the question.

    `hangs_on`: what must change before the question is asked again, where that is something
    else than the records it is about.
    """

    about: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    hangs_on: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule: what it asks, why, on whose authority, and where it looks.

    `gentle` is how near the bone the question goes, from GENTLE to SEARCHING: the gentlest are
    asked first. `room`: "map" questions can be read with the person; "thinking" ones are ours.
    """

    id: str
    asks: str
    why: str
    source: str
    gentle: int
    room: Room
    finds: Callable[[Ground], Iterable[Found]]


RULES: Final[dict[str, Rule]] = {}
"""Every rule there is, by its id."""

Finder = Callable[[Ground], Iterable[Found]]


def rule(
    name: str,
    *,
    asks: str,
    why: str,
    source: str,
    gentle: int = CURIOUS,
    room: Room = "map",
) -> Callable[[Finder], Finder]:
    """Make a rule of a function that finds what to ask about.

    `asks` may hold {one}, the name of the first thing asked about, and whatever words are found.
    """

    def made(finds: Finder) -> Finder:
        RULES[name] = Rule(name, asks, why, source, gentle, room, finds)
        return finds

    return made


def as_day(text: str) -> datetime.date | None:
    """A date from its text; None where there is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
