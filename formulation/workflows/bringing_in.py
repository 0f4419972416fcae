"""Files from elsewhere: what one holds is looked at, and only then brought in, as a new formulation."""

from __future__ import annotations

from collections import Counter

from formulation.domain.formulation import Formulation
from formulation.domain.records import RECORD_KINDS
from formulation.store.notebook_file import notebook_file, read_notebook_file

from .ids import fresh_formulation_id
from .notebooks import Opened, as_opened
from .visit import Visit

__all__ = ["bring_in", "notebook_file", "read_notebook_file", "what_it_holds"]


def what_it_holds(formulation: Formulation) -> tuple[str, ...]:
    """What would come in, counted by kind, in words."""
    counted = Counter(record.prefix for record in formulation.records.values())
    return tuple(
        f"{counted[row.prefix]} {row.label if counted[row.prefix] == 1 else row.plural}"
        for row in RECORD_KINDS.values()
        if counted[row.prefix] and row.prefix not in ("cover", "placement")
    )


def bring_in(visit: Visit, formulation: Formulation) -> Opened:
    """Put what a file holds on the shelf as a new formulation; what is there already stays as it is.

    Raises NotUnderstood where it cannot be kept as it is; then nothing is kept.
    """
    new = Formulation(fresh_formulation_id(), formulation.records)
    return as_opened(visit.shelf.begin(new, by=visit.member_id))
