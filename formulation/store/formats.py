"""Formats for notes as data: the ones that come with the notebook, and a service's own in a folder.

A file that cannot be read as it is costs one sentence, never the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from formulation.domain.checks import tidied
from formulation.domain.kinds import NOTE_FORMATS
from formulation.domain.records import Phase

FORMATS: Final = Path(__file__).resolve().parents[2] / "data" / "formats"
"""The formats that come with the notebook."""

LARGEST: Final = 64 * 1024
"""Bytes in one file; a format is a page, not a book."""

MOST_FILES, MOST_PHASES, MOST_PROMPTS, LONGEST = 60, 24, 24, 400
_MINUTES: Final = 600


@dataclass(frozen=True)
class NoteFormat:
    """A way of holding a meeting: its phases in order, and the kind of meeting it is.

    `key` is the name of its file; `own` says that it is the service's.
    """

    key: str
    name: str
    says: str
    kind: str
    phases: tuple[Phase, ...]
    own: bool = False

    @property
    def minutes(self) -> int:
        """How long it is meant to take, in all."""
        return sum(phase.minutes or 0 for phase in self.phases)


@dataclass(frozen=True)
class Trouble:
    """A file that is no format yet: its name, and what to do about it."""

    file: str
    sentence: str


class _Unclear(Exception):
    """What is not as it should be in a file, in a sentence."""


def formats(own: Path | None = None) -> tuple[tuple[NoteFormat, ...], tuple[Trouble, ...]]:
    """Every format, a service's own after ours (one of the same file name takes the place of ours),
    and what is wrong with the files that are none yet."""
    found: dict[str, NoteFormat] = {}
    troubles: list[Trouble] = []
    for folder, is_own in ((FORMATS, False), (own, True)):
        for path in _files_in(folder):
            one = _read(path, path.stat().st_mtime_ns, is_own)
            if isinstance(one, Trouble):
                troubles.append(one)
            else:
                found[one.key] = one
    return tuple(found.values()), tuple(troubles)


def _files_in(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    paths = [one for one in folder.iterdir() if one.suffix in (".yaml", ".yml") and one.is_file()]
    return sorted(paths)[:MOST_FILES]


@lru_cache(maxsize=256)
def _read(path: Path, changed: int, own: bool) -> NoteFormat | Trouble:
    """One file, read again when it has changed."""
    try:
        return _format_in(path, own)
    except _Unclear as unclear:
        return Trouble(path.name, f"The format “{path.name}” could not be used: {unclear}")
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        said = "it does not read as a YAML text. Compare it with one that comes with the notebook."
        return Trouble(path.name, f"The format “{path.name}” could not be used: {said}")


def _format_in(path: Path, own: bool) -> NoteFormat:
    if path.stat().st_size > LARGEST:
        raise _Unclear("it is too long; a format is about a page.")
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(plain, Mapping):
        raise _Unclear("it should say name, says, kind and phases.")
    strange = set(plain) - {"name", "says", "kind", "phases"}
    if strange:
        raise _Unclear(f"we do not know “{sorted(map(str, strange))[0]}”; check its spelling.")
    kind = plain.get("kind", "group_supervision")
    if kind not in NOTE_FORMATS:
        raise _Unclear(f"its kind is one of: {', '.join(NOTE_FORMATS)}.")
    phases = tuple(_phases_in(plain.get("phases")))
    return NoteFormat(
        path.stem, _words(plain, "name"), _words(plain, "says", needed=False), kind, phases, own
    )


def _phases_in(plain: object) -> Iterator[Phase]:
    if not isinstance(plain, list) or not 0 < len(plain) <= MOST_PHASES:
        raise _Unclear(f"it needs phases: a list of one to {MOST_PHASES}, each with a name.")
    for one in plain:
        if not isinstance(one, Mapping) or set(one) - {"name", "minutes", "prompts"}:
            raise _Unclear("each phase has a name, and may have minutes and prompts; nothing else.")
        minutes = one.get("minutes")
        if minutes is not None and not (type(minutes) is int and 0 <= minutes <= _MINUTES):
            raise _Unclear(f"minutes are a whole number, up to {_MINUTES}.")
        yield Phase(_words(one, "name"), minutes, tuple(_prompts_in(one.get("prompts", []))))


def _prompts_in(plain: object) -> Iterator[str]:
    if not isinstance(plain, list) or len(plain) > MOST_PROMPTS:
        raise _Unclear("prompts are a list of sentences.")
    for one in plain:
        if not isinstance(one, str) or len(one) > LONGEST:
            raise _Unclear(
                "each prompt is one sentence; put quotation marks round one that holds a colon."
            )
        yield tidied(one)


def _words(plain: Mapping[Any, Any], name: str, *, needed: bool = True) -> str:
    said = plain.get(name, "")
    if not isinstance(said, str) or len(said) > LONGEST:
        raise _Unclear(f"“{name}” should be a few words.")
    if needed and not said.strip():
        raise _Unclear(f"it needs a {name}.")
    return tidied(said)
