"""What a team does with a note: begin it from a format, tie its words, pull things out, sign, add to it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from formulation.analysis.cues import KINDS as PULLED_OUT_AS
from formulation.analysis.cues import Sentence, sentences_in
from formulation.domain.changes import Change
from formulation.domain.errors import ChangedMeanwhile, FormulationError, NotOnMap
from formulation.domain.formulation import Formulation
from formulation.domain.passages import Found, anchored, quoted
from formulation.domain.records import (
    RECORD_KINDS,
    Action,
    Addendum,
    Hypothesis,
    LetStand,
    Passage,
    Pull,
    SupervisionNote,
)
from formulation.domain.signing import SignedAlready, is_signed
from formulation.domain.verbs import adding, changing, removing
from formulation.security.identifiers import Identifier, Names, identifiers_in
from formulation.store import codec
from formulation.store.formats import NoteFormat, Trouble
from formulation.store.formats import formats as formats_in

from .drafts import passages_of, writing_into
from .ids import fresh
from .notebooks import Opened, keep, may_write
from .visit import Visit

DRAWN: Final = frozenset(
    {kind for kind, row in RECORD_KINDS.items() if row.drawn} | {"drawing", "placement"}
)
"""What a drawing is made of; a signature covers these."""


class StillIdentifies(FormulationError):
    """A note was to be signed while words in it might still say who somebody is."""

    def __init__(self, found: tuple[Identifier, ...]) -> None:
        words = ", ".join(f"“{one.words}”" for one in found[:6])
        super().__init__(
            f"Before it is signed, look once more at {words}. "
            "Say it differently, or say why it may stand."
        )
        self.found = found


class NoSuchWords(FormulationError):
    """Words of a note were to be used that are no longer in it."""

    def __init__(self) -> None:
        super().__init__("Those words are no longer in the note. Select them again.")


# Beginning


def formats(visit: Visit) -> tuple[tuple[NoteFormat, ...], tuple[Trouble, ...]]:
    """The formats a note can begin from, and what is wrong with a service's own files."""
    return formats_in(visit.formats)


def begin_from(visit: Visit, opened: Opened, shape: NoteFormat, date: str) -> tuple[Opened, str]:
    """Begin a note from a format; its phases come along, so that the note stays readable without the file."""
    note = SupervisionNote(
        fresh("note"),
        date=date,
        format=shape.kind,
        minutes=shape.minutes or None,
        shape=shape.name,
        phases=shape.phases,
    )
    return keep(visit, opened, adding(opened.formulation, note)), note.id


# Passages


@dataclass(frozen=True)
class Selected:
    """Words somebody has selected in a note, and where they saw them begin (characters)."""

    note_id: str
    words: str
    at: int


@dataclass(frozen=True)
class Tied:
    """A passage of a note, and where its words are in the text now."""

    passage: Passage
    found: Found


def tied_in(opened: Opened, note_id: str, text: str) -> tuple[Tied, ...]:
    """Every passage of a note with its place in a text, in reading order; lost ones last."""
    found = [Tied(one, anchored(text, one)) for one in passages_of(opened, note_id)]
    return tuple(sorted(found, key=lambda one: (not one.found.is_there, one.found.start)))


def tie_words(
    visit: Visit, opened: Opened, selected: Selected, to_id: str, *, on: str
) -> tuple[Opened, str]:
    """Tie words of a note to a record on a day; returns the formulation and the passage's id.

    Of several such words in the note, the nearest to where they were seen are meant.
    Raises NoSuchWords, NotOnMap, SignedAlready.
    """
    passage = _passage(opened, selected, to_id, on=on)
    if to_id not in opened.formulation:
        raise NotOnMap(to_id)
    change = replace(adding(opened.formulation, passage), why="tied words to the drawing")
    return keep(visit, opened, change), passage.id


def _passage(opened: Opened, selected: Selected, to_id: str, *, on: str) -> Passage:
    note = draft_note(opened, selected.note_id)
    start = nearest(note.text, selected)
    where: dict[str, Any] = quoted(note.text, start, start + len(selected.words))
    return Passage(fresh("passage"), note=note.id, about=to_id, tied_on=on, **where)


def nearest(text: str, selected: Selected) -> int:
    """Where the words stand in a text, nearest to where they were seen. Raises NoSuchWords."""
    words, at = selected.words, selected.at
    if not words.strip():
        raise NoSuchWords
    before, after = text.rfind(words, 0, at + len(words)), text.find(words, max(0, at))
    places = [place for place in (before, after) if place >= 0]
    if not places:
        raise NoSuchWords
    return min(places, key=lambda place: abs(place - at))


