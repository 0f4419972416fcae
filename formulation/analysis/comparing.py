"""Two maps of the same person side by side: what both see, what only one sees, what is told another way.

Things are matched by their words and by what they are joined to, each lending the other likeness
over a few turns (after Melnik, Garcia-Molina and Rahm 2002, similarity flooding). There is no
right map: a difference is a question, never a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Exit,
    Pole,
    Procedure,
    ReciprocalRole,
    SelfState,
    Shift,
    Step,
    TargetProblem,
)

from .likeness import Likeness

TURNS: Final = 3
WORDS, JOINED = 0.62, 0.38
ALIKE: Final = 0.40
"""From this likeness of words and joins together, two things are taken for the same."""

SAID_OTHERWISE: Final = 0.55
"""Below this likeness of words, the same thing is said otherwise."""

REVERSED_BY: Final = 0.25
COMPARED: Final = ("role", "pain", "problem", "state", "procedure", "step", "exit", "shift")
MOST: Final = 400
"""Things of one map that are compared; more is not a map but a shelf."""


class Found(NamedTuple):
    """One thing worth saying about two maps: its kind, and where it is on mine and on the other."""

    kind: str
    mine: str | None
    other: str | None


FINDINGS: Final[Mapping[str, str]] = {
    "both": "Both see this.",
    "only_mine": "{one} sees this and {other} does not. Say more?",
    "only_other": "{other} sees this. Might it be on {one}, too, or is it told elsewhere there?",
    "said_otherwise": "The same place in other words. What does each wording let you see?",
    "reversed": "The two ends stand the other way round. Who is acting, and who is on the receiving end?",
    "other_kind": "{one} calls it one kind of loop and {other} another. What makes it the one, or the other?",
    "no_way_home": "On {other} this comes home. Where does it end up on {one}?",
    "home_elsewhere": "These come home to different places. Which feeling does it end in?",
    "starts_elsewhere": "These begin in different places. Where is it lived from?",
    "other_order": "The same steps in another order. Which comes first when it happens?",
    "arrives_elsewhere": "These ways out arrive at different places. Who would somebody be there, with whom?",
    "leaves_elsewhere": "These ways out leave at different steps. Where could it first be noticed?",
    "other_horn": "This way out arrives where the other horn lives. Is there a third place?",
}
"""Each kind of finding as a question, with room for what the two maps are called."""


def wondered(kind: str, one: str = "yours", other: str = "the other") -> str:
    """A kind of finding as a question about two maps by what they are called; a KeyError is a kind unknown."""
    said = FINDINGS[kind].format(one=one, other=other)
    return said[0].upper() + said[1:]


@dataclass(frozen=True)
class Comparison:
    """What comparing found, and which thing of mine is which of the other's."""

    found: tuple[Found, ...]
    same: Mapping[str, str]
    looked_at_all: bool = True

    def of_kind(self, kind: str) -> tuple[Found, ...]:
        """The findings of one kind, in reading order."""
        return tuple(one for one in self.found if one.kind == kind)

    @property
    def differences(self) -> tuple[Found, ...]:
        """Everything but what both see."""
        return tuple(one for one in self.found if one.kind != "both")


class Thing(NamedTuple):
    """One thing of a map as it is compared: its kind, its words, and what it is joined to and how."""

    id: str
    kind: str
    words: str
    joins: tuple[tuple[str, str], ...]


def compared(mine: Formulation, other: Formulation, by: Likeness) -> Comparison:
    """Compare two maps; bounded by `MOST` things of each, and says when there were more."""
    ours, theirs = things_of(mine), things_of(other)
    all_of_them = len(ours) <= MOST and len(theirs) <= MOST
    ours, theirs = ours[:MOST], theirs[:MOST]
    same = _assigned(_likenesses(ours, theirs, by))
    same.update(_poles(mine, other, same))
    findings = _findings(mine, other, same, by)
    return Comparison(tuple(findings), same, all_of_them)


def nearest(mine: Formulation, others: Iterable[Formulation], by: Likeness) -> Comparison:
    """Compare with several good maps: the one most like mine, less what any of the rest sees as I do."""
    all_found = [compared(mine, other, by) for other in others]
    best = max(all_found, key=lambda one: len(one.of_kind("both")))
    seen = {one.mine for each in all_found for one in each.of_kind("both")}
    there = {mine for each in all_found for mine in each.same}
    kept = tuple(
        one
        for one in best.found
        if one.kind == "both"
        or one.mine is None
        or one.mine not in (there if one.kind == "only_mine" else seen)
    )
    return Comparison(kept, best.same, best.looked_at_all)


def things_of(formulation: Formulation) -> tuple[Thing, ...]:
    """Everything on a map that can be compared."""
    return tuple(_things(formulation))


