"""A shelf with a practice desk beside it: what lies on the desk is never written down anywhere.

The desk is in the memory of one process, by member: a refresh or a broken line finds it as it was, a
restart does not (decision 024). A service that runs several processes keeps somebody with the process
they began in, or their desk is bare; nothing that was kept is touched by that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from formulation.domain.changes import Change
from formulation.domain.formulation import Formulation

from .memory import MemoryShelf
from .shelf import AlreadyOnShelf, Clock, Entry, Kept, Shelf, Spine, Told, now

DESK_IDS: Final = "f-0desk"
"""How the ids of what lies on the desk begin; ids that we make for the shelf hold no digit."""

MOST_ON_THE_DESK: Final = 600
"""How many things lie on the desk at once; then what was put there first is let go."""


def is_on_the_desk(formulation_id: str) -> bool:
    """Whether an id is one of the desk's."""
    return formulation_id.startswith(DESK_IDS)


class Desk(MemoryShelf):
    """A shelf in memory with room for so many, that lets the oldest go."""

    def __init__(self, clock: Clock = now, room: int = MOST_ON_THE_DESK) -> None:
        super().__init__(clock)
        self._room = room
        self._turns: Counter[str] = Counter()

    def begin(self, formulation: Formulation, *, by: str) -> Kept:
        """Lay something on the desk; where it is full, what was laid there first is let go."""
        kept = super().begin(formulation, by=by)
        with self._lock:
            while len(self._volumes) > self._room:
                del self._volumes[next(iter(self._volumes))]
        return kept

    def clear(self, formulation_id: str) -> None:
        """Take something off the desk; nothing is left of it."""
        with self._lock:
            self._volumes.pop(formulation_id, None)

    def turn(self, place: str) -> int:
        """How often a place on the desk has been turned over."""
        return self._turns[place]

    def turn_over(self, place: str) -> None:
        """Begin afresh at a place on the desk."""
        with self._lock:
            self._turns[place] += 1


class WithADesk:
    """A shelf that answers for the desk, too: ids say which is meant. Nothing on the desk is on the shelf."""

    def __init__(self, shelf: Shelf, desk: Desk | None = None) -> None:
        self.shelf = shelf
        self.desk = desk or Desk()

    def spines(self) -> tuple[Spine, ...]:
        """What is on the shelf; never what lies on the desk."""
        return self.shelf.spines()

    def begin(self, formulation: Formulation, *, by: str) -> Kept:
        """Begin a formulation where its id belongs. Raises as every shelf does."""
        return self._where(formulation.id).begin(formulation, by=by)

    def take_down(self, formulation_id: str) -> Kept:
        """The formulation as it is now. Raises as every shelf does."""
        return self._where(formulation_id).take_down(formulation_id)

    def put_back(self, formulation_id: str, change: Change, *, onto: int, by: str) -> Kept:
        """Keep a change, durable unless it lies on the desk. Raises as every shelf does."""
        return self._where(formulation_id).put_back(formulation_id, change, onto=onto, by=by)

    def story(self, formulation_id: str, *, since: int = 0) -> tuple[Entry, ...]:
        """Every entry after version `since`. Raises as every shelf does."""
        return self._where(formulation_id).story(formulation_id, since=since)

    def heads(self) -> Mapping[str, int]:
        """The version of everything on the shelf; what lies on the desk is nobody else's to find."""
        return self.shelf.heads()

    def watch(self, told: Told) -> Callable[[], None]:
        """Be told of commits on the shelf and of changes on the desk."""
        stop, stop_here = self.shelf.watch(told), self.desk.watch(told)

        def stop_both() -> None:
            stop()
            stop_here()

        return stop_both

    def close(self) -> None:
        """Close the shelf; what lies on the desk goes."""
        self.shelf.close()

    def laid_out(self, formulation: Formulation, *, by: str) -> Kept:
        """Lay something on the desk, or give what lies there under its id already. Raises NotUnderstood."""
        try:
            return self.desk.begin(formulation, by=by)
        except AlreadyOnShelf:
            return self.desk.take_down(formulation.id)

    def _where(self, formulation_id: str) -> Shelf:
        return self.desk if is_on_the_desk(formulation_id) else self.shelf
