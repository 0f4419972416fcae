"""Two maps side by side: what both see, and each difference named where it is."""

from dataclasses import replace

import pytest

from formulation.analysis.comparing import FINDINGS, compared, nearest
from formulation.analysis.likeness import Likeness, stems
from formulation.domain.formulation import Formulation
from formulation.domain.records import Exit, Procedure, ReciprocalRole
from formulation.domain.verbs import removing
from formulation.store.learning import pairs
from formulation.store.library import example

BY = Likeness.knowing(pairs())
GARETH = example("ex4").formulation
ROLE = GARETH.every(ReciprocalRole)[0]
LOOP = GARETH.every(Procedure)[0]
WAY_OUT = GARETH.every(Exit)[0]


def with_(*records) -> Formulation:
    return GARETH.revised({one.id: one for one in records})


def kinds_at(mine: Formulation, place: str) -> set[str]:
    return {one.kind for one in compared(mine, GARETH, BY).found if place in (one.mine, one.other)}


def test_a_map_beside_itself_is_seen_by_both_throughout():
    comparison = compared(GARETH, GARETH, BY)
    assert comparison.differences == ()
    assert comparison.looked_at_all
    assert all(one == other for one, other in comparison.same.items())


def test_a_role_with_its_ends_exchanged_is_called_reversed():
    turned = replace(ROLE, top=replace(ROLE.top, words=ROLE.bottom.words),
                     bottom=replace(ROLE.bottom, words=ROLE.top.words))  # fmt: skip
    assert kinds_at(with_(turned), ROLE.id) == {"reversed"}


def test_near_words_for_a_role_are_the_same_role():
    listed = next(one for one in pairs() if one.id == "bullying")
    near = replace(ROLE, top=replace(ROLE.top, words=listed.near_top[0]),
                   bottom=replace(ROLE.bottom, words=listed.near_bottom[0]))  # fmt: skip
    listed_role = replace(ROLE, top=replace(ROLE.top, words=listed.top),
                          bottom=replace(ROLE.bottom, words=listed.bottom))  # fmt: skip
    comparison = compared(with_(near), with_(listed_role), BY)
    assert comparison.differences == ()


def test_a_loop_left_open_is_asked_where_it_ends_up():
    assert kinds_at(with_(replace(LOOP, returns_to=None)), LOOP.id) == {"no_way_home"}


def test_steps_in_another_order_are_asked_about():
    steps = (LOOP.steps[1], LOOP.steps[0], *LOOP.steps[2:])
    assert "other_order" in kinds_at(with_(replace(LOOP, steps=steps)), LOOP.id)


def test_what_is_left_out_and_what_is_added_are_told_apart():
    without = removing(GARETH, WAY_OUT.id).applied_to(GARETH)
    assert kinds_at(without, WAY_OUT.id) == {"only_other"}
    assert {one.kind for one in compared(GARETH, without, BY).differences} == {"only_mine"}


def test_a_trap_called_a_snag_and_a_way_out_that_arrives_elsewhere_are_named():
    assert "other_kind" in kinds_at(with_(replace(LOOP, kind="snag")), LOOP.id)
    elsewhere = replace(WAY_OUT, arrives=ROLE.top.id)
    assert kinds_at(with_(elsewhere), WAY_OUT.id) == {"arrives_elsewhere"}


def test_a_way_out_to_where_the_other_horn_is_lived_from_is_named_so():
    role_ = GARETH.every(ReciprocalRole)[1]
    horns = example("ex1").formulation
    dilemma = next(one for one in horns.every(Procedure) if one.kind == "dilemma")
    first, second = dilemma.horns
    there = replace(second, steps=(replace(second.steps[0], at=role_.top.id), *second.steps[1:]))
    way_out = Exit("exit:out", "Do the opposite", leaves=first.steps[0].id, arrives=role_.top.id)
    good = replace(way_out, arrives=role_.bottom.id)
    base = GARETH.revised(
        {dilemma.id: replace(dilemma, starts_at=None, serves=(), horns=(first, there))}
    )
    mine = base.revised({way_out.id: way_out})
    comparison = compared(mine, base.revised({good.id: good}), BY)
    assert ("other_horn", way_out.id) in {(one.kind, one.mine) for one in comparison.found}


def test_beside_several_good_maps_what_any_of_them_sees_is_no_difference():
    without = removing(GARETH, WAY_OUT.id).applied_to(GARETH)
    assert "only_mine" in {one.kind for one in compared(GARETH, without, BY).found}
    assert "only_mine" not in {one.kind for one in nearest(GARETH, [without, GARETH], BY).found}


def test_every_finding_is_a_question_or_says_that_both_see_it():
    assert all("?" in words for kind, words in FINDINGS.items() if kind != "both")


@pytest.mark.parametrize(
    ("one", "other", "at_least", "at_most"),
    [
        ("criticising", "criticised", 1.0, 1.0),
        ("Say fine, give way", "give way and say it is fine", 0.9, 1.0),
        ("abandoning", "leaving, abandoning", 0.5, 1.0),
        ("dropping", "deserting", 0.8, 0.9),
        ("a long bus ride", "The kettle was on", 0.0, 0.3),
        ("", "anything", 0.0, 0.0),
    ],
)
def test_words_are_alike_by_stem_by_spelling_or_by_being_near(one, other, at_least, at_most):
    assert at_least <= BY.of(one, other) <= at_most
    assert BY.of(one, other) == BY.of(other, one)


def test_words_that_carry_nothing_are_left_out_unless_there_are_no_others():
    assert stems("I am the one") == stems("I am the one, the")
    assert stems("I was") == {"i", "was"}
