"""The address of a slip: kept before it answers, and refused in a sentence."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from formulation.workflows.slips import place_of

from .conftest import ADDRESS

PLACE = place_of("asking", "answer", "a question")


@pytest.fixture
def address(server: TestClient) -> str:
    """Where a slip of Bethan's is written on."""
    server.headers["origin"] = ADDRESS  # as a browser says of its own page
    return f"/notebook/slips/f-bethan/{PLACE}"


def test_what_is_typed_is_kept_and_found_again(server: TestClient, address: str) -> None:
    answer = server.post(address, json={"text": "With her sister", "was": ""}).json()
    assert answer["text"] == "With her sister"
    assert answer["savedAt"]
    assert server.get(address).json() == answer


def test_what_is_no_slip_or_no_message_is_refused_in_a_sentence(
    server: TestClient, address: str
) -> None:
    message = {"text": "words", "was": ""}
    for refused in (
        server.get("/notebook/slips/f-bethan/slip-nothing"),
        server.get(f"/notebook/slips/f-nobody/{PLACE}"),
        server.post("/notebook/slips/f-bethan/ledger", json=message),
        server.post(f"/notebook/slips/f-nobody/{PLACE}", json=message),
        server.post(address, content=b"[]"),
        server.post(address, content=b"x" * 1_100_000),
    ):
        assert refused.status_code in {400, 409, 413}
        assert refused.json()["sentence"].endswith(".")
    assert server.get(address).json()["text"] == ""


def test_another_page_cannot_write_on_a_slip(server: TestClient, address: str) -> None:
    server.headers["origin"] = "http://elsewhere.example"
    assert server.post(address, json={"text": "words", "was": ""}).status_code == 403
