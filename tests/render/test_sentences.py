"""The map in words: complete, in reading order, grammatical whatever the words are; and what is behind it."""

from __future__ import annotations

import os
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from formulation.domain import kinds
from formulation.domain.formulation import Formulation, ids_of, parts_of
from formulation.domain.records import (
    RECORD_KINDS,
    CorePain,
    Drawing,
    Exit,
    Group,
    Held,
    Horn,
    Hypothesis,
    Link,
    Observer,
    Phrase,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    Seen,
    SelfState,
    Shift,
    Step,
    SupervisionNote,
    TargetProblem,
    Voice,
)
from formulation.domain.verbs import changing
from formulation.render.sentences import behind, in_words
from formulation.store.library import example, examples
from tests.examples import (
    ALWAYS_WRONG,
    BETHAN,
    BLANK,
    CHECKED_ON,
    CRITICAL,
    CRITICISED,
    CRITICISING,
    HALF,
    HER_WORDS,
    KEEP_QUIET,
    KIND,
    LOOSE_WORDS,
    MARCH_NOTE,
    MENDING,
    MY_FAULT,
    ON_WATCH,
    REALLY_COLD,
    ROLE_MAP,
    SAYING,
    SNAPS_OFF,
    STATES_DIAGRAM,
    TIDYING,
    WHOSE_NOTEBOOK,
    WRITE_IT_DOWN,
    with_records,
)

SNAPSHOTS = Path(__file__).resolve().parents[1] / "snapshots"
READ_OUT = {prefix for prefix, row in RECORD_KINDS.items() if row.drawn} | {"problem"}
KEPT_APART = ("note", "hypothesis", "pull", "voice")
EVERYONE = [*(one.formulation for one in examples()), BETHAN]


def said(formulation: Formulation) -> str:
    """Everything that is said, headings included."""
    passages = in_words(formulation)
    return "\n".join(
        line
        for one in passages
        for line in ("", one.heading, *(each.text for each in one.sentences))
    ).strip()


def said_of(formulation: Formulation, some_id: str) -> str:
    """What is said about one thing."""
    every = [each for one in in_words(formulation) for each in one.sentences]
    return " ".join(each.text for each in every if each.about[0] == some_id)


def words_in(thing) -> list[str]:
    """Every text a person typed into a record, its parts and its details."""
    found = []
    for one in fields(thing):
        value = getattr(thing, one.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                found += words_in(item)
            elif isinstance(item, str) and item and "limit" in one.metadata:
                found.append(item)
    return found


# The whole of it


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_every_word_of_every_drawn_record_is_read_out(formulation):
    spoken = said(formulation)
    for record in formulation.records.values():
        for words in words_in(record) if record.prefix in READ_OUT else ():
            without_either = re.sub(r"^(Either|Or)\s+", "", words)
            assert words in spoken or words.strip("'") in spoken or without_either in spoken


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_every_drawn_record_and_every_part_is_spoken_of(formulation):
    about = {
        one for passage in in_words(formulation) for each in passage.sentences for one in each.about
    }
    for record in formulation.records.values():
        if record.prefix in READ_OUT:
            assert set(ids_of(record)) <= about
    assert all(one in formulation for one in about)


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_nothing_of_supervisions_own_is_ever_read_out(formulation):
    spoken = said(formulation)
    own = {
        words
        for one in formulation.records.values()
        if one.prefix in READ_OUT
        for words in words_in(one)
    }
    for record in formulation.records.values():
        for words in words_in(record) if record.prefix in KEPT_APART else ():
            assert words in " ".join(own) or words not in spoken


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_every_sentence_begins_and_ends_as_sentences_do(formulation):
    for passage in in_words(formulation):
        assert passage.heading
        assert passage.sentences
        for sentence in passage.sentences:
            assert re.match(r"[A-Z“]", sentence.text)
            assert re.search(r"[.!?…]”?$", sentence.text)
            assert not re.search(r"\s\s|\.\.| [.,;]|None|\(\)|[{}<>]", sentence.text)


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_no_word_on_screen_is_one_we_never_use(formulation):
    ours = re.sub(r"“[^”]*”", "", said(formulation)).lower()
    for word in (
        "node",
        "edge",
        "invalid",
        "patient",
        "user",
        "error",
        "offender",
        "score",
        "client",
    ):
        assert not re.search(rf"\b{word}", ours)


def test_the_map_is_read_in_the_order_one_would_tell_it():
    headings = [passage.heading for passage in in_words(BETHAN)]
    assert headings == [
        "Whose map this is",
        "What help is wanted with",
        "Who takes part",
        "Reciprocal roles",
        "Core pain",
        "The trap “Mend it before they look”",
        "The snag “The form in the van”",
        "The dilemma “Quiet or loud”",
        "States and shifts",
        "What else is connected",
        "The observing eye",
        "Words not placed yet",
    ]


@pytest.mark.parametrize("key", ["ex1", "ex7"])
def test_an_example_is_told_as_it_was_when_we_read_it_aloud(key):
    told = said(example(key).formulation) + "\n"
    kept = SNAPSHOTS / f"in_words_{key}.txt"
    if os.environ.get("KEEP_SNAPSHOTS"):
        kept.write_text(told, encoding="utf-8")
    assert told == kept.read_text(encoding="utf-8"), (
        "Read it aloud; then run with KEEP_SNAPSHOTS=1."
    )


# Every field says something


def otherwise(one, value) -> list:
    """Other values a field could have."""
    if "one_of" in one.metadata:
        return [name for name in one.metadata["one_of"] if name != value]
    if "points_at" in one.metadata:
        return [()] if one.metadata["many"] else [None]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, Held):
        return [
            Held("agreed"),
            Held("doubted"),
            Held("doubted", "2031-05-06"),
            Held("agreed", "2031-05-06"),
            Held(value.standing, "2030-05-06"),
            Held(value.standing, value.looked_at, "team"),
            Held(value.standing, value.looked_at, "supervision"),
        ]
    if isinstance(value, tuple):
        return [()] if value else []
    return ["entirely other words"] if isinstance(value, str) else []


