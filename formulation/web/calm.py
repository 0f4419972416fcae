"""When something goes wrong that nobody foresaw: a calm answer with a number, and logs without words."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from formulation.security.mishaps import calm_sentence, kind_of_mishap, places_of, written_down

from .refusals import refusal

WITHHELD: Final = ("streamlit.runtime", "streamlit.elements", "streamlit.delta", "streamlit.error")
"""Loggers whose messages are put together from what was on a page."""

INTERNAL_ERROR: Final = 1011
"""The WebSocket close code for “something went wrong on our side”."""


class Calm:
    """ASGI middleware that turns whatever nobody caught into a calm sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say calmly that we could not."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_and_notice(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_and_notice)
        except Exception as mishap:
            number = written_down(mishap)
            if scope["type"] == "websocket":
                await _close(send)
            elif not begun:
                await refusal(scope, 500, calm_sentence(number))(scope, receive, send)


async def _close(send: Send) -> None:
    try:
        await send({"type": "websocket.close", "code": INTERNAL_ERROR})
    except RuntimeError:  # it was closed already
        return


@contextmanager
def wordless_logs() -> Iterator[None]:
    """While this lasts, no log line of anybody's carries an exception's text or a page's values."""
    make_record, thread_hook = logging.getLogRecordFactory(), threading.excepthook
    stray_hook = sys.unraisablehook

    def made_wordless(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return wordless(make_record(*args, **kwargs))

    logging.setLogRecordFactory(made_wordless)
    threading.excepthook = lambda told: _note(told.exc_value)
    sys.unraisablehook = lambda told: _note(told.exc_value)
    try:
        yield
    finally:
        logging.setLogRecordFactory(make_record)
        threading.excepthook, sys.unraisablehook = thread_hook, stray_hook


def _note(mishap: BaseException | None) -> None:
    if mishap is not None:
        written_down(mishap)


def wordless(record: logging.LogRecord) -> logging.LogRecord:
    """The same record without an exception's text: its type and place in the code instead."""
    mishap = record.exc_info[1] if record.exc_info else None
    if record.name.startswith(WITHHELD):
        record.msg, record.args = f"something to look at in {record.module}:{record.lineno}", None
    elif isinstance(record.args, tuple):
        record.args = tuple(
            kind_of_mishap(one) if isinstance(one, BaseException) else one for one in record.args
        )
    if mishap is not None:
        where = " < ".join(places_of(mishap))
        record.msg = f"{record.getMessage()}: {kind_of_mishap(mishap)} at {where}"
        record.args = None
    record.exc_info = record.exc_text = None
    return record
