"""The records a notebook holds, in the field's own names; frozen, with no clock, ids, files or screens.

Ids say what they name: `role:…`, `pole:…`, `pull:…`. Poles, steps and horns are parts: they live
inside a role or a procedure and can be pointed at like anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from .fields import amount, day, lines, one_of, points_at, prose, short
from .kinds import (
    ABOUT,
    ACTED_ON,
    ASKED_OUTCOMES,
    COLOURS,
    DIRECTIONS,
    DRAWING_KINDS,
    EMBLEMS,
    EVIDENCE_MARKS,
    EXIT_STAGES,
    HYPOTHESIS_STANDINGS,
    LINK_KINDS,
    NOTE_FORMATS,
    NOTE_STANDINGS,
    PROCEDURE_KINDS,
    PULL_KINDS,
    PULL_PLACES,
    READERS,
    REMEMBERED,
    SHIFT_KINDS,
    SHIFT_SPEEDS,
    STANDINGS,
    STATE_KINDS,
    STEP_PARTS,
    TONES,
    WHOSE,
)


@dataclass(frozen=True, slots=True)
class Held:
    """How firmly something is held, when it was last looked at, and who may see it."""

    standing: str = one_of(STANDINGS, "provisional", label="how it is held")
    looked_at: str = day(label="last looked at")
    readers: str = one_of(READERS, "person", label="who may see it")


FOR_THE_PERSON = Held()
FOR_SUPERVISION = Held(readers="supervision")


@dataclass(frozen=True, slots=True)
class PathwayStage:
    """One stretch of the way through a service; `months` long, or `months_away` when still to come."""

    stage: str = short(label="stage")
    months: float | None = amount(1_200, label="months")
    months_away: float | None = amount(1_200, label="months away")


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose notebook this is: pseudonym, emblem and colour, so that the wrong one is noticed."""

    prefix: ClassVar[str] = "cover"

    id: str
    title: str = short(label="title")
    pseudonym: str = short(label="pseudonym")
    setting: str = short(label="setting")
    vignette: str = prose(label="what brings them")
    stage: str = short(label="where on the pathway")
    pathway: tuple[PathwayStage, ...] = ()
    emblem: str = one_of(EMBLEMS, "leaf", label="emblem")
    colour: str = one_of(COLOURS, "slate", label="colour")
    fictional: bool = False
    shown_on: str = day(label="last shown to the person")
    practice: str = short(60, label="practises on")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words on the page that are nothing yet."""

    prefix: ClassVar[str] = "phrase"

    id: str
    words: str = short(label="words")
    whose: str = one_of(WHOSE, "", label="whose words")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class Pole:
    """One end of a reciprocal role; it lives only inside its role."""

    prefix: ClassVar[str] = "pole"

    id: str
    words: str = short(label="words")
    whose: str = one_of(WHOSE, "", label="whose words")


@dataclass(frozen=True, slots=True)
class Seen:
    """A direction in which a role has been seen, with an example (Ryle & Kerr 2020)."""

    direction: str = one_of(DIRECTIONS, "other_to_self", label="direction")
    example: str = short(label="example")


@dataclass(frozen=True, slots=True)
class ReciprocalRole:
    """One learned relationship, such as criticising to criticised: one object, two poles (Ryle & Kerr 2020)."""

    prefix: ClassVar[str] = "role"

    id: str
    top: Pole
    bottom: Pole
    tone: str = one_of(TONES, "", label="what it is like")
    seen: tuple[Seen, ...] = ()
    held: Held = FOR_THE_PERSON

    def parts(self) -> Iterator[Pole]:
        """The two poles, top first."""
        yield self.top
        yield self.bottom


@dataclass(frozen=True, slots=True)
class CorePain:
    """The feeling hardest to bear, under one or more bottom poles (Nehmad 1997)."""

    prefix: ClassVar[str] = "pain"

    id: str
    words: str = short(label="words")
    whose: str = one_of(WHOSE, "", label="whose words")
    under: tuple[str, ...] = points_at("pole", many=True, label="under which poles")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class TargetProblem:
    """What the person wants help with, in their words."""

    prefix: ClassVar[str] = "problem"

    id: str
    words: str = short(label="words")
    whose: str = one_of(WHOSE, "", label="whose words")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class Observer:
    """The observing eye: the part that can look at the map, drawn outside the loops (Yorke 2024)."""

    prefix: ClassVar[str] = "observer"

    id: str
    words: str = short(label="words")
    whose: str = one_of(WHOSE, "", label="whose words")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class Group:
    """A party in a team map: the person, some of the staff, the system."""

    prefix: ClassVar[str] = "group"

    id: str
    words: str = short(label="who")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class SelfState:
    """A recognisable way of being, with its own mood, sense of self and way of relating (Ryle 2004)."""

    prefix: ClassVar[str] = "state"

    id: str
    name: str = short(label="name")
    kind: str = one_of(STATE_KINDS, "", label="what sort of state")
    poles: tuple[str, ...] = points_at("pole", many=True, label="poles it holds")
    feels: str = short(label="feels")
    body: str = short(label="in the body")
    sees_others_as: str = short(label="others look")
    unstable: bool = field(default=False, metadata={"label": "hard to stay in"})
    whose: str = one_of(WHOSE, "", label="whose words")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class Shift:
    """A change from one state to another, with what sets it off (Ryle & Kerr 2002)."""

    prefix: ClassVar[str] = "shift"

    id: str
    from_state: str | None = points_at("state", goes_along=True, label="from")
    to_state: str | None = points_at("state", goes_along=True, label="to")
    kind: str = one_of(SHIFT_KINDS, "self_state", label="what changes")
    speed: str = one_of(SHIFT_SPEEDS, "", label="speed")
    trigger: str = short(label="trigger")
    early_sign: str = short(label="early sign")
    remembered: str = one_of(REMEMBERED, "", label="afterwards")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of a procedure; `at` is the pole it is lived from, `who` the party that takes it."""

    prefix: ClassVar[str] = "step"

    id: str
    words: str = short(label="words")
    part: str = one_of(STEP_PARTS, "", label="part")
    at: str | None = points_at("pole", label="lived from")
    who: str | None = points_at("group", label="who")


