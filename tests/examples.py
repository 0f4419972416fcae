"""Bethan, who keeps a school's boilers: a fictional person drawn small, with every kind of record."""

from __future__ import annotations

from formulation.domain.formulation import COVER, Formulation
from formulation.domain.records import (
    Action,
    Addendum,
    Asked,
    Comment,
    Copy,
    CorePain,
    Cover,
    Drawing,
    Exit,
    Group,
    Held,
    Horn,
    Hypothesis,
    Link,
    Mark,
    Observation,
    Observer,
    Passage,
    PathwayStage,
    Phrase,
    Placement,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    Record,
    Reply,
    Seen,
    SelfState,
    Shift,
    Step,
    SupervisionNote,
    TargetProblem,
    Voice,
)

WHOSE_NOTEBOOK = Cover(
    COVER,
    title="Bethan: nobody need know",
    pseudonym="Bethan",
    setting="Twelve sessions at a health centre",
    vignette="Bethan is forty-seven and keeps the boilers of a school. She mends what breaks at night.",
    stage="community",
    pathway=(PathwayStage("community", months=3), PathwayStage("move_on", months_away=2.5)),
    emblem="lamp",
    colour="ochre",
    fictional=True,
)

CRITICISING = Pole("pole:b-critical-top", "criticising, checking up", "shared")
CRITICISED = Pole("pole:b-critical-bottom", "criticised, found out", "person")
CRITICAL = ReciprocalRole(
    "role:b-critical",
    CRITICISING,
    CRITICISED,
    tone="hurtful",
    seen=(
        Seen("other_to_self", "Her aunt with the torch"),
        Seen("self_to_self", "The list she reads over at night"),
    ),
    held=Held("agreed", "2031-02-03"),
)

ASKING = Pole("pole:b-kind-top", "asking how it is", "worker")
ASKED = Pole("pole:b-kind-bottom", "asked, not checked", "person")
KIND = ReciprocalRole("role:b-kind", ASKING, ASKED, tone="good_enough")

HALF = ReciprocalRole(
    "role:b-half", Pole("pole:b-half-top", "leaving early"), Pole("pole:b-half-bottom")
)

ALWAYS_WRONG = CorePain(
    "pain:b-wrong", "always in the wrong", "person", under=(CRITICISED.id, HALF.bottom.id)
)
TIRED = TargetProblem("problem:b-tired", "I mend it all night and I am so tired", "person")
EYE = Observer("observer:b-eye", "Sitting on the upturned bucket", "person")
STAFF = Group("group:b-staff", "The people in the office")
HERSELF = Group("group:b-self", "Bethan")

ON_WATCH = SelfState(
    "state:b-watch",
    "On watch",
    kind="watchful",
    poles=(CRITICISED.id, CRITICISING.id),
    feels="sharp, never off duty",
    body="neck like wood",
    sees_others_as="about to find something",
    whose="person",
)
GONE_FISHING = SelfState(
    "state:b-gone", "Gone fishing", kind="cut_off", feels="nothing much", unstable=True
)

SNAPS_OFF = Shift(
    "shift:b-off",
    ON_WATCH.id,
    GONE_FISHING.id,
    speed="abrupt",
    trigger="A second complaint in one day",
    early_sign="humming",
    remembered="in_part",
)
COMES_BACK = Shift("shift:b-back", GONE_FISHING.id, ON_WATCH.id, speed="gradual")

COMPLAINT = Step("step:b-mend-1", "A cold radiator is written in the book", "trigger", who=STAFF.id)
MY_FAULT = Step("step:b-mend-2", "It is my fault again", "belief", at=CRITICISED.id)
MEND_AT_NIGHT = Step("step:b-mend-3", "Go in at night and mend it", "action", who=HERSELF.id)
NOBODY_KNEW = Step("step:b-mend-4", "Nobody knew it was mended", "others_respond")
TIRED_OUT = Step("step:b-mend-5", "Tired, and the next thing slips", "consequence")
MENDING = Procedure(
    "procedure:b-mend",
    "Mend it before they look",
    "trap",
    serves=(TIRED.id,),
    starts_at=CRITICISED.id,
    steps=(COMPLAINT, MY_FAULT, MEND_AT_NIGHT, NOBODY_KNEW, TIRED_OUT),
    returns_to=CRITICISED.id,
)

