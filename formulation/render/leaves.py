"""What a document is made of: headings, words, points, tables and pictures, the same for every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .elements import Scene


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the largest within the document."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph; `aside` is said smaller, about the document rather than in it."""

    text: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A short list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing on a page of its own, with what it shows in words; `large`: in large letters."""

    scene: Scene
    caption: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card to carry: up to three circles with a name in each, or one way out in words."""

    title: str
    circles: tuple[str, ...] = ()
    words: str = ""
    under: str = ""


Leaf = Heading | Said | Points | Table | Picture | Card


@dataclass(frozen=True, slots=True)
class Document:
    """Something to print, send or keep: its title, whose it is, the mark it carries, its leaves."""

    title: str
    whose: str
    emblem: str
    colour: str
    mark: str
    leaves: tuple[Leaf, ...]
    draft: bool = False
    large: bool = False
    grey: bool = False
    size: str = "a4"
    turned: str = "best"
    """`portrait`, `landscape`, or `best` for each picture by itself."""


def said_in(paper: Document) -> Iterator[str]:
    """Every word of a document's leaves, in reading order; of a drawing, what it says in words."""
    for leaf in paper.leaves:
        match leaf:
            case Heading(text=text) | Said(text=text):
                yield text
            case Points(items=items):
                yield from items
            case Table(caption=caption, head=head, rows=rows):
                yield from (caption, *head, *(cell for row in rows for cell in row))
            case Picture(caption=caption, alternative=alternative):
                yield from (caption, alternative)
            case Card(title=title, circles=circles, words=words, under=under):
                yield from (title, *circles, words, under)