@dataclass(frozen=True, slots=True)
class Horn:
    """One of the two ways of a dilemma, and where it comes home to."""

    prefix: ClassVar[str] = "horn"

    id: str
    name: str = short(label="name")
    steps: tuple[Step, ...] = ()
    returns_to: str | None = points_at("pole", "pain", label="comes back to")


@dataclass(frozen=True, slots=True)
class Procedure:
    """A trap, dilemma or snag: the repeated response, step by step and home again (Blunden 1993).

    A trap or snag has `steps` and `returns_to`; a dilemma has two `horns`, each with its own.
    A snag also says what is wanted and which pole forbids it.
    """

    prefix: ClassVar[str] = "procedure"

    id: str
    name: str = short(label="name")
    kind: str = one_of(PROCEDURE_KINDS, "trap", label="what kind of loop")
    serves: tuple[str, ...] = points_at("problem", many=True, label="problems it keeps going")
    starts_at: str | None = points_at("pole", label="starts at")
    steps: tuple[Step, ...] = ()
    horns: tuple[Horn, ...] = ()
    returns_to: str | None = points_at("pole", "pain", label="comes back to")
    wants: str = short(label="what is wanted")
    forbidden_by: str | None = points_at("pole", label="forbidden by")
    held: Held = FOR_THE_PERSON

    def parts(self) -> Iterator[Step | Horn]:
        """Every step and horn, in reading order."""
        yield from self.steps
        for horn in self.horns:
            yield horn
            yield from horn.steps

    def all_steps(self) -> Iterator[Step]:
        """Every step, those of the horns included, in reading order."""
        yield from (part for part in self.parts() if isinstance(part, Step))


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a procedure into a different way of relating (Sandhu et al. 2017)."""

    prefix: ClassVar[str] = "exit"

    id: str
    words: str = short(label="words")
    stage: str = one_of(EXIT_STAGES, "idea", label="how far it has come")
    leaves: str | None = points_at("step", label="leaves from")
    arrives: str | None = points_at("pole", label="arrives at")
    with_whom: str = short(label="who else does something different")
    whose: str = one_of(WHOSE, "", label="whose words")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class Link:
    """Any other typed arrow between two things on the map."""

    prefix: ClassVar[str] = "link"

    id: str
    from_id: str | None = points_at(goes_along=True, label="from")
    to_id: str | None = points_at(goes_along=True, label="to")
    kind: str = one_of(LINK_KINDS, "leads_to", label="what the arrow says")
    words: str = short(label="words")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class Drawing:
    """One of several drawings of the same records."""

    prefix: ClassVar[str] = "drawing"

    id: str
    kind: str = one_of(DRAWING_KINDS, "role_map", label="kind")
    name: str = short(label="name")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one record stands in one drawing: the middle of it, in drawing units (1 unit = 1 CSS pixel)."""

    prefix: ClassVar[str] = "placement"

    id: str
    drawing: str | None = points_at("drawing", goes_along=True)
    record: str | None = points_at(goes_along=True)
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Action:
    """Something agreed: who, what, by when."""

    who: str = short(label="who")
    what: str = short(label="what")
    by: str = day(label="by")
    done: str = day(label="done on")


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of a meeting: its name, how long it is meant to take, and what may be asked in it."""

    name: str = short(label="phase")
    minutes: int | None = amount(600, label="minutes")
    prompts: tuple[str, ...] = lines(label="prompts")


@dataclass(frozen=True, slots=True)
class LetStand:
    """Words that might say who somebody is, left in a note on purpose, and why."""

    words: str = short(label="words")
    reason: str = short(label="why they may stand")


@dataclass(frozen=True, slots=True)
class Addendum:
    """Words added to a note after it was signed."""

    written: str = day(label="date")
    words: str = prose(label="words")


@dataclass(frozen=True, slots=True)
class SupervisionNote:
    """A record of our thinking and feeling; neither the clinical record nor minutes."""

    prefix: ClassVar[str] = "note"

    id: str
    date: str = day(label="date")
    format: str = one_of(NOTE_FORMATS, "group_supervision", label="kind of meeting")
    minutes: int | None = amount(10_000, label="minutes")
    present: tuple[str, ...] = lines(label="roles present")
    brought_by: str = short(label="brought by")
    question: str = short(label="their question")
    observed: tuple[str, ...] = lines(label="what was observed")
    inferred: tuple[str, ...] = lines(label="what was inferred")
    text: str = prose(label="notes")
    about: tuple[str, ...] = points_at(many=True, label="about")
    parallel_process: str = short(label="what happened between us")
    agreed: tuple[Action, ...] = ()
    share_back: str = short(label="what goes back to the person")
    risk_and_record: str = short(label="where risk was recorded")
    review_on: str = day(label="look again on")
    standing: str = one_of(NOTE_STANDINGS, "draft", label="standing")
    signed_on: str = day(label="signed on")
    addenda: tuple[Addendum, ...] = ()
    shape: str = short(label="format")
    phases: tuple[Phase, ...] = ()
    let_stand: tuple[LetStand, ...] = ()
    signed_version: int | None = amount(1_000_000_000, label="signed at version")
    signed_seal: str = short(label="seal of the drawing at signing")
    held: Held = FOR_SUPERVISION


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a note tied to a record: the quote, and what stands before and after it.

    How it is found again: W3C Web Annotation, text quote selector (Sanderson, Ciccarese & Young 2017).
    """

    prefix: ClassVar[str] = "passage"

    id: str
    note: str | None = points_at("note", goes_along=True, label="from the note")
    about: str | None = points_at(label="about")
    quote: str = prose(label="words")
    before: str = short(label="what stands before")
    after: str = short(label="what stands after")
    at: int | None = amount(1_000_000, label="place in the note")
    tied_on: str = day(label="tied on")
    held: Held = FOR_SUPERVISION


