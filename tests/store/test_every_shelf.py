"""What every shelf promises; this suite runs once for each row of `conftest.ROWS`."""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from formulation.domain.changes import NOTHING, Change
from formulation.domain.errors import (
    AlreadyThere,
    ChangedMeanwhile,
    FormulationError,
    NotOnMap,
    NotUnderstood,
)
from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import CorePain, Link, Phrase, Pole, ReciprocalRole
from formulation.domain.verbs import adding, changing, placing, removing, rewording
from formulation.store.library import examples
from formulation.store.shelf import Entry, Kept, NotOnShelf, Shelf, ShelfFull
from tests.store.conftest import TickingClock
from tests.store.people import BOTTOM, DRAWING, PAIN, ROBIN, SHRUG, phrase, robin, saying


def begun(shelf: Shelf, formulation: Formulation | None = None) -> Kept:
    return shelf.begin(formulation or robin(), by="me")


def words_of(kept: Kept, some_id: str = BOTTOM) -> str:
    return str(getattr(kept.formulation[some_id], "words"))  # noqa: B009 - a part or a record


# beginning


def test_what_is_begun_is_there_as_it_was_given(shelf: Shelf, clock: TickingClock) -> None:
    kept = begun(shelf)
    assert kept.version == 1
    assert kept.formulation == robin()
    assert kept.saved_at == clock.now
    assert shelf.take_down(ROBIN) == kept


def test_every_example_comes_back_from_the_shelf_as_it_was(shelf: Shelf) -> None:
    for one in examples():
        mine = Formulation(f"f-{one.key}", one.formulation.records)
        begun(shelf, mine)
        assert shelf.take_down(mine.id).formulation == mine
    assert len(shelf.spines()) == len(examples()) == 16


def test_the_same_id_is_not_begun_twice(shelf: Shelf) -> None:
    begun(shelf)
    with pytest.raises(AlreadyThere) as refusal:
        begun(shelf, Formulation(ROBIN, {}))
    assert "already" in refusal.value.sentence
    assert shelf.take_down(ROBIN).formulation == robin()


@pytest.mark.parametrize(
    "name", ["", "robin", "f-", "f-Robin", "f-ro bin", "f-../up", "../f-x", "f-a/b", "f-ü", "f-a\n"]
)
def test_an_id_that_is_not_safe_as_a_name_is_refused_in_words(shelf: Shelf, name: str) -> None:
    for attempt in (
        lambda: begun(shelf, robin(name)),
        lambda: shelf.take_down(name),
        lambda: shelf.put_back(name, NOTHING, onto=1, by="me"),
        lambda: shelf.story(name),
    ):
        with pytest.raises(NotOnShelf) as refusal:
            attempt()
        assert refusal.value.sentence.endswith(".")
    assert shelf.heads() == {}


def test_what_points_at_nothing_is_not_begun(shelf: Shelf) -> None:
    lost = CorePain(id="pain:lost", words="lost", under=("pole:nowhere",))
    with pytest.raises(NotUnderstood) as refusal:
        begun(shelf, Formulation(ROBIN, {lost.id: lost}))
    assert refusal.value.faults[0].place == "pain:lost"
    assert shelf.heads() == {}


def test_what_uses_an_id_twice_is_not_begun(shelf: Shelf) -> None:
    twin = ReciprocalRole("role:twin", top=Pole(BOTTOM, "same"), bottom=Pole("pole:twin", "other"))
    with pytest.raises(FormulationError):
        begun(shelf, robin(ROBIN, twin))
    assert shelf.heads() == {}


# taking down


def test_what_is_not_there_is_said_to_be_not_there(shelf: Shelf) -> None:
    for attempt in (
        lambda: shelf.take_down("f-nobody"),
        lambda: shelf.put_back("f-nobody", NOTHING, onto=1, by="me"),
        lambda: shelf.story("f-nobody"),
    ):
        with pytest.raises(NotOnShelf) as refusal:
            attempt()
        assert "not in the notebook" in refusal.value.sentence
        assert refusal.value.formulation_id == "f-nobody"


# putting back


