"""Formats for notes as data: ours are whole, a service's own are read, a faulty one costs one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from formulation.store.formats import formats


def test_the_formats_that_come_with_the_notebook_are_whole() -> None:
    found, troubles = formats()
    assert troubles == ()
    assert {one.key for one in found} == {
        "balint", "reflecting_team", "intervision", "map_and_talk", "cat_group_supervision",
        "one_to_one", "own_reflection",
    }  # fmt: skip
    for one in found:
        assert one.says and one.minutes
        assert all(phase.name and phase.minutes and phase.prompts for phase in one.phases)


def test_a_service_adds_its_own_and_may_put_one_in_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text("name: Tea\nkind: peer_group\nphases:\n  - name: Pour\n")
    (tmp_path / "balint.yaml").write_text("name: Our Balint\nphases:\n  - name: Tell\n")
    found, troubles = formats(tmp_path)
    assert troubles == ()
    named = {one.key: one.name for one in found}
    assert (named["tea"], named["balint"]) == ("Tea", "Our Balint")


def test_one_that_is_mended_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "tea.yaml"
    path.write_text("name: [")
    assert len(formats(tmp_path)[1]) == 1
    path.write_text("name: Tea\nphases:\n  - name: Pour the tea\n")
    assert formats(tmp_path)[1] == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "name, says, kind and phases"),
        ("- a\n- b\n", "name, says, kind and phases"),
        ("name: A\nphases: [", "does not read as a YAML text"),
        ("name: A\nfases: []\n", "we do not know “fases”"),
        ("phases:\n  - name: A\n", "needs a name"),
        ("name: A\n", "it needs phases"),
        ("name: A\nphases:\n  - B\n", "each phase has a name"),
        ("name: A\nphases:\n  - name: B\n    minutes: long\n", "minutes are a whole number"),
        ("name: A\nphases:\n  - name: B\n    minutes: true\n", "minutes are a whole number"),
        ("name: A\nkind: party\nphases:\n  - name: B\n", "its kind is one of"),
        ("name: A\nphases:\n  - name: B\n    prompts:\n      - Each: one\n", "quotation marks"),
        ("name: A\nphases: !!python/object:os.system x\n", "does not read as a YAML text"),
        ("x" * 70_000, "too long"),
    ],
)
def test_a_faulty_file_gets_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "odd.yaml").write_text(text)
    found, (trouble,) = formats(tmp_path)
    assert len(found) == 7
    assert trouble.sentence.startswith("The format “odd.yaml” could not be used: ")
    assert says in trouble.sentence
