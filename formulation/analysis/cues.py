"""Plain cues in free text: which sentences sound like something seen, guessed, felt, wondered or agreed.

Only suggestions, by words anybody can look up here; nothing is ever sorted by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

KINDS: Final = {
    "observed": "seen or heard",
    "inferred": "inferred",
    "action": "to do",
    "hypothesis": "we wonder",
    "pull": "a pull",
}
"""What a stretch of a note may be pulled out as, and what that is called on screen."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a note: where it stands (characters), its words, and what it sounds like, if anything."""

    start: int
    end: int
    words: str
    kind: str = ""
    cue: str = ""


def _any_of(*cues: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(cues)})\b", re.IGNORECASE)


_CUES: Final = (
    ("hypothesis", _any_of(
        "we wonder(?:ed)?", "i wonder(?:ed)?", "wondering (?:if|whether)", "perhaps", "maybe",
        "it may be", "it might be", "could it be", "might (?:it|this|that) be", "what if", "or is it")),
    ("pull", _any_of(
        "i (?:just )?(?:felt|feel)", "i (?:just )?wanted", "i found myself", "i was drawn", "i nearly",
        "i was about to", "i could have", "my (?:chest|stomach|shoulders|jaw|throat|hands|back|heart)",
        "an urge", "the urge", "part of me", "i ended up", "we (?:all )?felt", "pull(?:ed)? to")),
    ("action", _any_of(
        "we(?: wi|')ll", "we’ll", "i(?: wi|')ll", "i’ll", "(?:is|are|am) going to", "agreed to", "we agreed",
        "next time", "by (?:mon|tues|wednes|thurs|fri|satur|sun)day", "to ask", "needs? to", "to do")),
    ("inferred", _any_of(
        "seem(?:s|ed)?", "as if", "as though", "must (?:be|have)", "probably", "because",
        "trying to", "testing", "in order to", "so that (?:he|she|they)", "clearly", "obviously",
        "(?:he|she|they) (?:feels?|felt|thinks?|thought|believes?|wants?|wanted|needed|knew)",
        "means? that", "it looked like", "avoid(?:s|ed|ing)?")),
    ("observed", _any_of(
        "said", "says", "told", "asked", "came", "left", "went", "arrived", "sat", "stood", "walked",
        "looked", "laughed", "cried", "wept", "smiled", "shouted", "whispered", "missed", "brought",
        "rang", "texted", "wrote", "did not come", "didn['’]t come", "was late", "on time", "silen(?:t|ce)",
        "turned", "closed", "opened", "showed", "put", "held", "straightened", "stopped", "waited")),
)  # fmt: skip
"""Each kind and its cues, the most telling first: a sentence that wonders is not something seen."""

_SENTENCE: Final = re.compile(
    r"[^\n.!?…]+(?:[.!?…]+(?=[\s”\"’')]|$)|[.!?…]+(?=\S)[^\n.!?…]*)*[”\"’')]*"
)


def sentences_in(text: str) -> Iterator[Sentence]:
    """Every sentence of a text with what it sounds like; a line end always ends one."""
    for one in _SENTENCE.finditer(text):
        words = one.group()
        start = one.start() + len(words) - len(words.lstrip())
        words = words.strip()
        if sum(letter.isalpha() for letter in words) >= 3:
            yield Sentence(start, start + len(words), words, *sounds_like(words))


def sounds_like(words: str) -> tuple[str, str]:
    """What a sentence sounds like, and the words that make it sound so; both empty where nothing does."""
    for kind, cues in _CUES:
        found = cues.search(words)
        if found:
            return kind, found.group()
    return "", ""
