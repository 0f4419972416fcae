"""A drawing as JSON Canvas 1.0 (jsoncanvas.org), everything standing where it stands here."""

from __future__ import annotations

import json
from typing import Any, Final

from .outline import Outline

_COLOURS: Final = {"exit": "4", "pain": "1", "state": "3"}


def json_canvas(outline: Outline) -> bytes:
    """A drawing as text nodes and edges with an arrow at the end, or at both."""
    boxes: list[dict[str, Any]] = []
    for one in outline.boxes:
        told: dict[str, Any] = {
            "id": one.id,
            "type": "text",
            "text": one.words,
            "x": round(one.box.left),
            "y": round(one.box.top),
            "width": round(one.box.width),
            "height": round(one.box.height),
        }
        if one.kind in _COLOURS:
            told["color"] = _COLOURS[one.kind]
        boxes.append(told)
    arrows = []
    for number, arrow in enumerate(outline.arrows, start=1):
        line = {"id": f"arrow:{number}", "fromNode": arrow.from_id, "toNode": arrow.to_id}
        if arrow.both:
            line["fromEnd"] = "arrow"
        if arrow.words:
            line["label"] = arrow.words
        arrows.append(line)
    return json.dumps({"nodes": boxes, "edges": arrows}, ensure_ascii=False, indent=1).encode(
        "utf-8", "replace"
    )
