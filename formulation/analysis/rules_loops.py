"""What is worth asking about core pain, procedures and ways out (field guide, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Exit,
    Horn,
    Procedure,
    ReciprocalRole,
    SelfState,
)

from .graph import rounds_of
from .rounds import exits_of, open_ways, touched_by
from .rules import CURIOUS, GENTLE, SEARCHING, Found, Ground, rule

FEWEST, MOST = 4, 8
"""How many steps a trap or snag should have to be recognised and remembered (house rule)."""

SIX_WEEKS: Final = 42
"""Days after which an idea that nobody has tried may be too big a step."""


@rule(
    "pain-missing",
    asks="What is hardest to feel underneath all this? Nobody need say it yet.",
    why="Without it the loops look like bad habits.",
    source="Nehmad 1997",
    gentle=SEARCHING,
)
def pain_missing(ground: Ground) -> Iterable[Found]:
    """A map without a core pain."""
    formulation = ground.formulation
    if ground.has_a_map and not any(pain.words for pain in formulation.every(CorePain)):
        yield Found(hangs_on=ground.shape(ReciprocalRole, Procedure, SelfState))


@rule(
    "pain-untouched",
    asks="No loop comes near “{one}”. Are we mapping round it?",
    why="A pain that nothing leads to is often the one that is hardest to go near, for us as well.",
    source="Nehmad 1997",
    gentle=SEARCHING,
)
def pain_untouched(ground: Ground) -> Iterable[Found]:
    """A core pain that no loop reaches, nor any pole above it."""
    loops = ground.formulation.every(Procedure)
    touched = frozenset[str]().union(*map(touched_by, loops))
    for pain in ground.formulation.every(CorePain):
        if loops and not touched & {pain.id, *pain.under}:
            yield Found((pain.id,), hangs_on=" ".join([*pain.under, *sorted(touched)]))


@rule(
    "loop-open",
    asks="Where does “{one}” come back to? What happens after the last step?",
    why="A line that does not come home is a story; a pattern comes round again.",
    source="Ryle & Kerr 2020",
    gentle=GENTLE,
)
def loop_open(ground: Ground) -> Iterable[Found]:
    """A way round that does not come home to its start, a core pain, or a pole above one."""
    for procedure in ground.formulation.every(Procedure):
        for way in open_ways(ground.formulation, procedure):
            yield Found((way,))


def _single(formulation: Formulation) -> Iterator[Procedure]:
    """The traps and snags: what goes one way round."""
    return (one for one in formulation.every(Procedure) if one.kind != "dilemma")


def _with_steps(formulation: Formulation) -> Iterator[Procedure]:
    return (one for one in formulation.every(Procedure) if any(True for _ in one.all_steps()))


@rule(
    "loop-no-aim",
    asks="What is “{one}” for? What does it bring, if only for a moment?",
    why="Every procedure was trying to do something; without its aim a pattern looks senseless.",
    source="Blunden 1993",
)
def loop_no_aim(ground: Ground) -> Iterable[Found]:
    """A trap or snag with steps, none of them an aim or a relief."""
    for procedure in _single(ground.formulation):
        parts = {step.part for step in procedure.all_steps()}
        if parts and not parts & {"aim", "relief"}:
            yield Found((procedure.id,))


@rule(
    "loop-no-other",
    asks="What do other people do in “{one}”?",
    why="Patterns live between people; somebody's answer keeps each one going.",
    source="Kerr 1999",
    gentle=GENTLE,
)
def loop_no_other(ground: Ground) -> Iterable[Found]:
    """A procedure with steps in which nobody else responds."""
    for procedure in _with_steps(ground.formulation):
        if not any(step.part == "others_respond" for step in procedure.all_steps()):
            yield Found((procedure.id,))


@rule(
    "loop-length",
    asks="“{one}” {length}",
    why="Four to eight steps can be recognised as they happen and still be remembered.",
    source="house rule; Jenaway & Rattigan 2011 on templates",
    gentle=GENTLE,
)
def loop_length(ground: Ground) -> Iterable[Found]:
    """A trap or snag with fewer than four steps, or more than eight."""
    for procedure in _single(ground.formulation):
        steps = len(procedure.steps)
        if steps < FEWEST:
            yield Found((procedure.id,), {"length": "is told in a breath. What happens between?"})
        elif steps > MOST:
            yield Found((procedure.id,), {"length": "is long. Which steps would you keep?"})


@rule(
    "dilemma-one-horn",
    asks="“{one}” has one way so far. What is the “or else”?",
    why="A dilemma has two ways that both cost; one alone is a trap.",
    source="Ryle & Kerr 2020",
    gentle=GENTLE,
)
def dilemma_one_horn(ground: Ground) -> Iterable[Found]:
    """A dilemma with fewer than two horns that say anything."""
    for procedure in ground.formulation.every(Procedure):
        said = [horn for horn in procedure.horns if horn.name.strip() or horn.steps]
        if procedure.kind == "dilemma" and len(said) < 2:
            yield Found((procedure.id,))


@rule(
    "snag-incomplete",
    asks="In “{one}”: {missing}",
    why="A snag is a wanted thing given up as if it were forbidden; both halves make it one.",
    source="Ryle & Kerr 2020",
)
def snag_incomplete(ground: Ground) -> Iterable[Found]:
    """A snag that does not say what is wanted, or whose voice says no."""
    for procedure in ground.formulation.every(Procedure):
        if procedure.kind != "snag" or (procedure.wants.strip() and procedure.forbidden_by):
            continue
        missing = "whose voice says no?" if procedure.wants.strip() else "what is wanted?"
        yield Found((procedure.id,), {"missing": missing})


@rule(
    "exit-missing",
    asks="Is there any step of “{one}” at which something else has happened, even once?",
    why="Recognition without a way out can worsen despair.",
    source="Sandhu et al. 2017",
)
def exit_missing(ground: Ground) -> Iterable[Found]:
    """A procedure without a way out, once past the first sketch."""
    for procedure in () if ground.is_first_sketch else _with_steps(ground.formulation):
        if not exits_of(ground.formulation, procedure):
            yield Found((procedure.id,))


@rule(
    "exit-nowhere",
    asks="Out to what? Where would “{one}” arrive?",
    why="A way out arrives somewhere: at another way of relating.",
    source="Sandhu et al. 2017",
    gentle=GENTLE,
)
def exit_nowhere(ground: Ground) -> Iterable[Found]:
    """A way out that arrives nowhere."""
    for one in ground.formulation.every(Exit):
        if not one.arrives:
            yield Found((one.id,))


@rule(
    "exit-old-loop",
    asks="“{one}” arrives at “{where}”. Is that new, or the old place in new clothes?",
    why="Ideal care, or control, can look like a way out and begin the loop again.",
    source="Sandhu et al. 2017",
    gentle=SEARCHING,
)
def exit_old_loop(ground: Ground) -> Iterable[Found]:
    """A way out that arrives where a loop starts, or at a role that is not good enough."""
    formulation = ground.formulation
    starts = {procedure.starts_at for procedure in formulation.every(Procedure)}
    for one in formulation.every(Exit):
        if one.arrives and (one.arrives in starts or not _good_enough(formulation, one.arrives)):
            where = formulation.name_of(one.arrives)
            yield Found((one.id,), {"where": where}, hangs_on=f"{one.leaves} {one.arrives} {where}")


def _good_enough(formulation: Formulation, pole_id: str) -> bool:
    role = formulation.owner_of(pole_id)
    return isinstance(role, ReciprocalRole) and role.tone == "good_enough"


@rule(
    "exit-other-horn",
    asks="“{one}” leaves one way of “{dilemma}” and lands where the other ends. Is there a third?",
    why="The other end of a see-saw feels like a way out while one is on this one.",
    source="field guide, what trainees get wrong (common practice)",
)
def exit_other_horn(ground: Ground) -> Iterable[Found]:
    """A way out of one horn of a dilemma that arrives where the other comes back to."""
    for procedure in ground.formulation.every(Procedure):
        for one in exits_of(ground.formulation, procedure):
            if one.arrives and one.arrives in _other_ends(procedure, one):
                yield Found((one.id, procedure.id), {"dilemma": procedure.name})


def _other_ends(procedure: Procedure, one: Exit) -> set[str | None]:
    def leaves_from(horn: Horn) -> bool:
        return any(step.id == one.leaves for step in horn.steps)

    if not any(map(leaves_from, procedure.horns)):
        return set()
    ends = {way.of: way.returns_to for way in rounds_of(procedure)}
    return {ends[horn.id] for horn in procedure.horns if not leaves_from(horn)}


@rule(
    "exit-solo",
    asks="Who else would do something different for any of these ways out to work?",
    why="Otherwise change is asked only of the person.",
    source="Kerr 1999; Carradice 2013",
)
def exit_solo(ground: Ground) -> Iterable[Found]:
    """Ways out, none of which says what anybody else does differently."""
    exits = ground.formulation.every(Exit)
    if exits and not any(one.with_whom.strip() for one in exits):
        yield Found(tuple(one.id for one in exits), hangs_on=ground.shape(Exit))


@rule(
    "exit-stale",
    asks="“{one}” has been an idea for a while. Is it too big a step, or not theirs?",
    why="An idea that nobody tries may be too large, or somebody else's.",
    source="Sandhu et al. 2017; six weeks is a house rule",
    gentle=CURIOUS,
)
def exit_stale(ground: Ground) -> Iterable[Found]:
    """A way out that has been no more than an idea, unchanged, for six weeks."""
    for one in ground.formulation.every(Exit):
        days = ground.days_since(one.id, one.held.looked_at)
        if one.stage == "idea" and days is not None and days >= SIX_WEEKS:
            yield Found((one.id,))
