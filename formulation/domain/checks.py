"""What can be kept as it is, and what cannot: every fault of a record at once, each with its place."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from .errors import Fault, NotUnderstood
from .records import Part, Record, kind_of

FURTHEST = 100_000.0
"""How far from the middle of a drawing anything may stand, in drawing units."""

_UNKEEPABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters other than line end and tab, and halves of characters: Unicode's Cc and Cs."""

_ID = re.compile(r"[a-z]+:[A-Za-z0-9._-]+")
"""Plain letters only, because ids also stand in attributes of a drawing and in keys of a page."""


def tidied(text: str) -> str:
    """The same words in one spelling of Unicode, without characters that no shelf can keep."""
    kept = _UNKEEPABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", kept).strip()


def faults_of(record: Record | Part, place: str = "") -> Iterator[Fault]:
    """Everything about one record that cannot be kept, parts and details included."""
    here = place or str(record.id)[:80]
    if not isinstance(record.id, str) or not _ID.fullmatch(record.id):
        yield Fault(here, "An id is a kind, a colon, and letters, digits, dots or dashes.")
    elif kind_of(record.id) != record.prefix:
        yield Fault(here, f"An id here begins with “{record.prefix}:” and goes on with something.")
    yield from _faults_inside(record, here)


def _faults_inside(thing: Any, place: str) -> Iterator[Fault]:
    holds = _what_fields_hold(type(thing))
    for one in fields(thing):
        value = getattr(thing, one.name)
        where = f"{place} › {one.metadata.get('label') or one.name.replace('_', ' ')}"
        if not _fits(value, holds[one.name]):
            yield Fault(where, "This is not the kind of thing that can be kept here.")
            continue
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item) and hasattr(item, "prefix"):
                part = cast(Part, item)
                yield from faults_of(part, f"{place} › {str(part.id)[:80]}")
            elif is_dataclass(item):
                yield from _faults_inside(item, where)
            else:
                yield from _faults_of_value(item, one.metadata, where)


@cache
def _what_fields_hold(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _fits(value: object, hint: Any) -> bool:
    """Whether a value is of the type its field says, since a frozen record does not check by itself."""
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return isinstance(value, tuple) and all(_fits(item, inner) for item in value)
    if get_origin(hint) is UnionType:
        return any(_fits(value, one) for one in get_args(hint))
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, (float, int) if hint is float else hint)


def _faults_of_value(value: object, told: Mapping[str, Any], where: str) -> Iterator[Fault]:
    if isinstance(value, str):
        yield from _faults_of_text(value, told, where)
    elif isinstance(value, float) and not (isfinite(value) and abs(value) <= FURTHEST):
        yield Fault(where, "This is not a number we can place; it must lie on the page.")
    elif isinstance(value, int) and not 0 <= value <= 100_000:
        yield Fault(where, "This number is out of reach; give one from 0 to 100,000.")


def _faults_of_text(text: str, told: Mapping[str, Any], where: str) -> Iterator[Fault]:
    if _UNKEEPABLE.search(text):
        yield Fault(where, "This holds characters that cannot be kept; type it again by hand.")
    if text and told.get("day") and not _is_day(text):
        yield Fault(where, "Write a date as year-month-day, such as 2031-03-11.")
    table = told.get("one_of")
    if table is not None and text not in table:
        known = ", ".join(name for name in table if name)
        yield Fault(where, f"“{text[:40]}” is not one of: {known}.")
    if "points_at" in told:
        yield from _faults_of_pointing(text, told["points_at"], where)
    limit = told.get("limit", 200)
    if len(text) > limit:
        yield Fault(
            where,
            f"This is {len(text):,} characters; there is room for {limit:,}. "
            "Shorten it, or keep the longer text in a note.",
        )


def _faults_of_pointing(to_id: str, prefixes: tuple[str, ...], where: str) -> Iterator[Fault]:
    if prefixes and kind_of(to_id) not in prefixes:
        yield Fault(where, f"This can only point at a {' or a '.join(prefixes)}.")
    elif not to_id:
        yield Fault(where, "This points at nothing; choose something, or leave it out.")


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
