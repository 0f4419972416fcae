"""The tables of records and kinds are complete, and every field is known to the forms."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import get_args

import pytest

from formulation.domain import kinds, records
from formulation.domain.kinds import LINK_KINDS, LinkKind
from formulation.domain.records import (
    PART_KINDS,
    RECORD_KINDS,
    Horn,
    Part,
    Pole,
    Procedure,
    Record,
    Step,
    kind_of,
    label_of,
)
from tests.examples import CRITICAL, MENDING, RECORDS, SAYING

CLASSES = get_args(Record)
UNSAID = {
    "id",
    "held",
    "top",
    "bottom",
    "seen",
    "steps",
    "horns",
    "pathway",
    "agreed",
    "addenda",
    "replies",
    "story",
    "phases",
    "let_stand",
}
"""Fields that forms draw in their own way, because they hold groups of fields or a part."""


@pytest.mark.parametrize("record", CLASSES)
def test_every_record_has_a_row_in_the_table(record):
    row = RECORD_KINDS[record.prefix]
    assert row.record is record
    assert row.prefix == record.prefix
    assert row.label and row.plural
    assert row.article == ("an" if row.label[0] in "aeiou" else "a")


def test_every_row_of_the_table_is_a_record():
    assert {row.record for row in RECORD_KINDS.values()} == set(CLASSES)


@pytest.mark.parametrize("part", get_args(Part))
def test_every_part_has_a_name(part):
    assert PART_KINDS[part.prefix][0] == label_of(f"{part.prefix}:a")


@pytest.mark.parametrize("thing", [*CLASSES, *get_args(Part)])
def test_every_field_has_a_label_or_is_drawn_in_its_own_way(thing):
    without = {one.name for one in fields(thing) if not one.metadata.get("label")}
    alone = {"emblem", "colour", "fictional", "unstable", "drawing", "record", "x", "y"}
    assert without <= UNSAID | alone


def test_every_record_class_in_the_module_is_in_the_union():
    defined = {
        one
        for one in vars(records).values()
        if is_dataclass(one) and isinstance(one, type) and hasattr(one, "prefix")
    }
    assert defined - {records.RecordKind} == {*CLASSES, *get_args(Part)}


def test_bethan_has_one_of_every_kind_of_record():
    assert {record.prefix for record in RECORDS} == set(RECORD_KINDS)


@pytest.mark.parametrize("thing", [*CLASSES, *get_args(Part), records.Held, records.Seen])
def test_a_default_from_a_table_is_a_row_of_it(thing):
    for one in fields(thing):
        if "one_of" in one.metadata:
            assert one.default in one.metadata["one_of"]


TABLES = {name: table for name, table in vars(kinds).items() if name.isupper()}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_kind_is_kept_under_its_own_name_and_has_words(table):
    assert table
    for name, row in table.items():
        assert row.name == name
        assert row.label


def test_what_an_arrow_may_join_is_known_by_kind():
    for row in LINK_KINDS.values():
        assert isinstance(row, LinkKind)
        for prefixes in row.joins:
            assert set(prefixes) <= {*RECORD_KINDS, *PART_KINDS}
    drawn_to = LINK_KINDS["drawn_to"]
    assert drawn_to.may_join("group:a", "pole:a")
    assert not drawn_to.may_join("pole:a", "group:a")
    assert LINK_KINDS["leads_to"].may_join("exit:a", "phrase:b")


def test_an_id_says_what_it_names():
    assert kind_of("role:ex1-r1") == "role"
    assert kind_of("") == ""
    assert label_of("pain:a") == "core pain"
    assert label_of("unheard-of:a") == "unheard-of"


def test_records_are_frozen():
    with pytest.raises(AttributeError):
        CRITICAL.tone = "good_enough"


def test_parts_come_in_reading_order():
    assert list(CRITICAL.parts()) == [CRITICAL.top, CRITICAL.bottom]
    assert [part.prefix for part in SAYING.parts()] == ["horn", "step", "horn", "step"]
    assert tuple(MENDING.all_steps()) == MENDING.steps
    shared = Procedure(
        "procedure:a", steps=(Step("step:1"),), horns=(Horn("horn:a", steps=(Step("step:2"),)),)
    )
    assert [step.id for step in shared.all_steps()] == ["step:1", "step:2"]
    assert isinstance(CRITICAL.top, Pole)
