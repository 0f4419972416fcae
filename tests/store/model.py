"""Three people using one shelf at random, beside a plain dictionary that says what ought to be there."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import Phrase, Record
from formulation.domain.verbs import adding, removing, rewording
from formulation.store.shelf import Kept, Shelf
from tests.store.people import phrase, robin

PEOPLE = ("one", "two", "three")
MOST = 8
"""How many phrases and how many formulations there are at most, so that people meet."""


@dataclass
class Use:
    """What a run came to."""

    steps: int = 0
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        done = ", ".join(f"{count} {what}" for what, count in sorted(self.done.items()))
        return (
            f"{self.steps} steps by three people: {done}; {len(self.wrong)} not as the model says"
        )


def use_at_random(shelf: Shelf, steps: int, seed: int) -> Use:
    """Begin, add, reword, remove and take back at random, each on what this person saw last."""
    dice, use = random.Random(seed), Use()  # noqa: S311
    model: dict[str, dict[str, Record]] = {}
    versions: dict[str, int] = {}
    seen: dict[tuple[str, str], Kept] = {}
    for step in range(steps):
        use.steps += 1
        who, key = dice.choice(PEOPLE), f"f-model{dice.randrange(MOST)}"
        if key not in model:
            seen[who, key] = shelf.begin(robin(key), by=who)
            model[key], versions[key] = dict(robin(key).records), 1
            use.done["begun"] += 1
        elif (who, key) not in seen or dice.random() < 0.3:
            seen[who, key] = shelf.take_down(key)
            use.done["looked"] += 1
        else:
            _act(shelf, dice, use, who, key, model, versions, seen, step)
        _compare(shelf, use, key, model, versions)
    return use


def _act(  # noqa: PLR0917 - one step of a run that has many things in hand
    shelf: Shelf,
    dice: random.Random,
    use: Use,
    who: str,
    key: str,
    model: dict[str, dict[str, Record]],
    versions: dict[str, int],
    seen: dict[tuple[str, str], Kept],
    step: int,
) -> None:
    held = seen[who, key]
    one = f"phrase:{dice.randrange(MOST)}"
    before = held.formulation.records.get(one)
    if before is None:
        what, change = "added", adding(held.formulation, phrase(int(one[7:]), f"said at {step}"))
        now: Record | None = Phrase(one, f"said at {step}")
    elif dice.random() < 0.3:
        what, change, now = "removed", removing(held.formulation, one), None
    else:
        what, change = "reworded", rewording(held.formulation, one, f"said at {step}")
        now = Phrase(one, f"said at {step}")
    fits = model[key].get(one) == before
    try:
        seen[who, key] = shelf.put_back(key, change, onto=held.version, by=who)
    except FormulationError:
        use.done["refused"] += 1
        if fits:
            use.wrong.append(f"step {step}: refused, though nobody had touched it")
        seen[who, key] = shelf.take_down(key)
        return
    use.done[what] += 1
    if not fits:
        use.wrong.append(f"step {step}: kept over what somebody else had written")
    versions[key] += 1
    if now is None:
        model[key].pop(one, None)
    else:
        model[key][one] = now


def _compare(
    shelf: Shelf,
    use: Use,
    key: str,
    model: dict[str, dict[str, Record]],
    versions: dict[str, int],
) -> None:
    kept = shelf.take_down(key)
    if kept.formulation != Formulation(key, model[key]) or kept.version != versions[key]:
        use.wrong.append(f"after step {use.steps} {key} is not as the model says")
    if dict(shelf.heads()) != versions:
        use.wrong.append(f"after step {use.steps} the heads are not as the model says")
