"""Exercises written by hand: YAML in data/learn/exercises, each checked whole before it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from formulation.analysis.exercises import KINDS
from formulation.domain.errors import Fault, NotUnderstood
from formulation.domain.kinds import PROCEDURE_KINDS

from .library import NotInLibrary, example

WRITTEN: Final = Path(__file__).resolve().parents[2] / "data" / "learn" / "exercises"
NEEDED: Final = ("id", "kind", "asks", "good", "then")


@dataclass(frozen=True)
class Written:
    """One exercise as it is written: on a sketch of its own with its story, or at a place of an example.

    `at` are the words on the sketch, or the id in the example, that it is about; `good` are good
    answers, the first of them shown as one way; `then` is the question that follows.
    """

    id: str
    kind: str
    asks: str
    good: tuple[str, ...]
    then: str
    at: str = ""
    story: str = ""
    sketch: str = ""
    example: str = ""
    moved_to: str = ""
    """Where a way out of the example is moved to, for it to be put back."""


@cache
def written(folder: Path = WRITTEN) -> tuple[Written, ...]:
    """Every exercise written by hand, in the order of the files. Raises NotUnderstood with every fault."""
    rows = [(path.name, row) for path in sorted(folder.glob("*.yaml")) for row in _rows(path)]
    faults = [fault for name, row in rows for fault in _faults(name, row)]
    ids = [str(row.get("id")) for _, row in rows if isinstance(row, Mapping)]
    faults += [
        Fault(one, "Two exercises are called this.") for one in set(ids) if ids.count(one) > 1
    ]
    if faults:
        raise NotUnderstood(faults)
    return tuple(_made(row) for _, row in rows)


def _rows(path: Path) -> list[Any]:
    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as wrong:
        raise NotUnderstood([Fault(path.name, "This could not be read as YAML.")]) from wrong
    if not isinstance(plain, list):
        raise NotUnderstood([Fault(path.name, "A file of exercises is a list.")])
    return plain


def _faults(name: str, row: Any) -> Iterator[Fault]:
    if not isinstance(row, Mapping):
        yield Fault(name, "Each exercise is a few named lines.")
        return
    place = f"{name}: {row.get('id', 'without an id')}"
    known = {one.name for one in fields(Written)}
    for strange in sorted(set(map(str, row)) - known):
        yield Fault(place, f"“{strange}” is not something an exercise says.")
    for needed in NEEDED:
        if not row.get(needed):
            yield Fault(place, f"It does not say “{needed}”.")
    if row.get("kind") not in KINDS:
        yield Fault(place, f"Its kind is one of {', '.join(KINDS)}.")
    if not isinstance(row.get("good"), list):
        yield Fault(place, "Good answers are a list.")
    elif row.get("kind") == "which_kind" and set(map(str, row["good"])) - set(PROCEDURE_KINDS):
        yield Fault(place, f"A good answer is one of {', '.join(PROCEDURE_KINDS)}.")
    if not str(row.get("then", "")).strip().endswith("?"):
        yield Fault(place, "What follows an answer is a question.")
    yield from _where(place, row)


def _where(place: str, row: Mapping[str, Any]) -> Iterator[Fault]:
    """It stands either on a sketch with a story, or at a place of an example."""
    if bool(row.get("sketch")) == bool(row.get("example")):
        yield Fault(place, "It stands on a sketch of its own, or on an example: one of the two.")
    elif row.get("sketch") and not row.get("story"):
        yield Fault(place, "A sketch needs its story.")
    elif row.get("example"):
        try:
            there = example(str(row["example"])).formulation
            if (
                str(row.get("at")) not in there
                or str(row.get("moved_to", row.get("at"))) not in there
            ):
                yield Fault(place, "What it is about is not in that example.")
        except NotInLibrary:
            yield Fault(place, "That example is not in the library.")


def _made(row: Mapping[str, Any]) -> Written:
    said = {str(name): str(value).strip() for name, value in row.items() if name != "good"}
    return Written(good=tuple(str(one).strip() for one in row["good"]), **said)
