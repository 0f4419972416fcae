"""The shelf of a service: the same formulations on PostgreSQL, spread by formulation id if need be.

**What a save is.** One transaction: the formulation's row moves from the version that was read to
the next (and if no row moved, somebody came between: begin again), the change is added as the very
frame a ledger file would hold, and the records it touched are replaced. Two saves of one formulation
wait for each other at its row; saves of different ones never meet.

**What may go wrong, and what then.** A transaction that the database undid is tried again. When the
connection goes during a commit, nobody can say whether it happened; each change carries a mark of its
own, and the next attempt looks for it before it does anything. Reading checks every frame as the
TinyDB shelf does. The records are a picture of the ledger here too, with a seal over all of them in
the formulation's row: where it does not hold, they are read from the ledger, and written anew by the
next save.
"""

from __future__ import annotations

import json
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock
from typing import Any, Final, cast

from formulation.domain.changes import Change
from formulation.domain.errors import ChangedMeanwhile, NotUnderstood
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import Cover

from . import codec
from .archive import Brought, Erasure, NotTheSame, Verdict, brought, judged, must_not_be_erased
from .database import Database, DatabaseAway, DatabaseRefused, Row, Session, TryAgain
from .entries import Step, first_step, next_step
from .ledger import (
    BEFORE_ALL,
    Frame,
    Reading,
    entry_of,
    framed,
    moment_from_plain,
    moment_to_plain,
    opened,
    payload_of,
    read_frames,
    replayed,
)
from .migrations import SCHEMA
from .shelf import (
    AlreadyOnShelf,
    Clock,
    CouldNotOpen,
    CouldNotSave,
    Damaged,
    Entry,
    Kept,
    NotOnShelf,
    ShelfFull,
    Spine,
    Told,
    must_be_an_id,
    now,
)
from .tables import DatabaseSilent, must_be_current
from .watchers import Watchers

_IN_MEMORY: Final = 64
_PATIENCE: Final = 20.0
_LONG_AGO: Final = datetime.fromtimestamp(0, UTC)
_ALL: Final = 1 << 256
_LAST: Final = 1 << 62


@dataclass(frozen=True)
class _Held:
    """The present state in memory; `digests` vouch for each record, `whole` says whether the rows do."""

    kept: Kept
    head: str
    digests: Mapping[str, int]
    whole: bool = True

    @property
    def seal(self) -> str:
        """One number for all records, whatever their order; it can be carried on from change to change."""
        return f"{sum(self.digests.values()) % _ALL:064x}"


