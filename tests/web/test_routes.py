"""Our own addresses: drawings as data, words, fonts and colours."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from formulation.domain.verbs import rewording
from formulation.render.fonts import FACES
from formulation.render.palette import css
from formulation.store.memory import MemoryShelf
from formulation.store.shelf import Shelf
from tests.examples import CRITICISING, LOOSE_WORDS, ROLE_MAP

from .conftest import ADDRESS, Line, serving

DRAWING = f"/notebook/drawing/f-bethan/{ROLE_MAP.id}"


def test_a_drawing_is_the_same_by_either_road(server: TestClient, line: Line) -> None:
    by_line = line.open()["picture"]
    assert server.get(DRAWING).json() == by_line


def test_a_drawing_that_has_not_changed_is_not_sent_again(server: TestClient, shelf: Shelf) -> None:
    tag = server.get(DRAWING).headers["etag"]
    again = server.get(DRAWING, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    kept = shelf.take_down("f-bethan")
    shelf.put_back("f-bethan", rewording(kept.formulation, LOOSE_WORDS.id, "x"), onto=1, by="me")
    newer = server.get(DRAWING, headers={"if-none-match": tag})
    assert newer.status_code == 200
    assert newer.json()["revision"] == 2


def test_a_drawing_can_be_had_without_its_pulls(server: TestClient) -> None:
    assert "pull:b-tidy" in server.get(DRAWING).json()["pieces"]
    assert "pull:b-tidy" not in server.get(f"{DRAWING}?pulls=no").json()["pieces"]


def test_an_example_can_be_had_by_its_key(server: TestClient) -> None:
    assert server.get("/notebook/drawing/ex1/drawing:ex1-d1").json()["revision"] == 0


@pytest.mark.parametrize(
    "path",
    [
        "/notebook/drawing/f-nobody/drawing:b-map",
        "/notebook/drawing/f-bethan/drawing:none",
        "/notebook/drawing/f-bethan/role:b-critical",
        "/notebook/words/f-bethan/role:b-critical",
        "/notebook/words/f-bethan/pole:nobody",
        "/notebook/words/f-nobody/pole:b-kind-top",
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(server: TestClient, path: str) -> None:
    answer = server.get(path)
    assert answer.status_code == 404
    assert answer.json()["sentence"].endswith(".")


def test_words_come_exactly_as_they_are_kept(server: TestClient, shelf: Shelf) -> None:
    """The drawing breaks lines; whoever changes the words starts from what is kept."""
    said = "one\ntwo   three"
    kept = shelf.take_down("f-bethan")
    shelf.put_back("f-bethan", rewording(kept.formulation, CRITICISING.id, said), onto=1, by="me")
    assert server.get(f"/notebook/words/f-bethan/{CRITICISING.id}").json() == {"words": said}


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_every_font_we_draw_with_is_served(server: TestClient, face) -> None:  # type: ignore[no-untyped-def]
    answer = server.get(f"/notebook/fonts/{face.file}")
    assert answer.status_code == 200
    assert answer.content == face.path.read_bytes()
    assert answer.headers["content-type"] == "font/ttf"


@pytest.mark.parametrize(
    "name", ["SourceSansPro-Black.ttf", "..%2F__init__.py", "%2Fetc%2Fpasswd", "LICENSE.txt"]
)
def test_no_other_file_is_served_as_a_font(server: TestClient, name: str) -> None:
    assert server.get(f"/notebook/fonts/{name}").status_code == 404


def test_the_colours_of_drawings_are_served(server: TestClient) -> None:
    answer = server.get("/notebook/palette.css")
    assert answer.text == css()
    assert answer.headers["content-type"].startswith("text/css")


def test_under_our_address_nothing_else_is_there(server: TestClient) -> None:
    for path in ("anything/else", "drawing/..%2F..%2Fetc/passwd", "drawing/../../app.py"):
        assert server.get(f"/notebook/{path}").status_code == 404
    assert server.put(DRAWING, headers={"origin": ADDRESS}).status_code == 405


def test_before_it_opens_and_after_it_closes_the_notebook_says_so() -> None:
    with serving(MemoryShelf()) as server:
        pass
    assert server.get(DRAWING).status_code == 503
