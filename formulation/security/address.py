"""The loopback rule: a personal notebook has no accounts, so only this computer may reach it."""

from __future__ import annotations

import ipaddress
from typing import Final

from formulation.domain.errors import FormulationError

NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""What this computer may be called in an address bar; anything else may be a stranger's name for it."""


class OnlyOnThisComputer(FormulationError):
    """The notebook was asked to listen where other computers could reach it."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"This is a personal notebook: it has no sign-in, so it only listens on this computer "
            f"(127.0.0.1, ::1 or localhost) and not on “{address[:80]}”, where others on the network "
            "could read it. Nothing was started. Leave the address out to start it here."
        )
        self.address = address


def is_loopback(address: str) -> bool:
    """Whether an address (not a name, except localhost) can be reached from this computer only."""
    bare = address.strip().strip("[]").partition("%")[0]
    if bare.lower() == "localhost":
        return True
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def must_be_loopback(address: str) -> str:
    """The same address, if only this computer can reach it. Raises OnlyOnThisComputer."""
    if not is_loopback(address):
        raise OnlyOnThisComputer(address)
    return address.strip().strip("[]")


def is_our_name(host: str) -> bool:
    """Whether a Host header names this computer: one of a few fixed names, with or without a port."""
    name, port = _split(host)
    return name.lower() in NAMES and (not port or port.isdigit())


def _split(host: str) -> tuple[str, str]:
    if host.startswith("["):
        name, closed, rest = host[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            return "", ""
        return name, rest[1:]
    name, _, port = host.partition(":")
    return name, port
