"""What a seal promises: bytes closed so that only who holds their key opens them, and none changes unnoticed.

The store knows no cipher. Whoever opens it hands it a seal; without one, everything lies as it is.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from typing import Final, Protocol

from formulation.domain.errors import FormulationError

from .ledger import Frame, Reading

SEALED: Final = b"\x00sealed1\x00"
"""How sealed bytes begin, so that they are never taken for anything else."""

_LINE: Final = b"sealed1:"
NOTEBOOK: Final = "notebook"
"""Whose key closes what belongs to no formulation: the list of names, and what a copy says of itself."""


class Seal(Protocol):
    """Closes and opens bytes by owner: a formulation's id, or NOTEBOOK.

    `about` says what they are, and has to be the same both times.
    """

    def begin(self, owner: str) -> None:
        """Make sure that an owner has a key; durable before this returns."""
        ...

    def close(self, owner: str, about: str, data: bytes) -> bytes:
        """Sealed bytes, which begin with SEALED. Raises FormulationError where there is no key."""
        ...

    def open(self, owner: str, about: str, data: bytes) -> bytes:
        """What was closed. Raises ValueError where it does not hold, FormulationError where there is no key."""
        ...

    def forget(self, owner: str) -> None:
        """Erase an owner's key, and with it everything it ever closed, wherever that lies."""
        ...


class IsSealed(FormulationError):
    """Sealed bytes were met in a notebook that was opened without its key."""

    def __init__(self) -> None:
        super().__init__("This is sealed, and the notebook was opened without the key to it.")


class Unsealed:
    """No seal: everything lies as it is, and what is sealed is not taken for damaged."""

    def begin(self, owner: str) -> None:
        """Nothing is needed."""

    def close(self, owner: str, about: str, data: bytes) -> bytes:
        """The bytes as they are."""
        return data

    def open(self, owner: str, about: str, data: bytes) -> bytes:
        """The bytes as they are. Raises IsSealed."""
        if data.startswith(SEALED):
            raise IsSealed
        return data

    def forget(self, owner: str) -> None:
        """There is nothing to forget."""


UNSEALED: Final = Unsealed()


def closed_line(seal: Seal, owner: str, number: int, previous: str, payload: bytes) -> bytes:
    """What a line of the ledger carries: bound to its formulation, its place, and every line before it."""
    closed = seal.close(owner, _about(number, previous), payload)
    if not closed.startswith(SEALED):
        return closed
    return _LINE + base64.b64encode(closed[len(SEALED) :])


def is_closed_line(payload: bytes) -> bool:
    """Whether what a line carries is sealed."""
    return payload.startswith(_LINE)


def opened_lines(seal: Seal, owner: str, reading: Reading) -> Reading:
    """The same lines with what they carry in the clear, as far as their seals hold.

    The chain was checked over the sealed bytes, so it can be checked without any key.
    """
    frames: list[Frame] = []
    for frame in reading.frames:
        try:
            frames.append(replace(frame, payload=_opened(seal, owner, frame)))
        except ValueError:
            return Reading(tuple(frames), torn=False, damaged=True)
    return replace(reading, frames=tuple(frames))


def _opened(seal: Seal, owner: str, frame: Frame) -> bytes:
    payload = frame.payload
    if is_closed_line(payload):
        try:
            payload = SEALED + base64.b64decode(payload[len(_LINE) :], validate=True)
        except binascii.Error as wrong:
            raise ValueError("not a sealed line") from wrong
    return seal.open(owner, _about(frame.number, frame.previous), payload)


def _about(number: int, previous: str) -> str:
    return f"line {number} after {previous}"
