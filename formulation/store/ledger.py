"""The ledger's frames: one checksummed, hash-chained line per transaction, and how a run of them is read.

A line is `number previous-hash hash payload`, where the hash is SHA-256 over all the rest of the
line, so that each line vouches for itself, for its place, and for every line before it. The payload
is JSON in one spelling (`codec.canonical`), in which no line end can occur.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from formulation.domain.errors import Fault, NotUnderstood
from formulation.domain.formulation import Formulation
from formulation.domain.records import Record

from . import codec
from .migrations import SCHEMA
from .shelf import Entry

BEFORE_ALL: Final = "0" * 64
"""The hash that the first frame follows."""

_UNWRITTEN: Final = b"\0" * 64
"""A run that a power cut leaves where a block never reached the disk; JSON never holds one."""


@dataclass(frozen=True)
class Frame:
    """One line of a ledger that vouches for itself; `start` and `end` are places in the file, in bytes."""

    number: int
    previous: str
    hash: str
    payload: bytes
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """What a run of bytes holds: whole frames, and how it goes on after them."""

    frames: tuple[Frame, ...] = field(default=())
    torn: bool = False
    """Whether a line follows that was never finished: it was never promised to anybody."""
    damaged: bool = False
    """Whether something follows that was once whole, or was never ours."""


def framed(number: int, previous: str, payload: bytes) -> tuple[bytes, str]:
    """A frame as it is written, and its hash."""
    start = f"{number} {previous} ".encode("ascii")
    digest = sha256(start + payload).hexdigest()
    return b"".join((start, digest.encode("ascii"), b" ", payload, b"\n")), digest


def read_frames(
    data: bytes, *, at: int = 0, number: int = 0, previous: str = BEFORE_ALL
) -> Reading:
    """The frames in `data`, which begins `at` bytes into the ledger, right after frame `number`."""
    frames: list[Frame] = []
    start = 0
    while start < len(data):
        frame = _frame(data, start, at)
        if frame is None or frame.number != number + 1 or frame.previous != previous:
            torn = _never_finished(data[start:])
            return Reading(tuple(frames), torn=torn, damaged=not torn)
        frames.append(frame)
        number, previous, start = frame.number, frame.hash, frame.end - at
    return Reading(tuple(frames))


def _frame(data: bytes, start: int, at: int) -> Frame | None:
    """The line that begins at `start`, if it vouches for itself."""
    end = data.find(b"\n", start)
    pieces = data[start:end].split(b" ", 3) if end >= 0 else ()
    if len(pieces) != 4 or not pieces[0].isdigit() or len(pieces[0]) > 18:
        return None
    digest = sha256(b" ".join((pieces[0], pieces[1], pieces[3]))).hexdigest()
    if digest.encode("ascii") != pieces[2]:
        return None
    previous = pieces[1].decode("ascii", "replace")
    return Frame(int(pieces[0]), previous, digest, pieces[3], at + start, at + end + 1)


def _never_finished(rest: bytes) -> bool:
    """Whether what follows the last whole frame is one line whose writing was cut short.

    Killed while writing, it lacks its end; after a power cut, blocks of it may be unwritten.
    A whole line that does not vouch for itself was finished once, and has been damaged since.
    """
    line_end = rest.find(b"\n")
    return line_end < 0 or (line_end == len(rest) - 1 and _UNWRITTEN in rest)


def last_number(tail: bytes) -> int | None:
    """The number of the last frame in the tail of a ledger; None where it holds no whole one."""
    end = len(tail)
    while (line_end := tail.rfind(b"\n", 0, end)) >= 0:
        frame = _frame(tail, tail.rfind(b"\n", 0, line_end) + 1, 0)
        if frame is not None:
            return frame.number
        end = line_end
    return None


def payload_of(entry: Entry, change: Mapping[str, Any]) -> bytes:
    """What a frame carries for an entry whose change is given as plain data already."""
    return codec.canonical(
        {"schema": SCHEMA, "by": entry.by, "at": moment_to_plain(entry.at), "change": change}
    )


def entry_of(frame: Frame) -> Entry:
    """The entry a frame carries. Raises NotUnderstood."""
    plain = opened(frame)
    change = codec.change_from_plain(plain["change"], schema=plain["schema"])
    return Entry(frame.number, change, plain["by"], moment_from_plain(plain["at"]))


def opened(frame: Frame) -> dict[str, Any]:
    """A frame's payload as plain data, its outer fields checked. Raises NotUnderstood."""
    try:
        plain: Any = json.loads(frame.payload)
        schema, by, change = plain["schema"], plain["by"], plain["change"]
        moment_from_plain(plain["at"])
        whole = isinstance(by, str) and isinstance(change["before"], dict)
        whole = whole and isinstance(change["after"], dict)
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise _not_ours(frame) from wrong
    codec.must_be_readable(schema)
    if not whole:
        raise _not_ours(frame)
    return dict(plain)


def _not_ours(frame: Frame) -> NotUnderstood:
    return NotUnderstood(
        [Fault(f"change {frame.number}", "This is not a change as we write them.")]
    )


def replayed(start: Formulation, frames: tuple[Frame, ...]) -> Formulation:
    """What a formulation became by these frames; each record is read once, as it is at the end.

    Raises NotUnderstood.
    """
    last: dict[str, tuple[object, int, int]] = {}
    for frame in frames:
        plain = opened(frame)
        for record_id, record in plain["change"]["after"].items():
            last[record_id] = (record, plain["schema"], frame.number)
    return start.revised(dict(_read(last)))


def _read(last: Mapping[str, tuple[object, int, int]]) -> Iterator[tuple[str, Record | None]]:
    for record_id, (plain, schema, number) in last.items():
        place = f"change {number}"
        yield (
            record_id,
            None if plain is None else codec.record_from_plain(plain, schema=schema, place=place),
        )


def moment_to_plain(moment: datetime) -> str:
    """A moment as text: UTC, to the millisecond, such as 2031-03-11T14:32:07.123Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_from_plain(text: str) -> datetime:
    """A moment read back. Raises ValueError or TypeError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its time zone")
    return moment.astimezone(UTC)
