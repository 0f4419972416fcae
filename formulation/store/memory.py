"""A shelf in memory: every promise except outliving the process; for examples, practice and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from formulation.domain.changes import Change
from formulation.domain.formulation import Formulation

from .entries import first_step, next_step
from .shelf import AlreadyOnShelf, Clock, Entry, Kept, NotOnShelf, Spine, Told, must_be_an_id, now
from .watchers import Watchers


@dataclass
class _Volume:
    kept: Kept
    entries: list[Entry] = field(default_factory=list)


class MemoryShelf:
    """Keeps formulations for as long as the process lives; safe to use from many threads."""

    def __init__(self, clock: Clock = now) -> None:
        self._clock = clock
        self._lock = Lock()
        self._volumes: dict[str, _Volume] = {}
        self._watchers = Watchers()

    def spines(self) -> tuple[Spine, ...]:
        """Everything on the shelf, what was saved last first."""
        with self._lock:
            everything = [volume.kept for volume in self._volumes.values()]
        everything.sort(key=lambda kept: (kept.saved_at, kept.formulation.id), reverse=True)
        return tuple(
            Spine(kept.formulation.id, kept.version, kept.saved_at, kept.formulation.cover)
            for kept in everything
        )

    def begin(self, formulation: Formulation, *, by: str) -> Kept:
        """Put a new formulation on the shelf. Raises AlreadyThere or NotUnderstood."""
        must_be_an_id(formulation.id)
        step = first_step(formulation, by=by, at=self._clock())
        with self._lock:
            if formulation.id in self._volumes:
                raise AlreadyOnShelf(formulation.id)
            self._volumes[formulation.id] = _Volume(step.kept, [step.entry])
        self._watchers.tell(formulation.id, 1)
        return step.kept

    def take_down(self, formulation_id: str) -> Kept:
        """The formulation as it is kept now. Raises NotOnShelf."""
        with self._lock:
            return self._volume(formulation_id).kept

    def put_back(self, formulation_id: str, change: Change, *, onto: int, by: str) -> Kept:
        """Keep a change made to version `onto`. Raises as every shelf does."""
        with self._lock:
            volume = self._volume(formulation_id)
            step = next_step(volume.kept, change, onto=onto, by=by, at=self._clock())
            if step is None:
                return volume.kept
            volume.entries.append(step.entry)
            volume.kept = step.kept
        self._watchers.tell(formulation_id, step.kept.version)
        return step.kept

    def story(self, formulation_id: str, *, since: int = 0) -> tuple[Entry, ...]:
        """Every entry after version `since`, oldest first. Raises NotOnShelf."""
        with self._lock:
            return tuple(self._volume(formulation_id).entries[max(since, 0) :])

    def heads(self) -> Mapping[str, int]:
        """The version of every formulation by id."""
        with self._lock:
            return {key: volume.kept.version for key, volume in self._volumes.items()}

    def watch(self, told: Told) -> Callable[[], None]:
        """Be told after each commit; call what is returned to stop watching."""
        return self._watchers.add(told)

    def close(self) -> None:
        """Nothing is left to finish: what is in memory is as kept as it will be."""

    def _volume(self, formulation_id: str) -> _Volume:
        must_be_an_id(formulation_id)
        volume = self._volumes.get(formulation_id)
        if volume is None:
            raise NotOnShelf(formulation_id)
        return volume
