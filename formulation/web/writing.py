"""The note being written: its text goes to disk at every pause, and comes back with what is marked in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from formulation.domain.errors import FormulationError, NotUnderstood
from formulation.domain.records import label_of
from formulation.domain.signing import SignedAlready, is_signed
from formulation.security.identifiers import KINDS
from formulation.workflows.drafts import Writing, settle, write, writing
from formulation.workflows.notes import might_identify, tied_in
from formulation.workflows.visit import Visit

from .live import message_in

LARGEST: Final = 1024 * 1024
"""Bytes in one request: the longest note twice over, in any script."""

_TOO_LARGE: Final = "This is longer than one note can hold. Go on in another note."
_NOT_UNDERSTOOD: Final = "The page sent something we did not understand. Refresh the page."


@dataclass(frozen=True)
class Said:
    """What a page sent: the text as typed, the text it last saw kept, and whether the writer rests."""

    text: str
    was: str
    rests: bool


async def look(request: Request, visit: Visit, work: Callable[..., Any]) -> Response:
    """The text of a note as it is now, and what is marked in it."""
    asked = request.path_params
    return await told(work, _looked, visit, asked["formulation_id"], asked["note_id"])


async def keep(request: Request, visit: Visit, work: Callable[..., Any]) -> Response:
    """Keep what was typed; on disk before this answers."""
    return await answered(request, work, _kept, visit, request.path_params["note_id"])


async def answered(
    request: Request, work: Callable[..., Any], act: Callable[..., Any], visit: Visit, place: str
) -> Response:
    """Read what a page sent, do `act` with it off the loop, and say what is kept now, or why not."""
    try:
        said = _said_in(await _body(request))
    except ClientDisconnect:
        return Response(status_code=400)
    except ValueError as refused:
        return JSONResponse({"sentence": str(refused)}, status_code=413)
    if said is None:
        return JSONResponse({"sentence": _NOT_UNDERSTOOD}, status_code=400)
    return await told(work, act, visit, request.path_params["formulation_id"], place, said)


async def told(work: Callable[..., Any], act: Callable[..., Any], *given: Any) -> Response:
    """What `act` finds, as a page reads it; a refusal as its sentence."""
    try:
        return JSONResponse(await work(act, *given))
    except SignedAlready as refused:
        return JSONResponse({"sentence": refused.sentence, "signed": True}, status_code=409)
    except NotUnderstood as refused:
        sentence = " ".join(one.sentence for one in refused.faults)
        return JSONResponse({"sentence": sentence}, status_code=409)
    except FormulationError as refused:
        return JSONResponse({"sentence": refused.sentence}, status_code=409)


async def _body(request: Request) -> bytes:
    """The whole request, unless it is far too long. Raises ValueError with a sentence."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > LARGEST:
            raise ValueError(_TOO_LARGE)
        pieces.append(piece)
    return b"".join(pieces)


def _said_in(body: bytes) -> Said | None:
    try:
        plain = message_in(body.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if plain is None or not isinstance(plain.get("text"), str):
        return None
    was = plain.get("was")
    return Said(plain["text"], was if isinstance(was, str) else "", plain.get("rests") is True)


def _looked(visit: Visit, formulation_id: str, note_id: str) -> Mapping[str, Any]:
    return as_plain(visit, writing(visit, formulation_id, note_id))


def _kept(visit: Visit, formulation_id: str, note_id: str, said: Said) -> Mapping[str, Any]:
    now = write(visit, formulation_id, note_id, said.text, said.was)
    if said.rests and now.is_draft:
        settle(visit, formulation_id, note_id)
        now = writing(visit, formulation_id, note_id)
    return as_plain(visit, now)


def as_plain(visit: Visit, now: Writing) -> dict[str, Any]:
    """A note's text with everything marked in it, as the page reads it."""
    names = now.opened.formulation
    stands = {one.words for one in now.note.let_stand}
    return {
        "text": now.text,
        "savedAt": f"{now.saved_at.astimezone():%H:%M:%S}" if now.saved_at else "",
        "settled": not now.is_draft,
        "version": now.opened.version,
        "signed": is_signed(now.note),
        "passages": [
            {
                "id": one.passage.id,
                "from": one.found.start,
                "to": one.found.end,
                "standing": one.found.standing,
                "about": names.name_of(one.passage.about),
                "kind": label_of(one.passage.about or ""),
            }
            for one in tied_in(now.opened, now.note.id, now.text)
            if one.found.is_there
        ],
        "identifiers": [
            {"from": one.start, "to": one.end, "kind": KINDS[one.kind], "instead": one.instead}
            for one in might_identify(visit, now.opened, now.text)
            if one.words not in stands
        ],
    }
