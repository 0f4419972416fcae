"""The TinyDB document beside a ledger: the present state, replaced as a whole, and only ever a cache.

Two tables: `standing`, one row that says what the document is a picture of (version, head hash and
length of the ledger) and seals both itself and the records; and `records`, one row each.
"""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from tinydb import TinyDB
from tinydb.storages import Storage

from formulation.domain.errors import NotUnderstood
from formulation.domain.formulation import Formulation
from formulation.domain.records import Cover

from . import codec
from .files import Files
from .ledger import moment_from_plain, moment_to_plain
from .migrations import SCHEMA
from .sealing import SEALED, UNSEALED, Seal
from .shelf import Kept

NAME: Final = "formulation.json"
DRAFT: Final = ".draft"
_FIRST_READ: Final = 16_384
"""Enough bytes for the standing of nearly every document, which is written first."""

Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Standing:
    """What a document is a picture of: a version, and the ledger's hash and length at that version."""

    id: str
    version: int
    saved_at: datetime
    head: str
    ledger_bytes: int
    cover: Cover


@dataclass(frozen=True)
class Document:
    """A document whose seals hold."""

    standing: Standing
    formulation: Formulation


class WholeDocument(Storage):
    """A TinyDB storage that touches the disk twice at most: read once, and put in place as a whole.

    TinyDB's own rewrites the file where it stands, so that a crash, a full disk or a second
    writer leaves half a document. Here writes gather in memory; `lay_down` writes a draft and
    syncs it, `put_in_place` renames it over the document. Half a document is never seen.
    """

    def __init__(self, path: Path, files: Files, seal: Seal = UNSEALED, owner: str = "") -> None:
        self._path = path
        self._files = files
        self._seal = seal
        self._owner = owner
        self._tables: Tables | None = None

    def read(self) -> Tables | None:
        """The tables. Raises OSError, or ValueError where this is not a document."""
        if self._tables is None and self._path.exists():
            data = self._files.read_whole(self._path)
            tables: Any = json.loads(_opened(data, self._seal, self._owner))
            if not isinstance(tables, dict):
                raise ValueError("not a document of tables")
            self._tables = tables
        return self._tables

    def write(self, data: Tables) -> None:
        """Take the tables as they are to be."""
        self._tables = data

    def lay_down(self) -> Path:
        """Write what was gathered as a draft beside the document, and sync it. Raises OSError."""
        draft = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}{DRAFT}")
        data = json.dumps(self._tables, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        try:
            descriptor = self._files.create(draft)
            try:
                self._files.write_all(descriptor, 0, self._closed(data.encode("utf-8")))
                self._files.sync(descriptor)
            finally:
                self._files.close(descriptor)
        except BaseException:
            with suppress(OSError):
                self._files.remove(draft)
            raise
        return draft

    def _closed(self, data: bytes) -> bytes:
        """The document as it is written: sealed, what it says of itself comes first in a piece of its own."""
        whole = self._seal.close(self._owner, "document", data)
        if not whole.startswith(SEALED):
            return whole
        said = json.dumps({"standing": (self._tables or {}).get("standing")}, ensure_ascii=False)
        first = self._seal.close(self._owner, "standing", said.encode("utf-8"))
        return b"".join((SEALED, len(first).to_bytes(4, "big"), first, whole))


def _opened(data: bytes, seal: Seal, owner: str) -> bytes:
    """A document in the clear. Raises ValueError, or FormulationError where there is no key."""
    if not data.startswith(SEALED):
        return seal.open(owner, "document", data)
    start = len(SEALED) + 4
    return seal.open(owner, "document", data[start + _length(data) :])


def _length(data: bytes) -> int:
    return int.from_bytes(data[len(SEALED) : len(SEALED) + 4], "big")


def put_in_place(draft: Path, files: Files) -> None:
    """Rename a draft over its document, or leave nothing of it. Raises OSError."""
    try:
        files.rename(draft, draft.with_name(NAME))
    except BaseException:
        with suppress(OSError):
            files.remove(draft)
        raise


def draft_of(
    kept: Kept,
    head: str,
    ledger_bytes: int,
    folder: Path,
    files: Files,
    *,
    seal: Seal = UNSEALED,
) -> Path:
    """Write a draft of the document for a state of the ledger, synced but not yet in place. Raises OSError."""
    plain = codec.to_plain(kept.formulation)
    records = plain["records"]
    standing = {
        "id": kept.formulation.id,
        "schema": SCHEMA,
        "version": kept.version,
        "saved_at": moment_to_plain(kept.saved_at),
        "head": head,
        "ledger_bytes": ledger_bytes,
        "cover": codec.record_to_plain(kept.formulation.cover),
        "records_seal": _seal(records),
    }
    owner = kept.formulation.id
    with TinyDB(folder / NAME, files, seal, owner, storage=WholeDocument) as document:
        document.drop_tables()
        document.table("standing").insert({**standing, "seal": _seal(standing)})
        document.table("records").insert_multiple(records)
        storage = cast(WholeDocument, document.storage)
        return storage.lay_down()


def read_document(
    folder: Path, files: Files, seal: Seal = UNSEALED, owner: str = ""
) -> Document | None:
    """The document, if it is there, whole and ours to read; None means it has to be made again."""
    try:
        with TinyDB(folder / NAME, files, seal, owner, storage=WholeDocument) as document:
            (row,) = document.table("standing").all()
            standing = _standing(dict(row))
            records = [dict(record) for record in document.table("records").all()]
        if _seal(records) != row["records_seal"]:
            return None
        schema = row["schema"]
        held = (codec.record_from_plain(plain, schema=schema) for plain in records)
        return Document(standing, Formulation(standing.id, {record.id: record for record in held}))
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        NotUnderstood,
    ):
        return None


def read_standing(folder: Path, seal: Seal = UNSEALED, owner: str = "") -> Standing | None:
    """Only what the document says of itself, from its first bytes; None where it has to be read whole."""
    try:
        with (folder / NAME).open("rb") as document:
            begin = _beginning(document, seal, owner).decode("utf-8", "ignore")
        if not begin.startswith(_OPENING):
            return None
        row, _ = json.JSONDecoder().raw_decode(begin, len(_OPENING))
        return _standing(row)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        NotUnderstood,
    ):
        return None


def _beginning(document: BinaryIO, seal: Seal, owner: str) -> bytes:
    """A document's first bytes, in the clear. Raises ValueError, FormulationError without a key."""
    read = document.read(_FIRST_READ)
    if not read.startswith(SEALED):
        return seal.open(owner, "standing", read)
    length, start = _length(read), len(SEALED) + 4
    if length > len(read) - start:
        read += document.read(length)
    said = json.loads(seal.open(owner, "standing", read[start : start + length]))
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


_OPENING: Final = '{"standing":{"1":'


def _standing(row: dict[str, Any]) -> Standing:
    """The standing, if its seal holds. Raises ValueError, KeyError, TypeError or NotUnderstood."""
    seal = row.pop("seal")
    if seal != _seal(row):
        raise ValueError("the seal is broken")
    row["seal"] = seal
    return Standing(
        id=row["id"],
        version=row["version"],
        saved_at=moment_from_plain(row["saved_at"]),
        head=row["head"],
        ledger_bytes=row["ledger_bytes"],
        cover=cast(Cover, codec.record_from_plain(row["cover"], schema=row["schema"])),
    )


def _seal(plain: object) -> str:
    return sha256(codec.canonical(plain)).hexdigest()
