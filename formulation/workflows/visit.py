"""Who is here and which shelf they stand at; every workflow is handed one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from formulation.store.beside import Beside, InMemoryBeside
from formulation.store.shelf import Shelf


@dataclass(frozen=True)
class Visit:
    """One member's visit to the shelf; in a personal notebook the member is always "me".

    `beside` keeps what is replaced and forgotten: words still being typed, the list of names.
    `formats` is the folder of the service's own formats for notes.
    """

    shelf: Shelf
    member_id: str = "me"
    beside: Beside = field(default_factory=InMemoryBeside)
    formats: Path | None = None
