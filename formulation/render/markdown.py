"""Documents as Markdown: plain text that other tools read, with nothing of anybody's taken for formatting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .leaves import Card, Document, Heading, Leaf, Picture, Points, Said, Table

_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_AT_THE_START: Final = re.compile(r"^(\s*)(\d+)([.)])|^(\s*)([-+=])")


def markdown(document: Document) -> bytes:
    """A document as Markdown (CommonMark, with tables as GitHub writes them)."""
    title = " · ".join(filter(None, (document.title, document.whose)))
    lines = [f"# {_typed(title)}", ""]
    if document.draft:
        lines += ["*A draft.*", ""]
    for leaf in document.leaves:
        lines += [*_lines(leaf), ""]
    if document.mark:
        lines += ["---", "", _typed(document.mark), ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _typed(words: str) -> str:
    """Words in one line, exactly as they were typed."""
    line = _MARKS.sub(r"\\\1", " ".join(words.split()))
    return _AT_THE_START.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", line)


def _lines(leaf: Leaf) -> Iterator[str]:
    match leaf:
        case Heading():
            yield f"{'#' * (leaf.level + 1)} {_typed(leaf.text)}"
        case Said():
            yield f"*{_typed(leaf.text)}*" if leaf.aside else _typed(leaf.text)
        case Points():
            yield from (f"- {_typed(item)}" for item in leaf.items)
        case Table():
            yield f"| {' | '.join(map(_typed, leaf.head))} |"
            yield f"|{' --- |' * len(leaf.head)}"
            yield from (f"| {' | '.join(map(_typed, row))} |" for row in leaf.rows)
        case Picture():
            yield f"> {_typed(leaf.caption)}"
            yield ">"
            yield f"> {_typed(leaf.scene.description)}"
        case Card():
            yield f"**{_typed(leaf.title)}**"
            yield from (
                f"- {_typed(one)}" for one in (*leaf.circles, leaf.words, leaf.under) if one
            )
