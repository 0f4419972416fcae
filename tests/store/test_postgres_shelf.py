"""What the PostgreSQL shelf promises beyond the suite of every shelf: damage, cuts, other processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from formulation.domain.errors import ChangedMeanwhile, NotUnderstood
from formulation.domain.formulation import Formulation
from formulation.domain.verbs import adding, rewording
from formulation.store.database import Database, DatabaseAway, DatabaseRefused
from formulation.store.ledger import BEFORE_ALL, framed, read_frames
from formulation.store.postgres_shelf import PostgresShelf
from formulation.store.shelf import (
    AlreadyOnShelf,
    CouldNotOpen,
    CouldNotSave,
    Damaged,
    Kept,
    NotOnShelf,
    Shelf,
)
from formulation.store.tables import (
    COMMAND,
    LAYOUT,
    DatabaseSilent,
    TablesNewer,
    TablesOlder,
    layout_of,
    migrate,
)
from tests.store import postgres
from tests.store.people import PAIN, ROBIN, phrase, robin, saying
from tests.store.proxy import Cable

Open = Callable[..., PostgresShelf]


@pytest.fixture
def address() -> str:
    return postgres.ready_address()


@pytest.fixture
def opened(address: str) -> Iterator[Open]:
    """Opens shelves on one database, and closes them all."""
    shelves: list[PostgresShelf] = []

    def opener(database: Database | None = None) -> PostgresShelf:
        shelves.append(PostgresShelf(address, database=database))
        return shelves[-1]

    yield opener
    for shelf in shelves:
        shelf.close()


def asked(address: str, statement: str, *given: object) -> list[tuple[object, ...]]:
    """What somebody with the database's password could do."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement.encode(), given)
        return cursor.fetchall() if cursor.description else []


def with_versions(shelf: Shelf, count: int) -> Kept:
    kept = shelf.begin(robin(), by="me")
    for number in range(2, count + 1):
        said = saying(kept.formulation, f"said {number}")
        kept = shelf.put_back(ROBIN, said, onto=kept.version, by="me")
    return kept


# tables


def test_tables_that_were_never_made_are_refused_and_the_command_is_named() -> None:
    address = postgres.empty_address()
    with pytest.raises(TablesOlder) as refusal:
        PostgresShelf(address)
    assert COMMAND in refusal.value.sentence
    assert "Nothing was changed" in refusal.value.sentence


def test_migrating_makes_the_tables_and_twice_does_no_harm() -> None:
    address = postgres.empty_address()
    database, told = Database(address), list[str]()
    assert migrate(database, told.append) == 0
    assert told[0] == "Layout 1: formulations, their records and their changes."
    assert told[1] == "Layout 2: what is still being typed, for every process to find."
    assert migrate(database, told.append) == LAYOUT
    assert len(told) == LAYOUT == layout_of(database)
    database.close()
    shelf = PostgresShelf(address)
    with_versions(shelf, 3)
    shelf.close()


