"""New ids: they say what they name, never repeat, and sort in the order they were made."""

from __future__ import annotations

import secrets
import string
import threading
import time

# Letters only: ids are sorted with their numbers read by value, so digits would mix up the order.
_LETTERS = string.ascii_lowercase
_turn = threading.Lock()
_last = [0]


def fresh(prefix: str) -> str:
    """An id that nothing else has, such as `role:nbqk…`; ids made later sort later."""
    return f"{prefix}:n{_tail()}"


def fresh_formulation_id() -> str:
    """An id for a new formulation: opaque, so that it may stand in an address or a folder's name."""
    return f"f-{_tail()}"


def _tail() -> str:
    return _in_letters(_moment(), 11) + _in_letters(secrets.randbits(47), 10)


def _moment() -> int:
    """Microseconds since 1970, and never the same twice in one process."""
    with _turn:
        _last[0] = max(time.time_ns() // 1_000, _last[0] + 1)
        return _last[0]


def _in_letters(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, last = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[last])
    return "".join(reversed(letters))