def _things(formulation: Formulation) -> Iterator[Thing]:
    for role in formulation.every(ReciprocalRole):
        yield Thing(role.id, "role", f"{role.top.words}|{role.bottom.words}", ())
        yield Thing(
            role.top.id, "pole", role.top.words, (("other end", role.bottom.id), ("of", role.id))
        )
        yield Thing(
            role.bottom.id, "pole", role.bottom.words, (("other end", role.top.id), ("of", role.id))
        )
    for pain in formulation.every(CorePain):
        yield Thing(pain.id, "pain", pain.words, tuple(("under", one) for one in pain.under))
    for problem in formulation.every(TargetProblem):
        yield Thing(problem.id, "problem", problem.words, ())
    for state in formulation.every(SelfState):
        yield Thing(state.id, "state", state.name, tuple(("holds", one) for one in state.poles))
    for shift in formulation.every(Shift):
        yield Thing(
            shift.id,
            "shift",
            shift.trigger,
            _joins(("from", shift.from_state), ("to", shift.to_state)),
        )
    for way_out in formulation.every(Exit):
        joins = _joins(("leaves", way_out.leaves), ("arrives", way_out.arrives))
        yield Thing(way_out.id, "exit", way_out.words, joins)
    for procedure in formulation.every(Procedure):
        yield from _round(procedure)


def _round(procedure: Procedure) -> Iterator[Thing]:
    """A procedure and its steps, each joined to the one before and the one after."""
    homes = (procedure.returns_to, *(horn.returns_to for horn in procedure.horns))
    steps = tuple(("step", step.id) for step in procedure.all_steps())
    joins = _joins(("starts", procedure.starts_at), *(("home", one) for one in homes)) + steps
    said = procedure.name or next((step.words for step in procedure.all_steps()), "")
    yield Thing(procedure.id, "procedure", said, joins)
    for line in lines_of(procedure):
        for at, step in enumerate(line):
            before = line[at - 1].id if at else procedure.starts_at
            after = line[at + 1].id if at + 1 < len(line) else None
            joins = _joins(("of", procedure.id), ("before", before), ("after", after))
            yield Thing(step.id, "step", step.words, joins)


def lines_of(procedure: Procedure) -> tuple[tuple[Step, ...], ...]:
    """The steps of a trap or snag, or of each horn."""
    return tuple(
        line for line in (procedure.steps, *(horn.steps for horn in procedure.horns)) if line
    )


