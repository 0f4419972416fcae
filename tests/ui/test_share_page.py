"""The Share page: what a copy holds and leaves out is seen before it leaves, and then it is written down."""

from __future__ import annotations

from collections.abc import Callable

from formulation.domain.formulation import Formulation
from formulation.domain.records import Held, Phrase, Procedure, ReciprocalRole
from formulation.domain.verbs import changing
from formulation.workflows.notebooks import along_the_shelf, keep, open_formulation
from formulation.workflows.sharing import copies_made
from formulation.workflows.visit import Visit

from ..examples import CRITICAL
from .screen import Screen


def test_what_stays_behind_is_said_and_the_copy_is_written_down(
    show: Callable[..., Screen], bethan: Formulation, other: Visit
) -> None:
    screen = show("share", bethan.id)
    assert "1 pull: not part of a copy like this one." in screen.said
    assert "Bethan" in screen.said
    screen.press("Make this copy")
    (told,) = copies_made(open_formulation(other, bethan.id).formulation)[:1]
    assert told.for_whom == "person"
    assert "Make this copy" not in screen.buttons()
    assert "It is written down which copy left" in screen.said


def test_a_copy_that_would_give_something_away_is_refused_in_words(
    show: Callable[..., Screen], bethan: Formulation, other: Visit
) -> None:
    opened = open_formulation(other, bethan.id)
    keep(other, opened, changing(opened.formulation, CRITICAL.id, held=Held(readers="supervision")))
    screen = show("share", bethan.id)
    assert "This copy was not made" in screen.said
    assert "the gap would show" in screen.said
    assert "Make this copy" not in screen.buttons()


def test_an_example_says_that_nothing_is_written_down(show: Callable[..., Screen]) -> None:
    screen = show("share", "ex1")
    assert "a copy of it is not written down anywhere" in screen.said


def test_a_sketch_is_looked_at_first_and_then_brought_in_as_a_new_one(
    show: Callable[..., Screen], me: Visit, bethan: Formulation
) -> None:
    screen = show("share", bethan.id)
    sketch = "shaming <-> small\nsmall -> hide -> nobody asks -> small\nthe blue door"
    screen.fill("A line for each thing", sketch).fill("Whose is it? A pseudonym", "Wren")
    assert "shaming" in screen.said
    assert [spine.cover.pseudonym for spine in along_the_shelf(me)] == ["Bethan"]
    screen.press("Bring it in as a new one")
    (wren,) = [one for one in along_the_shelf(me) if one.cover.pseudonym == "Wren"]
    formulation = open_formulation(me, wren.id).formulation
    assert len(formulation.every(ReciprocalRole)) == len(formulation.every(Procedure)) == 1
    assert [one.words for one in formulation.every(Phrase)] == ["the blue door"]
