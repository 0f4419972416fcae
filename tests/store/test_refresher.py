"""Work done a little later is done once, is never forgotten, and never spoils what asked for it."""

from __future__ import annotations

import threading
import time

import pytest

from formulation.store.refresher import Refresher


class Desk:
    """Where refreshes are counted."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.came = threading.Event()

    def refresh(self, name: str) -> None:
        self.done.append(name)
        self.thread = threading.current_thread()
        self.came.set()

    def wait(self) -> None:
        assert self.came.wait(5)
        self.came.clear()


def test_many_wishes_in_a_row_are_one_refresh_once_it_is_quiet() -> None:
    desk = Desk()
    refresher = Refresher(desk.refresh, quiet=0.3)
    for _ in range(50):
        refresher.soon("f-a")
        time.sleep(0.001)
    assert desk.done == []
    desk.wait()
    time.sleep(0.1)
    assert desk.done == ["f-a"]


def test_somebody_who_is_never_quiet_is_refreshed_all_the_same() -> None:
    desk = Desk()
    refresher = Refresher(desk.refresh, quiet=0.05, at_most=0.1)
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        refresher.soon("f-a")
        time.sleep(0.005)
    assert 2 <= len(desk.done) <= 6
    refresher.close()


def test_each_name_waits_for_itself() -> None:
    desk = Desk()
    refresher = Refresher(desk.refresh, quiet=0.03)
    refresher.soon("f-a")
    refresher.soon("f-b")
    refresher.close()
    assert sorted(desk.done) == ["f-a", "f-b"]


def test_closing_does_at_once_what_still_waits_and_later_wishes_too() -> None:
    desk = Desk()
    refresher = Refresher(desk.refresh, quiet=60)
    refresher.soon("f-a")
    begin = time.monotonic()
    refresher.close()
    assert desk.done == ["f-a"]
    refresher.soon("f-b")
    refresher.close()
    assert desk.done == ["f-a", "f-b"]
    assert time.monotonic() - begin < 5


def test_a_refresh_that_fails_is_noted_without_a_word_of_what_it_was_about(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk()

    def fails_first(name: str) -> None:
        desk.refresh(name)
        if len(desk.done) == 1:
            raise ValueError("somebody's words")

    refresher = Refresher(fails_first, quiet=0.0)
    refresher.soon("f-a")
    desk.wait()
    refresher.soon("f-a")
    refresher.close()
    assert desk.done == ["f-a", "f-a"]
    assert "f-a" in caplog.text and "ValueError" in caplog.text
    assert "somebody" not in caplog.text


def test_no_thread_stays_when_nothing_waits() -> None:
    desk = Desk()
    refresher = Refresher(desk.refresh, quiet=0.0)
    for _ in range(3):
        refresher.soon("f-a")
        desk.wait()
        desk.thread.join(5)
        assert not desk.thread.is_alive()
    refresher.close()
