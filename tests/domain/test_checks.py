"""What can be kept as it is, and what cannot: said in words, every fault at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.domain.checks import faults_of, must_be_keepable, tidied
from formulation.domain.errors import NotUnderstood
from formulation.domain.fields import PROSE, WORDS
from formulation.domain.records import (
    CorePain,
    Exit,
    Held,
    Link,
    PathwayStage,
    Phrase,
    Placement,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    Seen,
    SelfState,
    Step,
    SupervisionNote,
)
from tests.examples import BETHAN, CRITICAL, MARCH_NOTE, RECORDS, WHOSE_NOTEBOOK


def sentences(record) -> list[str]:
    """What is said about a record that cannot be kept."""
    return [fault.sentence for fault in faults_of(record)]


def test_everything_about_bethan_can_be_kept():
    must_be_keepable(*RECORDS)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_a_record_with_nothing_but_its_id_can_be_kept_because_empty_is_a_question(record):
    parts = {}
    if isinstance(record, ReciprocalRole):
        parts = {"top": Pole("pole:a-top"), "bottom": Pole("pole:a-bottom")}
    assert sentences(type(record)(id=f"{record.prefix}:bare", **parts)) == []


@pytest.mark.parametrize(
    "words",
    [
        "🫖 a cup of tea, then",
        "👩‍👩‍👧 all of us",
        "دائما مراقبة",
        "תמיד על המשמר",
        "</script><script>alert(1)</script>",
        "{{ words }} {% raw %}",
        "two\nlines and a\ttab",
        "x" * WORDS,
        "'; drop table records; --",
        "=cmd()",
    ],
)
def test_words_are_words_whatever_they_look_like(words):
    assert sentences(Phrase("phrase:a", words)) == []
    assert sentences(Pole("pole:a", words)) == []


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\udfff"])
def test_characters_that_no_shelf_can_keep_are_refused_in_words(mark):
    assert sentences(Phrase("phrase:a", f"half{mark}way")) == [
        "This holds characters that cannot be kept; type it again by hand."
    ]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), 100_000.5, 2**64])
def test_numbers_that_cannot_be_placed_are_refused_in_words(number):
    assert sentences(Placement("placement:a", x=number)) == [
        "This number is out of reach; give one from -100,000 to 100,000."
    ]


def test_numbers_say_their_own_range():
    assert sentences(Pull("pull:a", strength=11)) == [
        "This number is out of reach; give one from 0 to 10."
    ]
    assert sentences(SupervisionNote("note:a", minutes=-5)) == [
        "This number is out of reach; give one from 0 to 10,000."
    ]
    behind = replace(WHOSE_NOTEBOOK, pathway=(PathwayStage("community", months=-1.0),))
    assert sentences(behind) == ["This number is out of reach; give one from 0 to 1,200."]


def test_a_thing_may_stand_left_of_the_middle_and_above_it():
    assert sentences(Placement("placement:a", x=-100_000, y=-0.5)) == []


def test_too_many_characters_are_counted_and_given_somewhere_to_go():
    (fault,) = faults_of(Phrase("phrase:a", "x" * 10_000))
    assert fault.place == "phrase:a › words"
    assert "10,000 characters; there is room for 600" in fault.sentence
    assert "keep the longer text in a note" in fault.sentence
    assert sentences(SupervisionNote("note:a", text="x" * PROSE)) == []
    assert len(sentences(SupervisionNote("note:a", text="x" * (PROSE + 1)))) == 1


def test_every_fault_is_named_at_once_each_with_its_place():
    role = ReciprocalRole(
        "role:a",
        Pole("pole:a", "x" * 601, whose="nobody"),
        Pole("step:b", "half\x00way"),
        tone="cruel",
        seen=(Seen("sideways", "ever so often"),),
        held=Held("certain", "last Tuesday", "everyone"),
    )
    with pytest.raises(NotUnderstood) as refused:
        must_be_keepable(role, Phrase("phrase:", ""))
    places = [fault.place for fault in refused.value.faults]
    assert places == [
        "role:a › pole:a › words",
        "role:a › pole:a › whose words",
        "role:a › step:b",
        "role:a › step:b › words",
        "role:a › what it is like",
        "role:a › seen › direction",
        "role:a › held › how it is held",
        "role:a › held › last looked at",
        "role:a › held › who may see it",
        "phrase:",
    ]
    assert refused.value.sentence.count("\n") == len(places) - 1


def test_a_fault_in_a_table_lists_what_is_known():
    (sentence,) = sentences(Exit("exit:a", stage="perfect"))
    assert sentence == "“perfect” is not one of: idea, tried, practised, owned."


@pytest.mark.parametrize("day", ["2031-3-11", "11/03/2031", "2031-02-30", "yesterday", "20310311"])
def test_a_date_is_year_month_day(day):
    (sentence,) = sentences(SupervisionNote("note:a", date=day))
    assert sentence == "Write a date as year-month-day, such as 2031-03-11."


def test_things_point_only_at_what_makes_sense():
    assert sentences(CorePain("pain:a", under=("role:a",))) == ["This can only point at a pole."]
    assert sentences(Procedure("procedure:a", returns_to="pain:a")) == []
    assert sentences(Procedure("procedure:a", returns_to="state:a")) == [
        "This can only point at a pole or a pain."
    ]
    assert sentences(Link("link:a", "exit:a", "note:a")) == []


def test_pointing_at_nothing_is_not_pointing():
    assert sentences(Link("link:a", "", None)) == [
        "This points at nothing; choose something, or leave it out."
    ]


@pytest.mark.parametrize(
    "some_id",
    ["phrase", "phrase:", ":a", "", "pole:a", "phrase:a b", 'phrase:"', "phrase:é", "Phrase:a"],
)
def test_an_id_says_what_it_names_in_plain_letters(some_id):
    assert len(sentences(Phrase(some_id))) == 1


@pytest.mark.parametrize(
    "record",
    [
        Phrase("phrase:a", words=None),
        Phrase("phrase:a", words=5),
        Phrase("phrase:a", held=None),
        SelfState("state:a", poles=["pole:a"]),
        SelfState("state:a", poles=(None,)),
        SelfState("state:a", unstable="yes"),
        SupervisionNote("note:a", minutes=3.5),
        SupervisionNote("note:a", minutes=True),
        SupervisionNote("note:a", present="everybody"),
        Placement("placement:a", x="12"),
        ReciprocalRole("role:a", top=None, bottom=Pole("pole:a")),
        ReciprocalRole("role:a", top=Step("step:a"), bottom=Pole("pole:a")),
        Procedure("procedure:a", steps=(Phrase("phrase:a"),)),
        Phrase(None),
    ],
    ids=repr,
)
def test_a_value_of_the_wrong_kind_is_never_kept(record):
    assert sentences(record)


def test_faults_inside_parts_and_details_are_found_too():
    note = replace(MARCH_NOTE, agreed=(replace(MARCH_NOTE.agreed[0], by="soon"),))
    (fault,) = faults_of(note)
    assert fault.place == "note:b-march › agreed › by"


def test_a_long_id_is_shortened_where_it_is_named():
    (fault, *_) = faults_of(Phrase("phrase:" + "x" * 5_000))
    assert len(fault.place) < 120


def test_tidying_keeps_every_word_and_one_spelling():
    assert tidied("  café \r\n and\rthen\x00 ") == "café \n and\nthen"
    assert tidied("e\u0301") == "é"
    assert tidied("👩‍👩‍👧 دائما") == "👩‍👩‍👧 دائما"


@given(st.text(st.characters(codec=None)))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_whatever_is_typed_can_be_kept_once_tidied_and_tidying_twice_changes_nothing(typed):
    once = tidied(typed)
    assert tidied(once) == once
    assert not [
        one for one in sentences(Phrase("phrase:a", once)) if "characters that cannot" in one
    ]


def test_every_record_of_bethans_is_checked_quickly_enough_for_every_save(benchmark_of):
    seconds = benchmark_of(lambda: [list(faults_of(one)) for one in BETHAN.records.values()])
    assert seconds < 0.05


@pytest.fixture
def benchmark_of():
    """The shortest of a few runs, in seconds: what the machine can do when left alone."""
    import timeit

    return lambda work: min(timeit.repeat(work, number=1, repeat=5))


def test_a_role_and_its_poles_are_named_in_faults_as_they_are_on_the_map():
    (fault,) = faults_of(replace(CRITICAL, top=replace(CRITICAL.top, whose="no one")))
    assert fault.place == "role:b-critical › pole:b-critical-top › whose words"
