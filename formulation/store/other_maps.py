"""Other good maps of the people in the library's examples: the same story, seen by somebody else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from formulation.domain.errors import Fault, NotUnderstood
from formulation.domain.formulation import Formulation

from .library import LIBRARY, read_example

OTHER_MAPS: Final = Path(__file__).resolve().parents[2] / "data" / "learn" / "other_maps"


@cache
def of(key: str, folder: Path = OTHER_MAPS) -> tuple[Formulation, ...]:
    """The other good maps of one example, in the order of their files, `ex3-2.yaml` first; often none.

    Raises NotUnderstood with every fault.
    """
    paths = sorted(folder.glob(f"{key}-[0-9].yaml"))
    return tuple(_read(path) for path in paths)


def with_another(folder: Path = OTHER_MAPS) -> tuple[str, ...]:
    """The examples of which there is another good map."""
    return tuple(sorted({path.stem.rpartition("-")[0] for path in folder.glob("*.yaml")}))


def _read(path: Path) -> Formulation:
    one = read_example(path.read_text(encoding="utf-8"))
    if not (LIBRARY / f"{path.stem.rpartition('-')[0]}.yaml").exists():
        raise NotUnderstood([Fault(path.name, "There is no example of this name in the library.")])
    return one.formulation
