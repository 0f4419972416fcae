"""What the TinyDB shelf promises beyond the suite: what is on disk, what other processes see, and damage."""

from __future__ import annotations

import json
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from formulation.domain.errors import ChangedMeanwhile, FormulationError, NotUnderstood
from formulation.domain.formulation import Formulation
from formulation.domain.verbs import adding
from formulation.store.document import read_document, read_standing
from formulation.store.files import Files
from formulation.store.ledger import framed, read_frames
from formulation.store.shelf import CouldNotSave, Damaged, Kept, NotOnShelf
from formulation.store.tinydb_shelf import TinyDBShelf
from tests.store.failing_files import FailingFiles
from tests.store.people import ROBIN, of_size, phrase, robin, saying

Open = Callable[..., TinyDBShelf]


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return tmp_path / "clinic"


@pytest.fixture
def opened(clinic: Path) -> Iterator[Open]:
    """Opens a shelf on the same folder, as often as asked: each is like another process."""
    shelves: list[TinyDBShelf] = []

    def open_shelf(**how: object) -> TinyDBShelf:
        # Documents wait to be asked for, so that none is written while a test is tampering.
        shelves.append(TinyDBShelf(clinic, **{"quiet": 60, **how}))  # type: ignore[arg-type]
        return shelves[-1]

    yield open_shelf
    for shelf in shelves:
        shelf.close()


def with_versions(shelf: TinyDBShelf, versions: int, *, settled: bool = True) -> Kept:
    """Robin, begun and reworded until `versions` is reached; `settled`: the document has caught up."""
    kept = shelf.begin(robin(), by="me")
    while kept.version < versions:
        said = saying(kept.formulation, f"said {kept.version + 1}")
        kept = shelf.put_back(ROBIN, said, onto=kept.version, by="me")
    if settled:
        shelf.close()
    return kept


def ledger(clinic: Path) -> Path:
    return clinic / ROBIN / "ledger"


def document(clinic: Path) -> Path:
    return clinic / ROBIN / "formulation.json"


def line_starts(data: bytes) -> list[int]:
    return [0] + [place + 1 for place, byte in enumerate(data[:-1]) if byte == 10]


# what is on disk


def test_what_was_kept_is_there_when_the_shelf_is_opened_again(opened: Open) -> None:
    kept = with_versions(opened(), 5)
    assert opened().take_down(ROBIN) == kept
    assert [entry.number for entry in opened().story(ROBIN)] == [1, 2, 3, 4, 5]


def test_the_document_is_one_that_tinydb_itself_opens(opened: Open, clinic: Path) -> None:
    with_versions(opened(), 3)
    with TinyDB(document(clinic), access_mode="r") as plain:
        assert plain.tables() == {"standing", "records"}
        (standing,) = plain.table("standing").all()
        (role,) = plain.table("records").search(where("id") == "role:shrug")
    assert standing["version"] == 3
    assert standing["head"] == read_frames(ledger(clinic).read_bytes()).frames[-1].hash
    assert role["bottom"]["words"] == "said 3"


def test_only_its_owner_may_look_at_what_is_kept(opened: Open, clinic: Path) -> None:
    old = os.umask(0)
    try:
        with_versions(opened(), 2)
    finally:
        os.umask(old)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [clinic, *clinic.rglob("*")]}
    assert len(modes) >= 6
    for path, mode in modes.items():
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_a_folder_that_others_could_enter_is_closed_to_them_when_the_shelf_opens(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 2)
    for folder in (clinic, clinic / ROBIN):
        folder.chmod(0o755)
    opened()
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o700 for path in (clinic, clinic / ROBIN))


def test_names_of_files_say_nothing_clinical(opened: Open, clinic: Path) -> None:
    with_versions(opened(), 2)
    names = {path.relative_to(clinic).as_posix() for path in clinic.rglob("*")}
    assert names == {
        ".locks",
        f".locks/{ROBIN}.lock",
        ROBIN,
        f"{ROBIN}/ledger",
        f"{ROBIN}/formulation.json",
    }


