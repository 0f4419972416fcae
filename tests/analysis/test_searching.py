"""Searching: found however it is spelt, never what is gone, never what was not asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formulation.analysis.saying import WORDLESS
from formulation.analysis.searching import Hit, Index, folded, said_in, words_of
from formulation.domain.changes import Change
from formulation.domain.formulation import Formulation
from formulation.domain.records import Asked, Phrase, SupervisionNote, Voice
from formulation.domain.verbs import removing, rewording
from tests.examples import (
    BETHAN,
    CHECKED_ON,
    CRITICISING,
    HER_WORDS,
    KEEP_QUIET,
    MARCH_NOTE,
    MENDING,
    NOBODY_KNEW,
    RECORDS,
    TIDYING,
    with_records,
)


@pytest.fixture
def index() -> Index:
    made = Index()
    made.put(BETHAN)
    return made


def where(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.where for hit in hits]


def marked(hit: Hit) -> list[str]:
    return [words for words, found in hit.snippet if found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("criticising", CRITICISING.id),
        ("CRITICISING", CRITICISING.id),
        ("critisising", CRITICISING.id),
        ("crticising", CRITICISING.id),
        ("criticsiing", CRITICISING.id),
        ("nobody knew", NOBODY_KNEW.id),
        ("knew nobdy", NOBODY_KNEW.id),
        ("either keep", KEEP_QUIET.id),
        ("torch on me", HER_WORDS.id),
        ("long time chairs", MARCH_NOTE.id),
        ("being asked at all", CHECKED_ON.id),
        ("examined", TIDYING.id),
        ("straight ba", TIDYING.id),
    ],
)
def test_a_thing_is_found_where_it_stands_however_it_is_spelt(
    index: Index, typed: str, found: str
) -> None:
    assert found in where(index.find(typed))


def test_a_word_as_it_is_comes_before_one_that_is_only_near() -> None:
    index = Index()
    index.put(with_records(Phrase("phrase:a", "the clock"), Phrase("phrase:b", "the cloak")))
    assert where(index.find("clock")) == ["phrase:a", "phrase:b"]
    assert where(index.find("cloak")) == ["phrase:b", "phrase:a"]


def test_every_word_has_to_be_there_where_some_record_holds_them_all() -> None:
    index = Index()
    both, one = Phrase("phrase:a", "oil and lamp"), Phrase("phrase:b", "only oil")
    index.put(with_records(both, one))
    assert where(index.find("lamp oil")) == [both.id]
    assert where(index.find("oil umbrella")) == [one.id, both.id]


def test_nothing_is_found_where_nothing_is_like_it(index: Index) -> None:
    for typed in ("", "   ", "?!", "zyzzyva", "quoxotic xylem"):
        assert index.find(typed) == ()


def test_accents_and_apostrophes_do_not_stand_in_the_way() -> None:
    index = Index()
    index.put(with_records(Phrase("phrase:a", "Zoë’s café"), Phrase("phrase:b", "שלום")))
    assert where(index.find("zoe's cafe")) == ["phrase:a"]
    assert where(index.find("שלום")) == ["phrase:b"]
    assert folded("Ça") == "ca"
    assert words_of("It’s here—now.") == ["it's", "here", "now"]


def test_what_was_found_is_shown_in_its_own_words_and_marked(index: Index) -> None:
    (first, *_) = index.find("critisising")
    assert marked(first) == ["criticising"]
    assert "".join(words for words, _ in first.snippet) == CRITICISING.words
    assert first.label == "pole"


def test_of_a_long_text_only_what_is_around_is_shown() -> None:
    text = "before " * 60 + "the kettle sang " + "after " * 60
    index = Index()
    index.put(with_records(SupervisionNote("note:a", text=text)))
    (hit,) = index.find("kettle")
    shown = "".join(words for words, _ in hit.snippet)
    assert len(shown) < 260
    assert shown.startswith("…before") and shown.endswith("…")
    assert "the kettle sang" in shown
    assert marked(hit) == ["kettle"]
    assert hit.label == "supervision note, notes"


def test_markup_in_words_stays_words() -> None:
    index = Index()
    index.put(with_records(Phrase("phrase:a", "<script>alert</script> kettle")))
    (hit,) = index.find("kettle")
    assert "".join(words for words, _ in hit.snippet) == "<script>alert</script> kettle"


def test_a_changed_record_is_found_by_its_new_words_only(index: Index) -> None:
    changed = rewording(BETHAN, CRITICISING.id, "peering, tallying").applied_to(BETHAN)
    index.put(changed)
    assert CRITICISING.id in where(index.find("tallying"))
    assert CRITICISING.id not in where(index.find("criticising"))


def test_a_removed_record_is_found_no_more(index: Index) -> None:
    index.put(removing(BETHAN, MENDING.id).applied_to(BETHAN))
    assert NOBODY_KNEW.id not in where(index.find("nobody knew"))


def test_what_comes_in_step_by_step_is_what_comes_in_at_once(index: Index) -> None:
    said = Voice("voice:new", "A kettle of her own")
    changed = Change({said.id: None}, {said.id: said}).applied_to(BETHAN)
    changed = rewording(changed, NOBODY_KNEW.id, "They never knew").applied_to(changed)
    index.put(changed)
    fresh = Index()
    fresh.put(changed)
    for typed in ("kettle", "knew", "torch", "criticised", "boiler old"):
        assert set(where(index.find(typed))) == set(where(fresh.find(typed)))


def test_a_forgotten_formulation_leaves_nothing_behind(index: Index) -> None:
    index.forget(BETHAN.id)
    assert index.find("criticising") == ()
    assert index.formulations == frozenset()
    assert not index._holding and not index._entries


def test_only_those_one_may_see_are_looked_in(index: Index) -> None:
    other = Formulation("f-other", {"phrase:a": Phrase("phrase:a", "criticising")})
    index.put(other)
    assert {hit.formulation_id for hit in index.find("criticising")} == {BETHAN.id, other.id}
    alone = index.find("criticising", among={other.id})
    assert {hit.formulation_id for hit in alone} == {other.id}


def test_no_more_are_given_than_were_wanted() -> None:
    index = Index()
    index.put(with_records(*(Phrase(f"phrase:{at}", "kettle") for at in range(50))))
    assert len(index.find("kettle", most=7)) == 7


def test_every_kind_of_record_that_says_something_can_be_found(index: Index) -> None:
    for record in RECORDS:
        for said in said_in(record):
            word = max(words_of(said.words) or [""], key=len)
            hits = index.find(said.words[:80], most=500)
            if word and record.prefix not in WORDLESS:
                assert record.id in {hit.record_id for hit in hits}, (record.id, said.label)


def test_digests_and_names_of_rules_are_not_words_somebody_said() -> None:
    asked = Asked("asked:a", rule="loop-open", digest="abcdef012345", words="We think so")
    assert [said.words for said in said_in(asked)] == ["We think so"]
    assert [said.label for said in said_in(replace(asked, words="", question="Why?"))] == [
        "question asked, what was asked"
    ]
