"""A learning log: numbers and own words, for one person only, taken out after a look at what identifies."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest

from formulation.domain.competence import AREAS
from formulation.domain.errors import NotUnderstood
from formulation.store.beside import FolderBeside
from formulation.store.memory import MemoryShelf
from formulation.workflows import learning_log
from formulation.workflows.learning_log import Entry, LogUnreadable, LookFirst
from formulation.workflows.visit import Visit

TODAY = date(2031, 3, 9)
DREW = Entry(
    "", "2031-03-08", "making_sense", "practised", 2, "hours", "I drew the snag last, and late."
)
PULLED = Entry(
    "", "2031-03-09", "my_part", "supervised", 1, "sessions", "I wanted to rescue, again."
)


@pytest.fixture
def visit(tmp_path) -> Visit:
    return Visit(MemoryShelf(), beside=FolderBeside(tmp_path / "beside"))


def test_what_is_written_down_is_there_the_latest_first(visit):
    first = learning_log.write_down(visit, DREW)
    second = learning_log.write_down(visit, PULLED)
    assert learning_log.entries(visit) == (second, first)


def test_an_entry_is_changed_in_place_and_taken_out(visit):
    first = learning_log.write_down(visit, DREW)
    learning_log.write_down(visit, replace(first, words="I drew the snag last."))
    assert [one.words for one in learning_log.entries(visit)] == ["I drew the snag last."]
    learning_log.take_out(visit, first.id)
    assert learning_log.entries(visit) == ()


def test_nobody_else_sees_it_and_no_file_says_whose_it_is(visit, tmp_path):
    learning_log.write_down(visit, DREW)
    other = replace(visit, member_id="another")
    assert learning_log.entries(other) == ()
    assert not any("me" in path.name.split(".") for path in (tmp_path / "beside").iterdir())


def test_what_is_not_whole_is_refused_with_every_fault_together(visit):
    with pytest.raises(NotUnderstood) as refused:
        learning_log.write_down(visit, Entry("", "someday", "charm", "practised", -1, "hours", " "))
    assert len(refused.value.faults) == 4
    assert learning_log.entries(visit) == ()


def test_a_log_that_cannot_be_read_is_never_written_over(visit):
    learning_log.write_down(visit, DREW)
    name = visit.beside.names("log.")[0]
    visit.beside.write(name, b"{")
    with pytest.raises(LogUnreadable):
        learning_log.write_down(visit, PULLED)
    assert visit.beside.read(name) == b"{"


def test_numbers_are_added_by_area_and_an_area_with_nothing_is_there_too(visit):
    found = (DREW, replace(DREW, amount=0.5), PULLED)
    sums = learning_log.totals(found)
    assert sums["making_sense"] == {"hours": 2.5}
    assert sums["my_part"] == {"sessions": 1}
    assert set(sums) == set(AREAS)
    assert learning_log.amount_in_words(2.5, "hours") == "2.5 hours"
    assert learning_log.amount_in_words(1, "sessions") == "1 session"


@pytest.mark.parametrize("kind", learning_log.WRITERS)
def test_a_portfolio_is_a_file_of_each_kind_that_says_nobody_in_its_name(visit, kind):
    taken = learning_log.taken_out(visit, (DREW, PULLED), kind, looked=False, on=TODAY)
    assert taken.name.startswith("learning-log.")
    assert len(taken.data) > 200


def test_a_portfolio_holds_every_entry_under_its_area(visit):
    taken = learning_log.taken_out(visit, (PULLED, DREW), "markdown", looked=False, on=TODAY)
    said = taken.data.decode()
    assert said.index("Making sense together") < said.index("I drew the snag last")
    assert said.index("My own part") < said.index("I wanted to rescue")
    word = learning_log.taken_out(visit, (DREW,), "docx", looked=False, on=TODAY)
    tables = docx.Document(BytesIO(word.data)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert DREW.words in cells


def test_words_that_may_say_who_somebody_is_are_looked_at_before_anything_leaves(visit):
    named = replace(DREW, words="Rang jane.doe@example.org about Mr Harding.")
    found = learning_log.might_identify(visit, (named,))
    assert "jane.doe@example.org" in [one.words for one in found]
    with pytest.raises(LookFirst):
        learning_log.taken_out(visit, (named,), "pdf", looked=False, on=TODAY)
    assert learning_log.taken_out(visit, (named,), "markdown", looked=True, on=TODAY).data


def test_the_days_of_the_entries_themselves_are_not_asked_about(visit):
    assert learning_log.might_identify(visit, (DREW, PULLED)) == ()


def test_it_is_kept_as_plain_words_and_numbers(visit):
    learning_log.write_down(visit, DREW)
    kept = json.loads(visit.beside.read(visit.beside.names("log.")[0]))
    assert kept["entries"][0]["amount"] == 2
