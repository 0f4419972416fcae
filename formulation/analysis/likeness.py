"""How alike two sets of words are: spelled nearly the same, or near in meaning by a list of near-words.

rapidfuzz is named only here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from formulation.domain.vocabulary import Pair

NEAR: Final = 0.86
"""How alike two different words for one end of a pair count: near, and not the same."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_EMPTY: Final = frozenset(
    [
        "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "cannot", "do",
        "for", "from", "get", "got", "had", "has", "have", "he", "her", "him", "his", "i", "if",
        "in", "is", "it", "its", "just", "me", "my", "no", "not", "nobody", "of", "off", "on",
        "one", "or", "our", "out", "over", "she", "so", "that", "the", "their", "them", "then",
        "there", "they", "this", "to", "too", "up", "us", "was", "we", "were", "what", "when",
        "who", "will", "with", "you", "your",
    ]
)  # fmt: skip
_ENDINGS: Final = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "ly", "s", "e")


@lru_cache(maxsize=20_000)
def stems(words: str) -> frozenset[str]:
    """The words that carry meaning, each cut to a stem, so that *criticising* meets *criticised*."""
    said = [_stem(word) for word in _WORD.findall(words.casefold().replace("’", "'"))]
    telling = frozenset(word for word in said if word not in _EMPTY)
    return telling or frozenset(said)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


@dataclass(frozen=True)
class Likeness:
    """Compares words; `meanings` says which ends of which pairs a stem stands for."""

    meanings: Mapping[str, frozenset[str]]

    @classmethod
    def knowing(cls, pairs: Iterable[Pair]) -> Likeness:
        """A likeness that knows these pairs and their near-words."""
        found: dict[str, set[str]] = {}
        for pair in pairs:
            for end, words in (
                ("top", (pair.top, *pair.near_top)),
                ("bottom", (pair.bottom, *pair.near_bottom)),
            ):
                for phrase in words:
                    for part in phrase.split(","):
                        found.setdefault(_key(part), set()).add(f"{pair.id} {end}")
        return cls({key: frozenset(ends) for key, ends in found.items()})

    def of(self, one: str, other: str) -> float:
        """How alike two sets of words are, from 0 (nothing shared) to 1 (the same words)."""
        return _likeness(self, one, other) if one <= other else _likeness(self, other, one)

    def ends(self, words: str) -> frozenset[str]:
        """Which ends of which pairs these words stand for, taken phrase by phrase."""
        found = [self.meanings.get(_key(part), frozenset()) for part in words.split(",")]
        return frozenset().union(*found)

    def __hash__(self) -> int:
        return id(self)


def _key(phrase: str) -> str:
    return " ".join(sorted(word.casefold() for word in _WORD.findall(phrase)))


@lru_cache(maxsize=60_000)
def _likeness(by: Likeness, one: str, other: str) -> float:
    if not one.strip() or not other.strip():
        return 0.0
    mine, theirs = stems(one), stems(other)
    if mine == theirs:
        return 1.0
    shared = len(mine & theirs) / min(len(mine), len(theirs))
    together = len(mine & theirs) / len(mine | theirs)
    spelled = fuzz.ratio(" ".join(sorted(mine)), " ".join(sorted(theirs))) / 100
    by_word = max(0.45 * shared + 0.55 * together, spelled if spelled > 0.72 else spelled * 0.6)
    near = NEAR if by.ends(one) & by.ends(other) else 0.0
    return max(by_word, near)


def words_near(word: str, words: Sequence[str], off: int, most: int) -> list[str]:
    """The words at most `off` letters away: wrong, missing, too many, or two exchanged (Damerau 1964)."""
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=off, limit=most)
    return [one for one, _, _ in found]


def words_somewhat_like(word: str, words: Sequence[str], percent: float, most: int) -> list[str]:
    """The words sharing at least this much of their letters, in their order."""
    found = process.extract(word, words, scorer=fuzz.ratio, score_cutoff=percent, limit=most)
    return [one for one, _, _ in found]
