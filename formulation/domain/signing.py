"""What a signature means: the note stays as it is, and only dated addenda follow."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

from .changes import Change
from .errors import FormulationError
from .records import SupervisionNote

MAY_STILL_CHANGE: Final = frozenset({"addenda", "agreed", "about", "held"})
"""What may still change in a signed note, each in its own way: addenda are added, what was agreed is
marked as done, what has left the map is let go of, and who may read it can be narrowed."""


class SignedAlready(FormulationError):
    """A signed note was to be changed; only addenda may follow a signature."""

    def __init__(self) -> None:
        super().__init__(
            "This note is signed and stays as it was. Write an addendum below it instead."
        )


def is_signed(note: object) -> bool:
    """Whether something is a note that has been signed."""
    return isinstance(note, SupervisionNote) and note.standing == "signed"


def may_follow(was: SupervisionNote, now: SupervisionNote) -> bool:
    """Whether a signed note may become this: nothing reworded, addenda only added at the end."""
    same = all(
        getattr(was, one.name) == getattr(now, one.name)
        for one in fields(was)
        if one.name not in MAY_STILL_CHANGE
    )
    told = now.addenda[: len(was.addenda)] == was.addenda
    agreed = tuple(replace(one, done="") for one in was.agreed)
    return same and told and agreed == tuple(replace(one, done="") for one in now.agreed)


def must_leave_signed(change: Change) -> None:
    """Refuse a change that rewords or removes what was signed, by whatever way it comes.

    Raises SignedAlready.
    """
    for some_id, was in change.before.items():
        if not (isinstance(was, SupervisionNote) and was.standing == "signed"):
            continue
        now = change.after.get(some_id)
        if not (isinstance(now, SupervisionNote) and may_follow(was, now)):
            raise SignedAlready
