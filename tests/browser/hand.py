"""How long a person's hand and head would need for what a test does in a blink: the keystroke-level model.

Card, Moran & Newell (1980), "The keystroke-level model for user performance time with interactive
systems": pointing 1.1 s, a press 0.2 s, from mouse to keys and back 0.4 s, making up one's mind
1.35 s. A key at 40 words a minute takes 0.3 s. Tired people are taken to need half as much again.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

POINT, PRESS, HOME, MIND, KEY = 1.1, 0.2, 0.4, 1.35, 0.3
TIRED = 1.5

_COUNTING = """() => {
  const seen = (window.fnSeen ??= { clicks: 0, keys: 0, moves: 0, hand: "" });
  const hand = (which) => { if (seen.hand !== which) seen.moves += 1; seen.hand = which; };
  let lengths = new WeakMap();
  const area = (event) => event.composedPath()[0];
  addEventListener('pointerdown', () => { seen.clicks += 1; hand('mouse'); }, true);
  addEventListener('keydown', () => { seen.keys += 1; hand('keys'); seen.typed = performance.now(); }, true);
  addEventListener('input', (event) => {
    const field = area(event);
    const grown = Math.max(0, (field.value?.length ?? 0) - (lengths.get(field) ?? 0));
    lengths.set(field, field.value?.length ?? 0);
    if (grown > 1) { seen.keys += grown; seen.clicks += 1; hand('mouse'); hand('keys'); }  // filled in at once
  }, true);
}"""


@dataclass(frozen=True)
class Done:
    """What a hand has done so far: presses of the mouse, keys, and ways between the two."""

    clicks: int
    keys: int
    moves: int

    def since(self, before: Done) -> Done:
        """What it has done in between."""
        return Done(self.clicks - before.clicks, self.keys - before.keys, self.moves - before.moves)

    @property
    def seconds(self) -> float:
        """How long a tired person would need, the machine's own time left out."""
        pointing = self.clicks * (MIND + POINT + PRESS)
        return TIRED * (pointing + self.keys * KEY + self.moves * HOME)


def watch(page: Page) -> Page:
    """Count what is done on a page from now on."""
    page.evaluate(_COUNTING)
    return page


def done(page: Page) -> Done:
    """What has been done since it is watched."""
    seen = page.evaluate("() => window.fnSeen")
    return Done(seen["clicks"], seen["keys"], seen["moves"])
