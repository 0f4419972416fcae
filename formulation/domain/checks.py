"""What can be kept as it is, and what cannot: every fault of a record at once, each with its place."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from .errors import Fault, NotUnderstood
from .records import Part, Record, kind_of

FURTHEST = 100_000
"""How far from the middle of a drawing anything may stand, in drawing units."""

UNKEEPABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters other than line end and tab, and halves of characters: Unicode's Cc and Cs."""

_ID = re.compile(r"[a-z]+:[A-Za-z0-9._-]+")
"""Plain letters only, because ids also stand in attributes of a drawing and in keys of a page."""


def tidied(text: str) -> str:
    """The same words in one spelling of Unicode, without characters that no shelf can keep."""
    kept = UNKEEPABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", kept).strip()


def faults_of(record: Record | Part, place: str = "") -> Iterator[Fault]:
    """Everything about one record that cannot be kept, parts and details included."""
    here = place or str(record.id)[:80]
    if not isinstance(record.id, str) or not _ID.fullmatch(record.id):
        yield Fault(here, "An id is a kind, a colon, and letters, digits, dots or dashes.")
    elif kind_of(record.id) != record.prefix:
        yield Fault(here, f"An id here begins with “{record.prefix}:” and goes on with something.")
    yield from _faults_inside(record, here)


@dataclass(frozen=True)
class _Field:
    """What one field may hold, worked out once for each kind of record."""

    name: str
    label: str
    told: Mapping[str, Any]
    hint: Any


@cache
def _fields_of(kind: type) -> tuple[_Field, ...]:
    hints = get_type_hints(kind)
    return tuple(
        _Field(
            one.name,
            one.metadata.get("label") or one.name.replace("_", " "),
            one.metadata,
            hints[one.name],
        )
        for one in fields(kind)
    )


def _faults_inside(thing: object, place: str) -> Iterator[Fault]:
    kind: Any = type(thing)
    for one in _fields_of(kind):
        value = getattr(thing, one.name)
        if not _fits(value, one.hint):
            where = f"{place} › {one.label}"
            yield Fault(where, "This is not the kind of thing that can be kept here.")
            continue
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                yield from _faults_of_group(item, place, one.label)
            else:
                for sentence in _wrong_with(item, one.told):
                    yield Fault(f"{place} › {one.label}", sentence)


def _faults_of_group(group: Any, place: str, label: str) -> Iterator[Fault]:
    if hasattr(group, "prefix"):
        yield from faults_of(cast(Part, group), f"{place} › {str(group.id)[:80]}")
    else:
        yield from _faults_inside(group, f"{place} › {label}")


def _fits(value: object, hint: Any) -> bool:
    """Whether a value is of the type its field says, since a frozen record does not check by itself."""
    if type(value) is hint:
        return True
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return isinstance(value, tuple) and all(_fits(item, inner) for item in value)
    if get_origin(hint) is UnionType:
        return any(_fits(value, one) for one in get_args(hint))
    return type(value) is int and hint is float


def _wrong_with(value: object, told: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(value, str):
        yield from _wrong_with_text(value, told)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        least, most = told.get("within", (-FURTHEST, FURTHEST))
        if not (isfinite(value) and least <= value <= most):
            yield f"This number is out of reach; give one from {least:,g} to {most:,g}."


def _wrong_with_text(text: str, told: Mapping[str, Any]) -> Iterator[str]:
    if not text.isprintable() and UNKEEPABLE.search(text):
        yield "This holds characters that cannot be kept; type it again by hand."
    if text and "day" in told and not _is_day(text):
        yield "Write a date as year-month-day, such as 2031-03-11."
    table = told.get("one_of")
    if table is not None and text not in table:
        known = ", ".join(name for name in table if name)
        yield f"“{text[:40]}” is not one of: {known}."
    if "points_at" in told:
        yield from _wrong_with_pointing(text, told["points_at"])
    limit = told.get("limit", 200)
    if len(text) > limit:
        yield (
            f"This is {len(text):,} characters; there is room for {limit:,}. "
            "Shorten it, or keep the longer text in a note."
        )


def _wrong_with_pointing(to_id: str, prefixes: tuple[str, ...]) -> Iterator[str]:
    if prefixes and kind_of(to_id) not in prefixes:
        yield f"This can only point at a {' or a '.join(prefixes)}."
    elif not to_id:
        yield "This points at nothing; choose something, or leave it out."


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2031-03-11")


def must_be_keepable(*records: Record) -> None:
    """Refuse records that cannot be kept, naming every fault at once.

    Raises NotUnderstood.
    """
    faults = [fault for record in records for fault in faults_of(record)]
    if faults:
        raise NotUnderstood(faults)
