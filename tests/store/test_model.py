"""Every shelf beside a plain dictionary: equal after every step of random use by three people."""

from __future__ import annotations

import pytest

from formulation.store.shelf import Shelf
from tests.store.model import use_at_random

STEPS = 300
"""A run as long as is quick; `bench.keeping_numbers` takes 2,000."""


def test_random_use_by_three_people_leaves_what_a_dictionary_says(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    use = use_at_random(shelf, STEPS, seed=7)
    with capsys.disabled():
        print(f"\n  {type(shelf).__name__}: {use}")
    assert use.wrong == []
    assert use.steps == STEPS
    assert min(use.done[what] for what in ("added", "reworded", "removed", "refused")) > 15
