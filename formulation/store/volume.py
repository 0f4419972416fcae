"""One formulation's folder: its ledger, which is the truth, and its document, which is a picture of it.

**What a save is.** One frame appended to the ledger, synced, and read back. Nothing else has to
happen for it to be kept, so its cost does not grow with the formulation.

**What may go wrong, and what then.** Before the frame is synced nobody has been promised anything:
the ledger is cut back to where it was. If even that fails, nobody can say whether the frame is on
the disk; the refusal says so, and before anything else is done the frame is either completed or cut,
whichever the disk allows. A frame that a dying process left unfinished is cut off before the next
is written. Anything else that does not add up (`Damaged`) stops all writing: bytes
are never skipped. The document is a witness too: it says which version was certainly there, and
under which hash, so that a ledger whose end was cut away, or rewritten, is noticed.

**Why the document may follow later.** It is only ever made from frames that are synced, it says
which, and it replaces the one before as a whole. So whatever moment the power fails at, the document
on disk is a true picture of some earlier moment of the same ledger, and opening reads the frames
that came after. A document that is missing, old or broken costs time, never content.

Everything here that is not said to be free of it expects the caller to hold the formulation's lock.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from formulation.domain.errors import FormulationError, NotUnderstood
from formulation.domain.formulation import Formulation

from .archive import Brought, Verdict, judged
from .document import (
    DRAFT,
    NAME,
    Document,
    Standing,
    draft_of,
    put_in_place,
    read_document,
    read_standing,
)
from .entries import Step
from .files import Files, Signature, signature_of
from .ledger import (
    BEFORE_ALL,
    Frame,
    Reading,
    entry_of,
    framed,
    last_number,
    moment_from_plain,
    opened,
    payload_of,
    read_frames,
    replayed,
)
from .sealing import UNSEALED, Seal, closed_line, is_closed_line, opened_lines
from .shelf import CouldNotOpen, CouldNotSave, Damaged, Entry, Kept, NotOnShelf, ShelfFull

LEDGER: Final = "ledger"
_TAIL: Final = 8_192
_NO_ROOM: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@dataclass(frozen=True)
class Held:
    """The present state in memory, and the ledger it was read from.

    `end` is where the last whole frame ends; `starts` where each frame begins. The list is shared
    between states and only ever grows; a state looks no further than its own version.
    """

    kept: Kept
    head: str
    end: int
    signature: Signature
    starts: list[int]


@dataclass(frozen=True)
class _Found:
    """What a folder holds: the frames, the document, and what is wrong, if anything."""

    reading: Reading
    document: Document | None
    signature: Signature
    trouble: str = ""


class Volume:
    """One formulation as it lies in its folder."""

    def __init__(
        self, formulation_id: str, folder: Path, files: Files, seal: Seal = UNSEALED
    ) -> None:
        self.id = formulation_id
        self._folder = folder
        self._ledger = folder / LEDGER
        self._ledger_name = str(self._ledger)
        self._files = files
        self._seal = seal
        self._held: Held | None = None
        self._unsure: tuple[int, bytes] | None = None

    def glance(self) -> Signature | None:
        """What the ledger looks like now; None where there is none. Needs no lock. Raises CouldNotOpen."""
        try:
            return signature_of(self._ledger_name)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as trouble:
            raise CouldNotOpen(self.id) from trouble

    def is_there(self) -> bool:
        """Whether there is a folder at all. Needs no lock. Raises CouldNotOpen."""
        try:
            self._folder.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as trouble:
            raise CouldNotOpen(self.id) from trouble
        return True

    def holds_anything(self) -> bool:
        """Whether its folder holds a ledger or a document. Needs no lock."""
        return self._ledger.exists() or (self._folder / NAME).exists()

    def known(self) -> Held | None:
        """The state in memory, if the ledger is still as it was read. Needs no lock. Raises CouldNotOpen."""
        held = self._held
        return held if held is not None and held.signature == self.glance() else None

    @property
    def in_memory(self) -> bool:
        """Whether a state is in memory, present or not. Needs no lock."""
        return self._held is not None

    def forget(self) -> None:
        """Let go of the state in memory; it is read again when it is asked for. Needs no lock."""
        self._held = None

    def current(self) -> Held:
        """The present state, read as far as it has to be.

        Raises NotOnShelf, Damaged, CouldNotOpen, and NotUnderstood for what a newer notebook wrote.
        """
        try:
            self._become_sure()
            held = self.known() or self._followed() or self._opened()
        except OSError as trouble:
            self._held = None
            raise self._as_refusal(trouble) from trouble
        except FormulationError:
            self._held = None
            raise
        self._held = held
        return held

    def _as_refusal(self, trouble: OSError) -> FormulationError:
        gone = isinstance(trouble, FileNotFoundError | NotADirectoryError)
        return NotOnShelf(self.id) if gone else CouldNotOpen(self.id)

    def _followed(self) -> Held | None:
        """The state in memory and the frames that came after it; None where everything has to be read."""
        held, seen = self._held, self.glance()
        if held is None or seen is None or seen.inode != held.signature.inode:
            return None
        if seen.size < held.end or seen.size == held.signature.size:
            return None  # not longer, yet not as it was
        data, signature = self._read_from(held.end)
        stored = read_frames(data, at=held.end, number=held.kept.version, previous=held.head)
        reading = opened_lines(self._seal, self.id, stored)
        if reading.damaged:
            return None
        return self._after(held.kept.formulation, held, reading, signature)

    def _read_from(self, start: int) -> tuple[bytes, Signature]:
        """The ledger's bytes from a place on, synced, so that what is shown as kept is kept."""
        descriptor = self._files.open(self._ledger)
        try:
            self._files.sync(descriptor)
            signature = signature_of(descriptor)
            return self._files.read(descriptor, start, signature.size - start), signature
        finally:
            self._files.close(descriptor)

    def _after(
        self, start: Formulation, held: Held | None, reading: Reading, signature: Signature
    ) -> Held:
        """The state after some frames; `held` is the state in memory before them, if any."""
        frames = reading.frames
        starts = [] if held is None else held.starts[: held.kept.version]
        starts.extend(frame.start for frame in frames)
        if not frames and held is not None:
            return Held(held.kept, held.head, held.end, signature, starts)
        last = frames[-1]
        saved_at = moment_from_plain(opened(last)["at"])
        kept = Kept(replayed(start, frames), last.number, saved_at)
        return Held(kept, last.hash, last.end, signature, starts)

    def _opened(self) -> Held:
        """The state read from disk, every frame of the ledger verified."""
        found = self._found()
        if found.trouble:
            raise Damaged(self.id, found.trouble, _last_good(found))
        frames, document = found.reading.frames, found.document
        try:
            if document is None:
                return self._after(Formulation(self.id, {}), None, found.reading, found.signature)
            return self._from_document(document, frames, found.signature)
        except NotUnderstood as wrong:
            if any(fault.place == "schema" for fault in wrong.faults):
                raise
            seen = document.standing.version if document is not None else 0
            raise Damaged(self.id, "Something in it does not read as it should.", seen) from wrong

    def _from_document(
        self, document: Document, frames: tuple[Frame, ...], signature: Signature
    ) -> Held:
        seen = document.standing
        starts = [frame.start for frame in frames]
        end = frames[seen.version - 1].end
        held = Held(_pictured(document), seen.head, end, signature, starts)
        later = Reading(frames[seen.version :])
        return self._after(document.formulation, held, later, signature)

    def _found(self) -> _Found:
        """Look at everything in the folder. Raises OSError and NotOnShelf."""
        document = read_document(self._folder, self._files, self._seal, self.id)
        if document is not None and document.standing.id != self.id:
            document = None
        try:
            data, signature = self._read_from(0)
        except FileNotFoundError:
            if document is None:
                raise
            return _Found(Reading(), document, Signature(0, 0, 0), "Its ledger is missing.")
        reading = opened_lines(self._seal, self.id, read_frames(data))
        return _Found(reading, document, signature, _what_is_wrong(reading, document))

    def read_up_to_damage(self) -> Kept:
        """The last state that can still be read, whatever came after it.

        Raises NotOnShelf, CouldNotOpen, and Damaged where nothing can be read.
        """
        try:
            found = self._found()
        except OSError as trouble:
            raise self._as_refusal(trouble) from trouble
        if found.document is not None and _document_knows_best(found):
            return _pictured(found.document)
        if not found.reading.frames:
            raise Damaged(self.id, found.trouble)
        try:
            start = Formulation(self.id, {})
            return self._after(start, None, found.reading, found.signature).kept
        except NotUnderstood:
            if found.document is None:
                raise
            return _pictured(found.document)

    def entries(self, held: Held, since: int) -> tuple[Entry, ...]:
        """The entries after version `since`. Needs no lock: what was committed stays where it is.

        Raises NotOnShelf, Damaged, CouldNotOpen.
        """
        return tuple(entry_of(frame) for frame in self._frames(held, max(since, 0)))

    def _frames(self, held: Held, since: int) -> tuple[Frame, ...]:
        """The lines after version `since`. Raises as `entries` does."""
        if since >= held.kept.version:
            return ()
        start = held.starts[since]
        try:
            descriptor = self._files.open(self._ledger)
            try:
                data = self._files.read(descriptor, start, held.end - start)
            finally:
                self._files.close(descriptor)
        except OSError as trouble:
            raise self._as_refusal(trouble) from trouble
        previous = data.split(b" ", 2)[1].decode("ascii", "replace") if data else BEFORE_ALL
        stored = read_frames(data, at=start, number=since, previous=previous)
        reading = opened_lines(self._seal, self.id, stored)
        if len(reading.frames) != held.kept.version - since:
            raise Damaged(self.id, "Part of what was saved has been changed.", since)
        return reading.frames

    def append(self, held: Held, step: Step) -> Held:
        """Commit one step: append its frame, sync, read it back. All of it is kept, or none of it.

        Raises NotOnShelf, CouldNotSave.
        """
        number, payload = step.entry.number, payload_of(step.entry, step.plain)
        frame, head = framed(number, held.head, self.closed(number, held.head, payload))
        return self._extended(held, frame, step.kept, head, (0,))

    def closed(self, number: int, previous: str, payload: bytes) -> bytes:
        """What a line of this formulation carries, as it is written. Raises FormulationError without a key."""
        return closed_line(self._seal, self.id, number, previous, payload)

    def lies_sealed(self) -> bool | None:
        """Whether the first line of the ledger is sealed; None where there is no whole line. Needs no lock."""
        frames = read_frames(self.raw()).frames
        return is_closed_line(frames[0].payload) if frames else None

    def extend(self, held: Held, brought: Brought) -> Held:
        """Commit lines written elsewhere, all of them or none. Raises NotOnShelf, CouldNotSave."""
        starts = tuple(frame.start for frame in brought.frames)
        return self._extended(held, brought.data, brought.kept, brought.head, starts)

    def _extended(
        self, held: Held, frames: bytes, kept: Kept, head: str, starts: tuple[int, ...]
    ) -> Held:
        try:
            descriptor = self._files.open(self._ledger)
        except OSError as trouble:
            raise self._as_not_saved(trouble) from trouble
        try:
            if signature_of(descriptor) != held.signature:
                raise CouldNotSave(
                    self.id
                )  # somebody who does not know our locks was here just now
            signature = self._written(descriptor, held, frames)
        finally:
            self._files.close(descriptor)
        if self._taken_away(signature):
            raise NotOnShelf(self.id)
        held.starts.extend(held.end + start for start in starts)
        self._held = Held(kept, head, held.end + len(frames), signature, held.starts)
        return self._held

    def _written(self, descriptor: int, held: Held, frame: bytes) -> Signature:
        files = self._files
        try:
            if held.signature.size != held.end:  # a dying process left a line unfinished
                files.cut(descriptor, held.end)
                files.sync(descriptor)
            files.write_all(descriptor, held.end, frame)
            files.sync(descriptor)
            if files.read(descriptor, held.end, len(frame) + 1) != frame:
                raise OSError(errno.EIO, "what was written reads otherwise")
            return signature_of(descriptor)
        except BaseException as trouble:
            taken_back = self._taken_back(descriptor, held.end, frame)
            if isinstance(trouble, OSError):
                raise could_not_save(self.id, trouble, unsure=not taken_back) from trouble
            raise

    def _taken_away(self, signature: Signature) -> bool:
        """Whether the folder went while we wrote in it."""
        try:
            return signature_of(self._ledger_name).inode != signature.inode
        except OSError as trouble:
            return isinstance(trouble, FileNotFoundError | NotADirectoryError)

    def _as_not_saved(self, trouble: OSError) -> FormulationError:
        if isinstance(trouble, FileNotFoundError | NotADirectoryError):
            return NotOnShelf(self.id)
        return could_not_save(self.id, trouble, unsure=False)

    def _taken_back(self, descriptor: int, end: int, frame: bytes) -> bool:
        """Cut off a frame that could not be kept; the ledger is read anew before its next use."""
        self._held = None
        self._unsure = (end, frame)
        try:
            self._files.cut(descriptor, end)
            self._files.sync(descriptor)
        except OSError:
            return False
        self._unsure = None
        return True

    def _become_sure(self) -> None:
        """Complete or cut what a failed save left behind. Raises OSError.

        A whole frame is completed, since another process may have read it meanwhile: written
        again, because after a failed sync the system may believe that it is on the disk.
        """
        if self._unsure is None:
            return
        end, frame = self._unsure
        descriptor = self._files.open(self._ledger)
        try:
            left = self._files.read(descriptor, end, len(frame))
            if left == frame:
                self._files.write_all(descriptor, end, frame)
            elif left and frame.startswith(left):
                self._files.cut(descriptor, end)
            self._files.sync(descriptor)
        finally:
            self._files.close(descriptor)
        self._unsure = None

    def begin(self, step: Step, folder: Path) -> None:
        """Write the first frame and the document into a new folder. Raises OSError."""
        payload = self.closed(1, BEFORE_ALL, payload_of(step.entry, step.plain))
        frame, head = framed(1, BEFORE_ALL, payload)
        self._laid(folder, frame, step.kept, head)

    def bring(self, brought: Brought, folder: Path) -> None:
        """Write lines from elsewhere and their document into a new folder. Raises OSError."""
        self._laid(folder, brought.data, brought.kept, brought.head)

    def _laid(self, folder: Path, frames: bytes, kept: Kept, head: str) -> None:
        self._files.make_folder(folder)
        descriptor = self._files.create(folder / LEDGER)
        try:
            self._files.write_all(descriptor, 0, frames)
            self._files.sync(descriptor)
        finally:
            self._files.close(descriptor)
        draft = draft_of(kept, head, len(frames), folder, self._files, seal=self._seal)
        put_in_place(draft, self._files)
        self._files.sync_folder(folder)

    def check(self) -> Verdict:
        """Every line read and retold, and compared with the document. Raises NotOnShelf, CouldNotOpen."""
        try:
            found = self._found()
        except OSError as trouble:
            raise self._as_refusal(trouble) from trouble
        frames, document = found.reading.frames, found.document
        current = document is not None and document.standing.version == len(frames)
        shown = document.formulation if document is not None and current else None
        line = len(frames) + 1 if found.reading.damaged else 0
        return judged(self.id, frames, found.trouble, line, shown)

    def raw(self) -> bytes:
        """The ledger's bytes as they lie; nothing where there is none. Raises CouldNotOpen."""
        try:
            return self._files.read_whole(self._ledger)
        except (FileNotFoundError, NotADirectoryError):
            return b""
        except OSError as trouble:
            raise CouldNotOpen(self.id) from trouble

    def payloads(self, held: Held) -> tuple[bytes, ...]:
        """What each line carries. Raises NotOnShelf, Damaged, CouldNotOpen."""
        return tuple(frame.payload for frame in self._frames(held, 0))

    def draft(self, held: Held) -> Path:
        """Write a draft of the document for a state; needs no lock. Raises OSError."""
        return draft_of(held.kept, held.head, held.end, self._folder, self._files, seal=self._seal)

    def place(self, draft: Path, held: Held) -> bool:
        """Put a draft in place, if its state is still the present one; says whether it was.

        `settle` makes it durable, and needs no lock. Raises OSError.
        """
        if self.glance() != held.signature:
            self._files.remove(draft)
            return False
        try:
            put_in_place(draft, self._files)
        except FileNotFoundError:  # swept by a notebook that started meanwhile, or all of it gone
            return False
        return True

    def settle(self) -> None:
        """Make the name of a document put in place durable; needs no lock. Raises OSError."""
        self._files.sync_folder(self._folder)

    def standing(self, seen: Signature) -> Standing | None:
        """What the document says, if it is a picture of the whole ledger; needs no lock."""
        standing = read_standing(self._folder, self._seal, self.id)
        if standing is None or standing.id != self.id or standing.ledger_bytes != seen.size:
            return None
        return standing

    def version_at(self, seen: Signature) -> int:
        """The version the ledger has come to, from its last bytes; 0 where no frame is whole. Needs no lock."""
        held, size = self._held, _TAIL
        if held is not None and held.signature == seen:
            return held.kept.version
        try:
            descriptor = self._files.open(self._ledger)
            try:
                while True:
                    start = max(seen.size - size, 0)
                    number = last_number(self._files.read(descriptor, start, seen.size - start))
                    if number is not None or start == 0:
                        return number or 0
                    size *= 8
            finally:
                self._files.close(descriptor)
        except OSError:
            return 0

    def sweep(self) -> None:
        """Remove drafts that a dying process left: they hold clinical words. Raises OSError."""
        for draft in self._folder.glob(f"{NAME}.*{DRAFT}"):
            self._files.remove(draft)


