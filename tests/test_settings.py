"""What the environment may decide, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from formulation.domain.errors import NotUnderstood
from formulation.security.address import OnlyOnThisComputer
from formulation.settings import HOME, read


def test_without_a_word_the_notebook_is_at_home_on_this_computer() -> None:
    usual = read({})
    assert usual.data == HOME / "data" / "clinic"
    assert (usual.address, usual.port, usual.port_was_chosen) == ("127.0.0.1", 8501, False)
    assert usual.personal


def test_the_folder_can_be_somewhere_else(tmp_path: Path) -> None:
    assert read({"FORMULATION_DATA": str(tmp_path / "here")}).data == tmp_path / "here"


def test_a_folder_is_meant_from_where_the_notebook_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read({"FORMULATION_DATA": "here"}).data == tmp_path / "here"


def test_a_database_can_take_the_place_of_the_folder_and_its_password_is_not_shown() -> None:
    chosen = read({"FORMULATION_STORE": "postgresql://me:secret@db/notebook"})
    assert chosen.place == chosen.store == "postgresql://me:secret@db/notebook"
    assert "secret" not in repr(chosen)
    assert read({}).place == read({}).data


def test_a_store_that_is_none_is_refused_without_repeating_it() -> None:
    with pytest.raises(NotUnderstood, match="postgresql://") as refused:
        read({"FORMULATION_STORE": "mysql://me:secret@db/notebook"})
    assert "secret" not in refused.value.sentence


def test_a_port_can_be_chosen() -> None:
    chosen = read({"FORMULATION_PORT": "9000"})
    assert (chosen.port, chosen.port_was_chosen) == (9000, True)


@pytest.mark.parametrize("said", ["ninety", "-1", "65536", "٣", "8501; rm"])
def test_a_port_that_is_no_port_is_refused_in_words(said: str) -> None:
    with pytest.raises(NotUnderstood, match="A port is a number"):
        read({"FORMULATION_PORT": said})


@pytest.mark.parametrize("said", ["127.0.0.1", "127.5.5.5", "::1", "[::1]", "localhost"])
def test_it_may_listen_where_only_this_computer_is(said: str) -> None:
    assert read({"FORMULATION_ADDRESS": said}).personal


@pytest.mark.parametrize(
    "said",
    ["0.0.0.0", "::", "192.168.1.4", "clinic.example", "127.0.0.1.example"],  # noqa: S104
)
def test_it_refuses_to_listen_where_others_could_reach_it(said: str) -> None:
    with pytest.raises(OnlyOnThisComputer, match="no sign-in") as refused:
        read({"FORMULATION_ADDRESS": said})
    assert said in refused.value.sentence


def test_copies_lie_beside_the_data_unless_another_folder_is_named(tmp_path: Path) -> None:
    assert (
        read({"FORMULATION_DATA": str(tmp_path / "here")}).backups_folder
        == tmp_path / "here-backups"
    )
    named = read({"FORMULATION_BACKUPS": str(tmp_path / "safe")})
    assert named.backups_folder == tmp_path / "safe"


def test_how_many_copies_are_kept_can_be_said() -> None:
    assert read({}).keep == (7, 4, 12)
    assert read({"FORMULATION_KEEP": "14, 8, 24"}).keep == (14, 8, 24)


@pytest.mark.parametrize("said", ["7", "7,4", "0,0,0", "7,4,-1", "many", "7,4,12,1"])
def test_numbers_of_copies_that_are_none_are_refused_in_words(said: str) -> None:
    with pytest.raises(NotUnderstood, match="such as 7,4,12"):
        read({"FORMULATION_KEEP": said})
