"""Formulations of any size, and formulations of half-finished or hostile things, to draw."""

from __future__ import annotations

from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Cover,
    Drawing,
    Exit,
    Group,
    Horn,
    Link,
    Observer,
    Phrase,
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

MAP, STATES, TEAM = "drawing:map", "drawing:states", "drawing:team"

DRAWINGS = (
    Drawing(MAP, "role_map", "Role map"),
    Drawing(STATES, "states", "States diagram"),
    Drawing(TEAM, "team_map", "Team map"),
)

WORDS = (
    "Someone asks where I have been", "It is a set-up", "Never be small again",
    "Get big, shout", "People back off and write it up", "Quiet for a bit", "Dropped again",
)  # fmt: skip


def formulation_of(*records: Record) -> Formulation:
    """A formulation that holds these records, a cover and three drawings."""
    every = (Cover("cover:cover", pseudonym="Robin"), *DRAWINGS, *records)
    return Formulation("f-growing", {record.id: record for record in every})


def role(
    name: str, top: str = "criticising", bottom: str = "criticised", tone: str = ""
) -> ReciprocalRole:
    """A role with ids made of its name."""
    return ReciprocalRole(
        f"role:{name}", Pole(f"pole:{name}-top", top), Pole(f"pole:{name}-bottom", bottom), tone
    )


def trap(name: str, at: str, steps: int = 6) -> Procedure:
    """A trap from a pole and back to it."""
    line = tuple(
        Step(f"step:{name}-{nth}", WORDS[nth % len(WORDS)], "others_respond" if nth == 4 else "")
        for nth in range(steps)
    )
    return Procedure(f"procedure:{name}", f"Round {name}", starts_at=at, steps=line, returns_to=at)


def large(elements: int) -> Formulation:
    """A map with about so many things on it."""
    records: list[Record] = []
    nth = 0
    while sum(_weight(record) for record in records) < elements:
        records.append(role(f"r{nth}", f"holding back {nth}", f"held at a distance {nth}"))
        records.append(trap(f"p{nth}", f"pole:r{nth}-bottom", 5 + nth % 3))
        records.append(
            Exit(f"exit:e{nth}", "Say what I need, once", leaves=f"step:p{nth}-1", arrives=f"pole:r{nth}-top")
        )  # fmt: skip
        if nth % 3 == 0:
            records.append(CorePain(f"pain:c{nth}", "left with it", under=(f"pole:r{nth}-bottom",)))
        if nth % 4 == 0:
            records.append(Phrase(f"phrase:w{nth}", "words that are nothing yet"))
        if nth:
            records.append(
                Link(f"link:l{nth}", f"procedure:p{nth}", f"procedure:p{nth - 1}", "sets_off")
            )
        nth += 1
    return formulation_of(*records)


def _weight(record: Record) -> int:
    if isinstance(record, ReciprocalRole):
        return 3
    return 1 + len(record.steps) if isinstance(record, Procedure) else 1


HOSTILE = (
    """</script><script>alert(1)</script> {{x}} ${x} & "quotes" 'single' ]]> <!-- --> \u202e"""
)


def hostile(words: str = HOSTILE) -> Formulation:
    """Every field that is drawn, or read aloud, holds the same unkind words."""
    parts = ("trigger", "others_respond")
    steps = tuple(
        Step(f"step:h{n}", words, part, "pole:h-top", "group:h") for n, part in enumerate(parts)
    )
    horns = tuple(Horn(f"horn:{n}", words, (Step(f"step:horn{n}", words),), "pain:h") for n in "ab")
    return formulation_of(
        ReciprocalRole("role:h", Pole("pole:h-top", words), Pole("pole:h-bottom", words), "service"),
        CorePain("pain:h", words, under=("pole:h-bottom",)),
        TargetProblem("problem:h", words),
        Observer("observer:h", words),
        Group("group:h", words),
        SelfState("state:h", words, "", ("pole:h-top",), words, words, words, True),
        SelfState("state:i", words),
        Shift("shift:h", "state:h", "state:i", trigger=words, early_sign=words, speed="abrupt"),
        Procedure(
            "procedure:h", words, "snag", ("problem:h",), "pole:h-bottom", steps, (),
            "pole:h-bottom", words, "pole:h-top",
        ),
        Procedure("procedure:d", words, "dilemma", (), "pole:h-bottom", (), horns),
        Exit("exit:h", words, "owned", "step:h0", "pole:h-top", words),
        Link("link:h", "group:h", "pole:h-top", "drawn_to", words),
        Link("link:i", "state:h", "pain:h", "hides", words),
        Phrase("phrase:h", words),
        Pull(
            "pull:h", felt_by=words, feeling=words, urge=words, invited_to="pole:h-top",
            acted_on="partly",
        ),
    )  # fmt: skip
