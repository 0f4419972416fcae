"""Formulations made up by Hypothesis from what the fields of the records say they may hold."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from formulation.domain.formulation import Formulation
from formulation.domain.records import RECORD_KINDS

IDS: dict[str, tuple[str, ...]] = {
    **{prefix: (f"{prefix}:1", f"{prefix}:2.b") for prefix in RECORD_KINDS},
    "pole": ("pole:1-top", "pole:1-bottom", "pole:2.b-top", "pole:2.b-bottom"),
}
"""What everything made up here may point at; `formulations` makes sure that it is all there."""

_ANYTHING = tuple(some_id for ids in IDS.values() for some_id in ids)

_WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12) | st.sampled_from(
    ("", "שלום", "👩🏽‍🚀", "</script>", "{{ }}", "a\nb\tc", "null", "é")
)
_DAYS = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31)).map(str) | st.just("")


def formulations() -> st.SearchStrategy[Formulation]:
    """A formulation with two records of every kind, filled with anything they may hold."""
    kinds = [
        (kind.record, some_id) for kind in RECORD_KINDS.values() for some_id in IDS[kind.prefix]
    ]
    return st.tuples(*(_filled(record, some_id) for record, some_id in kinds)).map(
        lambda made: Formulation("f-made", {record.id: record for record in made})
    )


def _filled(kind: type[Any], some_id: str) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    values: dict[str, st.SearchStrategy[Any]] = {
        one.name: _value(hints[one.name], one.metadata, f"{some_id.partition(':')[2]}-{one.name}")
        for one in fields(kind)
        if one.name != "id"
    }
    if "id" in hints:
        values["id"] = st.just(some_id)
    return st.builds(kind, **values)


def _value(hint: Any, told: Mapping[str, Any], name: str) -> st.SearchStrategy[Any]:
    if get_origin(hint) is tuple:
        return _several(get_args(hint)[0], told, name)
    if get_origin(hint) is UnionType:
        (inner,) = (one for one in get_args(hint) if one is not NoneType)
        return st.none() | _value(inner, told, name)
    if hint is str:
        return _text(told)
    if hint is bool:
        return st.booleans()
    return (
        _number(hint, told)
        if hint in (int, float)
        else _filled(hint, f"{hint_prefix(hint)}:{name}")
    )


def _text(told: Mapping[str, Any]) -> st.SearchStrategy[str]:
    if "points_at" in told:
        return st.sampled_from(_targets(told["points_at"]))
    if "one_of" in told:
        return st.sampled_from(tuple(told["one_of"]))
    return _DAYS if "day" in told else _WORDS


def hint_prefix(hint: Any) -> str:
    """How the ids of a part begin; nothing for a detail without an id."""
    return str(getattr(hint, "prefix", ""))


def _several(inner: Any, told: Mapping[str, Any], name: str) -> st.SearchStrategy[Any]:
    if not hint_prefix(inner):
        return st.lists(_value(inner, told, name), max_size=2).map(tuple)
    parts = [_filled(inner, f"{hint_prefix(inner)}:{name}-{place}") for place in range(2)]
    return st.tuples(*parts)


def _number(hint: type, told: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    least, most = told.get("within", (-100_000, 100_000))
    if hint is int:
        return st.integers(least, most)
    return st.floats(least, most, allow_nan=False, allow_infinity=False)


def _targets(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    steps = {"step": ("step:1-steps-0", "step:1-steps-1"), "horn": ("horn:1-horns-0",)}
    known = {**IDS, **steps}
    found = [some_id for prefix in prefixes for some_id in known.get(prefix, ())]
    return tuple(found) if prefixes else _ANYTHING
