"""The whole map as plain sentences, generated from the records, in the order one would read it aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.kinds import (
    DIRECTIONS,
    LINK_KINDS,
    PATHWAY_STAGES,
    REMEMBERED,
    SHIFT_SPEEDS,
    STATE_KINDS,
)
from formulation.domain.records import (
    CorePain,
    Cover,
    Exit,
    Group,
    Held,
    Horn,
    Link,
    Observer,
    PathwayStage,
    Phrase,
    Procedure,
    ReciprocalRole,
    SelfState,
    Shift,
    Step,
    TargetProblem,
)

from .behind import Behind, Mention, behind
from .phrasing import (
    day_in_words,
    in_whose_words,
    label_in,
    listed,
    named,
    noun_of,
    quoted,
    state_named,
    told,
    with_article,
    with_whose,
    words_of,
)

__all__ = ["Behind", "Mention", "Passage", "Sentence", "behind", "in_words"]


@dataclass(frozen=True)
class Sentence:
    """What is said about one thing, in a sentence or a few; the first id is the thing itself."""

    text: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A heading and what is said under it."""

    heading: str
    sentences: tuple[Sentence, ...]


def in_words(formulation: Formulation) -> tuple[Passage, ...]:
    """Everything that belongs to the drawing, said in full and in reading order; nothing when it is bare.

    Supervision's own records (notes, hypotheses, pulls) are not the drawing and are never read out.
    """
    passages = tuple(passage for passage in _passages(formulation) if passage.sentences)
    return (*_opening(formulation), *passages) if passages else ()


def _passages(formulation: Formulation) -> Iterator[Passage]:
    yield Passage("What help is wanted with", tuple(_problems(formulation)))
    yield Passage("Who takes part", tuple(_parties(formulation)))
    yield Passage("Reciprocal roles", tuple(_roles(formulation)))
    yield Passage("Core pain", tuple(_pains(formulation)))
    for procedure in formulation.every(Procedure):
        yield Passage(_heading(procedure), tuple(_procedure(formulation, procedure)))
    yield Passage("Ways out not joined to a step yet", tuple(_loose_exits(formulation)))
    yield Passage("States and shifts", tuple(_states(formulation)))
    yield Passage("What else is connected", tuple(_links(formulation)))
    yield Passage("The observing eye", tuple(_observers(formulation)))
    yield Passage("Words not placed yet", tuple(_phrases(formulation)))


# Whose map it is


def _opening(formulation: Formulation) -> tuple[Passage, ...]:
    cover = formulation.cover
    text = told(
        f"In this notebook the person is called {quoted(cover.pseudonym)}"
        if cover.pseudonym
        else "",
        f"The setting is {quoted(cover.setting)}" if cover.setting else "",
        *_pathway(cover),
        "Everything here is a working guess unless it says otherwise",
    )
    return (Passage("Whose map this is", (Sentence(text, (cover.id,)),)),)


def _pathway(cover: Cover) -> Iterator[str]:
    if cover.stage:
        yield f"The stage is {quoted(label_in(PATHWAY_STAGES, cover.stage))}"
    behind_us = [_stretch(one) for one in cover.pathway if one.months_away is None]
    if behind_us:
        yield f"The way so far: {', then '.join(behind_us)}"
    for one in cover.pathway:
        if one.months_away is not None:
            yield f"{_stage(one)} is {_months(one.months_away)} away"


def _stage(stretch: PathwayStage) -> str:
    return label_in(PATHWAY_STAGES, stretch.stage) or "a stage with no name yet"


def _stretch(stretch: PathwayStage) -> str:
    if stretch.months is None:
        return _stage(stretch)
    return f"{_stage(stretch)} for {_months(stretch.months)}"


def _months(months: float) -> str:
    whole, half = int(months), months - int(months) == 0.5
    number = f"{whole or ''}½" if half else f"{months:g}"
    return f"{number} month{'' if months in (0.5, 1) else 's'}"


# How firmly it is held


