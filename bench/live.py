"""From the hand to the glass and the disk, beside a bare rerun and a rival; and a second person."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace

from playwright.sync_api import Page, WebSocket

from bench.figures import Figure, figure_of
from bench.ground import Ground, drawn, hand, on_the_map, quiet
from bench.hands import Hands, OnBare, OnOurs, OnRival, Took, as_nodes, milliseconds
from bench.maps import SIZES, map_of
from formulation.domain.formulation import Formulation
from formulation.domain.records import Placement
from formulation.store.tinydb_shelf import TinyDBShelf
from tests.browser.house import House

OFTEN = 40
WARM = 4
EVERY_SO_OFTEN = 8
"""After how many actions the ledger is read, to see that what was shown is on the disk."""

PROMISED_SIZE = 100
SECOND_PERSON_MS = 50.0
MOST_SENT = 20.0
"""KiB down one canvas's line for one change."""

ITS_OWN, OURS = "bare rerun", "bare rerun, our settings"
THE_RIVAL, THE_RIVAL_SAYS = "rival", "rival, told so"


def measure(ground: Ground) -> Iterator[Figure]:
    """Every figure about one action, one after the other."""
    bare = bare_rerun(ground, ours=False)
    bare_ours = bare_rerun(ground, ours=True)
    yield bare
    yield bare_ours
    for size in SIZES:
        yield from _one_size(ground, size, bare, bare_ours)
    yield from second_person(ground)


def bare_rerun(ground: Ground, *, ours: bool) -> Figure:
    """From the click to a changed line of text, on a page that holds nothing else."""
    with ground.streamlit("bare.py", ours=ours) as address, ground.page(address) as page:
        taken = often(OnBare(page).press)
    settings = "our settings" if ours else "its own settings"
    return figure_of(f"bare rerun, {settings}: click to painted", "ms", milliseconds(taken))


def often(act: Callable[[], Took], times: int = OFTEN) -> list[Took]:
    """Do something a few times to warm up, then as often as it is counted."""
    for _ in range(WARM):
        act()
    return [act() for _ in range(times)]


def _one_size(ground: Ground, size: int, bare: Figure, bare_ours: Figure) -> Iterator[Figure]:
    formulation = map_of(size)
    ours = _on_ours(ground, formulation)
    rival = _on_rival(ground, formulation)
    for name, taken in ours.items():
        told = _told(f"{name}, {size} elements", rival[name])
        figure = figure_of(
            f"{name}, {size} elements: to redrawn and on disk", "ms", milliseconds(taken)
        )
        figure = figure.beside(ITS_OWN, bare).beside(OURS, bare_ours)
        figure = figure.beside(THE_RIVAL, told[0]).beside(THE_RIVAL_SAYS, told[1])
        if size == PROMISED_SIZE:
            figure = figure.aiming(f"≤ 1 × {ITS_OWN}", figure.ratios[ITS_OWN] <= 1.0)
        yield figure
        yield from told


def _told(what: str, taken: list[Took]) -> tuple[Figure, Figure]:
    return (
        figure_of(f"  rival, {what}: to redrawn and on disk", "ms", milliseconds(taken)),
        figure_of(f"  rival, {what}: until its page says so", "ms", [one.said_so for one in taken]),
    )


def _both(hands: Hands, times: int = OFTEN) -> dict[str, list[Took]]:
    return {"reword": often(hands.reword, times), "drop": often(hands.drop, times)}


def _on_ours(ground: Ground, formulation: Formulation) -> dict[str, list[Took]]:
    with (
        ground.notebook(formulation) as house,
        ground.page(on_the_map(house, formulation)) as page,
    ):
        return _both(LookedUp(OnOurs(page), house, formulation.id))


def _on_rival(ground: Ground, formulation: Formulation) -> dict[str, list[Took]]:
    nodes = as_nodes(formulation, ground.folder / f"{formulation.id}.json")
    kept = ground.folder / f"{formulation.id}.kept.json"
    with (
        ground.streamlit(
            "flow.py", BENCH_MAP=os.fspath(nodes), BENCH_KEPT=os.fspath(kept)
        ) as address,
        ground.page(address) as page,
    ):
        return _both(OnRival(page))


