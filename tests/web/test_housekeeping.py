"""Memory is cleared up now and then, and what is loaded for good is set aside."""

from __future__ import annotations

import gc
import sys
import types
import weakref
from collections.abc import Iterator

import pytest

from formulation.web.housekeeping import Tidier


class Visit:
    """Something that refers to itself, as a visit's objects do, so that only a collection finds it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Whatever a test sets aside is looked at again afterwards."""
    yield
    gc.unfreeze()


def something_happens() -> None:
    """Enough is made that the small collections run."""
    for _ in range(5):
        gc.collect(0)


def test_what_a_visit_leaves_behind_is_found() -> None:
    tidier = Tidier()
    tidier.round()
    gone = weakref.ref(Visit())
    something_happens()
    assert tidier.round()
    assert gone() is None


def test_where_nothing_happened_nothing_is_done() -> None:
    tidier = Tidier()
    gc.disable()
    try:
        assert tidier.round()
        assert not tidier.round()
    finally:
        gc.enable()


def test_what_is_loaded_is_set_aside_and_set_aside_again_when_there_is_more() -> None:
    tidier = Tidier()
    tidier.round()
    first = gc.get_freeze_count()
    assert first > 10_000
    more = types.ModuleType("formulation_loaded_later")
    more.held = [[number] for number in range(5_000)]  # type: ignore[attr-defined]
    sys.modules[more.__name__] = more
    try:
        something_happens()
        tidier.round()
        assert gc.get_freeze_count() > first + 4_000
    finally:
        del sys.modules[more.__name__]


def test_a_visit_that_was_set_aside_with_the_rest_is_found_later() -> None:
    tidier = Tidier()
    visit = Visit()
    gone = weakref.ref(visit)
    tidier.round()
    del visit
    for _ in range(25):
        something_happens()
        tidier.round()
    assert gone() is None
