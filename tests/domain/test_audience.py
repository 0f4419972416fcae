"""A copy holds what its reader may have, and nothing else; what would show the rest is refused in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings

from formulation.domain.audience import _DRAWN, _SHAPE, _WHOLE, AUDIENCES, GivesAway, copy_for
from formulation.domain.errors import NotUnderstood
from formulation.domain.formulation import Formulation, ids_of
from formulation.domain.kinds import READERS
from formulation.domain.records import RECORD_KINDS, Held, Phrase, Pole, ReciprocalRole, Voice
from formulation.domain.verbs import changing
from formulation.render.scene import scene_of
from formulation.render.sentences import in_words
from formulation.render.svg import picture
from formulation.store import codec
from formulation.store.library import examples
from tests.examples import (
    BETHAN,
    CHECKED_ON,
    CRITICAL,
    HALF,
    KIND,
    MENDING,
    REALLY_COLD,
    WRITE_IT_DOWN,
)
from tests.store.strategies import formulations

NEVER_FOR_THE_PERSON = {
    *("note", "passage", "hypothesis", "observation", "mark", "pull", "voice", "asked", "copy"),
    "comment",
}


def marked(thing: Any, where: str = "") -> Any:
    """The same thing with a word of its own in every field that holds words."""
    values: dict[str, Any] = {}
    for one in fields(thing):
        value, name = getattr(thing, one.name), f"{where}{type(thing).__name__}{one.name}".lower()
        if is_dataclass(value):
            values[one.name] = marked(value)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            values[one.name] = tuple(marked(item) for item in value)
        elif "limit" in one.metadata:
            values[one.name] = (name,) if one.metadata.get("many") else name
        elif "day" in one.metadata:
            values[one.name] = "1999-12-31"
    return replace(thing, **values)


MARKED = Formulation(
    BETHAN.id, {some_id: marked(record) for some_id, record in BETHAN.records.items()}
)


def marked_one(kind: str) -> Any:
    """The first marked record of a class, by its name."""
    return next(one for one in MARKED.records.values() if type(one).__name__.lower() == kind)


def everything_said(formulation: Formulation) -> str:
    """A formulation as data, as pictures and as sentences, all in one text."""
    said = [json.dumps(codec.to_plain(formulation), ensure_ascii=False)]
    said += [sentence.text for passage in in_words(formulation) for sentence in passage.sentences]
    for record in formulation.records.values():
        if record.prefix == "drawing":
            said.append(picture(scene_of(formulation, record.id)))
    return "\n".join(said).lower()


def words_in(thing: Any) -> Iterator[str]:
    for one in fields(thing):
        value = getattr(thing, one.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                yield from words_in(item)
            elif isinstance(item, str) and ("limit" in one.metadata or "day" in one.metadata):
                yield item


@pytest.mark.parametrize("audience", AUDIENCES)
def test_bethan_has_every_kind_and_every_audience_gets_only_what_is_theirs(audience):
    copied = copy_for(MARKED, audience)
    said = everything_said(copied.formulation)
    staying = {record.prefix for record in copied.formulation.records.values()}
    assert copied.formulation.dangling() == ()
    if audience == "person":
        assert not staying & NEVER_FOR_THE_PERSON
        for never in ("1999", "exitwith_whom", "seenexample", "pathwaystagestage"):
            assert never in everything_said(MARKED)
            assert never not in said
        for kind in ("cover", "supervisionnote", "hypothesis", "pull", "voice", "passage"):
            words = {one for one in words_in(marked_one(kind)) if one.startswith(kind)}
            assert words - {"coverpseudonym"}
            assert not [one for one in words - {"coverpseudonym"} if one in said]
        for theirs in ("polewords", "stepwords", "exitwords", "coverpseudonym", "selfstatename"):
            assert theirs in said
    if audience == "practice":
        assert {one for record in copied.formulation.records.values() for one in words_in(record)} <= {
            "", "Role map", "States diagram", "Team map",
        }  # fmt: skip
    if audience in ("supervision", "subject_access"):
        known = set(_WHOLE)
        whole = {i: one for i, one in MARKED.records.items() if type(one).__name__ in known}
        assert copied.formulation.records == whole
    if audience == "team":
        assert not staying & {"note", "hypothesis", "pull"}
        assert "voice" in staying


def how_many(record: Any, readers: str, audience: str) -> int | None:
    """How many of this record's kind a copy holds when these may read it; None where it is refused."""
    with_readers = MARKED.revised({record.id: replace(record, held=Held(readers=readers))})
    try:
        return len(copy_for(with_readers, audience).formulation.every(type(record)))
    except GivesAway as refused:
        assert "stays behind" in refused.sentence
        return None


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("prefix", RECORD_KINDS)
def test_every_kind_of_record_at_every_audience_by_who_may_read_it(audience, prefix):
    reading = AUDIENCES[audience].readers
    for record in MARKED.every(RECORD_KINDS[prefix].record):
        if not hasattr(record, "held"):
            continue
        open_to_all = how_many(record, "person", audience)
        assert open_to_all is not None
        if type(record).__name__ not in AUDIENCES[audience].allowed:
            assert open_to_all == 0
            continue
        for readers in (*READERS, "somebody new"):
            count = how_many(record, readers, audience)
            if readers in reading or open_to_all == 0:
                assert count == open_to_all
            else:
                assert count is None or count < open_to_all


