"""What a person did on the canvas, checked and acted on; nothing stale is ever applied blindly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.domain.records import kind_of

from . import copying, joining, mapping, undoing
from .notebooks import Opened, freshly, open_formulation
from .undoing import BuiltOn
from .visit import Visit

Gesture = Mapping[str, Any]
MOST_AT_ONCE = 2_000
NEVER_ON_A_CANVAS = frozenset(
    {
        "asked",
        "comment",
        "cover",
        "drawing",
        "placement",
        "note",
        "passage",
        "hypothesis",
        "observation",
        "mark",
        "pull",
        "voice",
    }
)
"""What no gesture on a drawing may remove."""


class NotUnderstoodHere(FormulationError):
    """Something came up from a canvas that is not a gesture we know."""

    def __init__(self) -> None:
        super().__init__("The drawing sent something we did not understand. Refresh the page.")


@dataclass(frozen=True)
class Done:
    """What a gesture came to: the formulation after it, and the ids of what it made, in order."""

    opened: Opened
    made: tuple[str, ...] = ()


def act_on(visit: Visit, formulation_id: str, drawing_id: str, gesture: Gesture) -> Opened:
    """Do what a gesture asks for, durable before this returns; see `acted`."""
    return acted(visit, formulation_id, drawing_id, gesture).opened


def acted(visit: Visit, formulation_id: str, drawing_id: str, gesture: Gesture) -> Done:
    """Do what a gesture asks for, durable before this returns, and say what it made.

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
    except BuiltOn:
        raise
    except ChangedMeanwhile as changed:
        raise _saying_what_it_says_now(visit, formulation_id, changed, gesture) from changed


def _saying_what_it_says_now(
    visit: Visit, formulation_id: str, changed: ChangedMeanwhile, gesture: Gesture
) -> ChangedMeanwhile:
    told = ChangedMeanwhile(changed.record_ids)
    now = open_formulation(visit, formulation_id).formulation
    asked = str(gesture.get("id", ""))
    if asked in now:
        told.args = (
            f"Somebody changed this meanwhile. It now says “{now.name_of(asked)}”. "
            "Yours is still here: keep it, change it, or let it go.",
        )
        return told
    moved = next((one for one in changed.record_ids if one in now), None)
    if moved:
        told.args = (
            f"Somebody changed this meanwhile. It now says “{now.name_of(moved)}”. "
            "Nothing was done; do it again if you still want to.",
        )
    return told


def _must_say_what_was_seen(opened: Opened, gesture: Gesture) -> None:
    """Refuse where what the gesture is about no longer reads as it did on the canvas.

    `was`: id → the words as they were shown; line breaks may differ, the picture has its own.
    """
    was = gesture.get("was")
    if not isinstance(was, Mapping) or len(was) > MOST_AT_ONCE:
        return
    for some_id, said in was.items():
        if some_id in opened.formulation and isinstance(said, str):
            now = mapping.words_of(opened.formulation, str(some_id))
            if now.split() != said.split():
                raise ChangedMeanwhile((str(some_id),))


def _must_not_have_moved(visit: Visit, opened: Opened, gesture: Gesture, ids: list[str]) -> None:
    """Refuse where a thing has been changed since the picture that the gesture was made on."""
    seen = gesture.get("revision")
    if not isinstance(seen, int) or isinstance(seen, bool) or not 0 < seen < opened.version:
        return
    owners = {opened.formulation.owner_of(one).id for one in ids if one in opened.formulation}
    for entry in visit.shelf.story(opened.id, since=seen):
        changed = owners & set(entry.change.touched)
        if changed:
            raise ChangedMeanwhile(tuple(changed))


