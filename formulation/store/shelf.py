"""The shelf promise: what every place that keeps formulations does, and the sentences it refuses with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol

from formulation.domain.changes import Change
from formulation.domain.errors import AlreadyThere, FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import Cover

Clock = Callable[[], datetime]
"""Where a shelf asks what time it is."""

Told = Callable[[str, int], None]
"""What a watcher is told after a commit: the formulation's id and its new version."""

FORMULATION_ID: Final = re.compile(r"f-[a-z0-9]{1,64}")
"""What a formulation's id looks like: opaque, and safe as the name of a folder on any computer."""


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: a change, by whom (a member's id, or "me") and when.

    `number` is the version of the formulation after it: 1, 2, 3 and so on. `at` is UTC, to the millisecond.
    """

    number: int
    change: Change
    by: str
    at: datetime


@dataclass(frozen=True)
class Kept:
    """A formulation as it is kept: its version, and when its last change was written (UTC)."""

    formulation: Formulation
    version: int
    saved_at: datetime


@dataclass(frozen=True)
class Spine:
    """What one sees of a formulation on the shelf without opening it.

    `trouble` is a sentence when it cannot be opened as it is; then version and cover are the
    last that could still be read.
    """

    id: str
    version: int
    saved_at: datetime
    cover: Cover
    trouble: str = ""


class Shelf(Protocol):
    """Where formulations are kept. Every shelf passes the same suite of tests."""

    def spines(self) -> tuple[Spine, ...]:
        """Everything on the shelf, what was saved last first; a damaged one is listed with its trouble."""
        ...

    def begin(self, formulation: Formulation, *, by: str) -> Kept:
        """Put a new formulation on the shelf, as version 1.

        Raises AlreadyThere where its id is taken, NotUnderstood where it cannot be kept as it
        is, CouldNotSave where the disk would not take it.
        """
        ...

    def take_down(self, formulation_id: str) -> Kept:
        """The formulation as it is kept now. Raises NotOnShelf, Damaged or CouldNotOpen."""
        ...

    def put_back(self, formulation_id: str, change: Change, *, onto: int, by: str) -> Kept:
        """Keep a change made to version `onto`; it is durable before this returns.

        An empty change keeps nothing and returns what is there. Where others have saved since,
        the change still goes on if no record it touches has moved.
        Raises ChangedMeanwhile or NotOnMap where it no longer fits, NotUnderstood where it cannot
        be kept, NotOnShelf, Damaged, CouldNotOpen, and CouldNotSave where the disk would not take it.
        """
        ...

    def story(self, formulation_id: str, *, since: int = 0) -> tuple[Entry, ...]:
        """Every entry after version `since`, oldest first. Raises NotOnShelf, Damaged or CouldNotOpen."""
        ...

    def heads(self) -> Mapping[str, int]:
        """The version of every formulation by id; cheap, and sees what other processes committed."""
        ...

    def watch(self, told: Told) -> Callable[[], None]:
        """Be told after each commit made in this process; call what is returned to stop watching."""
        ...

    def close(self) -> None:
        """Finish what is being written behind the commits, and let go."""
        ...


class NotOnShelf(FormulationError):
    """A formulation was asked for that is not, or no longer, on the shelf."""

    def __init__(self, formulation_id: str) -> None:
        super().__init__(
            "This formulation is not in the notebook, or no longer. "
            "It may have been moved or removed; nothing was written."
        )
        self.formulation_id = formulation_id


class NotAFormulationId(NotOnShelf):
    """Something was given for a formulation's id that cannot be one."""

    def __init__(self, formulation_id: str) -> None:
        super().__init__(formulation_id)
        self.args = ("That is not how a formulation in this notebook is called.",)


class AlreadyOnShelf(AlreadyThere):
    """A formulation was begun under an id that is taken."""

    def __init__(self, formulation_id: str) -> None:
        super().__init__(formulation_id)
        self.args = ("That formulation is in the notebook already, so it was not begun again.",)
        self.formulation_id = formulation_id


class Damaged(FormulationError):
    """What was kept can no longer be trusted to the end; nothing more is written to it.

    `last_good` is the last version that can still be read, 0 where there is none.
    """

    def __init__(self, formulation_id: str, what_happened: str, last_good: int = 0) -> None:
        offer = (
            f"You can read it as it was after change {last_good}; "
            if last_good
            else "It cannot be read here; "
        )
        super().__init__(
            f"{what_happened} To keep what is there safe, nothing more is written to it. "
            f"{offer}restore it from a backup to go on."
        )
        self.formulation_id = formulation_id
        self.last_good = last_good


class CouldNotOpen(FormulationError):
    """The disk would not give back what is kept, just now."""

    def __init__(self, formulation_id: str = "", sentence: str = "") -> None:
        super().__init__(
            sentence
            or "What is kept could not be read just now: the disk or its folder did not answer. "
            "Nothing was changed. Try again; if it stays so, ask whoever looks after this computer."
        )
        self.formulation_id = formulation_id


class CouldNotSave(FormulationError):
    """The disk would not take a change; what was kept before is whole.

    `unsure`: whether it was taken after all cannot be known just now.
    """

    def __init__(self, formulation_id: str, sentence: str = "", *, unsure: bool = False) -> None:
        super().__init__(
            sentence
            or "This was not saved: the disk did not accept it. "
            "Everything saved before is whole. Keep what you typed and try again."
        )
        self.unsure = unsure
        self.formulation_id = formulation_id


class ShelfFull(CouldNotSave):
    """There is no room left where formulations are kept."""

    def __init__(self, formulation_id: str) -> None:
        super().__init__(
            formulation_id,
            "This was not saved: the disk is full. Everything saved before is whole. "
            "Make some room, then save again.",
        )


def must_be_an_id(formulation_id: str) -> None:
    """Refuse an id that is not safe as a name. Raises NotAFormulationId."""
    if not FORMULATION_ID.fullmatch(formulation_id):
        raise NotAFormulationId(formulation_id)


def now() -> datetime:
    """This moment in UTC, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
