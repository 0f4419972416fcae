"""The live socket: intentions come up, are acted on, and what changed goes down to everybody who looks."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from formulation.domain.checks import tidied
from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.render.views import view_from
from formulation.security.mishaps import calm_sentence, written_down
from formulation.store.shelf import CouldNotOpen, CouldNotSave, ShelfFull
from formulation.workflows.gestures import NotUnderstoodHere, acted
from formulation.workflows.mapping import words_of
from formulation.workflows.notebooks import Opened, open_formulation

from .hub import Hub, Listener, Room
from .pictures import Subject, as_text

LARGEST: Final = 64 * 1024
"""Bytes in one frame from a canvas; the longest words with every place on a map take a third of it."""

A_SECOND: Final = 40
"""Frames a second from one canvas, in the long run; twice as many in a burst."""

STRIKES: Final = 20
"""Frames not understood before we hang up."""

SECONDS_TO_SAY_WHAT: Final = 20.0
WAITING_ANSWERS: Final = 200
NOT_TEXT, RULES, TOO_LARGE = 1003, 1008, 1009


class HangUp(Exception):
    """This conversation is over, and the close code that says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Pace:
    """A bucket of allowances that fills steadily; an empty one ends the conversation."""

    left: float = 2.0 * A_SECOND
    at: float = field(default_factory=time.monotonic)

    def spend(self) -> None:
        """Use one allowance. Raises HangUp where there is none."""
        now = time.monotonic()
        self.left = min(2.0 * A_SECOND, self.left + (now - self.at) * A_SECOND)
        self.at = now
        if self.left < 1.0:
            raise HangUp(RULES)
        self.left -= 1.0