def test_each_commit_is_one_write_and_one_sync_and_rewrites_nothing(opened: Open) -> None:
    files = FailingFiles()
    shelf = opened(files=files)
    shelf.begin(of_size(100), by="me")
    kept = shelf.take_down(ROBIN)
    files.done.clear()
    shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=1, by="me")
    assert files.done == ["open", "write", "sync", "read"]


def test_a_ledger_line_is_as_long_as_its_change_however_large_the_formulation(
    opened: Open, clinic: Path
) -> None:
    grown = []
    for size, key in ((30, "f-small"), (300, "f-large")):
        shelf = opened()
        kept = shelf.begin(of_size(size, key), by="me")
        before = (clinic / key / "ledger").stat().st_size
        shelf.put_back(key, saying(kept.formulation, "unheard"), onto=1, by="me")
        grown.append((clinic / key / "ledger").stat().st_size - before)
    assert 0 < grown[1] <= grown[0] + 4


# the document follows


def test_the_document_is_current_at_once_when_a_formulation_is_begun(
    opened: Open, clinic: Path
) -> None:
    opened().begin(robin(), by="me")
    found = read_document(clinic / ROBIN, Files())
    assert found is not None and found.formulation == robin()


def test_the_document_follows_by_itself_when_it_has_been_quiet_for_a_while(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(quiet=0.05), 4, settled=False)
    until = time.monotonic() + 5
    while (seen := read_standing(clinic / ROBIN)) is None or seen.version < 4:
        assert time.monotonic() < until, "the document never followed"
        time.sleep(0.01)
    assert seen.version == 4


def test_the_document_catches_up_when_the_shelf_is_closed(opened: Open, clinic: Path) -> None:
    shelf = opened()
    with_versions(shelf, 4, settled=False)
    before, shelf_closed = read_standing(clinic / ROBIN), shelf.close()
    after = read_standing(clinic / ROBIN)
    assert shelf_closed is None
    assert before is not None and after is not None
    assert (before.version, after.version) == (1, 4)


def test_a_document_that_is_behind_is_read_and_the_rest_comes_from_the_ledger(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 3)
    old = document(clinic).read_bytes()
    kept = opened().take_down(ROBIN)
    shelf = opened()
    change = adding(kept.formulation, phrase(1, "later"))
    kept = shelf.put_back(ROBIN, change, onto=3, by="me")
    shelf.close()
    document(clinic).write_bytes(old)
    again = opened()
    assert again.take_down(ROBIN) == kept
    again.close()
    standing = read_standing(clinic / ROBIN)
    assert standing is not None and standing.version == 4


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-200]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"said 3", b"said 9")),
        lambda path: path.write_bytes(b"\0" * 4096),
        lambda path: path.write_text('{"standing": {"1": {}}}', encoding="utf-8"),
        lambda path: path.write_text("[1, 2, 3]", encoding="utf-8"),
        lambda path: path.write_bytes(path.read_bytes().replace(b'"version":3', b'"version":9')),
        lambda path: path.write_text("[" * 100_000, encoding="utf-8"),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=[
        "missing",
        "empty",
        "cut short",
        "other words",
        "zeros",
        "no standing",
        "not tables",
        "other version",
        "deep nesting",
        "a folder",
    ],
)
def test_a_document_that_is_missing_or_damaged_costs_nothing(
    opened: Open, clinic: Path, spoil: Callable[[Path], object]
) -> None:
    kept = with_versions(opened(), 3)
    spoil(document(clinic))
    shelf = opened()
    assert shelf.spines()[0].version == 3
    assert shelf.take_down(ROBIN) == kept
    after = shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
    shelf.close()
    assert opened().take_down(ROBIN) == after


def test_a_rebuilt_document_is_written_again(opened: Open, clinic: Path) -> None:
    with_versions(opened(), 3)
    document(clinic).write_bytes(b"")
    shelf = opened()
    shelf.take_down(ROBIN)
    shelf.close()
    found = read_document(clinic / ROBIN, Files())
    assert found is not None and found.standing.version == 3