class LookedUp:
    """At our canvas, and now and then at the ledger: what was shown must be on the disk."""

    def __init__(self, hands: OnOurs, house: House, formulation_id: str) -> None:
        self._hands = hands
        self._house = house
        self._id = formulation_id
        self._count = 0

    def reword(self) -> Took:
        """Say one thing in other words."""
        return self._looked_up(self._hands.reword())

    def drop(self) -> Took:
        """Drag one thing and let go of it."""
        return self._looked_up(self._hands.drop())

    def _looked_up(self, took: Took) -> Took:
        self._count += 1
        if self._count % EVERY_SO_OFTEN == 0:
            must_be_on_disk(self._house, self._id, self._hands, took)
        return took


def must_be_on_disk(house: House, formulation_id: str, hands: OnOurs, took: Took) -> None:
    """Read the ledger for what was just shown. Raises RuntimeError where it is not there as it should be."""
    shelf = TinyDBShelf(house.data)
    try:
        entries = shelf.story(formulation_id, since=hands.last_revision - 1)
    finally:
        shelf.close()
    entry = next((one for one in entries if one.number == hands.last_revision), None)
    if entry is None or entry.at.timestamp() * 1000 > took.did + took.milliseconds + 1:
        raise RuntimeError("Shown before it was written.")
    after = [record for record in entry.change.after.values() if record is not None]
    if hands.last_words:
        there = hands.last_words in repr(after)
    else:
        there = any(isinstance(one, Placement) and one.record == hands.last_id for one in after)
    if not there:
        raise RuntimeError("What was shown is not what was written.")


def second_person(ground: Ground) -> Iterator[Figure]:
    """Two people with one map open: how soon the second sees it, and how much is sent to them for it."""
    formulation = map_of(PROMISED_SIZE)
    with (
        ground.notebook(formulation) as house,
        ground.page("about:blank") as other,
        ground.page(on_the_map(house, formulation)) as page,
    ):
        sent = Sent(other)
        other.goto(on_the_map(house, formulation))
        drawn(other)
        hands = OnOurs(page)
        for name, act in (("reword", hands.reword), ("drop", hands.drop)):
            sent.forget()
            waits = [_seen_by(other, act) for _ in range(WARM + OFTEN)][WARM:]
            figure = figure_of(
                f"{name}, {PROMISED_SIZE} elements: to painted at a second person", "ms", waits
            )
            met = figure.median <= SECOND_PERSON_MS
            yield figure.aiming(f"median ≤ {SECOND_PERSON_MS:.0f} ms", met)
            yield from sent.figures(name)


def _seen_by(other: Page, act: Callable[[], Took]) -> float:
    """Milliseconds from one person's action until the next picture is painted at the other."""
    other.evaluate(
        """() => { const was = measured.revision();
        measured.watch(() => measured.revision() > was, "canvas") }"""
    )
    took = act()
    painted = float(hand(other)["painted"])
    quiet(other)
    return painted - took.did


class Sent:
    """What arrives at a page by its sockets: our canvas's line, and Streamlit's own."""

    def __init__(self, page: Page) -> None:
        self._canvas: list[float] = []
        self._page: list[float] = []
        page.on("websocket", self._follow)

    def forget(self) -> None:
        """Count from here."""
        self._canvas.clear()
        self._page.clear()

    def figures(self, name: str) -> Iterator[Figure]:
        """KiB for each change by the canvas's line, and KiB for each change by Streamlit's."""
        changes = self._canvas
        if not changes:
            raise RuntimeError("Nothing was sent to the second person.")
        what = f"{name}, {PROMISED_SIZE} elements: sent to a second person"
        figure = figure_of(f"{what}, the change", "KiB", changes)
        yield figure.aiming(f"each ≤ {MOST_SENT:.0f} KiB", max(changes) <= MOST_SENT)
        beside = figure_of(f"{what}, panels beside", "KiB", [sum(self._page) / len(changes)])
        yield replace(
            beside, n=len(changes), remark="before compression; a mean, sent a moment later"
        )

    def _follow(self, socket: WebSocket) -> None:
        into = self._canvas if socket.url.endswith("/notebook/live") else self._page
        socket.on("framereceived", lambda payload: into.append(_size(payload) / 1024))


def _size(payload: str | bytes) -> int:
    return len(payload.encode() if isinstance(payload, str) else payload)