def every_field() -> list:
    """Each field of each thing on Bethan's map that is read out, with another value for it."""
    cases = []
    for record in BETHAN.records.values():
        if record.prefix not in READ_OUT:
            continue
        for thing in (record, *parts_of(record)):
            for one in fields(thing):
                if one.name not in ("id", "top", "bottom"):
                    now = getattr(thing, one.name)
                    others = [other for other in otherwise(one, now) if other != now]
                    cases += [(thing.id, one.name, other) for other in others]
    # Whose words there are is said once there are words.
    return [case for case in cases if case[:2] != (HALF.bottom.id, "whose")]


@pytest.mark.parametrize(("some_id", "field", "other"), every_field())
def test_a_field_that_says_something_else_is_read_out_differently(some_id, field, other):
    changed = changing(BETHAN, some_id, **{field: other}).applied_to(BETHAN)
    assert said(changed) != said(BETHAN)


@pytest.mark.parametrize(
    ("thing", "field", "table"),
    [
        (CRITICAL, "tone", kinds.TONES),
        (MY_FAULT, "part", kinds.STEP_PARTS),
        (WRITE_IT_DOWN, "stage", kinds.EXIT_STAGES),
        (ON_WATCH, "kind", kinds.STATE_KINDS),
        (SNAPS_OFF, "kind", kinds.SHIFT_KINDS),
        (SNAPS_OFF, "speed", kinds.SHIFT_SPEEDS),
        (SNAPS_OFF, "remembered", kinds.REMEMBERED),
        (MENDING, "kind", kinds.PROCEDURE_KINDS),
        (BETHAN["link:b-echo"], "kind", kinds.LINK_KINDS),
    ],
)
def test_every_row_of_a_table_is_said_in_its_own_way(thing, field, table):
    ways = [said(changing(BETHAN, thing.id, **{field: name}).applied_to(BETHAN)) for name in table]
    assert len(set(ways)) == len(table)
    assert not [way for way in ways if "_" in way]


def test_a_kind_that_a_service_added_itself_is_still_said():
    odd = replace(KIND, tone="in_between")
    loose = replace(WRITE_IT_DOWN, stage="half_way", leaves=None, arrives=None)
    spoken = said(with_records(odd, loose))
    assert "A role (in between)" in spoken
    assert "It is at this stage: half way." in spoken


# How things are said


def test_a_role_is_said_with_both_its_ends_its_tone_whose_words_and_where_it_was_seen():
    assert said_of(BETHAN, CRITICAL.id) == (
        "A hurtful role: one end is “criticising, checking up”, the other “criticised, found out”. "
        "The first is in words agreed together, the second in the person's words. "
        "It has been seen from others to the person, as in “Her aunt with the torch”; and from the "
        "person to themselves, as in “The list she reads over at night”. "
        "This has been looked at together and is kept for now, last on 3 February 2031."
    )


