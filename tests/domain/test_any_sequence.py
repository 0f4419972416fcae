"""Whatever is done to a formulation, in whatever order, can be taken back to where it began."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulation.domain.changes import Change
from formulation.domain.checks import must_be_keepable
from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation, ids_of
from formulation.domain.records import (
    Drawing,
    Exit,
    Link,
    Phrase,
    Pole,
    Procedure,
    ReciprocalRole,
    Step,
)
from formulation.domain.verbs import adding, changing, placing, removing, rewording
from tests.examples import BETHAN

Doing = Callable[[Formulation, int, int], Change]
"""A verb, given a formulation and two numbers from which to choose what to do it to."""


def anything(formulation: Formulation, number: int) -> str:
    """One id of a record or part, chosen by a number; the cover when there is nothing else."""
    ids = [one for key in sorted(formulation.records) for one in ids_of(formulation.records[key])]
    return ids[number % len(ids)] if ids else "cover:cover"


def add_words(formulation: Formulation, one: int, other: int) -> Change:
    return adding(formulation, Phrase(f"phrase:new-{one}", f"words {other}"))


def add_role(formulation: Formulation, one: int, other: int) -> Change:
    role = ReciprocalRole(
        f"role:new-{one}", Pole(f"pole:new-{one}-top", "a"), Pole(f"pole:new-{one}-bottom")
    )
    return adding(formulation, role)


def add_arrow(formulation: Formulation, one: int, other: int) -> Change:
    arrow = Link(f"link:new-{one}", anything(formulation, one), anything(formulation, other))
    return adding(formulation, arrow)


def add_exit(formulation: Formulation, one: int, other: int) -> Change:
    steps = [step.id for loop in formulation.every(Procedure) for step in loop.all_steps()]
    leaves = steps[one % len(steps)] if steps else None
    return adding(formulation, Exit(f"exit:new-{other}", "out", leaves=leaves))


def reword(formulation: Formulation, one: int, other: int) -> Change:
    return rewording(formulation, anything(formulation, one), f"words {other}")


def drop_a_step(formulation: Formulation, one: int, other: int) -> Change:
    loops = formulation.every(Procedure)
    loop = loops[one % len(loops)] if loops else Procedure("procedure:none")
    return changing(formulation, loop.id, steps=loop.steps[: other % 3], horns=loop.horns[1:])


def add_a_step(formulation: Formulation, one: int, other: int) -> Change:
    loops = formulation.every(Procedure)
    loop = loops[one % len(loops)] if loops else Procedure("procedure:none")
    return changing(formulation, loop.id, steps=(Step(f"step:new-{other}"), *loop.steps))


def remove(formulation: Formulation, one: int, other: int) -> Change:
    return removing(formulation, anything(formulation, one))


def remove_two(formulation: Formulation, one: int, other: int) -> Change:
    return removing(formulation, anything(formulation, one), anything(formulation, other))


def move(formulation: Formulation, one: int, other: int) -> Change:
    drawings = formulation.every(Drawing)
    drawing = drawings[one % len(drawings)].id if drawings else "drawing:none"
    return placing(formulation, drawing, {anything(formulation, other): (one / 7, -other / 3)})


VERBS: tuple[Doing, ...] = (
    add_words, add_role, add_arrow, add_exit, reword, drop_a_step, add_a_step, remove, remove_two, move,
)  # fmt: skip

sequences = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 60), st.integers(0, 60)), max_size=12
)


def done(
    formulation: Formulation, doings: list[tuple[Doing, int, int]]
) -> list[tuple[Change, Formulation]]:
    """Each change that was possible, with what the formulation was after it."""
    story = []
    for verb, one, other in doings:
        try:
            change = verb(formulation, one, other)
            formulation = change.applied_to(formulation)
        except FormulationError as refused:
            assert refused.sentence
            continue
        story.append((change, formulation))
    return story


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_each_of_these_verbs_changes_bethans_map(verb):
    done_to = [done(BETHAN, [(verb, one, 60 - one)]) for one in range(60)]
    assert sum(bool(story and story[0][0]) for story in done_to) > 20


@given(sequences)
@settings(max_examples=120, derandomize=True, deadline=None)
def test_taking_back_every_change_gives_the_same_records(doings):
    story = done(BETHAN, doings)
    formulation = story[-1][1] if story else BETHAN
    for change, _ in reversed(story):
        formulation = change.undone().applied_to(formulation)
    assert formulation == BETHAN


@given(sequences)
@settings(max_examples=120, derandomize=True, deadline=None)
def test_after_any_change_nothing_dangles_and_everything_can_be_kept(doings):
    for change, formulation in done(BETHAN, doings):
        assert not formulation.dangling()
        must_be_keepable(*(record for record in change.after.values() if record is not None))
        assert formulation == Formulation(formulation.id, formulation.records)
        for record in formulation.records.values():
            for some_id in ids_of(record):
                assert formulation.owner_of(some_id) == record


@given(sequences)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_all_changes_together_are_one_step_with_one_way_back(doings):
    story = done(BETHAN, doings)
    together = Change({}, {})
    for change, _ in story:
        together = together.then(change)
    after = together.applied_to(BETHAN)
    assert after == (story[-1][1] if story else BETHAN)
    assert together.undone().applied_to(after) == BETHAN
