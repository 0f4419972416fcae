"""What looking after a shelf needs beyond using it: checking, bringing in whole ledgers, erasing for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from formulation.domain.errors import FormulationError, NotUnderstood
from formulation.domain.formulation import Formulation
from formulation.domain.records import Record

from .ledger import (
    BEFORE_ALL,
    Frame,
    entry_of,
    framed,
    moment_from_plain,
    moment_to_plain,
    opened,
    replayed,
)
from .shelf import Kept, Shelf

Closer = Callable[[int, str, bytes], bytes]
"""What a line carries as it is written, given its number, the hash before it, and the payload in the clear."""


def as_it_is(number: int, previous: str, payload: bytes) -> bytes:
    """The payload of a line that is not sealed."""
    return payload


@dataclass(frozen=True)
class Verdict:
    """What checking one formulation from its first line to its last came to.

    `changes` is how many lines hold; `line` the first that does not, 0 where all do or where the
    trouble is elsewhere; `trouble` a sentence, empty where everything holds.
    """

    id: str
    changes: int
    line: int = 0
    trouble: str = ""


class Archive(Shelf, Protocol):
    """A shelf whose ledgers can be checked, carried elsewhere as they are, and erased."""

    def ids(self) -> tuple[str, ...]:
        """Everything that lies here, readable or not."""
        ...

    def check(self, formulation_id: str) -> Verdict:
        """Read every line and compare what they come to with what is shown. Raises NotOnShelf, CouldNotOpen."""
        ...

    def payloads(self, formulation_id: str) -> tuple[bytes, ...]:
        """What each line of a ledger carries. Raises NotOnShelf, Damaged or CouldNotOpen."""
        ...

    def bring(self, formulation_id: str, payloads: Sequence[bytes], *, onto: int = 0) -> Kept:
        """Add lines written elsewhere after version `onto`: all of them, or none.

        Raises AlreadyThere, ChangedMeanwhile, NotUnderstood, NotOnShelf, CouldNotSave.
        """
        ...

    def replace(self, formulation_id: str, payloads: Sequence[bytes]) -> Kept:
        """Lay lines down in a new place, compare them, and put them where the formulation lies, if it does.

        Raises ErasedForGood, NotUnderstood, CouldNotSave; what was there is then as it was.
        """
        ...

    def raw(self, formulation_id: str) -> bytes:
        """A ledger's bytes as they lie, whatever they hold. Raises NotOnShelf or CouldNotOpen."""
        ...

    def erase(self, formulation_id: str, *, by: str) -> Erasure:
        """Remove a formulation and its whole ledger, for good; only that it happened is kept.

        Raises NotOnShelf or CouldNotSave.
        """
        ...

    def erased(self) -> tuple[Erasure, ...]:
        """What was erased here for good, in the order it was. Raises CouldNotOpen."""
        ...


@dataclass(frozen=True)
class Erasure:
    """The record that something was erased: its id, which says nothing, by whom and when (UTC)."""

    id: str
    by: str
    at: datetime

    def plain(self) -> dict[str, str]:
        """The record as plain data."""
        return {"id": self.id, "by": self.by, "at": moment_to_plain(self.at)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, str]) -> Erasure:
        """The record read back. Raises KeyError, TypeError or ValueError."""
        return cls(plain["id"], plain["by"], moment_from_plain(plain["at"]))


class ErasedForGood(FormulationError):
    """Something was to be brought back that had been erased for good."""

    def __init__(self, formulation_id: str) -> None:
        super().__init__("This was erased for good, so it was not brought back.")
        self.formulation_id = formulation_id


class NotTheSame(FormulationError):
    """What was laid down did not read back as it was given; it was not put in place."""

    def __init__(self, formulation_id: str) -> None:
        super().__init__(
            "What was laid down did not read back as it was given. It was not put in place; "
            "what was there before is as it was."
        )
        self.formulation_id = formulation_id


def must_not_be_erased(formulation_id: str, erased: Sequence[Erasure]) -> None:
    """Refuse to bring back what was erased for good. Raises ErasedForGood."""
    if any(one.id == formulation_id for one in erased):
        raise ErasedForGood(formulation_id)


@dataclass(frozen=True)
class Brought:
    """Lines made from payloads: as bytes, as frames, and what is kept once they are there."""

    data: bytes
    frames: tuple[Frame, ...]
    kept: Kept

    @property
    def head(self) -> str:
        """The hash of the last line."""
        return self.frames[-1].hash


class NothingToBring(FormulationError):
    """A ledger without a single line was to be brought in."""

    def __init__(self) -> None:
        super().__init__("There is nothing in that ledger, so it was not brought in.")


def brought(
    start: Formulation,
    payloads: Sequence[bytes],
    *,
    onto: int = 0,
    previous: str = BEFORE_ALL,
    close: Closer = as_it_is,
) -> Brought:
    """Lines that follow version `onto`, read through before anything is written.

    Raises NotUnderstood where a payload is not one of ours, NothingToBring where there is none.
    """
    if not payloads:
        raise NothingToBring
    data, frames = chained(payloads, onto=onto, previous=previous, close=close)
    saved_at = moment_from_plain(opened(frames[-1])["at"])
    return Brought(data, frames, Kept(replayed(start, frames), frames[-1].number, saved_at))


def chained(
    payloads: Sequence[bytes],
    *,
    onto: int = 0,
    previous: str = BEFORE_ALL,
    close: Closer = as_it_is,
) -> tuple[bytes, tuple[Frame, ...]]:
    """Lines that follow version `onto` and one another, as bytes and as frames, which stay in the clear."""
    frames, lines, end = [], [], 0
    for number, payload in enumerate(payloads, start=onto + 1):
        line, head = framed(number, previous, close(number, previous, payload))
        frames.append(Frame(number, previous, head, payload, end, end + len(line)))
        lines.append(line)
        previous, end = head, end + len(line)
    return b"".join(lines), tuple(frames)


def judged(
    formulation_id: str,
    frames: Sequence[Frame],
    trouble: str,
    line: int,
    shown: Formulation | None,
) -> Verdict:
    """A verdict on lines that vouch for themselves, and on what is shown beside them, if anything."""
    told: dict[str, Record] = {}
    held = _retold(frames, told)
    if held < len(frames):
        return Verdict(formulation_id, held, held + 1, _said(held + 1))
    if not trouble and shown is not None and dict(shown.records) != told:
        return Verdict(formulation_id, held, 0, "What is shown is not what its ledger tells.")
    return Verdict(formulation_id, held, line, trouble)


def _retold(frames: Sequence[Frame], told: dict[str, Record]) -> int:
    """Tell the story again into `told`, as far as each line follows from those before; how many did."""
    for number, frame in enumerate(frames):
        try:
            change = entry_of(frame).change
        except NotUnderstood:
            return number
        if any(told.get(record_id) != was for record_id, was in change.before.items()):
            return number
        for record_id, now in change.after.items():
            if now is None:
                told.pop(record_id, None)
            else:
                told[record_id] = now
    return len(frames)


def _said(line: int) -> str:
    return f"Change {line} in the ledger does not follow from what was there before it."
