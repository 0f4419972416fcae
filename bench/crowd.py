"""Twenty people drawing at once for a minute, and five hundred who come and go: `python -m bench crowd`."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection

from bench.figures import Figure, Said, figure_of
from bench.ground import Ground, on_the_map
from bench.hands import OnOurs, milliseconds
from bench.maps import map_of
from bench.watchers import MIB, PATIENCE, Crowd, server_of
from formulation.domain.records import Procedure
from tests.browser.house import House

PEOPLE = 20
SECONDS = 60.0
PAUSE = (1.0, 2.0)
"""Seconds between two actions of one person, who looks at what happened before going on."""
MOST_MS = 250.0
SESSIONS = 500
AT_A_TIME = 10
WARM_SESSIONS = 100
MOST_GROWN = 20.0
"""MiB the server may hold more after 500 sessions than after the first hundred."""
SIZE = 100


@dataclass
class Drawing:
    """One person's live line: what came down it, and what each action took."""

    line: ClientConnection
    revision: int
    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def act(self, number: int, step: str, words: str) -> None:
        """Say a step in other words and wait until its new picture is here."""
        asked = {
            "n": number,
            "did": "reword",
            "id": step,
            "words": words,
            "revision": self.revision,
        }
        begin = time.perf_counter()
        self.line.send(json.dumps(asked))
        answered = redrawn = False
        while not (answered and redrawn):
            told = json.loads(self.line.recv(PATIENCE))
            if told.get("answer") == number:
                answered, redrawn = True, redrawn or not told["ok"]
                if not told["ok"]:
                    self.wrong.append(str(told.get("sentence")))
            redrawn = self._heard(told, step, words) or redrawn
        self.took.append((time.perf_counter() - begin) * 1000)

    def look(self, seconds: float) -> None:
        """Take in what others do meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                self._heard(json.loads(self.line.recv(left)), "", "")
            except TimeoutError:
                return

    def _heard(self, told: dict[str, Any], step: str, words: str) -> bool:
        change = told.get("change") or told.get("picture")
        if not change:
            return False
        self.revision = max(self.revision, change["revision"])
        return bool(step) and step in change.get("touched", [step])


def measure(ground: Ground) -> Iterator[Figure | Said]:
    """What an action takes while twenty draw, on the line and in a browser; then who came and went."""
    formulation = map_of(SIZE)
    steps = [one.id for procedure in formulation.every(Procedure) for one in procedure.steps]
    with ground.notebook(formulation) as house, ExitStack() as lines:
        crowd = Crowd(house, formulation.id, lines)
        people = [Drawing(*_joined(crowd)) for _ in range(PEOPLE - 1)]
        for _ in people:
            crowd.open_page()
        with ground.page(on_the_map(house, formulation)) as page:
            painted = _together(people, steps, OnOurs(page))
        yield from _said(people, painted)
    with ground.notebook(formulation) as house:
        yield _coming_and_going(house, formulation.id)


def _joined(crowd: Crowd) -> tuple[ClientConnection, int]:
    line = crowd.look()
    return line, crowd.revision


def _together(people: list[Drawing], steps: list[str], hands: OnOurs) -> list[float]:
    """Everybody draws until the minute is over; returns what one browser's actions took, in milliseconds."""
    over = time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=_draw_until, args=(over, one, steps[at % len(steps)], at))
        for at, one in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    chance, painted = random.Random(1), []
    while time.monotonic() < over:
        painted.append(hands.drop())
        hands.page.wait_for_timeout(chance.uniform(*PAUSE) * 1000)
    for thread in threads:
        thread.join(PATIENCE)
    return milliseconds(painted)


def _draw_until(over: float, person: Drawing, step: str, seed: int) -> None:
    chance, number = random.Random(seed), 0
    try:
        while time.monotonic() < over:
            person.look(chance.uniform(*PAUSE))
            number += 1
            person.act(number, step, f"in other words, {number}")
    except (TimeoutError, WebSocketException) as trouble:
        person.wrong.append(type(trouble).__name__)


def _said(people: list[Drawing], painted: list[float]) -> Iterator[Figure | Said]:
    on_lines = [one for person in people for one in person.took]
    for what, taken in (
        (f"{PEOPLE} people drawing at once: action to its picture on the line", on_lines),
        (f"{PEOPLE} people drawing at once: action to painted, in a browser among them", painted),
    ):
        figure = figure_of(what, "ms", taken)
        yield figure.aiming(f"p95 < {MOST_MS:.0f} ms", figure.p95 < MOST_MS)
    wrong = [one for person in people for one in person.wrong]
    said = f"{PEOPLE} people for {SECONDS:.0f} s: {len(on_lines)} actions, {len(wrong)} refused or lost"
    yield Said(said, not wrong and len(on_lines) > PEOPLE * 10)


def _coming_and_going(house: House, formulation_id: str) -> Said:
    server = server_of(house)
    _visits(house, formulation_id, WARM_SESSIONS)
    time.sleep(5)
    before = server.memory_info().rss
    _visits(house, formulation_id, SESSIONS - WARM_SESSIONS)
    time.sleep(5)
    grown = (server.memory_info().rss - before) / MIB
    said = f"{SESSIONS} sessions came and went: {grown:.1f} MiB more than after the first {WARM_SESSIONS}"
    return Said(said, grown < MOST_GROWN)


def _visits(house: House, formulation_id: str, times: int) -> None:
    for _ in range(times // AT_A_TIME):
        with ExitStack() as lines:
            crowd = Crowd(house, formulation_id, lines)
            for _ in range(AT_A_TIME):
                crowd.look()
                crowd.open_page()
