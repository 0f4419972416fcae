"""Opening, beginning and copying whole formulations."""

from __future__ import annotations

import pytest

from formulation.domain.errors import ChangedMeanwhile
from formulation.domain.records import Drawing, Placement
from formulation.domain.verbs import places_in, rewording
from formulation.store.shelf import NotOnShelf
from formulation.workflows import mapping, notebooks
from formulation.workflows.notebooks import NeedsAName, OnlyToRead
from formulation.workflows.visit import Visit


def test_a_blank_formulation_has_a_name_and_three_empty_drawings(visit: Visit) -> None:
    begun = notebooks.begin_blank(visit, "  Wren ")
    assert begun.formulation.cover.pseudonym == "Wren"
    kinds = [drawing.kind for drawing in begun.formulation.every(Drawing)]
    assert kinds == ["role_map", "states", "team_map"]
    assert notebooks.open_formulation(visit, begun.id) == begun


def test_a_formulation_without_a_name_is_declined_in_words(visit: Visit) -> None:
    with pytest.raises(NeedsAName, match="pseudonym"):
        notebooks.begin_blank(visit, "   ")
    assert notebooks.along_the_shelf(visit) == ()


def test_the_id_of_a_formulation_says_nothing_about_whose_it_is(visit: Visit) -> None:
    begun = notebooks.begin_blank(visit, "Wren")
    assert "wren" not in begun.id.lower()
    assert begun.id.startswith("f-")


def test_no_two_formulations_wear_the_same_emblem_in_the_same_colour(visit: Visit) -> None:
    for number in range(20):
        notebooks.begin_blank(visit, f"Person {number}")
    worn = [(s.cover.emblem, s.cover.colour) for s in notebooks.along_the_shelf(visit)]
    assert len(set(worn)) == 20


def test_an_example_opens_to_be_read_and_cannot_be_written_in(visit: Visit) -> None:
    example = notebooks.open_formulation(visit, "ex1")
    assert example.read_only
    with pytest.raises(OnlyToRead, match="my own copy"):
        mapping.reword(visit, example, "pole:ex1-r1-top", "shouting")


@pytest.mark.parametrize("key", [f"ex{n}" for n in range(1, 9)])
def test_my_copy_holds_everything_and_stands_where_the_example_draws_it(
    visit: Visit, key: str
) -> None:
    mine = notebooks.make_my_copy(visit, key)
    given = notebooks.open_formulation(visit, key).formulation
    kept = {k: r for k, r in mine.formulation.records.items() if not isinstance(r, Placement)}
    kept.pop("cover:cover")
    assert kept == {k: r for k, r in given.records.items() if k != "cover:cover"}
    for drawing in mine.formulation.every(Drawing):
        shown = places_in(mine.formulation, drawing.id)
        assert drawing.kind == "states" or shown


def test_the_example_is_as_it_was_after_my_copy_changed(visit: Visit) -> None:
    mine = notebooks.make_my_copy(visit, "ex3")
    mapping.reword(visit, mine, "pole:ex3-r1-top", "marking, marking")
    assert notebooks.open_formulation(visit, "ex3").formulation.name_of("pole:ex3-r1-top") == (
        "demanding, marking"
    )


def test_opening_what_is_not_there_says_so(visit: Visit) -> None:
    with pytest.raises(NotOnShelf):
        notebooks.open_formulation(visit, "f-nothere")


def test_acting_freshly_tries_again_when_somebody_came_between(visit: Visit) -> None:
    mine = notebooks.make_my_copy(visit, "ex3")
    tries: list[int] = []

    def act(now: notebooks.Opened) -> notebooks.Opened:
        tries.append(now.version)
        if len(tries) == 1:
            notebooks.keep(visit, now, rewording(now.formulation, "pole:ex3-r1-bottom", "tired"))
        return notebooks.keep(
            visit, now, rewording(now.formulation, "pole:ex3-r1-top", "red pen in hand")
        )

    done = notebooks.freshly(visit, mine.id, act)
    assert len(tries) == 2
    assert done.formulation.name_of("role:ex3-r1") == "red pen in hand ↔ tired"


def test_acting_freshly_gives_up_in_words_when_it_never_fits(visit: Visit) -> None:
    mine = notebooks.make_my_copy(visit, "ex3")

    def never(now: notebooks.Opened) -> notebooks.Opened:
        raise ChangedMeanwhile(("role:ex3-r1",))

    with pytest.raises(ChangedMeanwhile, match="Nothing was overwritten"):
        notebooks.freshly(visit, mine.id, never)
