"""The address where a note is written: kept before it answers, bounded, and said in sentences."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from formulation.store.shelf import Shelf
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.thinking import begin_note
from formulation.workflows.visit import Visit
from tests.examples import CHAIRS, MARCH_NOTE

from .conftest import ADDRESS


@pytest.fixture
def address(server: TestClient, shelf: Shelf) -> str:
    """Where a new note is written."""
    server.headers["origin"] = ADDRESS  # as a browser says of its own page
    visit = Visit(shelf)
    _, note_id = begin_note(visit, open_formulation(visit, "f-bethan"), "2031-05-06")
    return f"/notebook/writing/f-bethan/{note_id}"


def typed(server: TestClient, address: str, text: str, was: str = "", **more: Any) -> Any:
    return server.post(address, json={"text": text, "was": was, **more})


def test_what_is_typed_is_kept_and_found_again(server: TestClient, address: str) -> None:
    answer = typed(server, address, "She came late").json()
    assert (answer["text"], answer["settled"]) == ("She came late", False)
    assert server.get(address).json()["text"] == "She came late"


def test_at_rest_it_goes_into_the_note(server: TestClient, address: str, shelf: Shelf) -> None:
    assert typed(server, address, "She came late", rests=True).json()["settled"] is True
    note = shelf.take_down("f-bethan").formulation[address.rpartition("/")[2]]
    assert getattr(note, "text", "") == "She came late"


def test_what_might_say_who_somebody_is_comes_back_marked(server: TestClient, address: str) -> None:
    (mark,) = typed(server, address, "Ring 07700 900123.").json()["identifiers"]
    assert (mark["from"], mark["to"], mark["kind"]) == (5, 17, "a telephone number")


def test_a_signed_note_can_be_looked_at_and_not_written(server: TestClient, address: str) -> None:
    signed = f"/notebook/writing/f-bethan/{MARCH_NOTE.id}"
    (passage,) = server.get(signed).json()["passages"]
    assert (passage["id"], passage["standing"]) == (CHAIRS.id, "there")
    answer = typed(server, signed, "other words", was=MARCH_NOTE.text)
    assert (answer.status_code, answer.json()["signed"]) == (409, True)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"text": 7}', b"\xff\xfe", b'{"was": "x"}', b'{"text": NaN}']
)
def test_what_is_no_message_is_answered_calmly(
    server: TestClient, address: str, body: bytes
) -> None:
    answer = server.post(address, content=body)
    assert answer.status_code == 400
    assert answer.json()["sentence"].endswith(".")
    assert server.get(address).json()["text"] == ""


def test_a_book_is_not_taken_for_a_note(server: TestClient, address: str) -> None:
    assert server.post(address, content=b"x" * 1_100_000).status_code == 413
    assert typed(server, address, "x" * 60_001).status_code == 409


@pytest.mark.parametrize(
    "path", ["f-bethan/note:nobody", "f-nobody/note:a", "f-bethan/role:b-kind"]
)
def test_a_note_that_is_not_there_is_said_in_a_sentence(
    server: TestClient, address: str, path: str
) -> None:
    answer = typed(server, f"/notebook/writing/{path}", "words")
    assert answer.status_code == 409
    assert answer.json()["sentence"].endswith(".")


def test_another_page_cannot_write_in_a_note(server: TestClient, address: str) -> None:
    server.headers["origin"] = "http://elsewhere.example"
    assert typed(server, address, "words").status_code == 403