def test_the_document_of_a_formulation_that_is_never_at_rest_is_written_all_the_same(
    opened: Open, clinic: Path
) -> None:
    theirs = opened()

    class Restless(FailingFiles):
        """Each time a draft is begun, somebody else saves; but not for ever."""

        times = 0

        def create(self, path: Path) -> int:
            if path.suffix == ".draft" and self.times < 3:
                self.times += 1
                kept = theirs.take_down(ROBIN)
                said = saying(kept.formulation, f"restless {self.times}")
                theirs.put_back(ROBIN, said, onto=kept.version, by="other")
            return super().create(path)

    with_versions(opened(), 2)
    files = Restless()
    mine = opened(files=files)
    kept = mine.take_down(ROBIN)
    mine.put_back(ROBIN, adding(kept.formulation, phrase(1)), onto=2, by="me")
    mine.close()
    standing = read_standing(clinic / ROBIN)
    assert files.times == 3
    assert standing is not None and standing.version == 6
    assert sorted(path.name for path in (clinic / ROBIN).iterdir()) == [
        "formulation.json",
        "ledger",
    ]


def test_a_draft_swept_by_a_notebook_that_starts_meanwhile_is_written_again(
    opened: Open, clinic: Path
) -> None:
    class Sweeping(FailingFiles):
        """Another notebook starts between a draft and its renaming, and sweeps it."""

        times = 0

        def rename(self, old: Path, new: Path) -> None:
            if old.suffix == ".draft" and self.times == 0:
                self.times += 1
                opened()
            super().rename(old, new)

    with_versions(opened(), 2)
    files = Sweeping()
    mine = opened(files=files)
    kept = mine.take_down(ROBIN)
    mine.put_back(ROBIN, adding(kept.formulation, phrase(1)), onto=2, by="me")
    mine.close()
    standing = read_standing(clinic / ROBIN)
    assert files.times == 1
    assert standing is not None and standing.version == 3


def test_the_document_of_one_formulation_is_not_believed_for_another(
    opened: Open, clinic: Path
) -> None:
    shelf = opened()
    with_versions(shelf, 3, settled=False)
    shelf.begin(robin("f-other", phrase(1)), by="me")
    shelf.close()
    shutil.copy(document(clinic), clinic / "f-other" / "formulation.json")
    assert opened().take_down("f-other").formulation == robin("f-other", phrase(1))


# a torn end, and damage before it


