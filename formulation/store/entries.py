"""What may be kept, and what the next entry of a ledger is: rules that every shelf follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from formulation.domain.changes import Change
from formulation.domain.checks import faults_of
from formulation.domain.errors import ChangedMeanwhile, Fault, NotUnderstood
from formulation.domain.formulation import Formulation, ids_of
from formulation.domain.records import Record

from . import codec
from .shelf import Entry, Kept

BEGUN = "begun"


@dataclass(frozen=True)
class Step:
    """An entry that may be written: its change as plain data too, and what is kept once it is written."""

    entry: Entry
    plain: dict[str, Any]
    kept: Kept


def first_step(formulation: Formulation, *, by: str, at: datetime) -> Step:
    """The step that begins a formulation. Raises NotUnderstood where it cannot be kept as it is."""
    at = _to_the_millisecond(at)
    records = dict(formulation.records)
    change = Change(before=dict.fromkeys(records), after=records, why=BEGUN)
    nothing = Formulation(formulation.id, {})
    faults = [
        Fault(reference.from_id, f"It points at “{reference.to_id[:80]}”, which is not here.")
        for reference in formulation.dangling()
    ]
    plain = _plain_that_reads_back(change, by, [*faults, *_used_twice(change)])
    return Step(Entry(1, change, by, at), plain, Kept(nothing.revised(records), 1, at))


def next_step(kept: Kept, change: Change, *, onto: int, by: str, at: datetime) -> Step | None:
    """The step that keeps a change made to version `onto`; None for a change that changes nothing.

    Raises ChangedMeanwhile where a touched record has moved, or where `onto` is a version that
    is not here (a page left open while an older copy was restored); NotOnMap and NotUnderstood.
    """
    _must_hold_together(change)
    if not change:
        return None
    if onto > kept.version:
        raise ChangedMeanwhile(change.touched)
    at = _to_the_millisecond(at)
    changed = change.applied_to(kept.formulation)
    plain = _plain_that_reads_back(change, by, [])
    entry = Entry(kept.version + 1, change, by, at)
    return Step(entry, plain, Kept(changed, entry.number, at))


def _to_the_millisecond(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)


def _must_hold_together(change: Change) -> None:
    """Refuse a change that is not made of records, or does not say what each was. Raises NotUnderstood."""
    if change.before.keys() != change.after.keys():
        raise NotUnderstood([Fault("change", "It does not say what every record was before.")])
    for record_id, record in change.after.items():
        if record is not None and not isinstance(record, Record):
            raise NotUnderstood(
                [Fault(str(record_id)[:80], "This is not a record as we write them.")]
            )


def _plain_that_reads_back(change: Change, by: str, faults: list[Fault]) -> dict[str, Any]:
    """The change as plain data, having made sure that it comes back from any shelf as it went in.

    Only what the records are after is read back: what they were before is what is kept already.
    Raises NotUnderstood with every fault, those found already included.
    """
    faults = list(faults)
    plain: dict[str, Any] = {}
    try:
        plain = codec.change_to_plain(change)
        "".join((change.why, by, *change.after)).encode()
    except (ValueError, TypeError, KeyError, AttributeError):
        faults.extend(_named(change) or [_NOT_EXACTLY])
    else:
        for record_id, record in change.after.items():
            faults.extend(_reads_otherwise(record_id, record, plain["after"][record_id]))
    if faults:
        raise NotUnderstood(faults)
    return plain


def _named(change: Change) -> list[Fault]:
    """The faults of what could not even be written down."""
    return [fault for record in change.after.values() if record for fault in faults_of(record)]


def _reads_otherwise(record_id: str, record: Record | None, plain: object) -> list[Fault]:
    if record is None:
        return []
    if record.id != record_id:
        return [Fault(record_id[:80], "It is filed under another id than its own.")]
    try:
        read = codec.record_from_plain(plain)
    except NotUnderstood as wrong:
        return list(wrong.faults)
    return [] if read == record else [_NOT_EXACTLY]


_NOT_EXACTLY = Fault("", "This holds something that cannot be kept exactly; type it again by hand.")


def _used_twice(change: Change) -> list[Fault]:
    """Ids that two records, or two parts, would share."""
    seen: set[str] = set()
    twice = []
    for record in change.after.values():
        for some_id in ids_of(record) if record is not None else ():
            if some_id in seen:
                twice.append(Fault(some_id[:80], "This id is used twice; ids are used once."))
            seen.add(some_id)
    return twice
