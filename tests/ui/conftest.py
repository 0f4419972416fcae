"""Pages shown without a browser: each test with a notebook of its own, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from formulation.bootstrap import Notebook, close_notebook, open_notebook
from formulation.domain.formulation import Formulation
from formulation.domain.records import Record
from formulation.settings import settings
from formulation.workflows.visit import Visit

from ..examples import BETHAN, RECORDS
from .screen import Screen

Shown = Callable[..., Screen]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where this test's notebook keeps things."""
    return tmp_path / "clinic"


@pytest.fixture
def open_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """A notebook in a folder of its own, open as long as the test runs."""
    monkeypatch.setenv("FORMULATION_DATA", str(folder))
    settings.cache_clear()
    close_notebook()
    yield open_notebook()
    close_notebook()
    settings.cache_clear()


@pytest.fixture
def me(open_here: Notebook) -> Visit:
    """Whoever looks at the pages."""
    return open_here.visit()


@pytest.fixture
def other(open_here: Notebook) -> Visit:
    """Somebody else, at the same shelf."""
    return Visit(open_here.shelf, "somebody")


@pytest.fixture
def bethan(me: Visit) -> Formulation:
    """Bethan's formulation, on the shelf."""
    return me.shelf.begin(BETHAN, by="me").formulation


@pytest.fixture
def placed(me: Visit) -> Callable[..., Formulation]:
    """Bethan's formulation with some records put in place of hers, on the shelf."""

    def place(*records: Record) -> Formulation:
        everything = {record.id: record for record in (*RECORDS, *records)}
        return me.shelf.begin(replace(BETHAN, records=everything), by="me").formulation

    return place


@pytest.fixture
def show(open_here: Notebook) -> Shown:
    """Show a page, with a formulation lying open and things selected on its drawing."""

    def page(name: str, open_id: str | None = None, *selected: str) -> Screen:
        return Screen.of_page(name, open_id, selected)

    return page
