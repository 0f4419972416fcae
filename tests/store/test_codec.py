"""One codec, both ways: exact where it succeeds, and every fault in words where it does not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings

from formulation.domain.changes import Change
from formulation.domain.errors import NotUnderstood
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import RECORD_KINDS, Cover, Phrase, Placement, Pull
from formulation.domain.verbs import removing
from formulation.store import codec
from formulation.store.library import Example, examples, read_example
from formulation.store.migrations import SCHEMA
from tests.store.people import BOTTOM, PAIN, SHRUG, robin
from tests.store.strategies import formulations

Plain = dict[str, Any]

each_example = pytest.mark.parametrize("example", examples(), ids=lambda one: one.key)


def plain_robin() -> Plain:
    return codec.to_plain(robin())


def refused(plain: object) -> dict[str, str]:
    """What is said about plain data that cannot be read: sentences by place."""
    with pytest.raises(NotUnderstood) as refusal:
        codec.from_plain(plain)
    faults = refusal.value.faults
    assert faults and all(fault.sentence for fault in faults)
    assert refusal.value.sentence == "\n".join(str(fault) for fault in faults)
    return {fault.place: fault.sentence for fault in faults}


def with_record(change: Callable[[Plain], object], record_id: str) -> Plain:
    """Robin as plain data, one record of which was tampered with."""
    plain = copy.deepcopy(plain_robin())
    change(next(one for one in plain["records"] if one["id"] == record_id))
    return plain


# exact round trips


@each_example
def test_an_example_goes_out_and_comes_back_exactly(example: Example) -> None:
    plain = codec.to_plain(example.formulation)
    assert codec.from_plain(plain) == example.formulation
    assert codec.to_plain(codec.from_plain(plain)) == plain


@each_example
def test_an_example_survives_canonical_bytes(example: Example) -> None:
    data = codec.canonical(codec.to_plain(example.formulation))
    again = codec.from_plain(json.loads(data))
    assert again == example.formulation
    assert codec.canonical(codec.to_plain(again)) == data


@each_example
def test_an_example_survives_the_librarys_own_spelling_in_yaml(example: Example) -> None:
    plain = {
        "example": example.key,
        "schema": SCHEMA,
        "teaches": list(example.teaches),
        "worth_asking": [{"rule": rule, "about": about} for rule, about in example.worth_asking],
        "records": [codec.brief(one) for one in example.formulation.records.values()],
    }
    for wide in (True, False):
        text = yaml.safe_dump(plain, allow_unicode=wide, sort_keys=False)
        assert read_example(text) == example


@each_example
def test_every_record_of_an_example_goes_alone_too(example: Example) -> None:
    for record in example.formulation.records.values():
        plain = codec.record_to_plain(record)
        assert codec.record_from_plain(json.loads(codec.canonical(plain))) == record


@each_example
def test_a_change_of_everything_goes_out_and_comes_back_exactly(example: Example) -> None:
    formulation = example.formulation
    everything = Change(dict.fromkeys(formulation.records), dict(formulation.records), "begun")
    removals = [removing(formulation, one) for one in list(formulation.records)[:12]]
    for change in (everything, everything.undone(), *removals):
        plain = json.loads(codec.canonical(codec.change_to_plain(change)))
        assert codec.change_from_plain(plain) == change


made_up = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@made_up
@given(formulations())
def test_any_formulation_goes_out_and_comes_back_exactly(formulation: Formulation) -> None:
    assert {record.prefix for record in formulation.records.values()} == set(RECORD_KINDS)
    data = codec.canonical(codec.to_plain(formulation))
    again = codec.from_plain(json.loads(data))
    assert again == formulation
    assert codec.canonical(codec.to_plain(again)) == data


# canonical bytes


def test_the_same_data_always_has_the_same_bytes() -> None:
    one = {"b": [1, {"y": "é", "x": None}], "a": 0.5}
    other = {"a": 0.5, "b": [1, {"x": None, "y": "é"}]}
    assert codec.canonical(one) == codec.canonical(other)
    assert codec.canonical(one) == '{"a":0.5,"b":[1,{"x":null,"y":"é"}]}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_number_has_no_bytes(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        codec.canonical({"x": value})


def test_canonical_bytes_never_hold_a_line_end() -> None:
    assert b"\n" not in codec.canonical({"words": "one\ntwo\r\u2028three"})


# words of every kind


@pytest.mark.parametrize(
    "words",
    [
        "👩🏽‍🚀 family 👨‍👩‍👧 flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "שלום עולם",
        "\u200fمرحبا\u200e mixed \u202ereversed\u202c",
        "</script><script>alert(1)</script>{{ }}",
        "line one\nline two\tand a tab",
        "e\u0301 and é, \ufeff and \u2028",
        "\U0010ffff \ue000",
        "null",
        "0x1F",
        "2031-03-11",
    ],
)
def test_words_are_kept_mark_for_mark(words: str) -> None:
    formulation = robin("f-robin", Phrase(id="phrase:1", words=words))
    again = codec.from_plain(json.loads(codec.canonical(codec.to_plain(formulation))))
    assert getattr(again["phrase:1"], "words") == words  # noqa: B009


@pytest.mark.parametrize("bad", ["a\0b", "a\x1bb", "\x85", "\ud800", "\udfff and more"])
def test_marks_that_no_shelf_can_keep_are_refused_with_their_place(bad: str) -> None:
    plain = with_record(lambda one: one["bottom"].update(words=bad), SHRUG.id)
    told = refused(plain)
    assert len(told) == 1
    ((place, sentence),) = told.items()
    assert place.startswith(SHRUG.id)
    assert "kept" in sentence or "words nor a number" in sentence


def test_ten_thousand_characters_in_a_pole_are_refused_with_how_many_there_is_room_for() -> None:
    plain = with_record(lambda one: one["bottom"].update(words="long " * 2000), SHRUG.id)
    ((place, sentence),) = refused(plain).items()
    assert place == f"{SHRUG.id} › {BOTTOM} › words"
    assert "10,000 characters" in sentence and "room for 600" in sentence


def test_as_many_characters_as_there_is_room_for_are_kept() -> None:
    plain = with_record(lambda one: one["bottom"].update(words="é" * 600), SHRUG.id)
    assert getattr(codec.from_plain(plain)[BOTTOM], "words") == "é" * 600  # noqa: B009


# strictness


@pytest.mark.parametrize(
    ("record_id", "field", "value", "said"),
    [
        ("pain:alone", "words", 5, "should be words"),
        ("pain:alone", "words", None, "should be words"),
        ("pain:alone", "words", ["a"], "should be words"),
        ("pain:alone", "under", BOTTOM, "should be a list"),
        ("pain:alone", "under", {"a": 1}, "should be a list"),
        ("pain:alone", "held", "agreed", "group of named fields"),
        ("cover:cover", "fictional", "yes", "true or false"),
        ("cover:cover", "fictional", 1, "true or false"),
        ("pull:shrug", "strength", "3", "whole number"),
        ("pull:shrug", "strength", 2.5, "whole number"),
        ("pull:shrug", "strength", True, "whole number"),
        ("role:shrug", "top", "criticising", "group of named fields"),
        ("role:shrug", "tone", "nasty", "is not one of"),
        ("placement:map.role.shrug", "x", "12", "should be a number"),
        ("placement:map.role.shrug", "x", True, "should be a number"),
        ("placement:map.role.shrug", "x", float("nan"), "neither words nor a number"),
        ("placement:map.role.shrug", "y", float("inf"), "neither words nor a number"),
        ("placement:map.role.shrug", "x", 1e300, "out of reach"),
        ("placement:map.role.shrug", "x", 2**64, "out of reach"),
        ("pull:shrug", "strength", -(2**70), "out of reach"),
        ("exit:one-more", "leaves", "pole:shrug-top", "only point at"),
        ("hypothesis:test", "links", [5], "should be words"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_and_never_bent_into_shape(
    record_id: str, field: str, value: object, said: str
) -> None:
    told = refused(with_record(lambda one: one.update({field: value}), record_id))
    own = {place: words for place, words in told.items() if place.startswith(record_id)}
    (sentence,) = own.values()
    assert said in sentence
    assert all("which is not here" in told[place] for place in told.keys() - own.keys())


def test_a_whole_number_will_do_for_a_place_and_comes_back_equal() -> None:
    placed = robin("f-robin", Placement("placement:map.pain", "drawing:map", PAIN.id, 5, -3))
    again = codec.from_plain(json.loads(codec.canonical(codec.to_plain(placed))))
    assert again == placed


def test_an_unknown_field_is_refused_wherever_it_is() -> None:
    def tamper(one: Plain) -> None:
        one["colour"] = "red"
        one["bottom"]["size"] = 3

    told = refused(with_record(tamper, SHRUG.id))
    assert set(told) == {f"{SHRUG.id} › colour", f"{SHRUG.id} › bottom › size"}
    assert all("spelling" in sentence for sentence in told.values())


def test_a_missing_field_is_named() -> None:
    told = refused(with_record(lambda one: one.pop("bottom"), SHRUG.id))
    assert told[f"{SHRUG.id} › bottom"] == "This is missing; add it."


@pytest.mark.parametrize(
    "record_id", ["gremlin:1", "", "role", 5, None, "role:", "pole:x", "role:a b", "role:ü"]
)
def test_an_id_that_does_not_say_what_it_names_is_refused(record_id: object) -> None:
    plain = plain_robin()
    plain["records"].append({"id": record_id, "words": "lost"})
    assert refused(plain)


def test_an_id_used_twice_is_refused_for_records_and_for_parts() -> None:
    plain = plain_robin()
    plain["records"].append(codec.record_to_plain(PAIN))
    twin = codec.record_to_plain(replace(SHRUG, id="role:twin"))
    plain["records"].append(twin)
    told = refused(plain)
    assert set(told) == {PAIN.id, SHRUG.top.id, BOTTOM}
    assert all("twice" in sentence for sentence in told.values())


def test_what_points_at_nothing_is_refused_with_what_it_points_at() -> None:
    told = refused(with_record(lambda one: one.update(under=["pole:nowhere"]), PAIN.id))
    assert set(told) == {PAIN.id}
    assert "pole:nowhere" in told[PAIN.id]


def test_every_fault_is_told_at_once_each_with_its_place() -> None:
    plain = plain_robin()
    by_id = {one["id"]: one for one in plain["records"]}
    by_id[SHRUG.id]["tone"] = "nasty"
    by_id[SHRUG.id]["bottom"]["words"] = 5
    by_id[SHRUG.id]["top"]["whose"] = "nobody"
    by_id[PAIN.id]["under"] = ["pole:nowhere"]
    by_id["pull:shrug"]["strength"] = "strong"
    by_id["pull:shrug"]["felt_by"] = "key worker " * 100
    by_id["exit:one-more"]["colour"] = "green"
    by_id["procedure:quiet"]["steps"][1]["words"] = "a\0b"
    plain["records"].append({"id": "gremlin:1"})
    plain["records"].append("not a record")
    plain["mood"] = "hopeful"
    plain["id"] = ""
    told = refused(plain)
    assert set(told) == {
        "id",
        "mood",
        "role:shrug › bottom › words",
        "role:shrug › what it is like",
        "role:shrug › pole:shrug-top › whose words",
        "pain:alone",
        "pull:shrug › strength",
        "pull:shrug › felt by (a role, not a name)",
        "exit:one-more › colour",
        "procedure:quiet › step:quiet-2 › words",
        "gremlin:1",
        "record 12",
    }


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        "words",
        5,
        {},
        {"schema": 1},
        {"schema": 1, "id": "f-x"},
        {"schema": 1, "id": "f-x", "records": {}},
        {"schema": 1, "id": 5, "records": []},
        {"schema": 1, "id": "f-x", "records": [[]]},
        {"schema": "1", "id": "f-x", "records": []},
        {"schema": True, "id": "f-x", "records": []},
        {"schema": 0, "id": "f-x", "records": []},
        {"schema": 1, "id": "f-x", "records": [], 5: "five"},
        {"schema": 1, "id": "f-x", "records": [{"id": "phrase:1", 5: "five"}]},
        {"schema": 1, "id": "f-x", "records": [{"id": "phrase:1", "words": b"bytes"}]},
        {"schema": 1, "id": "f-x", "records": [{"id": "phrase:1", "words": {1, 2}}]},
    ],
)
def test_what_is_not_a_formulation_is_refused_in_words(plain: object) -> None:
    for place, sentence in refused(plain).items():
        assert sentence.endswith(".") or ":" in sentence
        for word in ("error", "invalid", "exception", "dict", "str "):
            assert word not in f"{place} {sentence}".lower()


def test_deep_nesting_is_refused_and_does_not_fall_over() -> None:
    deep: Any = "words"
    for _ in range(50_000):
        deep = [deep]
    assert refused({"schema": 1, "id": "f-x", "records": [{"id": "phrase:1", "words": deep}]})


def test_what_a_newer_notebook_wrote_is_refused_in_words() -> None:
    told = refused({**plain_robin(), "schema": SCHEMA + 1})
    assert "newer notebook" in told["schema"] and "up to date" in told["schema"]
    for attempt in (
        lambda: codec.record_from_plain(codec.record_to_plain(PAIN), schema=SCHEMA + 1),
        lambda: codec.change_from_plain(
            codec.change_to_plain(removing(robin(), PAIN.id)), schema=SCHEMA + 1
        ),
    ):
        with pytest.raises(NotUnderstood, match="newer notebook"):
            attempt()


@pytest.mark.parametrize(
    "plain",
    [
        {},
        [],
        None,
        {"before": {}, "after": {}},
        {"before": {}, "after": {}, "why": 5},
        {"before": [], "after": {}, "why": ""},
        {"before": {}, "after": {"pain:x": None}, "why": ""},
        {"before": {"pain:x": None}, "after": {"pain:x": 5}, "why": ""},
        {"before": {"pain:x": None}, "after": {"pain:x": {"id": "pain:x", "words": 5}}, "why": ""},
    ],
)
def test_what_is_not_a_change_is_refused_in_words(plain: Any) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        codec.change_from_plain(plain)
    assert refusal.value.faults[0].sentence.endswith(".")


def test_plain_data_given_to_be_read_is_left_as_it_was() -> None:
    plain = plain_robin()
    before = copy.deepcopy(plain)
    codec.from_plain(plain)
    assert plain == before


def test_brief_leaves_out_only_what_is_as_it_would_be_anyway() -> None:
    assert codec.brief(Cover(id=COVER)) == {"id": COVER}
    assert codec.brief(Pull(id="pull:x", strength=2)) == {"id": "pull:x", "strength": 2}
    assert codec.brief(SHRUG)["bottom"] == {
        "id": BOTTOM,
        "words": "not worth a word",
        "whose": "shared",
    }
