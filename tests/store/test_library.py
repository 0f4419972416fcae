"""The eight fictional examples load through the same codec as everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from formulation.domain.checks import faults_of
from formulation.domain.errors import NotUnderstood
from formulation.domain.kinds import DRAWING_KINDS
from formulation.domain.records import Drawing
from formulation.store.library import LIBRARY, NotInLibrary, example, examples, read_example

HEAD = "example: ex\nteaches: [a]\nworth_asking: []\nschema: 1\n"


def test_there_are_eight_and_each_is_found_by_its_key() -> None:
    assert [one.key for one in examples()] == [f"ex{number}" for number in range(1, 9)]
    for one in examples():
        assert example(one.key) is one
        assert one.formulation.id == one.key
    assert len(list(LIBRARY.glob("*.yaml"))) == 8


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


def test_examples_that_wait_for_a_second_reading_are_whole_and_not_shown():
    waiting = sorted((LIBRARY / "drafts").glob("*.yaml"))
    shown = {one.key for one in examples()}
    for path in waiting:
        one = read_example(path.read_text(encoding="utf-8"))
        assert one.key not in shown
        assert one.formulation.dangling() == ()
        assert one.formulation.cover.fictional
        assert one.teaches
    assert len(waiting) == 8