def test_a_line_that_was_never_finished_is_cut_off_before_the_next_is_written(
    opened: Open, clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = with_versions(opened(), 3)
    whole = ledger(clinic).read_bytes()
    payload = b'{"at":"2031-03-11T14:32:07.000Z","by":"me","change":{}}'
    line, _ = framed(4, read_frames(whole).frames[-1].hash, payload)
    tried = 0
    for end in (*range(1, len(line), 7), len(line) - 1):
        ledger(clinic).write_bytes(whole + line[:end])
        shelf = opened()
        assert shelf.heads() == {ROBIN: 3}
        assert shelf.take_down(ROBIN) == kept
        assert ledger(clinic).read_bytes() == whole + line[:end], "reading changes nothing"
        after = shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
        assert opened().take_down(ROBIN) == after
        reading = read_frames(ledger(clinic).read_bytes())
        assert len(reading.frames) == 4 and not reading.torn and not reading.damaged
        tried += 1
        shelf.close()
        document(clinic).unlink()  # it saw more than the ledger is about to hold
    with capsys.disabled():
        print(f"\n  torn last lines: {tried} cut off, nothing before them touched")
    assert tried > 20


def test_a_last_line_with_blocks_that_never_reached_the_disk_is_cut_off(
    opened: Open, clinic: Path
) -> None:
    kept = with_versions(opened(), 3)
    whole = ledger(clinic).read_bytes()
    for tail in (b"\0" * 4096, b"4 abc" + b"\0" * 700 + b'"}\n'):
        ledger(clinic).write_bytes(whole + tail)
        assert opened().take_down(ROBIN) == kept


def test_damage_before_the_end_stops_all_writing_and_offers_what_comes_before_it(
    opened: Open, clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_versions(opened(), 6)
    whole = ledger(clinic).read_bytes()
    starts = [*line_starts(whole), len(whole)]
    tried = 0
    for version in range(1, 6):
        for place in range(starts[version - 1], starts[version], 97):
            spoilt = bytearray(whole)
            spoilt[place] ^= 0x04
            ledger(clinic).write_bytes(spoilt)
            document(clinic).unlink(missing_ok=True)
            shelf = opened()
            _is_damaged(shelf, version - 1)
            assert ledger(clinic).read_bytes() == spoilt, "nothing is written to it"
            tried += 1
    with capsys.disabled():
        print(f"\n  damaged in the middle: {tried} places, each noticed, none skipped")
    assert tried > 20


def _is_damaged(shelf: TinyDBShelf, last_good: int) -> None:
    for attempt in (
        lambda: shelf.take_down(ROBIN),
        lambda: shelf.put_back(ROBIN, saying(robin(), "unheard"), onto=1, by="me"),
        lambda: shelf.story(ROBIN),
    ):
        with pytest.raises(Damaged) as refusal:
            attempt()
        assert refusal.value.last_good == last_good
        assert "nothing more is written" in refusal.value.sentence
        assert refusal.value.formulation_id == ROBIN
    (spine,) = shelf.spines()
    assert (spine.id, spine.version) == (ROBIN, last_good)
    assert "backup" in spine.trouble
    if last_good == 0:
        with pytest.raises(Damaged):
            shelf.read_up_to_damage(ROBIN)
        return
    readable = shelf.read_up_to_damage(ROBIN)
    assert readable.version == last_good
    said = "not worth a word" if last_good == 1 else f"said {last_good}"
    assert readable.formulation["pole:shrug-bottom"].words == said  # type: ignore[union-attr]
    assert spine.cover.pseudonym == "Robin"


def test_damage_is_noticed_although_the_document_is_current_and_more_is_offered_from_it(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 6)
    data = bytearray(ledger(clinic).read_bytes())
    data[line_starts(bytes(data))[2] + 200] ^= 0x01
    ledger(clinic).write_bytes(data)
    _is_damaged(opened(), 6)


def test_a_damaged_formulation_is_shown_as_such_along_the_shelf_once_somebody_found_out(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 4)
    data = bytearray(ledger(clinic).read_bytes())
    data[line_starts(bytes(data))[1] + 200] ^= 0x01
    ledger(clinic).write_bytes(data)
    shelf = opened()
    assert shelf.spines()[0].trouble == "", "looking along the shelf opens no ledger"
    with pytest.raises(Damaged):
        shelf.take_down(ROBIN)
    assert "damaged" in shelf.spines()[0].trouble
    assert "damaged" in shelf.spines()[0].trouble


@pytest.mark.parametrize("lost", [1, 2, 5])
def test_an_end_that_was_cut_away_is_noticed_because_the_document_saw_it(
    opened: Open, clinic: Path, lost: int
) -> None:
    with_versions(opened(), 6)
    whole = ledger(clinic).read_bytes()
    ledger(clinic).write_bytes(whole[: line_starts(whole)[-lost]])
    _is_damaged(opened(), 6)


def test_a_last_line_that_was_damaged_after_it_was_kept_is_not_taken_for_an_unfinished_one(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 4)
    whole = ledger(clinic).read_bytes()
    start = line_starts(whole)[-1]
    for place in (start, start + 70, start + 300, len(whole) - 1):
        spoilt = bytearray(whole)
        spoilt[place] ^= 0x04
        ledger(clinic).write_bytes(spoilt)
        _is_damaged(opened(), 4)


def test_an_empty_ledger_beside_a_good_document_is_said_to_be_damaged(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 3)
    ledger(clinic).write_bytes(b"")
    _is_damaged(opened(), 3)


def test_a_missing_ledger_beside_a_good_document_is_said_to_be_damaged(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 3)
    ledger(clinic).unlink()
    _is_damaged(opened(), 3)
    assert not ledger(clinic).exists()


def test_an_empty_ledger_without_a_document_is_said_to_be_damaged(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 3)
    ledger(clinic).write_bytes(b"")
    document(clinic).unlink()
    _is_damaged(opened(), 0)


def test_a_ledger_written_anew_with_hashes_that_fit_is_noticed_because_the_document_saw_another(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 3)
    previous, forged = "0" * 64, b""
    for frame in read_frames(ledger(clinic).read_bytes()).frames:
        payload = frame.payload.replace(b"said 3", b"never!")
        line, previous = framed(frame.number, previous, payload)
        forged += line
    assert not read_frames(forged).damaged
    ledger(clinic).write_bytes(forged)
    _is_damaged(opened(), 3)


def test_damage_done_while_the_shelf_is_open_is_noticed_before_the_next_use(
    opened: Open, clinic: Path
) -> None:
    shelf = opened()
    kept = with_versions(shelf, 5)
    assert shelf.take_down(ROBIN) == kept
    data = bytearray(ledger(clinic).read_bytes())
    data[line_starts(bytes(data))[2] + 200] ^= 0x01
    with ledger(clinic).open("r+b") as file:
        file.write(data)
    _is_damaged(shelf, 5)


def test_an_end_cut_away_while_the_shelf_is_open_is_noticed_before_the_next_use(
    opened: Open, clinic: Path
) -> None:
    shelf = opened()
    kept = with_versions(shelf, 5)
    assert shelf.take_down(ROBIN) == kept
    whole = ledger(clinic).read_bytes()
    os.truncate(ledger(clinic), line_starts(whole)[-1])
    _is_damaged(shelf, 5)


def test_what_a_newer_notebook_wrote_is_refused_in_words_and_left_alone(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 2)
    (first, second) = read_frames(ledger(clinic).read_bytes()).frames
    newer = second.payload.replace(b'"schema":1', b'"schema":99')
    line, _ = framed(2, first.hash, newer)
    data = ledger(clinic).read_bytes()[: second.start] + line
    ledger(clinic).write_bytes(data)
    document(clinic).unlink()
    shelf = opened()
    for attempt in (
        lambda: shelf.take_down(ROBIN),
        lambda: shelf.put_back(ROBIN, saying(robin(), "unheard"), onto=1, by="me"),
    ):
        with pytest.raises(NotUnderstood) as refusal:
            attempt()
        assert "newer notebook" in refusal.value.sentence
    assert "newer notebook" in shelf.spines()[0].trouble
    assert ledger(clinic).read_bytes() == data


def test_a_line_that_vouches_for_itself_but_holds_no_change_is_said_to_be_damaged(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 2)
    previous = read_frames(ledger(clinic).read_bytes()).frames[-1].hash
    for payload in (b"{}", b"[]", b"not json", b'{"schema":1,"by":1,"at":"x","change":{}}'):
        line, _ = framed(3, previous, payload)
        data = ledger(clinic).read_bytes()
        ledger(clinic).write_bytes(data + line)
        shelf = opened()
        with pytest.raises(Damaged):
            shelf.take_down(ROBIN)
        assert shelf.read_up_to_damage(ROBIN).version == 2
        ledger(clinic).write_bytes(data)


# folders that go and come


def test_a_formulation_folder_deleted_underneath_is_said_to_be_gone_and_does_not_come_back(
    opened: Open, clinic: Path
) -> None:
    shelf = opened(quiet=0.02)
    kept = with_versions(shelf, 3, settled=False)
    shutil.rmtree(clinic / ROBIN)
    for attempt in (
        lambda: shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me"),
        lambda: shelf.take_down(ROBIN),
        lambda: shelf.story(ROBIN),
        lambda: shelf.read_up_to_damage(ROBIN),
    ):
        with pytest.raises(NotOnShelf) as refusal:
            attempt()
        assert "not in the notebook" in refusal.value.sentence
    time.sleep(0.1)
    shelf.close()
    assert not (clinic / ROBIN).exists()
    assert shelf.heads() == {} and shelf.spines() == ()


def test_a_folder_deleted_while_a_change_is_being_written_is_not_said_to_be_saved(
    opened: Open, clinic: Path
) -> None:
    class Vanishing(FailingFiles):
        """The folder goes just after the frame was written."""

        def write(self, descriptor: int, piece: bytes) -> int:
            taken = super().write(descriptor, piece)
            if (clinic / ROBIN).exists():
                shutil.rmtree(clinic / ROBIN)
            return taken

    kept = with_versions(opened(), 2)
    shelf = opened(files=Vanishing())
    with pytest.raises(NotOnShelf):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=2, by="me")
    assert not (clinic / ROBIN).exists()


def test_the_whole_data_folder_deleted_underneath_is_said_in_words(
    opened: Open, clinic: Path
) -> None:
    shelf = opened()
    kept = with_versions(shelf, 2)
    shutil.rmtree(clinic)
    with pytest.raises(NotOnShelf):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=2, by="me")
    with pytest.raises(CouldNotSave):
        shelf.begin(robin("f-new"), by="me")
    assert shelf.heads() == {} and shelf.spines() == ()


