"""How a formulation came to be: its changes in words, how it was at a moment, and the way back there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from formulation.domain.changes import Change
from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import RECORD_KINDS, Record, kind_of
from formulation.domain.telling import told
from formulation.domain.verbs import keeping_whole
from formulation.store.shelf import Entry

from .notebooks import Opened, freshly, keep
from .undoing import said_plainly
from .visit import Visit

AT_ONCE: Final = 30
"""How many changes are told at a time."""

_OF_THE_DRAWING: Final = frozenset({"placement", "drawing"})


class NotInTheStory(FormulationError):
    """A moment was asked for that this formulation never had."""

    def __init__(self) -> None:
        super().__init__("That moment is not in the story of this formulation.")


class AsItIsNow(FormulationError):
    """The drawing is to be brought back to what it already is."""

    def __init__(self) -> None:
        super().__init__("The drawing is already as it was then.")


class DrawnOnMeanwhile(FormulationError):
    """Somebody drew after the page was looked at from which the drawing was to be brought back."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The drawing has been changed meanwhile ({what}), so it was left as it is. Look at what it "
            "says now; you can still bring it back."
        )


@dataclass(frozen=True)
class Moment:
    """One change: its number, when it was made, whether by me, what it did in a few words and in sentences."""

    number: int
    at: datetime
    mine: bool
    what: str
    sentences: tuple[str, ...]


def moments(visit: Visit, opened: Opened, *, until: int | None = None) -> tuple[Moment, ...]:
    """The latest changes up to a number (all where it is None), newest first, at most AT_ONCE."""
    last = opened.version if until is None else min(until, opened.version)
    since = max(0, last - AT_ONCE)
    entries = visit.shelf.story(opened.id, since=since)
    found = [
        Moment(
            entry.number,
            entry.at,
            entry.by == visit.member_id,
            said_plainly(entry.change.why),
            told(entry.change, was, now) if was.records else _begun(now),
        )
        for entry, was, now in _backwards(opened.formulation, entries, last)
    ]
    return tuple(found[:AT_ONCE])


def _begun(now: Formulation) -> tuple[str, ...]:
    many = sum(RECORD_KINDS[kind_of(one)].drawn for one in now.records)
    return (f"Begun, with {many} things on the drawing." if many else "Begun.",)


def as_it_was(visit: Visit, opened: Opened, number: int) -> Formulation:
    """The formulation as it was after a change, rebuilt from the ledger. Raises NotInTheStory."""
    if not 1 <= number <= opened.version:
        raise NotInTheStory
    records = dict(opened.formulation.records)
    for entry in reversed(visit.shelf.story(opened.id, since=number)):
        _step_back(records, entry)
    return Formulation(opened.id, records)


def what_changed_since(then: Formulation, now: Formulation) -> tuple[str, ...]:
    """The whole way between two moments as one change, in sentences."""
    ids = [*dict.fromkeys([*then.records, *now.records])]
    differ = [one for one in ids if then.records.get(one) != now.records.get(one)]
    change = Change(
        {one: then.records.get(one) for one in differ},
        {one: now.records.get(one) for one in differ},
    )
    return told(change, then, now)


def bring_back(visit: Visit, seen: Opened, number: int) -> Opened:
    """Make the drawing what it was after a change, as one new change that can be undone.

    Notes, hypotheses and pulls stay as they are now; what of the drawing they were about and is no
    longer there they let go of. `seen` is the formulation as it was looked at: what was drawn since
    is never written over. Raises NotInTheStory, AsItIsNow, DrawnOnMeanwhile, SignedAlready, and as
    `keep` does.
    """
    return freshly(visit, seen.id, lambda now: _brought_back(visit, now, seen, number))


def _brought_back(visit: Visit, now: Opened, seen: Opened, number: int) -> Opened:
    for entry in visit.shelf.story(seen.id, since=seen.version):
        if any(map(_is_drawn, entry.change.after)):
            raise DrawnOnMeanwhile(said_plainly(entry.change.why))
    then = as_it_was(visit, now, number)
    after = _on_the_drawing(then)
    for some_id in _on_the_drawing(now.formulation):
        after.setdefault(some_id, None)
    differ = {
        one: record for one, record in after.items() if now.formulation.records.get(one) != record
    }
    if not differ:
        raise AsItIsNow
    going = [one for one, record in differ.items() if record is None]
    staying = {one: record for one, record in differ.items() if record is not None}
    change = keeping_whole(
        now.formulation, staying, going=going, why=f"brought the drawing back to change {number}"
    )
    return keep(visit, now, change)


def _on_the_drawing(formulation: Formulation) -> dict[str, Record | None]:
    return {
        some_id: record for some_id, record in formulation.records.items() if _is_drawn(some_id)
    }


def _is_drawn(some_id: str) -> bool:
    return RECORD_KINDS[kind_of(some_id)].drawn or kind_of(some_id) in _OF_THE_DRAWING


def _backwards(
    formulation: Formulation, entries: tuple[Entry, ...], last: int
) -> Iterator[tuple[Entry, Formulation, Formulation]]:
    """Each change up to the last one wanted, newest first, with the formulation before and after it."""
    records = dict(formulation.records)
    for entry in reversed(entries):
        now = Formulation(formulation.id, records) if entry.number <= last else None
        _step_back(records, entry)
        if now is not None:
            yield entry, Formulation(formulation.id, records), now


def _step_back(records: dict[str, Record], entry: Entry) -> None:
    before: Mapping[str, Record | None] = entry.change.before
    for some_id, was in before.items():
        if was is None:
            records.pop(some_id, None)
        else:
            records[some_id] = was