def _held(held: Held, subject: str = "this") -> Iterator[str]:
    looked = day_in_words(held.looked_at)
    if held.standing == "agreed":
        last = f", last on {looked}" if looked else ""
        yield f"{subject} has been looked at together and is kept for now{last}"
    elif held.standing == "doubted":
        last = f"; it was last looked at on {looked}" if looked else ""
        yield f"someone is no longer sure of {subject}{last}"
    elif looked:
        yield f"{subject} was last looked at on {looked}"
    if held.readers != "person":
        who = "the team" if held.readers == "team" else "supervision"
        yield f"{subject} is for {who} only"


# Problems, parties, roles, core pain


def _problems(formulation: Formulation) -> Iterator[Sentence]:
    for number, problem in enumerate(formulation.every(TargetProblem)):
        begun = "and with" if number else "help is wanted with"
        words = quoted(problem.words) if problem.words else "something that has no words yet"
        text = told(f"{begun} {with_whose(words, problem.whose)}", *_held(problem.held))
        yield Sentence(text, (problem.id,))


def _parties(formulation: Formulation) -> Iterator[Sentence]:
    groups = formulation.every(Group)
    if groups:
        names = listed(named(formulation, group.id) for group in groups)
        are = "are" if len(groups) > 1 else "is"
        yield Sentence(told(f"on this map {are} {names}"), tuple(group.id for group in groups))
    for group in groups:
        text = told(*_held(group.held, named(formulation, group.id)))
        if text:
            yield Sentence(text, (group.id,))


_ROLES_BY_TONE: Final[Mapping[str, str]] = {
    "": "a role",
    "hurtful": "a hurtful role",
    "idealised": "an idealised role",
    "survival": "a role for getting through",
    "service": "a role of the service",
    "good_enough": "a good-enough role",
}


def _roles(formulation: Formulation) -> Iterator[Sentence]:
    for role in formulation.every(ReciprocalRole):
        noun = _ROLES_BY_TONE.get(role.tone) or f"a role ({role.tone.replace('_', ' ')})"
        text = told(*_ends(noun, role), *_whose_ends(role), *_seen(role), *_held(role.held))
        yield Sentence(text, (role.id, role.top.id, role.bottom.id))


def _ends(noun: str, role: ReciprocalRole) -> tuple[str, ...]:
    top, bottom = role.top.words, role.bottom.words
    if top and bottom:
        return (f"{noun}: one end is {quoted(top)}, the other {quoted(bottom)}",)
    if top or bottom:
        said = f"{noun} with one end so far, {quoted(top or bottom)}"
        return (said, "Nobody is at the other end yet")
    return (f"{noun} with no words at either end yet",)


def _whose_ends(role: ReciprocalRole) -> Iterator[str]:
    said = [in_whose_words(pole.whose) if pole.words else "" for pole in (role.top, role.bottom)]
    first, second = said
    if first and first == second:
        yield f"both are {first}"
    elif first and second:
        yield f"the first is {first}, the second {second}"
    elif first or second:
        both = role.top.words and role.bottom.words
        which = ("the first" if first else "the second") if both else "it"
        yield f"{which} is {first or second}"


def _seen(role: ReciprocalRole) -> Iterator[str]:
    directions = [
        label_in(DIRECTIONS, one.direction)
        + (f", as in {quoted(one.example)}" if one.example else "")
        for one in role.seen
    ]
    if directions:
        *others, last = directions
        yield f"it has been seen {'; '.join([*others, f'and {last}' if others else last])}"


def _pains(formulation: Formulation) -> Iterator[Sentence]:
    for pain in formulation.every(CorePain):
        under = listed(named(formulation, pole_id) for pole_id in pain.under)
        text = told(
            f"underneath, and hardest to bear, is {with_whose(quoted(pain.words), pain.whose)}"
            if pain.words
            else "a core pain is drawn, with no words yet",
            f"it lies beneath {under}" if under else "which role it lies beneath is not drawn yet",
            *_held(pain.held),
        )
        yield Sentence(text, (pain.id, *pain.under))


# Procedures, step by step


def _heading(procedure: Procedure) -> str:
    noun = noun_of(procedure)
    if procedure.name:
        return f"The {noun} {quoted(procedure.name)}"
    return f"{with_article(noun).capitalize()} with no name yet"