def test_a_change_put_back_is_there_when_it_is_taken_down_again(
    shelf: Shelf, clock: TickingClock
) -> None:
    kept = begun(shelf)
    after = shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=1, by="key-worker")
    assert (after.version, after.saved_at) == (2, clock.now)
    assert words_of(after) == "unheard"
    assert shelf.take_down(ROBIN) == after


def test_what_was_taken_down_before_does_not_change_in_the_hand(shelf: Shelf) -> None:
    kept = begun(shelf)
    shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=1, by="me")
    assert kept.version == 1
    assert kept.formulation == robin()


def test_an_empty_change_keeps_nothing_and_returns_what_is_there(shelf: Shelf) -> None:
    kept = begun(shelf)
    said = getattr(SHRUG.bottom, "words")  # noqa: B009
    told: list[int] = []
    shelf.watch(lambda _, version: told.append(version))
    assert shelf.put_back(ROBIN, NOTHING, onto=1, by="me") == kept
    assert shelf.put_back(ROBIN, saying(kept.formulation, said), onto=1, by="me") == kept
    assert len(shelf.story(ROBIN)) == 1
    assert told == []


def test_two_people_changing_different_things_both_keep_their_change(shelf: Shelf) -> None:
    kept = begun(shelf)
    shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=1, by="one")
    mine = rewording(kept.formulation, PAIN.id, "alone, again")
    after = shelf.put_back(ROBIN, mine, onto=1, by="two")
    assert after.version == 3
    assert words_of(after) == "unheard"
    assert words_of(after, PAIN.id) == "alone, again"


def test_two_people_changing_the_same_thing_the_second_is_told_and_nothing_is_lost(
    shelf: Shelf,
) -> None:
    kept = begun(shelf)
    shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=1, by="one")
    with pytest.raises(ChangedMeanwhile) as refusal:
        shelf.put_back(ROBIN, saying(kept.formulation, "unseen"), onto=1, by="two")
    assert refusal.value.record_ids == (SHRUG.id,)
    assert words_of(shelf.take_down(ROBIN)) == "unheard"
    assert len(shelf.story(ROBIN)) == 2


def test_adding_what_somebody_else_added_meanwhile_is_refused(shelf: Shelf) -> None:
    kept = begun(shelf)
    shelf.put_back(ROBIN, adding(kept.formulation, phrase(1, "mine")), onto=1, by="one")
    with pytest.raises(FormulationError):
        shelf.put_back(ROBIN, adding(kept.formulation, phrase(1, "yours")), onto=1, by="two")
    assert words_of(shelf.take_down(ROBIN), "phrase:1") == "mine"


def test_pointing_at_what_somebody_else_removed_is_refused(shelf: Shelf) -> None:
    kept = begun(shelf)
    shelf.put_back(ROBIN, removing(kept.formulation, PAIN.id), onto=1, by="one")
    link = Link(id="link:late", from_id=PAIN.id, to_id=BOTTOM, kind="sets_off")
    with pytest.raises(NotOnMap):
        shelf.put_back(ROBIN, adding(kept.formulation, link), onto=1, by="two")
    assert shelf.take_down(ROBIN).version == 2


def test_removing_what_somebody_else_has_begun_to_point_at_is_refused(shelf: Shelf) -> None:
    kept = begun(shelf)
    link = Link(id="link:new", from_id=PAIN.id, to_id=BOTTOM, kind="sets_off")
    shelf.put_back(ROBIN, adding(kept.formulation, link), onto=1, by="one")
    with pytest.raises(ChangedMeanwhile):
        shelf.put_back(ROBIN, removing(kept.formulation, PAIN.id), onto=1, by="two")
    assert PAIN.id in shelf.take_down(ROBIN).formulation


def test_a_page_that_knows_a_version_that_is_not_here_is_refused(shelf: Shelf) -> None:
    kept = begun(shelf)
    with pytest.raises(ChangedMeanwhile):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=7, by="me")
    assert shelf.take_down(ROBIN) == kept


