"""What may be kept, and what the next entry of a ledger is: rules that every shelf follows."""

from __future__ import annotations

from datetime import datetime

from formulation.domain.changes import Change
from formulation.domain.checks import faults_of
from formulation.domain.errors import ChangedMeanwhile, Fault, NotUnderstood
from formulation.domain.formulation import Formulation, parts_of

from . import codec
from .shelf import Entry, Kept

BEGUN = "begun"


def first_entry(formulation: Formulation, *, by: str, at: datetime) -> Entry:
    """The entry that begins a formulation. Raises NotUnderstood where it cannot be kept as it is."""
    change = Change(
        before=dict.fromkeys(formulation.records),
        after=dict(formulation.records),
        why=BEGUN,
    )
    entry = Entry(1, change, by, at)
    faults = [
        Fault(reference.from_id, f"It points at “{reference.to_id[:80]}”, which is not here.")
        for reference in formulation.dangling()
    ]
    must_read_back(entry, Formulation(formulation.id, {}), faults)
    return entry


def next_entry(
    kept: Kept, change: Change, *, onto: int, by: str, at: datetime
) -> tuple[Entry, Kept]:
    """The entry that keeps a change made to version `onto`, and what is kept once it is written.

    Raises ChangedMeanwhile where a touched record has moved, or where `onto` is a version that
    is not here (a page left open while an older copy was restored); NotOnMap and NotUnderstood.
    """
    if onto > kept.version:
        raise ChangedMeanwhile(change.touched)
    changed = change.applied_to(kept.formulation)
    entry = Entry(kept.version + 1, change, by, at)
    must_read_back(entry, kept.formulation, [])
    return entry, Kept(changed, entry.number, at)


def must_read_back(entry: Entry, before: Formulation, faults: list[Fault]) -> None:
    """Refuse an entry that would not come back from any shelf exactly as it went in.

    Raises NotUnderstood with every fault.
    """
    for record_id, record in entry.change.after.items():
        if record is not None and record.id != record_id:
            faults.append(Fault(record_id[:80], "It is filed under another id than its own."))
        elif record is not None:
            faults.extend(faults_of(record))
    faults = faults or [*_used_twice(entry.change, before), *_would_read_otherwise(entry)]
    if faults:
        raise NotUnderstood(faults)


def _used_twice(change: Change, before: Formulation) -> list[Fault]:
    """Parts that would share an id with something in another record."""
    owners: dict[str, str] = {}
    twice = []
    for record_id, record in change.after.items():
        for part in parts_of(record) if record is not None else ():
            owner_id = owners.setdefault(part.id, record_id)
            if owner_id == record_id and part.id in before:
                owner_id = before.owner_of(part.id).id
            if owner_id != record_id and change.after.get(owner_id, part) is not None:
                twice.append(Fault(part.id[:80], "This id is used twice; ids are used once."))
    return twice


def _would_read_otherwise(entry: Entry) -> list[Fault]:
    try:
        plain = codec.change_to_plain(entry.change)
        codec.canonical([plain, entry.by])
        same = codec.change_from_plain(plain) == entry.change
    except NotUnderstood as wrong:
        return list(wrong.faults)
    except (ValueError, TypeError):
        same = False
    sentence = "This holds something that cannot be kept exactly; type it again by hand."
    return [] if same else [Fault("change", sentence)]
