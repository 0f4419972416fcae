"""A map typed as lines: `A <-> B` a role, `A -> B -> C` or a name with indented steps a loop, else a phrase.

A loop typed as arrows has no name: its first step is not what somebody would call it, so they are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import Phrase, Pole, Procedure, ReciprocalRole, Record, Step

MOST_LINES: Final = 200
LONGEST: Final = 240
_INDENTED: Final = "\n"
_PAIR = re.compile(r"\s*(?:<->|<=>|↔)\s*")
_STEP = re.compile(r"\s*(?:->|=>|→)\s*")


def sketched(text: str) -> Formulation:
    """The formulation that some lines describe; a loop that begins or ends in a pole is joined to it."""
    lines = _lines(text)
    roles = [role for at, line in enumerate(lines) if (role := _role(at, line))]
    ends = {_plain(pole.words): pole.id for role in roles for pole in role.parts()}
    records: list[Record] = [*roles, *_others(lines, ends)]
    return Formulation("f-sketch", {one.id: one for one in records})


def _lines(text: str) -> list[str]:
    """Lines with words in them; steps indented below a name come as one: name, then `INDENTED` each."""
    lines: list[str] = []
    for line in dedent(text).splitlines()[:MOST_LINES]:
        words = line.strip()[:LONGEST]
        if not words:
            continue
        plain_step = line[:1].isspace() and not _PAIR.search(words) and not _STEP.search(words)
        if plain_step and lines and not _PAIR.search(lines[-1]) and not _STEP.search(lines[-1]):
            lines[-1] += f"{_INDENTED}{words}"
        else:
            lines.append(words)
    return lines


def _role(at: int, line: str) -> ReciprocalRole | None:
    ends = _PAIR.split(line)
    if len(ends) != 2:
        return None
    top, bottom = (end.removeprefix("?") for end in ends)
    return ReciprocalRole(
        f"role:s{at}", Pole(f"pole:s{at}-top", top), Pole(f"pole:s{at}-bottom", bottom)
    )


def _others(lines: list[str], ends: dict[str, str]) -> Iterator[Record]:
    for at, line in enumerate(lines):
        if _PAIR.search(line):
            continue
        if _INDENTED in line:
            name, *steps = line.split(_INDENTED)
            yield _loop(at, steps, ends, name)
            continue
        said = [one for one in _STEP.split(line) if one]
        if len(said) < 2:
            yield Phrase(f"phrase:s{at}", line)
        else:
            yield _loop(at, said, ends)


def _loop(at: int, said: list[str], ends: dict[str, str], name: str = "") -> Procedure:
    starts = ends.get(_plain(said[0]))
    home = ends.get(_plain(said[-1])) if len(said) > 1 else None
    between = said[1 if starts else 0 : -1 if home else None]
    steps = tuple(Step(f"step:s{at}-{number}", words) for number, words in enumerate(between, 1))
    return Procedure(
        f"procedure:s{at}", name, "trap", starts_at=starts, steps=steps, returns_to=home
    )


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
