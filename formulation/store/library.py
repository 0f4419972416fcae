"""The library: fictional examples kept as YAML, read through the same codec as everything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from formulation.domain.errors import Fault, FormulationError, NotUnderstood
from formulation.domain.formulation import Formulation

from . import codec

LIBRARY = Path(__file__).resolve().parents[2] / "data" / "library"


@dataclass(frozen=True)
class Example:
    """A fictional composite: a formulation, what it teaches, and the questions its gaps should raise."""

    key: str
    formulation: Formulation
    teaches: tuple[str, ...]
    worth_asking: tuple[tuple[str, str], ...]


class NotInLibrary(FormulationError):
    """An example was asked for that the library does not hold."""

    def __init__(self, key: str) -> None:
        super().__init__("That example is not in the library on this computer.")
        self.key = key


def read_example(text: str) -> Example:
    """One example from its YAML. Raises NotUnderstood with every fault."""
    try:
        plain: Any = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        line = getattr(getattr(wrong, "problem_mark", None), "line", None)
        place = "" if line is None else f"line {line + 1}"
        raise NotUnderstood([Fault(place, "This is not YAML as we read it.")]) from wrong
    if not isinstance(plain, dict) or not isinstance(plain.get("example"), str):
        raise NotUnderstood([Fault("example", "An example begins with its key.")])
    try:
        asked = tuple((str(one["rule"]), str(one["about"])) for one in plain["worth_asking"])
        teaches = tuple(str(one) for one in plain["teaches"])
    except (KeyError, TypeError) as wrong:
        raise NotUnderstood(
            [Fault("example", "An example says what it teaches and what is worth asking.")]
        ) from wrong
    formulation = codec.from_plain(
        {"schema": plain.get("schema"), "id": plain["example"], "records": plain.get("records")}
    )
    return Example(plain["example"], formulation, teaches, asked)


@cache
def examples(folder: Path = LIBRARY) -> Sequence[Example]:
    """Every example in the library, in order: ex2 stands before ex10."""
    paths = sorted(folder.glob("*.yaml"), key=lambda path: _in_order(path.stem))
    return tuple(read_example(path.read_text(encoding="utf-8")) for path in paths)


def _in_order(name: str) -> tuple[tuple[bool, int, str], ...]:
    """A name cut into words and numbers, so that numbers are put in order as numbers."""
    return tuple(
        (part.isdecimal(), int(part) if part.isdecimal() else 0, part)
        for part in re.split(r"([0-9]+)", name)
        if part
    )


def example(key: str) -> Example:
    """One example by its key. Raises NotInLibrary."""
    for one in examples():
        if one.key == key:
            return one
    raise NotInLibrary(key)
