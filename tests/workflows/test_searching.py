"""One search over everything one may see, as it is kept now."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.verbs import rewording
from formulation.store.memory import MemoryShelf
from formulation.store.tinydb_shelf import TinyDBShelf
from formulation.workflows.notebooks import make_my_copy
from formulation.workflows.searching import search
from formulation.workflows.visit import Visit
from tests.examples import BETHAN, CRITICISING


def ids(visit: Visit, typed: str) -> list[str]:
    return [hit.where for found in search(visit, typed) for hit in found.hits]


def test_what_is_found_is_grouped_by_formulation_the_best_first(visit: Visit) -> None:
    visit.shelf.begin(BETHAN, by="me")
    other = replace(BETHAN, id="f-other")
    visit.shelf.begin(rewording(other, CRITICISING.id, "peering").applied_to(other), by="me")
    found = search(visit, "criticising checking")
    assert found[0].formulation.id == BETHAN.id
    assert found[0].hits[0].where == CRITICISING.id
    assert all(hit.formulation_id == one.formulation.id for one in found for hit in one.hits)


def test_a_change_is_found_at_once_and_what_it_replaced_no_more(visit: Visit) -> None:
    kept = visit.shelf.begin(BETHAN, by="me")
    assert CRITICISING.id in ids(visit, "criticising")
    change = rewording(BETHAN, CRITICISING.id, "tallying")
    visit.shelf.put_back(BETHAN.id, change, onto=kept.version, by="somebody")
    assert CRITICISING.id in ids(visit, "tallying")
    assert CRITICISING.id not in ids(visit, "criticising")


def test_what_another_process_keeps_is_found_too(tmp_path: Path) -> None:
    mine, theirs = TinyDBShelf(tmp_path), TinyDBShelf(tmp_path)
    try:
        kept = mine.begin(BETHAN, by="me")
        assert CRITICISING.id in ids(Visit(mine), "criticising")
        change = rewording(BETHAN, CRITICISING.id, "tallying")
        theirs.put_back(BETHAN.id, change, onto=kept.version, by="somebody")
        assert CRITICISING.id in ids(Visit(mine), "tallying")
    finally:
        mine.close()
        theirs.close()


def test_a_damaged_formulation_does_not_keep_the_others_from_being_found(tmp_path: Path) -> None:
    shelf = TinyDBShelf(tmp_path)
    try:
        shelf.begin(BETHAN, by="me")
        shelf.begin(replace(BETHAN, id="f-other"), by="me")
    finally:
        shelf.close()
    ledger = tmp_path / "f-other" / "ledger"
    ledger.write_bytes(ledger.read_bytes().replace(b"criticising", b"criticisinG", 1) + b"x\n")
    (tmp_path / "f-other" / "formulation.json").unlink(missing_ok=True)
    shelf = TinyDBShelf(tmp_path)
    try:
        assert [one.formulation.id for one in search(Visit(shelf), "criticising")] == [BETHAN.id]
    finally:
        shelf.close()


def test_two_shelves_are_two_searches() -> None:
    one, other = MemoryShelf(), MemoryShelf()
    one.begin(BETHAN, by="me")
    assert search(Visit(one), "criticising")
    assert search(Visit(other), "criticising") == ()


def test_examples_are_looked_in_only_when_wanted_and_come_last(visit: Visit) -> None:
    assert search(visit, "red pen") == ()
    found = search(visit, "red pen", examples=True)
    assert found[0].example and found[0].formulation.id == "ex3"
    mine = make_my_copy(visit, "ex3")
    found = search(visit, "red pen", examples=True)
    assert [one.example for one in found][:2] == [False, True]
    assert found[0].formulation.id == mine.id


@pytest.mark.parametrize("typed", ["", "   ", "?", "x" * 100_000, "word " * 5_000])
def test_anything_may_be_typed(visit: Visit, typed: str) -> None:
    visit.shelf.begin(BETHAN, by="me")
    assert isinstance(search(visit, typed), tuple)


def test_what_is_typed_is_written_nowhere(
    visit: Visit, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    visit.shelf.begin(BETHAN, by="me")
    with caplog.at_level(logging.DEBUG):
        assert search(visit, "criticising")
    written = caplog.text + "".join(capfd.readouterr())
    assert "criticising" not in written


def test_an_empty_shelf_has_nothing_to_find(visit: Visit) -> None:
    visit.shelf.begin(Formulation("f-blank", {}), by="me")
    assert search(visit, "anything") == ()
