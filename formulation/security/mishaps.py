"""What is written down when something goes wrong that nobody foresaw: a number and a place in the code.

Never the text of the exception, never the values it held: either may carry what somebody wrote.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from pathlib import Path
from typing import Final

LOG: Final = logging.getLogger("formulation")
_ALPHABET: Final = "23456789CDFGHJKMNPQRTVWXYZ"  # nothing that is mistaken for something else aloud
_PLACES: Final = 12


def written_down(mishap: BaseException) -> str:
    """Write a mishap to the log and give the number under which it is found there.

    The number is for the person to read out, such as “7KQ-M2X”.
    """
    number = _reference()
    LOG.error("mishap %s: %s at %s", number, kind_of_mishap(mishap), " < ".join(places_of(mishap)))
    return number


def calm_sentence(number: str) -> str:
    """What a person is told: what it means for their work, and the number to pass on."""
    return (
        "Something here did not work as it should. What you had saved is safe. "
        f"Refresh the page to go on; if it happens again, pass on this number: {number}."
    )


def kind_of_mishap(mishap: BaseException) -> str:
    """The type of an exception, by its full name."""
    kind = type(mishap)
    return f"{kind.__module__}.{kind.__qualname__}"


def places_of(mishap: BaseException) -> list[str]:
    """Where in the code it happened, innermost first: file, line and function, without any values."""
    frames = traceback.extract_tb(mishap.__traceback__)
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in reversed(frames[-_PLACES:])
    ] or ["an unknown place"]


def _reference() -> str:
    marks = [secrets.choice(_ALPHABET) for _ in range(6)]
    return f"{''.join(marks[:3])}-{''.join(marks[3:])}"
