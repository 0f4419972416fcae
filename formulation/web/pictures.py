"""A drawing as it goes down the wire: whole, or only what is different from the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from formulation.domain.errors import FormulationError
from formulation.domain.records import Drawing
from formulation.render.elements import Scene
from formulation.render.scene import scene_of
from formulation.render.svg import pieces
from formulation.render.views import PLAIN, View, scene_seen
from formulation.workflows.notebooks import Opened


class Subject(NamedTuple):
    """What somebody looks at: a formulation, one of its drawings, whether pulls are shown, and the view."""

    formulation_id: str
    drawing_id: str
    pulls: bool
    view: View = PLAIN


class NoSuchDrawing(FormulationError):
    """A drawing was asked for that the formulation does not have."""

    def __init__(self) -> None:
        super().__init__(
            "This drawing is not in the notebook, or no longer. Go back to the Notebook."
        )


@dataclass(frozen=True, eq=False)
class Picture:
    """One drawing at one revision (the version of its formulation): every piece by its key, in order.

    `box` is x, y, width, height of the whole, in drawing units. `saved_at` is the time of day at
    which this revision was written, read back from the disk; empty for examples.
    """

    revision: int
    saved_at: str
    box: tuple[float, float, float, float]
    pieces: Mapping[str, str]
    title: str

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The keys of the pieces, the first painted first."""
        return tuple(self.pieces)

    def plain(self, edition: str) -> dict[str, Any]:
        """The whole picture as plain data; `edition` names the history these revisions belong to."""
        return {
            "revision": self.revision,
            "edition": edition,
            "savedAt": self.saved_at,
            "title": self.title,
            "box": self.box,
            "order": self.order,
            "pieces": self.pieces,
        }


def drawn(opened: Opened, subject: Subject) -> Picture:
    """The picture of one drawing as it is now. Raises NoSuchDrawing."""
    if not isinstance(opened.formulation.get(subject.drawing_id), Drawing):
        raise NoSuchDrawing
    scene = _scene(opened, subject)
    bounds = scene.bounds
    return Picture(
        opened.version,
        clock_time(opened.saved_at),
        (bounds.left, bounds.top, bounds.width, bounds.height),
        pieces(scene),
        scene.title,
    )


def _scene(opened: Opened, subject: Subject) -> Scene:
    formulation, drawing_id, pulls = opened.formulation, subject.drawing_id, subject.pulls
    if subject.view == PLAIN:
        return scene_of(formulation, drawing_id, pulls=pulls)
    return scene_seen(formulation, drawing_id, subject.view, pulls=pulls)


def clock_time(moment: datetime | None) -> str:
    """The time of day on this computer's clock, such as 14:32:07; empty for none."""
    return moment.astimezone().strftime("%H:%M:%S") if moment is not None else ""


def difference(before: Picture, after: Picture) -> dict[str, Any]:
    """What takes one picture to the next: pieces new or changed, None for those gone, the order if it moved."""
    changed: dict[str, str | None] = {
        key: piece for key, piece in after.pieces.items() if before.pieces.get(key) != piece
    }
    gone = [key for key in before.pieces if key not in after.pieces]
    changed.update(dict.fromkeys(gone))
    told: dict[str, Any] = {
        "revision": after.revision,
        "was": before.revision,
        "savedAt": after.saved_at,
        "box": after.box,
        "pieces": changed,
    }
    if before.order != after.order:
        told["order"] = after.order
    return told


def as_text(message: Mapping[str, Any]) -> str:
    """A message as it is sent: JSON without spaces."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
