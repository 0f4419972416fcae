"""One codec, both ways: records to plain data and back, strict, with every fault named at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from formulation.domain.changes import Change
from formulation.domain.checks import faults_of
from formulation.domain.errors import Fault, NotUnderstood
from formulation.domain.formulation import Formulation, parts_of
from formulation.domain.records import RECORD_KINDS, Record, kind_of

from .migrations import MIGRATIONS, SCHEMA, Migration, migrated

Plain = dict[str, Any]

_SENTENCES = {
    "missing": "This is missing; add it.",
    "extra_forbidden": "We do not know this field; check its spelling or leave it out.",
    "unexpected_keyword_argument": "We do not know this field; check its spelling or leave it out.",
    "string_type": "This should be words.",
    "string_unicode": "This holds characters that cannot be kept; type it again by hand.",
    "tuple_type": "This should be a list.",
    "bool_type": "This should be true or false.",
    "int_type": "This should be a whole number.",
    "float_type": "This should be a number.",
    "finite_number": "This should be an ordinary number.",
    "dataclass_type": "This should be a group of named fields.",
    "dataclass_exact_type": "This should be a group of named fields.",
}


@cache
def _adapter(prefix: str) -> TypeAdapter[Any]:
    return TypeAdapter(RECORD_KINDS[prefix].record)


def canonical(plain: object) -> bytes:
    """One spelling of plain data as bytes: the same data always gives the same bytes.

    Raises ValueError for NaN and infinity.
    """
    return _SPELT_ONE_WAY(plain).encode("utf-8")


_SPELT_ONE_WAY = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def record_to_plain(record: Record) -> Plain:
    """A record as plain data, every field written out."""
    # Pydantic's own warnings quote what a field holds; reading back strictly says more, and says it in words.
    return cast(Plain, _adapter(record.prefix).dump_python(record, mode="json", warnings=False))


def record_from_plain(
    plain: object,
    *,
    schema: int = SCHEMA,
    place: str = "",
    migrations: Sequence[Migration] = MIGRATIONS,
) -> Record:
    """A record read strictly from plain data written under `schema`.

    Raises NotUnderstood with every fault.
    """
    must_be_readable(schema, 1 + len(migrations))
    record, faults = _read_record(plain, schema, place, migrations)
    if record is None or faults:
        raise NotUnderstood(faults)
    return record


def _read_record(
    plain: object, schema: int, place: str, migrations: Sequence[Migration]
) -> tuple[Record | None, list[Fault]]:
    if not isinstance(plain, dict):
        return None, [Fault(place or "a record", "This should be a group of named fields.")]
    try:
        now = migrated(plain, schema, migrations)
    except (LookupError, TypeError, ValueError, AttributeError):
        return None, [Fault(place or "a record", "This could not be brought up to date.")]
    record_id = now.get("id")
    prefix = kind_of(record_id) if isinstance(record_id, str) else ""
    where = place if not isinstance(record_id, str) else record_id[:80]
    if prefix not in RECORD_KINDS:
        known = ", ".join(f"{kind}:" for kind in RECORD_KINDS)
        return None, [Fault(where or place, f"A record has an id that begins with one of {known}")]
    try:
        record = _adapter(prefix).validate_json(canonical(now), strict=True, extra="forbid")
    except ValidationError as error:
        wrong = error.errors(include_url=False)
        rest = _without([detail["loc"] for detail in wrong], now)
        return None, [
            *(_in_words(where, detail) for detail in wrong),
            *_faults_of_rest(rest, prefix),
        ]
    except (ValueError, TypeError, RecursionError):
        return None, [Fault(where, "This holds something that is neither words nor a number.")]
    return cast(Record, record), list(faults_of(cast(Record, record)))


def _without(places: Iterable[tuple[int | str, ...]], plain: Plain) -> Plain:
    """A copy of a plain record without the fields that cannot be read."""
    rest: Plain = json.loads(canonical(plain))
    for place in places:
        inside: Any = rest
        for step in place[:-1]:
            known = isinstance(inside, dict) and step in inside
            known = known or (isinstance(inside, list) and isinstance(step, int))
            inside = inside[step] if known else None
        if isinstance(inside, dict):
            inside.pop(place[-1], None)
    return rest


def _faults_of_rest(rest: Plain, prefix: str) -> Iterable[Fault]:
    """What else is wrong with a record some of whose fields could not be read; all is told at once."""
    try:
        record = _adapter(prefix).validate_json(canonical(rest), strict=True, extra="forbid")
    except ValidationError:
        return ()
    return faults_of(cast(Record, record))


def _in_words(where: str, detail: Mapping[str, Any]) -> Fault:
    steps = [
        str(step + 1) if isinstance(step, int) else str(step).replace("_", " ")
        for step in detail["loc"]
    ]
    sentence = _SENTENCES.get(detail["type"], "This could not be understood here.")
    return Fault(" › ".join([where, *steps]), sentence)


def to_plain(formulation: Formulation) -> Plain:
    """A whole formulation as plain data, with its schema number; records in the order they were made."""
    ordered = [record for prefix in RECORD_KINDS for record in _of_prefix(formulation, prefix)]
    return {
        "schema": SCHEMA,
        "id": formulation.id,
        "records": [record_to_plain(record) for record in ordered],
    }


def _of_prefix(formulation: Formulation, prefix: str) -> tuple[Record, ...]:
    return formulation.every(RECORD_KINDS[prefix].record)


def from_plain(plain: object, migrations: Sequence[Migration] = MIGRATIONS) -> Formulation:
    """A whole formulation from plain data, migrated where it is older.

    Raises NotUnderstood with every fault at once: what a field may hold, ids used twice,
    and references to things that are not there.
    """
    if not isinstance(plain, dict):
        raise NotUnderstood([Fault("", "This is not a formulation: it holds no named fields.")])
    schema = _schema_of(plain, 1 + len(migrations))
    faults: list[Fault] = []
    formulation_id = plain.get("id")
    if not isinstance(formulation_id, str) or not formulation_id:
        faults.append(Fault("id", "A formulation needs an id."))
    unknown = sorted(str(name) for name in plain.keys() - {"schema", "id", "records"})
    faults.extend(Fault(name[:80], _SENTENCES["extra_forbidden"]) for name in unknown)
    given = plain.get("records")
    if not isinstance(given, list):
        faults.append(Fault("records", "This should be a list of records."))
        given = []
    records: list[Record] = []
    for number, one in enumerate(given, start=1):
        record, wrong = _read_record(one, schema, f"record {number}", migrations)
        faults.extend(wrong)
        if record is not None:
            records.append(record)
    faults.extend(_used_twice(records))
    formulation = Formulation(str(formulation_id), {record.id: record for record in records})
    mentioned = set(_ids_in(given)) if faults else set()
    faults.extend(
        Fault(reference.from_id, f"It points at “{reference.to_id[:80]}”, which is not here.")
        for reference in formulation.dangling()
        if reference.to_id not in mentioned
    )
    if faults:
        raise NotUnderstood(faults)
    return formulation


def _schema_of(plain: Plain, newest: int) -> int:
    must_be_readable(plain.get("schema"), newest)
    return int(plain["schema"])


def must_be_readable(schema: object, newest: int = SCHEMA) -> None:
    """Refuse what a newer notebook wrote, or what does not say. Raises NotUnderstood."""
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise NotUnderstood([Fault("schema", "A formulation says which schema it was written in.")])
    if schema > newest:
        raise NotUnderstood(
            [
                Fault(
                    "schema",
                    f"This was written by a newer notebook (schema {schema}; this one reads up to "
                    f"{newest}). Bring this notebook up to date, then open it again.",
                )
            ]
        )


def _ids_in(plain: Any) -> Iterable[str]:
    """Every id given to something in plain data, also in records that could not be read."""
    waiting = [plain]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            if isinstance(thing.get("id"), str):
                yield thing["id"]
            waiting.extend(thing.values())
        elif isinstance(thing, list):
            waiting.extend(thing)


def _used_twice(records: Iterable[Record]) -> list[Fault]:
    seen: set[str] = set()
    twice: list[Fault] = []
    for record in records:
        for some_id in (record.id, *(part.id for part in parts_of(record))):
            if some_id in seen:
                twice.append(Fault(some_id[:80], "This id is used twice; ids are used once."))
            seen.add(some_id)
    return twice


def change_to_plain(change: Change) -> Plain:
    """A change as plain data."""
    return {
        "why": change.why,
        "before": {
            key: record and record_to_plain(record) for key, record in change.before.items()
        },
        "after": {key: record and record_to_plain(record) for key, record in change.after.items()},
    }


def change_from_plain(
    plain: Mapping[str, Any],
    *,
    schema: int = SCHEMA,
    migrations: Sequence[Migration] = MIGRATIONS,
) -> Change:
    """A change read back from plain data written under `schema`. Raises NotUnderstood."""
    try:
        before, after, why = plain["before"].items(), plain["after"].items(), plain["why"]
    except (LookupError, TypeError, AttributeError) as wrong:
        raise NotUnderstood([_NOT_A_CHANGE]) from wrong
    if not isinstance(why, str) or dict(before).keys() != dict(after).keys():
        raise NotUnderstood([_NOT_A_CHANGE])

    def side(records: Iterable[tuple[str, object]]) -> dict[str, Record | None]:
        return {
            record_id: None
            if one is None
            else record_from_plain(one, schema=schema, place=record_id, migrations=migrations)
            for record_id, one in records
        }

    return Change(before=side(before), after=side(after), why=why)


_NOT_A_CHANGE = Fault("change", "This is not a change as we write them.")


def brief(thing: object) -> Any:
    """Plain data without whatever is as it would be anyway: how the library's files are written."""
    if is_dataclass(thing):
        said = {}
        for one in fields(thing):
            value = getattr(thing, one.name)
            if one.default is MISSING or value != one.default:
                said[one.name] = brief(value)
        return said
    if isinstance(thing, tuple):
        return [brief(item) for item in thing]
    return thing
