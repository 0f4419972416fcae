"""Exercises made from any map: something is taken away or put wrong, and asked for; answered with questions.

Each kind is one function that makes exercises and one that answers; adding a kind is one row of
`KINDS`. Nothing is marked: an answer is met with what it lets us see, and with the example's own
way as one way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.kinds import PROCEDURE_KINDS
from formulation.domain.records import (
    CorePain,
    Exit,
    Horn,
    Hypothesis,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    Record,
)
from formulation.domain.verbs import removing

from .likeness import Likeness

LABELS: Final = (
    "manipulative", "attention-seeking", "controlling personality", "borderline", "difficult",
    "non-compliant", "needy", "aggressive", "a liar", "lazy", "in denial", "entitled", "paranoid",
)  # fmt: skip
"""Words that close a conversation: traits and diagnoses where a doing-word belongs."""


NEAR_ENOUGH: Final = 0.5
"""From this likeness on, an answer in one's own words counts as near to another."""


@dataclass(frozen=True)
class Exercise:
    """One exercise: what is asked, on which map, at which place, with what one may choose from.

    `choices` are ids on the map, or names of kinds; empty where the answer is in one's own words.
    `one_way` is what the example has there: one way, never the right one.
    """

    kind: str
    place: str
    asks: str
    on: Formulation
    choices: tuple[str, ...] = ()
    one_way: str = ""
    ways: tuple[str, ...] = ()
    """Further good answers, where somebody has thought of them."""

    then: str = ""
    """The question that follows an answer, where somebody has written one for this exercise."""

    story: str = ""

    whole: Formulation | None = None
    """The map to be shown once something was answered, where `on` had to leave out what is asked about."""

    about: str = ""
    """What it asks about, where that is not on the map and `place` only says where it begins."""

    @property
    def id(self) -> str:
        """Which exercise of which example this is; it holds no words."""
        return f"{self.on.id}/{self.kind}/{self.about or self.place}"


@dataclass(frozen=True)
class Answered:
    """What is said to an answer: a sentence, a question, and the place they are about."""

    says: str
    asks: str
    place: str
    alike: bool


Maker = Callable[[Formulation], Iterator[Exercise]]
Answerer = Callable[[Exercise, str, Likeness], Answered]


def missing_poles(formulation: Formulation) -> Iterator[Exercise]:
    """A role with one end empty: who is at the other end?"""
    for role in formulation.every(ReciprocalRole):
        for gone, left in ((role.bottom, role.top), (role.top, role.bottom)):
            if gone.words and left.words:
                end = "bottom" if gone is role.bottom else "top"
                bare = replace(role, **{end: replace(gone, words="")})  # type: ignore[arg-type]
                asks = (
                    f"Somebody is “{left.words}”. Who is at the other end, doing or feeling what?"
                )
                yield Exercise(
                    "missing_pole", gone.id, asks, _with(formulation, bare), (), gone.words
                )


def open_loops(formulation: Formulation) -> Iterator[Exercise]:
    """A loop that stops in mid-air: where does it come home to?"""
    homes = _poles_and_pains(formulation)
    for one in formulation.every(Procedure):
        if one.returns_to and one.kind != "dilemma":
            bare = _with(formulation, replace(one, returns_to=None))
            asks = f"“{one.name}” stops in mid-air. Where does it leave the person, again?"
            yield Exercise("open_loop", one.id, asks, bare, homes, one.returns_to)


def which_kinds(formulation: Formulation) -> Iterator[Exercise]:
    """A loop told in words and not drawn, for a drawing says its kind: trap, dilemma or snag?"""
    asks = "Is this a trap, a dilemma or a snag? What makes it that?"
    for one in formulation.every(Procedure):
        if one.starts_at and any(one.all_steps()):
            bare = removing(formulation, one.id).applied_to(formulation)
            yield Exercise("which_kind", one.starts_at, asks, bare, tuple(PROCEDURE_KINDS), one.kind,
                           story=_told(formulation, one), whole=formulation, about=one.id)  # fmt: skip


