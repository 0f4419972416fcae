"""A drawing in DOT, for Graphviz, everything standing where it stands here."""

from __future__ import annotations

from typing import Final

from .outline import Outline
from .writable import UNWRITABLE

_SHAPES: Final = {"exit": "box", "pain": "ellipse", "state": "ellipse", "step": "plaintext"}


def dot(outline: Outline) -> bytes:
    """A drawing in the DOT language; `pos` holds places in points, for `neato -n`."""
    lines = [
        "digraph {",
        f"  label={_quoted(outline.title)};",
        '  node [fontname="Source Sans Pro", shape=box, style=rounded];',
        '  edge [fontname="Source Sans Pro"];',
    ]
    for one in outline.boxes:
        x, y = one.box.middle
        lines.append(
            f"  {_quoted(one.id)} [label={_quoted(one.words)}, shape={_SHAPES.get(one.kind, 'box')}, "
            f'pos="{x:.1f},{-y:.1f}"];'
        )
    for arrow in outline.arrows:
        told = [f"label={_quoted(arrow.words)}"] if arrow.words else []
        told += ["dir=both"] if arrow.both else []
        told += ["style=dashed"] if arrow.kind in ("exit", "shift") else []
        said = f" [{', '.join(told)}]" if told else ""
        lines.append(f"  {_quoted(arrow.from_id)} -> {_quoted(arrow.to_id)}{said};")
    return ("\n".join([*lines, "}"]) + "\n").encode("utf-8", "replace")


def _quoted(words: str) -> str:
    said = (
        words.translate(UNWRITABLE).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    )
    return f'"{said}"'