@dataclass(frozen=True, slots=True)
class Stood:
    """How a hypothesis stood from one day on, and why."""

    status: str = one_of(HYPOTHESIS_STANDINGS, "open", label="how it stands")
    on: str = day(label="since")
    why: str = short(label="why")


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A tentative idea with a rival and something that would change our mind (DCP 2011)."""

    prefix: ClassVar[str] = "hypothesis"

    id: str
    note: str | None = points_at("note", label="from the note")
    words: str = short(label="we wonder")
    about: str = one_of(ABOUT, "", label="about")
    links: tuple[str, ...] = points_at(many=True, label="points at")
    alternative_to: tuple[str, ...] = points_at("hypothesis", many=True, label="rivals")
    evidence_for: tuple[str, ...] = lines(label="speaks for it")
    evidence_against: tuple[str, ...] = lines(label="speaks against it")
    expect_to_see: str = short(label="what we would expect to see")
    would_change_our_mind: str = short(label="what would change our mind")
    raised_by: str = short(label="raised by")
    raised_on: str = day(label="raised on")
    look_again_on: str = day(label="look again on")
    status: str = one_of(HYPOTHESIS_STANDINGS, "open", label="where it stands now")
    story: tuple[Stood, ...] = ()
    worth_remembering: str = short(label="worth remembering, because")
    held: Held = FOR_SUPERVISION


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that was seen or heard, apart from what anybody made of it; shared by all hypotheses."""

    prefix: ClassVar[str] = "observation"

    id: str
    words: str = short(label="what was seen or heard")
    note: str | None = points_at("note", label="from the note")
    seen_on: str = day(label="when")
    held: Held = FOR_SUPERVISION


