"""The live socket: what goes up is acted on once, and what changed comes down to everybody who looks."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from formulation.domain.changes import Change
from formulation.domain.records import Placement
from formulation.domain.verbs import placement_id, removing, rewording
from formulation.store.memory import MemoryShelf
from formulation.store.shelf import CouldNotSave, Kept, Shelf
from formulation.store.tinydb_shelf import TinyDBShelf
from formulation.web.live import A_SECOND, LARGEST, STRIKES
from formulation.workflows.mapping import words_of
from tests.examples import (
    CRITICAL,
    CRITICISING,
    KIND,
    LOOSE_WORDS,
    ROLE_MAP,
    STATES_DIAGRAM,
    WRITE_IT_DOWN,
)

from .conftest import LIVE, OWN_PAGE, Line, bethan_standing, serving

FID = "f-bethan"


def words_now(shelf: Shelf, some_id: str) -> str:
    return words_of(shelf.take_down(FID).formulation, some_id)


def place_now(shelf: Shelf, some_id: str) -> tuple[float, float]:
    kept = shelf.take_down(FID).formulation[placement_id(ROLE_MAP.id, some_id)]
    assert isinstance(kept, Placement)
    return kept.x, kept.y


def changed_elsewhere(shelf: Shelf, some_id: str, said: str) -> int:
    """Somebody else says something in other words; gives the new version."""
    kept = shelf.take_down(FID)
    change = rewording(kept.formulation, some_id, said)
    return shelf.put_back(FID, change, onto=kept.version, by="somebody").version


# Looking


def test_whoever_looks_sees_the_whole_drawing(line: Line) -> None:
    picture = line.open()["picture"]
    assert picture["revision"] == 1
    assert CRITICISING.id in picture["pieces"]
    assert "criticising," in picture["pieces"][CRITICISING.id]
    assert picture["order"] == list(picture["pieces"])
    assert len(picture["box"]) == 4
    assert picture["savedAt"].count(":") == 2


def test_another_drawing_can_be_looked_at_on_the_same_line(line: Line) -> None:
    line.open()
    states = line.open(drawing_id=STATES_DIAGRAM.id)["picture"]
    assert "state:b-watch" in states["pieces"]


def test_pulls_are_shown_or_not_as_asked(line: Line) -> None:
    with_pulls = line.open(pulls=True)["picture"]["pieces"]
    without = line.open(pulls=False)["picture"]["pieces"]
    assert {key for key in with_pulls if key not in without} == {"pull:b-tidy"}


def test_an_example_can_be_read(line: Line) -> None:
    picture = line.open("ex2", "drawing:ex2-d1")["picture"]
    assert picture["revision"] == 0
    assert picture["savedAt"] == ""


@pytest.mark.parametrize(
    ("formulation_id", "drawing_id"),
    [
        ("f-nobody", ROLE_MAP.id),
        (FID, "drawing:none"),
        (FID, CRITICAL.id),
        (FID, ""),
        ("../../etc/passwd", ROLE_MAP.id),
        ("\ud800", "\ud800"),
    ],
)
def test_what_is_not_there_is_answered_in_a_sentence(
    line: Line, formulation_id: str, drawing_id: str
) -> None:
    trouble = line.open(formulation_id, drawing_id)["trouble"]
    assert trouble.endswith(".")
    assert line.open()["picture"]["revision"] == 1  # and the line still holds


# Acting


def test_a_drop_is_kept_and_comes_down_before_its_answer(line: Line, shelf: Shelf) -> None:
    line.open()
    before = line.pieces[CRITICISING.id]
    answer = line.act(did="move", places={CRITICAL.id: [11, 22.5]}, revision=1)
    assert answer == {"answer": 1, "ok": True, "sentence": "", "revision": 2}
    assert place_now(shelf, CRITICAL.id) == (11.0, 22.5)
    assert line.revision == 2
    assert line.pieces[CRITICISING.id] != before


def test_only_what_changed_comes_down(line: Line) -> None:
    line.open()
    # as many of the same letters, so that the box stays the same and no arrow has to go another way
    line.act(did="reword", id=LOOSE_WORDS.id, words="the gib ring of keys", was=LOOSE_WORDS.words)
    change = next(message["change"] for message in line.heard if "change" in message)
    assert list(change["pieces"]) == [LOOSE_WORDS.id]
    assert (change["was"], change["revision"]) == (1, 2)
    assert len(json.dumps(change)) < 20 * 1024


def test_what_is_removed_goes_from_the_picture(line: Line, shelf: Shelf) -> None:
    line.open()
    assert line.act(did="remove", ids=[WRITE_IT_DOWN.id])["ok"]
    assert WRITE_IT_DOWN.id not in line.pieces
    assert not any(WRITE_IT_DOWN.id in key for key in line.pieces)
    assert list(line.pieces.keys() - set(line.order)) == []
    assert WRITE_IT_DOWN.id not in shelf.take_down(FID).formulation


def test_a_phrase_is_put_where_it_was_written(line: Line) -> None:
    line.open()
    before = set(line.pieces)
    assert line.act(did="add", kind="phrase", words="out by the bins", at=[500, -300])["ok"]
    (new,) = set(line.pieces) - before
    assert new.startswith("phrase:")
    assert 'data-x="500" data-y="-300"' in line.pieces[new]


def test_taking_back_brings_everything_back(line: Line) -> None:
    line.open()
    before = dict(line.pieces)
    line.act(did="remove", ids=[WRITE_IT_DOWN.id])
    assert line.act(did="undo")["ok"]
    assert line.pieces == before
    assert line.order == list(before)


def test_two_people_see_each_others_changes(server: TestClient) -> None:
    with Line(server) as one, Line(server) as other:
        one.open()
        other.open()
        one.act(did="move", places={CRITICAL.id: [40, 50]})
        other.until_revision(2)
        assert other.pieces == one.pieces
        other.act(
            did="reword", id=CRITICISING.id, words="checking, checking", was=CRITICISING.words
        )
        one.until_revision(3)
        assert "checking, checking" in one.pieces[CRITICISING.id]


def test_a_change_made_on_a_page_comes_down_too(line: Line, shelf: Shelf) -> None:
    line.open()
    changed_elsewhere(shelf, LOOSE_WORDS.id, "said on a page")
    line.until_revision(2)
    assert "said on a page" in line.pieces[LOOSE_WORDS.id]


def test_a_change_made_by_another_process_comes_down_within_a_second(tmp_path: Path) -> None:
    here, there = TinyDBShelf(tmp_path), TinyDBShelf(tmp_path)
    here.begin(bethan_standing(), by="me")
    with serving(here) as server, Line(server) as line:
        line.open()
        begun = time.monotonic()
        changed_elsewhere(there, LOOSE_WORDS.id, "said next door")
        line.until_revision(2)
        assert time.monotonic() - begun < 2
        assert "said next door" in line.pieces[LOOSE_WORDS.id]
    here.close()
    there.close()


def heard_of(line: Line) -> int:
    """The number of the next change a page without a drawing is told of."""
    return int(json.loads(line.socket.receive_text())["moved"])


def test_a_page_without_a_drawing_is_told_that_something_changed_and_not_what(
    line: Line, shelf: Shelf
) -> None:
    line.socket.send_text(json.dumps({"watch": FID, "have": 1}))
    changed_elsewhere(shelf, LOOSE_WORDS.id, "said on a page")
    assert json.loads(line.socket.receive_text()) == {"moved": 2}
    changed_elsewhere(shelf, LOOSE_WORDS.id, "said again")
    assert heard_of(line) == 3


def test_a_page_without_a_drawing_that_comes_late_is_told_at_once(line: Line, shelf: Shelf) -> None:
    changed_elsewhere(shelf, LOOSE_WORDS.id, "said before it came")
    line.socket.send_text(json.dumps({"watch": FID, "have": 1}))
    assert heard_of(line) == 2


def test_a_page_without_a_drawing_hears_of_another_process(tmp_path: Path) -> None:
    here, there = TinyDBShelf(tmp_path), TinyDBShelf(tmp_path)
    here.begin(bethan_standing(), by="me")
    with serving(here) as server, Line(server) as line:
        line.socket.send_text(json.dumps({"watch": "f-nobody"}))
        line.socket.send_text(json.dumps({"watch": FID, "have": 1}))
        changed_elsewhere(there, LOOSE_WORDS.id, "said next door")
        assert heard_of(line) == 2
    here.close()
    there.close()


def test_a_burst_of_changes_ends_in_the_same_picture(line: Line, shelf: Shelf) -> None:
    line.open()
    for number in range(60):
        changed_elsewhere(shelf, LOOSE_WORDS.id, f"number {number}")
    line.until_revision(61)
    assert "number 59" in line.pieces[LOOSE_WORDS.id]
    assert len(line.heard) < 62


# Refusing


def test_words_that_somebody_else_changed_are_not_overwritten(line: Line, shelf: Shelf) -> None:
    line.open()
    changed_elsewhere(shelf, CRITICISING.id, "asking too much")
    answer = line.act(did="reword", id=CRITICISING.id, words="mine", was=CRITICISING.words)
    assert not answer["ok"]
    assert "asking too much" in answer["sentence"]
    assert answer["says"] == "asking too much"
    assert words_now(shelf, CRITICISING.id) == "asking too much"
    assert shelf.take_down(FID).version == 2


def test_having_seen_what_it_says_now_one_may_decide(line: Line, shelf: Shelf) -> None:
    line.open()
    changed_elsewhere(shelf, CRITICISING.id, "asking too much")
    says = line.act(did="reword", id=CRITICISING.id, words="mine", was=CRITICISING.words)["says"]
    assert line.act(did="reword", id=CRITICISING.id, words="mine", was=says)["ok"]
    assert words_now(shelf, CRITICISING.id) == "mine"


def test_changing_words_to_what_they_say_already_is_no_quarrel(line: Line, shelf: Shelf) -> None:
    line.open()
    changed_elsewhere(shelf, CRITICISING.id, "the same words")
    answer = line.act(
        did="reword", id=CRITICISING.id, words="the same words", was=CRITICISING.words
    )
    assert answer["ok"]
    assert shelf.take_down(FID).version == 2


def test_what_is_gone_meanwhile_is_answered_kindly(line: Line, shelf: Shelf) -> None:
    line.open()
    kept = shelf.take_down(FID)
    shelf.put_back(FID, removing(kept.formulation, KIND.id), onto=kept.version, by="somebody")
    answer = line.act(did="move", places={KIND.id: [0, 0]})
    assert not answer["ok"]
    assert "no longer on the map" in answer["sentence"]


def test_an_example_cannot_be_written_in(line: Line) -> None:
    line.open("ex2", "drawing:ex2-d1")
    answer = line.act(did="reword", id="pole:ex2-r1-top", words="mine")
    assert not answer["ok"]
    assert "Examples stay as they are" in answer["sentence"]


def test_an_intention_before_anything_lies_open_is_answered(line: Line) -> None:
    assert "Nothing lies open" in line.act(did="undo")["sentence"]


def test_ten_thousand_characters_are_declined_with_the_room_there_is(
    line: Line, shelf: Shelf
) -> None:
    line.open()
    answer = line.act(did="reword", id=CRITICISING.id, words="x" * 10_000, was=CRITICISING.words)
    assert "10,000 characters" in answer["sentence"]
    assert "600" in answer["sentence"]
    assert words_now(shelf, CRITICISING.id) == CRITICISING.words


@pytest.mark.parametrize(
    "words",
    [
        "</script><script>alert(1)</script>",
        "{{ 7 * 7 }}",
        "🪞 صديقة",
        '"><img src=x onerror=alert(1)>',
    ],
)
def test_awkward_words_come_down_as_words(line: Line, words: str) -> None:
    line.open()
    assert line.act(did="reword", id=CRITICISING.id, words=words, was=CRITICISING.words)["ok"]
    piece = line.pieces[CRITICISING.id]
    assert "<script" not in piece
    assert "<img" not in piece
    assert "{{" not in piece


# Strangers and accidents


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "7", '"open"', "{", "{}", '{"n": 1}', '{"n": "one", "did": "undo"}',
        '{"open": ' * 3_000,
        '{"n": 1, "did": "move", "places": {"a": [NaN, 1]}}',
        '{"n": 1, "did": "move", "places": {"a": [1e999, 1]}}',
        '{"n": 1, "did": "move", "places": {"a": [' + "9" * 5_000 + ", 1]}}",
    ],
)  # fmt: skip
def test_what_is_no_message_is_declined_and_the_line_holds(line: Line, text: str) -> None:
    line.open()
    line.socket.send_text(text)
    answer = line.until(lambda message: "answer" in message)
    assert not answer["ok"]
    assert line.act(did="move", places={CRITICAL.id: [1, 2]}, n=99)["ok"]


@pytest.mark.parametrize(
    "gesture",
    [
        {"did": "dance"},
        {"did": "move"},
        {"did": "move", "places": []},
        {"did": "move", "places": {CRITICAL.id: "here"}},
        {"did": "move", "places": {CRITICAL.id: [1]}},
        {"did": "move", "places": {CRITICAL.id: [True, False]}},
        {"did": "move", "places": {CRITICAL.id: [99_999_999, 0]}},
        {"did": "move", "places": {"role:nobody": [1, 1]}},
        {"did": "reword", "id": 7, "words": "x"},
        {"did": "reword", "id": CRITICAL.id, "words": None},
        {"did": "reword", "id": "drawing:b-map/../..", "words": "x"},
        {"did": "remove", "ids": "everything"},
        {"did": "remove", "ids": [["nested"]]},
        {"did": "add", "kind": "phrase", "words": "x", "at": [None, None]},
        {"did": "add", "kind": "phrase", "words": "   "},
        {"did": {"nested": "thing"}},
    ],
)
def test_an_intention_that_makes_no_sense_changes_nothing(
    line: Line, shelf: Shelf, gesture: dict[str, Any]
) -> None:
    line.open()
    answer = line.act(**gesture)
    assert not answer["ok"]
    assert answer["sentence"]
    assert shelf.take_down(FID).version == 1


def test_a_line_that_never_makes_sense_is_hung_up(line: Line) -> None:
    for _ in range(STRIKES):
        line.say([])
    with pytest.raises(WebSocketDisconnect) as over:
        line.until(lambda _: False)
    assert over.value.code == 1008


def test_a_frame_too_large_ends_the_conversation(line: Line, shelf: Shelf) -> None:
    line.open()
    line.say({"n": 1, "did": "reword", "id": CRITICISING.id, "words": "x" * LARGEST})
    with pytest.raises(WebSocketDisconnect) as over:
        line.until(lambda _: False)
    assert over.value.code == 1009
    assert shelf.take_down(FID).version == 1


def test_bytes_are_not_what_is_spoken_here(line: Line) -> None:
    line.socket.send_bytes(b"\x00\x01")
    with pytest.raises(WebSocketDisconnect) as over:
        line.next()
    assert over.value.code == 1003


def test_a_flood_is_cut_off(line: Line) -> None:
    for _ in range(4 * A_SECOND):
        line.say({"here": True})
    with pytest.raises(WebSocketDisconnect) as over:
        line.until(lambda _: False)
    assert over.value.code == 1008


# Coming back


def test_an_intention_sent_twice_is_acted_on_once(server: TestClient, shelf: Shelf) -> None:
    """The line broke before the answer came; the canvas asks again on a new one."""
    with Line(server) as first:
        first.open(me="canvas-1")
        first.act(did="add", kind="phrase", words="once", n=7)
    with Line(server) as second:
        second.open(me="canvas-1")
        again = second.act(did="add", kind="phrase", words="once", n=7)
    assert again["ok"]
    assert again["revision"] == 2
    assert shelf.take_down(FID).version == 2


class AwayFor(MemoryShelf):
    """A shelf whose store is away for its next saves."""

    def __init__(self, saves: int) -> None:
        super().__init__()
        self.away = saves

    def put_back(self, formulation_id: str, change: Change, *, onto: int, by: str) -> Kept:
        if self.away:
            self.away -= 1
            raise CouldNotSave(formulation_id)
        return super().put_back(formulation_id, change, onto=onto, by=by)


def test_while_the_store_is_away_an_intention_is_not_settled_and_the_same_one_is_done_later() -> (
    None
):
    shelf = AwayFor(1)
    shelf.begin(bethan_standing(), by="me")
    with serving(shelf) as server, Line(server) as line:
        line.open(me="canvas-1")
        first = line.act(did="add", kind="phrase", words="once", n=7)
        assert (first["ok"], first["later"]) == (False, "surely")
        again = line.act(did="add", kind="phrase", words="once", n=7)
        assert again["ok"]
        assert shelf.take_down(FID).version == 2


def test_the_same_number_from_another_canvas_is_another_intention(
    server: TestClient, shelf: Shelf
) -> None:
    for name in ("canvas-1", "canvas-2"):
        with Line(server) as line:
            line.open(me=name)
            line.act(did="add", kind="phrase", words="once each", n=7)
    assert shelf.take_down(FID).version == 3


def test_whoever_comes_back_is_told_only_what_is_missing(server: TestClient) -> None:
    with Line(server) as stays, Line(server) as leaves:
        stays.open()
        leaves.open()
        stays.act(did="reword", id=LOOSE_WORDS.id, words="one", was=LOOSE_WORDS.words)
        stays.act(did="reword", id=LOOSE_WORDS.id, words="two", was="one")
        leaves.until_revision(3)
        stays.act(did="reword", id=LOOSE_WORDS.id, words="three", was="two")
        with Line(server) as back:
            back.pieces, back.revision = dict(leaves.pieces), 2
            first = back.open(have=2, edition=leaves.edition)
            assert "change" in first
            back.until_revision(4)
            assert back.pieces == stays.pieces


def test_whoever_has_everything_is_told_so(server: TestClient) -> None:
    with Line(server) as line, Line(server) as back:
        line.open()
        back.revision = 1
        message = back.open(have=1, edition=line.edition)
        assert message["change"]["pieces"] == {}
        assert message["change"]["revision"] == 1


@pytest.mark.parametrize("have", [0, 99, -1])
def test_whoever_has_something_unknown_is_sent_the_whole(line: Line, have: int) -> None:
    assert "picture" in line.open(have=have, edition="another")


def test_after_a_restart_a_picture_is_sent_whole_even_at_the_same_revision(line: Line) -> None:
    """Another process may draw otherwise; only its own pictures can be patched."""
    assert "picture" in line.open(have=1, edition="of another process")


# A shelf that changes underneath


def test_a_formulation_deleted_underneath_is_said_once_and_clearly(tmp_path: Path) -> None:
    shelf = TinyDBShelf(tmp_path)
    shelf.begin(bethan_standing(), by="me")
    with serving(shelf) as server, Line(server) as line:
        line.open()
        # Gone in one move, as into a wastebasket: file by file, the half-gone folder is told of first.
        gone = tmp_path.with_name(f"{tmp_path.name}-gone")
        (tmp_path / FID).rename(gone)
        trouble = line.until(lambda message: "trouble" in message)["trouble"]
        assert "not in the notebook, or no longer" in trouble
        answer = line.act(did="move", places={CRITICAL.id: [1, 2]})
        assert not answer["ok"]
        assert sum("trouble" in message for message in line.heard) == 1
    shelf.close()


def test_an_older_copy_restored_underneath_is_shown(server: TestClient, shelf: Shelf) -> None:
    """A restored backup has a lower version; nobody goes on looking at what is no longer kept."""
    assert isinstance(shelf, MemoryShelf)
    older = shelf.take_down(FID)
    with Line(server) as line:
        line.open()
        line.act(did="reword", id=LOOSE_WORDS.id, words="newer", was=LOOSE_WORDS.words)
        shelf._volumes[FID].kept = older
        line.until(lambda message: "picture" in message)
        assert line.revision == 1
        assert LOOSE_WORDS.words in line.pieces[LOOSE_WORDS.id]


def test_what_is_drawn_for_one_drawing_does_not_reach_another(server: TestClient) -> None:
    with Line(server) as map_, Line(server) as states:
        map_.open()
        states.open(drawing_id=STATES_DIAGRAM.id)
        map_.act(did="reword", id=LOOSE_WORDS.id, words="on the map only", was=LOOSE_WORDS.words)
        states.until_revision(2)
        assert not any("on the map only" in piece for piece in states.pieces.values())


def test_a_line_to_a_closed_notebook_is_not_held() -> None:
    with serving(MemoryShelf()) as server:
        pass
    with (
        pytest.raises(WebSocketDisconnect) as over,
        server.websocket_connect(LIVE, headers=OWN_PAGE),
    ):
        pass
    assert over.value.code == 1013
