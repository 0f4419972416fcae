"""One measured figure, and how figures are laid out as a table and kept as JSON."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "out" / "bench"


@dataclass(frozen=True)
class Figure:
    """What was measured, how often, and how it compares.

    `ratios`: the median divided by something measured beside it, by the name of that something ·
    `target`: what we aim at, in words · `met`: None where the figure is only there to compare with.
    """

    what: str
    unit: str
    n: int
    median: float
    p95: float
    ratios: dict[str, float] = field(default_factory=dict)
    target: str = ""
    met: bool | None = None
    remark: str = ""

    def in_short(self) -> str:
        """What was measured and its median, in one line."""
        return f"{self.what.strip()}: {_amount(self.median, self.unit)}"

    def beside(self, name: str, other: Figure) -> Figure:
        """The same figure with its ratio to another one."""
        ratios = {**self.ratios, name: self.median / other.median}
        return Figure(**{**_fields(self), "ratios": ratios})

    def aiming(self, target: str, met: bool) -> Figure:
        """The same figure with what we aim at, and whether it was met."""
        return Figure(**{**_fields(self), "target": target, "met": met})


@dataclass(frozen=True)
class Said:
    """Something that was tried and can only be fine or not."""

    what: str
    met: bool

    def in_short(self) -> str:
        """What was tried."""
        return self.what


def _fields(figure: Figure) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in Figure.__dataclass_fields__}


def figure_of(what: str, unit: str, values: Sequence[float], *, remark: str = "") -> Figure:
    """A figure from single measurements, at least one."""
    return Figure(what, unit, len(values), statistics.median(values), p95(values), remark=remark)


def p95(values: Sequence[float]) -> float:
    """The smallest value that 95 in 100 do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * 95 // 100) - 1)]


def summary(found: Sequence[Figure | Said]) -> str:
    """One table of all figures, then what was only tried, then what there is to remark."""
    figures = [one for one in found if isinstance(one, Figure)]
    lines = [table(figures), ""] if figures else []
    lines += [f"{MET[one.met]}: {one.what}" for one in found if isinstance(one, Said)]
    lines += [f"{one.what.strip()}: {one.remark}." for one in figures if one.remark]
    return "\n".join(lines)


MET = {None: "", True: "met", False: "NOT MET"}
HEADINGS = ("what", "n", "median", "p95", "ratio", "target", "met")


def table(figures: Iterable[Figure]) -> str:
    """The figures as text in columns."""
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    lines = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _padded(row: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    for at, (text, width) in enumerate(zip(row, widths, strict=True)):
        yield text.rjust(width) if 1 <= at <= 3 else text.ljust(width)


def _row(figure: Figure) -> tuple[str, ...]:
    ratios = ", ".join(f"{ratio:.2f} × {name}" for name, ratio in figure.ratios.items())
    return (
        figure.what,
        str(figure.n),
        _amount(figure.median, figure.unit),
        _amount(figure.p95, figure.unit),
        ratios,
        figure.target,
        MET[figure.met],
    )


def _amount(value: float, unit: str) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def kept(found: Sequence[Figure | Said], seconds: float) -> Path:
    """Write what was found, with the machine it was found on, and say where."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / "results.json"
    told = {
        "measured": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "seconds": round(seconds),
        "machine": machine(),
        "figures": [asdict(one) for one in found if isinstance(one, Figure)],
        "tried": [asdict(one) for one in found if isinstance(one, Said)],
    }
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def machine() -> dict[str, Any]:
    """What one must know to read the figures."""
    return {
        "cores": os.cpu_count(),
        "load at the end": [round(one, 2) for one in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        "streamlit": version("streamlit"),
    }