SAY_NOTHING = Step("step:b-say-a1", "Say nothing and mend it", "action")
SHOUT_IT = Step("step:b-say-b1", "Shout about the boiler", "action", at=CRITICISING.id)
KEEP_QUIET = Horn("horn:b-say-a", "Either keep quiet", (SAY_NOTHING,), returns_to=ALWAYS_WRONG.id)
BLOW_UP = Horn("horn:b-say-b", "Or blow up", (SHOUT_IT,), returns_to=CRITICISED.id)
SAYING = Procedure(
    "procedure:b-say",
    "Quiet or loud",
    "dilemma",
    starts_at=CRITICISED.id,
    horns=(KEEP_QUIET, BLOW_UP),
)

PROMOTION = Step("step:b-rise-1", "Asked to run the whole site", "trigger")
FORGET_THE_FORM = Step("step:b-rise-2", "The form stays in the van", "action")
RISING = Procedure(
    "procedure:b-rise",
    "The form in the van",
    "snag",
    starts_at=CRITICISED.id,
    steps=(PROMOTION, FORGET_THE_FORM),
    returns_to=CRITICISED.id,
    wants="To be in charge of the site by day",
    forbidden_by=CRITICISING.id,
)

WRITE_IT_DOWN = Exit(
    "exit:b-write",
    "Write “seen it, Tuesday” in the book",
    "tried",
    leaves=MY_FAULT.id,
    arrives=ASKED.id,
    with_whom="The office reads the book at four",
    whose="shared",
)

QUIET_FEEDS_NIGHT = Link(
    "link:b-feeds", SAYING.id, MENDING.id, "sets_off", "A quiet day ends in a long night"
)
STAFF_DRAWN = Link("link:b-drawn", STAFF.id, CRITICISING.id, "drawn_to")
ECHO = Link("link:b-echo", CRITICAL.id, HALF.id, "echoes")

LOOSE_WORDS = Phrase("phrase:b-keys", "the big ring of keys", "person")

ROLE_MAP = Drawing("drawing:b-map", "role_map", "Role map")
STATES_DIAGRAM = Drawing("drawing:b-states", "states", "States diagram")
WHERE_CRITICAL_STANDS = Placement(
    "placement:b-map.role.b-critical", ROLE_MAP.id, CRITICAL.id, -120.0, 40.5
)
WHERE_MY_FAULT_STANDS = Placement(
    "placement:b-map.step.b-mend-2", ROLE_MAP.id, MY_FAULT.id, 300.0, -80.0
)

