"""A formulation: everything drawn and written about one person, and the questions it can answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, TypeVar, cast

from .errors import NotOnMap
from .records import (
    RECORD_KINDS,
    Cover,
    Link,
    Part,
    Passage,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    Record,
    Shift,
    SupervisionNote,
    label_of,
)

R = TypeVar("R")
COVER = "cover:cover"
_NUMBERS = re.compile(r"([0-9]{1,18})")


@lru_cache(maxsize=65_536)
def in_order(record_id: str) -> tuple[Any, ...]:
    """A key that sorts ids as they were made: numbers by value, everything else as text."""
    return tuple(
        (0, int(piece), "") if place % 2 else (1, 0, piece)
        for place, piece in enumerate(_NUMBERS.split(record_id))
    )


@dataclass(frozen=True)
class Reference:
    """One record (or part) pointing at an id through one of its fields."""

    owner_id: str
    from_id: str
    field: str
    to_id: str
    goes_along: bool


def references_in(thing: Record | Part, owner_id: str = "") -> Iterator[Reference]:
    """Every id that a record, or any part of it, points at."""
    owner = owner_id or thing.id
    for one in fields(thing):
        value = getattr(thing, one.name)
        many = value if isinstance(value, tuple) else (value,)
        if "points_at" in one.metadata:
            for to_id in many:
                if to_id:
                    along = bool(one.metadata["goes_along"])
                    yield Reference(owner, thing.id, one.name, to_id, along)
        elif one.name != "id":
            for item in many:
                if is_dataclass(item) and hasattr(item, "prefix"):
                    yield from references_in(cast(Part, item), owner)


def parts_of(record: Record) -> Iterator[Part]:
    """The poles of a role, or the steps and horns of a procedure; nothing for other records."""
    if isinstance(record, ReciprocalRole | Procedure):
        yield from record.parts()


def ids_of(record: Record) -> tuple[str, ...]:
    """The id of a record, and of every part that lives inside it."""
    return (record.id, *(part.id for part in parts_of(record)))


@dataclass(frozen=True)
class Formulation:
    """Everything held about one person (or one team), by id.

    A value: two that hold the same are equal, and one never changes once it is made.
    """

    id: str
    records: Mapping[str, Record]

    def __post_init__(self) -> None:
        object.__setattr__(self, "records", MappingProxyType(dict(self.records)))

    def __hash__(self) -> int:
        return self._hash

    def __getitem__(self, some_id: str) -> Record | Part:
        """The record or part with this id. Raises NotOnMap."""
        found = self.records.get(some_id) or self._parts.get(some_id)
        if found is None:
            raise NotOnMap(some_id)
        return found

    def __contains__(self, some_id: object) -> bool:
        return some_id in self.records or some_id in self._parts

    def get(self, some_id: str | None) -> Record | Part | None:
        """The record or part with this id, or None."""
        return self[some_id] if some_id is not None and some_id in self else None

    @property
    def cover(self) -> Cover:
        """Whose notebook this is."""
        return cast(Cover, self.records.get(COVER) or Cover(id=COVER))

    def every(self, record_type: type[R]) -> tuple[R, ...]:
        """All records of one type, in the order they were made."""
        prefix = cast(Any, record_type).prefix
        return cast("tuple[R, ...]", self._by_prefix.get(prefix, ()))

    def owner_of(self, some_id: str) -> Record:
        """The record that holds this part, or the record itself. Raises NotOnMap."""
        owner_id = self._owners.get(some_id, some_id)
        if owner_id not in self.records:
            raise NotOnMap(some_id)
        return self.records[owner_id]

    def pointing_at(self, some_id: str) -> tuple[Reference, ...]:
        """Everything that points at this id; parts are asked for by their own ids."""
        return self._pointing.get(some_id, ())

    def ids_within(self, record_id: str) -> tuple[str, ...]:
        """This id and the ids of every part that lives inside it."""
        thing = self[record_id]
        if record_id in self.records:
            return ids_of(self.records[record_id])
        return (record_id, *(step.id for step in getattr(thing, "steps", ())))

    def revised(self, after: Mapping[str, Record | None]) -> Formulation:
        """The same formulation with some records as given, and without those given as None.

        What is known of parts is carried over, so that a small change to a large map stays cheap.
        """
        # A view copies itself many times faster than it is read out, and this happens at every save.
        records = cast("MappingProxyType[str, Record]", self.records).copy()
        parts, owners = dict(self._parts), dict(self._owners)
        references = dict(self._references)
        for record_id in after:
            for part in parts_of(records[record_id]) if record_id in records else ():
                parts.pop(part.id, None)
                owners.pop(part.id, None)
        for record_id, now in after.items():
            if now is None:
                records.pop(record_id, None)
                references.pop(record_id, None)
                continue
            records[record_id] = now
            references[record_id] = tuple(references_in(now))
            parts.update((part.id, part) for part in parts_of(now))
            owners.update((part.id, record_id) for part in parts_of(now))
        changed = Formulation(self.id, records)
        # Where cached_property keeps what it has worked out.
        changed.__dict__.update(_parts=parts, _owners=owners, _references=references)
        return changed

    def dangling(self) -> tuple[Reference, ...]:
        """References to things that are not here."""
        return tuple(
            reference
            for to_id, references in self._pointing.items()
            if to_id not in self
            for reference in references
        )

    @cached_property
    def _hash(self) -> int:
        return hash((self.id, frozenset(self.records.values())))

    @cached_property
    def _parts(self) -> dict[str, Part]:
        return {part.id: part for record in self.records.values() for part in parts_of(record)}

    @cached_property
    def _owners(self) -> dict[str, str]:
        return {part.id: record.id for record in self.records.values() for part in parts_of(record)}

    @cached_property
    def _by_prefix(self) -> dict[str, tuple[Record, ...]]:
        shelved: dict[str, list[Record]] = {prefix: [] for prefix in RECORD_KINDS}
        for record_id in sorted(self.records, key=in_order):
            record = self.records[record_id]
            shelved[record.prefix].append(record)
        return {prefix: tuple(records) for prefix, records in shelved.items()}

    @cached_property
    def _references(self) -> dict[str, tuple[Reference, ...]]:
        """What each record points at, in the order of the records."""
        return {some_id: tuple(references_in(one)) for some_id, one in self.records.items()}

    @cached_property
    def _pointing(self) -> dict[str, tuple[Reference, ...]]:
        found: dict[str, list[Reference]] = {}
        for some_id in self.records:
            for reference in self._references[some_id]:
                found.setdefault(reference.to_id, []).append(reference)
        return {to_id: tuple(references) for to_id, references in found.items()}

    def name_of(self, some_id: str | None) -> str:
        """A short name for anything here, as a person would say it; never empty."""
        return self._named(some_id, frozenset())

    def _named(self, some_id: str | None, already: frozenset[str]) -> str:
        # `already` holds the arrows we are in the middle of naming: arrows may point in a ring.
        thing = self.get(some_id)
        if thing is None:
            return "something no longer here"
        said = _said_of(thing)
        if said:
            return said
        if isinstance(thing, Shift | Link) and thing.id not in already:
            within = already | {thing.id}
            start, end = (self._named(end, within) for end in _ends_of(thing))
            return f"{start} → {end}"
        return f"an unnamed {label_of(thing.id)}"


def _said_of(thing: Record | Part) -> str:
    """The words by which a thing is known; empty where nobody has said any."""
    if isinstance(thing, ReciprocalRole):
        return f"{thing.top.words or '?'} ↔ {thing.bottom.words or '?'}"
    if isinstance(thing, Pole):
        return thing.words or "?"
    if isinstance(thing, Pull):
        return ": ".join(filter(None, (thing.felt_by, thing.feeling or thing.urge)))
    if isinstance(thing, Passage):
        return thing.quote
    if isinstance(thing, SupervisionNote):
        return thing.question or (f"the note of {thing.date}" if thing.date else "")
    said = (getattr(thing, name, "") for name in ("words", "name", "trigger", "title"))
    return next((str(one) for one in said if one), _begins(thing))


def _begins(thing: Record | Part) -> str:
    """How a loop begins, for one that has no name yet."""
    steps = thing.all_steps() if isinstance(thing, Procedure) else ()
    return next((f"{step.words} …" for step in steps if step.words), "")


def _ends_of(arrow: Shift | Link) -> tuple[str | None, str | None]:
    if isinstance(arrow, Shift):
        return arrow.from_state, arrow.to_state
    return arrow.from_id, arrow.to_id
