"""Gentle questions about what was just done on the map: whose words are these now, and is this a way out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import Exit, Pole, ReciprocalRole
from formulation.domain.verbs import adding, changing

from . import mapping
from .notebooks import Opened, keep, may_write
from .visit import Visit

LOOK_BACK: Final = 24
"""How many changes back a rewording is still worth asking about."""

NOT_A_WAY_OUT: Final = frozenset({"hurtful", "idealised"})
"""Tones of roles at which a way out would be another way in: ideal care is not an exit either."""


def reworded_since_whose_was_said(visit: Visit, opened: Opened, some_id: str) -> str | None:
    """The words before, where a thing was reworded after somebody said whose words they are.

    Crossings-out are data, and so is whose pencil it was (Taplin et al. 2018). None where there
    is nothing to ask.
    """
    now = opened.formulation.get(some_id)
    if opened.read_only or now is None or not getattr(now, "whose", ""):
        return None
    owner_id = opened.formulation.owner_of(some_id).id
    since = max(1, opened.version - LOOK_BACK)
    for entry in reversed(visit.shelf.story(opened.id, since=since)):
        if owner_id not in entry.change.after:
            continue
        was = _within(entry.change.before.get(owner_id), some_id)
        became = _within(entry.change.after.get(owner_id), some_id)
        if was is None or became is None or _whose(was) != _whose(became):
            return None
        if _words(was) != _words(became):
            return _words(was)
    return None


def _within(record: object, some_id: str) -> object | None:
    """The record or the pole of it that has this id, as a change found or left it."""
    if isinstance(record, ReciprocalRole):
        return {record.id: record, **{one.id: one for one in record.parts()}}.get(some_id)
    return record if getattr(record, "id", None) == some_id else None


def _words(thing: object) -> str:
    return str(getattr(thing, "words", "") or getattr(thing, "name", ""))


def _whose(thing: object) -> str:
    return str(getattr(thing, "whose", ""))


def arrives_where_it_hurts(formulation: Formulation, way_out: Exit) -> ReciprocalRole | None:
    """The hurtful or idealised role at which a way out arrives; None where it does not."""
    return hurtful_role_at(formulation, way_out.arrives)


def hurtful_role_at(formulation: Formulation, pole_id: str | None) -> ReciprocalRole | None:
    """The role of a pole, where it is hurtful or idealised."""
    if pole_id is None or not isinstance(formulation.get(pole_id), Pole):
        return None
    role = formulation.owner_of(pole_id)
    return role if isinstance(role, ReciprocalRole) and role.tone in NOT_A_WAY_OUT else None


def arrive_at_something_good_enough(
    visit: Visit, opened: Opened, exit_id: str, top: str, bottom: str
) -> tuple[Opened, str]:
    """Draw a new good-enough role and let a way out arrive there: one change, one undo.

    Returns the formulation and the new role's id. Raises SayAWordFirst, NotOnMap.
    """
    may_write(opened)
    role = mapping.new_role(top, bottom, "good_enough")
    change = adding(opened.formulation, role)
    arrives = role.bottom.id if role.bottom.words else role.top.id
    change = change.then(changing(change.applied_to(opened.formulation), exit_id, arrives=arrives))
    change = replace(change, why="drew a good-enough role for a way out")
    return keep(visit, opened, mapping.and_places(opened.formulation, change)), role.id
