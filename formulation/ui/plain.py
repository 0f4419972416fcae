"""Words as they were typed, for places that read Markdown: nothing in them is taken for formatting."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:@&=])(?=(\S)?)")
_RUNS_ON: Final = ":.@-<>=~!"
"""Marks that Streamlit looks at again after the Markdown is read: arrows, icons, addresses."""

_JOINER: Final = "\u2060"
"""Takes no room and is not read out; what stands on either side of it is not taken together."""

_TURNS: Final = frozenset({"R", "AL", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI"})
_ISOLATED: Final = "\u2068{}\u2069"


def plain(text: str) -> str:
    """A person's words in one line, read by Streamlit's Markdown exactly as they were typed.

    Words that run from right to left, or would turn what follows them, keep that to themselves.
    """
    said = _MARKS.sub(_as_typed, " ".join(text.split()))
    turns = any(unicodedata.bidirectional(mark) in _TURNS for mark in said)
    return _ISOLATED.format(said) if turns else said


def _as_typed(found: re.Match[str]) -> str:
    mark, after = found.groups()
    if not after or mark not in _RUNS_ON:
        return f"\\{mark}"
    # An address is known by its "www.", whatever follows; the others by what follows them.
    return f"{_JOINER}\\." if mark == "." else f"\\{mark}{_JOINER}"
