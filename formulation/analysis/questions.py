"""Worth asking: gentle questions about a formulation, from the rules of section 4 of the field guide.

These are questions, never faults: few at a time, gentlest first, held back in a first sketch, and
not asked again once answered or set aside, until what they are about changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from typing import Any, Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import Asked

# Each of these modules adds its rules to the table as it is read.
from . import rules_loops, rules_map, rules_roles, rules_states, rules_thinking  # noqa: F401
from .rules import RULES, Found, Ground, Rule

FEW: Final = 2
"""How many questions are shown at a time."""

ROOM: Final = 160
"""How many characters of somebody's words stand in a question; it should be taken in at a glance."""


@dataclass(frozen=True)
class Question:
    """One question about some records: in words, with why it is asked and on whose authority.

    `digest` stands for what the question hangs on: while it stays, an answer stands.
    """

    rule: Rule
    about: tuple[str, ...]
    text: str
    digest: str

    @property
    def key(self) -> str:
        """What tells this question from every other, for as long as what it hangs on stays."""
        return f"{self.rule.id} {self.digest}"


def every_question(ground: Ground) -> tuple[Question, ...]:
    """Everything the rules find, whether or not it was asked before."""
    return tuple(
        _question(ground.formulation, rule, found)
        for rule in RULES.values()
        for found in rule.finds(ground)
    )


def worth_asking(
    ground: Ground,
    *,
    rooms: Sequence[str] = ("map", "thinking"),
    selected: Collection[str] = (),
    left: Collection[str] = (),
) -> tuple[Question, ...]:
    """The questions still open, best first: about what is selected, then the gentlest.

    `rooms`, in their order, are where questions may come from; `left` are the keys of questions
    left for now, which come last.
    """
    settled = {(one.rule, one.digest) for one in ground.formulation.every(Asked)}
    open_ones = [
        one
        for one in every_question(ground)
        if one.rule.room in rooms and (one.rule.id, one.digest) not in settled
    ]
    chosen = _with_owners(ground.formulation, selected)

    def order(one: Question) -> tuple[Any, ...]:
        near = bool(chosen & _with_owners(ground.formulation, one.about))
        return one.key in left, not near, rooms.index(one.rule.room), one.rule.gentle

    return _turn_about(sorted(open_ones, key=order), order)


def _turn_about(
    questions: list[Question], order: Callable[[Question], tuple[Any, ...]]
) -> tuple[Question, ...]:
    """Among equals a different rule each time, so that two questions are not the same one twice."""
    turns: dict[tuple[Any, ...], int] = {}
    placed = []
    for at, one in enumerate(questions):
        same = (order(one), one.rule.id)
        turns[same] = turns.get(same, -1) + 1
        placed.append(((*order(one), turns[same], at), one))
    return tuple(one for _, one in sorted(placed, key=lambda pair: pair[0]))


def _with_owners(formulation: Formulation, ids: Collection[str]) -> set[str]:
    return {
        some_id
        for one in ids
        if one in formulation
        for some_id in (one, formulation.owner_of(one).id)
    }


def _question(formulation: Formulation, rule: Rule, found: Found) -> Question:
    named = {"one": formulation.name_of(found.about[0])} if found.about else {}
    words = {name: _in_short(said) for name, said in {**named, **found.words}.items()}
    text = rule.asks.format(**words)
    return Question(rule, found.about, text, _digest(formulation, rule, found))


def _in_short(words: str) -> str:
    return words if len(words) <= ROOM else f"{words[: ROOM - 1].rstrip()}…"


def _digest(formulation: Formulation, rule: Rule, found: Found) -> str:
    said: Any = found.hangs_on or [
        _what_it_says(formulation.owner_of(one)) for one in found.about if one in formulation
    ]
    whole = repr((rule.id, found.about, said))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:24]


def _what_it_says(thing: Any) -> Any:
    """A record as far as somebody said something in it: neither how it is held, nor fields left as they come.

    Fields as they come are left out so that a field added by a newer notebook asks nothing again.
    """
    if is_dataclass(thing):
        return [
            (one.name, _what_it_says(getattr(thing, one.name)))
            for one in fields(thing)
            if one.name != "held" and not _as_it_comes(one, getattr(thing, one.name))
        ]
    return [_what_it_says(item) for item in thing] if isinstance(thing, tuple) else thing


def _as_it_comes(one: Field[Any], value: object) -> bool:
    return one.default is not MISSING and value == one.default
