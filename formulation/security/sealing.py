"""Sealing: AES-256-GCM under one key for each formulation, each use with a key derived for it alone.

What is closed is bound to whose it is and what it is about, so that a sealed piece put in another's
place does not open. Numbers used once are 96 random bits; one key may close 2^32 pieces by NIST
SP 800-38D (2007), section 8.3, and one process never comes near half of that unnoticed.
"""

from __future__ import annotations

import os
from functools import lru_cache
from threading import Lock
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from formulation.domain.errors import FormulationError

from .keys import Ring

BEGINS: Final = b"\x00sealed1\x00"
_ONCE: Final = 12
_MOST: Final = 2**31


class ClosedTooOften(FormulationError):
    """One process has closed so many pieces under one key that going on would be unsafe."""

    def __init__(self) -> None:
        super().__init__("So much was saved at one go that the notebook has to be started anew.")


class NotASealedPiece(ValueError):
    """Bytes that are not as they were closed, or that were closed for another place."""


class KeySeal:
    """Closes and opens with the keys on a ring; safe to use from many threads."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring
        self._guard = Lock()
        self._closed: dict[str, int] = {}

    def begin(self, owner: str) -> None:
        """Make sure that an owner has a key. Raises KeysNotKept."""
        self.ring.add(owner)

    def close(self, owner: str, about: str, data: bytes) -> bytes:
        """Sealed bytes; as they are while the notebook is being unsealed. Raises KeyMissing, ClosedTooOften."""
        if self.ring.state == "unsealing":
            return data
        key = self.ring.key_of(owner)
        self._count(owner)
        once = os.urandom(_ONCE)
        return BEGINS + once + _cipher(key, _use(about)).encrypt(once, data, _bound(owner, about))

    def _count(self, owner: str) -> None:
        with self._guard:
            self._closed[owner] = self._closed.get(owner, 0) + 1
            if self._closed[owner] > _MOST:
                raise ClosedTooOften

    def open(self, owner: str, about: str, data: bytes) -> bytes:
        """What was closed. Raises NotASealedPiece (a ValueError), KeyMissing.

        What was never sealed is let through only while a notebook is being sealed or unsealed;
        else somebody could put plain words in the place of sealed ones.
        """
        if not data.startswith(BEGINS):
            if self.ring.state == "sealed":
                raise NotASealedPiece("not sealed")
            return data
        start = len(BEGINS) + _ONCE
        cipher = _cipher(self.ring.key_of(owner), _use(about))
        try:
            return cipher.decrypt(data[start - _ONCE : start], data[start:], _bound(owner, about))
        except (InvalidTag, ValueError) as wrong:
            raise NotASealedPiece("the seal is broken") from wrong

    def forget(self, owner: str) -> None:
        """Erase a key, and with it everything it closed. Raises KeysNotKept."""
        self.ring.forget(owner)


def _use(about: str) -> str:
    return about.split(" ", 1)[0]


def _bound(owner: str, about: str) -> bytes:
    return f"formulation 1\n{owner}\n{about}".encode()


@lru_cache(maxsize=512)
def _cipher(key: bytes, use: str) -> AESGCM:
    """The cipher for one use of a key: lines, documents, drafts and copies never share one."""
    derived = HKDF(SHA256(), length=32, salt=None, info=f"formulation {use}".encode()).derive(key)
    return AESGCM(derived)
