"""`python -m formulation seal`, `unseal`, `passphrase`: close what is kept, open it again, change the key."""

from __future__ import annotations

import getpass
import os
import secrets
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from formulation.bootstrap import KEYRING, mirror_of, passphrase_for, presence_in, ring_of
from formulation.domain.errors import FormulationError
from formulation.security.keys import Ring
from formulation.security.sealing import KeySeal
from formulation.settings import Settings, settings
from formulation.store.backups import Backups, Keep
from formulation.store.beside import FolderBeside, written_anew
from formulation.store.presence import somebody_is_in
from formulation.store.sealing import NOTEBOOK
from formulation.store.tinydb_shelf import TinyDBShelf

from .command import Command, Progress

SHORTEST = 12
"""Letters in a passphrase, at least."""


class NotThisPassphrase(FormulationError):
    """What was to become the passphrase cannot be."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"{sentence} Nothing was changed.")


def _new_passphrase(said: str) -> str:
    """A new passphrase, typed twice where somebody is there. Raises NotThisPassphrase."""
    given = os.environ.get(said, "")
    if not given and sys.stdin.isatty():
        given = getpass.getpass("New passphrase: ")
        if getpass.getpass("The same once more: ") != given:
            raise NotThisPassphrase("The two were not the same.")
    if len(given) < SHORTEST:
        raise NotThisPassphrase(f"A passphrase has {SHORTEST} letters or more; four words do well.")
    return given


def _in_keyring(place: Path) -> str:
    """A long random passphrase, kept by the operating system. Raises NotThisPassphrase."""
    import keyring  # noqa: PLC0415 - looks for the system's services as it is imported
    from keyring.errors import KeyringError  # noqa: PLC0415

    new = secrets.token_urlsafe(32)
    try:
        keyring.set_password(KEYRING, str(place), new)
    except KeyringError as none:
        raise NotThisPassphrase("This computer offers no keyring; use a passphrase.") from none
    return new


def _folder(wanted: Settings) -> Path:
    if wanted.store:
        raise NotThisPassphrase("Sealing is for a notebook in a folder; a database seals its disk.")
    return wanted.data


class StillOpen(FormulationError):
    """What rewrites the whole notebook was asked for while somebody has it open."""

    def __init__(self) -> None:
        super().__init__(
            "The notebook is open. Close it first, with Ctrl+C where it runs, then give this command "
            "again. Nothing was changed."
        )


def _closed_folder(wanted: Settings) -> Path:
    """The folder of a notebook that nobody has open. Raises StillOpen, NotThisPassphrase."""
    place = _folder(wanted)
    if somebody_is_in(presence_in(place)):
        raise StillOpen
    return place


def _asks_to_seal(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--keyring", action="store_true", help="let the operating system keep the passphrase"
    )


def _seals(given: Namespace) -> int:
    place = _closed_folder(settings())
    path, mirror = ring_of(place), mirror_of(place)
    if path.exists():  # begun before: go on where it stopped
        ring = Ring(path, passphrase_for(place), mirror=mirror)
    else:
        kept = "keyring" if given.keyring else "passphrase"
        new = _in_keyring(place) if given.keyring else _new_passphrase("FORMULATION_PASSPHRASE")
        ring = Ring.made(path, new, mirror=mirror, kept_in=kept)
    if ring.state == "sealed":
        print("The notebook is sealed already.")
        return 0
    ring.become("sealing")
    if not _written_anew(KeySeal(ring), settings(), sealed=True):
        return 1
    ring.become("sealed")
    print(
        "Everything is sealed: formulations, what is still being typed, names, and copies. Without "
        "the passphrase nobody can open it, you neither: keep it where you will find it."
    )
    return 0


def _unseals(given: Namespace) -> int:
    place = _closed_folder(settings())
    ring = Ring(ring_of(place), passphrase_for(place), mirror=mirror_of(place))
    ring.become("unsealing")
    if not _written_anew(KeySeal(ring), settings(), sealed=False):
        return 1
    ring.put_away()
    print("Nothing is sealed any more, and the keys are gone.")
    return 0


def _written_anew(seal: KeySeal, wanted: Settings, *, sealed: bool) -> bool:
    """Lay everything down again as the seal now has it, each compared before what was there goes.

    What is so already is not touched, so an interrupted run goes on where it stopped.
    """
    seal.begin(NOTEBOOK)
    shelf = TinyDBShelf(wanted.data, seal=seal)
    try:
        troubles = _volumes_anew(shelf, sealed)
    finally:
        shelf.close()
    for key, sentence in troubles:
        print(f"{key}: {sentence}", file=sys.stderr)
    if troubles:
        print("The rest is done. Mend these, then give the same command again.", file=sys.stderr)
        return False
    written_anew(FolderBeside(wanted.data / ".beside", seal=seal))
    backups = Backups(wanted.backups_folder, keep=Keep(*wanted.keep), seal=seal)
    backups.written_anew(Progress("Copies"))
    return True


def _volumes_anew(shelf: TinyDBShelf, sealed: bool) -> list[tuple[str, str]]:
    keys, troubles, progress = shelf.ids(), [], Progress("Formulations")
    for number, key in enumerate(keys, start=1):
        try:
            if shelf.lies_sealed(key) is not sealed:
                shelf.replace(key, shelf.payloads(key))
        except FormulationError as refused:
            troubles.append((key, refused.sentence))
        progress(number, len(keys))
    return troubles


def _changes_passphrase(given: Namespace) -> int:
    place = _closed_folder(settings())
    ring = Ring(ring_of(place), passphrase_for(place), mirror=mirror_of(place))
    kept = "keyring" if given.keyring else "passphrase"
    new = _in_keyring(place) if given.keyring else _new_passphrase("FORMULATION_NEW_PASSPHRASE")
    ring.rewrap(new, kept)
    print(f"{len(ring.owners)} keys are wrapped anew; the old passphrase opens nothing any more.")
    return 0


SEAL = Command("seal", "close everything that is kept with a passphrase", _asks_to_seal, _seals)
UNSEAL = Command("unseal", "keep everything in the clear again", lambda parser: None, _unseals)
PASSPHRASE = Command(
    "passphrase", "change the passphrase of a sealed notebook", _asks_to_seal, _changes_passphrase
)
