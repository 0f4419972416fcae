"""The room everybody looks in: what each listener is missing, and nothing more."""

from __future__ import annotations

import json
from typing import Any

from formulation.web.hub import REMEMBERED_CHANGES, Listener, Room
from formulation.web.pictures import Picture, Subject, difference

HERE = "this history"


def picture(revision: int, **pieces: str) -> Picture:
    """A picture of a few pieces, named by their keys."""
    return Picture(revision, "14:32:07", (0.0, 0.0, 100.0, 100.0), pieces, "Bethan: Role map")


def hung(*pictures: Picture) -> Room:
    """A room in which these pictures hung one after the other."""
    room = Room(Subject("f-bethan", "drawing:b-map", True), HERE)
    for one in pictures:
        room.hang(one)
    return room


def listener(has: int | None, *, asked: bool = False, edition: str = HERE) -> Listener:
    return Listener(has=has, asked=asked, edition=edition)


def told(room: Room, one: Listener) -> list[dict[str, Any]]:
    """What a listener is sent, read."""
    return [json.loads(text) for text in room.missing(one)]


LARGE = "<g>" + "x" * 4_000 + "</g>"
FIRST = picture(1, a="<g>one</g>", b=LARGE)
SECOND = picture(2, a="<g>two</g>", b=LARGE)
THIRD = picture(3, c="<g>new</g>", b=LARGE)


def test_a_difference_holds_what_is_new_what_changed_and_what_is_gone() -> None:
    change = difference(SECOND, THIRD)
    assert change["pieces"] == {"c": "<g>new</g>", "a": None}
    assert change["order"] == ("c", "b")
    assert (change["was"], change["revision"]) == (2, 3)


def test_where_the_order_is_the_same_it_is_not_sent() -> None:
    assert "order" not in difference(FIRST, SECOND)


def test_a_newcomer_is_sent_the_whole() -> None:
    (message,) = told(hung(FIRST, SECOND), listener(None, asked=True))
    assert message["picture"]["revision"] == 2
    assert message["picture"]["edition"] == HERE


def test_whoever_has_the_last_is_sent_the_difference() -> None:
    (message,) = told(hung(FIRST, SECOND), listener(1))
    assert message["change"]["pieces"] == {"a": "<g>two</g>"}


def test_whoever_has_the_present_one_is_sent_nothing() -> None:
    assert told(hung(FIRST, SECOND), listener(2)) == []


def test_a_slow_listener_catches_up_by_the_differences_it_missed() -> None:
    messages = told(hung(FIRST, SECOND, THIRD), listener(1))
    assert [(one["change"]["was"], one["change"]["revision"]) for one in messages] == [
        (1, 2),
        (2, 3),
    ]


def test_where_the_differences_are_larger_than_the_picture_the_picture_is_sent() -> None:
    room = hung(FIRST, picture(2, a=LARGE), picture(3, a="<g>small</g>"))
    (message,) = told(room, listener(1))
    assert message["picture"]["pieces"] == {"a": "<g>small</g>"}


def test_a_very_slow_listener_is_sent_the_whole_and_nothing_has_piled_up() -> None:
    room = hung(*(picture(number, a=f"<g>{number}</g>", b=LARGE) for number in range(1, 200)))
    slow = listener(3)
    (message,) = told(room, slow)
    assert message["picture"]["revision"] == 199
    assert len(room.steps) == REMEMBERED_CHANGES
    assert told(room, slow) == []


def test_a_picture_of_another_history_is_never_patched() -> None:
    (message,) = told(hung(FIRST, SECOND), listener(1, edition="another history"))
    assert "picture" in message


def test_everybody_is_sent_the_same_text_put_together_once() -> None:
    room = hung(FIRST, SECOND)
    texts = [room.missing(listener(1))[0] for _ in range(50)]
    assert len({id(text) for text in texts}) == 1
    wholes = [room.missing(listener(None, asked=True))[0] for _ in range(50)]
    assert len({id(text) for text in wholes}) == 1


def test_an_older_picture_hung_again_is_sent_whole_to_everybody() -> None:
    """A backup was restored: versions run from there again."""
    room = hung(FIRST, SECOND, THIRD, FIRST)
    for has in (1, 2, 3):
        assert "picture" in told(room, listener(has))[0]
    assert room.edition != HERE


def test_trouble_is_said_once_and_again_only_when_it_is_another() -> None:
    room = hung(FIRST)
    one = Listener()
    room.listeners.add(one)
    for sentence in ("gone", "gone", "damaged"):
        room.say_trouble(sentence, None)
    assert list(one.answers) == ['{"trouble":"gone"}', '{"trouble":"damaged"}']