def test_half_a_role_says_that_nobody_is_at_the_other_end_yet():
    assert said_of(BETHAN, HALF.id) == (
        "A role with one end so far, “leaving early”. Nobody is at the other end yet."
    )
    other_half = replace(HALF, top=HALF.bottom, bottom=replace(HALF.top, whose="person"))
    assert said_of(with_records(other_half), HALF.id) == (
        "A role with one end so far, “leaving early”. Nobody is at the other end yet. "
        "It is in the person's words."
    )


def test_an_empty_pole_is_named_by_who_is_opposite():
    assert "the empty end opposite “leaving early”" in said_of(BETHAN, ALWAYS_WRONG.id)


def test_a_dilemma_is_either_or():
    assert "It seems there are only two ways: either “keep quiet”, or “blow up”." in said(BETHAN)
    assert said_of(BETHAN, KEEP_QUIET.id) == (
        "The first way, “keep quiet”, goes like this. "
        "This way comes back to the core pain “always in the wrong”, beneath where it began."
    )


def test_a_core_pain_under_the_pole_where_it_began_says_so():
    home = changing(BETHAN, MENDING.id, returns_to=ALWAYS_WRONG.id).applied_to(BETHAN)
    assert (
        "From there it comes back to the core pain “always in the wrong”, beneath where it began."
        in said(home)
    )


def test_a_snag_says_what_is_wanted_and_whose_voice_says_no():
    assert (
        "What is wanted is “To be in charge of the site by day”. "
        "Yes, but it is as if “criticising, checking up” forbids it."
    ) in said(BETHAN)


def test_a_step_says_who_takes_it_and_where_it_is_lived_from():
    rosa = example("ex7").formulation
    assert said_of(rosa, "step:ex7-p1-5") == (
        "The response from “Staff who go the extra mile” is “Some of us go beyond the plan”, "
        "lived from “rescuing, specially caring”."
    )


def test_the_same_part_twice_running_is_said_as_next():
    twice = replace(MENDING, steps=(Step("step:1", "a", "action"), Step("step:2", "b", "action")))
    spoken = said(changing(BETHAN, MENDING.id, steps=twice.steps).applied_to(BETHAN))
    assert "What is done is “a”.\nNext, what is done is “b”." in spoken


def test_steps_without_a_part_are_said_one_after_another():
    plain = Procedure("procedure:a", "rounds", steps=(Step("step:1", "a"), Step("step:2", "b")))
    assert "First comes “a”.\nThen comes “b”." in said(with_records(plain))


def test_a_way_out_is_told_with_the_loop_it_leaves():
    told = {one.heading: " ".join(each.text for each in one.sentences) for one in in_words(BETHAN)}
    assert (
        "A way out leaves from “It is my fault again”: “Write “seen it, Tuesday” in the book”, in "
        "words agreed together. It arrives at “asked, not checked”. It has been tried. Others have "
        "a part in it: “The office reads the book at four”."
    ) in told["The trap “Mend it before they look”"]


def test_a_question_or_an_exclamation_ends_its_sentence_without_a_second_stop():
    asked = with_records(Phrase("phrase:a", "why me?"), Phrase("phrase:b", "enough!"))
    assert "“why me?”\n" in said(asked)
    assert said(asked).endswith("“enough!”")


def test_words_in_quotation_marks_of_their_own_are_not_quoted_twice():
    spoken = said(
        with_records(Phrase("phrase:a", "'I'm fine'"), Phrase("phrase:b", "'You' and 'me'"))
    )
    assert "“I'm fine”" in spoken
    assert "“'You' and 'me'”" in spoken


def test_months_are_said_as_people_say_them():
    assert "The way so far: community for 3 months." in said(BETHAN)
    assert "Move-on is 2½ months away." in said(BETHAN)
    assert "recall for 2½ months" in said(example("ex1").formulation)


# Half-finished maps


def test_a_bare_page_says_nothing():
    assert in_words(BLANK) == ()
    assert in_words(with_records(WHOSE_NOTEBOOK, ROLE_MAP, STATES_DIAGRAM)) == ()


def test_one_phrase_is_already_a_map():
    (opening, words) = in_words(with_records(LOOSE_WORDS))
    assert (
        opening.sentences[0].text == "Everything here is a working guess unless it says otherwise."
    )
    assert words.sentences[0].text == (
        "On the page, and nothing else yet: “the big ring of keys”, in the person's words."
    )


