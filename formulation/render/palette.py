"""Paper, ink and one accent: every colour a drawing uses, in light and in dark."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

COLOURS = MappingProxyType(
    {
        # name: (light, dark)
        "paper": ("#fbf7ef", "#211f25"),
        "surface": ("#fffdf9", "#2b2830"),
        "sunk": ("#f4ecdf", "#35313a"),
        "core": ("#fffefb", "#262329"),
        "core-edge": ("#e0d6c5", "#45404b"),
        "ink": ("#2d2a32", "#ece6da"),
        "soft": ("#625c67", "#b9b1a9"),
        "line": ("#6a636f", "#a79f9a"),
        "faint": ("#cfc4b3", "#524c57"),
        "way-out": ("#1d6653", "#86cdb5"),
        "way-out-soft": ("#e9f2ea", "#25352f"),
        "pain": ("#f1dfd2", "#47342d"),
        "pain-edge": ("#c59a80", "#96705b"),
        "pain-ink": ("#6e3a22", "#f0c9b2"),
        "state": ("#f5eee1", "#2b2830"),
        "state-shade": ("#f8f2e8", "#262329"),
        "state-edge": ("#b5a890", "#6f6672"),
        "party": ("#f1eee6", "#2d2a31"),
        "accent": ("#9c4a2f", "#e0936f"),
    }
)
"""Name → (light, dark). Text on paper keeps at least 4.5 : 1 in both; lines that matter 3 : 1."""


@dataclass(frozen=True, eq=False)
class Paint:
    """How colour names are written in a picture: as custom properties on screen, as literals on paper."""

    colours: MappingProxyType[str, str]

    def __getitem__(self, name: str) -> str:
        return self.colours.get(name, name)


SCREEN = Paint(MappingProxyType({name: f"var(--fn-{name})" for name in COLOURS}))
PAPER = Paint(MappingProxyType({name: pair[0] for name, pair in COLOURS.items()}))
NIGHT = Paint(MappingProxyType({name: pair[1] for name, pair in COLOURS.items()}))


def css() -> str:
    """The colours as custom properties: light, and dark beneath `[data-theme="dark"]`."""
    light = "".join(f"--fn-{name}:{pair[0]};" for name, pair in COLOURS.items())
    dark = "".join(f"--fn-{name}:{pair[1]};" for name, pair in COLOURS.items())
    return f':root,:host{{{light}}}\n[data-theme="dark"],:host([data-theme="dark"]){{{dark}}}\n'