MARCH_NOTE = SupervisionNote(
    "note:b-march",
    date="2031-03-04",
    format="peer_group",
    minutes=50,
    present=("counsellor", "second counsellor"),
    brought_by="counsellor",
    question="Why do I tidy the room before she comes?",
    observed=("Straightened the chairs twice",),
    inferred=("She seemed to be checking the radiator",),
    text="We talked about chairs for a long time.",
    about=(CRITICAL.id, MENDING.id),
    parallel_process="We corrected one another's spelling",
    agreed=(Action("counsellor", "Leave the chairs as they are", "2031-03-11"),),
    share_back="Ask what the torch was for",
    risk_and_record="Nothing new; in the clinical record",
    review_on="2031-04-01",
    standing="signed",
    addenda=(Addendum("2031-03-05", "The chairs were left."),),
)
CHAIRS = Passage(
    "passage:b-chairs",
    note=MARCH_NOTE.id,
    about=CRITICAL.id,
    quote="talked about chairs",
    before="We ",
    after=" for a long time.",
    at=3,
    tied_on="2031-03-04",
)
CHECKED_ON = Hypothesis(
    "hypothesis:b-checked",
    note=MARCH_NOTE.id,
    words="We wonder whether being asked at all feels like the torch",
    about="relationship",
    links=(CRITICAL.id, MY_FAULT.id),
    alternative_to=("hypothesis:b-cold",),
    evidence_for=("Went quiet at the first question",),
    evidence_against=("Laughed at the third",),
    expect_to_see="Fewer questions, more told",
    would_change_our_mind="She asks to be asked",
    raised_by="counsellor",
    status="leading",
)
REALLY_COLD = Hypothesis(
    "hypothesis:b-cold",
    note=MARCH_NOTE.id,
    words="It may be that the boiler simply is too old",
    about="context",
    links=(SNAPS_OFF.id,),
    alternative_to=(CHECKED_ON.id,),
)
TIDYING = Pull(
    "pull:b-tidy",
    note=MARCH_NOTE.id,
    felt_by="counsellor",
    feeling="examined",
    body="straight back",
    urge="Tidy the room",
    invited_to=CRITICISED.id,
    other_at=CRITICISING.id,
    kind="reciprocating",
    strength=4,
    acted_on="enacted",
    could_also_be="The room is untidy",
    instead="Leave one chair crooked",
    repair="Told her about the chairs",
    exit=WRITE_IT_DOWN.id,
    hypotheses=(CHECKED_ON.id,),
)
WENT_QUIET = Observation(
    "observation:b-quiet",
    "Silent for a minute after “how are you?”",
    note=MARCH_NOTE.id,
    seen_on="2031-03-04",
)
QUIET_FITS = Mark(
    "mark:b-quiet.b-checked", WENT_QUIET.id, CHECKED_ON.id, by="counsellor", bears="for"
)
HER_WORDS = Voice(
    "voice:b-torch",
    "She always had the torch on me",
    said_on="2031-02-10",
    themes=("being watched",),
    links=(CRITICISING.id, MENDING.id),
)

WHO_LOOKS = Asked(
    "asked:b-words",
    rule="map-not-their-words",
    digest="0",
    outcome="set_aside",
    question="Whose map is this?",
    words="We have just begun to ask her",
    on="2031-03-04",
)

LEFT_ON_PAPER = Copy(
    "copy:b-paper",
    mark="K7M2QX",
    for_whom="person",
    what="the map on paper",
    left_out=("1 pull: not part of a copy like this one.",),
    made_on="2031-03-12",
    version=4,
)

WHO_HOLDS_IT = Comment(
    "comment:b-pen",
    words="Who else is at this end?",
    by="supervisor",
    on="2031-03-13",
    replies=(Reply("Some of us, on Fridays.", "trainee", "2031-03-14"),),
)

RECORDS: tuple[Record, ...] = (
    WHO_HOLDS_IT,
    WHOSE_NOTEBOOK, LEFT_ON_PAPER, LOOSE_WORDS, CRITICAL, KIND, HALF, ALWAYS_WRONG, TIRED, EYE, STAFF, HERSELF,
    ON_WATCH, GONE_FISHING, SNAPS_OFF, COMES_BACK, MENDING, SAYING, RISING, WRITE_IT_DOWN,
    QUIET_FEEDS_NIGHT, STAFF_DRAWN, ECHO, ROLE_MAP, STATES_DIAGRAM, WHERE_CRITICAL_STANDS,
    WHERE_MY_FAULT_STANDS, MARCH_NOTE, CHAIRS, CHECKED_ON, REALLY_COLD, WENT_QUIET, QUIET_FITS,
    TIDYING, HER_WORDS, WHO_LOOKS,
)  # fmt: skip

BETHAN = Formulation("f-bethan", {record.id: record for record in RECORDS})
"""Everything about Bethan."""

BLANK = Formulation("f-blank", {})
"""A formulation with nothing in it, not even a cover."""


def with_records(*records: Record) -> Formulation:
    """A formulation that holds only these."""
    return Formulation("f-small", {record.id: record for record in records})


def tangle(size: int) -> Formulation:
    """Every state leads to every other: more loops than anybody could list."""
    states = [SelfState(f"state:{number}") for number in range(size)]
    shifts = [
        Shift(f"shift:{one.id[6:]}-{other.id[6:]}", one.id, other.id)
        for one in states
        for other in states
        if one is not other
    ]
    return with_records(*states, *shifts)
