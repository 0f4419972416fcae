"""Emblems and colours: small drawings that make the wrong notebook noticed at a glance."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from formulation.render.emblems import COLOURS, emblem_svg

__all__ = ["COLOURS", "emblem_picture", "emblem_svg", "in_words"]


def emblem_picture(emblem: str, colour: str, size: int = 40) -> str:
    """A round emblem as an image, silent for screen readers (the pseudonym stands beside it)."""
    drawn = b64encode(emblem_svg(emblem, colour).encode()).decode()
    return f'<img alt="" width="{size}" height="{size}" src="data:image/svg+xml;base64,{drawn}">'


def in_words(emblem: str, colour: str) -> str:
    """The emblem and colour said aloud, for those who cannot see them."""
    return escape(f"{colour} {emblem}")
