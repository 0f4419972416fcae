"""New ids say what they name, never repeat, and sort as they were made."""

from __future__ import annotations

import re

from formulation.domain.formulation import in_order
from formulation.workflows.ids import fresh, fresh_formulation_id


def test_ids_sort_in_the_order_they_were_made() -> None:
    made = [fresh("role") for _ in range(2_000)]
    assert sorted(made, key=in_order) == made
    assert len(set(made)) == 2_000


def test_ids_of_examples_come_before_new_ones() -> None:
    assert in_order("role:ex8-r9") < in_order(fresh("role"))


def test_the_id_of_a_formulation_is_fit_for_an_address_and_a_folder() -> None:
    assert re.fullmatch(r"f-[a-z]{21}", fresh_formulation_id())