EMPTY = [
    Phrase("phrase:a"),
    ReciprocalRole("role:a", Pole("pole:a-top"), Pole("pole:a-bottom"), seen=(Seen(),)),
    CorePain("pain:a"),
    TargetProblem("problem:a"),
    Observer("observer:a"),
    Group("group:a"),
    SelfState("state:a"),
    Shift("shift:a"),
    Shift("shift:b", "state:a", "state:a"),
    Procedure("procedure:a"),
    Procedure("procedure:b", kind="dilemma"),
    Procedure("procedure:c", kind="snag", steps=(Step("step:a", who="group:a", at="pole:a-top"),)),
    Procedure("procedure:d", kind="dilemma", horns=(Horn("horn:a"),)),
    Procedure("procedure:e", kind="dilemma", horns=(Horn("horn:b", "Either"), Horn("horn:c", "Or"))),
    Procedure("procedure:f", serves=("problem:a",), horns=tuple(Horn(f"horn:f{n}", "way") for n in range(7))),
    Exit("exit:a"),
    Exit("exit:b", leaves="step:a"),
    Link("link:a"),
    Link("link:b", "link:a", "shift:b"),
    Drawing("drawing:a"),
]  # fmt: skip


@pytest.mark.parametrize("record", EMPTY, ids=lambda record: record.id)
def test_half_a_thing_is_said_plainly(record):
    spoken = said_of(with_records(*EMPTY), record.id)
    if record.prefix in READ_OUT:
        assert re.search(r"yet|empty|no words|from", spoken)
        assert "“”" not in spoken


def test_a_map_of_nothing_but_empty_things_is_still_said_in_sentences():
    for passage in in_words(with_records(*EMPTY)):
        for sentence in passage.sentences:
            assert re.fullmatch(r"[A-Z“].*[.?!]", sentence.text)
            assert "None" not in sentence.text


def test_a_loop_that_is_not_closed_says_where_it_stops():
    spoken = said(changing(BETHAN, MENDING.id, starts_at=None, returns_to=None).applied_to(BETHAN))
    assert "Where it starts is not drawn yet." in spoken
    assert "Where it comes back to is not drawn yet." in spoken


def test_an_arrow_to_supervisions_own_records_names_them_without_their_words():
    secret = [
        Pull("pull:a", feeling="secret"),
        Hypothesis("hypothesis:a", words="secret"),
        SupervisionNote("note:a", question="secret"),
        Voice("voice:a", words="secret"),
    ]
    arrows = [Link(f"link:{one.prefix}", one.id, LOOSE_WORDS.id, "hides") for one in secret]
    spoken = said(with_records(LOOSE_WORDS, *secret, *arrows))
    assert "secret" not in spoken
    assert "A pull hides the words “the big ring of keys”." in spoken


def test_arrows_that_point_at_one_another_are_said_without_going_round_for_ever():
    ring = with_records(Link("link:a", "link:b", "link:a"), Link("link:b", "link:a", "link:b"))
    assert "Another arrow leads to another arrow." in said(ring)


# Whatever the words are

