"""What lies ahead over the whole shelf: days to look again, and what was agreed and is not done yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import SupervisionNote
from formulation.store.shelf import Shelf, Spine

from .notebooks import open_formulation
from .visit import Visit

READ_AT_ONCE: Final = 20
"""How many formulations that changed are read before what was found so far is shown."""


@dataclass(frozen=True)
class Ahead:
    """Something to come back to: whose, on which day (year-month-day), what, and which note says so.

    `at` is the place of an action among those agreed; None for a day to look again.
    """

    spine: Spine
    day: str
    what: str
    note_id: str
    at: int | None = None


@dataclass(frozen=True)
class Gathered:
    """What was found, the earliest first, and how many formulations are still to be read."""

    found: tuple[Ahead, ...]
    unread: int = 0


_Known = dict[str, tuple[int, tuple[Ahead, ...]]]
_known: WeakKeyDictionary[Shelf, _Known] = WeakKeyDictionary()


def ahead(visit: Visit, spines: tuple[Spine, ...], at_most: int = READ_AT_ONCE) -> Gathered:
    """Every day to look again and everything agreed and not yet done, the earliest first.

    Only the latest note of a formulation that names a day to look again counts for it. What a formulation
    holds is read once for each of its versions; of those that changed, `at_most` are read now.
    """
    known = _known.setdefault(visit.shelf, {})
    whole = [spine for spine in spines if not spine.trouble]
    changed = [one for one in whole if known.get(one.id, (0, ()))[0] != one.version]
    for spine in changed[:at_most]:
        known[spine.id] = (spine.version, _read(visit, spine))
    for gone in known.keys() - {spine.id for spine in spines}:
        del known[gone]
    found = [one for spine in whole for one in known.get(spine.id, (0, ()))[1]]
    in_order = tuple(sorted(found, key=lambda one: (one.day, one.what)))
    return Gathered(in_order, max(len(changed) - at_most, 0))


def _read(visit: Visit, spine: Spine) -> tuple[Ahead, ...]:
    try:
        return tuple(_ahead_in(spine, open_formulation(visit, spine.id).formulation))
    except FormulationError:
        return ()  # the shelf itself shows what is the matter with it


def _ahead_in(spine: Spine, formulation: Formulation) -> Iterator[Ahead]:
    notes = sorted(formulation.every(SupervisionNote), key=lambda one: one.date)
    again = [note for note in notes if note.review_on]
    if again and not any(note.date > again[-1].review_on for note in notes):
        yield Ahead(spine, again[-1].review_on, again[-1].question, again[-1].id)
    for note in notes:
        for at, action in enumerate(note.agreed):
            if action.by and not action.done:
                said = ": ".join(filter(None, (action.who, action.what)))
                yield Ahead(spine, action.by, said, note.id, at)
