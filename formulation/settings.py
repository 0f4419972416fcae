"""The environment, read once and frozen: where things are kept and where the notebook listens."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from formulation.domain.errors import Fault, NotUnderstood
from formulation.security.address import is_loopback, must_be_loopback

HOME: Final = Path(__file__).resolve().parents[1]
"""The folder that holds app.py, .streamlit and data."""

PORT: Final = 8501
"""Where the notebook is looked for first; the next free port is taken when this one is not."""


@dataclass(frozen=True)
class Settings:
    """Everything the environment may decide."""

    data: Path = HOME / "data" / "clinic"
    store: str = field(default="", repr=False)  # it may hold a password
    address: str = "127.0.0.1"
    port: int = PORT
    port_was_chosen: bool = False
    formats: Path | None = None
    backups: Path | None = None
    keep: tuple[int, int, int] = (7, 4, 12)
    """How many daily, weekly and monthly copies are kept."""

    @property
    def place(self) -> str | Path:
        """Where formulations are kept: a postgresql:// address, or a folder."""
        return self.store or self.data

    @property
    def backups_folder(self) -> Path:
        """Where copies are kept: beside the folder of formulations, never in it."""
        return self.backups or self.data.with_name(f"{self.data.name}-backups")

    @property
    def formats_folder(self) -> Path:
        """Where a service keeps its own formats for notes."""
        return self.formats or self.data / "formats"

    @property
    def personal(self) -> bool:
        """Whether this is one person's notebook, without accounts, on this computer only."""
        return is_loopback(self.address)


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from an environment; what is not said is as usual.

    `FORMULATION_DATA` a folder · `FORMULATION_STORE` a postgresql:// address in place of it ·
    `FORMULATION_FORMATS` a folder of a service's own note formats · `FORMULATION_BACKUPS` a folder
    for copies · `FORMULATION_KEEP` how many daily, weekly and monthly ones, such as 7,4,12 ·
    `FORMULATION_ADDRESS` a loopback address · `FORMULATION_PORT` 0 to 65,535 (0: any free one).
    Raises NotUnderstood, or OnlyOnThisComputer for an address that others could reach.
    """
    usual = Settings()
    said = environment.get("FORMULATION_DATA", "").strip()
    port = environment.get("FORMULATION_PORT", "").strip()
    formats = environment.get("FORMULATION_FORMATS", "").strip()
    backups = environment.get("FORMULATION_BACKUPS", "").strip()
    keep = environment.get("FORMULATION_KEEP", "").strip()
    return Settings(
        data=Path(said).expanduser().resolve() if said else usual.data,
        store=_store(environment.get("FORMULATION_STORE", "").strip()),
        address=must_be_loopback(environment.get("FORMULATION_ADDRESS") or usual.address),
        port=_port(port) if port else usual.port,
        port_was_chosen=bool(port),
        formats=Path(formats).expanduser().resolve() if formats else None,
        backups=Path(backups).expanduser().resolve() if backups else None,
        keep=_keep(keep) if keep else usual.keep,
    )


def _store(said: str) -> str:
    """A database's address, or nothing. The refusal does not repeat it: it may hold a password."""
    if not said or said.startswith(("postgresql://", "postgres://")):
        return said
    raise NotUnderstood(
        [
            Fault(
                "FORMULATION_STORE",
                "This begins with postgresql://, or is left out to keep things in FORMULATION_DATA.",
            )
        ]
    )


def _keep(said: str) -> tuple[int, int, int]:
    counts = [piece.strip() for piece in said.split(",")]
    if len(counts) == 3 and all(one.isascii() and one.isdigit() for one in counts):
        days, weeks, months = (int(one) for one in counts)
        if 0 < days + weeks + months < 10_000:
            return days, weeks, months
    raise NotUnderstood(
        [
            Fault(
                "FORMULATION_KEEP",
                "This is three numbers, of daily, weekly and monthly copies, such as 7,4,12.",
            )
        ]
    )


def _port(said: str) -> int:
    if said.isascii() and said.isdigit() and int(said) <= 65_535:
        return int(said)
    raise NotUnderstood(
        [
            Fault(
                "FORMULATION_PORT", f"A port is a number from 0 to 65535, and “{said[:40]}” is not."
            )
        ]
    )


@cache
def settings() -> Settings:
    """The settings of this process, read on first use. Raises as `read` does."""
    return read(os.environ)
