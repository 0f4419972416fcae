"""Searching the words of many formulations, forgiving of spelling.

An index from every word to the records that hold it. What is asked for is compared with the words
there are, not with the records: so it costs little however many records hold them. Words one or two
letters off count (Damerau 1964: a letter wrong, missing, too many, or two exchanged), less than whole ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from heapq import nlargest
from typing import Any, Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import Record, label_of

from .likeness import words_near, words_somewhat_like
from .saying import WORDLESS, WORKED_OUT

_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")

WHOLE, BEGINS, WITHIN, NEAR, SOUNDS = 1.0, 0.8, 0.5, 0.6, 0.3
"""What a word counts that is, begins with, holds, nearly is, or somewhat resembles what was typed."""

MOST_WORDS: Final = 400
"""How many words one typed word may stand for; a single letter would otherwise be the whole language."""

ALIKE: Final = 68.0
"""How much of its letters, of a hundred, a word shares with one that it somewhat resembles."""

AROUND: Final = 70
"""How many characters are shown on either side of what was found."""

MOST_TYPED: Final = 12
"""How many words of what was typed are looked for."""


def folded(word: str) -> str:
    """A word as it is compared: without capitals, accents, or a curly apostrophe."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


def words_of(text: str) -> list[str]:
    """Every word of a text, folded."""
    return [folded(word) for word in _WORD.findall(text)]


@dataclass(frozen=True)
class Said:
    """Some words somebody wrote: in what (a record or a part of one), and under which label."""

    where: str
    label: str
    words: str


@dataclass(frozen=True)
class Hit:
    """One record found: where exactly, what the words are called there, and the words themselves.

    `snippet`: the words in stretches, each with whether it is what was looked for.
    """

    formulation_id: str
    record_id: str
    where: str
    label: str
    snippet: tuple[tuple[str, bool], ...]
    weight: float


@dataclass(frozen=True)
class _Entry:
    formulation_id: str
    record: Record
    words: frozenset[str]


class Index:
    """Every word of every record given to it; not safe for several threads at once."""

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self._numbers: dict[str, dict[str, int]] = {}
        self._holding: dict[str, set[int]] = {}
        self._vocabulary: tuple[str, ...] | None = None
        self._next = 0

    @property
    def formulations(self) -> frozenset[str]:
        """The formulations that are in the index."""
        return frozenset(self._numbers)

    def put(self, formulation: Formulation) -> None:
        """Take in a formulation as it is now; only records that have changed cost anything."""
        numbers = self._numbers.setdefault(formulation.id, {})
        for record_id in numbers.keys() - formulation.records.keys():
            self._drop(numbers.pop(record_id))
        for record_id, record in formulation.records.items():
            number = numbers.get(record_id)
            before = self._entries[number].record if number is not None else None
            if record is before or record == before or record.prefix in WORDLESS:
                continue
            if number is not None:
                self._drop(number)
            numbers[record_id] = self._add(formulation.id, record)

    def forget(self, formulation_id: str) -> None:
        """Let go of a formulation."""
        for number in self._numbers.pop(formulation_id, {}).values():
            self._drop(number)

    def _add(self, formulation_id: str, record: Record) -> int:
        self._next += 1
        words = frozenset(word for said in said_in(record) for word in words_of(said.words))
        self._entries[self._next] = _Entry(formulation_id, record, words)
        for word in words:
            if word not in self._holding:
                self._holding[word] = set()
                self._vocabulary = None
            self._holding[word].add(self._next)
        return self._next

    def _drop(self, number: int) -> None:
        for word in self._entries.pop(number).words:
            holding = self._holding[word]
            holding.discard(number)
            if not holding:
                del self._holding[word]
                self._vocabulary = None

    def find(
        self, typed: str, *, among: Collection[str] | None = None, most: int = 60
    ) -> tuple[Hit, ...]:
        """The records that hold what was typed, the best first, at most `most` of them.

        All the words typed, in any order; where no record holds them all, those that hold most of
        them. `among`: the ids of the formulations that may be looked in; None: all.
        """
        wanted = list(dict.fromkeys(words_of(typed)))[:MOST_TYPED]
        meant = [self._meant_by(word) for word in wanted]
        weighed = self._weighed(meant, among)
        best = nlargest(most, weighed, key=lambda number: (weighed[number], -number))
        hits = [self._hit(number, meant, weighed[number]) for number in best]
        return tuple(sorted(hits, key=lambda hit: -hit.weight))

    def _meant_by(self, word: str) -> dict[str, float]:
        """The words there are that a typed word may mean, each with what it counts."""
        words = self._words()
        meant = dict(_near(word, words))
        if len(word) > 3 or not word.isascii():
            meant.update((one, WITHIN) for one in words if word in one)
        meant.update((one, BEGINS) for one in words if one.startswith(word))
        if word in self._holding:
            meant[word] = WHOLE
        if not meant:
            meant = dict(_somewhat_like(word, words))
        return dict(nlargest(MOST_WORDS, meant.items(), key=lambda pair: (pair[1], pair[0])))

    def _words(self) -> tuple[str, ...]:
        if self._vocabulary is None:
            self._vocabulary = tuple(self._holding)
        return self._vocabulary

    def _weighed(
        self, meant: Sequence[Mapping[str, float]], among: Collection[str] | None
    ) -> dict[int, float]:
        """What each record counts, for those that hold as many of the words as any does."""
        total: dict[int, float] = {}
        count: dict[int, int] = {}
        for words in meant:
            for number, weight in self._records_of(words).items():
                total[number] = total.get(number, 0.0) + weight
                count[number] = count.get(number, 0) + 1
        if among is not None:
            total = {n: w for n, w in total.items() if self._entries[n].formulation_id in among}
        most = max((count[number] for number in total), default=0)
        return {number: weight for number, weight in total.items() if count[number] == most}

    def _records_of(self, words: Mapping[str, float]) -> dict[int, float]:
        """The records holding any of some words, each with the best of them."""
        best: dict[int, float] = {}
        for word, weight in sorted(words.items(), key=lambda pair: pair[1]):
            best.update(dict.fromkeys(self._holding[word], weight))
        return best

    def _hit(self, number: int, meant: Sequence[Mapping[str, float]], weight: float) -> Hit:
        entry = self._entries[number]
        counts = {one: _counts(one.words, meant) for one in said_in(entry.record)}
        said = max(counts, key=lambda one: (counts[one], -len(one.words)))
        # Words that stand together, and in few words, are more likely meant than words far apart.
        together = counts[said] + 1 / (10 + len(said.words.split()))
        snippet = _snippet(said.words, {word: one[word] for one in meant for word in one})
        where = (entry.formulation_id, entry.record.id, said.where, said.label)
        return Hit(*where, snippet, weight + together)