def test_four_places_migrating_at_once_do_no_harm() -> None:
    address = postgres.empty_address()
    wrong: list[BaseException] = []

    def once() -> None:
        database = Database(address)
        try:
            migrate(database)
        except BaseException as trouble:
            wrong.append(trouble)
        finally:
            database.close()

    threads = [threading.Thread(target=once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    PostgresShelf(address).close()


@pytest.mark.parametrize(("layout", "refusal"), [("0", TablesOlder), ("99", TablesNewer)])
def test_tables_of_another_layout_are_refused_and_left_alone(
    address: str, layout: str, refusal: type[Exception]
) -> None:
    asked(address, "UPDATE notebook SET value = %s WHERE name = 'layout'", layout)
    with pytest.raises(refusal, match=COMMAND):
        PostgresShelf(address)
    assert asked(address, "SELECT value FROM notebook") == [(layout,)]


def test_a_newer_layout_is_not_migrated_back(address: str) -> None:
    asked(address, "UPDATE notebook SET value = '99' WHERE name = 'layout'")
    database = Database(address)
    with pytest.raises(TablesNewer, match="newer notebook"):
        migrate(database)
    database.close()


def test_a_database_that_is_not_there_is_said_in_words_without_its_address() -> None:
    said = "postgresql://nobody@127.0.0.1:1/none"
    with pytest.raises(DatabaseSilent) as refusal:
        PostgresShelf(said, database=Database(said, patience=0.3))
    assert "did not answer" in refusal.value.sentence
    assert "127.0.0.1" not in refusal.value.sentence


@pytest.mark.parametrize("said", ["postgresql://%zz", "postgresql:///x?what=7"])
def test_an_address_that_is_none_is_said_in_words(said: str) -> None:
    with pytest.raises(DatabaseSilent):
        PostgresShelf(said)


# what lies in the tables


def test_the_ledger_in_the_database_is_the_one_a_folder_would_hold(
    opened: Open, address: str
) -> None:
    kept = with_versions(opened(), 4)
    rows = asked(address, "SELECT frame FROM changes ORDER BY number")
    data = b"".join(bytes(row[0]) for row in rows)  # type: ignore[arg-type]
    reading = read_frames(data)
    assert len(reading.frames) == kept.version
    assert not reading.damaged and not reading.torn


def test_an_open_formulation_is_read_by_the_tables_alone(opened: Open, address: str) -> None:
    kept = with_versions(opened(), 4)
    assert opened().take_down(ROBIN) == kept
    assert len(opened().story(ROBIN)) == 4


# damage


def _is_damaged(shelf: PostgresShelf, last_good: int) -> None:
    for attempt in (
        lambda: shelf.take_down(ROBIN),
        lambda: shelf.story(ROBIN),
        lambda: shelf.put_back(ROBIN, saying(robin(), "unheard"), onto=1, by="me"),
    ):
        with pytest.raises(Damaged) as refusal:
            attempt()
        assert refusal.value.last_good == last_good
    assert shelf.spines()[0].trouble
    if last_good:
        assert shelf.read_up_to_damage(ROBIN).version == last_good


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_change_that_was_altered_is_noticed_and_nothing_more_is_written(
    opened: Open, address: str, number: int
) -> None:
    with_versions(opened(), 6)
    asked(
        address,
        "UPDATE changes SET frame = set_byte(frame, 200, get_byte(frame, 200) # 1) WHERE number = %s",
        number,
    )
    _is_damaged(opened(), number - 1)


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_change_that_was_taken_out_is_noticed(opened: Open, address: str, number: int) -> None:
    with_versions(opened(), 6)
    asked(address, "DELETE FROM changes WHERE number = %s", number)
    _is_damaged(opened(), number - 1)


def test_a_ledger_written_anew_with_hashes_that_fit_is_noticed(opened: Open, address: str) -> None:
    with_versions(opened(), 3)
    previous = BEFORE_ALL
    for number, frame in asked(address, "SELECT number, frame FROM changes ORDER BY number"):
        (read,) = read_frames(
            bytes(frame),  # type: ignore[arg-type]
            number=int(str(number)) - 1,
            previous=bytes(frame).split(b" ")[1].decode(),  # type: ignore[arg-type]
        ).frames
        forged, previous = framed(read.number, previous, read.payload.replace(b"said 3", b"never!"))
        asked(address, "UPDATE changes SET frame = %s WHERE number = %s", forged, number)
    with pytest.raises(Damaged, match="not the one that was written here"):
        opened().take_down(ROBIN)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM records WHERE record_id = 'role:shrug'",
        "DELETE FROM records",
        "UPDATE records SET body = set_byte(body, 20, get_byte(body, 20) # 1) WHERE record_id = 'role:shrug'",
        "UPDATE records SET record_id = 'pain:other' WHERE record_id = 'pain:alone'",
        "UPDATE records SET schema = 7 WHERE record_id = 'pain:alone'",
        "UPDATE formulations SET seal = 'none'",
        "UPDATE formulations SET saved_at = '2001-01-01T00:00:00.000Z'",
    ],
)
def test_records_that_do_not_vouch_for_themselves_are_read_from_the_ledger_and_mended_by_the_next_save(
    opened: Open, address: str, damage: str
) -> None:
    kept = with_versions(opened(), 5)
    asked(address, damage)
    shelf = opened()
    assert shelf.take_down(ROBIN) == kept
    after = shelf.put_back(ROBIN, saying(kept.formulation, "heard"), onto=5, by="me")
    asked(address, "UPDATE changes SET frame = ''")  # the rows alone have to show it now
    with psycopg.connect(address) as connection:
        found = connection.execute("SELECT record_id FROM records").fetchall()
    assert {row[0] for row in found} == set(after.formulation.records)


def test_what_a_newer_notebook_wrote_is_refused_in_words(opened: Open, address: str) -> None:
    with_versions(opened(), 2)
    asked(address, "UPDATE formulations SET seal = 'none'")
    ((frame,),) = asked(address, "SELECT frame FROM changes WHERE number = 2")
    _, previous, _, payload = bytes(frame).rstrip(b"\n").split(b" ", 3)  # type: ignore[arg-type]
    newer, head = framed(2, previous.decode(), payload.replace(b'"schema":1', b'"schema":99'))
    asked(address, "UPDATE changes SET frame = %s WHERE number = 2", newer)
    asked(address, "UPDATE formulations SET head = %s", head)
    with pytest.raises(NotUnderstood, match="newer notebook"):
        opened().take_down(ROBIN)


