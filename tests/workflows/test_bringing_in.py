"""What is brought in from pasted lines: all of it or nothing, provisional, beside what was there."""

from __future__ import annotations

import pytest

from formulation.domain.errors import FormulationError
from formulation.domain.records import Phrase, Procedure, ReciprocalRole
from formulation.store.memory import MemoryShelf
from formulation.workflows.bringing_in import bring_in, from_a_sketch, what_it_holds
from formulation.workflows.visit import Visit
from tests.examples import BETHAN

LINES = """shaming <-> small
small -> hide -> shaming
Get in first
    feel small coming
    shout
    small
nobody asks"""


def test_a_sketch_holds_its_roles_loops_indented_steps_and_phrases():
    found = from_a_sketch(LINES, "Robin")
    role = found.every(ReciprocalRole)[0]
    arrows, indented = found.every(Procedure)
    assert (role.top.words, role.bottom.words) == ("shaming", "small")
    assert [one.words for one in arrows.steps] == ["hide"]
    assert (arrows.starts_at, arrows.returns_to) == (role.bottom.id, role.top.id)
    assert arrows.name == ""
    assert found.name_of(arrows.id) == "hide …"
    assert indented.name == "Get in first"
    assert [one.words for one in indented.steps] == ["feel small coming", "shout"]
    assert indented.returns_to == role.bottom.id
    assert [one.words for one in found.every(Phrase)] == ["nobody asks"]


def test_everything_in_a_sketch_is_provisional():
    drawn = [one for one in from_a_sketch(LINES, "Robin").records.values() if hasattr(one, "held")]
    assert {one.held.standing for one in drawn} == {"provisional"}


def test_a_sketch_comes_in_as_a_new_one_and_what_was_there_stays():
    shelf = MemoryShelf()
    shelf.begin(BETHAN, by="me")
    found = from_a_sketch(LINES, "Robin")
    new = bring_in(Visit(shelf, "me"), found)
    assert shelf.take_down(BETHAN.id).formulation.records == BETHAN.records
    assert shelf.take_down(new.id).formulation.records == found.records
    assert "1 reciprocal role" in what_it_holds(found)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "Robin"),
        (" \n\t\n", "Robin"),
        ("\0\0", "Robin"),
        ("a -> b", " "),
        ("x\n" * 40_000, "Robin"),
    ],
)
def test_nothing_no_name_and_too_much_are_refused_in_a_sentence(text, name):
    with pytest.raises(FormulationError, match=r"[.]$"):
        from_a_sketch(text, name)


@pytest.mark.parametrize(
    "text",
    ["->", "<->", "  ->\n\t<->", "a <-> b <-> c", "a\n  " + "->" * 500, "\ud800 -> b", "  a\n b"],
)
def test_odd_lines_become_something_or_are_refused_in_a_sentence(text):
    shelf = MemoryShelf()
    try:
        bring_in(Visit(shelf, "me"), from_a_sketch(text, "Robin"))
    except FormulationError as refused:
        assert str(refused)
        assert not shelf.spines()
    else:
        assert len(shelf.spines()) == 1
