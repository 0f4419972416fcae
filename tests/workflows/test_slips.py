"""Words on a slip: kept at every pause, brought together, in nobody's ledger, and gone when thrown away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from formulation.domain.errors import FormulationError, NotUnderstood
from formulation.store.beside import Beside, FolderBeside, InMemoryBeside, drafts_of
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.slips import place_of, slip_at, throw_away, write_slip
from formulation.workflows.visit import Visit

from ..examples import BETHAN

ID = BETHAN.id
PLACE = place_of("asking", "answer", "role-empty")


@pytest.fixture(params=["memory", "folder"])
def writer(visit: Visit, request: pytest.FixtureRequest, tmp_path: Path) -> Visit:
    """Somebody who writes, with small files kept in memory or in a folder."""
    beside: Beside = (
        InMemoryBeside() if request.param == "memory" else FolderBeside(tmp_path / "beside")
    )
    visit.shelf.begin(BETHAN, by="me")
    return replace(visit, beside=beside)


def test_words_are_kept_without_a_line_in_the_ledger(writer: Visit) -> None:
    before = open_formulation(writer, ID).version
    assert slip_at(writer, ID, PLACE).text == ""
    kept = write_slip(writer, ID, PLACE, "With her sister", was="")
    assert slip_at(writer, ID, PLACE) == kept
    assert kept.saved_at is not None
    assert open_formulation(writer, ID).version == before


def test_what_two_people_write_on_one_slip_is_brought_together(writer: Visit) -> None:
    write_slip(writer, ID, PLACE, "Middle.", was="")
    write_slip(writer, ID, PLACE, "First. Middle.", was="Middle.")
    assert write_slip(writer, ID, PLACE, "Middle. Last.", was="Middle.").text == (
        "First. Middle. Last."
    )


def test_each_place_has_a_slip_of_its_own_and_no_word_in_its_name(writer: Visit) -> None:
    other = place_of("asking", "aside", "role-empty")
    write_slip(writer, ID, PLACE, "an answer", was="")
    write_slip(writer, ID, other, "a reason", was="")
    assert slip_at(writer, ID, PLACE).text == "an answer"
    names = writer.beside.names(drafts_of(ID))
    assert len(names) == 2
    assert not any("asking" in one or "role" in one for one in names)


def test_a_slip_thrown_away_or_wiped_clean_leaves_nothing_behind(writer: Visit) -> None:
    for empty in (lambda: throw_away(writer, ID, PLACE), lambda: wipe(writer)):
        write_slip(writer, ID, PLACE, "words", was="")
        empty()
        assert writer.beside.names(drafts_of(ID)) == ()
        assert slip_at(writer, ID, PLACE).text == ""


def wipe(writer: Visit) -> None:
    """Rub out what stands on the slip."""
    write_slip(writer, ID, PLACE, "", was="words")


@pytest.mark.parametrize("place", ["", "../ledger", "slip-", "slip-XYZ", "note:b-march"])
def test_only_a_slip_can_be_asked_for(writer: Visit, place: str) -> None:
    with pytest.raises(NotUnderstood):
        slip_at(writer, ID, place)
    with pytest.raises(NotUnderstood):
        write_slip(writer, ID, place, "words", was="")


def test_a_book_does_not_fit_on_a_slip(writer: Visit) -> None:
    with pytest.raises(NotUnderstood):
        write_slip(writer, ID, PLACE, "x" * 200_000, was="")
    assert slip_at(writer, ID, PLACE).text == ""


def test_a_slip_belongs_to_something_that_is_there(writer: Visit) -> None:
    with pytest.raises(FormulationError):
        write_slip(writer, "f-nobody", PLACE, "words", was="")