def _procedure(formulation: Formulation, procedure: Procedure) -> Iterator[Sentence]:
    yield _where_it_starts(formulation, procedure)
    if procedure.wants or procedure.forbidden_by or procedure.kind == "snag":
        yield _what_is_wanted(formulation, procedure)
    yield from _steps(formulation, procedure.steps)
    forks = bool(procedure.horns) or procedure.kind == "dilemma"
    if procedure.steps or procedure.returns_to or not forks:
        yield _where_it_returns(formulation, procedure)
    if forks:
        yield from _horns(formulation, procedure)
    within = {step.id for step in procedure.all_steps()}
    for way_out in formulation.every(Exit):
        if way_out.leaves in within:
            yield _way_out(formulation, way_out)


def _where_it_starts(formulation: Formulation, procedure: Procedure) -> Sentence:
    served = listed(named(formulation, one) for one in procedure.serves)
    keeps = f"keeps {served} going" if served else ""
    if procedure.starts_at:
        starts = f"it starts at {named(formulation, procedure.starts_at)}"
        said = [f"{starts} and {keeps}" if keeps else starts]
    else:
        said = ["where it starts is not drawn yet", f"it {keeps}" if keeps else ""]
    about = (procedure.id, *_present(procedure.starts_at), *procedure.serves)
    return Sentence(told(*said, *_held(procedure.held)), about)


def _what_is_wanted(formulation: Formulation, procedure: Procedure) -> Sentence:
    wants, voice = procedure.wants, procedure.forbidden_by
    text = told(
        f"what is wanted is {quoted(wants)}" if wants else "what is wanted is not said yet",
        f"yes, but it is as if {named(formulation, voice)} forbids it"
        if voice
        else "whose voice forbids it is not said yet",
    )
    return Sentence(text, (procedure.id, *_present(voice)))


_STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "": ("then comes {words}", "then, for {who}, comes {words}"),
    "trigger": ("{words} sets it off", "for {who}, {words} sets it off"),
    "belief": ("it seems to mean {words}", "to {who} it seems to mean {words}"),
    "feeling": ("the feeling is {words}", "for {who} the feeling is {words}"),
    "aim": ("the aim is {words}", "for {who} the aim is {words}"),
    "action": ("what is done is {words}", "what is done by {who} is {words}"),
    "others_respond": (
        "the response from others is {words}",
        "the response from {who} is {words}",
    ),
    "relief": ("for a while it brings {words}", "to {who} it brings, for a while, {words}"),
    "consequence": ("what is left is {words}", "for {who}, what is left is {words}"),
}
"""How a step of each part is said: of nobody in particular, and of one party."""


def _steps(formulation: Formulation, steps: tuple[Step, ...]) -> Iterator[Sentence]:
    before: str | None = None
    for step in steps:
        said = _step(formulation, step)
        if before is None and step.part == "":
            said = said.replace("then", "first", 1)
        elif step.part and step.part == before:
            said = f"next, {said}"
        yield Sentence(told(said), (step.id, *_present(step.at), *_present(step.who)))
        before = step.part


def _step(formulation: Formulation, step: Step) -> str:
    of_nobody, of_someone = _STEPS.get(step.part) or _STEPS[""]
    said = (of_someone if step.who else of_nobody).format(
        words=quoted(step.words) if step.words else "something with no words yet",
        who=named(formulation, step.who) if step.who else "",
    )
    return f"{said}, lived from {named(formulation, step.at)}" if step.at else said


def _where_it_returns(formulation: Formulation, procedure: Procedure) -> Sentence:
    home = procedure.returns_to
    steps = "" if procedure.steps else "its steps are not drawn yet"
    if home is None:
        return Sentence(told(steps, "where it comes back to is not drawn yet"), (procedure.id,))
    there = f"{named(formulation, home)}{_where_it_began(formulation, procedure, home)}"
    comes_back = (
        f"from there it comes back to {there}" if procedure.steps else f"it comes back to {there}"
    )
    return Sentence(told(steps, comes_back), (procedure.id, home))


