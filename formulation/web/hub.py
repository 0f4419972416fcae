"""Everybody who looks at one drawing, and the one picture they share; drawn once, sent to all.

Commits of this process arrive by the shelf's own telling; those of other processes are asked for
twice a second, and only while somebody looks. Nothing queues up for a slow listener: it is told
what is missing when it is ready for it, or sent the whole picture.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from formulation.domain.errors import FormulationError
from formulation.security.mishaps import calm_sentence, written_down
from formulation.store.desk import is_on_the_desk
from formulation.workflows.notebooks import Opened, open_formulation
from formulation.workflows.visit import Visit

from .pictures import Picture, Subject, as_text, difference, drawn

T = TypeVar("T")

THREADS: Final = 4
REMEMBERED_CHANGES: Final = 24
ROOMS_KEPT: Final = 32
ASK_EVERY: Final = 0.5
"""Seconds between two questions to the shelf about other processes."""

ANSWERS_KEPT: Final = 4_000
ANSWERS_FOR: Final = 600.0
"""Seconds for which an answer is remembered, so that an intention sent twice is acted on once."""


@dataclass(frozen=True)
class Step:
    """One difference as text, from one revision to the next."""

    was: int
    revision: int
    text: str


@dataclass(eq=False)
class Listener:
    """One open canvas: what it has, what it waits for, and how to wake the one who sends."""

    has: int | None = None
    edition: str = ""
    asked: bool = True
    greeting: str = ""
    answers: deque[str] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, message: Mapping[str, Any]) -> None:
        """Put an answer by, to be sent after the picture it goes with."""
        self.answers.append(as_text(message))
        self.wake.set()


@dataclass(eq=False)
class Room:
    """One drawing with everybody who looks at it."""

    subject: Subject
    edition: str
    picture: Picture | None = None
    steps: deque[Step] = field(default_factory=lambda: deque(maxlen=REMEMBERED_CHANGES))
    listeners: set[Listener] = field(default_factory=set)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: int = 0
    doubted: bool = False
    drawing: asyncio.Task[None] | None = None
    trouble: str = ""
    trouble_at: int | None = None
    _whole: str = ""

    @property
    def revision(self) -> int:
        """The revision of the picture that hangs here; 0 where there is none."""
        return self.picture.revision if self.picture is not None else 0

    def hang(self, picture: Picture) -> None:
        """Show another picture, and wake everybody who has the one before.

        An older one hangs here after a backup was restored. From then on the same numbers may mean
        other pictures, so the room counts as another, and nobody is told differences.
        """
        before, self.trouble = self.picture, ""
        if before is not None and picture.revision > before.revision:
            step = as_text({"change": difference(before, picture)})
            self.steps.append(Step(before.revision, picture.revision, step))
        elif before is not None:
            self.steps.clear()
            self.edition = _fresh_edition()
        self.picture, self._whole = picture, ""
        for listener in self.listeners:
            listener.wake.set()

    def say_trouble(self, sentence: str, head: int | None) -> None:
        """Tell everybody, once, that this drawing cannot be opened just now."""
        if (sentence, head) != (self.trouble, self.trouble_at):
            self.trouble, self.trouble_at = sentence, head
            for listener in self.listeners:
                listener.tell({"trouble": sentence})

    def whole(self) -> str:
        """The whole picture as text, put together once for everybody."""
        if not self._whole and self.picture is not None:
            self._whole = as_text({"picture": self.picture.plain(self.edition)})
        return self._whole

    def missing(self, listener: Listener) -> list[str]:
        """What takes a listener from what it has to the picture that hangs here."""
        picture = self.picture
        known = listener.edition == self.edition
        if picture is None or (known and listener.has == picture.revision and not listener.asked):
            return []
        steps = self._steps_from(listener.has) if known else None
        listener.has, listener.edition, listener.asked = picture.revision, self.edition, False
        if steps is None or sum(len(step) for step in steps) > len(self.whole()):
            return [self.whole()]
        return steps or [as_text({"change": difference(picture, picture)})]

    def _steps_from(self, revision: int | None) -> list[str] | None:
        """The differences since a revision; None where we no longer know them all."""
        if self.picture is None or revision is None:
            return None
        told: list[str] = []
        at = revision
        for step in self.steps:
            if step.was == at:
                told.append(step.text)
                at = step.revision
        return told if at == self.picture.revision else None


class Hub:
    """Every room, the small pool of threads that draw, and the watch on the shelf."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.process = _fresh_edition()
        self._loop = asyncio.get_running_loop()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="notebook-drawing")
        self._rooms: OrderedDict[Subject, Room] = OrderedDict()
        self._answered: OrderedDict[tuple[str, int], tuple[float, Mapping[str, Any]]] = (
            OrderedDict()
        )
        self._watchers: dict[Listener, str] = {}
        self._asking: asyncio.Task[None] | None = None
        self._stop_watching = visit.shelf.watch(self._told)

    async def close(self) -> None:
        """Stop watching and drawing, and let the threads go."""
        self._stop_watching()
        tasks = [room.drawing for room in self._rooms.values() if room.drawing]
        if self._asking is not None:
            tasks.append(self._asking)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def in_a_thread(self, work: Callable[..., T], *given: Any) -> T:
        """Do some work off the event loop, in one of a few threads."""
        return await self._loop.run_in_executor(self._pool, work, *given)

    async def join(self, subject: Subject, listener: Listener) -> Room:
        """Look at a drawing from now on. Raises FormulationError where it cannot be opened."""
        room = await self.looked_at(subject)
        room.listeners.add(listener)
        listener.wake.set()
        self._begin_to_ask()
        return room

    def watch(self, formulation_id: str, listener: Listener) -> None:
        """Tell a page without a drawing, from now on, each time a formulation is another than it has."""
        self._watchers[listener] = formulation_id
        self._begin_to_ask()

    def stop_watching(self, listener: Listener) -> None:
        """Tell a page nothing more."""
        self._watchers.pop(listener, None)

    def _begin_to_ask(self) -> None:
        if self._asking is None or self._asking.done():
            self._asking = self._loop.create_task(self._ask(), name="notebook-asking")

    def leave(self, room: Room | None, listener: Listener) -> None:
        """Stop looking. The room is kept for a while, for whoever comes back."""
        if room is not None:
            room.listeners.discard(listener)

    async def looked_at(self, subject: Subject) -> Room:
        """The room of a drawing with its picture up to date. Raises FormulationError."""
        room = self._room(subject)
        async with room.lock:
            opened = await self.in_a_thread(open_formulation, self.visit, subject.formulation_id)
            await self._redraw(room, opened)
        return room

    def _room(self, subject: Subject) -> Room:
        room = self._rooms.get(subject) or Room(subject, _fresh_edition())
        self._rooms[subject] = room
        self._rooms.move_to_end(subject)
        if len(self._rooms) > ROOMS_KEPT:
            self._forget_an_empty_room()
        return room

    def _forget_an_empty_room(self) -> None:
        for subject, room in self._rooms.items():
            if not room.listeners and not room.lock.locked():
                del self._rooms[subject]
                return

    async def act(self, room: Room, act: Callable[[], Opened]) -> Opened:
        """Do something to the formulation and show it to everybody; durable before this returns.

        Raises FormulationError; nothing was written then.
        """
        async with room.lock:
            opened, picture = await self.in_a_thread(_acted_and_drawn, act, room)
            if picture is not None:
                room.hang(picture)
            return opened

    def remember(self, who: str, number: int, answer: Mapping[str, Any]) -> None:
        """Keep an answer for a while, in case the question comes again."""
        now = time.monotonic()
        self._answered[(who, number)] = (now, answer)
        while self._answered:
            oldest = next(iter(self._answered))
            if (
                len(self._answered) <= ANSWERS_KEPT
                and self._answered[oldest][0] > now - ANSWERS_FOR
            ):
                return
            del self._answered[oldest]

    def remembered(self, who: str, number: int) -> Mapping[str, Any] | None:
        """The answer already given to this intention, if it came before."""
        found = self._answered.get((who, number))
        return found[1] if found else None

    def _told(self, formulation_id: str, version: int) -> None:
        """Called by the shelf in whichever thread made the commit."""
        try:
            self._loop.call_soon_threadsafe(self._news, formulation_id, version)
        except RuntimeError:  # the server is closing; nobody looks any more
            return

    def _news(self, formulation_id: str, version: int) -> None:
        for room in self._rooms.values():
            if room.subject.formulation_id == formulation_id and room.listeners:
                room.wanted = max(room.wanted, version)
                self._see_to(room)
        self._tell_watchers({formulation_id: version})

    def _tell_watchers(self, heads: Mapping[str, int]) -> None:
        for listener, formulation_id in self._watchers.items():
            head = heads.get(formulation_id)
            if head is not None and head != listener.has:
                listener.has = head
                listener.tell({"moved": head})

    def _see_to(self, room: Room) -> None:
        if room.drawing is None or room.drawing.done():
            room.drawing = self._loop.create_task(self._catch_up(room), name="notebook-catching-up")

    async def _catch_up(self, room: Room) -> None:
        """Draw until the picture is as new as the last news; a burst of news is one drawing."""
        while room.doubted or room.revision < room.wanted:
            async with room.lock:
                if not room.doubted and room.revision >= room.wanted:
                    return  # whoever held the lock has drawn it
                wanted, room.doubted = room.wanted, False
                await self._open_and_redraw(room)
                if room.revision < wanted:
                    room.wanted = room.revision  # it cannot be opened, or an older one was restored

    async def _open_and_redraw(self, room: Room) -> None:
        try:
            opened = await self.in_a_thread(
                open_formulation, self.visit, room.subject.formulation_id
            )
            await self._redraw(room, opened)
        except FormulationError as refused:
            room.say_trouble(refused.sentence, room.trouble_at)
        except Exception as mishap:  # a drawing that fails must not end the watch over the others
            room.say_trouble(calm_sentence(written_down(mishap)), room.trouble_at)

    async def _redraw(self, room: Room, opened: Opened) -> None:
        if room.picture is None or room.picture.revision != opened.version or room.trouble:
            room.hang(await self.in_a_thread(drawn, opened, room.subject))

    async def _ask(self) -> None:
        """Ask the shelf for commits of other processes, as long as somebody looks."""
        while self._watchers or any(room.listeners for room in self._rooms.values()):
            try:
                heads = await self.in_a_thread(self.visit.shelf.heads)
            except (FormulationError, OSError):  # the disk does not answer just now; ask again
                await asyncio.sleep(ASK_EVERY)
                continue
            self._tell_watchers(heads)
            for room in list(self._rooms.values()):
                head = heads.get(room.subject.formulation_id)
                if room.listeners and _is_news(room, head):
                    room.doubted, room.trouble_at = True, head
                    self._see_to(room)
            await asyncio.sleep(ASK_EVERY)


def _fresh_edition() -> str:
    """A name for one history of pictures: within it, a number means one picture."""
    return secrets.token_hex(8)


def _is_news(room: Room, head: int | None) -> bool:
    """Whether what the shelf says now is not what hangs here, nor what we have said about it."""
    if room.picture is None or room.picture.revision == 0:
        return False  # an example: it is not on the shelf and never changes
    if is_on_the_desk(room.subject.formulation_id):
        return False  # no other process can have it, and this one tells of every change
    return head != (room.trouble_at if room.trouble else room.picture.revision)


def _acted_and_drawn(act: Callable[[], Opened], room: Room) -> tuple[Opened, Picture | None]:
    opened = act()
    if room.picture is not None and opened.version <= room.picture.revision:
        return opened, None
    return opened, drawn(opened, room.subject)