def test_a_folder_put_back_from_a_copy_while_the_shelf_is_open_is_read_anew(
    opened: Open, clinic: Path, tmp_path: Path
) -> None:
    shelf = opened()
    kept = with_versions(shelf, 2, settled=False)
    shutil.copytree(clinic / ROBIN, tmp_path / "copy")
    shelf.put_back(ROBIN, saying(kept.formulation, "regretted"), onto=2, by="me")
    shutil.rmtree(clinic / ROBIN)
    shutil.copytree(tmp_path / "copy", clinic / ROBIN)
    assert shelf.take_down(ROBIN) == kept
    with pytest.raises(ChangedMeanwhile):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
    assert shelf.put_back(ROBIN, saying(kept.formulation, "heard"), onto=2, by="me").version == 3


def test_a_data_folder_that_became_a_file_is_said_in_words(opened: Open, clinic: Path) -> None:
    shelf = opened()
    kept = with_versions(shelf, 2)
    shutil.rmtree(clinic)
    clinic.write_text("not a folder", encoding="utf-8")
    for attempt in (
        shelf.spines,
        shelf.heads,
        lambda: shelf.take_down(ROBIN),
        lambda: shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=2, by="me"),
        lambda: shelf.begin(robin("f-new"), by="me"),
    ):
        with pytest.raises(FormulationError) as refusal:
            attempt()
        assert refusal.value.sentence.endswith(".")
    shelf.close()
    clinic.unlink()


