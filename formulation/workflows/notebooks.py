"""What a person does with whole formulations: look along the shelf, open, begin, make a copy their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from formulation.domain.changes import Change
from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.kinds import COLOURS, DRAWING_KINDS, EMBLEMS
from formulation.domain.records import Cover, Drawing, Record
from formulation.domain.signing import must_leave_signed
from formulation.domain.verbs import adding, changing, placing
from formulation.render.layout import arranged
from formulation.store import library
from formulation.store.desk import is_on_the_desk
from formulation.store.library import Example
from formulation.store.shelf import Kept, Spine

from .ids import fresh, fresh_formulation_id
from .visit import Visit

ROOM_FOR_A_NAME = 60
TRIES = 6
T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    """A formulation as it lies open: what it holds, its version, when it was saved, if it is only to read."""

    formulation: Formulation
    version: int
    saved_at: datetime | None
    read_only: bool = False

    @property
    def id(self) -> str:
        """Its id, which says nothing about whose it is."""
        return self.formulation.id


class OnlyToRead(FormulationError):
    """An example was written in; examples stay as they are."""

    def __init__(self) -> None:
        super().__init__(
            "Examples stay as they are. Choose “Make it my own copy” first, then change the copy."
        )


class NeedsAName(FormulationError):
    """A formulation was begun without a pseudonym."""

    def __init__(self) -> None:
        super().__init__("Give it a name you will recognise: a pseudonym, never the person's own.")


def as_opened(kept: Kept) -> Opened:
    """What the shelf handed over, as the pages read it; what lies on the practice desk is not saved."""
    on_the_desk = is_on_the_desk(kept.formulation.id)
    return Opened(kept.formulation, kept.version, None if on_the_desk else kept.saved_at)


def is_example(formulation_id: str) -> bool:
    """Whether an id names one of the library's examples."""
    return any(example.key == formulation_id for example in library.examples())


def open_formulation(visit: Visit, formulation_id: str) -> Opened:
    """Open a formulation from the shelf, or an example from the library to read.

    Raises NotOnShelf or Damaged, each with a sentence.
    """
    if is_example(formulation_id):
        return Opened(library.example(formulation_id).formulation, 0, None, read_only=True)
    return as_opened(visit.shelf.take_down(formulation_id))


def along_the_shelf(visit: Visit) -> tuple[Spine, ...]:
    """Every formulation on the shelf, the latest touched first."""
    return tuple(visit.shelf.spines())


def examples() -> tuple[Example, ...]:
    """The fictional examples that come with the notebook."""
    return tuple(library.examples())


def begin_blank(visit: Visit, pseudonym: str) -> Opened:
    """Begin a new formulation: a name, an emblem, and three empty drawings.

    Raises NeedsAName where there is none.
    """
    name = pseudonym.strip()[:ROOM_FOR_A_NAME]
    if not name:
        raise NeedsAName
    cover = _unlike_the_others(visit, Cover(COVER, title=name, pseudonym=name))
    drawings = [
        Drawing(fresh("drawing"), kind=kind.name, name=kind.label)
        for kind in DRAWING_KINDS.values()
    ]
    records: list[Record] = [cover, *drawings]
    formulation = Formulation(fresh_formulation_id(), {one.id: one for one in records})
    return as_opened(visit.shelf.begin(formulation, by=visit.member_id))


def make_my_copy(visit: Visit, key: str) -> Opened:
    """Copy an example to the shelf, everything standing where the example draws it."""
    given = library.example(key).formulation
    cover = _unlike_the_others(
        visit, replace(given.cover, title=_title_of_copy(visit, given.cover))
    )
    copied = Formulation(fresh_formulation_id(), {**given.records, COVER: cover})
    placed = standing_still(copied).applied_to(copied)
    return as_opened(visit.shelf.begin(placed, by=visit.member_id))


def _title_of_copy(visit: Visit, cover: Cover) -> str:
    """A title that says it is a copy, and which, so that nobody takes it for the example."""
    taken = {spine.cover.title for spine in along_the_shelf(visit)}
    name = cover.title or cover.pseudonym
    titles = (f"{name} (my copy{f' {turn}' if turn > 1 else ''})" for turn in range(1, 10_000))
    return next((title for title in titles if title not in taken), name)


def standing_still(formulation: Formulation) -> Change:
    """The change that writes down where everything stands in every drawing, so that nothing moves by itself."""
    change = Change({}, {}, why="drew everything where it stands")
    for drawing in formulation.every(Drawing):
        change = change.then(placing(formulation, drawing.id, arranged(formulation, drawing.id)))
    return change


def change_cover(visit: Visit, opened: Opened, **values: object) -> Opened:
    """Change whose notebook this says it is: pseudonym, emblem, colour, setting and the rest."""
    may_write(opened)
    if COVER in opened.formulation:
        change = changing(opened.formulation, COVER, **values)
    else:
        change = adding(opened.formulation, replace(Cover(COVER), **values))  # type: ignore[arg-type]
    return keep(visit, opened, change)


def may_write(opened: Opened) -> None:
    """Refuse to write in an example. Raises OnlyToRead."""
    if opened.read_only:
        raise OnlyToRead


def keep(visit: Visit, opened: Opened, change: Change) -> Opened:
    """Put a change on the shelf, durable before this returns.

    Raises OnlyToRead, SignedAlready, ChangedMeanwhile, NotOnShelf, or what the shelf has to say.
    """
    may_write(opened)
    must_leave_signed(change)
    kept = visit.shelf.put_back(opened.id, change, onto=opened.version, by=visit.member_id)
    return as_opened(kept)


def freshly(visit: Visit, formulation_id: str, act: Callable[[Opened], T]) -> T:
    """Open a formulation and act on it; where somebody came between, open it again and try once more.

    What `act` itself refuses, because the very words it is about have changed, is refused again
    and reaches the person. Raises ChangedMeanwhile after a few tries.
    """
    for _ in range(TRIES - 1):
        try:
            return act(open_formulation(visit, formulation_id))
        except ChangedMeanwhile:
            continue
    return act(open_formulation(visit, formulation_id))


def _unlike_the_others(visit: Visit, cover: Cover) -> Cover:
    """The same cover with an emblem and colour that nothing else on the shelf wears, while there are any."""
    worn = {(spine.cover.emblem, spine.cover.colour) for spine in along_the_shelf(visit)}
    if (cover.emblem, cover.colour) not in worn and not cover.fictional:
        worn.add((cover.emblem, cover.colour))
    emblems, colours = list(EMBLEMS), list(COLOURS)
    start = len(worn)
    for turn in range(len(emblems) * len(colours)):
        emblem = emblems[(start + turn) % len(emblems)]
        colour = colours[(start + turn + turn // len(emblems)) % len(colours)]
        if (emblem, colour) not in worn:
            return replace(cover, emblem=emblem, colour=colour)
    return cover
