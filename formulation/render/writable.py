"""What XML, and the programs that read it, cannot hold at all."""

from __future__ import annotations

from typing import Final

UNWRITABLE: Final = dict.fromkeys(
    one
    for one in (*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
    if one not in (0x09, 0x0A, 0x0D)
)
"""For `str.translate`: everything that has to be left out."""
