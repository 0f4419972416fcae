"""Looking up a common role or a word of the field, each with a small drawing of what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from formulation.analysis.likeness import stems
from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Drawing,
    Exit,
    Group,
    Held,
    Horn,
    Link,
    Observer,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    Record,
    SelfState,
    Shift,
    Step,
    TargetProblem,
)
from formulation.domain.vocabulary import Pair, Term
from formulation.render.elements import Scene
from formulation.render.scene import scene_of
from formulation.store.learning import glossary, pairs

from . import mapping
from .notebooks import Opened
from .visit import Visit


def common_roles(asked: str = "") -> tuple[Pair, ...]:
    """The library of roles, or the pairs that have these words or words near to them."""
    wanted = stems(asked) if asked.strip() else frozenset()
    return tuple(
        one
        for one in pairs()
        if wanted <= stems(" ".join((one.words, *one.near_top, *one.near_bottom)))
    )


def by_tone(found: Iterable[Pair]) -> Mapping[str, tuple[Pair, ...]]:
    """Pairs under their tones, good enough first: hope is part of the list."""
    shelved: dict[str, list[Pair]] = {"good_enough": []}
    for one in found:
        shelved.setdefault(one.tone, []).append(one)
    return {tone: tuple(listed) for tone, listed in shelved.items() if listed}


def kinder_than(pair: Pair) -> Pair | None:
    """The good-enough pair that this one may turn into."""
    return next((one for one in pairs() if one.id == pair.kinder), None)


def suggested(pair: Pair) -> ReciprocalRole:
    """A pair as a role for a map: in nobody's words yet, and doubted until somebody makes it theirs."""
    role = mapping.new_role(pair.top, pair.bottom, pair.tone)
    return replace(role, held=Held(standing="doubted"))


def put_on_map(visit: Visit, opened: Opened, role: ReciprocalRole) -> Opened:
    """Put a suggested role on a map: one step to undo. Raises FormulationError."""
    return mapping.put_down(visit, opened, role)


def words_of_the_field(asked: str = "") -> tuple[Term, ...]:
    """The glossary, or the terms whose names or sentences hold these letters."""
    wanted = asked.strip().casefold()
    return tuple(one for one in glossary() if wanted in " ".join((*one.names, one.says)).casefold())


@cache
def small_drawing(term: Term) -> Scene | None:
    """A few records that show what a term means, drawn as everything is drawn; None where nothing shows it."""
    records = SHOWN.get(term.draws)
    if records is None:
        return None
    kind = "states" if term.draws in ("state", "shift") else "role_map"
    drawing = Drawing("drawing:small", kind, "")
    shown: tuple[Record, ...] = (drawing, *records)
    return scene_of(Formulation("f-small", {one.id: one for one in shown}), drawing.id)


_ROLE = ReciprocalRole(
    "role:small",
    Pole("pole:small-top", "criticising"),
    Pole("pole:small-bottom", "criticised"),
    "hurtful",
)
_KIND = ReciprocalRole(
    "role:kind",
    Pole("pole:kind-top", "listening"),
    Pole("pole:kind-bottom", "listened to"),
    "good_enough",
)
_PAIN = CorePain("pain:small", "never enough", under=("pole:small-bottom",))
_STEPS = (
    Step("step:small-1", "Not good enough", "belief"),
    Step("step:small-2", "Try harder", "action"),
    Step("step:small-3", "They ask for more", "others_respond"),
    Step("step:small-4", "Slip", "consequence"),
)  # fmt: skip
_TRAP = Procedure(
    "procedure:small",
    "Try harder",
    "trap",
    starts_at="pole:small-bottom",
    steps=_STEPS,
    returns_to="pole:small-bottom",
)
_DILEMMA = Procedure(
    "procedure:small", "All or nothing", "dilemma", starts_at="pole:small-bottom",
    horns=(
        Horn("horn:small-1", "Either all", (Step("step:small-5", "Do it all"),), "pole:small-bottom"),
        Horn("horn:small-2", "Or nothing", (Step("step:small-6", "Do none of it"),), "pole:small-bottom"),
    ),
)  # fmt: skip
_SNAG = replace(
    _TRAP, name="Not for me", kind="snag", wants="a day off", forbidden_by="pole:small-top"
)
_STATES = (
    SelfState("state:small-1", "On watch", "watchful", poles=("pole:small-bottom",)),
    SelfState("state:small-2", "Red pen", "angry", poles=("pole:small-top",)),
    Shift(
        "shift:small", "state:small-1", "state:small-2", "role_reversal", "abrupt", "one mistake"
    ),
)
SHOWN: Final[Mapping[str, tuple[Record, ...]]] = {
    "role": (_ROLE,),
    "pole": (_ROLE,),
    "pain": (_ROLE, _PAIN),
    "problem": (TargetProblem("problem:small", "I never stop"),),
    "procedure": (_ROLE, _TRAP),
    "step": (_ROLE, _TRAP),
    "dilemma": (_ROLE, _DILEMMA),
    "snag": (_ROLE, _SNAG),
    "exit": (
        _ROLE,
        _KIND,
        _TRAP,
        Exit("exit:small", "Ask what is enough", "tried", "step:small-2", "pole:kind-bottom"),
    ),
    "observer": (Observer("observer:small", "noticing it"),),
    "state": (_ROLE, *_STATES[:2]),
    "shift": (_ROLE, *_STATES),
    "pull": (
        _ROLE,
        Pull("pull:small", felt_by="key worker", invited_to="pole:small-top", acted_on="enacted"),
    ),
    "group": (
        _ROLE,
        Group("group:small", "The team"),
        Link("link:small", "group:small", "pole:small-top", "drawn_to"),
    ),
}
"""What shows a kind of record, in the fewest records that do."""
