"""The ring of keys: one for each formulation, each wrapped by a key that only the passphrase gives.

The ring lies apart from the ledgers and is in no copy. Beside the copies lies one mirror of it,
always replaced and never kept in older states, so that erasing a key reaches every copy there is.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from filelock import FileLock, Timeout

from formulation.domain.errors import FormulationError

STATES: Final = ("sealing", "sealed", "unsealing")
COST: Final = {"passes": 3, "kibibytes": 65_536, "lanes": 4}
"""argon2id as RFC 9106 (2021), section 4, recommends where memory is short."""

_FORMAT: Final = "formulation-keys-1"
_PROOF: Final = "proof"


class WrongPassphrase(FormulationError):
    """What was typed does not open the ring."""

    def __init__(self) -> None:
        super().__init__(
            "That passphrase does not open this notebook. Nothing was changed; try again."
        )


class KeyMissing(FormulationError):
    """The ring has no key for this formulation: it was erased, or the ring is an older one."""

    def __init__(self, owner: str) -> None:
        super().__init__(
            "The key to this is not on the notebook's ring, so it cannot be opened. If it was not "
            "erased on purpose, put back the newest copy of the ring."
        )
        self.owner = owner


class RingDamaged(FormulationError):
    """The file of keys is missing, or does not read as it was written."""

    def __init__(self) -> None:
        super().__init__(
            "The notebook is sealed, and its file of keys is missing or damaged. Nothing was changed. "
            "Put back the file of keys that lies beside the copies."
        )


class KeysNotKept(FormulationError):
    """The disk would not take a change to the ring; what was there is whole."""

    def __init__(self) -> None:
        super().__init__(
            "The file of keys could not be written, here or beside the copies, so nothing was done. "
            "Make both folders reachable, then try again."
        )


class Ring:
    """The keys of one notebook, opened with a passphrase; every change is on disk before it is told."""

    def __init__(self, path: Path, secret: str, *, mirror: Path | None = None) -> None:
        """Open a ring. Raises RingDamaged, WrongPassphrase."""
        self._path, self._mirror = path, mirror
        self._guard = RLock()
        self._opened: dict[str, bytes] = {}
        self._plain = _read(path)
        self._seen = _stamp(path)
        self._wrapping = _stretched(secret, self._plain)
        self._must_open()

    @classmethod
    def made(
        cls,
        path: Path,
        secret: str,
        *,
        mirror: Path | None = None,
        kept_in: str = "passphrase",
        state: str = "sealing",
        cost: Mapping[str, int] = COST,
    ) -> Ring:
        """A new ring. Raises KeysNotKept, also where there is one already."""
        if path.exists():
            raise KeysNotKept
        plain: dict[str, Any] = {
            "format": _FORMAT, "ring": secrets.token_hex(8), "kept_in": kept_in, "state": state,
            "salt": secrets.token_hex(16), "cost": dict(cost), "keys": {},
        }  # fmt: skip
        plain["keys"][_PROOF] = _wrapped(_stretched(secret, plain), plain, _PROOF, b"\0" * 32)
        _kept(plain, path, mirror)
        return cls(path, secret, mirror=mirror)

    @property
    def state(self) -> str:
        """One of STATES; plain words are let through only in the first and the last."""
        return str(self._plain["state"])

    @property
    def owners(self) -> tuple[str, ...]:
        """Everything that has a key."""
        return tuple(sorted(key for key in self._plain["keys"] if key != _PROOF))

    def key_of(self, owner: str) -> bytes:
        """An owner's key. Raises KeyMissing, RingDamaged."""
        with self._guard:
            if _stamp(self._path) != self._seen:  # another process added or erased one
                self._reload()
            if owner not in self._opened:
                wrapped = self._plain["keys"].get(owner)
                if wrapped is None or owner == _PROOF:
                    raise KeyMissing(owner)
                self._opened[owner] = self._unwrapped(owner, wrapped)
            return self._opened[owner]

    def add(self, owner: str) -> None:
        """Make sure that an owner has a key. Raises KeysNotKept."""
        with self._changing() as keys:
            if owner not in keys:
                new = AESGCM.generate_key(256)
                keys[owner] = _wrapped(self._wrapping, self._plain, owner, new)

    def forget(self, owner: str) -> None:
        """Erase a key here and beside the copies. Raises KeysNotKept."""
        with self._changing() as keys:
            keys.pop(owner, None)

    def become(self, state: str) -> None:
        """Say how far sealing has come. Raises KeysNotKept."""
        with self._changing():
            self._plain["state"] = STATES[STATES.index(state)]

    def rewrap(self, secret: str, kept_in: str = "passphrase") -> None:
        """Wrap every key anew under another passphrase; what was sealed stays. Raises KeysNotKept."""
        with self._changing() as keys:
            opened = {key: self._unwrapped(key, said) for key, said in keys.items()}
            self._plain.update(salt=secrets.token_hex(16), kept_in=kept_in)
            self._wrapping = _stretched(secret, self._plain)
            for key, one in opened.items():
                keys[key] = _wrapped(self._wrapping, self._plain, key, one)

    def put_away(self) -> None:
        """Remove the ring and its mirror, once nothing is sealed any more."""
        for one in (self._path, self._mirror):
            if one is not None:
                one.unlink(missing_ok=True)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, str]]:
        """Hold the ring alone, and write what was changed. Raises KeysNotKept."""
        with self._guard:
            try:
                with FileLock(f"{self._path}.lock", timeout=20):
                    if _stamp(self._path) != self._seen:
                        self._reload()
                    before = json.dumps(self._plain)
                    yield self._plain["keys"]
                    if json.dumps(self._plain) != before:
                        _kept(self._plain, self._path, self._mirror)
                        self._reload()
            except (OSError, Timeout) as trouble:
                raise KeysNotKept from trouble

    def _reload(self) -> None:
        self._seen, self._plain = _stamp(self._path), _read(self._path)
        self._opened.clear()
        self._must_open()

    def _must_open(self) -> None:
        try:
            self._unwrapped(_PROOF, self._plain["keys"][_PROOF])
        except (KeyError, RingDamaged) as wrong:
            raise WrongPassphrase from wrong

    def _unwrapped(self, owner: str, wrapped: str) -> bytes:
        try:
            data = base64.b64decode(wrapped, validate=True)
            bound = _bound(self._plain, owner)
            return AESGCM(self._wrapping).decrypt(data[:12], data[12:], bound)
        except (InvalidTag, ValueError, TypeError) as wrong:
            raise RingDamaged from wrong


