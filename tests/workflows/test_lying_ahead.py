"""What lies ahead is gathered over the whole shelf, each formulation read once for each of its versions."""

from __future__ import annotations

from dataclasses import replace

from formulation.store.memory import MemoryShelf
from formulation.store.shelf import Kept
from formulation.workflows.lying_ahead import ahead
from formulation.workflows.notebooks import along_the_shelf, begin_blank
from formulation.workflows.visit import Visit

from ..examples import BETHAN


class CountingShelf(MemoryShelf):
    """A shelf that counts how often a formulation is taken down."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0

    def take_down(self, formulation_id: str) -> Kept:
        self.taken += 1
        return super().take_down(formulation_id)


def test_a_formulation_is_read_again_only_when_it_has_changed() -> None:
    shelf = CountingShelf()
    me = Visit(shelf, "me")
    shelf.begin(BETHAN, by="me")
    first = ahead(me, along_the_shelf(me))
    assert first.found and shelf.taken == 1
    assert ahead(me, along_the_shelf(me)) == first and shelf.taken == 1
    begin_blank(me, "Owain")
    taken = shelf.taken
    assert ahead(me, along_the_shelf(me)).found == first.found
    assert shelf.taken == taken + 1


def test_a_long_shelf_is_read_a_few_at_a_time_until_all_of_it_is_read() -> None:
    me = Visit(MemoryShelf(), "me")
    for number in range(7):
        me.shelf.begin(replace(BETHAN, id=f"f-number{number}"), by="me")
    unread, found = [], []
    for _ in range(3):
        gathered = ahead(me, along_the_shelf(me), at_most=3)
        unread.append(gathered.unread)
        found.append(len(gathered.found))
    assert unread == [4, 1, 0]
    assert found[0] * 7 == found[2] * 3 > 0
