"""What a field of a record may hold, written once beside the field itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Final

from .kinds import Kind

WORDS: Final = 600
"""The most characters a pole, a step or a name may hold; a map has to fit in the head."""

PROSE: Final = 60_000
"""The most characters a longer text may hold: some twenty pages."""


def short(limit: int = WORDS, *, label: str = "") -> Any:
    """Words typed by a person; empty is allowed, because half a thing is a question."""
    return field(default="", metadata={"limit": limit, "label": label})


def prose(*, label: str = "") -> Any:
    """A longer text typed by a person."""
    return short(PROSE, label=label)


def lines(*, label: str = "") -> Any:
    """Several short texts, in order."""
    return field(default=(), metadata={"limit": PROSE, "many": True, "label": label})


def one_of(table: Mapping[str, Kind], default: str, *, label: str = "") -> Any:
    """The name of one row of a table of kinds."""
    return field(default=default, metadata={"one_of": table, "label": label})


def amount(most: int, *, label: str = "") -> Any:
    """A number from nought to `most`, or None where nobody has said."""
    return field(default=None, metadata={"within": (0, most), "label": label})


def day(*, label: str = "") -> Any:
    """A date as text, year-month-day; empty when there is none."""
    return field(default="", metadata={"day": True, "label": label})


def points_at(*prefixes: str, goes_along: bool = False, many: bool = False, label: str = "") -> Any:
    """The id, or ids, of what this record is about.

    `goes_along`: the record makes no sense without it, and is removed with it;
    otherwise the reference is let go and the record stays.
    """
    return field(
        default=() if many else None,
        metadata={"points_at": prefixes, "goes_along": goes_along, "many": many, "label": label},
    )