@settings(max_examples=15, derandomize=True, deadline=None)
@given(formulations())
def test_whatever_a_formulation_holds_a_copy_is_whole_or_refused(formulation):
    for audience in AUDIENCES:
        try:
            small = copy_for(formulation, audience).formulation
        except GivesAway:
            continue
        assert small.dangling() == ()
        assert codec.from_plain(json.loads(codec.canonical(codec.to_plain(small)))) == small


def test_a_kind_or_field_that_nobody_has_thought_about_stays_behind():
    for audience in AUDIENCES.values():
        assert audience.allowed in (_DRAWN, _SHAPE, _WHOLE)
    assert {one.record.__name__ for one in RECORD_KINDS.values()} >= {
        name for name in _DRAWN if name not in ("Pole", "Step", "Horn", "Held")
    }


def test_ids_in_the_persons_copy_say_nothing_of_when_anything_was_made():
    small = copy_for(BETHAN, "person").formulation
    ids = {some_id for record in small.records.values() for some_id in ids_of(record)}
    assert all(one.partition(":")[2].isdigit() or one == "cover:cover" for one in ids)
    assert small.id == "f-copy"


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.key)
def test_the_persons_copy_of_an_example_draws_the_same_things(example):
    small = copy_for(example.formulation, "person").formulation
    for was, now in zip(
        (one for one in example.formulation.records.values() if one.prefix == "drawing"),
        (one for one in small.records.values() if one.prefix == "drawing"),
        strict=True,
    ):
        before = scene_of(example.formulation, was.id, pulls=False)
        after = scene_of(small, now.id)
        assert len(after.elements) == len(before.elements)


def test_a_loop_that_comes_back_to_a_hidden_role_is_refused_in_words():
    hidden = changing(BETHAN, CRITICAL.id, held=Held(readers="supervision")).applied_to(BETHAN)
    with pytest.raises(GivesAway) as refused:
        copy_for(hidden, "person")
    assert "the gap would show" in refused.value.sentence
    assert MENDING.name in refused.value.sentence
    assert "was not made" in refused.value.sentence


def test_hiding_both_the_role_and_what_points_at_it_is_not_refused():
    lonely = Formulation("f-x", {one.id: one for one in (HALF, KIND)})
    hidden = changing(lonely, HALF.id, held=Held(readers="team")).applied_to(lonely)
    copied = copy_for(hidden, "person")
    assert [role.top.words for role in copied.formulation.every(ReciprocalRole)] == [KIND.top.words]
    assert "1 reciprocal role: kept for the team." in copied.withheld


def test_words_of_a_hypothesis_on_the_drawing_are_refused():
    told = changing(
        BETHAN, WRITE_IT_DOWN.id, words=f"Perhaps: {CHECKED_ON.words.upper()}"
    ).applied_to(BETHAN)
    with pytest.raises(GivesAway) as refused:
        copy_for(told, "person")
    assert "in the same words" in refused.value.sentence
    assert copy_for(told, "supervision").formulation == told


def test_the_persons_own_words_kept_as_a_voice_may_stand_on_the_drawing():
    said = "They always had the torch on me"
    both = Formulation(
        "f-x", {"phrase:1": Phrase("phrase:1", said), "voice:1": Voice("voice:1", said)}
    )
    assert copy_for(both, "person").formulation.every(Phrase)[0].words == said


def test_an_arrow_to_something_hidden_goes_with_it():
    role = ReciprocalRole("role:1", Pole("pole:1", "a"), Pole("pole:2", "b"))
    secret = replace(KIND, held=Held(readers="supervision"))
    from formulation.domain.records import Link

    link = Link("link:1", "pole:1", secret.top.id)
    copied = copy_for(Formulation("f-x", {one.id: one for one in (role, secret, link)}), "person")
    assert not copied.formulation.every(Link)
    assert "1 link: joined to something left out." in copied.withheld


def test_what_is_left_out_by_choice_is_said():
    copied = copy_for(BETHAN, "subject_access", without={REALLY_COLD.id})
    assert "1 hypothesis: left out by choice." in copied.withheld


def test_a_copy_is_always_for_somebody():
    with pytest.raises(NotUnderstood):
        copy_for(BETHAN, "everybody")
