"""How the server says no: a status, a sentence, and nothing else."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

POLICY: Final = 1008
"""The WebSocket close code for “this is against the rules here”."""


def refusal(scope: Scope, status: int, sentence: str) -> Response:
    """A sentence as plain text, or as JSON where that was asked for."""
    if "application/json" in Headers(scope=scope).get("accept", ""):
        return JSONResponse({"sentence": sentence}, status_code=status)
    return PlainTextResponse(sentence, status_code=status)


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    """Say no to a request, or close a socket before it has opened."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY, "reason": sentence[:120]})
    else:
        await refusal(scope, status, sentence)(scope, receive, send)
