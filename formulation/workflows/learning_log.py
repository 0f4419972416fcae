"""One person's own learning log: kept beside the notebook, for nobody else, and taken out as a portfolio.

It holds numbers and the person's own words under an area; nothing in it is a mark of anybody. It
is no part of any formulation, so no copy, search or colleague ever meets it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from formulation.domain.competence import AREAS, SORTS, UNITS
from formulation.domain.errors import Fault, FormulationError, NotUnderstood
from formulation.domain.kinds import Kind
from formulation.render import markdown, typesetting
from formulation.render.docx import docx
from formulation.render.formats import FORMATS
from formulation.render.leaves import Document, Heading, Leaf, Said, Table, said_in
from formulation.render.phrasing import day_in_words
from formulation.security.identifiers import Identifier, identifiers_in

from .drafts import kept_letters
from .ids import fresh
from .notes import names
from .visit import Visit

LONGEST: Final = 2_000
"""Characters in the words of one entry."""

MOST: Final = 2_000
MOST_COUNTED: Final = 1_000


@dataclass(frozen=True)
class Entry:
    """One line of a log: the day, an area, what sort of learning, how much of it, and one's own words."""

    id: str
    on: str
    area: str
    sort: str
    amount: float
    unit: str
    words: str


class LogUnreadable(FormulationError):
    """What is kept of a log is not one; nothing is written over it."""

    def __init__(self) -> None:
        super().__init__("Your log could not be read, so nothing was written over it.")


class LookFirst(FormulationError):
    """A portfolio was asked for while words in it might say who somebody is and nobody has looked."""

    def __init__(self) -> None:
        super().__init__("Look first at the words that might say who somebody is.")


def entries(visit: Visit) -> tuple[Entry, ...]:
    """Everything in this person's log, the latest day first. Raises LogUnreadable."""
    content = visit.beside.read(_name(visit))
    if content is None:
        return ()
    try:
        found = [Entry(**one) for one in json.loads(content)["entries"]]
    except (ValueError, KeyError, TypeError) as wrong:
        raise LogUnreadable from wrong
    return tuple(sorted(found, key=lambda one: (one.on, one.id), reverse=True))


def write_down(visit: Visit, entry: Entry) -> Entry:
    """Put an entry in the log, or in place of the one with its id; on disk before this returns.

    Raises NotUnderstood with every fault, LogUnreadable, CouldNotSave.
    """
    said = replace(entry, words=kept_letters(entry.words).strip(), id=entry.id or fresh("entry"))
    _must_be_whole(said)
    with visit.beside.held(_name(visit)):
        others = [one for one in entries(visit) if one.id != said.id]
        if len(others) >= MOST:
            raise NotUnderstood([Fault("", f"A log has room for {MOST:,} entries.")])
        _keep(visit, [*others, said])
    return said


def take_out(visit: Visit, entry_id: str) -> None:
    """Take an entry out of the log; nothing is left of it. Raises LogUnreadable, CouldNotSave."""
    with visit.beside.held(_name(visit)):
        _keep(visit, [one for one in entries(visit) if one.id != entry_id])


def totals(found: tuple[Entry, ...]) -> Mapping[str, Mapping[str, float]]:
    """How much of each unit there is under each area; areas with nothing are there, and empty."""
    sums: dict[str, dict[str, float]] = {area: {} for area in AREAS}
    for one in found:
        under = sums.setdefault(one.area, {})
        under[one.unit] = under.get(one.unit, 0) + one.amount
    return sums


def amount_in_words(amount: float, unit: str) -> str:
    """Such as 3 hours or 1 session."""
    label = UNITS[unit].label if unit in UNITS else unit
    return f"{amount:g} {label.removesuffix('s') if amount == 1 else label}"


def might_identify(visit: Visit, found: tuple[Entry, ...]) -> tuple[Identifier, ...]:
    """Words in a portfolio that might say who somebody is, each once."""
    text = "\n".join(said_in(portfolio(found, date.today())))
    seen = {one.words: one for one in identifiers_in(text, names=names(visit))}
    own = {day_in_words(one.on) for one in found}
    return tuple(one for one in seen.values() if one.words not in own)


def portfolio(found: tuple[Entry, ...], on: date) -> Document:
    """A log as a document to print or hand in."""
    return Document(
        title="Learning log",
        whose="",
        emblem="lamp",
        colour="slate",
        mark=f"Written {day_in_words(on.isoformat())}",
        leaves=tuple(_leaves(found)),
    )


@dataclass(frozen=True)
class Taken:
    """A portfolio as a file: a name that says nothing of anybody, and what is in it."""

    name: str
    media: str
    data: bytes


def taken_out(
    visit: Visit, found: tuple[Entry, ...], kind: str, *, looked: bool, on: date
) -> Taken:
    """A portfolio as a file. Raises LookFirst where words may identify and nobody has looked at them."""
    if might_identify(visit, found) and not looked:
        raise LookFirst
    row = FORMATS[kind]
    return Taken(f"learning-log{row.suffix}", row.media, WRITERS[kind](portfolio(found, on)))


WRITERS: Final[Mapping[str, Callable[[Document], bytes]]] = {
    "docx": docx,
    "pdf": typesetting.pdf,
    "markdown": markdown.markdown,
}
"""What a portfolio can be written as; each is a row of the formats of every copy."""


def _leaves(found: tuple[Entry, ...]) -> Iterator[Leaf]:
    yield Said(
        "Numbers and own words, by area. It is about my learning and about nobody else.", True
    )
    for area, row in AREAS.items():
        under = [one for one in reversed(found) if one.area == area]
        if under:
            yield Heading(row.label)
            told = totals(tuple(under))[area]
            yield Said("; ".join(amount_in_words(many, unit) for unit, many in told.items()))
            rows = tuple(map(_row, under))
            yield Table(row.label, ("Day", "What", "How much", "In my own words"), rows)


def _row(one: Entry) -> tuple[str, ...]:
    return (
        day_in_words(one.on),
        SORTS[one.sort].label,
        amount_in_words(one.amount, one.unit),
        one.words,
    )


def _must_be_whole(entry: Entry) -> None:
    tables: tuple[tuple[str, Mapping[str, Kind], str], ...] = (
        ("area", AREAS, entry.area), ("what it was", SORTS, entry.sort), ("counted in", UNITS, entry.unit),
    )  # fmt: skip
    faults = [
        Fault(name, "Choose one of the list.") for name, rows, said in tables if said not in rows
    ]
    if not 0 <= entry.amount <= MOST_COUNTED:
        faults.append(Fault("how much", f"A number from 0 to {MOST_COUNTED:,}."))
    if not entry.words or len(entry.words) > LONGEST:
        faults.append(Fault("in my own words", f"A few words, up to {LONGEST:,} characters."))
    try:
        date.fromisoformat(entry.on)
    except ValueError:
        faults.append(Fault("day", "A day of the calendar."))
    if faults:
        raise NotUnderstood(faults)


def _keep(visit: Visit, kept: list[Entry]) -> None:
    plain: dict[str, Any] = {"entries": [asdict(one) for one in kept]}
    visit.beside.write(_name(visit), json.dumps(plain, ensure_ascii=False).encode())


def _name(visit: Visit) -> str:
    """Under what name somebody's log is kept: it says whose only to whom knows their id."""
    return f"log.{hashlib.sha256(visit.member_id.encode()).hexdigest()[:32]}"
