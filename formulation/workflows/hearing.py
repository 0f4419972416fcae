"""The person's own words, written down as they were said and tied to what they are about."""

from __future__ import annotations

from formulation.domain.checks import tidied
from formulation.domain.errors import FormulationError
from formulation.domain.records import Voice
from formulation.domain.verbs import adding

from .ids import fresh
from .notebooks import Opened, keep, may_write
from .visit import Visit


class WriteTheirWords(FormulationError):
    """A voice was to be kept without words."""

    def __init__(self) -> None:
        super().__init__("Write what the person said, as they said it.")


def hear(visit: Visit, opened: Opened, words: str, said_on: str = "") -> tuple[Opened, str]:
    """Write down what the person said, on a day; returns the formulation and the voice's id.

    Raises WriteTheirWords.
    """
    may_write(opened)
    said = tidied(words)
    if not said:
        raise WriteTheirWords
    voice = Voice(fresh("voice"), said, said_on)
    return keep(visit, opened, adding(opened.formulation, voice)), voice.id
