"""Passages: words of a note tied to a record, found again by quote and context however the text changes.

A passage keeps its quote and what stood around it (W3C Web Annotation, text quote selector:
Sanderson, Ciccarese & Young 2017). While a text is edited here, passages follow it letter by
letter; after a change from elsewhere they are looked for, and it is said plainly when one was
moved or lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal

from .records import Passage

Standing = Literal["there", "moved", "reworded", "lost"]

CONTEXT: Final = 48
"""How many characters before and after a quote are kept."""

ALIKE: Final = 0.62
"""How alike words must be (difflib's ratio) to be taken for the same words in another form."""

HURRY: Final = 4_000
"""Above so many words and gaps, frequent ones are passed over when two texts are compared."""

_PIECES: Final = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True)
class Found:
    """Where a passage stands in a text now: from, to (characters), and how it was found."""

    start: int
    end: int
    standing: Standing

    @property
    def is_there(self) -> bool:
        """Whether there are words to point at."""
        return self.standing != "lost"


LOST: Final = Found(0, 0, "lost")


def quoted(text: str, start: int, end: int) -> dict[str, str | int]:
    """The fields that keep a stretch of text: quote, before, after, at; blank edges are left out."""
    start, end = _without_blank_edges(text, start, end)
    return {
        "quote": text[start:end],
        "before": text[max(0, start - CONTEXT) : start],
        "after": text[end : end + CONTEXT],
        "at": start,
    }


