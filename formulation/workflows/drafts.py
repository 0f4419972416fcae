"""Words still being typed in a note: kept at every pause, and written into the note when it rests.

A draft is on disk before anybody is told so. Whoever else types in the same note meanwhile loses
nothing: what both wrote is brought together. Only when the writer rests, leaves or signs does the
text go into the ledger, so that a name typed and taken back is not kept for ever.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from formulation.domain.changes import Change
from formulation.domain.checks import UNKEEPABLE
from formulation.domain.errors import Fault, NotOnMap, NotUnderstood
from formulation.domain.fields import PROSE
from formulation.domain.passages import followed, merged
from formulation.domain.records import Passage, SupervisionNote
from formulation.domain.signing import SignedAlready, is_signed
from formulation.domain.verbs import changing
from formulation.store.beside import drafts_of

from .notebooks import Opened, freshly, keep, may_write, open_formulation
from .visit import Visit

AT_REST: Final = timedelta(seconds=30)
"""A draft nobody has typed in for so long goes into its note when the note is next looked at."""


@dataclass(frozen=True)
class Draft:
    """A note's text as it is being typed, and the text in the note that it began from."""

    text: str
    base: str
    at: datetime


@dataclass(frozen=True)
class Writing:
    """A note's text now: with what is still being typed, and when that was put on disk."""

    note: SupervisionNote
    text: str
    saved_at: datetime | None
    opened: Opened

    @property
    def is_draft(self) -> bool:
        """Whether some of it is not in the note yet."""
        return self.text != self.note.text


def kept_letters(text: str) -> str:
    """The same text in one spelling of Unicode, without characters that no shelf can keep."""
    plain = UNKEEPABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", plain)


def draft_name(formulation_id: str, note_id: str) -> str:
    """Under what name a draft is kept: the formulation's id, so that it can be erased with it, and no words."""
    return f"{drafts_of(formulation_id)}{hashlib.sha256(note_id.encode()).hexdigest()[:24]}"


def draft_of(visit: Visit, formulation_id: str, note_id: str) -> Draft | None:
    """What is being typed in a note; None where nothing is."""
    content = visit.beside.read(draft_name(formulation_id, note_id))
    if content is None:
        return None
    try:
        plain: dict[str, Any] = json.loads(content)
        return Draft(
            str(plain["text"]), str(plain["base"]), datetime.fromisoformat(str(plain["at"]))
        )
    except (ValueError, KeyError, TypeError):
        return None  # only a whole file is ever put in place; this one somebody else has written


def writing(visit: Visit, formulation_id: str, note_id: str) -> Writing:
    """A note's text as it lies open, with what is still being typed. Raises NotOnMap, NotOnShelf."""
    opened = open_formulation(visit, formulation_id)
    note = _note(opened, note_id)
    draft = None if opened.read_only else draft_of(visit, formulation_id, note_id)
    if draft is None or is_signed(note):
        return Writing(note, note.text, opened.saved_at, opened)
    text = merged(draft.base, draft.text, note.text)
    return Writing(note, text, draft.at, opened)


def write(visit: Visit, formulation_id: str, note_id: str, text: str, was: str) -> Writing:
    """Keep what somebody has typed so far; on disk before this returns.

    `was`: the text they last saw kept. Where somebody else has typed meanwhile, both are brought
    together, and the text that comes back holds both. Raises SignedAlready, OnlyToRead,
    NotUnderstood for a text too long, CouldNotSave.
    """
    name = draft_name(formulation_id, note_id)
    typed, seen = kept_letters(text), kept_letters(was)
    with visit.beside.held(name):
        now = writing(visit, formulation_id, note_id)
        may_write(now.opened)
        if is_signed(now.note):
            raise SignedAlready
        together = merged(seen, typed, now.text)
        _must_fit(together)
        if together == now.text:
            return now
        at = datetime.now(UTC)
        draft = {"text": together, "base": now.note.text, "at": at.isoformat()}
        visit.beside.write(name, json.dumps(draft, ensure_ascii=False).encode())
    return replace(now, text=together, saved_at=at)


def _must_fit(text: str) -> None:
    if len(text) > PROSE:
        raise NotUnderstood(
            [
                Fault(
                    "notes",
                    f"This is {len(text):,} characters; one note has room for {PROSE:,}. "
                    "Go on in another note.",
                )
            ]
        )


def settle(visit: Visit, formulation_id: str, note_id: str) -> Opened:
    """Write what was typed into the note itself, with the passages that go along; durable before this returns.

    Where a note was signed or has gone meanwhile, the draft stays where it is. Raises as `keep` does.
    """
    name = draft_name(formulation_id, note_id)
    with visit.beside.held(name):
        if draft_of(visit, formulation_id, note_id) is None:
            return open_formulation(visit, formulation_id)
        opened = freshly(visit, formulation_id, lambda now: _settled(visit, now, note_id))
        if not is_signed(_note(opened, note_id)):
            visit.beside.remove(name)
    return opened


def _settled(visit: Visit, opened: Opened, note_id: str) -> Opened:
    note = _note(opened, note_id)
    draft = draft_of(visit, opened.id, note_id)
    if draft is None or is_signed(note):
        return opened
    text = merged(draft.base, draft.text, note.text)
    return keep(visit, opened, writing_into(opened, note, text))


def writing_into(opened: Opened, note: SupervisionNote, text: str) -> Change:
    """The change that puts a text into a note, and lets its passages follow their words."""
    if text == note.text:
        return Change({}, {})
    change = changing(opened.formulation, note.id, text=text)
    for passage in followed(passages_of(opened, note.id), note.text, text):
        before = opened.formulation.records[passage.id]
        change = change.then(Change({passage.id: before}, {passage.id: passage}))
    return replace(change, why="wrote in a note")


def passages_of(opened: Opened, note_id: str) -> tuple[Passage, ...]:
    """The passages of one note, in the order of their places."""
    mine = [one for one in opened.formulation.every(Passage) if one.note == note_id]
    return tuple(sorted(mine, key=lambda one: one.at or 0))


def settle_what_rests(visit: Visit, formulation_id: str) -> None:
    """Write every draft of a formulation that nobody has typed in for a while into its note."""
    opened = open_formulation(visit, formulation_id)
    if opened.read_only:
        return
    until = datetime.now(UTC) - AT_REST
    waiting = set(visit.beside.names(drafts_of(formulation_id)))
    if not waiting:
        return
    for note in opened.formulation.every(SupervisionNote):
        if draft_name(formulation_id, note.id) in waiting:
            draft = draft_of(visit, formulation_id, note.id)
            if draft is not None and draft.at <= until and not is_signed(note):
                settle(visit, formulation_id, note.id)


def left_behind(visit: Visit, formulation_id: str, note: SupervisionNote) -> str:
    """What was typed in a note that was signed before it arrived; empty where there is nothing."""
    draft = draft_of(visit, formulation_id, note.id) if is_signed(note) else None
    return "" if draft is None or draft.text == note.text else draft.text


def let_go(visit: Visit, formulation_id: str, note_id: str) -> None:
    """Forget what was typed and not written into a note."""
    name = draft_name(formulation_id, note_id)
    with visit.beside.held(name):
        visit.beside.remove(name)


def _note(opened: Opened, note_id: str) -> SupervisionNote:
    note = opened.formulation[note_id]
    if not isinstance(note, SupervisionNote):
        raise NotOnMap(note_id)
    return note