@dataclass(frozen=True, slots=True)
class Mark:
    """How one observation bears on one hypothesis, in the eyes of one role or of all together (Heuer 1999)."""

    prefix: ClassVar[str] = "mark"

    id: str
    observation: str | None = points_at("observation", goes_along=True, label="observation")
    hypothesis: str | None = points_at("hypothesis", goes_along=True, label="hypothesis")
    by: str = short(label="in whose eyes (a role, not a name; empty: all together)")
    bears: str = one_of(EVIDENCE_MARKS, "", label="how it bears")


@dataclass(frozen=True, slots=True)
class Pull:
    """Where a helper noticed being drawn; it belongs to the helper who felt it (Ryle 1998)."""

    prefix: ClassVar[str] = "pull"

    id: str
    note: str | None = points_at("note", label="from the note")
    felt_by: str = short(label="felt by (a role, not a name)")
    where: str = one_of(PULL_PLACES, "with_person", label="where")
    feeling: str = short(label="feeling")
    body: str = short(label="in my body")
    urge: str = short(label="what I wanted to do")
    invited_to: str | None = points_at("pole", label="pole it invites me into")
    other_at: str | None = points_at("pole", label="pole that leaves the other in")
    kind: str = one_of(PULL_KINDS, "unplaced", label="kind")
    strength: int | None = amount(10, label="strength")
    acted_on: str = one_of(ACTED_ON, "", label="what I did with it")
    could_also_be: str = short(label="could also be mine, the team's, the system's")
    instead: str = short(label="what I could do instead")
    repair: str = short(label="repair")
    exit: str | None = points_at("exit", label="the way out it serves")
    hypotheses: tuple[str, ...] = points_at("hypothesis", many=True, label="hypotheses it bears on")
    felt_on: str = day(label="when")
    stage: str = short(label="where on the pathway then")
    held: Held = FOR_SUPERVISION