def _without_blank_edges(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = max(0, min(start, end)), min(len(text), max(start, end))
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def anchored(text: str, passage: Passage) -> Found:
    """Where a passage is in a text: there, moved, reworded between its old neighbours, or lost."""
    if not passage.quote:
        return LOST
    places = [one.start() for one in re.finditer(re.escape(passage.quote), text)]
    if places:
        start = max(places, key=lambda at: _fit(text, passage, at))
        end = start + len(passage.quote)
        return Found(start, end, "there" if _is_home(text, passage, start) else "moved")
    return _between_neighbours(text, passage)


def _fit(text: str, passage: Passage, at: int) -> tuple[int, int]:
    """How well a place fits what stood around: shared neighbours first, then nearness."""
    return _shared(text, passage, at), -abs(at - (passage.at or 0))


def _shared(text: str, passage: Passage, at: int) -> int:
    before = text[max(0, at - len(passage.before)) : at]
    end = at + len(passage.quote)
    after = text[end : end + len(passage.after)]
    return _common_end(before, passage.before) + _common_start(after, passage.after)


def _is_home(text: str, passage: Passage, at: int) -> bool:
    """Whether at least one neighbour is still the same, or there never was one."""
    expected = min(8, len(passage.before) + len(passage.after))
    return _shared(text, passage, at) >= expected


def _common_start(one: str, other: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _common_end(one: str, other: str) -> int:
    return _common_start(one[::-1], other[::-1])


def _between_neighbours(text: str, passage: Passage) -> Found:
    """The words that now stand between what stood before and after, where they are still alike."""
    before, after = passage.before[-16:], passage.after[:16]
    if not (before.strip() or after.strip()):
        return LOST
    start = text.find(before) + len(before) if before and before in text else -1
    if start < 0:
        end = text.find(after)
        start = max(0, end - len(passage.quote))
    else:
        end = text.find(after, start) if after else min(len(text), start + len(passage.quote))
        end = end if end >= 0 else min(len(text), start + len(passage.quote))
    start, end = _without_blank_edges(text, start, end) if 0 <= start < end else (0, 0)
    words = text[start:end]
    if len(words) <= 3 * len(passage.quote) and alike(words, passage.quote):
        return Found(start, end, "reworded")
    return LOST


def alike(one: str, other: str) -> bool:
    """Whether two stretches of words are the same words in another form."""
    if not one or not other:
        return False
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio() >= ALIKE


# A text that is being edited


@dataclass(frozen=True)
class Edit:
    """One stretch of a text put in another's place: characters `start` to `end` became `words`."""

    start: int
    end: int
    words: str


def edits(was: str, now: str) -> tuple[Edit, ...]:
    """What was done to one text to make it another, word by word, in order."""
    head = _common_start(was, now)
    tail = _common_end(was[head:], now[head:])
    middle_was, middle_now = was[head : len(was) - tail], now[head : len(now) - tail]
    old, new = _PIECES.findall(middle_was), _PIECES.findall(middle_now)
    places = _places(old, head)
    hurried = len(old) + len(new) > HURRY
    found = SequenceMatcher(None, old, new, autojunk=hurried).get_opcodes()
    return tuple(
        Edit(places[a], places[b], "".join(new[c:d]))
        for what, a, b, c, d in found
        if what != "equal"
    )


def _places(pieces: list[str], begin: int) -> list[int]:
    places = [begin]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    return places


def moved_to(place: int, made: Iterable[Edit], *, end: bool = False) -> int:
    """Where a place in a text is after some edits; the end of a stretch does not grow by what follows it."""
    shift = 0
    for one in made:
        if one.end < place or (one.end == place and (one.end > one.start or not end)):
            shift += len(one.words) - (one.end - one.start)
        elif one.start < place:
            return one.start + shift + (len(one.words) if end else 0)
        else:
            break
    return place + shift


def followed(passages: Iterable[Passage], was: str, now: str) -> Iterator[Passage]:
    """The passages whose words or neighbours have changed with a text, as they should be kept now.

    One whose words were all taken away is not among them: it stays as it was and is lost,
    or found again should the words come back.
    """
    made = edits(was, now)
    for passage in passages:
        found = anchored(was, passage)
        if not found.is_there:
            continue
        start = moved_to(found.start, made)
        stop = moved_to(found.end, made, end=True)
        fields = quoted(now, start, stop) if start < stop else {"quote": ""}
        kept = str(fields["quote"])
        if not kept or not (kept == passage.quote or alike(kept, passage.quote)):
            continue
        if found.standing == "moved":
            fields = {"quote": kept}  # it goes on saying so until somebody has looked
        after = replace(passage, **fields)
        if after != passage:
            yield after


def merged(base: str, mine: str, theirs: str) -> str:
    """Both changes to one text; where the same words were changed twice, both versions stay, theirs first."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    pieces: list[str] = []
    at = 0
    for start, end, ours, others in _regions(base, edits(base, mine), edits(base, theirs)):
        pieces += [base[at:start], _both(base[start:end], ours, others)]
        at = end
    return "".join([*pieces, base[at:]])


def _regions(
    base: str, mine: tuple[Edit, ...], theirs: tuple[Edit, ...]
) -> Iterator[tuple[int, int, str, str]]:
    """Stretches of the base that either side changed, touching ones together, as each side has them."""
    waiting = sorted([*mine, *theirs], key=lambda one: (one.start, one.end))
    while waiting:
        start, end = waiting[0].start, waiting[0].end
        while waiting and waiting[0].start <= end:
            end = max(end, waiting.pop(0).end)
        yield start, end, _with(base, start, end, mine), _with(base, start, end, theirs)


def _with(base: str, start: int, end: int, made: tuple[Edit, ...]) -> str:
    """A stretch of the base with one side's edits made."""
    pieces, at = [], start
    for one in made:
        if start <= one.start and one.end <= end:
            pieces += [base[at : one.start], one.words]
            at = one.end
    return "".join([*pieces, base[at:end]])


def _both(was: str, ours: str, others: str) -> str:
    if ours in (was, others):
        return others
    if others == was:
        return ours
    if others.startswith(ours):
        return others
    if ours.startswith(others):
        return ours
    return f"{others} {ours}" if others[-1:].strip() and ours[:1].strip() else others + ours
