"""The notebook file, `.formulation`: a formulation as it is now, whole, with checksums; out, and in again.

A zip of two JSON files under names we know; nothing else in it is looked at and nothing is unpacked
to disk. What comes in is bounded before it is read, and is taken whole or not at all.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from hashlib import sha256
from typing import Any, Final

from formulation.domain.errors import Fault, FormulationError, NotUnderstood
from formulation.domain.formulation import Formulation

from . import codec
from .migrations import SCHEMA

SUFFIX: Final = ".formulation"
MEDIA: Final = "application/zip"
MANIFEST: Final = "manifest.json"
INSIDE: Final = "formulation.json"
FORMAT: Final = "formulation-notebook"
MOST_BYTES: Final = 20_000_000
"""The largest file we open, and the most that anything in it may unpack to."""

MOST_FILES: Final = 16
MOST_RECORDS: Final = 50_000
_WHEN: Final = (1980, 1, 1, 0, 0, 0)


class NotANotebookFile(FormulationError):
    """A file was brought that is not one of ours, or is no longer whole; nothing was changed."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Nothing was brought in.")


def notebook_file(formulation: Formulation) -> bytes:
    """A formulation as a notebook file; the same formulation always gives the same bytes."""
    inside = codec.canonical(codec.to_plain(formulation))
    manifest = codec.canonical(
        {"format": FORMAT, "schema": SCHEMA, "sha256": {INSIDE: sha256(inside).hexdigest()}}
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in ((MANIFEST, manifest), (INSIDE, inside)):
            book.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_notebook_file(data: bytes) -> Formulation:
    """The formulation in a notebook file, brought up to date where it is older.

    Raises NotANotebookFile, or NotUnderstood with every fault: what a newer notebook wrote among them.
    """
    if len(data) > MOST_BYTES:
        raise NotANotebookFile("This file is larger than any notebook file.")
    manifest, inside = _unpacked(data)
    told = _json(manifest)
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotANotebookFile("This is not a notebook file.")
    codec.must_be_readable(told.get("schema"))
    sums = told.get("sha256")
    if not isinstance(sums, dict) or sums.get(INSIDE) != sha256(inside).hexdigest():
        raise NotANotebookFile("This notebook file was changed or damaged on its way.")
    plain = _json(inside)
    records = plain.get("records") if isinstance(plain, dict) else None
    if isinstance(records, list) and len(records) > MOST_RECORDS:
        raise NotANotebookFile("This file holds more than one formulation ever does.")
    try:
        return codec.from_plain(plain)
    except RecursionError:
        raise NotANotebookFile("This is not a notebook file.") from None


def _unpacked(data: bytes) -> tuple[bytes, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = book.namelist()
            if len(names) > MOST_FILES or names.count(MANIFEST) != 1 or names.count(INSIDE) != 1:
                raise NotANotebookFile("This is not a notebook file.")
            return _read(book, MANIFEST, 100_000), _read(book, INSIDE, MOST_BYTES)
    except NotANotebookFile:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError,
            NotImplementedError, LookupError, OverflowError) as wrong:  # fmt: skip
        raise NotANotebookFile("This is not a notebook file, or it is not whole.") from wrong


def _read(book: zipfile.ZipFile, name: str, most: int) -> bytes:
    """What one file inside holds; never more than `most` bytes are unpacked."""
    with book.open(name) as one:
        data = one.read(most + 1)
    if len(data) > most:
        raise NotANotebookFile("This file unpacks to more than any notebook file holds.")
    return data


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as wrong:
        raise NotUnderstood([Fault("", "This is not a notebook file as we write them.")]) from wrong