def test_other_things_lying_in_the_data_folder_are_left_alone(opened: Open, clinic: Path) -> None:
    with_versions(opened(), 2)
    (clinic / "notes.txt").write_text("mine", encoding="utf-8")
    (clinic / "f-Upper").mkdir()
    (clinic / "f-empty").mkdir()
    (clinic / "f-file").write_text("mine", encoding="utf-8")
    shelf = opened()
    assert [spine.id for spine in shelf.spines()] == [ROBIN]
    assert shelf.heads() == {ROBIN: 2}
    for name in ("f-empty", "f-file"):
        with pytest.raises(NotOnShelf):
            shelf.take_down(name)
    assert (clinic / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_what_a_dying_process_left_half_done_is_swept_away_at_the_start(
    opened: Open, clinic: Path
) -> None:
    kept = with_versions(opened(), 2)
    (clinic / ROBIN / "formulation.json.0badcafe.draft").write_text("clinical", encoding="utf-8")
    half = clinic / ".begin-f-half"
    half.mkdir()
    (half / "ledger").write_text("clinical", encoding="utf-8")
    shelf = opened()
    assert sorted(path.name for path in (clinic / ROBIN).iterdir()) == [
        "formulation.json",
        "ledger",
    ]
    assert not half.exists()
    assert shelf.take_down(ROBIN) == kept
    assert shelf.begin(robin("f-half"), by="me").version == 1


# other processes


def test_what_another_process_committed_is_seen_at_once(opened: Open) -> None:
    mine, theirs = opened(), opened()
    kept = with_versions(mine, 2, settled=False)
    assert theirs.take_down(ROBIN) == kept
    for number in range(3, 8):
        writer, reader = (mine, theirs) if number % 2 else (theirs, mine)
        said = saying(kept.formulation, f"said {number}")
        kept = writer.put_back(ROBIN, said, onto=number - 1, by="me")
        assert reader.heads() == {ROBIN: number}
        assert reader.take_down(ROBIN) == kept
        assert reader.spines()[0].version == number
        assert len(reader.story(ROBIN)) == number


def test_of_what_another_process_committed_only_the_new_lines_are_read(
    opened: Open, clinic: Path
) -> None:
    class Counting(Files):
        def __init__(self) -> None:
            self.bytes_read = 0

        def read(self, descriptor: int, start: int, size: int) -> bytes:
            self.bytes_read += size
            return super().read(descriptor, start, size)

    mine, counting = opened(), Counting()
    kept = mine.begin(of_size(300), by="me")
    theirs = opened(files=counting)
    theirs.take_down(ROBIN)
    first_time = counting.bytes_read
    mine.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=1, by="me")
    counting.bytes_read = 0
    assert theirs.take_down(ROBIN).version == 2
    assert 0 < counting.bytes_read < first_time / 20
    counting.bytes_read = 0
    theirs.take_down(ROBIN)
    assert counting.bytes_read == 0