def _where_it_began(formulation: Formulation, procedure: Procedure, home: str) -> str:
    if procedure.starts_at is None:
        return ""
    if home == procedure.starts_at:
        return ", where it began"
    pain = formulation.get(home)
    beneath = isinstance(pain, CorePain) and procedure.starts_at in pain.under
    return ", beneath where it began" if beneath else ""


_WAYS: Final = ("first", "second", "third", "fourth", "fifth")


def _horns(formulation: Formulation, procedure: Procedure) -> Iterator[Sentence]:
    yield _only_two_ways(procedure)
    for number, horn in enumerate(procedure.horns):
        ordinal = _WAYS[number] if number < len(_WAYS) else "next"
        words = words_of(horn)
        way = f"the {ordinal} way{f', {quoted(words)},' if words else ''}"
        goes = "goes like this" if horn.steps else "has no steps yet"
        yield Sentence(told(f"{way} {goes}"), (horn.id,))
        yield from _steps(formulation, horn.steps)
        yield _where_a_way_returns(formulation, procedure, horn)


def _only_two_ways(procedure: Procedure) -> Sentence:
    ways = [quoted(words_of(horn)) if words_of(horn) else "" for horn in procedure.horns]
    if not ways:
        text = "its two ways are not drawn yet"
    elif len(ways) == 1:
        text = f"only one way is drawn so far{': ' if ways[0] else ''}{ways[0]}"
    else:
        count = "two" if len(ways) == 2 else str(len(ways))
        said = [way or "one with no name yet" for way in ways]
        either = f": either {', or '.join(said)}" if any(ways) else ", with no names yet"
        text = f"it seems there are only {count} ways{either}"
    return Sentence(told(text), (procedure.id, *(horn.id for horn in procedure.horns)))


def _where_a_way_returns(formulation: Formulation, procedure: Procedure, horn: Horn) -> Sentence:
    if horn.returns_to is None:
        return Sentence(told("where this way comes back to is not drawn yet"), (horn.id,))
    began = _where_it_began(formulation, procedure, horn.returns_to)
    text = told(f"this way comes back to {named(formulation, horn.returns_to)}{began}")
    return Sentence(text, (horn.id, horn.returns_to))


# Ways out


_STAGES: Final[Mapping[str, str]] = {
    "idea": "so far it is an idea",
    "tried": "it has been tried",
    "practised": "it is being practised",
    "owned": "it has become the person's own",
}


def _loose_exits(formulation: Formulation) -> Iterator[Sentence]:
    for way_out in formulation.every(Exit):
        if not isinstance(formulation.get(way_out.leaves), Step):
            yield _way_out(formulation, way_out)


def _way_out(formulation: Formulation, way_out: Exit) -> Sentence:
    text = told(
        _what_it_is_and_leaves(formulation, way_out),
        "" if way_out.leaves in formulation else "where it leaves from is not drawn yet",
        f"it arrives at {named(formulation, way_out.arrives)}"
        if way_out.arrives
        else "where it arrives is not drawn yet",
        _STAGES.get(way_out.stage) or f"it is at this stage: {way_out.stage.replace('_', ' ')}",
        f"others have a part in it: {quoted(way_out.with_whom)}" if way_out.with_whom else "",
        *_held(way_out.held),
    )
    return Sentence(text, (way_out.id, *_present(way_out.leaves), *_present(way_out.arrives)))


def _what_it_is_and_leaves(formulation: Formulation, way_out: Exit) -> str:
    step = formulation.get(way_out.leaves)
    words = f": {with_whose(quoted(way_out.words), way_out.whose)}" if way_out.words else ""
    noun = "a way out" if way_out.words else "a way out with no words yet"
    if step is None:
        return f"{noun}{words}"
    name = quoted(words_of(step)) if words_of(step) else "a step with no words yet"
    return f"{noun} leaves from {name}{words}"


# States and shifts


