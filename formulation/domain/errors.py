"""Refusals that write their own sentence, for a clinician to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class FormulationError(Exception):
    """Anything the notebook declines to do; its text may be shown to a person as it is."""

    @property
    def sentence(self) -> str:
        """What to show: plain words that say what happened and what to do."""
        return str(self.args[0]) if self.args else "That could not be done."


class NotOnMap(FormulationError):
    """Something was named that is no longer, or was never, in this formulation."""

    def __init__(self, record_id: str) -> None:
        super().__init__("That is no longer on the map. It may have been removed meanwhile.")
        self.record_id = record_id


class AlreadyThere(FormulationError):
    """A record was added under an id that is taken."""

    def __init__(self, record_id: str) -> None:
        super().__init__("That is already on the map, so it was not added a second time.")
        self.record_id = record_id


class ChangedMeanwhile(FormulationError):
    """Somebody else changed what this change starts from; nothing was written."""

    def __init__(self, record_ids: Sequence[str] = ()) -> None:
        super().__init__(
            "Somebody changed this while you were working on it. "
            "Nothing was overwritten: look at what it says now, then decide."
        )
        self.record_ids = tuple(record_ids)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with what was given: its place, and a sentence that says what to do."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class NotUnderstood(FormulationError):
    """Something given cannot be kept as it is; every fault is listed together."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)
