"""What can be done from a command line to what the notebook keeps; each command has a file of its own."""

from __future__ import annotations

from typing import Final

from . import backing_up, copying, migrating, sealing, verifying
from .command import Command

ALL: Final[tuple[Command, ...]] = (
    migrating.COMMAND,
    verifying.COMMAND,
    copying.COMMAND,
    backing_up.BACKUP,
    backing_up.RESTORE,
    backing_up.ERASE,
    sealing.SEAL,
    sealing.UNSEAL,
    sealing.PASSPHRASE,
)
BY_NAME: Final = {command.name: command for command in ALL}
