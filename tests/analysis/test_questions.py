"""Worth asking: every rule asks where it should, keeps quiet where it should, and is asked kindly."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest

from formulation.analysis.identifying import is_nhs_number, looks_identifying
from formulation.analysis.questions import Question, every_question, worth_asking
from formulation.analysis.rules import GENTLE, RULES, SEARCHING, Ground, Rule
from formulation.domain.records import Asked, Held, Record
from formulation.store.library import Example, examples
from tests.examples import BETHAN, BLANK

from .asking import (
    ALL_THUMBS,
    BOTH_WAYS,
    BREATHE,
    BRISK,
    CASES,
    DONE_TO,
    ELSEWHERE,
    FORCED,
    FORGETTING,
    FULL,
    HANDS,
    HURRYING,
    JUNE,
    PATIENT,
    RUSH,
    RUSH_OR_STOP,
    SIGHS,
    STEPS,
    TODAY,
    Case,
    formulation_of,
    half,
    worded,
)

COVERED_BY_EXAMPLES = set(RULES) - {
    "role-label", "exit-other-horn", "exit-stale", "pull-repeats", "states-see-saw", "hyp-stale",
    "map-unshared", "map-identifiers",
}  # fmt: skip
"""The rules for which the lists in the examples are complete (`examples.md`)."""

OF_THE_FIELD = {
    "role": "one-pole label one-direction pole-silent twins",
    "pain": "missing untouched",
    "loop": "open no-aim no-other length",
    "dilemma": "one-horn",
    "snag": "incomplete",
    "state": "no-way-out no-way-in no-role",
    "states": "see-saw",
    "shift": "no-trigger",
    "exit": "missing nowhere old-loop other-horn solo stale",
    "pull": "unplaced half split no-repair always-them repeats",
    "hyp": "alone only-for untestable certain unlinked all-person stale",
    "map": "no-good-enough in-pieces crowded wordy not-their-words no-observer unshared identifiers",
}

each_case = pytest.mark.parametrize("case", CASES, ids=lambda one: one.rule)


def ground(*records: Record, **how: object) -> Ground:
    return Ground(formulation_of(records), TODAY, **how)  # type: ignore[arg-type]


def asked_by(rule: str, where: Ground) -> list[Question]:
    return [one for one in every_question(where) if one.rule.id == rule]


@each_case
def test_every_rule_asks_where_it_should(case: Case) -> None:
    found = asked_by(case.rule, ground(*case.asks, changed=case.changed, begun=case.begun))
    assert [one.about for one in found] == [case.about]


@each_case
def test_every_rule_keeps_quiet_where_it_should(case: Case) -> None:
    changed = case.changed if case.changed_when_quiet is None else case.changed_when_quiet
    assert asked_by(case.rule, ground(*case.quiet, changed=changed, begun=case.begun)) == []


def test_every_rule_has_its_case() -> None:
    assert [case.rule for case in CASES] == list(dict.fromkeys(case.rule for case in CASES))
    assert {case.rule for case in CASES} == set(RULES)


def test_every_question_of_the_field_has_its_rule() -> None:
    """The questions a supervisor asks of a map, by what they are about (field guide, section 4)."""
    assert sorted(RULES) == sorted(
        f"{about}-{one}" for about, ones in OF_THE_FIELD.items() for one in ones.split()
    )


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.key)
def test_the_examples_raise_exactly_the_questions_they_should(example: Example) -> None:
    found = every_question(Ground(example.formulation, datetime.date(2031, 1, 1)))
    raised = [(one.rule.id, one.about[0] if one.about else "map") for one in found]
    assert sorted(raised) == sorted(example.worth_asking)
    assert {rule for rule, _ in example.worth_asking} <= COVERED_BY_EXAMPLES


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda one: one.id)
def test_every_rule_says_what_it_asks_why_and_on_whose_authority(rule: Rule) -> None:
    assert "?" in rule.asks or "{" in rule.asks
    assert rule.why[0].isupper() or rule.why[0] == "“"
    assert rule.why.endswith((".", "”"))
    assert re.search(r"\d{4}|slides|house rule|common practice", rule.source)
    assert GENTLE <= rule.gentle <= SEARCHING
    assert rule.room in ("map", "thinking")


@each_case
def test_a_question_is_whole_and_counts_nothing(case: Case) -> None:
    for one in asked_by(case.rule, ground(*case.asks, changed=case.changed, begun=case.begun)):
        assert "{" not in one.text and "}" not in one.text
        assert not re.search(r"\d", one.text.replace("SW1A 1AA", ""))
        assert not re.search(r"\b(error|invalid|score|missing|must|should)\b", one.text, re.I)


def test_a_blank_page_is_asked_nothing() -> None:
    assert every_question(Ground(BLANK, TODAY)) == ()


def test_a_small_whole_map_is_asked_nothing() -> None:
    assert every_question(ground(*FULL)) == ()


def test_somebodys_braces_are_words_and_nothing_else() -> None:
    odd = replace(BREATHE, words="{one} {0} {x", arrives=None, leaves=None)
    (one,) = asked_by("exit-nowhere", ground(odd))
    assert "{one} {0} {x" in one.text


def test_long_words_are_asked_about_in_short() -> None:
    (one,) = asked_by("hyp-certain", ground(replace(SIGHS, links=(), words="always " * 80)))
    assert len(one.text) < 240


# Rules with more than one way of asking


def test_a_loop_may_be_too_long_as_well_as_too_short() -> None:
    many = tuple(replace(STEPS[2], id=f"step:many-{at}") for at in range(9))
    (long,) = asked_by("loop-length", ground(HURRYING, replace(FORCED, steps=many)))
    (short,) = asked_by("loop-length", ground(HURRYING, replace(FORCED, steps=STEPS[:2])))
    assert long.text != short.text


def test_a_snag_is_asked_for_what_it_lacks() -> None:
    from .asking import NEVER_FINISHED

    (wants,) = asked_by("snag-incomplete", ground(HURRYING, replace(NEVER_FINISHED, wants="")))
    (no,) = asked_by(
        "snag-incomplete", ground(HURRYING, replace(NEVER_FINISHED, forbidden_by=None))
    )
    assert "what is wanted" in wants.text
    assert "whose voice" in no.text


def test_each_way_of_a_dilemma_has_to_come_home() -> None:
    lost = replace(RUSH, returns_to=None)
    dilemma = replace(RUSH_OR_STOP, horns=(lost, RUSH_OR_STOP.horns[1]))
    found = asked_by("loop-open", ground(HURRYING, FORGETTING, dilemma))
    assert [one.about for one in found] == [(RUSH.id,), ("horn:stop",)]


def test_a_loop_comes_home_to_a_core_pain_too() -> None:
    home = replace(FORCED, starts_at=None, returns_to=ALL_THUMBS.id)
    assert asked_by("loop-open", ground(HURRYING, ALL_THUMBS, home)) == []


def test_a_loop_may_come_home_by_way_of_another() -> None:
    feeding = replace(
        FORCED, id="procedure:feeding", starts_at=FORGETTING.bottom.id, returns_to=DONE_TO,
        steps=tuple(replace(one, id=f"{one.id}-f", at=None) for one in STEPS),
    )  # fmt: skip
    back = replace(FORCED, returns_to=FORGETTING.bottom.id)
    assert len(asked_by("loop-open", ground(HURRYING, FORGETTING, feeding))) == 1
    assert asked_by("loop-open", ground(HURRYING, FORGETTING, feeding, back)) == []


def test_a_way_out_is_not_coming_home() -> None:
    away = replace(FORCED, returns_to=PATIENT.top.id)
    lead = replace(FORCED, id="procedure:lead", starts_at=PATIENT.bottom.id, steps=(
        replace(STEPS[0], id="step:lead"),), returns_to=PATIENT.top.id)  # fmt: skip
    out = replace(BREATHE, leaves="step:lead", arrives=DONE_TO)
    found = asked_by("loop-open", ground(HURRYING, PATIENT, away, lead, out))
    assert (FORCED.id,) in [one.about for one in found]


def test_a_service_role_is_not_asked_for_a_silent_pole() -> None:
    service = replace(HURRYING, tone="service", seen=BOTH_WAYS[:1])
    assert asked_by("role-pole-silent", ground(service)) == []


def test_what_others_do_at_a_pole_is_not_the_person_there() -> None:
    once = replace(HURRYING, seen=BOTH_WAYS[:1])
    assert len(asked_by("role-pole-silent", ground(once, FORCED))) == 1
    hers = replace(STEPS[3], part="action")
    lived = replace(FORCED, steps=(*STEPS[:3], hers))
    assert asked_by("role-pole-silent", ground(once, lived)) == []


def test_no_way_out_is_asked_for_in_a_first_sketch() -> None:
    sketch = replace(FORCED, returns_to=None)
    assert asked_by("exit-missing", ground(HURRYING, sketch)) == []


def test_one_helper_drawn_two_ways_is_no_split() -> None:
    same = replace(ELSEWHERE, felt_by=BRISK.felt_by.upper())
    assert asked_by("pull-split", ground(HURRYING, FORGETTING, JUNE, BRISK, same)) == []
    unknown = replace(ELSEWHERE, felt_by="")
    assert asked_by("pull-split", ground(HURRYING, FORGETTING, JUNE, BRISK, unknown)) == []


def test_a_hypothesis_set_aside_is_left_in_peace() -> None:
    aside = replace(SIGHS, status="set_aside", links=(), alternative_to=(), evidence_against=())
    found = every_question(ground(HURRYING, aside))
    assert [one for one in found if one.rule.id.startswith("hyp-")] == []


def test_a_rival_named_from_the_other_side_is_a_rival() -> None:
    assert asked_by("hyp-alone", ground(HURRYING, replace(SIGHS, alternative_to=()), HANDS)) == []


def test_a_note_s_review_date_counts_for_its_hypotheses() -> None:
    note = replace(JUNE, review_on="2031-06-10")
    within = replace(SIGHS, note=JUNE.id, look_again_on="")
    assert len(asked_by("hyp-stale", ground(HURRYING, HANDS, note, within))) == 1


@pytest.mark.parametrize(
    "words",
    ["M1 1AE", "dob 3rd of May", "born on a Tuesday", "3/5/1980", "a.b@example.org",
     "07700 900123", "+44 20 7946 0000", "943 476 5919"],
)  # fmt: skip
def test_words_that_would_tell_who_somebody_is(words: str) -> None:
    assert looks_identifying(f"They said {words}, I think.")


@pytest.mark.parametrize("words", ["half past 3", "in 2031", "943 476 5918", "1 in 10", "M and A"])
def test_words_that_would_not(words: str) -> None:
    assert not looks_identifying(f"They said {words}, I think.")


def test_seals_and_digests_are_nobodys_words() -> None:
    sealed = replace(JUNE, signed_seal="0207946000012345 SW1A 1AA")
    assert asked_by("map-identifiers", ground(sealed)) == []


def test_the_check_digit_of_an_nhs_number() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765910")


# What is asked first, what is held back, what is not asked again


def keys(questions: tuple[Question, ...]) -> list[str]:
    return [one.rule.id for one in questions]


def test_the_gentlest_come_first() -> None:
    found = worth_asking(ground(half(HURRYING), FORGETTING), rooms=("map",))
    assert [one.rule.gentle for one in found] == sorted(one.rule.gentle for one in found)
    assert found[0].rule.id == "role-one-pole"


def test_what_is_selected_comes_before_what_is_gentle() -> None:
    here = ground(half(HURRYING), replace(FORGETTING, seen=BOTH_WAYS[:1]))
    first = worth_asking(here, rooms=("map",), selected=(FORGETTING.top.id,))[0]
    assert first.about == (FORGETTING.id,)


def test_two_at_a_time_are_not_twice_the_same() -> None:
    two = (half(HURRYING), half(FORGETTING), replace(PATIENT, seen=()))
    first, second, third = worth_asking(ground(*two), rooms=("map",))[:3]
    assert first.rule.id != second.rule.id
    assert third.rule.id != second.rule.id


def test_what_is_ours_is_not_asked_where_the_person_may_be_looking() -> None:
    here = ground(half(HURRYING), replace(BRISK, note=None, repair=""))
    assert not [one for one in worth_asking(here, rooms=("map",)) if one.rule.room == "thinking"]
    assert worth_asking(here, rooms=("thinking", "map"))[0].rule.room == "thinking"


def test_a_question_left_for_now_comes_last() -> None:
    here = ground(half(HURRYING), FORGETTING)
    first = worth_asking(here)[0]
    again = worth_asking(here, left=(first.key,))
    assert again[-1] == first
    assert set(again) == set(worth_asking(here))


def settled(question: Question, outcome: str = "set_aside") -> Asked:
    return Asked(
        "asked:1", rule=question.rule.id, about=question.about, digest=question.digest,
        outcome=outcome, words="we have thought about it",
    )  # fmt: skip


@each_case
@pytest.mark.parametrize("outcome", ["answered", "set_aside"])
def test_what_was_answered_or_set_aside_is_not_asked_again(case: Case, outcome: str) -> None:
    how = {"changed": case.changed, "begun": case.begun}
    (before,) = asked_by(case.rule, ground(*case.asks, **how))
    found = worth_asking(ground(*case.asks, settled(before, outcome), **how))
    assert case.rule not in keys(found)


def test_it_is_asked_again_once_what_it_is_about_changes() -> None:
    (before,) = asked_by("role-one-pole", ground(half(HURRYING)))
    other = replace(half(HURRYING), bottom=replace(HURRYING.bottom, words="all of a rush"))
    assert "role-one-pole" not in keys(worth_asking(ground(half(HURRYING), settled(before))))
    assert "role-one-pole" in keys(worth_asking(ground(other, settled(before))))


def test_it_is_not_asked_again_because_something_else_changed() -> None:
    (before,) = asked_by("role-one-pole", ground(half(HURRYING)))
    looked_at = replace(half(HURRYING), held=Held("agreed", "2031-06-29"))
    found = worth_asking(ground(looked_at, FORGETTING, ALL_THUMBS, settled(before)))
    assert "role-one-pole" not in keys(found)


def test_a_question_about_the_whole_map_is_asked_again_when_the_map_has_grown() -> None:
    (before,) = asked_by("map-no-observer", ground(HURRYING))
    reworded = worded(HURRYING, "hurrying along")
    assert "map-no-observer" not in keys(worth_asking(ground(reworded, settled(before))))
    assert "map-no-observer" in keys(worth_asking(ground(HURRYING, FORGETTING, settled(before))))


def test_the_same_question_has_the_same_digest_in_every_process() -> None:
    (one,) = asked_by("role-one-pole", ground(half(HURRYING)))
    (two,) = asked_by("role-one-pole", ground(half(HURRYING), FORGETTING))
    assert one.digest == two.digest
    assert re.fullmatch(r"[0-9a-f]{24}", one.digest)


def test_no_digest_holds_anybodys_words() -> None:
    for one in every_question(Ground(BETHAN, TODAY)):
        assert re.fullmatch(r"[0-9a-f]{24}", one.digest)


def test_a_first_sketch_is_known_by_what_it_has_not_got() -> None:
    assert Ground(BLANK, TODAY).is_first_sketch
    assert ground(half(HURRYING), FORCED).is_first_sketch
    assert ground(HURRYING, replace(FORCED, returns_to=None)).is_first_sketch
    assert not ground(HURRYING, FORCED).is_first_sketch
    assert not any(Ground(one.formulation, TODAY).is_first_sketch for one in examples())
