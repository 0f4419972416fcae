"""Verified copies of a notebook: made, checked, kept for an agreed time, and restored from.

A copy is a folder of its own: every ledger compressed in a file, and a manifest that says how many lines
each has, under which head, and with which checksum. It is made under another name, read back
and verified, and only then called a copy. The manifest is a witness from outside: a ledger
whose end was cut away adds up by itself, but not with the manifest.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from formulation.domain.errors import FormulationError

from . import codec
from .archive import Archive, Verdict, chained, judged
from .copying import Progress, in_silence
from .files import Files
from .ledger import moment_from_plain, moment_to_plain, read_frames
from .locks import Locks
from .sealing import NOTEBOOK, UNSEALED, Seal
from .shelf import FORMULATION_ID, Clock, CouldNotOpen, Damaged, NotOnShelf, now

DAILY: Final = "daily"
ASKED_FOR: Final = "asked for"
BEFORE_RESTORING: Final = "before restoring"
BEFORE_MIGRATING: Final = "before migrating"

_MAKING: Final = ".making-"
_MANIFEST: Final = "manifest.json"
_NAME: Final = "%Y-%m-%dT%H-%M-%S-%fZ"


@dataclass(frozen=True)
class Keep:
    """How many copies are kept: the newest of so many days, weeks and months; the others go."""

    days: int = 7
    weeks: int = 4
    months: int = 12
    others: int = 3
    """Of those made by hand or before something else was done."""


@dataclass(frozen=True)
class Line:
    """What a manifest says of one formulation: how many changes, the last hash, and the file's checksum."""

    changes: int
    head: str
    checksum: str
    damaged: bool = False


@dataclass(frozen=True)
class Backup:
    """One copy; `trouble` is a sentence where its manifest cannot be trusted."""

    folder: Path
    made: datetime
    why: str
    lines: Mapping[str, Line] = field(default_factory=dict)
    trouble: str = ""

    @property
    def name(self) -> str:
        """How it is called on the command line and on screen."""
        return self.folder.name

    @property
    def changes(self) -> int:
        """How many changes it holds in all."""
        return sum(line.changes for line in self.lines.values())


@dataclass
class Restored:
    """What restoring came to, by formulation; all went well where there are no troubles."""

    put_back: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    troubles: list[tuple[str, str]] = field(default_factory=list)


class CopyNotMade(FormulationError):
    """A copy was not made, or did not read back as it was written; no older copy was touched."""

    def __init__(self) -> None:
        super().__init__(
            "The copy could not be made: its folder did not take it, or did not give it back as it was "
            "written. The copies there are, and the notebook itself, were not touched."
        )


