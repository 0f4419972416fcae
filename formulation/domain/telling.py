"""What a change did, told in sentences that a team can read: added, removed, reworded, changed.

Words stand only where they are on the drawing. Of notes, hypotheses and pulls a sentence says that
one came, changed or went: the story may be looked at together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from .changes import Change
from .formulation import Formulation, parts_of
from .records import RECORD_KINDS, Record, kind_of, label_of

SHORT: Final = 60
"""Letters of somebody's words that stand in one sentence, at most."""


def told(change: Change, before: Formulation, after: Formulation) -> tuple[str, ...]:
    """Sentences about a change that led from the one to the other, in the order of its records."""
    said = [
        sentence
        for some_id, now in change.after.items()
        if kind_of(some_id) != "placement"
        for sentence in _of_record(some_id, before, after, now)
    ]
    moved = any(
        kind_of(some_id) == "placement" and change.before.get(some_id) and now
        for some_id, now in change.after.items()
    )
    if moved or (change.after and not said):
        said.append("Things were moved on the drawing.")
    return tuple(dict.fromkeys(said))


def _of_record(
    some_id: str, before: Formulation, after: Formulation, now: Record | None
) -> Iterator[str]:
    was = before.records.get(some_id)
    if was is None and now is not None:
        yield f"{_called(after, some_id)} added."
    elif was is not None and now is None:
        yield f"{_called(before, some_id)} removed."
    elif was is not None and now is not None and was != now:
        yield from _of_two(was, now, before, after)


def _of_two(was: Record, now: Record, before: Formulation, after: Formulation) -> Iterator[str]:
    """What became of one record: its parts first, then what is said of itself."""
    if not RECORD_KINDS[kind_of(now.id)].drawn:
        yield f"{_called(after, now.id)} changed."
        return
    said = list(_of_parts(was, now, before, after))
    own = _differing(was, now, leaving={"top", "bottom", "steps", "horns"})
    renamed = before.name_of(now.id) != after.name_of(now.id)
    if renamed and not said:
        said.append(_reworded(before.name_of(now.id), after.name_of(now.id)))
        own = [one for one in own if one not in ("words", "name")]
    if own:
        said.append(f"{_called(after, now.id)}: {', '.join(own)} changed.")
    yield from said


def _of_parts(was: Record, now: Record, before: Formulation, after: Formulation) -> Iterator[str]:
    old = {part.id: part for part in parts_of(was)}
    new = {part.id: part for part in parts_of(now)}
    for some_id, part in new.items():
        if some_id not in old:
            yield f"{_called(after, some_id)} added to {_quoted(after.name_of(now.id))}."
        elif before.name_of(some_id) != after.name_of(some_id):
            yield _reworded(before.name_of(some_id), after.name_of(some_id))
        elif old[some_id] != part:
            differ = ", ".join(_differing(old[some_id], part))
            yield f"{_called(after, some_id)}: {differ} changed."
    for some_id in [one for one in old if one not in new]:
        yield f"{_called(before, some_id)} taken out of {_quoted(after.name_of(now.id))}."
    if [one for one in old if one in new] != [one for one in new if one in old]:
        yield f"{_called(after, now.id)} put in another order."


def _differing(was: Any, now: Any, leaving: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """What the fields that differ are called, in words."""
    return [
        str(one.metadata.get("label") or one.name.replace("_", " "))
        for one in fields(was)
        if one.name not in leaving and getattr(was, one.name) != getattr(now, one.name)
    ]


def _called(formulation: Formulation, some_id: str) -> str:
    label = label_of(some_id)
    named = f"{label[:1].upper()}{label[1:]}"
    record = formulation.owner_of(some_id) if some_id in formulation else None
    if record is None or not RECORD_KINDS[kind_of(record.id)].drawn:
        return named
    return f"{named} {_quoted(formulation.name_of(some_id))}"


def _reworded(was: str, now: str) -> str:
    return f"{_quoted(was)} reworded to {_quoted(now)}."


def _quoted(words: str) -> str:
    return f"“{words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + '…'}”"
