"""The only place that picks a shelf: one open notebook for the whole process."""

from __future__ import annotations

import getpass
import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from formulation.domain.errors import FormulationError
from formulation.security.keys import Ring, RingDamaged, kept_in
from formulation.security.sealing import KeySeal
from formulation.settings import Settings, settings
from formulation.store.archive import Archive
from formulation.store.backups import DAILY, Backup, Backups, Keep
from formulation.store.beside import Beside, FolderBeside, InMemoryBeside
from formulation.store.desk import WithADesk
from formulation.store.presence import Presence
from formulation.store.sealing import UNSEALED, Seal
from formulation.store.shelf import Shelf
from formulation.store.tinydb_shelf import TinyDBShelf
from formulation.workflows.visit import Visit

ME: Final = "me"
"""Who writes in a personal notebook."""


@dataclass(frozen=True)
class Notebook:
    """An open notebook: the shelf it keeps things on, and who may be shown in."""

    shelf: Shelf
    settings: Settings
    beside: Beside = field(default_factory=InMemoryBeside)
    archive: Archive | None = None
    presence: Presence | None = None

    def visit(self) -> Visit:
        """A visit by the only member a personal notebook has."""
        return Visit(self.shelf, ME, self.beside, self.settings.formats_folder)


class NotOpen(FormulationError):
    """A page was shown by something else than the notebook's own server."""

    def __init__(self) -> None:
        super().__init__(
            "The notebook is not open here. Start it with “make run”, so that its wall is around it."
        )


class PassphraseNeeded(FormulationError):
    """The notebook is sealed, and nobody is there to be asked."""

    def __init__(self) -> None:
        super().__init__(
            "The notebook is sealed. Start it from a terminal with “make run” and type its passphrase, "
            "or give it in FORMULATION_PASSPHRASE."
        )


KEYRING: Final = "formulation-notebook"
"""Under what name the operating system's keyring keeps our passphrases; each by its folder."""

_seals: dict[Path, KeySeal] = {}


def ring_of(place: Path) -> Path:
    """Where the keys of the formulations in a folder lie."""
    return place / ".keys"


def mirror_of(place: Path, copies: Path | None = None) -> Path:
    """Where the one mirror of the keys lies: beside the copies, and in none of them."""
    usual = settings().backups_folder if place == settings().data else None
    return (copies or usual or place.with_name(f"{place.name}-backups")) / "notebook.keys"


def seal_at(place: Path, copies: Path | None = None) -> Seal:
    """The seal of a folder, opened once for the whole process; no seal where nothing was sealed.

    Raises PassphraseNeeded, WrongPassphrase, RingDamaged.
    """
    path, mirror = ring_of(place), mirror_of(place, copies)
    if not path.exists():
        if mirror.exists():
            raise RingDamaged
        return UNSEALED
    if place not in _seals:
        _seals[place] = KeySeal(Ring(path, passphrase_for(place), mirror=mirror))
    return _seals[place]


def passphrase_for(place: Path, said: Mapping[str, str] = os.environ) -> str:
    """The passphrase: from the environment, the operating system's keyring, or the terminal.

    It is asked for in the terminal and never on a page: until it is known nothing listens at all.
    Raises PassphraseNeeded, RingDamaged.
    """
    given = said.get("FORMULATION_PASSPHRASE", "")
    if not given and kept_in(ring_of(place)) == "keyring":
        import keyring  # noqa: PLC0415 - looks for the system's services as it is imported

        given = keyring.get_password(KEYRING, str(place)) or ""
    if not given and sys.stdin is not None and sys.stdin.isatty():
        given = getpass.getpass("Passphrase of the notebook: ")
    if not given:
        raise PassphraseNeeded
    return given


def archive_at(place: str | Path, copies: Path | None = None) -> Archive:
    """The shelf in a folder, or at a postgresql:// address, with all that looking after it needs.

    Raises NotReady where a database cannot be used as it is, OSError where a folder cannot be made.
    """
    if isinstance(place, Path):
        return TinyDBShelf(place, seal=seal_at(place, copies))
    # Only a service needs the database's libraries; without them a notebook starts sooner.
    from formulation.store.postgres_shelf import PostgresShelf  # noqa: PLC0415

    return PostgresShelf(place)


def shelf_at(place: str | Path) -> Shelf:
    """The shelf in a folder, or at a postgresql:// address. Raises as `archive_at` does."""
    return archive_at(place)


def backups_of(wanted: Settings) -> Backups:
    """Where copies of the notebook are kept, and for how long."""
    seal = UNSEALED if wanted.store else seal_at(wanted.data, wanted.backups_folder)
    return Backups(wanted.backups_folder, keep=Keep(*wanted.keep), seal=seal)


def copied_today(open_one: Notebook) -> Backup | None:
    """Make today's copy, if there is something to copy and none was made yet; None where not.

    Raises CopyNotMade and CouldNotOpen.
    """
    archive, backups = open_one.archive, backups_of(open_one.settings)
    if archive is None or not backups.due() or not archive.ids():
        return None
    return backups.make(archive, DAILY)


def must_be_ready(wanted: Settings) -> None:
    """Refuse to start on a database that is not there, or whose tables are not ours. Raises NotReady."""
    if wanted.store:
        shelf_at(wanted.store).close()
    else:
        seal_at(wanted.data, wanted.backups_folder)


_door = threading.Lock()
_open: list[Notebook] = []


def notebook() -> Notebook:
    """The notebook this process has open; the same one for every thread.

    Raises NotOpen where nobody opened it: only the server does, behind its wall, and tests do.
    """
    with _door:
        if not _open:
            raise NotOpen
        return _open[0]


def open_notebook(wanted: Settings | None = None) -> Notebook:
    """Open the notebook as the settings say, or give the one that is open already.

    Raises what the settings and the shelf raise when they cannot be read.
    """
    with _door:
        if not _open:
            now = wanted or settings()
            archive = archive_at(now.place, now.backups_folder)
            here = None if now.store else Presence(presence_in(now.data))
            _open.append(Notebook(WithADesk(archive), now, beside_of(now), archive, here))
        return _open[0]


def presence_in(place: Path) -> Path:
    """Where whoever has a folder open says so."""
    return place / ".locks"


def beside_of(wanted: Settings) -> Beside:
    """Where what is still being typed is kept: in the database of a service, so that each process finds it."""
    if wanted.store:
        from formulation.store.beside_tables import TablesBeside  # noqa: PLC0415
        from formulation.store.database import Database  # noqa: PLC0415

        return TablesBeside(Database(wanted.store, connections=4))
    seal = UNSEALED if wanted.store else seal_at(wanted.data, wanted.backups_folder)
    return FolderBeside(wanted.data / ".beside", seal=seal)


def close_notebook() -> None:
    """Close the notebook, if one is open."""
    with _door:
        while _open:
            closing = _open.pop()
            closing.shelf.close()
            closing.beside.close()
            if closing.presence is not None:
                closing.presence.close()
