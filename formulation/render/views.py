"""Ways of looking at one and the same drawing: part of it, with marks, larger, in fewer words, turned round.

A view never moves or changes anything. What is not looked at fades, and never vanishes.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs, urlencode

from formulation.analysis.near import around, good_enough
from formulation.domain.formulation import Formulation
from formulation.domain.records import Link, Pull, Shift

from .brief import in_fewer_words
from .elements import Block, Element, Scene, Stroke
from .geometry import Box, Point
from .layout import places_for
from .measure import printed
from .overlays import OVERLAYS, laid_over
from .scene import scene_at
from .sheet import Sheet

LARGE: Final = 1.4
"""How much larger the letters of large print are."""

FURTHEST: Final = 4
MOST_IN_FOCUS: Final = 12
LONGEST: Final = 2_000
"""Characters in the text of a view; longer than any we write."""


@dataclass(frozen=True, slots=True)
class View:
    """One way of looking.

    `overlays`: names in the table of overlays · `focus`: ids to look at, nothing for everything ·
    `steps`: how far around them · `lit`: the id pointed out just now · `large`: large print ·
    `few`: fewer words · `turned`: starting from what is good enough.
    """

    overlays: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    steps: int = 0
    lit: str = ""
    large: bool = False
    few: bool = False
    turned: bool = False

    def as_text(self) -> str:
        """The view in one line, for an address or a socket; empty for the plain one."""
        said = {
            "over": " ".join(self.overlays),
            "focus": " ".join(self.focus),
            "steps": str(self.steps or ""),
            "lit": self.lit,
            "large": "1" if self.large else "",
            "few": "1" if self.few else "",
            "turned": "1" if self.turned else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


PLAIN: Final = View()


def view_from(text: object) -> View:
    """The view a text describes; whatever in it is not understood is left out."""
    if not isinstance(text, str) or len(text) > LONGEST:
        return PLAIN
    try:
        told = {name: found[0] for name, found in parse_qs(text, max_num_fields=12).items()}
    except ValueError:
        return PLAIN
    steps = told.get("steps", "")
    overlays = told.get("over", "").split()
    return View(
        overlays=tuple(name for name in OVERLAYS if name in overlays),
        focus=tuple(dict.fromkeys(told.get("focus", "").split()))[:MOST_IN_FOCUS],
        steps=min(int(steps), FURTHEST) if steps.isascii() and steps.isdigit() else 0,
        lit=told.get("lit", "").strip(),
        large="large" in told,
        few="few" in told,
        turned="turned" in told,
    )


def scene_seen(
    formulation: Formulation,
    drawing_id: str,
    view: View = PLAIN,
    *,
    pulls: bool = True,
    today: datetime.date | None = None,
) -> Scene:
    """One drawing, seen in one way; what is due a look is so on `today`, or on this day."""
    scene = _drawn(formulation, drawing_id, view.large, view.few, pulls)
    scene = laid_over(formulation, scene, view.overlays, today or datetime.date.today())
    looked_at = _looked_at(formulation, view, {one.id for one in scene.elements})
    if looked_at:
        scene = replace(scene, elements=tuple(_faded(one, looked_at) for one in scene.elements))
    return _pointed_out(scene, view.lit) if view.lit else scene


@lru_cache(maxsize=12)
def _drawn(formulation: Formulation, drawing_id: str, large: bool, few: bool, pulls: bool) -> Scene:
    """A drawing in its letters and words, which costs the most; what is laid over it costs little."""
    places = places_for(formulation, drawing_id)
    said = in_fewer_words(formulation) if few else formulation
    with printed(LARGE if large else 1.0):
        if large:
            places = _with_room(formulation, said, drawing_id, places)
        scene = scene_at(said, drawing_id, places, pulls=pulls)
    if not few:
        return scene
    aloud = {
        one.key: one.label for one in _drawn(formulation, drawing_id, False, False, pulls).elements
    }
    named = (replace(one, label=aloud.get(one.key, one.label)) for one in scene.elements)
    return replace(scene, elements=tuple(named))


def _with_room(
    formulation: Formulation, said: Formulation, drawing_id: str, places: dict[str, Point]
) -> dict[str, Point]:
    """The same places drawn apart evenly, just far enough that larger letters cover nothing new."""
    larger = Sheet(said, drawing_id).boxes
    with printed(1.0):
        covered = _covering(Sheet(formulation, drawing_id).boxes, places, 1.0)
    for wider in (1.0, 1.07, 1.14, 1.21, 1.28, LARGE):
        if _covering(larger, places, wider) <= covered:
            break
    wider = min(LARGE, wider + (0.14 if _words_on_arrows(said) else 0.05))
    return {some_id: (round(x * wider), round(y * wider)) for some_id, (x, y) in places.items()}


def _words_on_arrows(formulation: Formulation) -> bool:
    return bool(formulation.every(Shift) or formulation.every(Link))


def _covering(boxes: dict[str, Box], places: dict[str, Point], wider: float) -> int:
    """How many pairs of boxes come too near to each other."""
    standing = [
        boxes[some_id].moved(x * wider, y * wider).grown(5)
        for some_id, (x, y) in places.items()
        if some_id in boxes
    ]
    standing.sort()
    count = 0
    for at, one in enumerate(standing):
        for other in standing[at + 1 :]:
            if other.left >= one.right:
                break
            count += one.meets(other)
    return count


# What is looked at


def _looked_at(formulation: Formulation, view: View, drawn: Collection[str]) -> frozenset[str]:
    """The ids that do not fade; empty where nothing does. What is not on this drawing is not looked at."""
    there = [one for one in view.focus if one in drawn and one in formulation]
    if there:
        found = around(formulation, there, view.steps)
    else:
        found = good_enough(formulation) if view.turned else frozenset()
    return found | {one.id for one in formulation.every(Pull) if one.invited_to in found}


def _faded(element: Element, looked_at: Collection[str]) -> Element:
    return (
        element
        if _is_looked_at(element, looked_at)
        else replace(element, marks=(*element.marks, "faded"))
    )


def _is_looked_at(element: Element, looked_at: Collection[str]) -> bool:
    if not element.id:
        return True  # the ground beneath the core roles
    within = element.key.partition("/")[0] if element.kind == "pull" else element.moves
    if within.startswith("state:"):
        return within in looked_at
    if element.id in looked_at and element.kind != "arrow":
        return True
    if element.joins and element.kind == "arrow":
        return all(not end or end in looked_at for end in element.joins)
    return False


def _pointed_out(scene: Scene, some_id: str) -> Scene:
    """The same scene with a frame and a pointer at one thing."""
    frames = tuple(
        _frame(one)
        for one in scene.elements
        if one.id == some_id and one.box is not None and one.kind not in ("tag", "pull", "caption")
    )
    return replace(scene, elements=(*scene.elements, *frames[:3]))


def _frame(one: Element) -> Element:
    box = (one.box or Box(0, 0, 0, 0)).grown(8)
    _, y = box.middle
    tip = ((box.left - 3, y), (box.left - 15, y - 8), (box.left - 15, y + 8))
    pointer = Stroke(
        (("M", tip[0]), ("L", tip[1]), ("L", tip[2]), ("Z", ())), fill="accent", stroke="accent",
        width=1.0,
    )  # fmt: skip
    return Element(
        f"{one.key}|now", one.id, "tag", "tag", (Block(box, 13.0, "none", "accent", 3.2), pointer),
        box=box, moves=one.moves, marks=("now",),
    )  # fmt: skip
