"""A map typed as lines: `A <-> B` for a role, `A -> B -> C` for a loop, anything else a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import Phrase, Pole, Procedure, ReciprocalRole, Record, Step

MOST_LINES: Final = 200
LONGEST: Final = 240
_PAIR = re.compile(r"\s*(?:<->|<=>|↔)\s*")
_STEP = re.compile(r"\s*(?:->|=>|→)\s*")


def sketched(text: str) -> Formulation:
    """The formulation that some lines describe; a loop that begins or ends in a pole is joined to it."""
    lines = [line.strip()[:LONGEST] for line in text.splitlines()[:MOST_LINES] if line.strip()]
    roles = [role for at, line in enumerate(lines) if (role := _role(at, line))]
    ends = {_plain(pole.words): pole.id for role in roles for pole in role.parts()}
    records: list[Record] = [*roles, *_others(lines, ends)]
    return Formulation("f-sketch", {one.id: one for one in records})


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
        said = [one for one in _STEP.split(line) if one]
        if len(said) < 2:
            yield Phrase(f"phrase:s{at}", line)
        else:
            yield _loop(at, said, ends)


def _loop(at: int, said: list[str], ends: dict[str, str]) -> Procedure:
    starts, home = ends.get(_plain(said[0])), ends.get(_plain(said[-1]))
    between = said[1 if starts else 0 : -1 if home else None]
    steps = tuple(Step(f"step:s{at}-{number}", words) for number, words in enumerate(between, 1))
    name = between[0] if between else said[0]
    return Procedure(
        f"procedure:s{at}", name, "trap", starts_at=starts, steps=steps, returns_to=home
    )


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