def test_a_change_undone_leaves_everything_as_it_was_and_two_more_lines_in_the_story(
    shelf: Shelf,
) -> None:
    kept = begun(shelf)
    removal = removing(kept.formulation, SHRUG.id)
    assert len(removal.after) > 2
    bare = shelf.put_back(ROBIN, removal, onto=1, by="me")
    assert SHRUG.id not in bare.formulation
    back = shelf.put_back(ROBIN, removal.undone(), onto=2, by="me")
    assert back.formulation == robin()
    assert [entry.number for entry in shelf.story(ROBIN)] == [1, 2, 3]


def test_moving_things_on_the_drawing_is_kept_to_the_tenth_of_a_unit(shelf: Shelf) -> None:
    kept = begun(shelf)
    moved = placing(kept.formulation, DRAWING, {SHRUG.id: (123.44, -0.06), PAIN.id: (0, 5)})
    after = shelf.put_back(ROBIN, moved, onto=1, by="me")
    again = shelf.take_down(ROBIN)
    assert again.formulation == after.formulation == moved.applied_to(kept.formulation)


# bad data


def _bad(words: Any) -> Change:
    return Change({"phrase:bad": None}, {"phrase:bad": Phrase(id="phrase:bad", words=words)})


@pytest.mark.parametrize(
    "words",
    ["a\0b", "half \ud800 a character", "long " * 200, 5, None, b"bytes", float("nan"), ["list"]],
    ids=["NUL", "lone surrogate", "too long", "number", "none", "bytes", "NaN", "list"],
)
def test_what_could_not_be_read_back_is_refused_before_it_is_written(
    shelf: Shelf, words: Any
) -> None:
    kept = begun(shelf)
    with pytest.raises(NotUnderstood) as refusal:
        shelf.put_back(ROBIN, _bad(words), onto=1, by="me")
    assert refusal.value.faults
    assert shelf.take_down(ROBIN) == kept
    with pytest.raises(NotUnderstood):
        begun(shelf, robin("f-bad", Phrase(id="phrase:bad", words=words)))
    assert list(shelf.heads()) == [ROBIN]


@pytest.mark.parametrize(
    "change",
    [
        Change({}, {"phrase:1": phrase(1)}),
        Change({"phrase:2": None}, {"phrase:2": phrase(1)}),
        Change({"phrase:1": None}, {"phrase:1": "not a record"}),  # type: ignore[dict-item]
        Change({"phrase:1": None}, {"phrase:1": phrase(1)}, why="\ud800"),
        Change({"phrase:1": None}, {"phrase:1": phrase(1)}, why=5),  # type: ignore[arg-type]
        Change(
            {"phrase:1": None, 5: None},  # type: ignore[dict-item]
            {"phrase:1": phrase(1), 5: None},  # type: ignore[dict-item]
        ),
        Change({"phrase:1": None, "\ud800": None}, {"phrase:1": phrase(1), "\ud800": None}),
        Change(
            {"role:twin": None},
            {"role:twin": ReciprocalRole("role:twin", Pole(BOTTOM), Pole("pole:new"))},
        ),
        Change(
            {"role:one": None},
            {"role:one": ReciprocalRole("role:one", Pole("pole:same"), Pole("pole:same"))},
        ),
    ],
    ids=[
        "no before",
        "wrong id",
        "no record",
        "bad reason",
        "no reason",
        "a number for an id",
        "half a character for an id",
        "part of another",
        "two parts alike",
    ],
)
def test_a_change_that_does_not_hold_together_is_refused(shelf: Shelf, change: Change) -> None:
    kept = begun(shelf)
    with pytest.raises(FormulationError):
        shelf.put_back(ROBIN, change, onto=1, by="me")
    assert shelf.take_down(ROBIN) == kept
    assert len(shelf.story(ROBIN)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "</script><script>alert(1)</script>",
        "{{ braces }} {% and %} ${more}",
        "שלום ← مرحبا → 你好",
        "👩🏽‍🚀 family 👨‍👩‍👧 flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "quotes \" ' \\ and\ttabs\nand lines",
        "\u2028\u2029\ufeff and e\u0301",
        "",
    ],
)
def test_words_of_every_kind_come_back_exactly(shelf: Shelf, words: str) -> None:
    kept = begun(shelf)
    after = shelf.put_back(ROBIN, adding(kept.formulation, phrase(1, words)), onto=1, by=words)
    assert words_of(shelf.take_down(ROBIN), "phrase:1") == words_of(after, "phrase:1")
    assert shelf.story(ROBIN, since=1)[0].by == words