def _joins(*joins: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((how, some_id) for how, some_id in joins if some_id)


Scores = dict[tuple[str, str], float]


def _likenesses(ours: tuple[Thing, ...], theirs: tuple[Thing, ...], by: Likeness) -> Scores:
    """How alike every two things of one kind are, once their joins have had their say."""
    pairs = [(one, two) for one in ours for two in theirs if one.kind == two.kind]
    words = {(one.id, two.id): _said_alike(one, two, by) for one, two in pairs}
    scores = dict(words)
    for _ in range(TURNS):
        scores = {
            (one.id, two.id): _with_joins(one, two, words[one.id, two.id], scores)
            for one, two in pairs
        }
    return scores


def _said_alike(one: Thing, two: Thing, by: Likeness) -> float:
    if one.kind != "role":
        return by.of(one.words, two.words)
    straight, crossed = _both_ways(one.words, two.words, by)
    return max(straight, crossed)


def _both_ways(one: str, two: str, by: Likeness) -> tuple[float, float]:
    """How alike two roles are as they stand, and with the ends of one exchanged."""
    (top, _, bottom), (other_top, _, other_bottom) = one.partition("|"), two.partition("|")
    straight = by.of(top, other_top) + by.of(bottom, other_bottom)
    crossed = by.of(top, other_bottom) + by.of(bottom, other_top)
    return straight / 2, crossed / 2


def _with_joins(one: Thing, two: Thing, words: float, scores: Scores) -> float:
    told = [
        _joined_alike(how, one, two, scores)
        for how in {join[0] for join in (*one.joins, *two.joins)}
    ]
    if not told:
        return words
    joined = sum(told) / len(told)
    if not one.words or not two.words:
        return joined
    return WORDS * words + JOINED * joined


def _joined_alike(how: str, one: Thing, two: Thing, scores: Scores) -> float:
    """How well what two things are joined to in one way goes together."""
    mine = [some_id for told, some_id in one.joins if told == how]
    theirs = [some_id for told, some_id in two.joins if told == how]
    if not mine or not theirs:
        return 0.0
    there = sum(max(scores.get((a, b), 0.0) for b in theirs) for a in mine)
    back = sum(max(scores.get((a, b), 0.0) for a in mine) for b in theirs)
    return (there + back) / (len(mine) + len(theirs))


def _assigned(scores: Scores) -> dict[str, str]:
    """Each thing of mine with the one it is most like, the surest first."""
    mine: dict[str, str] = {}
    taken: set[str] = set()
    for (one, two), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score < ALIKE:
            break
        if one not in mine and two not in taken and not one.startswith("pole:"):
            mine[one] = two
            taken.add(two)
    return mine


def _poles(mine: Formulation, other: Formulation, same: Mapping[str, str]) -> dict[str, str]:
    """The ends of roles that are the same: top is top and bottom is bottom, whatever they say."""
    found = {}
    for role in mine.every(ReciprocalRole):
        theirs = other.get(same.get(role.id))
        if isinstance(theirs, ReciprocalRole):
            found[role.top.id], found[role.bottom.id] = theirs.top.id, theirs.bottom.id
    return found


def _findings(
    mine: Formulation, other: Formulation, same: Mapping[str, str], by: Likeness
) -> Iterator[Found]:
    theirs = set(same.values())
    for thing in things_of(mine):
        if thing.kind not in COMPARED:
            continue
        if thing.id not in same:
            yield Found("only_mine", thing.id, None)
            continue
        told = list(_differences(mine, other, thing, same, by))
        yield from told or [Found("both", thing.id, same[thing.id])]
    for thing in things_of(other):
        if thing.kind in COMPARED and thing.id not in theirs:
            yield Found("only_other", None, thing.id)


def _differences(
    mine: Formulation, other: Formulation, thing: Thing, same: Mapping[str, str], by: Likeness
) -> Iterator[Found]:
    """How a thing of mine differs from the one it is taken for."""
    my_own, its_twin = mine[thing.id], other[same[thing.id]]
    if isinstance(my_own, ReciprocalRole) and isinstance(its_twin, ReciprocalRole):
        yield from _of_roles(my_own, its_twin, by)
        return
    if by.of(thing.words, _words_of(its_twin)) < SAID_OTHERWISE and thing.words:
        yield Found("said_otherwise", thing.id, its_twin.id)
    if isinstance(my_own, Procedure) and isinstance(its_twin, Procedure):
        yield from _of_rounds(my_own, its_twin, same)
    if isinstance(my_own, Exit) and isinstance(its_twin, Exit):
        yield from _of_ways_out(mine, my_own, its_twin, same)


def _of_roles(one: ReciprocalRole, two: ReciprocalRole, by: Likeness) -> Iterator[Found]:
    straight, crossed = _both_ways(
        f"{one.top.words}|{one.bottom.words}", f"{two.top.words}|{two.bottom.words}", by
    )
    if crossed > straight + REVERSED_BY:
        yield Found("reversed", one.id, two.id)
        return
    for pole, twin in zip(one.parts(), two.parts(), strict=True):
        if _words_of(pole) != _words_of(twin) and by.of(pole.words, twin.words) < SAID_OTHERWISE:
            yield Found("said_otherwise", pole.id, twin.id)


def _of_rounds(one: Procedure, two: Procedure, same: Mapping[str, str]) -> Iterator[Found]:
    if one.kind != two.kind:
        yield Found("other_kind", one.id, two.id)
    if _elsewhere(one.starts_at, two.starts_at, same):
        yield Found("starts_elsewhere", one.id, two.id)
    homes, twins = _homes(one), _homes(two)
    if len(homes) < len(twins) and one.kind == two.kind:
        yield Found("no_way_home", one.id, two.id)
    elif homes and twins and {same.get(home) for home in homes} != set(twins):
        yield Found("home_elsewhere", one.id, two.id)
    if _other_order(one, two, same):
        yield Found("other_order", one.id, two.id)


def _homes(procedure: Procedure) -> tuple[str, ...]:
    homes = (procedure.returns_to, *(horn.returns_to for horn in procedure.horns))
    return tuple(one for one in homes if one)


def _other_order(one: Procedure, two: Procedure, same: Mapping[str, str]) -> bool:
    """Whether steps that both have stand in another order within any line."""
    place = {step.id: at for line in lines_of(two) for at, step in enumerate(line)}
    for line in lines_of(one):
        found = [place[same[step.id]] for step in line if same.get(step.id) in place]
        if found != sorted(found):
            return True
    return False


def _elsewhere(mine: str | None, theirs: str | None, same: Mapping[str, str]) -> bool:
    return bool(mine and theirs and same.get(mine) != theirs)


def _of_ways_out(
    mine: Formulation, one: Exit, two: Exit, same: Mapping[str, str]
) -> Iterator[Found]:
    if _elsewhere(one.arrives, two.arrives, same):
        kind = "other_horn" if arrives_at_other_horn(mine, one) else "arrives_elsewhere"
        yield Found(kind, one.id, two.id)
    if _elsewhere(one.leaves, two.leaves, same):
        yield Found("leaves_elsewhere", one.id, two.id)


def arrives_at_other_horn(formulation: Formulation, way_out: Exit) -> bool:
    """Whether a way out of one horn of a dilemma arrives at a pole from which the other is lived."""
    for procedure in formulation.every(Procedure):
        for horn in procedure.horns:
            if way_out.leaves in {step.id for step in horn.steps}:
                others = [one for one in procedure.horns if one.id != horn.id]
                return way_out.arrives in {
                    step.at for one in others for step in one.steps if step.at
                }
    return False


def _words_of(thing: object) -> str:
    if isinstance(thing, Pole):
        return thing.words
    return str(
        next(
            (getattr(thing, name) for name in ("words", "name", "trigger") if hasattr(thing, name)),
            "",
        )
    )