def _move(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    given = gesture.get("places")
    if not isinstance(given, Mapping) or len(given) > MOST_AT_ONCE:
        raise NotUnderstoodHere
    places = {str(some_id): _place(place) for some_id, place in given.items()}
    return Done(mapping.move(visit, opened, drawing_id, places))


def _place(given: object) -> tuple[float, float]:
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise NotUnderstoodHere
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in given):
        raise NotUnderstoodHere
    try:
        return float(given[0]), float(given[1])
    except OverflowError:
        raise NotUnderstoodHere from None


def _reword(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    was = gesture.get("was")
    seen = was if isinstance(was, str) else None
    some_id, words = _text(gesture, "id"), _text(gesture, "words")
    return Done(mapping.reword(visit, opened, some_id, words, seen))


def _remove(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    ids = _ids(gesture)
    if any(kind_of(one) in NEVER_ON_A_CANVAS for one in ids):
        raise NotUnderstoodHere
    _must_not_have_moved(visit, opened, gesture, ids)
    return Done(mapping.remove(visit, opened, *ids).opened)


def _add(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    phrase = mapping.new_phrase(_text(gesture, "words"))
    at = {drawing_id: {phrase.id: _place(gesture["at"])}} if "at" in gesture else None
    return Done(mapping.put_down(visit, opened, phrase, at=at), (phrase.id,))


def _join(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    """An arrow between two things, or to where something new is put down in the words given."""
    from_id, kind = _text(gesture, "from"), _text(gesture, "kind")
    if "to" in gesture:
        return _made(joining.join(visit, opened, from_id, _text(gesture, "to"), kind))
    at = _place(gesture["at"]) if "at" in gesture else None
    said = _text(gesture, "words")
    return _made(
        joining.join_on_paper(visit, opened, drawing_id, from_id, kind=kind, said=said, at=at)
    )


def _close(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    to_id = _text(gesture, "to") if gesture.get("to") is not None else None
    return _made(joining.close_loop(visit, opened, _text(gesture, "id"), to_id))


def _pair(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    _must_say_what_was_seen(opened, gesture)
    return _made(joining.pair(visit, opened, _text(gesture, "top"), _text(gesture, "bottom")))


def _turn(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    some_id, kind = _text(gesture, "id"), _text(gesture, "kind")
    _must_not_have_moved(visit, opened, gesture, [some_id])
    return _made(joining.turn(visit, opened, some_id, kind))


def _hold(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    into, out_of = (_text(gesture, one) if gesture.get(one) else None for one in ("into", "outOf"))
    at = _place(gesture["at"]) if "at" in gesture else None
    role_id = _text(gesture, "id")
    return _made(joining.hold(visit, opened, drawing_id, role_id, into=into, out_of=out_of, at=at))


def _paste(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    source = (_text(gesture, "from"), _text(gesture, "drawing"))
    at = _place(gesture["at"]) if "at" in gesture else None
    return Done(*copying.paste(visit, opened, drawing_id, source=source, ids=_ids(gesture), at=at))


def _made(made: joining.Made) -> Done:
    return Done(made.opened, (made.id,))


def _undo(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    return Done(undoing.take_back(visit, opened))


def _redo(visit: Visit, opened: Opened, drawing_id: str, gesture: Gesture) -> Done:
    return Done(undoing.do_again(visit, opened))


def _text(gesture: Gesture, name: str) -> str:
    given = gesture.get(name)
    if not isinstance(given, str):
        raise NotUnderstoodHere
    return given


def _ids(gesture: Gesture) -> list[str]:
    given = gesture.get("ids")
    if not isinstance(given, list) or not 0 < len(given) <= MOST_AT_ONCE:
        raise NotUnderstoodHere
    return [str(one) for one in given]


_ACTORS: Mapping[str, Callable[[Visit, Opened, str, Gesture], Done]] = {
    "move": _move,
    "reword": _reword,
    "remove": _remove,
    "add": _add,
    "join": _join,
    "close": _close,
    "pair": _pair,
    "turn": _turn,
    "hold": _hold,
    "paste": _paste,
    "undo": _undo,
    "redo": _redo,
}
