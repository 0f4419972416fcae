"""Ottoline, who mends clocks: small fictional maps, for every rule one that asks and one that does not."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import (
    CorePain,
    Cover,
    Exit,
    Held,
    Horn,
    Hypothesis,
    Mark,
    Observation,
    Observer,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    Record,
    Seen,
    SelfState,
    Shift,
    Step,
    SupervisionNote,
)

TODAY = datetime.date(2031, 6, 30)
LONG_AGO = TODAY - datetime.timedelta(days=60)
LATELY = TODAY - datetime.timedelta(days=3)


@dataclass(frozen=True)
class Case:
    """One rule: records that make it ask, what about, and the same records mended so that it does not."""

    rule: str
    asks: tuple[Record, ...]
    about: tuple[str, ...]
    quiet: tuple[Record, ...]
    changed: Mapping[str, datetime.date] = field(default_factory=dict)
    changed_when_quiet: Mapping[str, datetime.date] | None = None
    begun: datetime.date | None = None


def formulation_of(records: tuple[Record, ...]) -> Formulation:
    """A formulation that holds these and nothing else."""
    return Formulation("f-ottoline", {one.id: one for one in records})


BOTH_WAYS = (Seen("other_to_self", "the master"), Seen("self_to_other", "the apprentice"))

HURRYING = ReciprocalRole(
    "role:hurry",
    Pole("pole:hurry-top", "hurrying, tutting", "person"),
    Pole("pole:hurry-bottom", "hurried, all thumbs", "person"),
    tone="hurtful",
    seen=BOTH_WAYS,
)
FORGETTING = ReciprocalRole(
    "role:forget",
    Pole("pole:forget-top", "shelving, leaving unwound", "shared"),
    Pole("pole:forget-bottom", "stopped, left on a shelf", "person"),
    tone="hurtful",
    seen=BOTH_WAYS,
)
PATIENT = ReciprocalRole(
    "role:patient",
    Pole("pole:patient-top", "taking the time", "shared"),
    Pole("pole:patient-bottom", "given time", "person"),
    tone="good_enough",
    seen=BOTH_WAYS,
)
DOING, DONE_TO = HURRYING.top.id, HURRYING.bottom.id
ALL_THUMBS = CorePain("pain:slow", "too slow to be kept", "person", under=(DONE_TO,))

STEPS = (
    Step("step:1", "Somebody looks at the time", "trigger"),
    Step("step:2", "Be done before they sigh", "aim"),
    Step("step:3", "Force the spring", "action", at=DONE_TO),
    Step("step:4", "They take the work away", "others_respond", at=DOING),
)
FORCED = Procedure(
    "procedure:forced",
    "Forcing the spring",
    "trap",
    starts_at=DONE_TO,
    steps=STEPS,
    returns_to=DONE_TO,
)
NEVER_FINISHED = replace(
    FORCED,
    id="procedure:never",
    name="Never quite finished",
    kind="snag",
    wants="A shop with her own name on it",
    forbidden_by=DOING,
    steps=tuple(replace(one, id=f"{one.id}-never") for one in STEPS),
)
RUSH = Horn(
    "horn:rush", "Either rush", (Step("step:r1", "Be quick", "action"),), returns_to=DONE_TO
)
STOP = Horn(
    "horn:stop", "Or stop", (Step("step:s1", "Shut the shop", "action"),), FORGETTING.bottom.id
)
RUSH_OR_STOP = Procedure(
    "procedure:rush", "Rush or stop", "dilemma", starts_at=DONE_TO, horns=(RUSH, STOP)
)
BREATHE = Exit(
    "exit:breathe", "Put the tool down first", "tried",
    leaves="step:2", arrives=PATIENT.bottom.id, with_whom="The customer sits down",
)  # fmt: skip
EYE = Observer("observer:glass", "Looking through the glass", "person")

WOUND_UP = SelfState("state:wound", "Wound up", poles=(DONE_TO,))
STOPPED = SelfState("state:stopped", "Stopped", poles=(FORGETTING.bottom.id,))
TICKING = SelfState("state:ticking", "Ticking over", poles=(PATIENT.bottom.id,))
SNAP = Shift("shift:snap", WOUND_UP.id, STOPPED.id, trigger="A second sigh")
START = Shift("shift:start", STOPPED.id, WOUND_UP.id, trigger="The bell on the door")
SETTLE = Shift("shift:settle", STOPPED.id, TICKING.id, trigger="Oil and a lamp")
AGAIN = Shift("shift:again", TICKING.id, WOUND_UP.id, trigger="A clock that is wanted back")

JUNE = SupervisionNote("note:june", date="2031-06-03", question="Why are we so quick with her?")
BRISK = Pull(
    "pull:brisk",
    note=JUNE.id,
    felt_by="therapist",
    urge="Finish her sentence",
    invited_to=DOING,
    other_at=DONE_TO,
    kind="reciprocating",
    acted_on="enacted",
    could_also_be="The room is booked after us",
    repair="Said I had hurried",
)
ELSEWHERE = replace(
    BRISK, id="pull:else", felt_by="receptionist", where="in_team", urge="Leave her card in the box",
    invited_to=FORGETTING.top.id, other_at=FORGETTING.bottom.id,
)  # fmt: skip
OFTEN = tuple(
    note
    for month in ("03", "04", "05")
    for note in (
        SupervisionNote(f"note:{month}", date=f"2031-{month}-03"),
        replace(BRISK, id=f"pull:{month}", note=f"note:{month}"),
    )
)

SIGHS = Hypothesis(
    "hypothesis:sighs",
    words="We wonder whether a sigh sounds like the master's",
    about="relationship",
    links=(HURRYING.id,),
    alternative_to=("hypothesis:hands",),
    evidence_for=("Dropped the pin when I breathed out",),
    evidence_against=("Laughed when the kettle sighed",),
    expect_to_see="Fewer pins dropped when nobody sighs",
    would_change_our_mind="Pins dropped all the same",
    look_again_on="2031-07-10",
)
HANDS = replace(
    SIGHS, id="hypothesis:hands", words="It may be that her hands hurt", about="context",
    alternative_to=(SIGHS.id,),
)  # fmt: skip

FULL = (HURRYING, PATIENT, ALL_THUMBS, FORCED, BREATHE, EYE)
"""A small map about which nothing is asked."""


def roles(many: int) -> tuple[ReciprocalRole, ...]:
    """Several roles, none like another."""
    said = ("oiling", "winding", "weighing", "polishing", "chiming", "repairing", "dusting")
    return tuple(
        ReciprocalRole(
            f"role:many-{at}",
            Pole(f"pole:many-{at}-top", f"{said[at]} {at}", "person"),
            Pole(f"pole:many-{at}-bottom", f"{said[-1 - at]} number {at}", "person"),
        )
        for at in range(many)
    )


def half(role: ReciprocalRole) -> ReciprocalRole:
    """The same role with nobody at its top."""
    return replace(role, top=replace(role.top, words=" "))


def worded(role: ReciprocalRole, words: str) -> ReciprocalRole:
    """The same role with other words at its top."""
    return replace(role, top=replace(role.top, words=words))


def said_by(role: ReciprocalRole, whose: str) -> ReciprocalRole:
    """The same role in somebody's words."""
    return replace(
        role, top=replace(role.top, whose=whose), bottom=replace(role.bottom, whose=whose)
    )