class PostgresShelf:
    """Keeps formulations in a PostgreSQL database; safe to use from many threads and many processes."""

    def __init__(
        self,
        address: str,
        *,
        clock: Clock = now,
        database: Database | None = None,
        older: bool = False,
    ) -> None:
        """Open the shelf at a postgresql:// address. Raises NotReady where its tables are not ours to use.

        `older`: to be copied only, so that tables of an older layout will do; what a ledger lies in has
        been the same since the first.
        """
        self._database = database or _reached(address)
        self._clock = clock
        self._watchers = Watchers()
        self._guard = Lock()
        self._locks: dict[str, Lock] = {}
        self._recent: OrderedDict[str, _Held] = OrderedDict()
        self._covers: dict[str, tuple[bytes, Cover]] = {}
        self._damaged: dict[str, tuple[str, str]] = {}
        self._told: dict[str, tuple[int, tuple[Frame, ...]]] = {}
        try:
            must_be_current(self._database, older=older)
        except BaseException:
            self._database.close()
            raise

    def spines(self) -> tuple[Spine, ...]:
        """Everything on the shelf, what was saved last first; what is known to be damaged says so."""
        with _reading():
            rows = self._database.look(lambda session: session.rows(_SPINES))
        found = [self._spine(row) for row in rows]
        return tuple(sorted(found, key=lambda spine: (spine.saved_at, spine.id), reverse=True))

    def begin(self, formulation: Formulation, *, by: str) -> Kept:
        """Put a new formulation on the shelf. Raises AlreadyThere, NotUnderstood or CouldNotSave."""
        must_be_an_id(formulation.id)
        step = first_step(formulation, by=by, at=self._clock())
        mark = secrets.token_hex(16)
        with _saving(formulation.id):
            held = self._database.transact(lambda session: _begun(session, step, mark))
        self._remember(held)
        self._watchers.tell(formulation.id, 1)
        return step.kept

    def take_down(self, formulation_id: str) -> Kept:
        """The formulation as it is kept now. Raises NotOnShelf, Damaged or CouldNotOpen."""
        return self._looked_up(formulation_id).kept

    def put_back(self, formulation_id: str, change: Change, *, onto: int, by: str) -> Kept:
        """Keep a change made to version `onto`; it is committed before this returns.

        Raises ChangedMeanwhile, NotOnMap, NotUnderstood, NotOnShelf, Damaged, CouldNotSave.
        """
        must_be_an_id(formulation_id)
        mark = secrets.token_hex(16)

        def save(session: Session) -> tuple[_Held, bool]:
            held = self._current(session, formulation_id)
            if session.unsure and _is_kept(session, formulation_id, mark):
                return held, True
            step = next_step(held.kept, change, onto=onto, by=by, at=self._clock())
            if step is None:
                return held, False
            return _written(session, held, step, mark), True

        with _saving(formulation_id), self._alone(formulation_id):
            held, moved = self._database.transact(save)
            self._remember(held)
        if moved:
            self._watchers.tell(formulation_id, held.kept.version)
        return held.kept

    def story(self, formulation_id: str, *, since: int = 0) -> tuple[Entry, ...]:
        """Every entry after version `since`, oldest first. Raises NotOnShelf, Damaged or CouldNotOpen."""
        held, since = self._looked_up(formulation_id), max(since, 0)
        known = self._told.get(formulation_id, (0, ()))
        frames = known[1]
        # Pages ask for the story again and again; lines that were read, and hold, do not change.
        if known[0] > since or not frames or frames[-1].hash != held.head:
            frames = self._frames(formulation_id, held.kept.version, since)
            known = (since, frames)
            if frames:
                self._told[formulation_id] = known
        return tuple(entry_of(frame) for frame in frames[since - known[0] :])

    def ids(self) -> tuple[str, ...]:
        """Everything that lies here, readable or not. Raises CouldNotOpen."""
        return tuple(sorted(self.heads()))

    def check(self, formulation_id: str) -> Verdict:
        """Every line read and retold, and compared with the records. Raises NotOnShelf, CouldNotOpen."""
        must_be_an_id(formulation_id)
        with _reading(formulation_id):
            return self._database.look(lambda session: _checked(session, formulation_id))

    def payloads(self, formulation_id: str) -> tuple[bytes, ...]:
        """What each line of a ledger carries. Raises NotOnShelf, Damaged or CouldNotOpen."""
        version = self._looked_up(formulation_id).kept.version
        return tuple(frame.payload for frame in self._frames(formulation_id, version, 0))

    def bring(self, formulation_id: str, payloads: Sequence[bytes], *, onto: int = 0) -> Kept:
        """Add lines written elsewhere after version `onto`: all of them, or none.

        Raises AlreadyThere, ChangedMeanwhile, NotUnderstood, NotOnShelf, CouldNotSave.
        """
        must_be_an_id(formulation_id)
        must_not_be_erased(formulation_id, self.erased())
        mark = secrets.token_hex(16)

        def save(session: Session) -> _Held:
            if onto == 0:
                more = brought(Formulation(formulation_id, {}), payloads)
                return _arrived(session, more, mark)
            held = self._current(session, formulation_id)
            if session.unsure and _is_kept(session, formulation_id, mark):
                return held
            if held.kept.version != onto:
                raise ChangedMeanwhile
            more = brought(held.kept.formulation, payloads, onto=onto, previous=held.head)
            return _extended(session, held, more, mark)

        with _saving(formulation_id), self._alone(formulation_id):
            held = self._database.transact(save)
            self._remember(held)
        self._watchers.tell(formulation_id, held.kept.version)
        return held.kept

    def replace(self, formulation_id: str, payloads: Sequence[bytes]) -> Kept:
        """Put lines where the formulation lies, if it does, in one transaction that compares them first.

        Raises ErasedForGood, NotUnderstood, NotTheSame, CouldNotSave; what was there is then as it was.
        """
        must_be_an_id(formulation_id)
        must_not_be_erased(formulation_id, self.erased())
        all_of_it = brought(Formulation(formulation_id, {}), payloads)
        mark = secrets.token_hex(16)

        def exchange(session: Session) -> _Held:
            _all_removed(session, formulation_id)
            held = _arrived(session, all_of_it, mark)
            verdict = _checked(session, formulation_id)
            if verdict.trouble or verdict.changes != len(payloads):
                raise NotTheSame(formulation_id)
            return held

        with _saving(formulation_id), self._alone(formulation_id):
            held = self._database.transact(exchange)
            self._remember(held)
        self._watchers.tell(formulation_id, held.kept.version)
        return held.kept

    def raw(self, formulation_id: str) -> bytes:
        """A ledger's bytes as they lie, whatever they hold. Raises NotOnShelf or CouldNotOpen."""
        must_be_an_id(formulation_id)
        with _reading(formulation_id):
            rows = self._database.look(
                lambda session: session.rows(_FRAMES, formulation_id, 0, _LAST)
            )
        return b"".join(bytes(row[0]) for row in rows)

    def erase(self, formulation_id: str, *, by: str) -> Erasure:
        """Remove a formulation, its records and its whole ledger, for good; that it happened is kept.

        Raises NotOnShelf and CouldNotSave.
        """
        must_be_an_id(formulation_id)
        record = Erasure(formulation_id, by, self._clock())
        said = codec.canonical(record.plain()).decode()

        def gone(session: Session) -> None:
            if not _all_removed(session, formulation_id) and not session.unsure:
                raise NotOnShelf(formulation_id)
            session.do(_WRITTEN_DOWN, f"{_ERASED}{formulation_id}", said)

        with _saving(formulation_id), self._alone(formulation_id):
            self._database.transact(gone)
        with self._guard:
            self._recent.pop(formulation_id, None)
        self._told.pop(formulation_id, None)
        self._covers.pop(formulation_id, None)
        return record

    def erased(self) -> tuple[Erasure, ...]:
        """What was erased here for good, in the order it was. Raises CouldNotOpen."""
        with _reading():
            rows = self._database.look(
                lambda session: session.rows(
                    "SELECT value FROM notebook WHERE name LIKE %s", f"{_ERASED}%"
                )
            )
        found = [Erasure.from_plain(json.loads(row[0])) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def read_up_to_damage(self, formulation_id: str) -> Kept:
        """The last state of a damaged formulation that can still be read; nothing is changed by reading it.

        Raises NotOnShelf, CouldNotOpen, and Damaged where nothing can be read.
        """
        must_be_an_id(formulation_id)

        def read(session: Session) -> Kept:
            if not session.rows(_ROW, formulation_id):
                raise NotOnShelf(formulation_id)
            reading = _reading_of(session.rows(_FRAMES, formulation_id, 0, _LAST))
            if not reading.frames:
                raise Damaged(formulation_id, "None of its changes can be read.")
            return _replayed(formulation_id, reading.frames)

        with _reading(formulation_id):
            return self._database.look(read)

    def heads(self) -> Mapping[str, int]:
        """The version of every formulation by id; sees what other processes committed."""
        with _reading():
            return dict(self._database.look(lambda session: session.rows(_HEADS)))

    def watch(self, told: Told) -> Callable[[], None]:
        """Be told after each commit made in this process; call what is returned to stop watching."""
        return self._watchers.add(told)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _looked_up(self, formulation_id: str) -> _Held:
        """The present state; while the database is away, what was last read, so that pages stay open.

        Nothing can be saved onto an old state unawares: a save asks the database first.
        """
        must_be_an_id(formulation_id)
        with _reading(formulation_id):
            try:
                held = self._database.look(lambda session: self._current(session, formulation_id))
            except DatabaseAway:
                with self._guard:
                    known = self._recent.get(formulation_id)
                if known is None:
                    raise
                return known
        self._remember(held)
        return held

    def _current(self, session: Session, formulation_id: str) -> _Held:
        """The present state, read as far as it has to be. Raises NotOnShelf and Damaged."""
        rows = session.rows(_ROW, formulation_id)
        if not rows:
            raise NotOnShelf(formulation_id)
        version, head = rows[0]
        with self._guard:
            held = self._recent.get(formulation_id)
        if held is not None and held.head == head:
            return held
        if held is not None and held.kept.version < version:
            held = _followed(session, held, version, head)
            if held is not None:
                return held
        return self._opened(session, formulation_id)

    def _opened(self, session: Session, formulation_id: str) -> _Held:
        """Everything read anew, every frame of the ledger verified."""
        rows = session.rows(_WHOLE, formulation_id)
        if not rows:
            raise NotOnShelf(formulation_id)
        version, head, saved_at, seal = rows[0][:4]
        reading = _reading_of(session.rows(_FRAMES, formulation_id, 0, version))
        trouble = _what_is_wrong(reading, version, head)
        if trouble:
            self._damaged[formulation_id] = (head, trouble)
            raise Damaged(formulation_id, trouble, len(reading.frames))
        try:
            return _held_of(formulation_id, rows, reading.frames, saved_at, seal)
        except NotUnderstood as wrong:
            if any(fault.place == "schema" for fault in wrong.faults):
                raise
            trouble = "Something in it does not read as it should."
            self._damaged[formulation_id] = (head, trouble)
            raise Damaged(formulation_id, trouble) from wrong

    def _frames(self, formulation_id: str, version: int, since: int) -> tuple[Frame, ...]:
        with _reading(formulation_id):
            rows = self._database.look(
                lambda session: session.rows(_FRAMES, formulation_id, since, version)
            )
        reading = _reading_of(rows, since=since)
        if len(reading.frames) != max(version - since, 0):
            raise Damaged(formulation_id, "Part of what was saved has been changed.", since)
        return reading.frames

    def _remember(self, held: _Held) -> None:
        key = held.kept.formulation.id
        with self._guard:
            self._recent[key] = held
            self._recent.move_to_end(key)
            if len(self._recent) > _IN_MEMORY:
                self._told.pop(self._recent.popitem(last=False)[0], None)

    @contextmanager
    def _alone(self, formulation_id: str) -> Iterator[None]:
        """Keep this process's own threads from competing for one row. Raises CouldNotSave."""
        with self._guard:
            lock = self._locks.setdefault(formulation_id, Lock())
        if not lock.acquire(timeout=_PATIENCE):
            raise CouldNotSave(formulation_id, _BUSY)
        try:
            yield
        finally:
            lock.release()

    def _spine(self, row: Row) -> Spine:
        key, version, head, saved_at, schema, body = row
        cover, trouble = Cover(COVER), ""
        known = self._damaged.get(key)
        if known is not None and known[0] == head:
            trouble = Damaged(key, known[1], version).sentence
        try:
            cover = self._cover(key, schema, body)
        except NotUnderstood as wrong:
            trouble = trouble or wrong.sentence
        return Spine(key, version, _moment(saved_at), cover, trouble)

    def _cover(self, key: str, schema: int | None, body: bytes | None) -> Cover:
        if schema is None or body is None:
            return Cover(COVER)
        cached = self._covers.get(key)
        if cached is None or cached[0] != body:
            plain = _plain_of(body)
            cached = (body, cast(Cover, codec.record_from_plain(plain, schema=schema)))
            self._covers[key] = cached
        return cached[1]


def _reached(address: str) -> Database:
    """A database at an address. Raises NotReady where that is not one."""
    try:
        return Database(address)
    except DatabaseRefused as wrong:
        raise DatabaseSilent from wrong


@contextmanager
def _saving(formulation_id: str) -> Iterator[None]:
    """Say in words why something could not be saved. Raises CouldNotSave."""
    try:
        yield
    except DatabaseAway as away:
        if away.full:
            raise ShelfFull(formulation_id) from away
        sentence = _UNSURE if away.unsure else _NOT_YET
        raise CouldNotSave(formulation_id, sentence, unsure=away.unsure) from away
    except DatabaseRefused as refused:
        raise CouldNotSave(formulation_id, _NOT_ACCEPTED) from refused


@contextmanager
def _reading(formulation_id: str = "") -> Iterator[None]:
    """Say in words why something could not be read. Raises CouldNotOpen."""
    try:
        yield
    except (DatabaseAway, DatabaseRefused) as away:
        raise CouldNotOpen(formulation_id, _NO_ANSWER) from away


_NOT_YET: Final = (
    "Not saved yet: the database did not answer. Everything saved before is whole. "
    "Keep what you typed and try again in a moment."
)
_UNSURE: Final = (
    "The database stopped answering, and it is not sure whether this was saved. Everything saved before "
    "is whole. Keep what you typed, open this again, and look at what it says."
)
_NOT_ACCEPTED: Final = (
    "This was not saved: the database did not accept it. Everything saved before is whole. "
    "Keep what you typed, and ask whoever looks after the database."
)
_NO_ANSWER: Final = (
    "What is kept could not be read just now: the database did not answer. Nothing was changed. "
    "Try again; if it stays so, ask whoever looks after it."
)
_BUSY: Final = (
    "This was not saved: another part of the notebook has been busy with this formulation for too long. "
    "Keep what you typed and try again."
)

_ROW: Final = "SELECT version, head FROM formulations WHERE formulation_id = %s"
_HEADS: Final = "SELECT formulation_id, version FROM formulations"
_WHOLE: Final = (
    "SELECT f.version, f.head, f.saved_at, f.seal, r.record_id, r.schema, r.body"
    " FROM formulations f LEFT JOIN records r ON r.formulation_id = f.formulation_id"
    " WHERE f.formulation_id = %s"
)
_SPINES: Final = (
    "SELECT f.formulation_id, f.version, f.head, f.saved_at, r.schema, r.body FROM formulations f"
    " LEFT JOIN records r ON r.formulation_id = f.formulation_id AND r.record_id = 'cover:cover'"
)
_FRAMES: Final = (
    "SELECT frame FROM changes WHERE formulation_id = %s AND number > %s AND number <= %s"
    " ORDER BY number"
)
_MARK: Final = "SELECT 1 FROM changes WHERE formulation_id = %s AND mark = %s"
_NEW: Final = (
    "INSERT INTO formulations (formulation_id, version, head, saved_at, seal)"
    " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (formulation_id) DO NOTHING"
)
_MOVED: Final = (
    "UPDATE formulations SET version = %s, head = %s, saved_at = %s, seal = %s"
    " WHERE formulation_id = %s AND version = %s AND head = %s"
)
_CHANGE: Final = "INSERT INTO changes (formulation_id, number, mark, frame) VALUES (%s, %s, %s, %s)"
_RECORD: Final = (
    "INSERT INTO records (formulation_id, record_id, schema, body) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (formulation_id, record_id)"
    " DO UPDATE SET schema = excluded.schema, body = excluded.body"
)
_GONE: Final = "DELETE FROM records WHERE formulation_id = %s AND record_id = %s"
_ERASED: Final = "erased:"
_WRITTEN_DOWN: Final = (
    "INSERT INTO notebook (name, value) VALUES (%s, %s)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_ALL_GONE: Final = "DELETE FROM records WHERE formulation_id = %s"


def _begun(session: Session, step: Step, mark: str) -> _Held:
    """Write the first version of a formulation. Raises AlreadyOnShelf."""
    key = step.kept.formulation.id
    frame, head = framed(1, BEFORE_ALL, payload_of(step.entry, step.plain))
    bodies = _bodies(step.plain["after"])
    held = _Held(step.kept, head, _digests(SCHEMA, bodies))
    saved_at = moment_to_plain(step.kept.saved_at)
    if session.do(_NEW, key, 1, head, saved_at, held.seal) != 1:
        if session.unsure and _is_kept(session, key, mark):
            return held
        raise AlreadyOnShelf(key)
    session.do(_CHANGE, key, 1, mark, frame)
    session.do_each(_RECORD, [(key, one, SCHEMA, body) for one, body in bodies.items()])
    return held


def _all_removed(session: Session, key: str) -> bool:
    """Remove every row of a formulation; whether it was there."""
    there = session.do("DELETE FROM formulations WHERE formulation_id = %s", key)
    session.do(_ALL_GONE, key)
    session.do("DELETE FROM changes WHERE formulation_id = %s", key)
    return there == 1


def _arrived(session: Session, more: Brought, mark: str) -> _Held:
    """Write a whole ledger that is new here. Raises AlreadyOnShelf."""
    key = more.kept.formulation.id
    bodies = _bodies(_all_plain(more.kept.formulation))
    held = _Held(more.kept, more.head, _digests(SCHEMA, bodies))
    saved_at = moment_to_plain(more.kept.saved_at)
    if session.do(_NEW, key, more.kept.version, more.head, saved_at, held.seal) != 1:
        if session.unsure and _is_kept(session, key, mark):
            return held
        raise AlreadyOnShelf(key)
    session.do_each(_CHANGE, _lines(key, more, mark))
    session.do_each(_RECORD, [(key, one, SCHEMA, body) for one, body in bodies.items()])
    return held


def _extended(session: Session, held: _Held, more: Brought, mark: str) -> _Held:
    """Write lines from elsewhere after those that are here. Raises TryAgain."""
    key, version = more.kept.formulation.id, more.kept.version
    saved_at = moment_to_plain(more.kept.saved_at)
    given = (version, more.head, saved_at, "", key, held.kept.version, held.head)
    if session.do(_MOVED, *given) != 1:
        raise TryAgain
    session.do_each(_CHANGE, _lines(key, more, mark))
    return _written_anew(session, _Held(more.kept, more.head, {}))


def _lines(key: str, more: Brought, mark: str) -> list[tuple[object, ...]]:
    return [(key, frame.number, mark, more.data[frame.start : frame.end]) for frame in more.frames]


def _checked(session: Session, key: str) -> Verdict:
    """Judge one formulation by its rows. Raises NotOnShelf."""
    rows = session.rows(_WHOLE, key)
    if not rows:
        raise NotOnShelf(key)
    version, head, saved_at, seal = rows[0][:4]
    reading = _reading_of(session.rows(_FRAMES, key, 0, _LAST))
    frames = reading.frames[:version]
    trouble = _what_is_wrong(Reading(frames, reading.torn, reading.damaged), version, head)
    if not trouble and len(reading.frames) > version:
        trouble = f"The ledger goes on after change {version}, which is the last that was saved."
    line = len(frames) + 1 if trouble and len(frames) < version else 0
    shown = None
    if not trouble:
        with suppress(NotUnderstood):
            held = _held_of(key, rows, frames, saved_at, seal)
            if not held.whole:
                return Verdict(key, version, 0, "Its records do not vouch for themselves.")
            shown = held.kept.formulation
    return judged(key, frames, trouble, line, shown)


def _is_kept(session: Session, formulation_id: str, mark: str) -> bool:
    """Whether a commit that nobody could answer for happened after all."""
    return bool(session.rows(_MARK, formulation_id, mark))


def _written(session: Session, held: _Held, step: Step, mark: str) -> _Held:
    """Write one step after the version held. Raises TryAgain where somebody else was quicker."""
    key, number = step.kept.formulation.id, step.entry.number
    frame, head = framed(number, held.head, payload_of(step.entry, step.plain))
    after = step.plain["after"]
    bodies = _bodies(after)
    digests = {one: digest for one, digest in held.digests.items() if one not in after}
    new = _Held(step.kept, head, {**digests, **_digests(SCHEMA, bodies)})
    saved_at = moment_to_plain(step.kept.saved_at)
    given = (number, head, saved_at, new.seal, key, held.kept.version, held.head)
    if session.do(_MOVED, *given) != 1:
        raise TryAgain
    session.do(_CHANGE, key, number, mark, frame)
    if not held.whole:
        return _written_anew(session, new)
    gone = [(key, one) for one in after if one not in bodies and one in held.digests]
    if gone:
        session.do_each(_GONE, gone)
    session.do_each(_RECORD, [(key, one, SCHEMA, body) for one, body in bodies.items()])
    return new


def _written_anew(session: Session, held: _Held) -> _Held:
    """Replace rows that did not vouch for themselves by what the ledger says; sealed with them."""
    key = held.kept.formulation.id
    bodies = _bodies(_all_plain(held.kept.formulation))
    whole = _Held(held.kept, held.head, _digests(SCHEMA, bodies))
    session.do(_ALL_GONE, key)
    session.do_each(_RECORD, [(key, one, SCHEMA, body) for one, body in bodies.items()])
    session.do("UPDATE formulations SET seal = %s WHERE formulation_id = %s", whole.seal, key)
    return whole


def _all_plain(formulation: Formulation) -> dict[str, Any]:
    return {one: codec.record_to_plain(record) for one, record in formulation.records.items()}


def _bodies(after: Mapping[str, Any]) -> dict[str, bytes]:
    return {one: codec.canonical(plain) for one, plain in after.items() if plain is not None}


def _digests(schema: int, bodies: Mapping[str, bytes]) -> dict[str, int]:
    return {one: _digest(one, schema, body) for one, body in bodies.items()}


def _digest(record_id: str, schema: int, body: bytes) -> int:
    said = b"\0".join((record_id.encode(), str(schema).encode(), body))
    return int.from_bytes(sha256(said).digest())


def _followed(session: Session, held: _Held, version: int, head: str) -> _Held | None:
    """The state in memory and the frames that came after it; None where everything has to be read."""
    key = held.kept.formulation.id
    rows = session.rows(_FRAMES, key, held.kept.version, version)
    reading = _reading_of(rows, since=held.kept.version, previous=held.head)
    frames = reading.frames
    if len(frames) != version - held.kept.version or frames[-1].hash != head:
        return None
    digests = dict(held.digests)
    for frame in frames:
        plain = opened(frame)
        after = plain["change"]["after"]
        for gone in after:
            digests.pop(gone, None)
        digests.update(_digests(plain["schema"], _bodies(after)))
    formulation = replayed(held.kept.formulation, frames)
    saved_at = moment_from_plain(opened(frames[-1])["at"])
    return _Held(Kept(formulation, version, saved_at), head, digests, held.whole)


def _reading_of(
    rows: Iterable[tuple[Any, ...]], *, since: int = 0, previous: str | None = None
) -> Reading:
    """The frames that some rows hold, up to the first that does not follow."""
    data = b"".join(bytes(row[0]) for row in rows)
    if previous is None:
        told = data.split(b" ", 2)[1:2] if since else []
        previous = told[0].decode("ascii", "replace") if told else BEFORE_ALL
    return read_frames(data, number=since, previous=previous)


def _what_is_wrong(reading: Reading, version: int, head: str) -> str:
    """A sentence where a formulation's row and its ledger do not add up; empty where they do."""
    count = len(reading.frames)
    if reading.damaged or reading.torn:
        return f"Change {count + 1} in the ledger is damaged."
    if count < version:
        return f"The ledger ends after change {count}, but change {version} had been saved."
    if not reading.frames or reading.frames[-1].hash != head:
        return "The ledger is not the one that was written here."
    return ""


def _held_of(
    key: str, rows: list[tuple[Any, ...]], frames: tuple[Frame, ...], saved_at: str, seal: str
) -> _Held:
    """The state that rows show, if their seal holds, or else the ledger. Raises NotUnderstood."""
    found = [(one, schema, bytes(body)) for *_, one, schema, body in rows if one is not None]
    digests = {one: _digest(one, schema, body) for one, schema, body in found}
    last = frames[-1]
    held = _Held(Kept(Formulation(key, {}), last.number, _LONG_AGO), last.hash, digests)
    if held.seal != seal or opened(last)["at"] != saved_at:
        kept = _replayed(key, frames)
        return _Held(kept, last.hash, digests, whole=False)
    records = {
        one: codec.record_from_plain(_plain_of(body), schema=schema) for one, schema, body in found
    }
    kept = Kept(Formulation(key, records), last.number, moment_from_plain(saved_at))
    return _Held(kept, last.hash, digests)


def _replayed(key: str, frames: tuple[Frame, ...]) -> Kept:
    saved_at = moment_from_plain(opened(frames[-1])["at"])
    return Kept(replayed(Formulation(key, {}), frames), frames[-1].number, saved_at)


def _plain_of(body: bytes) -> Any:
    try:
        return json.loads(bytes(body))
    except ValueError:
        return None  # which the codec declines in words


def _moment(text: str) -> datetime:
    try:
        return moment_from_plain(text)
    except ValueError:
        return _LONG_AGO
