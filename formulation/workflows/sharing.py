"""What a person does when something is to leave the notebook: choose for whom, look at it, make the copy.

A copy carries a small mark, and the ledger says which left, when and for whom.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from formulation.domain.audience import AUDIENCES, Copied, copy_for, words_in
from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import Copy, Drawing
from formulation.domain.verbs import adding
from formulation.render.documents import DOCUMENTS, Wanted, document, has_enough_for
from formulation.render.formats import FORMATS as ON_PAPER_AND_IN_FILES
from formulation.render.formats import Format
from formulation.render.leaves import Picture, said_in
from formulation.render.phrasing import day_in_words
from formulation.render.typesetting import png
from formulation.security.identifiers import Identifier
from formulation.store.notebook_file import MEDIA, SUFFIX, notebook_file

from .ids import fresh
from .notebooks import Opened, freshly, keep
from .notes import might_identify
from .visit import Visit

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and numbers that are not mistaken for one another on paper."""

FORMATS: Final = MappingProxyType(
    {
        **ON_PAPER_AND_IN_FILES,
        "notebook": Format(
            "notebook",
            "Notebook file",
            "for another notebook; comes back whole",
            SUFFIX,
            MEDIA,
            write=lambda copy, kind, wanted: notebook_file(copy),
        ),
    }
)
"""Every format a copy can leave in."""

MARK_LENGTH: Final = 6
MOST_FOUND: Final = 30
PREVIEW_DPI: Final = 96


class NothingToWrite(FormulationError):
    """A document was asked for of which there is nothing in this copy."""

    def __init__(self) -> None:
        super().__init__("There is nothing in this copy to write that from. Choose something else.")


@dataclass(frozen=True)
class Asked:
    """What somebody asked for: for whom, in which format, which document, and how it should look."""

    audience: str
    format: str = "pdf"
    document: str = "map"
    wanted: Wanted = Wanted()  # noqa: RUF009 (frozen)
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leaving:
    """A copy ready to leave: the name of its file, which says nothing clinical, and what it holds."""

    name: str
    media: str
    data: bytes


def looked_over(opened: Opened, asked: Asked) -> Copied:
    """What a copy would hold and leave out. Raises GivesAway where it would show what it leaves out."""
    return copy_for(opened.formulation, asked.audience, without=asked.without)


def may_identify(visit: Visit, opened: Opened, copied: Copied) -> tuple[Identifier, ...]:
    """Words in a copy that might say who somebody is, each once."""
    text = "\n".join(dict.fromkeys(words_in(copied.formulation)))
    found = {one.words: one for one in might_identify(visit, opened, text)}
    return tuple(found.values())[:MOST_FOUND]


def may_identify_on_paper(
    visit: Visit, opened: Opened, copied: Copied, asked: Asked
) -> tuple[Identifier, ...]:
    """Words that might say who somebody is, as far as they stand in the words of one document.

    With a drawing in it, every word of the copy counts: the drawing holds words of its own.
    """
    paper = document(copied.formulation, _document(copied, asked), _in_copy(copied, asked, ""))
    found = may_identify(visit, opened, copied)
    if any(isinstance(leaf, Picture) for leaf in paper.leaves):
        return found
    said = "\n".join(said_in(paper))
    return tuple(one for one in found if one.words in said)


def documents_for(copied: Copied) -> tuple[str, ...]:
    """The documents that can be written from a copy."""
    return tuple(name for name in DOCUMENTS if has_enough_for(copied.formulation, name))


def preview(copied: Copied, asked: Asked) -> bytes:
    """The first page of what would leave, as a picture."""
    paper = document(copied.formulation, _document(copied, asked), _in_copy(copied, asked, ""))
    return png(paper, dpi=PREVIEW_DPI)


def new_mark() -> str:
    """A mark for one copy, short enough to read out over the telephone."""
    return "".join(secrets.choice(_LETTERS) for _ in range(MARK_LENGTH))


def write_down(
    visit: Visit, opened: Opened, asked: Asked, *, mark: str, on: date
) -> tuple[Opened, Copied]:
    """Write in the ledger that a copy leaves, before it does; an example writes nothing.

    Raises GivesAway, and whatever keeping raises; then nothing leaves.
    """
    copied = looked_over(opened, asked)
    if opened.read_only:
        return opened, copied

    def kept(now: Opened) -> Opened:
        told = Copy(
            fresh("copy"),
            mark=mark,
            for_whom=asked.audience,
            what=f"{_title(copied, asked)}, {FORMATS[asked.format].label}",
            left_out=copied.withheld,
            made_on=on.isoformat(),
            version=now.version,
        )
        return keep(visit, now, replace(adding(now.formulation, told), why="made a copy"))

    return freshly(visit, opened.id, kept), copied


def written(copied: Copied, asked: Asked, *, mark: str, on: date) -> Leaving:
    """A copy as a file. Raises NothingToWrite."""
    row = FORMATS[asked.format]
    name = _document(copied, asked) if row.documents else ""
    wanted = _in_copy(copied, asked, mark_in_words(mark, copied, on))
    data = row.write(copied.formulation, name, wanted)
    return Leaving(f"{'map' if not name else 'copy'}-{mark.lower()}{row.suffix}", row.media, data)


def mark_in_words(mark: str, copied: Copied, on: date) -> str:
    """The small mark on a copy: which, for whom, and when it was made."""
    return f"Copy {mark} · for {copied.audience.label} · {day_in_words(on.isoformat())}"


def copies_made(formulation: Formulation) -> tuple[Copy, ...]:
    """Every copy that has left, the latest first."""
    return tuple(reversed(formulation.every(Copy)))


def _title(copied: Copied, asked: Asked) -> str:
    row = FORMATS[asked.format]
    return DOCUMENTS[_document(copied, asked)].label if row.documents else "The map"


def _document(copied: Copied, asked: Asked) -> str:
    if asked.document not in documents_for(copied):
        raise NothingToWrite
    return asked.document


def _in_copy(copied: Copied, asked: Asked, mark: str) -> Wanted:
    """What was asked for, by the ids that things have in the copy; pulls show only where they are in it."""
    kept: Collection[str] = [one.id for one in copied.formulation.every(Drawing)]
    drawing = asked.wanted.drawing_id
    if drawing not in kept:
        drawing = next(iter(kept), "")
    pulls = asked.wanted.pulls and "Pull" in copied.audience.allowed
    return replace(asked.wanted, drawing_id=drawing, mark=mark, pulls=pulls)


def drawings_in(copied: Copied) -> dict[str, str]:
    """The drawings of a copy, by id, with their names."""
    return {one.id: one.name or "a drawing" for one in copied.formulation.every(Drawing)}


def audiences() -> dict[str, str]:
    """Everybody a copy can be made for, and what they are given."""
    return {one.name: one.help for one in AUDIENCES.values()}