def untie(visit: Visit, opened: Opened, passage_id: str) -> Opened:
    """Let go of a passage; the words themselves stay. Raises SignedAlready, NotOnMap."""
    may_write(opened)
    passage = opened.formulation[passage_id]
    if isinstance(passage, Passage) and is_signed(opened.formulation.get(passage.note)):
        raise SignedAlready
    change = removing(opened.formulation, passage_id)
    return keep(visit, opened, replace(change, why="let go of tied words"))


def keep_here(visit: Visit, opened: Opened, passage_id: str) -> Opened:
    """Say that a passage that was moved or reworded is right where it is found now. Raises NoSuchWords."""
    may_write(opened)
    passage = opened.formulation[passage_id]
    if not isinstance(passage, Passage):
        raise NotOnMap(passage_id)
    note = draft_note(opened, passage.note or "")
    found = anchored(note.text, passage)
    if not found.is_there:
        raise NoSuchWords
    change = changing(opened.formulation, passage_id, **quoted(note.text, found.start, found.end))
    return keep(visit, opened, replace(change, why="found tied words again"))


# Pulling structure out of what was written


def to_pull_out(opened: Opened, note: SupervisionNote) -> tuple[Sentence, ...]:
    """The sentences of a note that have not been pulled out of it yet, with what they sound like."""
    taken = {*note.observed, *note.inferred, *(one.what for one in note.agreed)}
    about = {one.about: one.quote for one in passages_of(opened, note.id)}
    quotes = {quote for to_id, quote in about.items() if _thought_here(opened, to_id)}
    headings = {phase.name for phase in note.phases}
    return tuple(
        one
        for one in sentences_in(note.text)
        if one.words not in taken | quotes and one.words.rstrip(":") not in headings
    )


def _thought_here(opened: Opened, to_id: str | None) -> bool:
    return isinstance(opened.formulation.get(to_id), Hypothesis | Pull)


def pull_out(
    visit: Visit, opened: Opened, selected: Selected, kind: str, *, on: str
) -> tuple[Opened, str]:
    """Make something of words in a note: seen, inferred, to do, a hypothesis or a pull.

    The words stay in the text. A hypothesis or pull has the passage tied to it. Returns the
    formulation and the id of what was made, or of the note. Raises NoSuchWords, SignedAlready.
    """
    note = draft_note(opened, selected.note_id)
    nearest(note.text, selected)
    if kind not in PULLED_OUT_AS:
        raise NoSuchWords
    said, made_id = " ".join(selected.words.split()), note.id
    if kind in ("hypothesis", "pull"):
        made = _thought(kind, note.id, said)
        made_id = made.id
        change = adding(opened.formulation, made, _passage(opened, selected, made.id, on=on))
    else:
        change = changing(opened.formulation, note.id, **_with_line(note, kind, said))
    return keep(visit, opened, replace(change, why="pulled something out of a note")), made_id


def _with_line(note: SupervisionNote, kind: str, said: str) -> dict[str, Any]:
    if kind == "observed":
        return {"observed": (*note.observed, said)}
    if kind == "inferred":
        return {"inferred": (*note.inferred, said)}
    return {"agreed": (*note.agreed, Action(what=said))}


def _thought(kind: str, note_id: str, said: str) -> Hypothesis | Pull:
    if kind == "hypothesis":
        return Hypothesis(fresh("hypothesis"), note=note_id, words=said)
    return Pull(fresh("pull"), note=note_id, urge=said)


# Words that might say who somebody is

_NAMES: Final = "names"


def names(visit: Visit) -> Names:
    """The team's own list of names, as it is kept: nobody can read it."""
    content = visit.beside.read(_NAMES)
    if content is None:
        return Names(secrets.token_bytes(32))
    try:
        plain = json.loads(content)
        said = {str(one): str(instead) for one, instead in plain["digests"].items()}
        return Names(bytes.fromhex(plain["key"]), said)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Names(secrets.token_bytes(32))


def watch_for(visit: Visit, name: str, instead: str) -> Names:
    """Put a name on the list, with what to say instead; the list that is now."""
    return _with_names(visit, lambda now: now.adding(name, instead.strip()))


def stop_watching_for(visit: Visit, name: str) -> Names:
    """Take a name off the list; the list that is now."""
    return _with_names(visit, lambda now: now.without(name))


def _with_names(visit: Visit, act: Any) -> Names:
    with visit.beside.held(_NAMES):
        now: Names = act(names(visit))
        plain = {"key": now.key.hex(), "digests": now.digests}
        visit.beside.write(_NAMES, json.dumps(plain).encode())
    return now


def might_identify(visit: Visit, opened: Opened, text: str) -> tuple[Identifier, ...]:
    """Words in a text that might say who somebody is; where nothing better is offered, the pseudonym."""
    pseudonym = opened.formulation.cover.pseudonym
    found = identifiers_in(text, names=names(visit))
    return tuple(
        replace(one, instead=pseudonym)
        if one.kind == "name" and not one.instead and one.words != pseudonym
        else one
        for one in found
        if one.words != pseudonym
    )