class Conversation:
    """One canvas on the line."""

    def __init__(self, socket: WebSocket, hub: Hub) -> None:
        self._socket = socket
        self._hub = hub
        self._listener = Listener()
        self._room: Room | None = None
        self._who = ""
        self._strikes = 0
        self._pace = Pace()

    async def hold(self) -> None:
        """Listen and answer until either side hangs up."""
        await self._socket.accept()
        sending = asyncio.create_task(self._send(), name="notebook-sending")
        try:
            await self._listen()
        except HangUp as over:
            with suppress(RuntimeError, WebSocketDisconnect):
                await self._socket.close(over.code)
        except WebSocketDisconnect:
            pass
        finally:
            self._hub.leave(self._room, self._listener)
            self._hub.stop_watching(self._listener)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    async def _send(self) -> None:
        """Send what is missing whenever there is something, as fast as the other side takes it."""
        listener = self._listener
        with suppress(
            WebSocketDisconnect, RuntimeError
        ):  # the line is gone; hold() sees to the rest
            while True:
                await listener.wake.wait()
                listener.wake.clear()
                room = self._room
                if listener.greeting:
                    greeting, listener.greeting = listener.greeting, ""
                    await self._socket.send_text(greeting)
                for text in room.missing(listener) if room else ():
                    await self._socket.send_text(text)
                while listener.answers:
                    await self._socket.send_text(listener.answers.popleft())

    async def _listen(self) -> None:
        text = await self._first_frame()
        while True:
            message = self._understood(text)
            if message is not None:
                await self._take(message)
            text = await self._frame()

    async def _first_frame(self) -> str:
        try:
            return await asyncio.wait_for(self._frame(), SECONDS_TO_SAY_WHAT)
        except TimeoutError:
            raise HangUp(RULES) from None

    async def _frame(self) -> str:
        frame = await self._socket.receive()
        if frame["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(frame.get("code", 1005))
        text = frame.get("text")
        if text is None:
            raise HangUp(NOT_TEXT)
        if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
            raise HangUp(TOO_LARGE)
        self._pace.spend()
        return str(text)

    def _understood(self, text: str) -> dict[str, Any] | None:
        message = message_in(text)
        if message is None:
            self._strike()
        return message

    def _strike(self) -> None:
        self._strikes += 1
        self._listener.tell(_answer(None, NotUnderstoodHere().sentence))
        if self._strikes >= STRIKES or len(self._listener.answers) > WAITING_ANSWERS:
            raise HangUp(RULES)

    async def _take(self, message: dict[str, Any]) -> None:
        if "open" in message:
            await self._open(message)
        elif "watch" in message:
            self._watch(message)
        elif "here" in message:
            self._listener.tell({"here": message["here"] is True})
        elif "did" in message and isinstance(message.get("n"), int):
            await self._act(message)
        else:
            self._strike()

    def _watch(self, message: Mapping[str, Any]) -> None:
        """Tell a page that shows no drawing only that there is something new, and nothing of what."""
        have = message.get("have")
        self._listener.has = have if isinstance(have, int) else None
        self._hub.watch(str(message["watch"])[:200], self._listener)

    async def _open(self, message: Mapping[str, Any]) -> None:
        """Look at a drawing, or at another one than before."""
        self._hub.leave(self._room, self._listener)
        self._room = None
        self._listener.greeting = ""
        self._who = str(message.get("me", ""))[:64]
        have = message.get("have")
        self._listener.has = have if isinstance(have, int) else None
        self._listener.edition = str(message.get("edition", ""))[:64]
        self._listener.asked = True
        subject = Subject(
            str(message["open"])[:200],
            str(message.get("drawing", ""))[:200],
            message.get("pulls") is not False,
            view_from(message.get("view")),
        )
        greeting = {"turn": _turn_in(message), "process": self._hub.process}
        trouble = ""
        try:
            self._room = await self._hub.join(subject, self._listener)
        except FormulationError as refused:
            trouble = refused.sentence
        except Exception as mishap:  # one drawing that fails must not end the conversation
            trouble = calm_sentence(written_down(mishap))
        self._listener.greeting = as_text(greeting)
        if trouble:
            self._listener.tell({"trouble": trouble})
        self._listener.wake.set()

    async def _act(self, gesture: Mapping[str, Any]) -> None:
        """Act on an intention once, however often it comes, and answer it."""
        number = gesture["n"]
        answer = self._hub.remembered(self._who, number) if self._who else None
        if answer is None:
            answer = await self._answer_to(number, gesture)
            if self._who and not answer.get("later"):
                self._hub.remember(self._who, number, answer)
        self._listener.tell(answer)
        if len(self._listener.answers) > WAITING_ANSWERS:
            raise HangUp(RULES)

    async def _answer_to(self, number: int, gesture: Mapping[str, Any]) -> dict[str, Any]:
        room = self._room
        if room is None:
            return _answer(number, "Nothing lies open here. Refresh the page.")
        subject = room.subject
        visit = self._hub.visit

        made: list[str] = []

        def act() -> Opened:
            done = acted(visit, subject.formulation_id, subject.drawing_id, gesture)
            made[:] = done.made
            return done.opened

        try:
            opened = await self._hub.act(room, act)
        except ChangedMeanwhile as changed:
            return await self._changed_meanwhile(number, subject, gesture, changed)
        except FormulationError as refused:
            answer = _answer(number, refused.sentence, revision=room.revision)
            return answer | _worth_trying_again(refused)
        except Exception as mishap:  # the line stays open, and nothing of the text is logged
            return _answer(number, calm_sentence(written_down(mishap)), revision=room.revision)
        answer = {"answer": number, "ok": True, "sentence": "", "revision": opened.version}
        return {**answer, "made": made} if made else answer

    async def _changed_meanwhile(
        self,
        number: int,
        subject: Subject,
        gesture: Mapping[str, Any],
        changed: ChangedMeanwhile,
    ) -> dict[str, Any]:
        """What it says now, beside the refusal; and where that is what was asked for, no refusal."""
        revision, says = await self._hub.in_a_thread(self._says_now, subject, gesture)
        if gesture.get("did") == "reword" and says == tidied(str(gesture.get("words", ""))):
            return {"answer": number, "ok": True, "sentence": "", "revision": revision}
        answer = _answer(number, changed.sentence, revision=revision)
        return answer if says is None else {**answer, "says": says}

    def _says_now(self, subject: Subject, gesture: Mapping[str, Any]) -> tuple[int, str | None]:
        try:
            opened = open_formulation(self._hub.visit, subject.formulation_id)
            return opened.version, words_of(opened.formulation, str(gesture.get("id", "")))
        except FormulationError:
            return 0, None


def _worth_trying_again(refused: FormulationError) -> dict[str, str]:
    """What tells a canvas to hold on to an intention while the store is away: surely not saved, or perhaps."""
    if isinstance(refused, CouldNotSave) and not isinstance(refused, ShelfFull):
        return {"later": "perhaps" if refused.unsure else "surely"}
    return {"later": "surely"} if isinstance(refused, CouldNotOpen) else {}


def _answer(number: int | None, sentence: str, *, revision: int = 0) -> dict[str, Any]:
    return {"answer": number, "ok": False, "sentence": sentence, "revision": revision}


def _turn_in(message: Mapping[str, Any]) -> int:
    """Which of its requests to open a drawing a canvas wants this to be the answer to."""
    turn = message.get("turn")
    return turn if isinstance(turn, int) else 0


def message_in(text: str) -> dict[str, Any] | None:
    """The message a frame holds; None where it is not one: no object, or numbers out of all bounds."""
    try:
        found = json.loads(text, parse_int=_number(int), parse_float=_number(float),
                           parse_constant=_no_such_number)  # fmt: skip
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _number(kind: Callable[[str], float]) -> Callable[[str], float]:
    def read(said: str) -> float:
        number = kind(said)
        if not abs(number) < 1e9:
            raise ValueError(kind.__name__)
        return number

    return read


def _no_such_number(said: str) -> float:
    raise ValueError(said[:9])