def kept_in(path: Path) -> str:
    """Where a ring's passphrase is kept: "passphrase" (in a head) or "keyring". Raises RingDamaged."""
    return str(_read(path)["kept_in"])


def _stretched(secret: str, plain: Mapping[str, Any]) -> bytes:
    cost = plain["cost"]
    return hash_secret_raw(
        secret.encode(), bytes.fromhex(plain["salt"]), cost["passes"], cost["kibibytes"],
        cost["lanes"], 32, Type.ID,
    )  # fmt: skip


def _wrapped(wrapping: bytes, plain: Mapping[str, Any], owner: str, key: bytes) -> str:
    once = os.urandom(12)
    closed = AESGCM(wrapping).encrypt(once, key, _bound(plain, owner))
    return base64.b64encode(once + closed).decode("ascii")


def _bound(plain: Mapping[str, Any], owner: str) -> bytes:
    return f"{plain['format']}\n{plain['ring']}\n{owner}".encode()


def _sum(plain: Mapping[str, Any]) -> str:
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        plain: Any = json.loads(path.read_bytes())
        if plain.pop("sum") != _sum(plain) or plain["format"] != _FORMAT:
            raise ValueError("not a ring as it was written")
        return dict(plain)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise RingDamaged from wrong


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_ino, seen.st_mtime_ns


def _kept(plain: Mapping[str, Any], path: Path, mirror: Path | None) -> None:
    """Write a ring beside the copies first, then here; whole or not at all. Raises KeysNotKept."""
    data = json.dumps({**plain, "sum": _sum(plain)}, indent=1).encode()
    try:
        for one in (mirror, path):
            if one is not None:
                _put(one, data)
    except OSError as trouble:
        raise KeysNotKept from trouble


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.draft")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        if os.name != "nt":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
