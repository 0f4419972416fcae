"""A change is a value with a way back; undo, history, the live view and audit all read the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .errors import AlreadyThere, ChangedMeanwhile, NotOnMap
from .formulation import Formulation, ids_of, references_in
from .records import Record


@dataclass(frozen=True)
class Change:
    """What each touched record was before and is after; None means absent.

    `why` says in a few plain words what was done, such as "reworded a pole"; never clinical words.
    """

    before: Mapping[str, Record | None]
    after: Mapping[str, Record | None]
    why: str = ""

    @property
    def touched(self) -> tuple[str, ...]:
        """The ids of the records this change is about."""
        return tuple(self.after)

    def __bool__(self) -> bool:
        """Whether this changes anything at all."""
        return any(self.before.get(record_id) != now for record_id, now in self.after.items())

    def undone(self) -> Change:
        """The change that takes this one back."""
        return Change(before=self.after, after=self.before, why=f"took back: {self.why}")

    def then(self, later: Change) -> Change:
        """This change and a later one as a single step."""
        return Change(
            before={**later.before, **self.before},
            after={**self.after, **later.after},
            why=self.why or later.why,
        )

    def conflicts_with(self, formulation: Formulation) -> tuple[str, ...]:
        """The touched records that are no longer as this change found them."""
        return tuple(
            record_id
            for record_id, was in self.before.items()
            if formulation.records.get(record_id) != was
        )

    def applied_to(self, formulation: Formulation) -> Formulation:
        """The formulation with this change made.

        Raises ChangedMeanwhile where a touched record is not as it was, or where something
        that stays has begun to point at what would go; NotOnMap where something that
        comes points at what is not there; AlreadyThere where it brings an id that is taken.
        """
        in_the_way = self.conflicts_with(formulation)
        if in_the_way:
            raise ChangedMeanwhile(in_the_way)
        changed = formulation.revised(self.after)
        self._must_leave_whole(formulation, changed)
        return changed

    def _must_leave_whole(self, before: Formulation, after: Formulation) -> None:
        self._must_bring_ids_once(before)
        for record in self.after.values():
            for reference in references_in(record) if record is not None else ():
                if reference.to_id not in after:
                    raise NotOnMap(reference.to_id)
        for gone in self._gone(before, after):
            for reference in before.pointing_at(gone):
                if reference.owner_id not in self.after:
                    raise ChangedMeanwhile((reference.owner_id,))

    def _must_bring_ids_once(self, before: Formulation) -> None:
        brought: set[str] = set()
        for record in self.after.values():
            for some_id in ids_of(record) if record is not None else ():
                taken = some_id in before and before.owner_of(some_id).id not in self.after
                if taken or some_id in brought:
                    raise AlreadyThere(some_id)
                brought.add(some_id)

    def _gone(self, before: Formulation, after: Formulation) -> list[str]:
        within = [
            some_id
            for record_id in self.after
            if (was := before.records.get(record_id)) is not None
            for some_id in ids_of(was)
        ]
        return [some_id for some_id in within if some_id not in after]


NOTHING = Change({}, {})
"""The change that changes nothing."""
