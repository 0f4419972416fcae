"""What each example says it teaches is there to be seen in it: one row for every lesson."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Final

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Drawing,
    Exit,
    Group,
    Hypothesis,
    Procedure,
    Pull,
    ReciprocalRole,
    SelfState,
    Shift,
    SupervisionNote,
    TargetProblem,
    Voice,
)
from formulation.store.library import examples

Sees = Callable[[Formulation], bool]


def _kind(name: str) -> Sees:
    return lambda whole: any(one.kind == name for one in whole.every(Procedure))


def _setting(words: str) -> Sees:
    return lambda whole: bool(re.search(words, whole.cover.setting, re.IGNORECASE))


def _story(words: str) -> Sees:
    return lambda whole: bool(
        re.search(words, f"{whole.cover.setting} {whole.cover.vignette}", re.IGNORECASE)
    )


def _loops_say(words: str) -> Sees:
    def sees(whole: Formulation) -> bool:
        loops = whole.every(Procedure)
        said = [one.name for one in loops] + [s.words for one in loops for s in one.all_steps()]
        return any(re.search(words, each, re.IGNORECASE) for each in said)

    return sees


def _roles_say(words: str) -> Sees:
    return lambda whole: any(
        re.search(words, f"{one.top.words} {one.bottom.words}", re.IGNORECASE)
        for one in whole.every(ReciprocalRole)
    )


def _said(thing: object) -> str:
    """Every word that is kept in a thing, and no name of a field."""
    if isinstance(thing, str):
        return thing
    if isinstance(thing, tuple):
        return " ".join(map(_said, thing))
    if is_dataclass(thing):
        return " ".join(_said(getattr(thing, one.name)) for one in fields(thing))
    return ""


def _thought(words: str) -> Sees:
    """Said of a pull, a hypothesis or in a note."""

    def sees(whole: Formulation) -> bool:
        told = [*whole.every(Pull), *whole.every(Hypothesis), *whole.every(SupervisionNote)]
        return any(re.search(words, _said(each), re.IGNORECASE) for each in told)

    return sees


def _felt_by(words: str) -> Sees:
    return lambda whole: any(re.search(words, one.felt_by) for one in whole.every(Pull))


def _drawing(kind: str) -> Sees:
    return lambda whole: any(one.kind == kind for one in whole.every(Drawing))


def _stages(*stages: str) -> Sees:
    return lambda whole: any(one.stage in stages for one in whole.every(Exit))


def _split(whole: Formulation) -> bool:
    """Two helpers drawn to different ends in one meeting."""
    drawn = {(one.felt_by, one.invited_to) for one in whole.every(Pull) if one.invited_to}
    return len({who for who, _ in drawn}) >= 2 and len({pole for _, pole in drawn}) >= 2


def _their_words(share: float) -> Sees:
    def sees(whole: Formulation) -> bool:
        ends = [end for role in whole.every(ReciprocalRole) for end in role.parts()]
        return sum(end.whose == "person" for end in ends) > share * len(ends)

    return sees


def _helpers_part(whole: Formulation) -> bool:
    return any(
        step.part == "others_respond" for one in whole.every(Procedure) for step in one.all_steps()
    )


def _all(*sees: Sees) -> Sees:
    return lambda whole: all(one(whole) for one in sees)


def _self_to_self(whole: Formulation) -> bool:
    return any(
        seen.direction == "self_to_self"
        for role in whole.every(ReciprocalRole)
        for seen in role.seen
    )


def _hope_first(whole: Formulation) -> bool:
    return whole.every(ReciprocalRole)[0].tone == "good_enough"


def _short_words(whole: Formulation) -> bool:
    """Three words of four on the drawing have six letters or fewer."""
    said = " ".join(
        [pole.words for role in whole.every(ReciprocalRole) for pole in role.parts()]
        + [step.words for one in whole.every(Procedure) for step in one.all_steps()]
    )
    words = re.findall(r"[a-z']+", said.casefold())
    return sum(len(one) <= 6 for one in words) >= 0.75 * len(words)


LESSONS: Final[Mapping[str, Sees]] = {
    "trap": _kind("trap"),
    "dilemma": _kind("dilemma"),
    "either_or_dilemma": _all(
        _kind("dilemma"), _story(r"either|between|or "),
        lambda whole: any(len(one.horns) == 2 for one in whole.every(Procedure)),
    ),
    "snag": _all(
        _kind("snag"),
        lambda whole: all(
            one.wants and one.forbidden_by for one in whole.every(Procedure) if one.kind == "snag"
        ),
    ),
    "shifts": lambda whole: len([one for one in whole.every(Shift) if one.trigger]) >= 2,
    "abrupt_shifts": lambda whole: any(re.search(r"sudden|abrupt", _said(one)) for one in whole.every(Shift)),
    "three_fragmented_states": lambda whole: len(whole.every(SelfState)) == 3,
    "role_reversal": lambda whole: any(one.kind == "role_reversal" for one in whole.every(Shift))
    or _loops_say(r"burst|snap|blow|bang")(whole),
    "split_team": _split,
    "staff_split": _all(_split, lambda whole: len(whole.every(Group)) >= 3),
    "helpers_competing": _all(_split, _thought(r"compet|best|favourite|right one")),
    "team_map": _all(_drawing("team_map"), lambda whole: len(whole.every(Group)) >= 3),
    "contextual_reformulation": _all(_drawing("team_map"), _setting("contextual")),
    "team_loop": lambda whole: any(
        step.who for one in whole.every(Procedure) for step in one.all_steps()
    ),
    "recall": _all(
        _story("recall"),
        lambda whole: any(one.stage == "recall" for one in whole.cover.pathway),
    ),
    "recall_is_not_failure": lambda whole: [one.stage for one in whole.cover.pathway].index(
        "recall"
    ) < len(whole.cover.pathway) - 1,
    "women": _story(r"\bwom[ae]n|\bshe\b|\bher\b"),
    "older_person": _story(r"older|sixty|seventy|eighty"),
    "care_leaver": _story(r"leaving.care|care leaver|in care|foster|young adults"),
    "learning_disability": _story("learning disability"),
    "hostel": _setting("hostel"),
    "in_reach": _setting("in-reach"),
    "own_map": _all(_their_words(0.8), _story("herself|himself|own words|drew")),
    "whose_words": _all(_their_words(0.5), lambda whole: bool(whole.every(Voice))),
    "easy_words": _short_words,
    "whose_part_is_ours": _all(_helpers_part, _thought("our part|ours|we ")),
    "hope_first": _hope_first,
    "good_enough_roles": lambda whole: (
        sum(one.tone == "good_enough" for one in whole.every(ReciprocalRole)) >= 2
    ),
    "drawing_strengths": lambda whole: (
        sum(one.tone == "good_enough" for one in whole.every(ReciprocalRole)) >= 2
    ),
    "emerging_self": lambda whole: any(
        whole.owner_of(pole).tone == "good_enough"
        for state in whole.every(SelfState)
        for pole in state.poles
    ),
    "exits": _stages("tried", "practised", "owned"),
    "exits_owned": _stages("practised", "owned"),
    "success_as_trigger": _loops_say(r"good week|praise"),
    "perfectionist_striving_trap": _all(_kind("trap"), _loops_say("perfect")),
    "therapy_becomes_homework": _thought(r"homework|mark|task|diary|practi[cs]e"),
    "parallel_process": lambda whole: all(
        note.parallel_process for note in whole.every(SupervisionNote)
    ),
    "placation_trap": _all(_kind("trap"), _roles_say("appeas")),
    "agreeable_clients_are_pulls_too": _thought(r"easy|nice|agree|like"),
    "avoidance": _loops_say(r"stay in|keep away|indoors|leave|avoid"),
    "pulls_at_both_ends": lambda whole: len(
        {str(one.invited_to) for one in whole.every(Pull) if one.invited_to}
    ) >= 2,
    "possible_difference_not_only_pattern": _thought(r"autis|neuro|sensory|differen"),
    "loyalty_and_survivor_guilt": _all(_kind("snag"), _roles_say("loyal|guilt")),
    "family_in_the_map": _story("brother|mother|father|sister|dad|mum"),
    "staff_hiding_good_news": _thought(r"good news|new post|new job|hid|told nobody|unmentioned"),
    "person_edits_the_words": _thought(r"cross(ed|es)? out|her words?|reword|her pen"),
    "self_harm_and_shame": lambda whole: any(
        re.search("asham|shame|disgust", _said(one))
        for one in (*whole.every(CorePain), *whole.every(Procedure), *whole.every(ReciprocalRole))
    ),
    "self_to_self_role": _self_to_self,
    "warmth_can_hurt": _thought(r"warm|kindness|gentle"),
    "therapist_shame": _all(_felt_by("therapist"), _thought("asham|shame")),
    "the_helper_helped": _all(_story("help|everybody|cop"), _stages("tried", "practised")),
    "whose_fear_is_this": _thought(r"fear|afraid|worr|frighten|scared"),
    "rescue_and_control": _all(_split, _roles_say(r"charge|rescu|good")),
    "system_in_the_loop": _all(_helpers_part, _loops_say(r"letter|crest|review|meeting")),
}  # fmt: skip


def test_every_lesson_has_a_row_and_no_row_teaches_nobody() -> None:
    assert {lesson for one in examples() for lesson in one.teaches} == set(LESSONS)


TAUGHT: Final = [(one.key, lesson) for one in examples() for lesson in one.teaches]


@pytest.mark.parametrize(("key", "lesson"), TAUGHT, ids=[f"{k}-{one}" for k, one in TAUGHT])
def test_what_an_example_says_it_teaches_is_there_to_be_seen(key: str, lesson: str) -> None:
    whole = next(one.formulation for one in examples() if one.key == key)
    assert LESSONS[lesson](whole)


def test_what_is_taught_by_kind_is_taught_at_least_twice() -> None:
    broad = (
        "trap",
        "dilemma",
        "snag",
        "shifts",
        "role_reversal",
        "split_team",
        "team_map",
        "recall",
    )
    for lesson in broad:
        assert sum(one == lesson for _, one in TAUGHT) >= 2, lesson


def test_each_example_names_a_problem_somebody_wants_help_with_or_begins_from_hope() -> None:
    for one in examples():
        assert one.formulation.every(TargetProblem) or _hope_first(one.formulation), one.key
