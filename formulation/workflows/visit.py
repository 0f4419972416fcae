"""Who is here and which shelf they stand at; every workflow is handed one."""

from __future__ import annotations

from dataclasses import dataclass

from formulation.store.shelf import Shelf


@dataclass(frozen=True)
class Visit:
    """One member's visit to the shelf; in a personal notebook the member is always "me"."""

    shelf: Shelf
    member_id: str = "me"
