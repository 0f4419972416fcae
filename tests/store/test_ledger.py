"""A line of the ledger vouches for itself, for its place, and for every line before it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

import pytest

from formulation.domain.errors import NotUnderstood
from formulation.store import codec
from formulation.store.entries import first_step, next_step
from formulation.store.ledger import (
    BEFORE_ALL,
    entry_of,
    framed,
    last_number,
    moment_from_plain,
    moment_to_plain,
    payload_of,
    read_frames,
    replayed,
)
from formulation.store.shelf import Entry
from tests.store.people import Formulation, robin, saying

AT = datetime(2031, 3, 11, 14, 32, 7, 123000, tzinfo=UTC)


def a_ledger(versions: int) -> tuple[bytes, list[Entry], Formulation]:
    """A whole ledger, what it tells, and what it comes to."""
    step = first_step(robin(), by="me", at=AT)
    data, hash_before = framed(1, BEFORE_ALL, payload_of(step.entry, step.plain))
    entries, kept = [step.entry], step.kept
    for number in range(2, versions + 1):
        change = saying(kept.formulation, f"said {number}")
        later = next_step(kept, change, onto=number - 1, by="me", at=AT)
        assert later is not None
        line, hash_before = framed(number, hash_before, payload_of(later.entry, later.plain))
        data, kept = data + line, later.kept
        entries.append(later.entry)
    return data, entries, kept.formulation


def test_what_is_written_is_read_back_exactly() -> None:
    data, entries, formulation = a_ledger(6)
    reading = read_frames(data)
    assert not reading.torn and not reading.damaged
    assert [entry_of(frame) for frame in reading.frames] == entries
    assert replayed(Formulation("f-robin", {}), reading.frames) == formulation
    assert reading.frames[-1].end == len(data)
    assert [data[frame.start : frame.end] for frame in reading.frames] == [
        line + b"\n" for line in data.split(b"\n")[:-1]
    ]


def test_the_same_entry_always_makes_the_same_bytes() -> None:
    assert a_ledger(4)[0] == a_ledger(4)[0]


def test_reading_on_from_the_middle_gives_the_rest() -> None:
    data, _, _ = a_ledger(6)
    whole = read_frames(data).frames
    third = whole[2]
    rest = read_frames(data[third.end :], at=third.end, number=3, previous=third.hash)
    assert rest.frames == whole[3:]
    assert read_frames(data[third.end :], at=third.end, number=3, previous="f" * 64).damaged
    assert read_frames(data[third.end :], at=third.end, number=4, previous=third.hash).damaged


def test_every_way_of_cutting_the_end_off_leaves_the_lines_before_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, _, _ = a_ledger(4)
    ends = [frame.end for frame in read_frames(data).frames]
    cuts = range(len(data))
    for cut in cuts:
        reading = read_frames(data[:cut])
        whole = sum(end <= cut for end in ends)
        assert len(reading.frames) == whole
        assert not reading.damaged
        assert reading.torn == (cut not in (0, *ends))
        assert last_number(data[:cut]) == (whole or None)
    with capsys.disabled():
        print(f"\n  cut off at each of {len(cuts)} places")


def test_no_changed_byte_goes_unnoticed(capsys: pytest.CaptureFixture[str]) -> None:
    data, _, _ = a_ledger(5)
    chosen = random.Random(7)  # noqa: S311
    last = read_frames(data).frames[-1]
    noticed = torn = 0
    for _ in range(3000):
        place = chosen.randrange(len(data))
        spoilt = bytearray(data)
        spoilt[place] ^= 1 << chosen.randrange(8)
        reading = read_frames(bytes(spoilt))
        hit = sum(place >= frame.end for frame in read_frames(data).frames)
        assert len(reading.frames) == hit, "the frames before it are whole, none after it is used"
        if reading.torn:
            assert place == last.end - 1, "only a lost end of the last line looks unfinished"
            torn += 1
        else:
            assert reading.damaged
            noticed += 1
    with capsys.disabled():
        print(
            f"\n  {noticed + torn} changed bytes: {noticed} called damage, {torn} an unfinished end"
        )
    assert noticed > 2900


def test_lines_that_were_swapped_doubled_left_out_or_put_in_are_noticed() -> None:
    data, _, _ = a_ledger(5)
    lines = data.splitlines(keepends=True)
    for order in ([0, 2, 1, 3, 4], [0, 1, 1, 2, 3, 4], [0, 1, 3, 4], [1, 2, 3, 4], [0, 1, 2, 4]):
        assert read_frames(b"".join(lines[place] for place in order)).damaged
    stray, _ = framed(3, "0" * 64, b"{}")
    assert read_frames(b"".join([*lines[:2], stray, *lines[2:]])).damaged


def test_a_block_that_never_reached_the_disk_counts_as_unfinished_only_at_the_end() -> None:
    data, _, _ = a_ledger(4)
    last = read_frames(data).frames[-1]
    hole = bytearray(data)
    hole[last.start + 40 : last.start + 140] = b"\0" * 100
    assert read_frames(bytes(hole)).torn
    first = bytearray(data)
    first[40:140] = b"\0" * 100
    assert read_frames(bytes(first)).damaged
    assert read_frames(data + b"\0" * 5000).torn


@pytest.mark.parametrize(
    "rubbish",
    [b"x\n", b"\n", b"1\n", b"1 a b c\n", b"-1 a b c\n", b"9" * 30 + b" a b c\n", b"\xff\xfe\n"],
)
def test_rubbish_is_damage_and_never_a_traceback(rubbish: bytes) -> None:
    assert read_frames(rubbish).damaged
    assert read_frames(a_ledger(2)[0] + rubbish).damaged
    assert last_number(rubbish) is None
    assert last_number(a_ledger(2)[0] + rubbish) == 2


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"null",
        b"{}",
        b'{"schema":1,"by":"me","at":"yesterday","change":{"before":{},"after":{},"why":""}}',
        b'{"schema":1,"by":"me","at":"2031-03-11","change":{"before":{},"after":{},"why":""}}',
        b'{"schema":1,"by":5,"at":"2031-03-11T14:32:07.123Z","change":{"before":{},"after":{}}}',
        b'{"schema":"1","by":"me","at":"2031-03-11T14:32:07.123Z","change":{"before":{},"after":{}}}',
        b'{"schema":1,"by":"me","at":"2031-03-11T14:32:07.123Z","change":[]}',
        b"[" * 100_000,
    ],
)
def test_a_payload_that_is_no_change_is_refused_in_words(payload: bytes) -> None:
    line, _ = framed(1, BEFORE_ALL, payload)
    (frame,) = read_frames(line).frames
    with pytest.raises(NotUnderstood) as refusal:
        entry_of(frame)
    assert refusal.value.faults[0].sentence.endswith(".")


def test_what_a_newer_notebook_wrote_is_refused_in_words() -> None:
    plain = codec.change_to_plain(saying(robin(), "unheard"))
    payload = payload_of(Entry(1, saying(robin(), "unheard"), "me", AT), plain)
    line, _ = framed(1, BEFORE_ALL, payload.replace(b'"schema":1', b'"schema":2'))
    with pytest.raises(NotUnderstood, match="newer notebook"):
        entry_of(read_frames(line).frames[0])


def test_moments_are_written_in_utc_to_the_millisecond() -> None:
    assert moment_to_plain(AT) == "2031-03-11T14:32:07.123Z"
    assert moment_from_plain("2031-03-11T14:32:07.123Z") == AT
    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert moment_to_plain(elsewhere) == moment_to_plain(AT)
    assert moment_to_plain(AT.replace(microsecond=0)) == "2031-03-11T14:32:07.000Z"