def _told(formulation: Formulation, one: Procedure) -> str:
    """How a loop goes, step by step, without its name or kind."""
    wanted = f"What is wanted: {one.wants}. " if one.wants else ""
    begins = f"It begins at “{formulation.name_of(one.starts_at)}”. "
    if not one.horns:
        return wanted + begins + _walked(formulation, one)
    ways = zip(("Some days", "Other days"), one.horns, strict=False)
    return wanted + begins + " ".join(f"{day}: {_walked(formulation, way)}" for day, way in ways)


def _walked(formulation: Formulation, way: Procedure | Horn) -> str:
    steps = ", then ".join(f"“{step.words}”" for step in way.steps)
    home = f"; and then “{formulation.name_of(way.returns_to)}”" if way.returns_to else ""
    return f"{steps}{home}."


def forbidding_voices(formulation: Formulation) -> Iterator[Exercise]:
    """A snag without the pole that says no: whose voice is it?"""
    poles = tuple(pole.id for pole in _poles(formulation))
    for one in formulation.every(Procedure):
        if one.kind == "snag" and one.forbidden_by:
            bare = _with(formulation, replace(one, forbidden_by=None))
            asks = f"What is wanted here is “{one.wants}”. Whose voice says no?"
            yield Exercise("forbidding_voice", one.id, asks, bare, poles, one.forbidden_by)


def wrong_exits(formulation: Formulation) -> Iterator[Exercise]:
    """A way out that arrives where it hurts, or at ideal care: where would it rather arrive?"""
    elsewhere = [r for r in formulation.every(ReciprocalRole) if r.tone in ("hurtful", "idealised")]
    poles = tuple(pole.id for pole in _poles(formulation))
    for at, one in enumerate(formulation.every(Exit)):
        if one.arrives and elsewhere:
            wrong = elsewhere[at % len(elsewhere)].top
            if wrong.id != one.arrives:
                bare = _with(formulation, replace(one, arrives=wrong.id))
                asks = f"This way out, “{one.words}”, arrives at “{wrong.words}”. Where would it rather arrive?"
                yield Exercise("wrong_exit", one.id, asks, bare, poles, one.arrives)


def labels(formulation: Formulation) -> Iterator[Exercise]:
    """A pole that became a label: what is somebody doing, to whom?"""
    for at, role in enumerate(formulation.every(ReciprocalRole)):
        if role.tone != "good_enough" and role.top.words:
            label = LABELS[at % len(LABELS)]
            wrong = _with(formulation, replace(role, top=replace(role.top, words=label)))
            asks = f"Somebody wrote “{label}”. What is being done, to whom? Say it in doing-words."
            yield Exercise("doing_words", role.top.id, asks, wrong, (), role.top.words)


def pulls_to_place(formulation: Formulation) -> Iterator[Exercise]:
    """A pull without its pole: where does it invite the helper to stand?"""
    poles = tuple(pole.id for pole in _poles(formulation))
    for one in formulation.every(Pull):
        if one.invited_to:
            bare = _with(formulation, replace(one, invited_to=None, other_at=None, kind="unplaced"))
            told = "; ".join(filter(None, (one.feeling, one.urge)))
            asks = f"The {one.felt_by or 'helper'} noticed: {told}. Which pole does this invite them into?"
            yield Exercise("place_pull", one.id, asks, bare, poles, one.invited_to)


def rivals(formulation: Formulation) -> Iterator[Exercise]:
    """A hypothesis on its own: what else could it be?"""
    for one in formulation.every(Hypothesis):
        if one.words and one.alternative_to:
            asks = f"{_sentence(one.words)} What else could it be, that somebody here might really think?"
            twin = formulation.get(one.alternative_to[0])
            yield Exercise("rival", one.id, asks, formulation, (), getattr(twin, "words", ""))


def _chosen(exercise: Exercise, answer: str, by: Likeness) -> Answered:
    """An answer that was chosen, on the map or among kinds."""
    place = answer if answer in exercise.on else exercise.about or exercise.place
    if answer in (exercise.one_way, *exercise.ways):
        return Answered(
            "You both see this.", exercise.then or _AND_THEN[exercise.kind], place, True
        )
    theirs = _named(exercise, exercise.one_way)
    asks = exercise.then or _INSTEAD[exercise.kind]
    return Answered(f"The example has “{theirs}” here: one way.", asks, place, False)


