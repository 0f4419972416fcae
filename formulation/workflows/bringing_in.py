"""Files from elsewhere: what one holds is looked at, and only then brought in, as a new formulation."""

from __future__ import annotations

from collections import Counter
from typing import Final

from formulation.domain.errors import FormulationError
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.kinds import DRAWING_KINDS
from formulation.domain.records import RECORD_KINDS, Cover, Drawing, Record
from formulation.store.notebook_file import notebook_file, read_notebook_file

from .ids import fresh, fresh_formulation_id
from .notebooks import ROOM_FOR_A_NAME, NeedsAName, Opened, as_opened, standing_still
from .sketching import sketched
from .visit import Visit

__all__ = ["bring_in", "from_a_sketch", "notebook_file", "read_notebook_file", "what_it_holds"]
MOST_LETTERS: Final = 50_000


class NothingSketched(FormulationError):
    """Lines were pasted in which there is nothing to draw, or more than one map ever holds."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Nothing was brought in.")


def from_a_sketch(text: str, pseudonym: str) -> Formulation:
    """What some pasted lines would be as a formulation: provisional, in nobody's words yet, not kept.

    Raises NothingSketched, and NeedsAName where it does not say whose it is.
    """
    if len(text) > MOST_LETTERS:
        raise NothingSketched("This is more than one map ever holds.")
    clean = "".join(one for one in text if one.isprintable() or one in "\n\t")
    found = sketched(clean).records
    if not found:
        raise NothingSketched("There is nothing in this to draw yet.")
    name = pseudonym.strip()[:ROOM_FOR_A_NAME]
    if not name:
        raise NeedsAName
    drawings = [
        Drawing(fresh("drawing"), kind=row.name, name=row.label) for row in DRAWING_KINDS.values()
    ]
    records: list[Record] = [Cover(COVER, title=name, pseudonym=name), *drawings, *found.values()]
    new = Formulation("f-sketch", {one.id: one for one in records})
    return standing_still(new).applied_to(new)


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
