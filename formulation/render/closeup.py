"""A drawing seen from close by: the same scene, cut to what lies around one place, for a narrow screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from .beside import boxes_of
from .elements import Scene
from .geometry import Box, box_around

AROUND: Final = 70.0
"""How much of the drawing is seen on each side of the place."""

LEAST: Final = (360.0, 220.0)
"""The smallest piece that is shown: on a phone, words are then about as large as on the page."""


def close_up(scene: Scene, some_id: str) -> Scene | None:
    """What lies around one thing; None where the drawing does not show it."""
    box = boxes_of(scene).get(some_id)
    if box is None:
        return None
    wide, high = (
        max(least, side + 2 * AROUND)
        for least, side in zip(LEAST, (box.width, box.height), strict=True)
    )
    seen = _within(box_around(box.middle, wide, high), scene.bounds)
    return replace(scene, bounds=seen, description="The drawing around this place.")


def _within(seen: Box, whole: Box) -> Box:
    """Moved so that no more than needed lies beyond the edge of the drawing."""
    x = max(whole.left, min(seen.left, whole.right - seen.width))
    y = max(whole.top, min(seen.top, whole.bottom - seen.height))
    return Box(x, y, x + seen.width, y + seen.height)