HOSTILE = [
    "</script><script>alert(1)</script>",
    "{words} {who} {0} {{ x }} {% raw %}",
    "%s %d ${x} `x`",
    "“curly” and 'straight' and \"double\"",
    "...",
    "?",
    "a\n\n b\t c",
    "*stars* _lines_ # heading",
    "🫖👩‍👩‍👧",
    "دائما مراقبة",
    "\u202eright to left override",
    "x" * 600,
    "then",
    "Either",
    "None",
    "\\",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_kept_as_text_whatever_they_hold(words):
    formulation = example("ex1").formulation
    for record in list(formulation.records.values()):
        for thing in (record, *parts_of(record)):
            named = {one.name: words for one in fields(thing) if one.metadata.get("limit") == 600}
            formulation = changing(formulation, thing.id, **named).applied_to(formulation)
    spoken = said(formulation)
    assert " ".join(words.split()) in spoken
    assert len(in_words(formulation)) == len(in_words(example("ex1").formulation))


def test_words_that_run_right_to_left_do_not_turn_the_sentence_round():
    spoken = said(with_records(Phrase("phrase:a", "دائما مراقبة", "person")))
    assert "“\u2068دائما مراقبة\u2069”, in the person's words." in spoken


# What is behind a part of the map


def reasons(mentions) -> dict[str, tuple[str, bool]]:
    """Why each record points here, and whether it is about the whole."""
    return {one.record.id: (one.reason, one.whole) for one in mentions}


def test_behind_a_role_is_everything_that_points_at_it_or_at_either_end():
    found = behind(BETHAN, CRITICAL.id)
    assert reasons(found.notes) == {MARCH_NOTE.id: ("is about this reciprocal role", False)}
    assert reasons(found.hypotheses) == {CHECKED_ON.id: ("is about this reciprocal role", False)}
    assert reasons(found.pulls) == {
        TIDYING.id: (
            "leaves the other at “criticising, checking up” and invites into “criticised, found out”",
            False,
        )
    }
    assert reasons(found.voices) == {HER_WORDS.id: ("is about “criticising, checking up”", False)}


def test_behind_a_pole_what_is_about_the_whole_role_is_told_apart():
    found = behind(BETHAN, CRITICISED.id)
    assert reasons(found.pulls) == {TIDYING.id: ("invites into this pole", False)}
    whole = "is about the whole of the role “criticising, checking up” to “criticised, found out”"
    assert reasons(found.hypotheses) == {CHECKED_ON.id: (whole, True)}
    assert reasons(found.notes) == {MARCH_NOTE.id: (whole, True)}
    assert not found.voices


def test_what_points_at_the_other_end_of_a_role_is_not_behind_this_one():
    pulled = Pull("pull:other", invited_to=CRITICISING.id)
    grown = Formulation(BETHAN.id, {**BETHAN.records, pulled.id: pulled})
    assert pulled.id not in reasons(behind(grown, CRITICISED.id).pulls)
    assert pulled.id in reasons(behind(grown, CRITICISING.id).pulls)


def test_behind_a_procedure_is_what_points_at_any_of_its_steps():
    assert reasons(behind(BETHAN, MENDING.id).hypotheses) == {
        CHECKED_ON.id: ("is about the step “It is my fault again”", False)
    }
    assert reasons(behind(BETHAN, MY_FAULT.id).notes) == {
        MARCH_NOTE.id: ("is about the whole of the trap “Mend it before they look”", True)
    }


def test_a_note_is_behind_what_its_hypotheses_and_pulls_are_about():
    assert reasons(behind(BETHAN, SNAPS_OFF.id).notes) == {
        MARCH_NOTE.id: ("holds a hypothesis about this", False)
    }
    assert reasons(behind(BETHAN, WRITE_IT_DOWN.id).notes) == {
        MARCH_NOTE.id: ("holds a pull about this", False)
    }


def test_behind_a_hypothesis_are_its_rivals_and_the_pulls_that_bear_on_it():
    found = behind(BETHAN, CHECKED_ON.id)
    assert reasons(found.hypotheses) == {REALLY_COLD.id: ("is a rival of this hypothesis", False)}
    assert reasons(found.pulls) == {TIDYING.id: ("bears on this hypothesis", False)}


def test_behind_a_note_is_what_was_written_in_it_and_not_the_note_itself():
    found = behind(BETHAN, MARCH_NOTE.id)
    assert not found.notes
    assert set(reasons(found.hypotheses)) == {CHECKED_ON.id, REALLY_COLD.id}
    assert reasons(found.pulls)[TIDYING.id] == ("comes from this supervision note", False)


def test_the_newest_comes_first():
    old = SupervisionNote("note:old", date="2030-01-01", about=(KIND.id,))
    new = SupervisionNote("note:new", date="2031-12-31", about=(KIND.id,))
    undated = SupervisionNote("note:undated", about=(KIND.id,))
    first = Pull("pull:1", note=old.id, invited_to=KIND.top.id)
    second = Pull("pull:2", note=new.id, invited_to=KIND.top.id)
    third = Pull("pull:10", note=new.id, invited_to=KIND.top.id)
    found = behind(with_records(KIND, old, undated, new, first, second, third), KIND.id)
    assert [one.record.id for one in found.notes] == [new.id, old.id, undated.id]
    assert [one.record.id for one in found.pulls] == [third.id, second.id, first.id]


def test_where_nothing_points_nothing_is_behind():
    assert not behind(BETHAN, KIND.id)
    assert behind(BETHAN, CRITICAL.id)
    assert not behind(BETHAN, SAYING.id)


@pytest.mark.parametrize("formulation", EVERYONE, ids=lambda one: one.id)
def test_every_reason_reads_on_from_the_name_of_what_points_here(formulation):
    for record in formulation.records.values():
        for some_id in ids_of(record):
            found = behind(formulation, some_id)
            for one in (*found.notes, *found.hypotheses, *found.pulls, *found.voices):
                assert re.match(r"(is|holds|comes|invites|leaves|bears|could) ", one.reason)
                assert "{" not in one.reason


def test_the_same_map_is_always_told_in_the_same_words():
    turned_round = Formulation(BETHAN.id, dict(reversed(BETHAN.records.items())))
    assert in_words(turned_round) == in_words(BETHAN)
