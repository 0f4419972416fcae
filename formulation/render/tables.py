"""A map as tables, for spreadsheets: XLSX by openpyxl, which lives here, and CSV; no cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from formulation.analysis.graph import everything_linked
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import EXIT_STAGES, PROCEDURE_KINDS, STEP_PARTS, TONES
from formulation.domain.records import (
    Exit,
    Horn,
    Link,
    Procedure,
    ReciprocalRole,
    SelfState,
    Shift,
    label_of,
)

from .writable import UNWRITABLE

Rows = tuple[tuple[str, ...], ...]
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would reckon with rather than show."""

PAIRS: Final = "Pairs"
LONGEST_CELL: Final = 32_000


def sheets(formulation: Formulation) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """Each table of a map: its name, its header row and its rows."""
    name = formulation.name_of

    def called(some_id: str | None) -> str:
        return name(some_id) if some_id else ""

    yield (
        "Roles",
        ("one end", "the other end", "tone"),
        tuple(
            (one.top.words, one.bottom.words, TONES[one.tone].label if one.tone else "")
            for one in formulation.every(ReciprocalRole)
        ),
    )
    yield "Steps", ("procedure", "kind", "way", "step", "part"), tuple(_steps(formulation))
    yield (
        "Ways out",
        ("way out", "how far it has come", "leaves from", "arrives at"),
        tuple(
            (one.words, EXIT_STAGES[one.stage].label, called(one.leaves), called(one.arrives))
            for one in formulation.every(Exit)
        ),
    )
    yield (
        "States",
        ("name", "feels", "in the body", "others look"),
        tuple(
            (one.name, one.feels, one.body, one.sees_others_as)
            for one in formulation.every(SelfState)
        ),
    )
    yield (
        "Shifts",
        ("from", "to", "trigger"),
        tuple(
            (called(one.from_state), called(one.to_state), one.trigger)
            for one in formulation.every(Shift)
        ),
    )
    yield (
        "Links",
        ("from", "how", "to", "words"),
        tuple(
            (called(one.from_id), one.kind.replace("_", " "), called(one.to_id), one.words)
            for one in formulation.every(Link)
        ),
    )
    yield PAIRS, ("from", "how", "to"), pairs(formulation)


def _steps(formulation: Formulation) -> Iterator[tuple[str, ...]]:
    for procedure in formulation.every(Procedure):
        way = ""
        for part in procedure.parts():
            if isinstance(part, Horn):
                way = part.name
                continue
            said = STEP_PARTS[part.part].label if part.part else ""
            kind = PROCEDURE_KINDS[procedure.kind].label
            yield procedure.name, kind, way, part.words, said


def pairs(formulation: Formulation) -> Rows:
    """Everything in a copy two by two, and what is joined to nothing by itself."""
    web = everything_linked(formulation)
    called = {thing.id: thing.label for thing in web.things}
    joined = {end for tie in web.ties for end in (tie.from_id, tie.to_id)}
    alone = tuple(
        (thing.label, f"is {label_of(thing.id)}", "")
        for thing in web.things
        if thing.id not in joined
    )
    return (*((called[tie.from_id], tie.why, called[tie.to_id]) for tie in web.ties), *alone)


def csv_of_pairs(formulation: Formulation) -> bytes:
    """Everything two by two as CSV in UTF-8, with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("from", "how", "to"))
    writer.writerows([_harmless(cell) for cell in row] for row in pairs(formulation))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _harmless(words: str) -> str:
    """Words that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    said = words.replace("\0", "")
    return f"'{said}" if said.lstrip().startswith(FORMULAS) or said[:1] in FORMULAS else said


def xlsx(formulation: Formulation) -> bytes:
    """Every table of a map as a workbook, a sheet each, with header rows that stay in sight."""
    book = Workbook()
    for at, (name, head, rows) in enumerate(sheets(formulation)):
        sheet = book.create_sheet(name, at)
        for number, row in enumerate((head, *rows), start=1):
            for column, words in enumerate(row, start=1):
                _put(sheet.cell(number, column), words, bold=number == 1)
        sheet.freeze_panes = "A2"
        for column in range(1, len(head) + 1):
            sheet.column_dimensions[get_column_letter(column)].width = 34
    book.remove(book[book.sheetnames[-1]])  # the empty one that a workbook begins with
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, words: str, *, bold: bool) -> None:
    cell.value = words.translate(UNWRITABLE)[:LONGEST_CELL]
    cell.data_type = "s"  # never a formula, whatever it begins with
    cell.quotePrefix = words[:1] in FORMULAS
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
