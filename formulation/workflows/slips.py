"""A few words being typed that have no place in the formulation yet: kept on a slip at every pause.

An answer to a question, or why it can rest, is not in the ledger until somebody says that it is to
be kept. Until then a refresh, a closed tab or a dropped connection loses nothing of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from formulation.domain.errors import Fault, NotUnderstood
from formulation.domain.fields import PROSE
from formulation.domain.passages import merged
from formulation.store.beside import drafts_of

from .drafts import kept_letters
from .notebooks import may_write, open_formulation
from .visit import Visit

_PLACE: Final = re.compile(r"slip-[0-9a-f]{24}")


@dataclass(frozen=True)
class Slip:
    """Words on a slip, and when they were put on disk; `saved_at` is None where there is no slip."""

    text: str = ""
    saved_at: datetime | None = None


def place_of(*what: str) -> str:
    """What a slip is called that belongs to something: always the same name, and without a word of it."""
    return f"slip-{hashlib.sha256(chr(0).join(what).encode()).hexdigest()[:24]}"


def slip_at(visit: Visit, formulation_id: str, place: str) -> Slip:
    """The words on a slip. Raises NotUnderstood for a name no slip has."""
    content = visit.beside.read(_name(formulation_id, place))
    if content is None:
        return Slip()
    try:
        plain: dict[str, Any] = json.loads(content)
        return Slip(str(plain["text"]), datetime.fromisoformat(str(plain["at"])))
    except (ValueError, KeyError, TypeError):
        return Slip()  # only a whole file is ever put in place; this one somebody else has written


def write_slip(visit: Visit, formulation_id: str, place: str, text: str, was: str) -> Slip:
    """Keep what somebody has typed so far; on disk before this returns.

    `was`: the words they last saw kept. Where somebody else has typed on the same slip meanwhile,
    what comes back holds both. Raises NotOnShelf, OnlyToRead, NotUnderstood for words too long,
    CouldNotSave.
    """
    name = _name(formulation_id, place)
    with visit.beside.held(name):
        may_write(open_formulation(visit, formulation_id))
        now = slip_at(visit, formulation_id, place)
        together = merged(kept_letters(was), kept_letters(text), now.text)
        if together == now.text:
            return now
        if len(together) > PROSE:
            raise NotUnderstood([Fault("words", f"There is room for {PROSE:,} characters here.")])
        if not together.strip():
            visit.beside.remove(name)
            return Slip(together)
        at = datetime.now(UTC)
        plain = {"text": together, "at": at.isoformat()}
        visit.beside.write(name, json.dumps(plain, ensure_ascii=False).encode())
    return Slip(together, at)


def throw_away(visit: Visit, formulation_id: str, place: str) -> None:
    """Forget a slip, once its words stand where they belong."""
    name = _name(formulation_id, place)
    with visit.beside.held(name):
        visit.beside.remove(name)


def _name(formulation_id: str, place: str) -> str:
    if not _PLACE.fullmatch(place):
        raise NotUnderstood([Fault("words", "The page asked for something that is not here.")])
    return f"{drafts_of(formulation_id)}{place}"