def test_a_formulation_that_was_removed_underneath_is_said_to_be_gone(
    opened: Open, address: str
) -> None:
    shelf = opened()
    kept = with_versions(shelf, 2)
    for table in ("formulations", "records", "changes"):
        asked(address, f"DELETE FROM {table}")  # noqa: S608
    with pytest.raises(NotOnShelf):
        shelf.take_down(ROBIN)
    with pytest.raises(NotOnShelf):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=2, by="me")
    assert shelf.heads() == {} and shelf.spines() == ()


# other processes


def test_what_another_process_committed_is_seen_at_once(opened: Open) -> None:
    mine, theirs = opened(), opened()
    kept = with_versions(mine, 2)
    assert theirs.take_down(ROBIN) == kept
    for number in range(3, 8):
        writer, reader = (mine, theirs) if number % 2 else (theirs, mine)
        said = saying(kept.formulation, f"said {number}")
        if number == 5:
            said = said.then(adding(kept.formulation, phrase(1)))
        kept = writer.put_back(ROBIN, said, onto=number - 1, by="me")
        assert reader.heads() == {ROBIN: number}
        assert reader.take_down(ROBIN) == kept
        assert reader.spines()[0].version == number
    assert opened().take_down(ROBIN) == kept


def test_an_older_copy_put_back_underneath_is_read_anew(opened: Open, address: str) -> None:
    shelf = opened()
    kept = with_versions(shelf, 2)
    rows = asked(address, "SELECT version, head, saved_at, seal FROM formulations")
    records = asked(address, "SELECT record_id, body FROM records")
    shelf.put_back(ROBIN, saying(kept.formulation, "regretted"), onto=2, by="me")
    asked(address, "DELETE FROM changes WHERE number = 3")
    asked(address, "UPDATE formulations SET version=%s, head=%s, saved_at=%s, seal=%s", *rows[0])
    for record_id, body in records:
        asked(address, "UPDATE records SET body = %s WHERE record_id = %s", body, record_id)
    assert shelf.take_down(ROBIN) == kept
    with pytest.raises(ChangedMeanwhile):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
    assert shelf.put_back(ROBIN, saying(kept.formulation, "heard"), onto=2, by="me").version == 3


# transactions that end badly


def test_one_transaction_in_five_undone_loses_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = postgres.ready_address(serializable=True)
    database = postgres.StumblingDatabase(address, seed=4)
    shelf = PostgresShelf(address, database=database)
    kept = shelf.begin(robin(ROBIN, phrase(0, "0")), by="me")
    for number in range(200):
        change = rewording(kept.formulation, "phrase:0", f"said {number}")
        kept = shelf.put_back(ROBIN, change, onto=kept.version, by="me")
    assert kept.version == 201 == len(shelf.story(ROBIN))
    assert shelf.take_down(ROBIN) == kept
    isolation = database.look(lambda session: session.rows("SHOW transaction_isolation"))
    shelf.close()
    assert isolation == [("serializable",)]
    assert 20 < database.stumbled < 100
    with capsys.disabled():
        print(
            f"\n  {database.transactions} transactions, {database.stumbled} undone: 200 of 200 kept"
        )


@pytest.mark.parametrize("lost", [["after"], ["before"], ["before", "after"], ["after", "after"]])
def test_a_connection_that_goes_around_a_commit_neither_loses_nor_doubles_a_change(
    address: str, lost: list[str]
) -> None:
    database = postgres.ForgettingDatabase(address)
    shelf = PostgresShelf(address, database=database)
    told: list[int] = []
    shelf.watch(lambda _, version: told.append(version))
    database.lose = list(lost)
    kept = shelf.begin(robin(), by="me")
    assert database.lose == []
    database.lose = list(lost)
    change = adding(kept.formulation, phrase(1, "once"))
    after = shelf.put_back(ROBIN, change, onto=1, by="me")
    shelf.close()
    assert (kept.version, after.version) == (1, 2)
    assert told == [1, 2]
    again = PostgresShelf(address)
    assert again.take_down(ROBIN) == after
    assert [entry.number for entry in again.story(ROBIN)] == [1, 2]
    again.close()


def test_when_nobody_can_say_whether_it_was_kept_it_is_said_so(address: str) -> None:
    database = postgres.ForgettingDatabase(address, patience=0.2)
    shelf = PostgresShelf(address, database=database)
    kept = with_versions(shelf, 2)
    database.lose = ["before"] * 1000
    with pytest.raises(CouldNotSave, match="not sure whether this was saved"):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=2, by="me")
    database.lose = []
    assert shelf.take_down(ROBIN) == kept
    shelf.close()


