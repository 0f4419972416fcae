"""What is behind a part of the map: every note, hypothesis, pull and voice that points at it, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from formulation.domain.formulation import Formulation, Reference, in_order
from formulation.domain.records import (
    Hypothesis,
    Passage,
    Pull,
    Record,
    SupervisionNote,
    Voice,
    kind_of,
    label_of,
)

from .phrasing import listed, named

Thinking = SupervisionNote | Hypothesis | Pull | Voice
T = TypeVar("T", SupervisionNote, Hypothesis, Pull, Voice)


@dataclass(frozen=True)
class Mention(Generic[T]):
    """One record that points here, and why; `whole` when it is about all of what this is a part of.

    `quotes`: the words of a note that are tied here. `day`: of which day it is (year-month-day), its
    note's where it has none of its own; empty where nobody wrote one.
    """

    record: T
    reason: str
    whole: bool = False
    quotes: tuple[str, ...] = ()
    day: str = ""


@dataclass(frozen=True)
class Behind:
    """What points at one thing, newest first, each kind by itself."""

    notes: tuple[Mention[SupervisionNote], ...] = ()
    hypotheses: tuple[Mention[Hypothesis], ...] = ()
    pulls: tuple[Mention[Pull], ...] = ()
    voices: tuple[Mention[Voice], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notes or self.hypotheses or self.pulls or self.voices)


_REASONS: Final[Mapping[tuple[str, str], str]] = {
    ("note", "about"): "is about {it}",
    ("hypothesis", "links"): "is about {it}",
    ("hypothesis", "alternative_to"): "is a rival of {it}",
    ("hypothesis", "note"): "comes from {it}",
    ("pull", "invited_to"): "invites into {it}",
    ("pull", "other_at"): "leaves the other at {it}",
    ("pull", "exit"): "could be answered by {it}",
    ("pull", "hypotheses"): "bears on {it}",
    ("pull", "note"): "comes from {it}",
    ("voice", "links"): "is about {it}",
}
"""Why something points here, by its kind and the field that points; to be read after its name."""


def behind(formulation: Formulation, some_id: str) -> Behind:
    """Everything that points at a thing or at any part of it, newest first, each with the reason.

    For a part (a pole, step or horn), what points at the whole is there too, marked `whole`.
    A note is also behind what its own hypotheses and pulls point at. Raises NotOnMap.
    """
    near = _grouped(formulation, formulation.ids_within(some_id))
    owner_id = formulation.owner_of(some_id).id
    far = {} if owner_id == some_id else _grouped(formulation, (owner_id,))
    found = {
        thinker_id: (_reason(formulation, references, some_id), thinker_id not in near)
        for thinker_id, references in {**far, **near}.items()
    }
    found = {**_notes_they_come_from(formulation, found), **found}
    quotes = _quotes(formulation, some_id)
    found = {
        **{note_id: ("says something about this", whole) for note_id, (_, whole) in quotes.items()},
        **found,
    }
    found.pop(some_id, None)
    return Behind(
        notes=tuple(
            replace(one, quotes=quotes.get(one.record.id, ((), False))[0])
            for one in _mentions(formulation, SupervisionNote, found)
        ),
        hypotheses=_mentions(formulation, Hypothesis, found),
        pulls=_mentions(formulation, Pull, found),
        voices=_mentions(formulation, Voice, found),
    )


def _grouped(formulation: Formulation, ids: Iterable[str]) -> dict[str, list[Reference]]:
    found: dict[str, list[Reference]] = {}
    for one in ids:
        for reference in formulation.pointing_at(one):
            if isinstance(formulation.records[reference.owner_id], Thinking):
                found.setdefault(reference.owner_id, []).append(reference)
    return found


def _quotes(formulation: Formulation, some_id: str) -> dict[str, tuple[tuple[str, ...], bool]]:
    """The words of each note that are tied here, in reading order; and whether all are about the whole."""
    near = set(formulation.ids_within(some_id))
    wanted = near | {formulation.owner_of(some_id).id}
    mine = [one for one in formulation.every(Passage) if one.about in wanted and one.note]
    by_note: dict[str, list[Passage]] = {}
    for one in sorted(mine, key=lambda one: one.at or 0):
        by_note.setdefault(str(one.note), []).append(one)
    return {
        note_id: (tuple(one.quote for one in tied), all(one.about not in near for one in tied))
        for note_id, tied in by_note.items()
    }


def _reason(formulation: Formulation, references: list[Reference], some_id: str) -> str:
    said: dict[str, list[str]] = {}
    for reference in references:
        template = _REASONS.get((kind_of(reference.owner_id), reference.field), "points at {it}")
        said.setdefault(template, []).append(_it(formulation, reference.to_id, some_id))
    return listed(template.format(it=listed(its)) for template, its in said.items())


def _it(formulation: Formulation, to_id: str, some_id: str) -> str:
    if to_id == some_id:
        return f"this {'way out' if kind_of(to_id) == 'exit' else label_of(to_id)}"
    if to_id == formulation.owner_of(some_id).id:
        return f"the whole of {named(formulation, to_id)}"
    return named(formulation, to_id)


def _notes_they_come_from(
    formulation: Formulation, found: Mapping[str, tuple[str, bool]]
) -> dict[str, tuple[str, bool]]:
    within: dict[str, list[tuple[str, bool]]] = {}
    for thinker_id, (_, whole) in sorted(found.items()):
        thinker = formulation.records[thinker_id]
        if isinstance(thinker, Hypothesis | Pull) and thinker.note in formulation.records:
            within.setdefault(str(thinker.note), []).append((f"a {label_of(thinker_id)}", whole))
    return {
        note_id: (
            f"holds {listed(what for what, _ in thinkers)} about this",
            all(whole for _, whole in thinkers),
        )
        for note_id, thinkers in within.items()
    }


def _mentions(
    formulation: Formulation, kind: type[T], found: Mapping[str, tuple[str, bool]]
) -> tuple[Mention[T], ...]:
    thinkers = [one for one in formulation.every(kind) if one.id in found]
    thinkers.sort(key=lambda one: (_day_of(formulation, one), in_order(one.id)), reverse=True)
    return tuple(Mention(one, *found[one.id], day=_day_of(formulation, one)) for one in thinkers)


def _day_of(formulation: Formulation, thinker: Record) -> str:
    if isinstance(thinker, SupervisionNote):
        return thinker.date
    own = {Voice: "said_on", Pull: "felt_on", Hypothesis: "raised_on"}.get(type(thinker), "")
    if own and getattr(thinker, own):
        return str(getattr(thinker, own))
    note = formulation.get(getattr(thinker, "note", None))
    return note.date if isinstance(note, SupervisionNote) else ""