def _states(formulation: Formulation) -> Iterator[Sentence]:
    shifts = formulation.every(Shift)
    states = formulation.every(SelfState)
    for state in states:
        yield _state(formulation, state)
        yield from (_shift(formulation, one) for one in shifts if one.from_state == state.id)
    known = {state.id for state in states}
    yield from (_shift(formulation, one) for one in shifts if one.from_state not in known)


def _state(formulation: Formulation, state: SelfState) -> Sentence:
    kind = label_in(STATE_KINDS, state.kind).replace(" ", "-") if state.kind else ""
    noun = with_article(f"{kind} state".strip())
    name = f"{quoted(state.name)} is {noun}" if state.name else f"there is {noun} with no name yet"
    holds = listed(named(formulation, pole_id) for pole_id in state.poles)
    text = told(
        with_whose(name, state.whose),
        f"it holds {holds}" if holds else "no role is joined to it yet",
        "; ".join(_how_it_is(state)),
        "it is unstable" if state.unstable else "",
        *_held(state.held),
    )
    return Sentence(text, (state.id, *state.poles))


def _how_it_is(state: SelfState) -> Iterator[str]:
    if state.feels:
        yield f"it feels {quoted(state.feels)}"
    if state.body:
        yield f"in the body it is {quoted(state.body)}"
    if state.sees_others_as:
        yield f"others are seen as {quoted(state.sees_others_as)}"


_SHIFTS: Final[Mapping[str, str]] = {
    "self_state": "",
    "role_reversal": "it goes to the other end of one role",
    "response": "it is another response from the same place",
}


def _shift(formulation: Formulation, shift: Shift) -> Sentence:
    speed = label_in(SHIFT_SPEEDS, shift.speed) if shift.speed else ""
    start, end = (state_named(formulation, one) for one in (shift.from_state, shift.to_state))
    set_off = f", set off by {quoted(shift.trigger)}" if shift.trigger else ""
    text = told(
        f"{with_article(f'{speed} shift'.strip())} leads from {start} to {end}{set_off}",
        "" if shift.trigger else "what sets it off is not known yet",
        _SHIFTS.get(shift.kind, shift.kind.replace("_", " ")),
        f"an early sign of it is {quoted(shift.early_sign)}" if shift.early_sign else "",
        f"it is {label_in(REMEMBERED, shift.remembered)}" if shift.remembered else "",
        *_held(shift.held),
    )
    return Sentence(text, (shift.id, *_present(shift.from_state), *_present(shift.to_state)))


# Everything else


_LINKS: Final[Mapping[str, str]] = {
    "keeps_going": "{start} keeps {end} going",
    "drawn_to": "for {start} there is a pull towards {end}",
}
"""Kinds of arrow that do not simply stand between what they join."""


def _links(formulation: Formulation) -> Iterator[Sentence]:
    for link in formulation.every(Link):
        start, end = (
            named(formulation, one) if one else "something not drawn yet"
            for one in (link.from_id, link.to_id)
        )
        words = f": {quoted(link.words)}" if link.words else ""
        simply = "{start} " + label_in(LINK_KINDS, link.kind) + " {end}"
        said = _LINKS.get(link.kind, simply).format(start=start, end=end)
        text = told(f"{said}{words}", *_held(link.held))
        yield Sentence(text, (link.id, *_present(link.from_id), *_present(link.to_id)))


def _observers(formulation: Formulation) -> Iterator[Sentence]:
    for eye in formulation.every(Observer):
        words = (
            f": {with_whose(quoted(eye.words), eye.whose)}" if eye.words else ", with no words yet"
        )
        text = told(f"an eye looks on from outside the loops{words}", *_held(eye.held))
        yield Sentence(text, (eye.id,))


def _phrases(formulation: Formulation) -> Iterator[Sentence]:
    for phrase in formulation.every(Phrase):
        words = with_whose(quoted(phrase.words), phrase.whose)
        said = f"on the page, and nothing else yet: {words}"
        said = said if phrase.words else "an empty phrase is on the page"
        yield Sentence(told(said, *_held(phrase.held)), (phrase.id,))


def _present(some_id: str | None) -> tuple[str, ...]:
    return () if some_id is None else (some_id,)
