"""What a hand does, and how long until it is seen and safe: on our canvas, a bare page and the rival."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Frame, Page

from bench.ground import PATIENCE_MS, drawn, hand, quiet
from bench.maps import ROLE_MAP
from formulation.domain.formulation import Formulation
from formulation.render.layout import places_for, shown_in
from formulation.render.scene import scene_of

NEARBY = 26.0
"""How far a drop goes, in the window's pixels; to and fro, so that a map stays as it was made."""


@dataclass(frozen=True)
class Took:
    """One action: how long it took until it was seen and safe, in milliseconds, and when it was begun.

    `said_so`: how long until the page itself told that it is safe, where that is another moment.
    """

    milliseconds: float
    did: float
    said_so: float = 0.0


class Hands(Protocol):
    """Somebody at a page who can do two things to a map."""

    def reword(self) -> Took:
        """Say one thing in other words."""
        ...

    def drop(self) -> Took:
        """Drag one thing and let go of it."""
        ...


class OnOurs:
    """At our canvas. What is waited for came back from the server, which tells only what is on the disk."""

    def __init__(self, page: Page, things: int = 8) -> None:
        self.page = page
        drawn(page)
        poles = page.evaluate("() => measured.reachable(measured.all('pole'))")[:things]
        steps = page.evaluate("() => measured.reachable(measured.all('step'))")[:things]
        if not poles or not steps:
            raise RuntimeError("Nothing on this map can be reached by hand.")
        self._poles = itertools.cycle(poles)
        self._steps = itertools.cycle(steps)
        self._turns = itertools.count(1)
        self._away: set[str] = set()
        self.last_id = ""
        self.last_words = ""
        self.last_revision = 0

    def reword(self) -> Took:
        """Double-click a pole, type other words over the old, press Enter."""
        page, pole = self.page, self._within_reach(self._poles)
        words = f"other words, {next(self._turns)}"
        page.mouse.dblclick(*page.evaluate("(id) => measured.whereIs(id)", pole))
        page.locator(".fn-words-text").fill(words)
        quiet(page)
        page.evaluate(
            """([id, words]) => { const was = measured.revision();
            const done = () => measured.revision() > was && measured.said(id) === words;
            measured.arm("keydown", done, "canvas") }""",
            [pole, words],
        )
        page.keyboard.press("Enter")
        self.last_id, self.last_words = pole, words
        return self._done()

    def drop(self) -> Took:
        """Drag a step some way and let go."""
        page, step = self.page, self._within_reach(self._steps)
        x, y = page.evaluate("(id) => measured.whereIs(id)", step)
        page.mouse.move(x, y)
        page.mouse.down()
        by = self._to_and_fro(step)
        page.mouse.move(x + by, y + by / 2, steps=5)
        quiet(page)
        page.evaluate(
            """(id) => { const was = measured.revision(), at = measured.at(id);
            measured.arm("pointerup", () => measured.revision() > was && measured.at(id) !== at, "canvas") }""",
            step,
        )
        page.mouse.up()
        self.last_id, self.last_words = step, ""
        return self._done()

    def _within_reach(self, ids: Iterator[str]) -> str:
        """The next of these that nothing lies over just now."""
        for some_id in itertools.islice(ids, 40):
            if self.page.evaluate("(id) => measured.reachable([id]).length", some_id):
                return some_id
        raise RuntimeError("Nothing on this map can be reached by hand any more.")

    def _to_and_fro(self, some_id: str) -> float:
        """Away from where it stood, or back."""
        self._away ^= {some_id}
        return NEARBY if some_id in self._away else -NEARBY

    def _done(self) -> Took:
        told = hand(self.page)
        self.last_revision = self.page.evaluate("() => measured.revision()")
        quiet(self.page)
        return Took(told["took"], told["did"])


