"""The shelf of a personal or small team notebook: a folder per formulation, a ledger and a TinyDB document."""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

from formulation.domain.changes import Change
from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import Cover

from . import codec
from .archive import Brought, Erasure, NotTheSame, Verdict, brought, must_not_be_erased
from .entries import first_step, next_step
from .files import Files, Signature
from .locks import Locks
from .refresher import Refresher
from .sealing import UNSEALED, Seal
from .shelf import (
    FORMULATION_ID,
    AlreadyOnShelf,
    Clock,
    CouldNotOpen,
    CouldNotSave,
    Damaged,
    Entry,
    Kept,
    NotOnShelf,
    Spine,
    Told,
    must_be_an_id,
    now,
)
from .volume import Held, Volume, could_not_save
from .watchers import Watchers

_LOCKS: Final = ".locks"
_BEGINNING: Final = ".begin-"
_REPLACED: Final = ".replaced-"
_ERASED: Final = ".erased"
_IN_MEMORY: Final = 64
"""How many formulations are kept in memory; the rest are read again when they are asked for."""

_LONG_AGO: Final = datetime.fromtimestamp(0, UTC)


class TinyDBShelf:
    """Keeps each formulation in a folder of its own; safe to use from many threads and many processes.

    The data folder has to be on a disk of this computer: locks over a network cannot be trusted.
    `quiet` is how many seconds a formulation rests before its document follows its ledger.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock = now,
        files: Files | None = None,
        quiet: float = 1.0,
        patience: float = 20.0,
        seal: Seal = UNSEALED,
    ) -> None:
        """Open the shelf in `folder`, made if it is not there. Raises OSError where it cannot be."""
        self._folder = folder.absolute()
        self._clock = clock
        self._files = files or Files()
        self._seal = seal
        self._locks = Locks(self._folder / _LOCKS, patience)
        self._watchers = Watchers()
        self._refresher = Refresher(self._refresh_document, quiet)
        self._guard = Lock()
        self._volumes: dict[str, Volume] = {}
        self._recent: OrderedDict[str, None] = OrderedDict()
        self._damaged: dict[str, Signature | None] = {}
        self._glances: dict[str, tuple[Signature, int]] = {}
        self._spines: dict[str, tuple[Signature, Spine]] = {}
        _make_private(self._folder)
        _make_private(self._folder / _LOCKS)
        self._sweep()

    def spines(self) -> tuple[Spine, ...]:
        """Everything on the shelf, what was saved last first; a damaged one is listed with its trouble."""
        keys = self._ids()
        found = [spine for key in keys if (spine := self._spine(self._volume(key)))]
        for gone in self._spines.keys() - set(keys):
            self._spines.pop(gone, None)
        return tuple(sorted(found, key=lambda spine: (spine.saved_at, spine.id), reverse=True))

    def begin(self, formulation: Formulation, *, by: str) -> Kept:
        """Put a new formulation on the shelf: its folder appears whole, or not at all.

        Raises AlreadyThere, NotUnderstood, CouldNotSave.
        """
        must_be_an_id(formulation.id)
        step = first_step(formulation, by=by, at=self._clock())
        self._begin(formulation.id, lambda volume, folder: volume.begin(step, folder))
        self._watchers.tell(formulation.id, 1)
        return step.kept

    def _begin(self, formulation_id: str, write: Callable[[Volume, Path], None]) -> None:
        """Let a folder appear with what is written in it. Raises AlreadyThere, CouldNotSave."""
        try:
            with self._locks.held(formulation_id):
                self._appear(self._folder / formulation_id, write)
        except OSError as trouble:
            raise could_not_save(formulation_id, trouble) from trouble
        self._volume(formulation_id).forget()  # should one of this name have been here before

    def _appear(self, folder: Path, write: Callable[[Volume, Path], None]) -> None:
        if folder.exists():
            raise AlreadyOnShelf(folder.name)
        beginning = folder.with_name(f"{_BEGINNING}{folder.name}")
        try:
            self._files.remove_folder(beginning)
            self._seal.begin(folder.name)
            write(self._new(folder.name, folder), beginning)
            self._files.rename(beginning, folder)
        except BaseException:
            with suppress(OSError):
                self._files.remove_folder(beginning)
            raise
        try:
            self._files.sync_folder(self._folder)
        except BaseException:
            with suppress(OSError):  # nobody is told of it, so it must not be there
                self._files.rename(folder, beginning)
                self._files.remove_folder(beginning)
            raise

    def take_down(self, formulation_id: str) -> Kept:
        """The formulation as it is kept now. Raises NotOnShelf, Damaged or CouldNotOpen."""
        return self._held(self._volume(formulation_id)).kept

    def put_back(self, formulation_id: str, change: Change, *, onto: int, by: str) -> Kept:
        """Keep a change made to version `onto`; it is synced to disk before this returns.

        Raises ChangedMeanwhile, NotOnMap, NotUnderstood, NotOnShelf, Damaged, CouldNotOpen, CouldNotSave.
        """
        volume = self._volume(formulation_id)
        with self._saving(volume):
            held = self._current(volume)
            step = next_step(held.kept, change, onto=onto, by=by, at=self._clock())
            if step is None:
                return held.kept
            kept = volume.append(held, step).kept
        self._refresher.soon(formulation_id)
        self._watchers.tell(formulation_id, kept.version)
        return kept

    @contextmanager
    def _saving(self, volume: Volume) -> Iterator[None]:
        """Hold a volume's lock in order to save. Raises NotOnShelf and CouldNotSave."""
        if not volume.in_memory and volume.glance() is None:
            with self._reading(volume):
                self._current(volume)  # says whether it is gone, or damaged
        try:
            with self._locks.held(volume.id):
                yield
        except TimeoutError as trouble:
            raise CouldNotSave(volume.id, _BUSY) from trouble
        except FileNotFoundError as trouble:
            raise NotOnShelf(volume.id) from trouble
        except OSError as trouble:
            raise could_not_save(volume.id, trouble) from trouble

    @contextmanager
    def _reading(self, volume: Volume) -> Iterator[None]:
        """Hold a volume's lock in order to read. Raises NotOnShelf and CouldNotOpen."""
        if not volume.is_there():
            raise NotOnShelf(volume.id)
        try:
            with self._locks.held(volume.id):
                yield
        except FileNotFoundError as trouble:
            raise NotOnShelf(volume.id) from trouble
        except OSError as trouble:
            raise CouldNotOpen(volume.id) from trouble

    def _held(self, volume: Volume) -> Held:
        """The present state: from memory where the ledger is as it was, else read under the lock."""
        held = volume.known()
        if held is not None:
            return held
        with self._reading(volume):
            held = self._current(volume)
        if volume.standing(held.signature) is None:
            self._refresher.soon(volume.id)
        return held

    def _current(self, volume: Volume) -> Held:
        """The present state, read as far as it has to be; what was used longest ago leaves the memory."""
        try:
            held = volume.current()
        except Damaged:
            self._damaged[volume.id] = volume.glance()
            self._spines.pop(volume.id, None)
            raise
        with self._guard:
            self._recent[volume.id] = None
            self._recent.move_to_end(volume.id)
            if len(self._recent) > _IN_MEMORY:
                self._volumes[self._recent.popitem(last=False)[0]].forget()
        return held

    def story(self, formulation_id: str, *, since: int = 0) -> tuple[Entry, ...]:
        """Every entry after version `since`, oldest first. Raises NotOnShelf, Damaged or CouldNotOpen."""
        volume = self._volume(formulation_id)
        return volume.entries(self._held(volume), since)

    def read_up_to_damage(self, formulation_id: str) -> Kept:
        """The last state of a damaged formulation that can still be read; nothing is changed by reading it.

        Raises NotOnShelf, CouldNotOpen, and Damaged where nothing can be read.
        """
        volume = self._volume(formulation_id)
        with self._reading(volume):
            return volume.read_up_to_damage()

    def ids(self) -> tuple[str, ...]:
        """Everything that lies here, readable or not. Raises CouldNotOpen."""
        lying = [key for key in self._ids() if self._volume(key).holds_anything()]
        return tuple(sorted(lying))

    def check(self, formulation_id: str) -> Verdict:
        """Every line read and retold, and compared with the document. Raises NotOnShelf, CouldNotOpen."""
        volume = self._volume(formulation_id)
        with self._reading(volume):
            return volume.check()

    def payloads(self, formulation_id: str) -> tuple[bytes, ...]:
        """What each line of a ledger carries. Raises NotOnShelf, Damaged or CouldNotOpen."""
        volume = self._volume(formulation_id)
        return volume.payloads(self._held(volume))

    def bring(self, formulation_id: str, payloads: Sequence[bytes], *, onto: int = 0) -> Kept:
        """Add lines written elsewhere after version `onto`: all of them, or none.

        Raises AlreadyThere, ChangedMeanwhile, NotUnderstood, NotOnShelf, CouldNotSave.
        """
        must_be_an_id(formulation_id)
        must_not_be_erased(formulation_id, self.erased())
        if onto == 0:
            all_of_it = self._brought(formulation_id, payloads)
            self._begin(formulation_id, lambda volume, folder: volume.bring(all_of_it, folder))
            kept = all_of_it.kept
        else:
            kept = self._extended(self._volume(formulation_id), payloads, onto)
        self._watchers.tell(formulation_id, kept.version)
        return kept

    def _extended(self, volume: Volume, payloads: Sequence[bytes], onto: int) -> Kept:
        with self._saving(volume):
            held = self._current(volume)
            if held.kept.version != onto:
                raise ChangedMeanwhile
            start, close = held.kept.formulation, volume.closed
            more = brought(start, payloads, onto=onto, previous=held.head, close=close)
            kept = volume.extend(held, more).kept
        self._refresher.soon(volume.id)
        return kept

    def replace(self, formulation_id: str, payloads: Sequence[bytes]) -> Kept:
        """Lay lines down in a new place, compare them, and put them where the formulation lies, if it does.

        Raises ErasedForGood, NotUnderstood, NotTheSame, CouldNotSave; what was there is then as it was.
        """
        volume = self._volume(formulation_id)
        must_not_be_erased(formulation_id, self.erased())
        all_of_it = self._brought(formulation_id, payloads)
        place = self._folder / formulation_id
        coming, going = (place.with_name(begin + place.name) for begin in (_BEGINNING, _REPLACED))
        try:
            with self._locks.held(formulation_id):
                self._files.remove_folder(coming)
                volume.bring(all_of_it, coming)
                _must_be_same(self._new(formulation_id, coming), all_of_it)
                self._exchange(place, coming, going)
        except OSError as trouble:
            raise could_not_save(formulation_id, trouble) from trouble
        finally:
            with suppress(OSError):
                self._files.remove_folder(coming)
        volume.forget()
        self._damaged.pop(formulation_id, None)
        self._watchers.tell(formulation_id, all_of_it.kept.version)
        return all_of_it.kept

    def _exchange(self, place: Path, coming: Path, going: Path) -> None:
        """Put one folder in the place of another; a death in between is mended by the next start."""
        self._files.remove_folder(going)
        if place.exists():
            self._files.rename(place, going)
        try:
            self._files.rename(coming, place)
            self._files.sync_folder(self._folder)
        except BaseException:
            if going.exists() and not place.exists():
                self._files.rename(going, place)
            raise
        self._files.remove_folder(going)

    def raw(self, formulation_id: str) -> bytes:
        """A ledger's bytes as they lie, whatever they hold. Raises NotOnShelf or CouldNotOpen."""
        volume = self._volume(formulation_id)
        with self._reading(volume):
            return volume.raw()

    def erase(self, formulation_id: str, *, by: str) -> Erasure:
        """Remove a formulation's folder with all that is in it, for good. Raises NotOnShelf, CouldNotSave.

        That it happens is written down first. Then the folder goes at once, under a name that nobody
        opens; what a dying process leaves of it is swept away.
        """
        volume = self._volume(formulation_id)
        if not volume.is_there():
            raise NotOnShelf(formulation_id)
        record = Erasure(formulation_id, by, self._clock())
        going = self._folder / f"{_BEGINNING}{formulation_id}"
        try:
            with self._locks.held(formulation_id):
                self._write_down(record)
                self._seal.forget(formulation_id)
                self._files.remove_folder(going)
                self._files.rename(self._folder / formulation_id, going)
                self._files.sync_folder(self._folder)
                self._files.remove_folder(going)
                self._files.sync_folder(self._folder)
        except FileNotFoundError as trouble:
            raise NotOnShelf(formulation_id) from trouble
        except OSError as trouble:
            raise could_not_save(formulation_id, trouble) from trouble
        volume.forget()
        return record

    def _write_down(self, record: Erasure) -> None:
        """Add a line to the record of what was erased, synced. Raises OSError."""
        path = self._folder / _ERASED
        with self._locks.held("erased"):
            there = path.exists()
            descriptor = self._files.open(path) if there else self._files.create(path)
            try:
                line = codec.canonical(record.plain()) + b"\n"
                self._files.write_all(descriptor, path.stat().st_size, line)
                self._files.sync(descriptor)
            finally:
                self._files.close(descriptor)
            self._files.sync_folder(self._folder)

    def erased(self) -> tuple[Erasure, ...]:
        """What was erased here for good, in the order it was. Raises CouldNotOpen."""
        try:
            lines = self._files.read_whole(self._folder / _ERASED).splitlines()
        except FileNotFoundError:
            return ()
        except OSError as trouble:
            raise CouldNotOpen from trouble
        found = []
        for line in lines:
            with suppress(ValueError, KeyError, TypeError):  # a line that was never finished
                found.append(Erasure.from_plain(json.loads(line)))
        return tuple(found)

    def heads(self) -> Mapping[str, int]:
        """The version of every formulation by id, from its ledger's last line; read only where that changed.

        Another process's commit may show here a moment before it is durable; `take_down` waits for it.
        """
        glances: dict[str, tuple[Signature, int]] = {}
        for key in self._ids():
            volume = self._volume(key)
            with suppress(CouldNotOpen):
                seen = volume.glance()
                known = self._glances.get(key)
                if seen is not None and (known is None or known[0] != seen):
                    known = (seen, volume.version_at(seen))
                if seen is not None and known is not None:
                    glances[key] = known
        self._glances = glances
        return {key: version for key, (_, version) in glances.items()}

    def watch(self, told: Told) -> Callable[[], None]:
        """Be told after each commit made in this process; call what is returned to stop watching."""
        return self._watchers.add(told)

    def close(self) -> None:
        """Let every document catch up with its ledger."""
        self._refresher.close()

    def _ids(self) -> list[str]:
        """The ids of everything that has a folder here. Raises CouldNotOpen."""
        try:
            with os.scandir(self._folder) as entries:
                return [one.name for one in entries if FORMULATION_ID.fullmatch(one.name)]
        except FileNotFoundError:
            return []
        except OSError as trouble:
            raise CouldNotOpen from trouble

    def lies_sealed(self, formulation_id: str) -> bool | None:
        """Whether a formulation lies sealed; None where its ledger has no whole line. Raises CouldNotOpen."""
        return self._volume(formulation_id).lies_sealed()

    def _brought(self, formulation_id: str, payloads: Sequence[bytes]) -> Brought:
        """Lines for a whole formulation, sealed as it is here. Raises NotUnderstood, NothingToBring."""
        self._seal.begin(formulation_id)
        close = self._volume(formulation_id).closed
        return brought(Formulation(formulation_id, {}), payloads, close=close)

    def _new(self, formulation_id: str, folder: Path) -> Volume:
        return Volume(formulation_id, folder, self._files, self._seal)

    def _volume(self, formulation_id: str) -> Volume:
        must_be_an_id(formulation_id)
        volume = self._volumes.get(formulation_id)
        if volume is None:
            new = self._new(formulation_id, self._folder / formulation_id)
            volume = self._volumes.setdefault(formulation_id, new)
        return volume

    def _spine(self, volume: Volume) -> Spine | None:
        """What is seen of one formulation; None where its folder went meanwhile."""
        try:
            seen = volume.glance()
            cached = self._spines.get(volume.id)
            if cached is not None and cached[0] == seen:
                return cached[1]
            spine = self._spine_of(volume, seen)
        except NotOnShelf:
            return None
        except CouldNotOpen as trouble:
            return Spine(volume.id, 0, _LONG_AGO, Cover(COVER), trouble.sentence)
        except FormulationError as trouble:
            spine = self._troubled(volume, trouble)
        if seen is not None:
            self._spines[volume.id] = (seen, spine)
        return spine

    def _spine_of(self, volume: Volume, seen: Signature | None) -> Spine:
        damaged = volume.id in self._damaged and self._damaged[volume.id] == seen
        standing = volume.standing(seen) if seen is not None and not damaged else None
        if standing is not None:
            return Spine(volume.id, standing.version, standing.saved_at, standing.cover)
        kept = self._held(volume).kept
        return Spine(volume.id, kept.version, kept.saved_at, kept.formulation.cover)

    def _troubled(self, volume: Volume, trouble: FormulationError) -> Spine:
        try:
            kept = self.read_up_to_damage(volume.id)
        except FormulationError:
            last_good = trouble.last_good if isinstance(trouble, Damaged) else 0
            return Spine(volume.id, last_good, _LONG_AGO, Cover(COVER), trouble.sentence)
        cover = kept.formulation.cover
        return Spine(volume.id, kept.version, kept.saved_at, cover, trouble.sentence)

    def _refresh_document(self, formulation_id: str) -> None:
        """Let one document catch up. The draft is written holding no lock; only the rename needs it."""
        volume = self._volume(formulation_id)
        with suppress(NotOnShelf, Damaged):
            for _ in range(3):
                with self._reading(volume):
                    held = self._current(volume)
                if volume.standing(held.signature) is not None:
                    return
                draft = volume.draft(held)
                with self._reading(volume):
                    placed = volume.place(draft, held)
                if placed:
                    return volume.settle()
            with self._reading(volume):  # somebody is very busy here: let them wait once
                held = self._current(volume)
                volume.place(volume.draft(held), held)
            volume.settle()

    def _sweep(self) -> None:
        """Remove what dying processes left half done, and keep other people of this computer out."""
        for path in self._folder.iterdir():
            with suppress(OSError):
                old = path.name.removeprefix(_REPLACED)
                if old != path.name and FORMULATION_ID.fullmatch(old):
                    self._settle(path, self._folder / old)
                begun = path.name.removeprefix(_BEGINNING)
                if begun != path.name and FORMULATION_ID.fullmatch(begun):
                    with self._locks.held(begun, patience=0.0):
                        self._files.remove_folder(path)
                elif FORMULATION_ID.fullmatch(path.name):
                    path.chmod(0o700)
                    self._new(path.name, path).sweep()

    def _settle(self, going: Path, place: Path) -> None:
        """Finish an exchange that a dying process began: what was there comes back, or goes."""
        with self._locks.held(place.name, patience=0.0):
            if place.exists():
                self._files.remove_folder(going)
            else:
                self._files.rename(going, place)


def _must_be_same(laid: Volume, given: Brought) -> None:
    """Refuse what does not read back as it was given. Raises NotTheSame and OSError."""
    found = laid.current()
    verdict = laid.check()
    if verdict.trouble or found.head != given.head or found.kept != given.kept:
        raise NotTheSame(laid.id)


_BUSY: Final = (
    "This was not saved: another part of the notebook has been busy with this formulation for too long. "
    "Keep what you typed and try again."
)


def _make_private(folder: Path) -> None:
    """Make a folder that only its owner may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):
        folder.chmod(0o700)
