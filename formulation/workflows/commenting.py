"""A supervisor's comments on a practice map: beside one thing, answered in place, then settled.

They travel with the practice map in its notebook file. They are kept for supervision, so no copy
for the person or the team holds them. Only a practice map takes them: what is thought about a
person's own map belongs in a note.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from formulation.domain.changes import Change
from formulation.domain.errors import Fault, FormulationError, NotOnMap, NotUnderstood
from formulation.domain.records import Comment, Reply
from formulation.domain.verbs import adding, changing

from .drafts import kept_letters
from .ids import fresh
from .notebooks import Opened, keep
from .visit import Visit

MOST_REPLIES: Final = 100


class OnlyOnPractice(FormulationError):
    """A comment was to be put on somebody's own map."""

    def __init__(self) -> None:
        super().__init__(
            "Comments stand on practice maps. What is thought about this map belongs in a note."
        )


def is_practice(opened: Opened) -> bool:
    """Whether a map was made for practice."""
    return bool(opened.formulation.cover.practice)


def comment(visit: Visit, opened: Opened, about: str, words: str, *, by: str, on: date) -> Opened:
    """Wonder something beside one thing on a practice map.

    Raises OnlyOnPractice, NotOnMap, NotUnderstood, and whatever keeping raises.
    """
    if not is_practice(opened):
        raise OnlyOnPractice
    if about not in opened.formulation:
        raise NotOnMap(about)
    one = Comment(
        fresh("comment"), about=about, words=_said(words), by=by.strip(), on=on.isoformat()
    )
    return keep(visit, opened, replace(adding(opened.formulation, one), why="commented"))


def reply(
    visit: Visit, opened: Opened, comment_id: str, words: str, *, by: str, on: date
) -> Opened:
    """Answer a comment in place; one that was settled is open again. Raises as `comment` does."""
    one = _comment(opened, comment_id)
    if len(one.replies) >= MOST_REPLIES:
        raise NotUnderstood([Fault("answer", "This has grown long. Settle it, and begin another.")])
    answered = (*one.replies, Reply(_said(words), by.strip(), on.isoformat()))
    return _changed(
        visit, opened, comment_id, "answered a comment", replies=answered, settled_on=""
    )


def settle(visit: Visit, opened: Opened, comment_id: str, *, on: date) -> Opened:
    """Say that nothing more is to be said here for now; the words stay. Raises as `comment` does."""
    return _changed(visit, opened, comment_id, "settled a comment", settled_on=on.isoformat())


def open_again(visit: Visit, opened: Opened, comment_id: str) -> Opened:
    """Take up again what was settled. Raises as `comment` does."""
    return _changed(visit, opened, comment_id, "took a comment up again", settled_on="")


def comments(opened: Opened) -> tuple[Comment, ...]:
    """Every comment: what is open first, and the oldest of them first."""
    found = opened.formulation.every(Comment)
    return tuple(sorted(found, key=lambda one: (bool(one.settled_on), one.on, one.id)))


def _changed(visit: Visit, opened: Opened, comment_id: str, why: str, **values: object) -> Opened:
    _comment(opened, comment_id)
    change: Change = changing(opened.formulation, comment_id, **values)
    return keep(visit, opened, replace(change, why=why))


def _comment(opened: Opened, comment_id: str) -> Comment:
    found = opened.formulation.get(comment_id)
    if not isinstance(found, Comment):
        raise NotOnMap(comment_id)
    return found


def _said(words: str) -> str:
    said = kept_letters(words).strip()
    if not said:
        raise NotUnderstood([Fault("words", "A few words are needed here.")])
    return said
