"""How anything on the map is named in a sentence: the person's words quoted, in plain British English."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.kinds import PROCEDURE_KINDS, Kind
from formulation.domain.records import (
    Group,
    Part,
    Pole,
    Procedure,
    ReciprocalRole,
    Record,
    Shift,
    kind_of,
)

NO_LONGER_HERE: Final = "something no longer here"
_APART: Final = frozenset(
    {"R", "AL", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI", "PDF", "PDI"}
)
_BEGIN_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_STOPS: Final = (".", "!", "?", "…")
_CLOSING: Final = "”’'\")\u2069"


def quoted(words: str) -> str:
    """Somebody's words in quotation marks, on one line; kept apart where they run right to left."""
    line = _without_own_quotes(" ".join(words.split()))
    if any(unicodedata.bidirectional(mark) in _APART for mark in line):
        line = f"{_BEGIN_ISOLATE}{line}{_END_ISOLATE}"
    return f"“{line}”"


def _without_own_quotes(line: str) -> str:
    first, inner, last = line[:1], line[1:-1], line[-1:]
    # An apostrophe within a word is not a quotation mark: 'I'm fine'.
    marks_within = re.sub(r"(?<=\w)'(?=\w)", "", inner)
    whole = first == last and first in ("'", '"') and inner.strip() and first not in marks_within
    return inner if whole else line


def listed(things: Iterable[str], last: str = "and") -> str:
    """Several things as one says them: a, b and c."""
    said = list(dict.fromkeys(things))
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} {last} {said[-1]}"


def told(*pieces: str) -> str:
    """Pieces as sentences, each with a capital and one stop at its end; empty ones are left out."""
    return " ".join(_one_sentence(piece) for piece in pieces if piece)


def _one_sentence(piece: str) -> str:
    begun = piece[:1].upper() + piece[1:]
    return begun if begun.rstrip(_CLOSING).endswith(_STOPS) else f"{begun}."


def label_in(table: Mapping[str, Kind], name: str) -> str:
    """The words of one row of a table of kinds; the bare name, readable, where the row is not known."""
    return table[name].label if name in table else name.replace("_", " ")


def with_article(noun: str) -> str:
    """The noun with “a” or “an”."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def day_in_words(day: str) -> str:
    """A date as one says it, such as 11 March 2031; as it was written where it is none."""
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError:
        return day
    return f"{date.day} {date:%B} {date.year}"


_WHOSE: Final[Mapping[str, str]] = {
    "person": "in the person's words",
    "shared": "in words agreed together",
    "worker": "in a worker's words",
}


def in_whose_words(whose: str) -> str:
    """Whose words something is in, to follow it; empty where nobody has said."""
    return _WHOSE.get(whose, "")


def with_whose(said: str, whose: str) -> str:
    """Something said, and whose words it is in."""
    return f"{said}, {in_whose_words(whose)}" if in_whose_words(whose) else said


_NOUNS: Final[Mapping[str, str]] = {
    "pain": "core pain",
    "problem": "problem",
    "observer": "observing eye",
    "state": "state",
    "step": "step",
    "exit": "way out",
    "phrase": "words",
    "drawing": "drawing",
}
_NOT_READ_OUT: Final[Mapping[str, str]] = {
    "note": "a supervision note",
    "passage": "words of a note",
    "hypothesis": "a hypothesis",
    "pull": "a pull",
    "voice": "something the person said",
    "link": "another arrow",
    "cover": "the notebook",
    "placement": "a place on a drawing",
}
"""What is named without its words: supervision's own records never leak into the words of the map."""


def named(formulation: Formulation, some_id: str | None) -> str:
    """Anything on the map as a sentence names it, with its noun: the state “On guard”."""
    thing = formulation.get(some_id)
    if thing is None:
        return NO_LONGER_HERE
    if isinstance(thing, Pole):
        return end_of_role(formulation, thing)
    if isinstance(thing, ReciprocalRole):
        return _role(thing)
    if isinstance(thing, Shift):
        ends = (state_named(formulation, one) for one in (thing.from_state, thing.to_state))
        return f"the shift from {' to '.join(ends)}"
    return _NOT_READ_OUT.get(kind_of(thing.id)) or _with_noun(thing)


def _with_noun(thing: Record | Part) -> str:
    noun, words = noun_of(thing), words_of(thing)
    if isinstance(thing, Group):
        return quoted(words) if words else "someone with no name yet"
    return f"the {noun} {quoted(words)}" if words else f"{with_article(noun)} with no words yet"


def noun_of(thing: Record | Part) -> str:
    """What kind of thing it is, in one or two words."""
    if isinstance(thing, Procedure):
        return label_in(PROCEDURE_KINDS, thing.kind)
    return _NOUNS.get(kind_of(thing.id), "way")


def words_of(thing: Record | Part) -> str:
    """The words or the name of a thing; of a horn, without its own either or or."""
    if kind_of(thing.id) == "horn":
        return without_either_or(str(getattr(thing, "name", "")))
    return str(getattr(thing, "words", "") or getattr(thing, "name", ""))


def without_either_or(name: str) -> str:
    """The name of a horn without the “either” or “or” that the sentence says itself."""
    first, _, rest = name.strip().partition(" ")
    return rest.strip() if first.lower().rstrip(",:") in ("either", "or") else name.strip()


def _role(role: ReciprocalRole) -> str:
    top, bottom = role.top.words, role.bottom.words
    if not top and not bottom:
        return "a role with no words yet"
    if top and bottom:
        return f"the role {quoted(top)} to {quoted(bottom)}"
    return f"the half role {quoted(top or bottom)}"


def end_of_role(formulation: Formulation, pole: Pole) -> str:
    """A pole by its words; an empty one by what is opposite."""
    if pole.words:
        return quoted(pole.words)
    role = formulation.owner_of(pole.id)
    opposite = (
        [one.words for one in role.parts() if one.words] if isinstance(role, ReciprocalRole) else []
    )
    if opposite:
        return f"the empty end opposite {quoted(opposite[0])}"
    return "an end with no words yet"


def state_named(formulation: Formulation, state_id: str | None) -> str:
    """A state by its name alone."""
    if state_id is None:
        return "a state not drawn yet"
    words = words_of(formulation[state_id]) if state_id in formulation else ""
    return quoted(words) if words else "a state with no name yet"