class OnBare:
    """At a page with one button and one line of text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._button = page.get_by_role("button", name="Again")
        self._button.wait_for()
        self._turns = itertools.count(1)
        quiet(page)

    def press(self) -> Took:
        """Press the button; wait for the line."""
        line = f"This line has changed {next(self._turns)} times."
        self.page.evaluate(
            """(line) => measured.arm("click", () =>
            document.querySelector('[data-testid="stMarkdown"]')?.textContent.trim() === line, "page")""",
            line,
        )
        self._button.click()
        told = hand(self.page)
        quiet(self.page)
        return Took(told["took"], told["did"])


class OnRival:
    """At the rival's canvas: safe is when its script has flushed the file, by the clock on the wall."""

    def __init__(self, page: Page, things: int = 8) -> None:
        self.page = page
        page.wait_for_selector("iframe")
        self.frame = _inner(page)
        self.frame.wait_for_selector(".react-flow__node", timeout=PATIENCE_MS)
        quiet(page)
        ids = self.frame.evaluate(
            """() => [...document.querySelectorAll(".react-flow__node")].filter((one) => {
            const { left, top, width, height } = one.getBoundingClientRect();
            return one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
            }).map((one) => one.dataset.id)"""
        )[:things]
        self._ids = itertools.cycle(ids)
        self._turns = itertools.count(1)
        self._away: set[str] = set()

    def reword(self) -> Took:
        """Right-click, choose to edit, type, press its button to save."""
        node, words = next(self._ids), f"other words, {next(self._turns)}"
        self.frame.locator(_node(node)).click(button="right")
        self.frame.get_by_text("Edit Node").click()
        self.frame.locator(".modal textarea").fill(words)
        quiet(self.page)
        self._arm(
            "click",
            f"() => document.querySelector('{_node(node)} .markdown-node').textContent === {words!r}",
        )
        self.frame.get_by_text("Save Changes").click()
        took = self._done()
        self.frame.wait_for_selector(".modal", state="detached")
        return took

    def drop(self) -> Took:
        """Drag a node some way and let go."""
        node = next(self._ids)
        self._away ^= {node}
        by = NEARBY if node in self._away else -NEARBY
        box = self.frame.locator(_node(node)).bounding_box()
        if box is None:
            raise RuntimeError("A node of the rival is nowhere.")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + by, y + by / 2, steps=5)
        quiet(self.page)
        self._arm("pointerup", "() => true")
        self.page.mouse.up()
        return self._done()

    def _arm(self, event: str, done: str) -> None:
        self.page.evaluate(
            """() => { const kept = () => document.body.textContent.match(/kept (\\d+) at/)?.[1];
            const was = kept(); measured.watch(() => kept() !== was, "page") }"""
        )
        self.frame.evaluate(f"() => measured.arm('{event}', {done}, 'page')")

    def _done(self) -> Took:
        seen = dict(self.frame.evaluate("() => window.measuring"))
        told = dict(self.page.evaluate("() => window.measuring"))
        kept = float(
            self.page.evaluate("() => document.body.textContent.match(/kept \\d+ at (\\d+)/)[1]")
        )
        quiet(self.page)
        did = seen["did"]
        return Took(max(seen["took"], kept - did), did, said_so=told["painted"] - did)


def _inner(page: Page) -> Frame:
    inner = page.query_selector("iframe")
    frame = inner.content_frame() if inner else None
    if frame is None:
        raise RuntimeError("The rival's page has no canvas.")
    return frame


def _node(node_id: str) -> str:
    return f'.react-flow__node[data-id="{node_id}"]'


def as_nodes(formulation: Formulation, path: Path) -> Path:
    """Write the same map as nodes and edges for the rival: the same things, places, words and arrows."""
    places = places_for(formulation, ROLE_MAP)
    stand_for = {
        part: some_id for some_id in shown_in(formulation, ROLE_MAP)
        for part in formulation.ids_within(some_id) if part not in places
    }  # fmt: skip
    nodes = [
        {"id": some_id, "at": places[some_id], "words": formulation.name_of(some_id)}
        for some_id in places
    ]
    ends = [
        [stand_for.get(end, end) for end in element.joins]
        for element in scene_of(formulation, ROLE_MAP).elements
        if element.joins
    ]
    edges = [
        {"id": f"arrow-{at}", "from": start, "to": end}
        for at, (start, end) in enumerate(ends)
        if start in places and end in places
    ]
    path.write_text(json.dumps({"nodes": nodes, "edges": edges}), encoding="utf-8")
    return path


def milliseconds(taken: Sequence[Took]) -> list[float]:
    """Only how long each took."""
    return [one.milliseconds for one in taken]
