"""A seal for tests: the real one, with a key that is quick to stretch."""

from __future__ import annotations

import os
from pathlib import Path

from formulation.security.keys import Ring
from formulation.security.sealing import KeySeal
from formulation.store.sealing import NOTEBOOK

PASSPHRASE = "four words do well"
QUICK = {"passes": 1, "kibibytes": 64, "lanes": 1}


def seal(folder: Path, state: str = "sealed") -> KeySeal:
    """The seal of a folder; its ring is made if there is none."""
    path, mirror = folder / ".keys", folder.with_name("mirror") / "notebook.keys"
    if path.exists():
        return KeySeal(Ring(path, PASSPHRASE, mirror=mirror))
    made = KeySeal(Ring.made(path, PASSPHRASE, mirror=mirror, state=state, cost=QUICK))
    made.begin(NOTEBOOK)
    return made


def let_in() -> None:
    """Let this process open sealed notebooks of tests without being asked; for children of their own."""
    os.environ["FORMULATION_PASSPHRASE"] = PASSPHRASE
