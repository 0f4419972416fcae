"""The font files we draw with: found in the installed packages, never fetched from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from formulation.domain.errors import FormulationError


class FontMissing(FormulationError):
    """A font package that drawings need is not installed here."""

    def __init__(self, package: str) -> None:
        super().__init__("The letters for drawings are not installed. Run “make run” once more.")
        self.package = package


@dataclass(frozen=True)
class Face:
    """One font file: the CSS family, weight and style under which browsers know it."""

    family: str
    weight: int
    style: str
    package: str
    file: str

    @property
    def path(self) -> Path:
        """Where the file is. Raises FontMissing."""
        return _folder(self.package) / self.file


@cache
def _folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise FontMissing(package)
    return Path(next(iter(found.submodule_search_locations))) / "files"


SANS = "Source Sans Pro"
SERIF = "Source Serif Pro"

FACES: tuple[Face, ...] = (
    Face(SANS, 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    Face(SANS, 400, "italic", "font_source_sans_pro", "SourceSansPro-It.ttf"),
    Face(SANS, 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    Face(SANS, 700, "normal", "font_source_sans_pro", "SourceSansPro-Bold.ttf"),
    Face(SERIF, 600, "normal", "font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    Face(SERIF, 400, "italic", "font_source_serif_pro", "SourceSerifPro-It.ttf"),
)
"""Every face that drawings and pages use."""


def face(family: str, weight: int, style: str = "normal") -> Face:
    """The face for a family, weight and style. Raises FontMissing where we do not ship it."""
    for one in FACES:
        if (one.family, one.weight, one.style) == (family, weight, style):
            return one
    raise FontMissing(family)
