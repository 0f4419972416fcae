"""Pictures and tables as plain facts, written for the canvas's own tests to read: the two never differ."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from formulation.domain.records import Drawing
from formulation.render.scene import scene_of
from formulation.render.svg import pieces
from formulation.store.library import example
from formulation.ui.canvas import JOIN_ROWS

SNAPSHOTS = Path(__file__).resolve().parents[1] / "snapshots"
FACTS = ("key", "id", "kind", "from", "to", "moves", "x", "y", "w", "h")


def facts_of(kind: str) -> list[dict[str, str]]:
    """What the canvas knows of each piece of one of Marcus's drawings."""
    formulation = example("ex2").formulation
    drawing = next(one for one in formulation.every(Drawing) if one.kind == kind)
    found = []
    for svg in pieces(scene_of(formulation, drawing.id)).values():
        said = dict(
            re.findall(r' data-(\w+)="([^"]*)"', svg.partition(">")[0].replace("&gt;", ">"))
        )
        found.append({name: said[name] for name in FACTS if name in said})
    return found


def must_match(name: str, now: Any) -> None:
    """Compare with the snapshot; FORMULATION_SNAPSHOTS=write writes it anew."""
    path = SNAPSHOTS / name
    text = json.dumps(now, ensure_ascii=False, indent=0) + "\n"
    if os.environ.get("FORMULATION_SNAPSHOTS") == "write":
        path.write_text(text, encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == now


@pytest.mark.parametrize("kind", ["role_map", "states"])
def test_a_picture_is_what_the_canvas_is_tested_with(kind: str) -> None:
    now = facts_of(kind)
    shown = [{k: v for k, v in one.items() if k not in {"x", "y", "w", "h"}} for one in now]
    path = SNAPSHOTS / f"scene_ex2_{kind}.json"
    if os.environ.get("FORMULATION_SNAPSHOTS") == "write":
        path.write_text(json.dumps(now, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    kept = json.loads(path.read_text(encoding="utf-8"))
    as_kept = [{k: v for k, v in one.items() if k not in {"x", "y", "w", "h"}} for one in kept]
    # Where things stand may change with the layout; what there is and what it joins may not, unseen.
    assert sorted(as_kept, key=str) == sorted(shown, key=str)


def test_what_an_arrow_may_mean_is_the_table_the_canvas_is_tested_with() -> None:
    must_match("joins.json", JOIN_ROWS)
