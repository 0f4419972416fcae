"""What a search costs over 10,000 notes: `python -m bench searching`.

A vocabulary of 20,000 made-up words, as often as words come in a language (Zipf 1949), in 10,000
notes of 80 words on 50 formulations; asked for whole words, words misspelt, two at once, and the
commonest. Beside it: reading every note through for the same word, spelt exactly.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from bench.figures import Figure, figure_of
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import Cover, Record, SupervisionNote
from formulation.domain.verbs import changing
from formulation.store.memory import MemoryShelf
from formulation.workflows.searching import search
from formulation.workflows.visit import Visit

FORMULATIONS, NOTES_EACH, WORDS_EACH, VOCABULARY = 50, 200, 80, 20_000
TURNS = 60
MOST_MS = 100.0

SYLLABLES = (
    "ba", "cor", "de", "fen", "gi", "hul", "ja", "ken", "lo", "mar", "ni", "os", "pra", "quil",
    "ra", "sten", "ti", "ul", "ver", "wim", "yo", "zan",
)  # fmt: skip


def measure() -> Iterator[Figure]:
    """Every kind of search over 10,000 notes, and one after each change."""
    chance = random.Random(20_310_311)
    words = _vocabulary(chance)
    shelf = MemoryShelf()
    for number in range(FORMULATIONS):
        shelf.begin(_formulation(number, words, chance), by="me")
    visit = Visit(shelf)
    begin = time.perf_counter()
    search(visit, words[500])
    yield figure_of("taking 10,000 notes in, once", "ms", [(time.perf_counter() - begin) * 1000])
    through = figure_of("reading every note for one word", "ms", list(_reading(shelf, words)))
    for what, typed in _kinds(words, chance):
        took = figure_of(f"10,000 notes: {what}", "ms", [_ms(visit, typed()) for _ in range(TURNS)])
        yield took.beside("reading", through).aiming("≤ 100 ms at p95", took.p95 <= MOST_MS)
    took = figure_of("10,000 notes: just after a change", "ms", list(_after_changes(visit, words)))
    yield took.beside("reading", through).aiming("≤ 100 ms at p95", took.p95 <= MOST_MS)
    yield through


def _vocabulary(chance: random.Random) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        made["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4)))] = None
    return list(made)


def _formulation(number: int, words: list[str], chance: random.Random) -> Formulation:
    often = [1 / (rank + 2) for rank in range(len(words))]
    records: dict[str, Record] = {COVER: Cover(COVER, title=f"Fiction {number}")}
    for at in range(NOTES_EACH):
        text = " ".join(chance.choices(words, often, k=WORDS_EACH))
        note = SupervisionNote(f"note:{number}-{at}", date="2031-03-11", text=text)
        records[note.id] = note
    return Formulation(f"f-{number}", records)


def _kinds(words: list[str], chance: random.Random) -> list[tuple[str, Callable[[], str]]]:
    def rare() -> str:
        return chance.choice(words[200:8_000])

    def long() -> str:
        return next(one for _ in range(1_000) if len(one := rare()) > 6)

    return [
        ("one word", rare),
        ("one word misspelt", lambda: _misspelt(long(), chance)),
        ("two words, one misspelt", lambda: f"{rare()} {_misspelt(long(), chance)}"),
        ("the beginning of a word", lambda: long()[:4]),
        ("the three commonest words", lambda: " ".join(words[:3])),
        ("a sentence of eight words", lambda: " ".join(rare() for _ in range(8))),
        ("one letter", lambda: chance.choice("abcdefg")),
        ("a word that is nowhere", lambda: "xxyzzyx" + rare()),
    ]


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _ms(visit: Visit, typed: str) -> float:
    begin = time.perf_counter()
    search(visit, typed)
    return (time.perf_counter() - begin) * 1000


def _after_changes(visit: Visit, words: list[str]) -> Iterator[float]:
    for turn in range(TURNS):
        number = turn % FORMULATIONS
        kept = visit.shelf.take_down(f"f-{number}")
        change = changing(kept.formulation, f"note:{number}-{turn}", question=f"kettle{turn}")
        visit.shelf.put_back(f"f-{number}", change, onto=kept.version, by="me")
        yield _ms(visit, words[600 + turn])
        assert search(visit, f"kettle{turn}")[0].hits[0].where == f"note:{number}-{turn}"


def _reading(shelf: MemoryShelf, words: list[str]) -> Iterator[float]:
    for turn in range(10):
        begin = time.perf_counter()
        for formulation_id in shelf.heads():
            notes = shelf.take_down(formulation_id).formulation.every(SupervisionNote)
            _ = [note.id for note in notes if words[700 + turn] in note.text.casefold()]
        yield (time.perf_counter() - begin) * 1000