@dataclass(frozen=True, slots=True)
class Voice:
    """The person's own words, with themes, tied to records."""

    prefix: ClassVar[str] = "voice"

    id: str
    words: str = prose(label="words")
    said_on: str = day(label="when")
    themes: tuple[str, ...] = lines(label="themes")
    links: tuple[str, ...] = points_at(many=True, label="about")
    held: Held = FOR_THE_PERSON


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was worth asking and has been answered, or set aside with a reason.

    `digest` stands for what the question hung on: once that changes, it may be asked again.
    """

    prefix: ClassVar[str] = "asked"

    id: str
    rule: str = short(label="rule")
    about: tuple[str, ...] = points_at(many=True, label="about")
    digest: str = short(label="what it hung on")
    outcome: str = one_of(ASKED_OUTCOMES, "answered", label="what became of it")
    question: str = prose(label="what was asked")
    words: str = prose(label="what we said")
    on: str = day(label="when")
    held: Held = FOR_SUPERVISION


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that left the notebook: the mark it carries, for whom it was made, what it was and when."""

    prefix: ClassVar[str] = "copy"

    id: str
    mark: str = short(60, label="mark")
    for_whom: str = short(60, label="for whom")
    what: str = short(label="what it was")
    left_out: tuple[str, ...] = lines(label="what it left out")
    made_on: str = day(label="made on")
    version: int | None = amount(1_000_000_000, label="made from version")
    held: Held = FOR_SUPERVISION


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a comment, in place; `by` is a role, not a name."""

    words: str = prose(label="answer")
    by: str = short(60, label="answered by (a role, not a name)")
    on: str = day(label="when")


@dataclass(frozen=True, slots=True)
class Comment:
    """What a supervisor wondered beside one thing on a practice map, and what was answered in place."""

    prefix: ClassVar[str] = "comment"

    id: str
    about: str | None = points_at(label="beside")
    words: str = prose(label="what is wondered")
    by: str = short(60, label="by (a role, not a name)")
    on: str = day(label="when")
    replies: tuple[Reply, ...] = ()
    settled_on: str = day(label="settled on")
    held: Held = FOR_SUPERVISION


Record = (
    Cover
    | Phrase
    | ReciprocalRole
    | CorePain
    | TargetProblem
    | Observer
    | Group
    | SelfState
    | Shift
    | Procedure
    | Exit
    | Link
    | Drawing
    | Placement
    | SupervisionNote
    | Passage
    | Hypothesis
    | Observation
    | Mark
    | Pull
    | Voice
    | Asked
    | Copy
    | Comment
)
"""Anything a formulation holds under an id of its own."""

Part = Pole | Step | Horn
"""Something that lives inside a record and can be pointed at."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One row of the table of records: its class, what it is called, and whether it can stand on a drawing."""

    record: type[Record]
    label: str
    plural: str
    drawn: bool = False
    article: str = field(default="a")

    @property
    def prefix(self) -> str:
        """How ids of this kind begin."""
        return self.record.prefix


RECORD_KINDS: dict[str, RecordKind] = {
    row.prefix: row
    for row in (
        RecordKind(Cover, "cover", "covers"),
        RecordKind(Phrase, "phrase", "phrases", drawn=True),
        RecordKind(ReciprocalRole, "reciprocal role", "reciprocal roles", drawn=True),
        RecordKind(CorePain, "core pain", "core pain", drawn=True),
        RecordKind(TargetProblem, "target problem", "target problems"),
        RecordKind(Observer, "observing eye", "observing eyes", drawn=True, article="an"),
        RecordKind(Group, "party", "parties", drawn=True),
        RecordKind(SelfState, "state", "states", drawn=True),
        RecordKind(Shift, "shift", "shifts", drawn=True),
        RecordKind(Procedure, "procedure", "procedures", drawn=True),
        RecordKind(Exit, "exit", "exits", drawn=True, article="an"),
        RecordKind(Link, "link", "links", drawn=True),
        RecordKind(Drawing, "drawing", "drawings"),
        RecordKind(Placement, "placement", "placements"),
        RecordKind(SupervisionNote, "supervision note", "supervision notes"),
        RecordKind(Passage, "passage", "passages"),
        RecordKind(Hypothesis, "hypothesis", "hypotheses"),
        RecordKind(Observation, "observation", "observations", article="an"),
        RecordKind(Mark, "mark", "marks"),
        RecordKind(Pull, "pull", "pulls"),
        RecordKind(Voice, "voice", "voices"),
        RecordKind(Asked, "question asked", "questions asked"),
        RecordKind(Copy, "copy", "copies"),
        RecordKind(Comment, "comment", "comments"),
    )
}

PART_KINDS: dict[str, tuple[str, str]] = {
    "pole": ("pole", "poles"),
    "step": ("step", "steps"),
    "horn": ("horn", "horns"),
}


def kind_of(record_id: str) -> str:
    """What an id names: the part before its colon."""
    return record_id.partition(":")[0]


def label_of(record_id: str) -> str:
    """What to call the thing an id names, in words."""
    prefix = kind_of(record_id)
    if prefix in PART_KINDS:
        return PART_KINDS[prefix][0]
    return RECORD_KINDS[prefix].label if prefix in RECORD_KINDS else prefix