def _worded(exercise: Exercise, answer: str, by: Likeness) -> Answered:
    """An answer in one's own words."""
    if exercise.kind == "doing_words" and _is_label(answer):
        asks = "Could you film it? What would somebody see being done?"
        return Answered("This still says what somebody is.", asks, exercise.place, False)
    near = any(by.of(answer, way) >= NEAR_ENOUGH for way in (exercise.one_way, *exercise.ways))
    says = "Near to the example’s own words." if near else "Another way of seeing it."
    says += f" The example says “{exercise.one_way}”: one way."
    asks = exercise.then or (_AND_THEN if near else _INSTEAD)[exercise.kind]
    return Answered(says, asks, exercise.place, near)


def _is_label(words: str) -> bool:
    said = words.casefold()
    return any(label in said for label in LABELS)


@dataclass(frozen=True)
class ExerciseKind:
    """One row of the table: its name on screen, what makes it, and what answers it."""

    label: str
    make: Maker
    answer: Answerer


KINDS: Final[Mapping[str, ExerciseKind]] = {
    "missing_pole": ExerciseKind("The missing pole", missing_poles, _worded),
    "open_loop": ExerciseKind("Close the loop", open_loops, _chosen),
    "which_kind": ExerciseKind("Trap, dilemma or snag?", which_kinds, _chosen),
    "forbidding_voice": ExerciseKind("Whose voice says no?", forbidding_voices, _chosen),
    "wrong_exit": ExerciseKind("A way out that arrives elsewhere", wrong_exits, _chosen),
    "doing_words": ExerciseKind("From labels to doing-words", labels, _worded),
    "place_pull": ExerciseKind("Place the pulls", pulls_to_place, _chosen),
    "rival": ExerciseKind("What else could it be?", rivals, _worded),
}

_AND_THEN: Final[Mapping[str, str]] = {
    "missing_pole": "Have you seen the person at this end, too?",
    "open_loop": "How would somebody notice that they had come round again?",
    "which_kind": "Which step would you point at to show it?",
    "forbidding_voice": "What is that voice afraid would happen?",
    "wrong_exit": "Who else would have to do something different?",
    "doing_words": "What would the other end be saying?",
    "place_pull": "Which pole does that leave the other in?",
    "rival": "What would each of you expect to see next?",
}
_INSTEAD: Final[Mapping[str, str]] = {
    "missing_pole": "What would somebody at your end be feeling towards the other?",
    "open_loop": "What is the last feeling before it starts again?",
    "which_kind": "Does it bring back what was feared, offer two costly ways, or stop short of what is wanted?",
    "forbidding_voice": "Who would be harmed, or left behind, if the wish came true?",
    "wrong_exit": "Is yours reliable, ordinary and kind, or is it the other horn, or perfect care?",
    "doing_words": "Who is on the receiving end of it?",
    "place_pull": "Whose feeling is it: the other end of the role, or the same end?",
    "rival": "Would it explain the same observations, and what would tell the two apart?",
}


def exercises_from(formulation: Formulation, kind: str = "") -> tuple[Exercise, ...]:
    """Every exercise that this map offers, or those of one kind."""
    rows = [KINDS[kind]] if kind else list(KINDS.values())
    return tuple(exercise for row in rows for exercise in row.make(formulation))


def answered(exercise: Exercise, answer: str, by: Likeness) -> Answered:
    """What is said to an answer; an empty one is met with the question again."""
    if not answer.strip():
        return Answered("Take your time.", exercise.asks, exercise.place, False)
    return KINDS[exercise.kind].answer(exercise, answer, by)


def _with(formulation: Formulation, record: Record) -> Formulation:
    return formulation.revised({record.id: record})


def _poles(formulation: Formulation) -> Iterator[Pole]:
    for role in formulation.every(ReciprocalRole):
        yield from role.parts()


def _poles_and_pains(formulation: Formulation) -> tuple[str, ...]:
    poles = tuple(pole.id for pole in _poles(formulation))
    return (*(pain.id for pain in formulation.every(CorePain)), *poles)


def _named(exercise: Exercise, some_id: str) -> str:
    if exercise.kind == "which_kind":
        return PROCEDURE_KINDS[some_id].label
    return exercise.on.name_of(some_id)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."