@pytest.mark.parametrize("by", [5, None, "\ud800", b"me"])
def test_a_name_that_could_not_be_read_back_is_refused(shelf: Shelf, by: Any) -> None:
    with pytest.raises(NotUnderstood):
        shelf.begin(robin(), by=by)
    kept = begun(shelf)
    with pytest.raises(NotUnderstood):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=1, by=by)
    assert shelf.take_down(ROBIN) == kept


# the story


def test_the_story_tells_every_change_in_order_by_whom_and_when(
    shelf: Shelf, clock: TickingClock
) -> None:
    start = clock.now
    kept = begun(shelf)
    change = saying(kept.formulation, "unheard")
    shelf.put_back(ROBIN, change, onto=1, by="key-worker")
    first, second = shelf.story(ROBIN)
    assert first.number == 1 and first.by == "me"
    assert set(first.change.after) == set(robin().records)
    assert all(was is None for was in first.change.before.values())
    assert second == Entry(2, change, "key-worker", start + timedelta(seconds=2))
    assert second.at.tzinfo is UTC or second.at.utcoffset() == timedelta(0)


def test_the_story_can_be_told_from_any_version_on(shelf: Shelf) -> None:
    kept = begun(shelf)
    for number in range(2, 7):
        kept = shelf.put_back(
            ROBIN, saying(kept.formulation, f"said {number}"), onto=kept.version, by="me"
        )
    whole = shelf.story(ROBIN)
    for since in range(7):
        assert shelf.story(ROBIN, since=since) == whole[since:]
    assert shelf.story(ROBIN, since=99) == ()
    assert shelf.story(ROBIN, since=-3) == whole


def test_the_story_told_from_nothing_gives_what_is_kept(shelf: Shelf) -> None:
    kept = begun(shelf)
    kept = shelf.put_back(ROBIN, adding(kept.formulation, phrase(1)), onto=1, by="me")
    kept = shelf.put_back(ROBIN, removing(kept.formulation, SHRUG.id), onto=2, by="me")
    told = Formulation(ROBIN, {})
    for entry in shelf.story(ROBIN):
        told = entry.change.applied_to(told)
    assert told == kept.formulation


# along the shelf


def test_spines_show_covers_and_what_was_saved_last_comes_first(shelf: Shelf) -> None:
    assert shelf.spines() == ()
    for key in ("f-a", "f-b", "f-c"):
        begun(shelf, robin(key))
    kept = shelf.take_down("f-a")
    shelf.put_back("f-a", changing(kept.formulation, COVER, pseudonym="Wren"), onto=1, by="me")
    spines = shelf.spines()
    assert [(spine.id, spine.version) for spine in spines] == [("f-a", 2), ("f-c", 1), ("f-b", 1)]
    assert [spine.cover.pseudonym for spine in spines] == ["Wren", "Robin", "Robin"]
    assert spines[0].saved_at == shelf.take_down("f-a").saved_at
    assert all(spine.trouble == "" for spine in spines)


def test_heads_tell_the_version_of_everything(shelf: Shelf) -> None:
    assert shelf.heads() == {}
    kept = begun(shelf, robin("f-a"))
    begun(shelf, robin("f-b"))
    shelf.put_back("f-a", saying(kept.formulation, "unheard"), onto=1, by="me")
    assert shelf.heads() == {"f-a": 2, "f-b": 1}


# watching


def test_a_watcher_is_told_after_each_commit_until_it_stops(shelf: Shelf) -> None:
    told: list[tuple[str, int]] = []
    stop = shelf.watch(lambda formulation_id, version: told.append((formulation_id, version)))
    kept = begun(shelf)
    kept = shelf.put_back(ROBIN, saying(kept.formulation, "one"), onto=1, by="me")
    stop()
    stop()
    shelf.put_back(ROBIN, saying(kept.formulation, "two"), onto=2, by="me")
    assert told == [(ROBIN, 1), (ROBIN, 2)]


