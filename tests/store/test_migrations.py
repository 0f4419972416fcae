"""What was written under an older schema still reads: a made-up history of migrations, tried on everything."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from formulation.domain.errors import NotUnderstood
from formulation.domain.records import CorePain, Phrase
from formulation.store import codec
from formulation.store.migrations import MIGRATIONS, SCHEMA, Migration, migrated
from tests.store.people import PAIN, robin

Plain = dict[str, Any]


def _words_were_called_text(record: Plain) -> Plain:
    if record["id"].startswith("pain:"):
        record["words"] = record.pop("text")
    return record


def _under_was_one_pole(record: Plain) -> Plain:
    if record["id"].startswith("pain:"):
        record["under"] = [record["under"]] if record["under"] else []
    return record


def _notions_became_phrases(record: Plain) -> Plain:
    kind, _, rest = record["id"].partition(":")
    return {**record, "id": f"phrase:{rest}"} if kind == "notion" else record


HISTORY = (
    Migration(2, "words were called text", _words_were_called_text),
    Migration(3, "a core pain lay under one pole only", _under_was_one_pole),
    Migration(4, "phrases were called notions", _notions_became_phrases),
)

OLD_PAIN: Plain = {"id": "pain:old", "text": "alone", "under": "pole:shrug-bottom"}
PAIN_NOW = CorePain(id="pain:old", words="alone", under=("pole:shrug-bottom",))


def test_our_own_migrations_are_numbered_without_a_gap_and_each_says_what_it_does() -> None:
    assert [one.to_schema for one in MIGRATIONS] == list(range(2, 2 + len(MIGRATIONS)))
    assert all(one.what for one in MIGRATIONS)
    assert 1 + len(MIGRATIONS) == SCHEMA


def test_a_record_passes_through_every_migration_that_came_after_it() -> None:
    as_of = {
        1: OLD_PAIN,
        2: {"id": "pain:old", "words": "alone", "under": "pole:shrug-bottom"},
        3: {"id": "pain:old", "words": "alone", "under": ["pole:shrug-bottom"]},
        4: {"id": "pain:old", "words": "alone", "under": ["pole:shrug-bottom"]},
    }
    for schema, plain in as_of.items():
        assert migrated(plain, schema, HISTORY) == as_of[4]
        assert codec.record_from_plain(plain, schema=schema, migrations=HISTORY) == PAIN_NOW


def test_each_single_step_does_what_it_says() -> None:
    (first, second, third) = HISTORY
    assert migrated(OLD_PAIN, 1, (first,))["words"] == "alone"
    assert migrated({"id": "pain:x", "under": None}, 2, (second,))["under"] == []
    assert migrated({"id": "notion:7"}, 3, (third,))["id"] == "phrase:7"
    for step in HISTORY:
        assert migrated({"id": "role:x"}, step.to_schema - 1, (step,)) == {"id": "role:x"}


def test_the_record_given_is_left_as_it_was() -> None:
    before = copy.deepcopy(OLD_PAIN)
    migrated(OLD_PAIN, 1, HISTORY)
    assert before == OLD_PAIN


def test_a_whole_formulation_of_years_ago_is_read_as_it_would_be_written_now() -> None:
    plain = codec.to_plain(robin())
    plain["records"].append(dict(OLD_PAIN))
    plain["records"].append({"id": "notion:1", "words": "just words"})
    for record in plain["records"]:
        if record["id"] == PAIN.id:
            record["text"] = record.pop("words")
            (record["under"],) = record["under"]
    plain["schema"] = 1
    read = codec.from_plain(plain, HISTORY)
    assert read == robin("f-robin", PAIN_NOW, Phrase(id="phrase:1", words="just words"))


def test_a_change_of_years_ago_is_read_as_it_would_be_written_now() -> None:
    plain = {"before": {"pain:old": None}, "after": {"pain:old": OLD_PAIN}, "why": "added pain"}
    change = codec.change_from_plain(plain, schema=1, migrations=HISTORY)
    assert change.after == {"pain:old": PAIN_NOW}
    assert change.why == "added pain"


def test_what_cannot_be_brought_up_to_date_is_named_beside_everything_else_that_is_wrong() -> None:
    plain = {
        "schema": 1,
        "id": "f-old",
        "records": [
            {"id": "pain:no-text", "under": None},
            {"text": "no id at all"},
            {"id": "pain:fine", "text": "alone", "under": None},
            {"id": "notion:bad", "words": 5},
        ],
    }
    with pytest.raises(NotUnderstood) as refusal:
        codec.from_plain(plain, HISTORY)
    told = {fault.place: fault.sentence for fault in refusal.value.faults}
    assert told == {
        "record 1": "This could not be brought up to date.",
        "record 2": "This could not be brought up to date.",
        "phrase:bad › words": "This should be words.",
    }


def test_what_was_written_after_the_last_migration_known_here_is_refused_in_words() -> None:
    with pytest.raises(NotUnderstood, match="newer notebook"):
        codec.from_plain({"schema": 5, "id": "f-new", "records": []}, HISTORY)
    with pytest.raises(NotUnderstood, match="newer notebook"):
        codec.record_from_plain(OLD_PAIN, schema=5, migrations=HISTORY)
    with pytest.raises(NotUnderstood, match="newer notebook"):
        plain = {"before": {"pain:old": None}, "after": {"pain:old": OLD_PAIN}, "why": ""}
        codec.change_from_plain(plain, schema=5, migrations=HISTORY)
