"""How wide words are, by the metrics of the very fonts the browser draws them with, and where they wrap."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, lru_cache, wraps
from typing import Any, TypeVar

from fontTools.ttLib import TTFont

from .fonts import SANS, SERIF, Face, face


@dataclass(frozen=True, slots=True)
class Lettering:
    """How words are set: family, weight, style, size in drawing units (CSS pixels) and letter spacing."""

    family: str
    weight: int
    style: str
    size: float
    spacing: float = 0.0

    @property
    def line(self) -> float:
        """From one baseline to the next."""
        return round(self.size * (1.38 if self.family == SERIF else 1.27), 2)


BIG, SMALL = 15.0, 13.5

POLE_TOP = Lettering(SANS, 600, "normal", BIG)
POLE_BOTTOM = Lettering(SANS, 400, "normal", BIG)
NAME = Lettering(SERIF, 600, "normal", 16.0)
WORDS = Lettering(SANS, 400, "normal", SMALL)
OTHERS = Lettering(SANS, 400, "italic", SMALL)
STRONG = Lettering(SANS, 600, "normal", SMALL)
ASIDE = Lettering(SERIF, 400, "italic", SMALL)
SPACED = Lettering(SANS, 600, "normal", SMALL - 1.5, 1.1)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Words set in lines: the lines, and the width and height they take."""

    lines: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True)
class _Metrics:
    advances: dict[int, float]
    ascent: float
    descent: float


@cache
def _metrics(one: Face) -> _Metrics:
    with TTFont(one.path, lazy=True) as font:
        units = font["head"].unitsPerEm
        widths = font["hmtx"]
        return _Metrics(
            {code: widths[name][0] / units for code, name in font.getBestCmap().items()},
            font["hhea"].ascent / units,
            -font["hhea"].descent / units,
        )


@cache
def _of(lettering: Lettering) -> _Metrics:
    return _metrics(face(lettering.family, lettering.weight, lettering.style))


def ascent_of(lettering: Lettering) -> float:
    """From the top of a line to its baseline, so that letters sit in the middle of the line."""
    metrics = _of(lettering)
    drawn = (metrics.ascent + metrics.descent) * lettering.size
    return (lettering.line - drawn) / 2 + metrics.ascent * lettering.size


_WIDER = {
    0xFDFA: 4.0,
    0xFDFB: 3.0,
    0xFDFD: 9.0,
    0x2E3A: 2.2,
    0x2E3B: 3.2,
    0x12031: 3.0,
    0x12219: 3.0,
}
"""Characters that are drawn far wider than any other, in ems."""


@cache
def _estimate(mark: str) -> float:
    """A safe width, in ems, for a character our fonts do not have: another font will draw it."""
    code = ord(mark)
    if code in _WIDER:
        return _WIDER[code]
    category = unicodedata.category(mark)
    if category in ("Mn", "Me", "Cf") or 0xFE00 <= code <= 0xFE0F:
        return 0.0
    if category == "So" or code >= 0x1F000:
        return 1.45
    if unicodedata.east_asian_width(mark) in ("W", "F"):
        return 1.05
    if mark.isspace():
        return 0.6
    return 0.8 if category in ("Lo", "Mc", "Nd") else 1.1


@cache
def _widths(lettering: Lettering) -> dict[str, float]:
    return {chr(code): width for code, width in _of(lettering).advances.items()}


@lru_cache(maxsize=50_000)
def width_of(words: str, lettering: Lettering) -> float:
    """How wide a run of words is when set on one line, in drawing units."""
    known = _widths(lettering)
    ems = sum(known[mark] if mark in known else _estimate(mark) for mark in words)
    return ems * lettering.size + len(words) * lettering.spacing


@lru_cache(maxsize=20_000)
def wrapped(words: str, lettering: Lettering, widest: float) -> Wrapped:
    """Words set in as few lines as fit in `widest`, then evened out so that no line is left lonely.

    A word wider than the line is broken; line breaks that were typed are kept.
    """
    lines = _filled(words, lettering, widest)
    if len(lines) > 1:
        lines = _evened(words, lettering, widest, lines)
    width = max((width_of(line, lettering) for line in lines), default=0.0)
    return Wrapped(lines, width, len(lines) * lettering.line)


def _evened(
    words: str, lettering: Lettering, widest: float, lines: tuple[str, ...]
) -> tuple[str, ...]:
    """The same number of lines, of more even length, broken where one would draw breath."""
    if len(lines) > 12 or "\n" in words:
        return lines
    pieces = _pieces(words, lettering, widest)
    ideal = min(widest, 1.04 * width_of(" ".join(pieces), lettering) / len(lines))
    best: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {(0, 0): (0.0, ())}
    for row in range(1, len(lines) + 1):
        for end in range(row, len(pieces) + 1):
            found = _best_row(pieces, (row, end), best, lettering, (ideal, widest))
            if found is not None:
                best[row, end] = found
    whole = best.get((len(lines), len(pieces)))
    return whole[1] if whole else lines