def could_not_save(formulation_id: str, trouble: OSError, *, unsure: bool = False) -> CouldNotSave:
    """What to say when the disk will not take something; `unsure` when it may have taken it after all."""
    if unsure:
        return CouldNotSave(formulation_id, _UNSURE, unsure=True)
    full = trouble.errno in _NO_ROOM
    return ShelfFull(formulation_id) if full else CouldNotSave(formulation_id)


_UNSURE: Final = (
    "The disk stopped answering, and it is not sure whether this was saved. Everything saved before "
    "is whole. Keep what you typed, open this again, and look at what it says."
)


def _what_is_wrong(reading: Reading, document: Document | None) -> str:
    """A sentence where ledger and document do not add up; empty where they do."""
    count = len(reading.frames)
    if reading.damaged:
        return f"Change {count + 1} in the ledger is damaged."
    if document is not None and document.standing.version > count:
        known = document.standing.version
        return f"The ledger ends after change {count}, but change {known} had been saved."
    if count == 0:
        return "The ledger is empty."
    if document is not None and not _same_head(reading, document.standing):
        return "The ledger is not the one that was written here."
    return ""


def _same_head(reading: Reading, seen: Standing) -> bool:
    """Whether the ledger, as far as the document saw it, is the one the document saw."""
    frames = reading.frames
    return 0 < seen.version <= len(frames) and frames[seen.version - 1].hash == seen.head


def _document_knows_best(found: _Found) -> bool:
    """Whether the document shows more of what was saved than the ledger still does."""
    if found.document is None:
        return False
    seen = found.document.standing
    return seen.version >= len(found.reading.frames) or not _same_head(found.reading, seen)


def _last_good(found: _Found) -> int:
    """The version that `read_up_to_damage` gives."""
    if found.document is not None and _document_knows_best(found):
        return found.document.standing.version
    return len(found.reading.frames)


def _pictured(document: Document) -> Kept:
    seen = document.standing
    return Kept(document.formulation, seen.version, seen.saved_at)
