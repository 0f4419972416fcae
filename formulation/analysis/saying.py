"""Every word that somebody typed into a record, for whoever needs to read them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

_NOT_SAID: Final = ("points_at", "one_of", "day", "within")
"""Fields filled by choosing, not by saying something."""

WORKED_OUT: Final = frozenset({"id", "digest", "rule", "signed_seal"})
"""Fields that hold text nobody said: ids, digests, seals."""

WORDLESS: Final = frozenset({"drawing", "placement", "mark", "copy"})
"""Kinds of records in which nobody says anything about anyone."""


def words_in(thing: Any) -> Iterator[str]:
    """Every text that somebody typed into a record and its parts, in the order of its fields."""
    for one in fields(thing):
        told = one.metadata
        if one.name in WORKED_OUT or any(told.get(name) is not None for name in _NOT_SAID):
            continue
        value = getattr(thing, one.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, str) and item and "limit" in told:
                yield item
            elif is_dataclass(item):
                yield from words_in(item)
