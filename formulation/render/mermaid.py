"""A drawing as a Mermaid flowchart."""

from __future__ import annotations

from typing import Final

from .outline import Outline

_SHAPES: Final = {"exit": ("([", "])"), "state": ("(", ")"), "pain": ("{{", "}}")}
_ARROWS: Final = {"exit": "-.->", "shift": "-.->"}


def mermaid(outline: Outline) -> bytes:
    """A drawing as a Mermaid flowchart, words quoted so that none is taken for an instruction."""
    called = {one.id: f"n{number}" for number, one in enumerate(outline.boxes, start=1)}
    lines = ["flowchart TB", f"    accTitle: {_plain(outline.title)}"]
    for one in outline.boxes:
        opens, closes = _SHAPES.get(one.kind, ("[", "]"))
        lines.append(f'    {called[one.id]}{opens}"{_quoted(one.words)}"{closes}')
    for arrow in outline.arrows:
        line = "<-->" if arrow.both else _ARROWS.get(arrow.kind, "-->")
        said = f'|"{_quoted(arrow.words)}"|' if arrow.words else ""
        lines.append(f"    {called[arrow.from_id]} {line}{said} {called[arrow.to_id]}")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _quoted(words: str) -> str:
    """Words as Mermaid writes them within quotation marks: every mark it might read, by its number."""
    line = " ".join(words.split()) or "?"
    return "".join(
        one if one.isalnum() or one in " ,.!?'’‘-–…" else f"#{ord(one)};" for one in line
    )


def _plain(words: str) -> str:
    kept = "".join(one if one.isalnum() or one in " ,.'’-" else " " for one in words)
    return " ".join(kept.split()) or "A drawing"
