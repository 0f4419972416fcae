"""The sixteen fictional examples: whole, loaded by the one codec, and teaching what they say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from formulation.domain.checks import faults_of
from formulation.domain.errors import NotUnderstood
from formulation.domain.kinds import (
    DRAWING_KINDS,
    EXIT_STAGES,
    NOTE_FORMATS,
    PROCEDURE_KINDS,
    PULL_KINDS,
    SHIFT_KINDS,
)
from formulation.domain.records import (
    Drawing,
    Exit,
    Hypothesis,
    Procedure,
    Pull,
    Shift,
    SupervisionNote,
)
from formulation.store.library import (
    LIBRARY,
    NotInLibrary,
    example,
    examples,
    read_example,
)

HEAD = "example: ex\nteaches: [a]\nworth_asking: []\nschema: 1\n"


def test_there_are_sixteen_and_each_is_found_by_its_key() -> None:
    assert [one.key for one in examples()] == [f"ex{number}" for number in range(1, 17)]
    for one in examples():
        assert example(one.key) is one
        assert one.formulation.id == one.key
    assert len(list(LIBRARY.rglob("*.yaml"))) == 16


def test_each_is_fictional_whole_and_keepable() -> None:
    for one in examples():
        assert one.formulation.cover.fictional
        assert one.formulation.cover.pseudonym
        assert one.formulation.dangling() == ()
        assert [fault for r in one.formulation.records.values() for fault in faults_of(r)] == []


def test_each_says_what_it_teaches_and_asks_about_things_it_holds() -> None:
    for one in examples():
        assert one.teaches
        for rule, about in one.worth_asking:
            assert rule and (about in one.formulation or not about.partition(":")[1]), about


def test_drawings_are_of_kinds_we_know() -> None:
    for one in examples():
        for drawing in one.formulation.every(Drawing):
            assert drawing.kind in DRAWING_KINDS


def test_an_example_that_is_not_there_is_said_to_be_not_there() -> None:
    with pytest.raises(NotInLibrary) as refusal:
        example("ex99")
    assert "not in the library" in refusal.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a\n- list",
        "example: 5",
        "example: ex",
        "example: ex\nteaches: [a]",
        "example: ex\nteaches: 5\nworth_asking: []",
        "example: ex\nteaches: [a]\nworth_asking: [{rule: x}]",
        "example: ex\nteaches: [a]\nworth_asking: []",
        "example: ex\nteaches: [a]\nworth_asking: []\nschema: 1\nrecords: {}",
        "example: ex\nteaches: [a]\nworth_asking: []\nschema: 99\nrecords: []",
        "example: [unclosed",
        "example: ex\n\tteaches: tab",
        "example: 2031-99-99",
        "!!python/object/apply:os.system ['echo']",
        "[" * 5_000,
        f"{HEAD}records: [{{id: 'phrase:1', words: .nan}}]",
        f"{HEAD}records: [{{id: 'phrase:1', words: 2031-03-11}}]",
    ],
)
def test_a_file_that_is_no_example_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_example(text)
    for fault in refusal.value.faults:
        assert fault.sentence.endswith(".")


def test_where_the_yaml_breaks_off_is_said_by_its_line() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_example("example: ex1\nteaches: [one, two\nschema: 1\n")
    assert refusal.value.faults[0].place == "line 3"


def test_another_folder_can_be_a_library_too(tmp_path: Path) -> None:
    text = (LIBRARY / "ex1.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    assert examples(tmp_path) == (example("ex1"),)


def test_every_kind_is_met_at_least_twice_over_the_sixteen() -> None:
    for kinds, record, field in (
        (PROCEDURE_KINDS, Procedure, "kind"),
        (SHIFT_KINDS, Shift, "kind"),
        (EXIT_STAGES, Exit, "stage"),
        (PULL_KINDS, Pull, "kind"),
        (NOTE_FORMATS, SupervisionNote, "format"),
    ):
        met = Counter(
            getattr(one, field) for each in examples() for one in each.formulation.every(record)
        )
        assert {kind: met[kind] for kind in kinds if met[kind] < 2} == {}


@pytest.mark.parametrize(
    "setting",
    [
        "women", "older_person", "care_leaver", "learning_disability",
        "own_map", "hope_first", "in_reach", "hostel",
    ],
)  # fmt: skip
def test_each_setting_is_met_at_least_twice(setting: str) -> None:
    assert sum(setting in one.teaches for one in examples()) >= 2


def _turned(pole_id: str) -> str:
    ends = {"top": "bottom", "bottom": "top"}
    role, _, end = pole_id.rpartition("-")
    return f"{role}-{ends[end]}"


def test_a_shift_is_called_what_it_is() -> None:
    for one in examples():
        for shift in one.formulation.every(Shift):
            leaves, comes = (
                set(one.formulation[some_id].poles)
                for some_id in (shift.from_state, shift.to_state)
            )
            if shift.kind == "role_reversal":
                assert {_turned(pole) for pole in leaves} & comes, shift.id
            if shift.kind == "response":
                assert leaves & comes, shift.id


def test_every_loop_comes_home_and_has_somebody_else_in_it() -> None:
    for one in examples():
        for loop in one.formulation.every(Procedure):
            ways = loop.horns or (loop,)
            parts = {step.part for way in ways for step in way.steps}
            assert all(way.returns_to in one.formulation for way in ways), loop.id
            assert "others_respond" in parts, loop.id


def test_no_way_out_arrives_at_perfect_care_or_where_it_hurts() -> None:
    for one in examples():
        for way in one.formulation.every(Exit):
            if way.arrives is not None:
                assert one.formulation.owner_of(way.arrives).tone == "good_enough", way.id


def test_a_pull_is_felt_in_a_role_and_never_by_a_name() -> None:
    for one in examples():
        for pull in one.formulation.every(Pull):
            assert pull.felt_by[:1].islower(), pull.id


def test_every_hypothesis_is_tentative_and_has_a_rival() -> None:
    for one in examples():
        all_of_them = one.formulation.every(Hypothesis)
        rivalled = {rival for each in all_of_them for rival in (each.id, *each.alternative_to)}
        for each in all_of_them:
            assert each.alternative_to or each.id in rivalled, each.id
            assert each.would_change_our_mind, each.id
