"""A whole notebook carried from one shelf to another, and compared there line by line and record by record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from formulation.domain.errors import FormulationError

from .archive import Archive

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def in_silence(done: int, of: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Copied:
    """What a copy came to. `troubles` are ids with a sentence each; all went well where there are none."""

    formulations: int = 0
    changes: int = 0
    brought: int = 0
    troubles: list[tuple[str, str]] = field(default_factory=list)


def copied(
    source: Archive,
    target: Archive,
    *,
    bringing: Progress = in_silence,
    comparing: Progress = in_silence,
) -> Copied:
    """Carry everything from one shelf to another; what is there already is not carried again.

    So a copy that was interrupted goes on where it stopped. A formulation that has gone another way
    over there is left as it is, and said. Nothing is changed at the source.
    """
    keys, result = source.ids(), Copied()
    wrong = dict[str, str]()
    for number, key in enumerate(keys, start=1):
        try:
            result.brought += _brought(source, target, key)
        except FormulationError as refused:
            wrong[key] = refused.sentence
        bringing(number, len(keys))
    for number, key in enumerate(keys, start=1):
        if key not in wrong:
            _compare(source, target, key, result, wrong)
        comparing(number, len(keys))
    result.troubles = sorted(wrong.items())
    return result


class GoneAnotherWay(FormulationError):
    """What lies under an id at the target is not an earlier part of what is to be copied."""

    def __init__(self) -> None:
        super().__init__(
            "Something else is kept there under the same name; it was left as it is. "
            "Move one of the two out of the way, then copy again."
        )


def _brought(source: Archive, target: Archive, key: str) -> int:
    """Carry what is missing of one formulation; how many changes that was."""
    payloads = source.payloads(key)
    there = target.payloads(key) if key in target.heads() else ()
    if there != payloads[: len(there)]:
        raise GoneAnotherWay
    if len(there) < len(payloads):
        target.bring(key, payloads[len(there) :], onto=len(there))
    return len(payloads) - len(there)


def _compare(
    source: Archive, target: Archive, key: str, result: Copied, wrong: dict[str, str]
) -> None:
    try:
        verdict = target.check(key)
        same = source.payloads(key) == target.payloads(key)
        here, there = source.take_down(key), target.take_down(key)
    except FormulationError as refused:
        wrong[key] = refused.sentence
        return
    if verdict.trouble:
        wrong[key] = verdict.trouble
    elif not same or here != there:
        wrong[key] = "It was changed while it was copied. Copy again to carry the rest."
    else:
        result.formulations += 1
        result.changes += verdict.changes