def _best_row(
    pieces: list[str],
    to: tuple[int, int],
    best: dict[tuple[int, int], tuple[float, tuple[str, ...]]],
    lettering: Lettering,
    widths: tuple[float, float],
) -> tuple[float, tuple[str, ...]] | None:
    """The best setting of the first so many pieces in so many lines; `widths`: the ideal, the widest."""
    (row, end), (ideal, widest) = to, widths
    found: tuple[float, tuple[str, ...]] | None = None
    for start in range(end - 1, row - 2, -1):
        line = " ".join(pieces[start:end])
        width = width_of(line, lettering)
        if width > widest and start < end - 1:
            break
        before = best.get((row - 1, start))
        if before is None:
            continue
        cost = before[0] + ((width - ideal) / ideal) ** 2
        if end < len(pieces):
            cost += _breath(pieces[end - 1])
        if found is None or cost < found[0]:
            found = cost, (*before[1], line)
    return found


_CLINGING = frozenset(
    (
        *("a", "an", "the", "to", "of", "in", "on", "at", "by", "or", "and", "but", "my", "i"),
        *("no", "not", "is", "it's", "i'm", "as", "for", "with"),
    )
)


def _breath(word: str) -> float:
    """What it costs to break a line after a word: least after a comma, most after a small word."""
    if word[-1] in ",;:.!?–—·/":
        return -0.12
    return 0.06 if word.casefold() in _CLINGING else 0.0


def _filled(words: str, lettering: Lettering, widest: float) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in words.split("\n"):
        lines.extend(_filled_paragraph(paragraph, lettering, widest))
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _filled_paragraph(paragraph: str, lettering: Lettering, widest: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in _pieces(paragraph, lettering, widest):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, lettering) > widest:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _pieces(paragraph: str, lettering: Lettering, widest: float) -> list[str]:
    pieces: list[str] = []
    for word in paragraph.split():
        if width_of(word, lettering) <= widest:
            pieces.append(word)
        else:
            pieces.extend(_broken(word, lettering, widest))
    return pieces


def _broken(word: str, lettering: Lettering, widest: float) -> list[str]:
    """A word too long for any line, cut between characters; marks stay with what they belong to."""
    pieces: list[str] = []
    piece, width = "", 0.0
    for cluster in _clusters(word):
        wide = width_of(cluster, lettering)
        if piece and width + wide > widest:
            pieces.append(piece)
            piece, width = "", 0.0
        piece, width = piece + cluster, width + wide
    return [*pieces, piece]


_CLUSTER = re.compile(
    "(?s).[\u0300-\u036f\ufe00-\ufe0f\u200d\U0001f3fb-\U0001f3ff]*(?:(?<=\u200d).[\ufe00-\ufe0f\u200d]*)*"
)


def _clusters(word: str) -> list[str]:
    return _CLUSTER.findall(word)


@lru_cache(maxsize=5_000)
def reads_right_to_left(words: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for mark in words:
        direction = unicodedata.bidirectional(mark)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


T = TypeVar("T", bound=Callable[..., Any])

_PRINT: ContextVar[float] = ContextVar("print", default=1.0)


def print_size() -> float:
    """How much larger than usual letters are set just now."""
    return _PRINT.get()


@contextmanager
def printed(size: float) -> Iterator[None]:
    """Set everything measured meanwhile in letters `size` times as large."""
    before = _PRINT.set(size)
    try:
        yield
    finally:
        _PRINT.reset(before)


def for_each_print(most: int) -> Callable[[T], T]:
    """Remember up to `most` answers of a function that measures, each size of print by itself."""

    def remembering(make: Any) -> Any:
        @lru_cache(maxsize=most)
        def kept(size: float, *given: Any, **named: Any) -> Any:
            return make(*given, **named)

        @wraps(make)
        def found(*given: Any, **named: Any) -> Any:
            return kept(_PRINT.get(), *given, **named)

        return found

    return remembering


@lru_cache(maxsize=200)
def _larger(lettering: Lettering, size: float) -> Lettering:
    return replace(lettering, size=lettering.size * size, spacing=lettering.spacing * size)


def as_printed(lettering: Lettering) -> Lettering:
    """A lettering in the size that is printed now."""
    size = _PRINT.get()
    return lettering if size == 1.0 else _larger(lettering, size)


def comfortably(words: str, lettering: Lettering, widths: tuple[float, ...]) -> Wrapped:
    """Words wrapped at the width that suits them: two lines if a little more room makes two of
    three, more room only for words that would else become a tower.
    """
    size = _PRINT.get()
    if size == 1.0:
        return _comfortably(words, lettering, widths)
    return _comfortably(words, _larger(lettering, size), tuple(one * size for one in widths))


@lru_cache(maxsize=20_000)
def _comfortably(words: str, lettering: Lettering, widths: tuple[float, ...]) -> Wrapped:
    if len(widths) == 1:
        return wrapped(words, lettering, widths[0])
    for most in (2, 3):
        for widest in widths[:2]:
            tried = wrapped(words, lettering, widest)
            if len(tried.lines) <= most:
                return tried
    for most, widest in enumerate(widths[1:-1], start=4):
        tried = wrapped(words, lettering, widest)
        if len(tried.lines) <= most:
            return tried
    return wrapped(words, lettering, widths[-1])
