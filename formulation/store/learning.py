"""The library of reciprocal roles and the glossary: our own wording, kept as YAML beside the examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from formulation.domain.errors import Fault, NotUnderstood
from formulation.domain.kinds import TONES
from formulation.domain.vocabulary import Pair, Term

LEARN = Path(__file__).resolve().parents[2] / "data" / "learn"
_PAIR = {"id", "top", "bottom"}
_TERM = {"term", "says"}
_LISTS = ("near_top", "near_bottom", "also")
T = TypeVar("T")


@cache
def pairs(path: Path = LEARN / "roles.yaml") -> tuple[Pair, ...]:
    """The library of reciprocal roles, in the order of the file. Raises NotUnderstood with every fault."""
    plain = _read(path)
    if not isinstance(plain, Mapping) or set(plain) - set(TONES):
        raise NotUnderstood(
            [Fault("", "Pairs are listed under the tones that the notebook knows.")]
        )
    rows = [(str(tone), row) for tone, listed in plain.items() for row in listed or ()]
    found = _checked(rows, _PAIR, lambda tone, row: Pair(tone=tone, **row))
    known = {one.id for one in found}
    faults = [
        Fault(one.id, f"Its kinder pair, {one.kinder}, is not in the library.")
        for one in found
        if one.kinder and one.kinder not in known
    ]
    faults += [Fault(one, "Two pairs are called this.") for one in _twice(one.id for one in found)]
    if faults:
        raise NotUnderstood(faults)
    return found


@cache
def glossary(path: Path = LEARN / "glossary.yaml") -> tuple[Term, ...]:
    """Every term with its sentence, in the order of the file. Raises NotUnderstood with every fault."""
    plain = _read(path)
    if not isinstance(plain, list):
        raise NotUnderstood([Fault("", "The glossary is a list of terms.")])
    found = _checked([("", row) for row in plain], _TERM, lambda _, row: Term(**row))
    twice = _twice(name for one in found for name in one.names)
    if twice:
        raise NotUnderstood([Fault(name, "Two terms are written this way.") for name in twice])
    return found


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as wrong:
        raise NotUnderstood([Fault(path.name, "This could not be read as YAML.")]) from wrong


def _checked(
    rows: list[tuple[str, Any]], needed: set[str], make: Callable[[str, dict[str, Any]], T]
) -> tuple[T, ...]:
    """Every row made into what it is. Raises NotUnderstood with the place of each that cannot be."""
    made: list[T] = []
    faults: list[Fault] = []
    for at, (heading, row) in enumerate(rows, 1):
        try:
            made.append(make(heading, _tidied(row, needed)))
        except (TypeError, ValueError):
            faults.append(
                Fault(f"row {at}", f"It needs {', '.join(sorted(needed))}, each in words.")
            )
    if faults:
        raise NotUnderstood(faults)
    return tuple(made)


def _tidied(row: Any, needed: set[str]) -> dict[str, Any]:
    if not isinstance(row, dict) or any(not row.get(name) for name in needed):
        raise ValueError("row")
    return {
        str(name): tuple(map(str, value)) if name in _LISTS else str(value)
        for name, value in row.items()
    }


def _twice(names: Iterator[str]) -> list[str]:
    """What is said more than once, whatever its capitals."""
    seen: set[str] = set()
    again: list[str] = []
    for name in names:
        folded = name.casefold()
        if folded in seen:
            again.append(name)
        seen.add(folded)
    return again


@cache
def reasons(key: str, folder: Path = LEARN / "growth") -> Mapping[str, str]:
    """Why a mapper takes each step of an example: a sentence for a record's id, where one was written.

    Raises NotUnderstood where the file is not such a list.
    """
    path = folder / f"{key}.yaml"
    if not path.exists():
        return {}
    plain = _read(path)
    if not isinstance(plain, Mapping):
        raise NotUnderstood([Fault(path.name, "This is a list of ids, each with a sentence.")])
    return {str(some_id): str(says) for some_id, says in plain.items()}