def still_identifying(
    visit: Visit, opened: Opened, note: SupervisionNote
) -> tuple[Identifier, ...]:
    """Each word of a note, in whichever field, that might say who somebody is and has not been let stand."""
    stands = {one.words for one in note.let_stand}
    found = {
        one.words: one
        for text in _everything_said(note)
        for one in might_identify(visit, opened, text)
        if one.words not in stands
    }
    return tuple(found.values())


def _everything_said(thing: Any) -> Iterator[str]:
    for one in fields(thing):
        if {"one_of", "points_at", "day"} & one.metadata.keys() or one.name in _NOT_TYPED:
            continue
        value = getattr(thing, one.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, str):
                yield item
            elif hasattr(item, "__dataclass_fields__"):
                yield from _everything_said(item)


_NOT_TYPED: Final = frozenset({"id", "held", "let_stand", "phases", "shape", "signed_seal"})


def let_stand(visit: Visit, opened: Opened, note_id: str, words: str, reason: str) -> Opened:
    """Let words stand that might say who somebody is, with a reason that is kept in the note."""
    note = draft_note(opened, note_id)
    kept = (*(one for one in note.let_stand if one.words != words), LetStand(words, reason))
    change = changing(opened.formulation, note_id, let_stand=kept)
    return keep(visit, opened, replace(change, why="let words stand"))


def say_instead(
    visit: Visit, opened: Opened, note_id: str, words: str, instead: str, *, was: str
) -> Opened:
    """Say something else wherever these words stand in the text of a note.

    `was`: the text as it was seen. Raises ChangedMeanwhile, SignedAlready.
    """
    note = draft_note(opened, note_id)
    if note.text != was:
        raise ChangedMeanwhile((note_id,))
    return keep(visit, opened, writing_into(opened, note, note.text.replace(words, instead)))


# Signing, and what comes after


def drawing_seal(formulation: Formulation) -> str:
    """A seal over everything drawn: two formulations that draw the same have the same (SHA-256)."""
    drawn = sorted(
        (one for one in formulation.records.values() if one.prefix in DRAWN), key=lambda one: one.id
    )
    plain = [codec.record_to_plain(one) for one in drawn]
    return hashlib.sha256(codec.canonical(plain)).hexdigest()


def as_it_was_signed(visit: Visit, opened: Opened, note: SupervisionNote) -> Formulation | None:
    """The formulation as it was when a note was signed, from the ledger; None where it cannot be known.

    The seal kept in the note says whether what the ledger holds is the drawing that was signed.
    """
    if not note.signed_version or opened.read_only:
        return None
    formulation = Formulation(opened.id, {})
    for entry in visit.shelf.story(opened.id):
        if entry.number > note.signed_version:
            break
        formulation = entry.change.applied_to(formulation)
    return formulation if drawing_seal(formulation) == note.signed_seal else None


def add_to_signed(visit: Visit, opened: Opened, note_id: str, words: str, on: str) -> Opened:
    """Add a dated addendum to a signed note; what was added before stays as it was."""
    may_write(opened)
    note = _note(opened, note_id)
    change = changing(opened.formulation, note_id, addenda=(*note.addenda, Addendum(on, words)))
    return keep(visit, opened, replace(change, why="added to a signed note"))


def mark_done(visit: Visit, opened: Opened, note_id: str, at: int, on: str) -> Opened:
    """Say on which day something agreed was done; empty: not done after all."""
    may_write(opened)
    note = _note(opened, note_id)
    agreed = tuple(
        replace(one, done=on) if number == at else one for number, one in enumerate(note.agreed)
    )
    change = changing(opened.formulation, note_id, agreed=agreed)
    return keep(visit, opened, replace(change, why="marked something agreed"))


# What lies ahead


def draft_note(opened: Opened, note_id: str) -> SupervisionNote:
    """A note that may still be written in. Raises OnlyToRead, NotOnMap, SignedAlready."""
    may_write(opened)
    note = _note(opened, note_id)
    if is_signed(note):
        raise SignedAlready
    return note


def _note(opened: Opened, note_id: str) -> SupervisionNote:
    note = opened.formulation[note_id]
    if not isinstance(note, SupervisionNote):
        raise NotOnMap(note_id)
    return note


def signing(visit: Visit, opened: Opened, note_id: str, on: str) -> Change:
    """The change that signs a note, with the drawing as it is now. Raises StillIdentifies, SignedAlready."""
    note = draft_note(opened, note_id)
    found = still_identifying(visit, opened, note)
    if found:
        raise StillIdentifies(found)
    return replace(
        changing(
            opened.formulation,
            note_id,
            standing="signed",
            signed_on=on,
            signed_version=opened.version,
            signed_seal=drawing_seal(opened.formulation),
        ),
        why="signed a note",
    )