def _near(word: str, words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Words a letter or two off; short ones have to be spelt."""
    off = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
    return ((one, NEAR) for one in words_near(word, words, off, MOST_WORDS) if off)


def _somewhat_like(word: str, words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """For a word that nothing is near to: what shares most of its letters in their order."""
    if len(word) >= 5:
        yield from ((one, SOUNDS) for one in words_somewhat_like(word, words, ALIKE, 5))


def said_in(record: Record) -> Iterator[Said]:
    """Everything somebody wrote in a record and its parts, with where it stands."""
    yield from _said_in(record, record.id, label_of(record.id))


def _said_in(thing: Any, where: str, kind: str) -> Iterator[Said]:
    for one in fields(thing):
        told = one.metadata
        if one.name in WORKED_OUT or told.get("day"):
            continue
        value = getattr(thing, one.name)
        label = kind if one.name in ("words", "name") else f"{kind}, {told.get('label') or ''}"
        label = label.removeprefix("cover, ")
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item) and not isinstance(item, type):
                inner = getattr(item, "id", where)
                yield from _said_in(item, inner, label_of(inner) if inner != where else kind)
            elif isinstance(item, str) and item and "limit" in told:
                yield Said(where, label.rstrip(", "), item)


def _counts(text: str, meant: Sequence[Mapping[str, float]]) -> float:
    """What a text counts: for each word typed, the best of what stands for it here."""
    here = set(words_of(text))
    return sum(max((words[one] for one in here & words.keys()), default=0.0) for words in meant)


def _snippet(text: str, words: Mapping[str, float]) -> tuple[tuple[str, bool], ...]:
    """The words around the first thing found, cut at words, with everything found in them marked."""
    spans = [
        found.span() for found in _WORD.finditer(text) if words.get(folded(found.group()), 0.0) > 0
    ]
    if not spans:
        return ((text[: 2 * AROUND], False),)
    first = max(spans, key=lambda span: words[folded(text[span[0] : span[1]])])[0]
    start, end = _cut(text, first)
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for left, right in spans:
        if start <= left and right <= end:
            pieces += [(text[at:left], False), (text[left:right], True)]
            at = right
    pieces.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return tuple((" ".join(_kept_apart(said)), hit) for said, hit in pieces if said)


def _cut(text: str, at: int) -> tuple[int, int]:
    """From where to where to show, cut between words where there are any."""
    start, end = max(0, at - AROUND), min(len(text), at + 2 * AROUND)
    if start:
        start = min(text.find(" ", start, at) + 1 or start, at)
    if end < len(text):
        end = max(text.rfind(" ", at + 1, end), at + 1) if " " in text[at + 1 : end] else end
    return start, end


def _kept_apart(said: str) -> list[str]:
    """The words of a stretch, with a blank kept at either end where there was one."""
    lead, tail = ("" if said[:1].strip() else " "), ("" if said[-1:].strip() else " ")
    middle = " ".join(said.split())
    return [f"{lead}{middle}{tail}"] if middle else [" "]
