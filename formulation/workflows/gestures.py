"""What a person did on the canvas, checked and acted on; nothing stale is ever applied blindly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.domain.records import kind_of

from . import mapping
from .notebooks import Opened, freshly, open_formulation
from .visit import Visit

Gesture = Mapping[str, Any]
MOST_AT_ONCE = 2_000
NEVER_ON_A_CANVAS = frozenset({"cover", "drawing", "placement", "note", "passage", "hypothesis", "pull"})
"""What no gesture on a drawing may remove."""


class NotUnderstoodHere(FormulationError):
    """Something came up from a canvas that is not a gesture we know."""

    def __init__(self) -> None:
        super().__init__("The drawing sent something we did not understand. Refresh the page.")


def act_on(visit: Visit, formulation_id: str, drawing_id: str, gesture: Gesture) -> Opened:
    """Do what a gesture asks for, durable before this returns.

    Raises FormulationError with a sentence; where somebody else came first, the sentence says
    what it says now.
    """
    actor = _ACTORS.get(str(gesture.get("did")))
    if actor is None:
        raise NotUnderstoodHere
    try:
        return freshly(
            visit, formulation_id, lambda opened: actor(visit, opened, drawing_id, gesture)
        )
    except ChangedMeanwhile as changed:
        raise _saying_what_it_says_now(visit, formulation_id, changed, gesture) from changed


def _saying_what_it_says_now(
    visit: Visit, formulation_id: str, changed: ChangedMeanwhile, gesture: Gesture
) -> ChangedMeanwhile:
    told = ChangedMeanwhile(changed.record_ids)
    now = open_formulation(visit, formulation_id).formulation
    some_id = str(gesture.get("id", ""))
    if some_id in now:
        told.args = (
            f"Somebody changed this meanwhile. It now says “{now.name_of(some_id)}”. "
            "Yours is still here: keep it, change it, or let it go.",
        )
    return told


def _move(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Opened:
    given = gesture.get("places")
    if not isinstance(given, Mapping) or len(given) > MOST_AT_ONCE:
        raise NotUnderstoodHere
    places = {str(some_id): _place(place) for some_id, place in given.items()}
    return mapping.move(visit, opened, drawing_id, places)


def _place(given: object) -> tuple[float, float]:
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise NotUnderstoodHere
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in given):
        raise NotUnderstoodHere
    try:
        return float(given[0]), float(given[1])
    except OverflowError:
        raise NotUnderstoodHere from None


def _reword(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Opened:
    was = gesture.get("was")
    return mapping.reword(
        visit,
        opened,
        _text(gesture, "id"),
        _text(gesture, "words"),
        was if isinstance(was, str) else None,
    )


def _remove(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Opened:
    given = gesture.get("ids")
    if not isinstance(given, list) or not 0 < len(given) <= MOST_AT_ONCE:
        raise NotUnderstoodHere
    if any(kind_of(str(one)) in NEVER_ON_A_CANVAS for one in given):
        raise NotUnderstoodHere
    return mapping.remove(visit, opened, *(str(one) for one in given)).opened


def _add(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Opened:
    phrase = mapping.new_phrase(_text(gesture, "words"))
    at = {drawing_id: {phrase.id: _place(gesture["at"])}} if "at" in gesture else None
    return mapping.put_down(visit, opened, phrase, at=at)


def _undo(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Opened:
    return mapping.take_back(visit, opened)


def _text(gesture: Gesture, name: str) -> str:
    given = gesture.get(name)
    if not isinstance(given, str):
        raise NotUnderstoodHere
    return given


_ACTORS: Mapping[str, Callable[[Visit, Opened, str, Gesture], Opened]] = {
    "move": _move,
    "reword": _reword,
    "remove": _remove,
    "add": _add,
    "undo": _undo,
}
