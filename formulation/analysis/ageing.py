"""What has not been looked at for its time: open guesses turn into facts when nobody looks at them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis, Record, SupervisionNote

WEEKS: Final[Mapping[str, int]] = {"hypothesis": 6}
"""After how many weeks a kind of record is due a look (house rule; a service may think otherwise)."""

OTHERS: Final = 13
"""After how many weeks anything else that was once looked at is due a look (house rule)."""


@dataclass(frozen=True)
class Due:
    """Something due a look, and the last day anybody looked at it; `asked_for` where a day was named."""

    record_id: str
    last: str
    asked_for: str = ""


def due_a_look(formulation: Formulation, today: datetime.date) -> tuple[Due, ...]:
    """Everything due a look on a day, the longest unseen first.

    A hypothesis has a time; what is set aside rests. Anything else is due only once somebody
    has looked at it and written the day down.
    """
    found = [
        due
        for record in formulation.records.values()
        if (due := _due(formulation, record, today)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.asked_for or one.last, one.record_id)))


def _due(formulation: Formulation, record: Record, today: datetime.date) -> Due | None:
    if isinstance(record, SupervisionNote):
        return None  # a note says by itself when to look again
    if isinstance(record, Hypothesis):
        if record.status == "set_aside":
            return None
        if record.look_again_on:
            passed = record.look_again_on <= today.isoformat()
            return (
                Due(record.id, last_looked_at(formulation, record), record.look_again_on)
                if passed
                else None
            )
    last = last_looked_at(formulation, record)
    day = _as_day(last)
    weeks = WEEKS.get(record.prefix, OTHERS)
    return Due(record.id, last) if day and today - day >= datetime.timedelta(weeks=weeks) else None


def last_looked_at(formulation: Formulation, record: Record) -> str:
    """The last day on which anybody said they looked at it; empty where nobody has said."""
    return max(_days(formulation, record), default="")


def _days(formulation: Formulation, record: Record) -> Iterator[str]:
    held = getattr(record, "held", None)
    yield getattr(held, "looked_at", "")
    if isinstance(record, Hypothesis):
        yield record.raised_on
        yield from (one.on for one in record.story)
        note = formulation.get(record.note)
        yield note.date if isinstance(note, SupervisionNote) else ""


def _as_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
