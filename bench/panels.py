"""Choosing another thing on the drawing: from the hand to its panel painted, beside a bare rerun."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from playwright.sync_api import Page

from bench.figures import Figure, figure_of
from bench.ground import Ground, drawn, hand, map_of, on_the_map, quiet
from bench.hands import Took, milliseconds
from bench.live import ITS_OWN, OURS, PROMISED_SIZE, bare_rerun, often

MOST = 1.5
KINDS = {"pole": "a pole (a role's whole form)", "step": "a step", "phrase": "a phrase"}
PANEL = '[data-testid="stHeading"] h5, [data-testid="stMarkdown"] h5'


class Choosing:
    """Somebody who looks at one thing after another; the last thing in its panel is the button to remove it."""

    def __init__(self, page: Page, kind: str) -> None:
        self.page = page
        ids = page.evaluate("(kind) => measured.reachable(measured.all(kind))", kind)
        if len(ids) < 2:
            raise RuntimeError(f"There are not two things of the kind {kind} within reach.")
        self._ids = itertools.cycle(ids)

    def choose(self) -> Took:
        """Click the next thing; wait until its panel is there from its first words to its last button."""
        page, chosen = self.page, next(self._ids)
        page.evaluate(
            """([id, panel]) => {
            const words = measured.said(id).trim();
            const last = `.st-key-remove/${measured.moves(id)}`.replace(/[^.a-zA-Z0-9_-]/g, "-");
            measured.arm("pointerup", () => document.querySelector(last) !== null &&
                [...document.querySelectorAll(panel)].some((one) => one.textContent.trim() === words),
                "page") }""",
            [chosen, PANEL],
        )
        page.mouse.click(*page.evaluate("(id) => measured.whereIs(id)", chosen))
        told = hand(page)
        quiet(page)
        return Took(told["took"], told["did"])


def measure(ground: Ground) -> Iterator[Figure]:
    """Panels of a few kinds on the promised map, each beside the bare reruns."""
    bare, bare_ours = bare_rerun(ground, ours=False), bare_rerun(ground, ours=True)
    yield bare
    yield bare_ours
    formulation = map_of(PROMISED_SIZE)
    with (
        ground.notebook(formulation) as house,
        ground.page(on_the_map(house, formulation)) as page,
    ):
        drawn(page)
        for kind, name in KINDS.items():
            taken = often(Choosing(page, kind).choose)
            figure = figure_of(f"choose {name}: to its panel painted", "ms", milliseconds(taken))
            figure = figure.beside(OURS, bare_ours).beside(ITS_OWN, bare)
            yield figure.aiming(f"≤ {MOST} × {ITS_OWN}", figure.ratios[ITS_OWN] <= MOST)