def test_beginning_what_somebody_else_began_meanwhile_is_refused_even_when_unsure(
    address: str,
) -> None:
    database = postgres.ForgettingDatabase(address)
    mine, theirs = PostgresShelf(address, database=database), PostgresShelf(address)
    theirs.begin(Formulation(ROBIN, {}), by="them")
    database.lose = ["before"]
    with pytest.raises(AlreadyOnShelf):
        mine.begin(robin(), by="me")
    mine.close()
    theirs.close()


def test_a_statement_that_the_database_declines_is_not_tried_for_long(address: str) -> None:
    database = Database(address)
    started = time.monotonic()
    with pytest.raises(DatabaseRefused, match="UndefinedTable"):
        database.look(lambda session: session.rows("SELECT * FROM nowhere"))
    assert time.monotonic() - started < 2
    database.close()


def test_a_table_that_went_missing_is_said_in_words(opened: Open, address: str) -> None:
    shelf = opened()
    kept = with_versions(shelf, 2)
    asked(address, "DROP TABLE changes")
    with pytest.raises(CouldNotSave, match="did not accept"):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=2, by="me")
    with pytest.raises(CouldNotOpen):
        opened().take_down(ROBIN)


# the cable


def test_a_cut_connection_is_said_in_words_and_mended_by_itself() -> None:
    address = postgres.ready_address(at=postgres.server().address)
    cable = Cable(postgres.server().socket)
    through = cable.through(address)
    shelf = PostgresShelf(through, database=Database(through, patience=1.0))
    kept = with_versions(shelf, 3)
    cable.cut()
    with pytest.raises(CouldNotSave, match="Not saved yet"):
        shelf.put_back(ROBIN, saying(kept.formulation, "unheard"), onto=3, by="me")
    assert shelf.take_down(ROBIN) == kept, "what was last read stays open to read"
    for attempt in (shelf.heads, shelf.spines, lambda: shelf.take_down("f-other")):
        with pytest.raises(CouldNotOpen, match="database did not answer"):
            attempt()
    cable.mend()
    after = shelf.put_back(ROBIN, saying(kept.formulation, "heard"), onto=3, by="me")
    assert after.version == 4
    shelf.close()
    cable.close()


def test_a_cable_cut_over_and_over_loses_no_acknowledged_change(
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = postgres.ready_address(at=postgres.server().address)
    cable = Cable(postgres.server().socket)
    through = cable.through(address)
    shelf = PostgresShelf(through, database=Database(through, patience=5.0))
    kept = shelf.begin(robin(ROBIN, phrase(0, "0")), by="me")
    ended, cuts = threading.Event(), []

    def meddle() -> None:
        while not ended.wait(0.03):
            cable.cut()
            cuts.append(1)
            ended.wait(0.01)
            cable.mend()

    meddler = threading.Thread(target=meddle)
    meddler.start()
    for number in range(100):
        change = rewording(kept.formulation, "phrase:0", f"said {number}")
        kept = shelf.put_back(ROBIN, change, onto=kept.version, by="me")
    ended.set()
    meddler.join()
    cable.mend()
    assert shelf.take_down(ROBIN) == kept
    assert [entry.number for entry in shelf.story(ROBIN)] == list(range(1, 102))
    shelf.close()
    cable.close()
    assert len(cuts) > 5 and cable.carried > 10_000
    with capsys.disabled():
        print(f"\n  the cable was cut {len(cuts)} times in 100 saves: 100 kept, each once")


def test_a_server_that_is_killed_and_started_again_has_every_acknowledged_change(
    tmp_path: Path,
) -> None:
    server = postgres.Server(postgres.binaries(), durable=True)
    try:
        address = postgres.ready_address(at=server.address)
        shelf = PostgresShelf(address)
        kept = with_versions(shelf, 20)
        server.kill()
        server.start()
        assert shelf.take_down(ROBIN) == kept
        after = shelf.put_back(ROBIN, saying(kept.formulation, "heard"), onto=20, by="me")
        assert after.version == 21
        shelf.close()
    finally:
        server.remove()


def test_a_database_that_is_away_when_asked_says_so_within_its_patience() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none", patience=0.3)
    started = time.monotonic()
    with pytest.raises(DatabaseAway):
        database.look(lambda session: session.rows("SELECT 1"))
    assert time.monotonic() - started < 3
    database.close()


def test_two_saves_of_different_formulations_do_not_wait_for_each_other(
    opened: Open, address: str
) -> None:
    shelf = opened()
    kept = shelf.begin(robin("f-a"), by="me")
    shelf.begin(robin("f-b"), by="me")
    with psycopg.connect(address) as somebody:
        somebody.execute("SELECT 1 FROM formulations WHERE formulation_id = 'f-b' FOR UPDATE")
        change = rewording(kept.formulation, PAIN.id, "alone, again")
        assert shelf.put_back("f-a", change, onto=1, by="me").version == 2
