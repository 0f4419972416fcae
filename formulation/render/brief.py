"""The same drawing in fewer words: a short form of every label, made from its own beginning."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any, Final, cast

from formulation.domain.formulation import Formulation
from formulation.domain.records import Horn, Procedure, ReciprocalRole, Record, SelfState, Step

MOST_WORDS: Final = 4
FEW: Final = 3
"""Words that are few already."""

_BREATH = re.compile(r"(?<=\w)[,;:.!?–—(…]")
_LEFT_HANGING: Final = frozenset(
    (
        *("a", "an", "the", "to", "of", "in", "on", "at", "by", "or", "and", "but", "my", "i"),
        *("no", "is", "it's", "i'm", "i’m", "it’s", "as", "for", "with", "who", "that", "so", "if"),
        *(
            "they",
            "their",
            "when",
            "then",
            "than",
            "from",
            "not",
            "be",
            "will",
            "you",
            "your",
            "can",
        ),
    )
)
"""Small words that promise another; a short form does not end on one."""

_SAID: Final = ("words", "name", "trigger", "wants")


def brief(words: str) -> str:
    """At most four words from the beginning, to the first breath; an ellipsis says that there is more."""
    whole = " ".join(words.split())
    breath = _BREATH.search(whole)
    kept = (whole[: breath.start()] if breath else whole).split()[:MOST_WORDS]
    short = " ".join(kept)
    if len(whole.split()) <= FEW or len(short) >= len(whole.rstrip(" .,;:")):
        return whole
    while len(kept) > 1 and kept[-1].casefold() in _LEFT_HANGING:
        kept.pop()
    return f"{' '.join(kept)}…"


def in_fewer_words(formulation: Formulation) -> Formulation:
    """The same records with a short form in place of their words; nothing else is different."""
    return Formulation(
        formulation.id, {some_id: _briefly(one) for some_id, one in formulation.records.items()}
    )


def _briefly(record: Record) -> Record:
    thing = _said_briefly(record)
    if isinstance(record, ReciprocalRole):
        thing = replace(thing, top=_said_briefly(record.top), bottom=_said_briefly(record.bottom))
    elif isinstance(record, Procedure):
        horns = tuple(_horn(one) for one in record.horns)
        thing = replace(thing, steps=_steps(record.steps), horns=horns)
    elif isinstance(record, SelfState):
        thing = replace(thing, feels="", body="")
    return cast(Record, thing)


def _horn(one: Horn) -> Any:
    return replace(_said_briefly(one), steps=_steps(one.steps))


def _steps(steps: tuple[Step, ...]) -> tuple[Any, ...]:
    return tuple(_said_briefly(one) for one in steps)


def _said_briefly(thing: Any) -> Any:
    if thing.prefix in ("cover", "drawing", "placement", "note", "hypothesis", "pull", "voice"):
        return thing
    short = {
        one.name: brief(getattr(thing, one.name)) for one in fields(thing) if one.name in _SAID
    }
    return replace(thing, **short)