class NoSuchCopy(FormulationError):
    """A copy was named that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no copy called “{name[:60]}”. “backup --list” shows what there is."
        )


class CopyDamaged(FormulationError):
    """One formulation in a copy does not hold; it was not restored from there."""

    def __init__(self, line: int = 0) -> None:
        where = f" from line {line} on" if line else ""
        super().__init__(
            f"In this copy it is damaged{where}, so it was left as it is. Take an older copy for it."
        )


class Backups:
    """All copies of one notebook, in one folder that only its owner may enter."""

    def __init__(
        self,
        folder: Path,
        *,
        keep: Keep | None = None,
        clock: Clock = now,
        files: Files | None = None,
        seal: Seal = UNSEALED,
    ) -> None:
        self.folder = folder.absolute()
        self._keep = keep or Keep()
        self._clock = clock
        self._files = files or Files()
        self._seal = seal

    def all(self) -> tuple[Backup, ...]:
        """Every copy, the newest first."""
        if not self.folder.is_dir():
            return ()
        found = [self._read(path) for path in self.folder.iterdir() if _made(path.name)]
        return tuple(sorted(found, key=lambda one: one.name, reverse=True))

    def named(self, name: str) -> Backup:
        """One copy; without a name, the newest. Raises NoSuchCopy."""
        for one in self.all():
            if name in (one.name, ""):
                return one
        raise NoSuchCopy(name)

    def due(self) -> bool:
        """Whether no copy has been made yet today (UTC)."""
        today = self._clock().date()
        return not any(one.made.date() == today and not one.trouble for one in self.all())

    def make(
        self,
        archive: Archive,
        why: str = ASKED_FOR,
        told: Progress = in_silence,
        sparing: str = "",
    ) -> Backup:
        """Make a copy of everything, verified before this returns; then let go of those past their time.

        What cannot be read is copied as it lies, and marked. `sparing` names a copy that stays whatever
        its time. Raises CopyNotMade and CouldNotOpen.
        """
        try:
            with self._alone():
                made = self._make(archive, why, told)
                self._let_go(sparing)
                return made
        except (OSError, EOFError, zlib.error) as trouble:
            raise CopyNotMade from trouble

    def check(self, backup: Backup, told: Progress = in_silence) -> list[Verdict]:
        """Read every line of a copy and compare it with the manifest."""
        found = []
        for number, (key, line) in enumerate(backup.lines.items(), start=1):
            found.append(self._judged(backup, key, line))
            told(number, len(backup.lines))
        return found

    def restore(
        self,
        archive: Archive,
        backup: Backup,
        only: Collection[str] = (),
        told: Progress = in_silence,
    ) -> Restored:
        """Put formulations back as a copy has them; what was begun since is left as it is.

        First everything is copied as it is now. Then each is laid down in a new place, compared, and
        only then put in the place of what was there. What was erased for good stays erased.
        Raises CopyNotMade, CopyDamaged for a copy without its manifest.
        """
        if backup.trouble:
            raise CopyDamaged
        self.make(archive, BEFORE_RESTORING, sparing=backup.name)
        keys = [key for key in backup.lines if not only or key in only]
        gone = {one.id for one in archive.erased()}
        result = Restored()
        for number, key in enumerate(keys, start=1):
            try:
                where = self._restored(archive, backup, key, gone)
                getattr(result, where).append(key)
            except FormulationError as refused:
                result.troubles.append((key, refused.sentence))
            told(number, len(keys))
        return result

    def forget(self, formulation_id: str) -> int:
        """Remove one formulation from every copy, for good; returns from how many. Raises CopyNotMade."""
        try:
            with self._alone():
                return sum(self._forgotten(one, formulation_id) for one in self.all())
        except OSError as trouble:
            raise CopyNotMade from trouble

    def _make(self, archive: Archive, why: str, told: Progress) -> Backup:
        made = self._clock()
        folder = self.folder / f"{_MAKING}{made.strftime(_NAME)}"
        self._files.make_folder(folder)
        try:
            lines = dict(self._copied(archive, folder, told))
            place = self.folder / made.strftime(_NAME)
            manifest = _manifest(made, why, lines)
            self._write(folder / _MANIFEST, self._closed(place.name, _MANIFEST, manifest))
            self._files.sync_folder(folder)
            self._must_read_back(folder)
            self._files.rename(folder, place)
            self._files.sync_folder(self.folder)
        except BaseException:
            with suppress(OSError):
                self._files.remove_folder(folder)
            raise
        return self._read(place)

    def _copied(self, archive: Archive, folder: Path, told: Progress) -> Iterator[tuple[str, Line]]:
        keys = archive.ids()
        for number, key in enumerate(keys, start=1):
            try:
                data, frames = chained(archive.payloads(key))
                line = Line(len(frames), frames[-1].hash, sha256(data).hexdigest())
            except (CouldNotOpen, NotOnShelf):
                raise
            except FormulationError as damaged:  # or its key is missing
                data = archive.raw(key)
                last_good = damaged.last_good if isinstance(damaged, Damaged) else 0
                line = Line(last_good, "", sha256(data).hexdigest(), damaged=True)
            name, packed = _file_of(key, line), gzip.compress(data, 6, mtime=0)
            copy = folder.name.removeprefix(_MAKING)
            self._write(folder / name, self._closed(copy, name, packed, _owner(key, line)))
            told(number, len(keys))
            yield key, line

    def _must_read_back(self, folder: Path) -> None:
        made = self._read(folder, folder.name.removeprefix(_MAKING))
        wrong = [one for one in self.check(made) if one.trouble and not made.lines[one.id].damaged]
        if made.trouble or wrong:
            raise CopyNotMade

    def _write(self, path: Path, data: bytes) -> None:
        descriptor = self._files.create(path)
        try:
            self._files.write_all(descriptor, 0, data)
            self._files.sync(descriptor)
        finally:
            self._files.close(descriptor)

    def _read(self, folder: Path, name: str = "") -> Backup:
        made = _made(name or folder.name) or datetime.fromtimestamp(0, UTC)
        try:
            data = self._files.read_whole(folder / _MANIFEST)
            plain: Any = json.loads(self._opened(name or folder.name, _MANIFEST, data))
            seal = plain.pop("seal")
            if seal != sha256(codec.canonical(plain)).hexdigest():
                raise ValueError("the seal is broken")
            lines = {key: Line(**said) for key, said in plain["formulations"].items()}
            return Backup(folder, moment_from_plain(plain["made"]), plain["why"], lines)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Backup(folder, made, "", trouble="Its manifest is missing or damaged.")

    def _judged(self, backup: Backup, key: str, line: Line) -> Verdict:
        try:
            data = self._ledger(backup, key, line)
        except (OSError, EOFError, ValueError, zlib.error):
            return Verdict(key, 0, 1, "Its file is missing or damaged.")
        except FormulationError as refused:
            return Verdict(key, 0, 0, refused.sentence)
        reading = read_frames(data)
        frames = reading.frames
        if line.damaged:
            return Verdict(key, len(frames), 0, "It was damaged already when it was copied.")
        if reading.damaged or reading.torn or len(frames) < line.changes:
            return Verdict(key, len(frames), len(frames) + 1, "Its lines do not hold.")
        if len(frames) != line.changes or frames[-1].hash != line.head:
            return Verdict(key, len(frames), 0, "It is not what the manifest says was copied.")
        return judged(key, frames, "", 0, None)

    def _ledger(self, backup: Backup, key: str, line: Line) -> bytes:
        """One ledger of a copy, its checksum compared. Raises OSError, EOFError, ValueError, zlib.error."""
        name = _file_of(key, line)
        closed = self._files.read_whole(backup.folder / name)
        copy = backup.folder.name.removeprefix(_MAKING)
        data = gzip.decompress(self._opened(copy, name, closed, _owner(key, line)))
        if sha256(data).hexdigest() != line.checksum:
            raise ValueError("the checksum differs")
        return data

    def _restored(self, archive: Archive, backup: Backup, key: str, gone: set[str]) -> str:
        """Put one formulation back; the name of the list it belongs on. Raises CopyDamaged and others."""
        if key in gone:
            return "erased"
        line = backup.lines[key]
        verdict = self._judged(backup, key, line)
        if verdict.trouble:
            raise CopyDamaged(verdict.line)
        frames = read_frames(self._ledger(backup, key, line)).frames
        payloads = tuple(frame.payload for frame in frames)
        if _is_as(archive, key, payloads):
            return "same"
        archive.replace(key, payloads)
        return "put_back"

    def _let_go(self, sparing: str) -> None:
        """Remove copies past their time; never the last that holds a formulation."""
        every = [one for one in self.all() if not one.trouble]
        staying = kept_of(every, self._keep)
        staying += [one for one in every if one.name == sparing and one not in staying]
        held = {key for one in staying for key, line in one.lines.items() if not line.damaged}
        for one in every:
            whole = {key for key, line in one.lines.items() if not line.damaged}
            if one in staying:
                continue
            if whole - held:
                held |= whole
            else:
                self._files.remove_folder(one.folder)

    def written_anew(self, told: Progress = in_silence) -> None:
        """Write every copy again as its seal now has it, file by file. Raises CopyNotMade."""
        try:
            with self._alone():
                every = self.all()
                for number, one in enumerate(every, start=1):
                    self._written_anew(one)
                    told(number, len(every))
        except (OSError, ValueError) as trouble:
            raise CopyNotMade from trouble

    def _written_anew(self, backup: Backup) -> None:
        if backup.trouble:
            raise CopyNotMade
        names = {_file_of(key, line): _owner(key, line) for key, line in backup.lines.items()}
        for name, owner in {**names, _MANIFEST: NOTEBOOK}.items():
            data = self._files.read_whole(backup.folder / name)
            data = self._opened(backup.name, name, data, owner)
            self._seal.begin(owner)
            draft = backup.folder / f"{name}.new"
            self._files.remove(draft)
            self._write(draft, self._closed(backup.name, name, data, owner))
            if self._opened(backup.name, name, self._files.read_whole(draft), owner) != data:
                raise CopyNotMade
            self._files.rename(draft, backup.folder / name)
        self._files.sync_folder(backup.folder)

    def _closed(self, copy: str, name: str, data: bytes, owner: str = NOTEBOOK) -> bytes:
        return self._seal.close(owner, f"copy {copy}/{name}", data)

    def _opened(self, copy: str, name: str, data: bytes, owner: str = NOTEBOOK) -> bytes:
        """Raises ValueError where the seal is broken, FormulationError where there is no key."""
        return self._seal.open(owner, f"copy {copy}/{name}", data)

    def _forgotten(self, backup: Backup, formulation_id: str) -> bool:
        line = backup.lines.get(formulation_id)
        for path in backup.folder.glob(f"{formulation_id}.*.gz"):
            self._files.remove(path)
        if line is None:
            return False
        lines = {key: said for key, said in backup.lines.items() if key != formulation_id}
        draft = backup.folder / f"{_MANIFEST}.new"
        self._files.remove(draft)
        manifest = _manifest(backup.made, backup.why, lines)
        self._write(draft, self._closed(backup.name, _MANIFEST, manifest))
        self._files.rename(draft, backup.folder / _MANIFEST)
        self._files.sync_folder(backup.folder)
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One maker of copies at a time, in a folder that is there; what a dying one left is removed."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Locks(self.folder / ".locks", 60.0).held("copies"):
            for left in self.folder.glob(f"{_MAKING}*"):
                self._files.remove_folder(left)
            yield


def kept_of(copies: Sequence[Backup], keep: Keep) -> list[Backup]:
    """Which copies stay: the newest of each of the last days, weeks and months that have one.

    A copy made before something else was done shows perhaps what was wrong then, so it never
    stands for its day.
    """
    newest = sorted(copies, key=lambda one: one.made, reverse=True)
    routine = [one for one in newest if one.why in (DAILY, ASKED_FOR)]
    staying = newest[:1]
    for count, span in ((keep.days, _day), (keep.weeks, _week), (keep.months, _month)):
        staying += _newest_of_each(routine, span)[:count]
    staying += [one for one in newest if one.why != DAILY][: keep.others]
    return [one for one in newest if one in staying]


def _newest_of_each(newest: Sequence[Backup], span: Callable[[date], object]) -> list[Backup]:
    first: dict[object, Backup] = {}
    for one in newest:
        first.setdefault(span(one.made.date()), one)
    return list(first.values())


def _day(when: date) -> object:
    return when


def _week(when: date) -> object:
    return when.isocalendar()[:2]


def _month(when: date) -> object:
    return when.year, when.month


def _made(name: str) -> datetime | None:
    """When a folder of this name was made as a copy; None where it is no copy."""
    try:
        return datetime.strptime(name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _file_of(key: str, line: Line) -> str:
    if not FORMULATION_ID.fullmatch(key):
        raise ValueError("not the name of a formulation")
    return f"{key}.{'damaged' if line.damaged else 'ledger'}.gz"


def _owner(key: str, line: Line) -> str:
    """Whose key closes a file; what was copied as it lay is sealed already, if it was."""
    return NOTEBOOK if line.damaged else key


def _manifest(made: datetime, why: str, lines: Mapping[str, Line]) -> bytes:
    plain = {
        "made": moment_to_plain(made),
        "why": why,
        "formulations": {key: vars(line) for key, line in lines.items()},
    }
    return codec.canonical({**plain, "seal": sha256(codec.canonical(plain)).hexdigest()})


def _is_as(archive: Archive, key: str, payloads: tuple[bytes, ...]) -> bool:
    """Whether a formulation is whole and already as it would be restored."""
    try:
        return archive.payloads(key) == payloads and not archive.check(key).trouble
    except FormulationError:
        return False
