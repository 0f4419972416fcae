"""Fictional formulations of the sizes people draw, made from a seed: the same seed, the same map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import (
    CorePain,
    Cover,
    Drawing,
    Exit,
    Horn,
    Link,
    Observer,
    Pole,
    Procedure,
    ReciprocalRole,
    Record,
    SelfState,
    Shift,
    Step,
    TargetProblem,
)

ROLE_MAP, STATES = "drawing:made-map", "drawing:made-states"

POLES = (
    "checking, finding fault", "checked, found wanting", "leaving", "left, forgotten", "taking over",
    "helpless, grateful", "shouting, looming", "small, still", "admiring", "on a pedestal", "busy elsewhere",
    "in the way", "rescuing, specially caring", "too much, never enough", "blaming, knowing best", "defensive",
)  # fmt: skip
GOOD = (("listening, staying", "heard"), ("steady, straight with", "known, straight back"))
STEPS = (
    "A letter with a window in it", "It must be my fault again", "Keep the door shut and the phone off",
    "They ring three times, then stop", "Nobody came, as I thought", "Tired, and the next thing slips",
    "Say yes", "Get big, shout, get in first", "People back off and write it up", "Quiet for a bit",
    "Work all night so nobody can say a thing", "They look away in the end", "Dropped again", "Never again",
)  # fmt: skip
NAMES = (
    "Mend it at night",
    "Go before they go",
    "Ask for nothing",
    "Yes, then vanish",
    "Get in first",
)
WAYS_OUT = (
    "Open one letter with the neighbour",
    "Ring back on Tuesday",
    "Say: give me a minute, then come back",
)
FEELINGS = ("never quite enough", "alone in a full room", "too much for anybody")
TRIGGERS = (
    "A knock at the door",
    "Somebody is late",
    "Being thanked",
    "A question asked in a doorway",
    "",
)
MOODS = (
    "On watch",
    "Gone fishing",
    "Sunday best",
    "Thunder",
    "Nobody home",
    "Sergeant",
    "Small",
    "Bright",
)
KINDS = ("sets_off", "weakens", "protects_from", "echoes")


@dataclass(frozen=True)
class Amounts:
    """From how many to how many of each there are."""

    roles: tuple[int, int] = (5, 12)
    procedures: tuple[int, int] = (3, 10)
    states: tuple[int, int] = (2, 8)


ANY = Amounts()
HOUSE = Amounts(roles=(3, 5), procedures=(2, 5), states=(2, 4))
"""The house rule for a map that fits a page (field guide, section 2)."""


def made(seed: int, amounts: Amounts = ANY) -> Formulation:
    """A formulation with a role map and a states diagram; nothing in it stands anywhere yet."""
    dice = Random(seed)
    records: list[Record] = [
        Cover(COVER, title="Measured", pseudonym="Nobody", fictional=True),
        Drawing(ROLE_MAP, "role_map", "Role map"),
        Drawing(STATES, "states", "States diagram"),
        Observer("observer:made", "From the top deck of the bus"),
        TargetProblem("problem:made-0", "Nothing I do is ever finished"),
        TargetProblem("problem:made-1", "People leave when it matters"),
    ]
    roles = list(_roles(dice, dice.randint(*amounts.roles)))
    core = [role for role in roles if role.tone != "good_enough"]
    records += roles
    records += _pains(dice, core)
    rounds = [_round(dice, at, core, roles) for at in range(dice.randint(*amounts.procedures))]
    records += rounds
    records += _ways_out(dice, rounds, roles)
    records += _links(dice, rounds, core)
    states = list(_states(dice, dice.randint(*amounts.states), roles))
    records += states
    records += _shifts(dice, states)
    return Formulation(f"f-made{_letters(seed)}", {one.id: one for one in records})


def _roles(dice: Random, count: int) -> Iterator[ReciprocalRole]:
    for at in range(count):
        top, bottom = dice.sample(POLES, 2)
        tone = ""
        if at >= count - (1 if count < 6 else 2):
            (top, bottom), tone = GOOD[count - 1 - at], "good_enough"
        yield ReciprocalRole(
            f"role:made-{at}", Pole(f"pole:made-{at}-top", top), Pole(f"pole:made-{at}-bottom", bottom), tone
        )  # fmt: skip


def _pains(dice: Random, core: list[ReciprocalRole]) -> Iterator[CorePain]:
    for at in range(1 if len(core) < 6 else 2):
        under = tuple(role.bottom.id for role in dice.sample(core, min(2, len(core))))
        yield CorePain(f"pain:made-{at}", FEELINGS[at], under=under)


def _round(
    dice: Random, at: int, core: list[ReciprocalRole], roles: list[ReciprocalRole]
) -> Procedure:
    start = dice.choice(core).bottom.id
    home = start if dice.random() < 0.6 else dice.choice(core).bottom.id
    one = Procedure(
        f"procedure:made-{at}", f"{dice.choice(NAMES)} {at + 1}", "trap", starts_at=start
    )
    kind = dice.choices(("trap", "dilemma", "snag"), (6, 3, 1))[0]
    if kind == "dilemma":
        horns = tuple(
            Horn(
                f"horn:made-{at}-{nth}", words, _steps(dice, f"{at}-{nth}", dice.randint(2, 4)), end
            )
            for nth, (words, end) in enumerate(
                (("stay and be watched", start), ("go it alone", home))
            )
        )
        return replace(one, kind=kind, horns=horns)
    steps = _steps(dice, str(at), dice.randint(4, 7))
    if kind == "snag":
        return replace(one, kind=kind, steps=steps, returns_to=home, wants="a front door of my own",
                       forbidden_by=dice.choice(core).top.id)  # fmt: skip
    return replace(one, steps=steps, returns_to=home)


def _steps(dice: Random, name: str, count: int) -> tuple[Step, ...]:
    said = dice.sample(STEPS, count)
    return tuple(
        Step(f"step:made-{name}-{at}", words, dice.choice(("", "", "others_respond")))
        for at, words in enumerate(said)
    )


def _ways_out(dice: Random, rounds: list[Procedure], roles: list[ReciprocalRole]) -> Iterator[Exit]:
    good = [role.top.id for role in roles if role.tone == "good_enough"]
    for at, one in enumerate(rounds):
        if dice.random() < 0.7:
            step = dice.choice(list(one.all_steps()))
            yield Exit(
                f"exit:made-{at}", dice.choice(WAYS_OUT), "tried", step.id, dice.choice(good)
            )


def _links(dice: Random, rounds: list[Procedure], core: list[ReciprocalRole]) -> Iterator[Link]:
    for at in range(max(1, len(rounds) // 3)):
        one, other = dice.sample(rounds, 2)
        yield Link(f"link:made-{at}", one.id, other.id, dice.choice(KINDS))
    if len(core) > 2:
        one, other = dice.sample(core, 2)
        yield Link("link:made-echo", one.top.id, other.top.id, "echoes", "Being counted")


def _states(dice: Random, count: int, roles: list[ReciprocalRole]) -> Iterator[SelfState]:
    for at in range(count):
        held = dice.sample(roles, dice.choice((1, 1, 2)))
        poles = tuple(
            pole.id for role in held for pole in tuple(role.parts())[: dice.choice((1, 2))]
        )
        feels = dice.choice(("", "tight, listening", "far away, cold"))
        yield SelfState(f"state:made-{at}", MOODS[at], feels=feels, poles=poles)


def _shifts(dice: Random, states: list[SelfState]) -> Iterator[Shift]:
    ids = [one.id for one in states]
    pairs = list(zip(ids, [*ids[1:], ids[0]], strict=True)) if len(ids) > 2 else [tuple(ids)]
    others = [(a, b) for a in ids for b in ids if a != b and (a, b) not in pairs]
    pairs += dice.sample(others, min(len(others), len(ids) // 2))
    for at, (one, other) in enumerate(pairs):
        speed = dice.choice(("", "gradual", "abrupt"))
        yield Shift(f"shift:made-{at}", one, other, trigger=dice.choice(TRIGGERS), speed=speed)


def _letters(number: int) -> str:
    """Digits as letters, because an id on the shelf is in base 32."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))
