"""A drawing arranged anew: looked at beside today's, then used as one change or left alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

from formulation.domain.changes import Change
from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.verbs import places_in, placing
from formulation.render.elements import Scene
from formulation.render.layout import arranged, places_for
from formulation.render.scene import scene_of

from .notebooks import Opened, keep
from .visit import Visit

AS_IT_WAS = 1.0
"""What would stand nearer than this to where it stands today has not moved; drawing units."""


class DrawnMeanwhile(FormulationError):
    """The drawing was changed while its arrangement was looked at."""

    def __init__(self) -> None:
        super().__init__(
            "Something on this drawing has changed since it was arranged. "
            "Nothing was moved: look at both again, then decide."
        )


@dataclass(frozen=True)
class Arrangement:
    """One drawing as it would stand if it were arranged anew; nothing is kept until it is used.

    `today` is the formulation as it is, `proposed` the same one with everything on this drawing
    in its new place; `change` leads from one to the other. `moved` names what would stand elsewhere.
    """

    drawing_id: str
    today: Formulation
    proposed: Formulation
    change: Change
    moved: tuple[str, ...]

    @property
    def scene_today(self) -> Scene:
        """The drawing as it stands."""
        return scene_of(self.today, self.drawing_id)

    @property
    def scene_proposed(self) -> Scene:
        """The drawing as it would stand."""
        return scene_of(self.proposed, self.drawing_id)


def preview(opened: Opened, drawing_id: str) -> Arrangement:
    """How a drawing would stand, found from nothing; the same records always give the same places.

    Raises NotOnMap where there is no such drawing.
    """
    formulation = opened.formulation
    wanted = arranged(formulation, drawing_id)
    stands = places_for(formulation, drawing_id)
    moved = tuple(one for one, place in wanted.items() if not _near(place, stands.get(one)))
    change = replace(placing(formulation, drawing_id, wanted), why="arranged the drawing")
    return Arrangement(drawing_id, formulation, change.applied_to(formulation), change, moved)


def use(visit: Visit, opened: Opened, arrangement: Arrangement) -> Opened:
    """Let the drawing stand as proposed: one change, and so one undo.

    Raises DrawnMeanwhile where what stands on the drawing, or where, is not what was looked at;
    OnlyToRead for an example; NotOnMap where the drawing has gone.
    """
    drawing = arrangement.drawing_id
    now, then = opened.formulation, arrangement.today
    if places_in(now, drawing) != places_in(then, drawing):
        raise DrawnMeanwhile
    if arranged(now, drawing) != arranged(then, drawing):
        raise DrawnMeanwhile
    return keep(visit, opened, arrangement.change)


def _near(place: tuple[float, float], other: tuple[float, float] | None) -> bool:
    return other is not None and hypot(place[0] - other[0], place[1] - other[1]) < AS_IT_WAS