def test_somebody_who_holds_on_for_too_long_is_reported_in_words(
    opened: Open, clinic: Path
) -> None:
    mine, theirs = opened(), opened(patience=0.05)
    kept = with_versions(mine, 2, settled=False)
    with mine._locks.held(ROBIN), pytest.raises(CouldNotSave) as refusal:
        theirs.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=2, by="me")
    assert "busy" in refusal.value.sentence
    assert theirs.put_back(ROBIN, saying(kept.formulation, "heard"), onto=2, by="me").version == 3


# cheap questions


def test_heads_read_nothing_again_while_nothing_changed(opened: Open) -> None:
    shelf = opened()
    for number in range(5):
        shelf.begin(robin(f"f-{number}"), by="me")
    files = FailingFiles()
    other = opened(files=files)
    assert len(other.heads()) == 5
    assert files.done.count("read") == 5
    files.done.clear()
    other.heads()
    assert files.done == []
    kept = shelf.take_down("f-3")
    shelf.put_back("f-3", saying(kept.formulation, "unheard"), onto=1, by="me")
    assert other.heads()["f-3"] == 2
    assert files.done.count("read") == 1


def test_spines_read_no_ledger_while_documents_are_current(opened: Open) -> None:
    shelf = opened()
    for number in range(5):
        shelf.begin(robin(f"f-{number}"), by="me")
    files = FailingFiles()
    other = opened(files=files)
    assert len(other.spines()) == 5
    assert files.done == []


def test_only_so_many_formulations_stay_in_memory_and_the_rest_are_read_again(
    opened: Open, clinic: Path
) -> None:
    shelf = opened()
    kept = {key: shelf.begin(robin(key), by="me") for key in (f"f-{n}" for n in range(70))}
    for key, as_begun in kept.items():
        assert shelf.take_down(key) == as_begun
    assert sum(volume.in_memory for volume in shelf._volumes.values()) == 64
    assert shelf.take_down("f-0") == kept["f-0"]


def test_a_formulation_without_anything_in_it_can_be_kept(opened: Open) -> None:
    kept = opened().begin(Formulation("f-bare", {}), by="me")
    shelf = opened()
    assert shelf.take_down("f-bare") == kept
    assert (
        shelf.put_back("f-bare", adding(kept.formulation, phrase(1)), onto=1, by="me").version == 2
    )


def test_the_ledger_is_plain_text_that_another_program_could_read(
    opened: Open, clinic: Path
) -> None:
    with_versions(opened(), 2)
    lines = ledger(clinic).read_text(encoding="utf-8").splitlines()
    number, _, _, payload = lines[1].split(" ", 3)
    assert number == "2"
    assert json.loads(payload)["change"]["why"] == "reworded pole"