TWIN = replace(
    worded(HURRYING, "hurrying, tutting on"),
    id="role:twin",
    top=Pole("pole:twin-top", "hurrying, tutting on"),
    bottom=Pole("pole:twin-bottom", "hurried, all thumbs"),
)
RELIEF = (*STEPS[:1], replace(STEPS[1], part="belief"), *STEPS[2:])
LONELY_STEPS = (*STEPS[:3], replace(STEPS[3], part="consequence"))
TWO_FROM_HORNS = (HURRYING, FORGETTING, PATIENT, RUSH_OR_STOP)
SEE_SAW = (HURRYING, FORGETTING, WOUND_UP, STOPPED, SNAP, START)
THREE = (*SEE_SAW, PATIENT, TICKING, SETTLE, AGAIN)

CASES = (
    Case("role-one-pole", (half(HURRYING),), (HURRYING.id,), (HURRYING,)),
    Case("role-label", (worded(HURRYING, "manipulative"),), (DOING,), (HURRYING,)),
    Case("role-one-direction", (replace(HURRYING, seen=BOTH_WAYS[:1]),), (HURRYING.id,), (HURRYING,)),
    Case("role-pole-silent", (replace(HURRYING, seen=BOTH_WAYS[:1]),), (HURRYING.id,), (HURRYING,)),
    Case("role-twins", (HURRYING, TWIN), (HURRYING.id, TWIN.id), (HURRYING, FORGETTING)),
    Case("map-no-good-enough", (HURRYING,), (), (HURRYING, PATIENT)),
    Case("pain-missing", (HURRYING,), (), (HURRYING, ALL_THUMBS)),
    Case(
        "pain-untouched",
        (HURRYING, FORGETTING, FORCED, replace(ALL_THUMBS, under=(FORGETTING.bottom.id,))),
        (ALL_THUMBS.id,),
        (HURRYING, FORCED, ALL_THUMBS),
    ),
    Case(
        "loop-open",
        (HURRYING, PATIENT, replace(FORCED, returns_to=PATIENT.bottom.id)),
        (FORCED.id,),
        (HURRYING, PATIENT, FORCED),
    ),
    Case("loop-no-aim", (HURRYING, replace(FORCED, steps=RELIEF)), (FORCED.id,), (HURRYING, FORCED)),
    Case(
        "loop-no-other",
        (HURRYING, replace(FORCED, steps=LONELY_STEPS)),
        (FORCED.id,),
        (HURRYING, FORCED),
    ),
    Case("loop-length", (HURRYING, replace(FORCED, steps=STEPS[:3])), (FORCED.id,), (HURRYING, FORCED)),
    Case(
        "dilemma-one-horn",
        (HURRYING, replace(RUSH_OR_STOP, horns=(RUSH, Horn("horn:blank")))),
        (RUSH_OR_STOP.id,),
        (HURRYING, FORGETTING, RUSH_OR_STOP),
    ),
    Case(
        "snag-incomplete",
        (HURRYING, replace(NEVER_FINISHED, forbidden_by=None)),
        (NEVER_FINISHED.id,),
        (HURRYING, NEVER_FINISHED),
    ),
    Case("exit-missing", (HURRYING, FORCED), (FORCED.id,), (HURRYING, PATIENT, FORCED, BREATHE)),
    Case("exit-nowhere", (replace(BREATHE, leaves=None, arrives=None),), (BREATHE.id,), FULL),
    Case(
        "exit-old-loop",
        (HURRYING, FORCED, replace(BREATHE, arrives=DOING)),
        (BREATHE.id,),
        FULL,
    ),
    Case(
        "exit-other-horn",
        (*TWO_FROM_HORNS, replace(BREATHE, leaves="step:r1", arrives=FORGETTING.bottom.id)),
        (BREATHE.id, RUSH_OR_STOP.id),
        (*TWO_FROM_HORNS, replace(BREATHE, leaves="step:r1")),
    ),
    Case("exit-solo", (*FULL[:-2], replace(BREATHE, with_whom="")), (BREATHE.id,), FULL),
    Case(
        "exit-stale",
        (*FULL[:4], replace(BREATHE, stage="idea")),
        (BREATHE.id,),
        (*FULL[:4], replace(BREATHE, stage="idea", held=Held(looked_at=LATELY.isoformat()))),
        changed={BREATHE.id: LONG_AGO},
    ),
    Case("state-no-way-out", (HURRYING, FORGETTING, WOUND_UP, STOPPED, SNAP), (STOPPED.id,), SEE_SAW),
    Case("state-no-way-in", (HURRYING, FORGETTING, WOUND_UP, STOPPED, SNAP), (WOUND_UP.id,), SEE_SAW),
    Case("shift-no-trigger", (*SEE_SAW[:4], replace(SNAP, trigger="")), (SNAP.id,), SEE_SAW),
    Case("state-no-role", (replace(WOUND_UP, poles=()),), (WOUND_UP.id,), (HURRYING, WOUND_UP)),
    Case("states-see-saw", SEE_SAW, (STOPPED.id, WOUND_UP.id), THREE),
    Case(
        "pull-unplaced",
        (replace(BRISK, note=None, invited_to=None, other_at=None),),
        (BRISK.id,),
        (HURRYING, JUNE, BRISK),
    ),
    Case("pull-half", (HURRYING, JUNE, replace(BRISK, other_at=None)), (BRISK.id,), (HURRYING, JUNE, BRISK)),
    Case(
        "pull-split",
        (HURRYING, FORGETTING, JUNE, BRISK, ELSEWHERE),
        (JUNE.id,),
        (HURRYING, FORGETTING, JUNE, BRISK, replace(ELSEWHERE, where="in_supervision")),
    ),
    Case("pull-no-repair", (HURRYING, JUNE, replace(BRISK, repair="")), (BRISK.id,), (HURRYING, JUNE, BRISK)),
    Case(
        "pull-always-them",
        (HURRYING, JUNE, replace(BRISK, could_also_be="")),
        (BRISK.id,),
        (HURRYING, JUNE, BRISK),
    ),
    Case(
        "pull-repeats",
        (HURRYING, *OFTEN),
        (DOING,),
        (HURRYING, *OFTEN),
        changed={HURRYING.id: datetime.date(2031, 2, 1)},
        changed_when_quiet={HURRYING.id: datetime.date(2031, 4, 1)},
    ),
    Case("hyp-alone", (HURRYING, replace(SIGHS, alternative_to=())), (SIGHS.id,), (HURRYING, SIGHS, HANDS)),
    Case(
        "hyp-only-for",
        (HURRYING, replace(SIGHS, evidence_against=()), HANDS),
        (SIGHS.id,),
        (
            HURRYING, HANDS, replace(SIGHS, evidence_against=()),
            Observation("observation:kettle", "Laughed at the kettle"),
            Mark("mark:kettle", "observation:kettle", SIGHS.id, bears="against"),
        ),
    ),
    Case(
        "hyp-untestable",
        (HURRYING, replace(SIGHS, would_change_our_mind=""), HANDS),
        (SIGHS.id,),
        (HURRYING, SIGHS, HANDS),
    ),
    Case(
        "hyp-certain",
        (HURRYING, replace(SIGHS, words="She obviously just wants us to wait"), HANDS),
        (SIGHS.id,),
        (HURRYING, SIGHS, HANDS),
    ),
    Case("hyp-unlinked", (HURRYING, replace(SIGHS, links=()), HANDS), (SIGHS.id,), (HURRYING, SIGHS, HANDS)),
    Case(
        "hyp-all-person",
        (HURRYING, replace(SIGHS, about="person"), replace(HANDS, about="person")),
        (HANDS.id, SIGHS.id),
        (HURRYING, SIGHS, HANDS),
    ),
    Case(
        "hyp-stale",
        (HURRYING, replace(SIGHS, look_again_on="2031-06-01"), HANDS),
        (SIGHS.id,),
        (
            HURRYING, HANDS,
            replace(SIGHS, look_again_on="2031-06-01", held=Held(looked_at="2031-06-02")),
        ),
    ),
    Case("map-in-pieces", (HURRYING, FORGETTING), (HURRYING.id,), (HURRYING, ALL_THUMBS, FORCED)),
    Case("map-crowded", roles(6), (), roles(5)),
    Case(
        "map-wordy",
        (worded(HURRYING, "always hurrying her along and tutting"),),
        (DOING,),
        (HURRYING,),
    ),
    Case("map-not-their-words", (said_by(HURRYING, "worker"),), (), (said_by(HURRYING, "shared"),)),
    Case("map-no-observer", (HURRYING,), (), (HURRYING, EYE)),
    Case(
        "map-unshared",
        (Cover(COVER), HURRYING),
        (),
        (Cover(COVER, shown_on=LATELY.isoformat()), HURRYING),
        begun=LONG_AGO,
    ),
    Case(
        "map-identifiers",
        (HURRYING, replace(JUNE, text="She lives at SW1A 1AA, above the shop.")),
        (JUNE.id,),
        (HURRYING, replace(JUNE, text="She lives above the shop.")),
    ),
)  # fmt: skip
"""Every rule, with records that make it ask and records that do not."""