def test_a_watcher_may_take_down_and_put_back_what_it_is_told_of(shelf: Shelf) -> None:
    def answer(formulation_id: str, version: int) -> None:
        kept = shelf.take_down(formulation_id)
        assert kept.version == version
        if version < 4:
            change = saying(kept.formulation, f"answer to {version}")
            shelf.put_back(formulation_id, change, onto=version, by="watcher")

    shelf.watch(answer)
    begun(shelf)
    assert words_of(shelf.take_down(ROBIN)) == "answer to 3"


def test_a_watcher_that_fails_spoils_neither_the_save_nor_the_other_watchers(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(formulation_id: str, version: int) -> None:
        raise RuntimeError("not worth a word")

    told: list[int] = []
    shelf.watch(fails)
    shelf.watch(lambda _, version: told.append(version))
    assert begun(shelf).version == 1
    assert told == [1]
    assert "RuntimeError" in caplog.text
    assert "not worth a word" not in caplog.text


def test_nobody_is_told_of_what_was_refused(shelf: Shelf) -> None:
    kept = begun(shelf)
    told: list[int] = []
    shelf.watch(lambda _, version: told.append(version))
    with pytest.raises(ChangedMeanwhile):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=9, by="me")
    assert told == []


# many at once


def test_eight_threads_counting_together_lose_no_count(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(shelf, robin(ROBIN, phrase(0, "0")))
    refused = []

    def count() -> None:
        for _ in range(25):
            while True:
                kept = shelf.take_down(ROBIN)
                more = str(int(words_of(kept, "phrase:0")) + 1)
                time.sleep(0)  # so that somebody else comes in between
                change = rewording(kept.formulation, "phrase:0", more)
                try:
                    shelf.put_back(ROBIN, change, onto=kept.version, by="me")
                    break
                except ChangedMeanwhile:
                    refused.append(1)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert words_of(shelf.take_down(ROBIN), "phrase:0") == "200"
    assert shelf.take_down(ROBIN).version == 201
    with capsys.disabled():
        print(f"\n  8 threads × 25 on {type(shelf).__name__}: 200 kept, {len(refused)} tried again")


def test_many_threads_on_many_formulations_at_once_see_only_whole_states(shelf: Shelf) -> None:
    keys = [f"f-many{number}" for number in range(4)]
    for key in keys:
        begun(shelf, robin(key, phrase(1, "0"), phrase(2, "0")))
    wrong: list[str] = []

    def write(key: str) -> None:
        kept = shelf.take_down(key)
        for number in range(1, 31):
            one = rewording(kept.formulation, "phrase:1", str(number))
            both = one.then(rewording(kept.formulation, "phrase:2", str(number)))
            kept = shelf.put_back(key, both, onto=kept.version, by="me")

    def look() -> None:
        chosen = random.Random(1)  # noqa: S311
        for _ in range(200):
            kept = shelf.take_down(chosen.choice(keys))
            if words_of(kept, "phrase:1") != words_of(kept, "phrase:2"):
                wrong.append(words_of(kept, "phrase:1"))
            shelf.heads()

    threads = [threading.Thread(target=write, args=(key,)) for key in keys]
    threads += [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert shelf.heads() == dict.fromkeys(keys, 31)


# words


def test_every_refusal_is_a_sentence_for_a_clinician() -> None:
    for refusal in (NotOnShelf("f-x"), ShelfFull("f-x")):
        said = refusal.sentence
        assert said[0].isupper() and said.endswith(".")
        for word in ("error", "invalid", "exception", "errno"):
            assert word not in said.lower()


def test_times_are_kept_in_utc_to_the_millisecond_whatever_the_clock_says(
    shelf: Shelf, clock: TickingClock
) -> None:
    elsewhere = timezone(timedelta(hours=-7))
    clock.now = datetime(2031, 3, 11, 7, 32, 7, 123987, tzinfo=elsewhere)
    kept = begun(shelf)
    assert kept.saved_at == datetime(2031, 3, 11, 14, 32, 8, 123000, tzinfo=UTC)
    assert kept.saved_at.utcoffset() == timedelta(0)
    assert shelf.take_down(ROBIN).saved_at == shelf.story(ROBIN)[0].at == kept.saved_at
