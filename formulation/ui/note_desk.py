"""The desk of the Supervision page: the note, its hypotheses and pulls, and a small drawing to touch."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.kinds import HYPOTHESIS_STANDINGS, NOTE_FORMATS, PULL_KINDS
from formulation.domain.records import Drawing, Hypothesis, Pull, SupervisionNote
from formulation.workflows import mapping, thinking
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import gate, remembered, unsaved
from .again import again
from .banner import banner
from .canvas import canvas
from .choices import keyed, one_remembered
from .forms import record_form, to_read
from .naming import drawing_namer, namer, shortened
from .notices import show, show_what_was_refused, told_afterwards
from .plain import plain

NOTE, HYPOTHESES, PULLS = "The note", "Hypotheses", "Pulls"
R = TypeVar("R", Hypothesis, Pull)

NOTE_IN_THE_ADDRESS = "note"

NOTE_FIRST = ("date", "format", "minutes", "brought_by", "present", "question")
NOTE_THEN = (
    "observed", "inferred", "text", "about", "parallel_process", "agreed", "share_back",
    "risk_and_record", "review_on", "held",
)  # fmt: skip
HYPOTHESIS_FIELDS = (
    "words", "about", "evidence_for", "evidence_against", "expect_to_see",
    "would_change_our_mind", "links", "raised_by", "status", "held",
)  # fmt: skip
PULL_FIELDS = (
    "felt_by", "where", "feeling", "body", "urge", "invited_to", "other_at", "kind", "strength",
    "acted_on", "could_also_be", "instead", "repair", "exit", "hypotheses", "held",
)  # fmt: skip


@st.fragment
def desk() -> None:
    """Everything on the Supervision page."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    banner(opened)
    note = _choose_note(visit, opened)
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        part = st.segmented_control(
            "What are we writing?", (NOTE, HYPOTHESES, PULLS), key="part of note",
            default=remembered.get(remembered.PART, NOTE), required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        remembered.keep(remembered.PART, part)
        show_what_was_refused()
        unsaved.told(opened.formulation)
        active = _writing(visit, opened, note, part or NOTE)
    with right:
        _small_drawing(visit, opened, active)
    remembered.keep(remembered.TYPING, None)


def _choose_note(visit: Visit, opened: Opened) -> SupervisionNote | None:
    """Which note lies open; newest first."""
    notes = {
        note.id: note
        for note in sorted(
            opened.formulation.every(SupervisionNote), key=lambda one: one.date, reverse=True
        )
    }
    if remembered.get(remembered.NOTE) is None:  # after a refresh, the address still knows
        remembered.keep(remembered.NOTE, st.query_params.get(NOTE_IN_THE_ADDRESS))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        chosen = notes and one_remembered(
            "Supervision note", remembered.NOTE, list(notes), lambda one: note_name(notes[one]),
            width=520,
        )  # fmt: skip
        if not opened.read_only:
            st.button("New note", icon=":material/add:", key="new note",
                      type="secondary" if notes else "primary",
                      on_click=_begin_note, args=(visit, opened.id))  # fmt: skip
    if not notes:
        st.caption(
            "A note is about our thinking and feeling; it is neither the clinical record nor minutes."
        )
        return None
    if st.query_params.get(NOTE_IN_THE_ADDRESS) != chosen:
        st.query_params[NOTE_IN_THE_ADDRESS] = str(chosen)
    return notes[str(chosen)]


def note_name(note: SupervisionNote) -> str:
    """A note in one line: its day, the kind of meeting, its question."""
    day = note.date or "no date yet"
    kind = NOTE_FORMATS[note.format].label
    return " · ".join(filter(None, (day, kind, shortened(note.question, 60))))


def _begin_note(visit: Visit, formulation_id: str) -> None:
    def act(now: Opened) -> tuple[Opened, str]:
        return thinking.begin_note(visit, now, datetime.date.today().isoformat())

    _remember_new(remembered.NOTE, visit, formulation_id, act)


def _remember_new(
    key: str, visit: Visit, formulation_id: str, act: Callable[[Opened], tuple[Opened, str]]
) -> None:
    with told_afterwards():
        _, new_id = freshly(visit, formulation_id, act)
        remembered.keep(key, new_id)


def _writing(visit: Visit, opened: Opened, note: SupervisionNote | None, part: str) -> str | None:
    """The part of the note being written; returns the id of what the small drawing is tied to."""
    if part == HYPOTHESES:
        return _hypotheses(visit, opened, note)
    if part == PULLS:
        return _pulls(visit, opened, note)
    if note is None:
        return None
    _note(visit, opened, note)
    return None if note.standing == "signed" else note.id


def _note(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    signed = note.standing == "signed"
    if signed:
        st.info(f"{_signed_words(note)} What comes later is written as an addendum.")
    first, then = st.columns(2)
    with first:
        record_form(visit, opened, note.id, only=NOTE_FIRST[:3], locked=signed)
    with then:
        record_form(visit, opened, note.id, only=NOTE_FIRST[3:5], locked=signed)
    record_form(visit, opened, note.id, only=(*NOTE_FIRST[5:], *NOTE_THEN), locked=signed)
    st.caption(
        "Risk and decisions belong in the clinical record at once; here, only where they were recorded."
    )
    if signed:
        record_form(visit, opened, note.id, only=("addenda",))
    elif not opened.read_only:
        _signing(visit, opened, note)


def _signed_words(note: SupervisionNote) -> str:
    if not note.signed_on:
        return "Signed; it stays as it is."
    day = datetime.date.fromisoformat(note.signed_on)
    return f"Signed on {day.day} {day:%B %Y}; it stays as it is."


def _signing(visit: Visit, opened: Opened, note: SupervisionNote) -> None:
    """Sign in two steps: a signature is not taken back."""
    if remembered.get(remembered.SIGNING) != note.id:
        st.button("Sign this note…", icon=":material/draw:", key=f"sign/{note.id}",
                  on_click=remembered.keep, args=(remembered.SIGNING, note.id))  # fmt: skip
        return
    st.info("Once signed, this note stays as it is; dated addenda may follow. Sign it now?")
    with st.container(horizontal=True):
        st.button("Sign it", type="primary", key="sign it", on_click=_sign,
                  args=(visit, opened.id, note.id))  # fmt: skip
        st.button("Not yet", key="not yet", on_click=remembered.keep,
                  args=(remembered.SIGNING, None))  # fmt: skip


def _sign(visit: Visit, formulation_id: str, note_id: str) -> None:
    with told_afterwards():
        today = datetime.date.today().isoformat()
        freshly(visit, formulation_id, lambda now: thinking.sign(visit, now, note_id, today))
        remembered.keep(remembered.SIGNING, None)


def _belonging(records: tuple[R, ...], note: SupervisionNote | None) -> list[R]:
    """Those of this note first, then the others."""
    here = note.id if note else None
    return sorted(records, key=lambda one: one.note != here)


def _hypotheses(visit: Visit, opened: Opened, note: SupervisionNote | None) -> str | None:
    formulation = opened.formulation
    hypotheses = {one.id: one for one in _belonging(formulation.every(Hypothesis), note)}
    st.caption("Tentative words, at least one rival, and something that would change our mind.")
    if not opened.read_only:
        st.button("We wonder…", icon=":material/add:", key="new hypothesis", on_click=_wonder,
                  args=(visit, opened.id, note.id if note else None))  # fmt: skip
    chosen = _choose(remembered.HYPOTHESIS, hypotheses, _hypothesis_name)
    if chosen is None:
        st.caption("No hypotheses yet.")
        return None
    record_form(visit, opened, chosen, only=HYPOTHESIS_FIELDS[:1])
    _rivals(visit, opened, chosen)
    record_form(visit, opened, chosen, only=HYPOTHESIS_FIELDS[1:])
    lacks = thinking.missing_before_leading(formulation, hypotheses[chosen])
    if lacks:
        st.caption(f"Before it leads, it would need {' and '.join(lacks)}.")
    return chosen


def _wonder(visit: Visit, formulation_id: str, note_id: str | None) -> None:
    _remember_new(
        remembered.HYPOTHESIS,
        visit,
        formulation_id,
        lambda now: thinking.wonder(visit, now, note_id),
    )


def _hypothesis_name(one: Hypothesis) -> str:
    words = shortened(one.words or "We wonder…", 80)
    return f"{words}  ·  {HYPOTHESIS_STANDINGS[one.status].label}"


def _choose(key: str, records: dict[str, R], name: Callable[[R], str]) -> str | None:
    if not records:
        return None
    return one_remembered(
        "Which one?", key, list(records), lambda one: name(records[one]),
        label_visibility="collapsed",
    )  # fmt: skip


def _rivals(visit: Visit, opened: Opened, some_id: str) -> None:
    """Rivals are rivals both ways; naming one here names this one there."""
    formulation = opened.formulation
    others = [one.id for one in formulation.every(Hypothesis) if one.id != some_id]
    rivals = [one for one in thinking.rivals_of(formulation, some_id) if one in others]
    if opened.read_only:
        to_read("Rivals: what else could it be?", [formulation.name_of(one) for one in rivals])
        return
    name = namer(formulation, others)
    key = keyed(f"rivals/{some_id}/{'.'.join(rivals)}", [name(one) for one in others])
    st.multiselect(
        "Rivals: what else could it be?", others, default=rivals, key=key, format_func=name,
        placeholder="choose at least one, or wonder again above",
        on_change=_name_rivals, args=(visit, opened.id, some_id, key),
    )  # fmt: skip


def _name_rivals(visit: Visit, formulation_id: str, some_id: str, key: str) -> None:
    rivals = tuple(st.session_state[key])
    with told_afterwards():
        freshly(
            visit, formulation_id, lambda now: thinking.make_rivals(visit, now, some_id, rivals)
        )


def _pulls(visit: Visit, opened: Opened, note: SupervisionNote | None) -> str | None:
    pulls = {one.id: one for one in _belonging(opened.formulation.every(Pull), note)}
    st.caption(
        "A pull belongs to the helper who felt it. It is evidence about a relationship, "
        "never a fact about a person. “Not on the map yet” is a good answer."
    )
    if not opened.read_only:
        st.button("I noticed a pull", icon=":material/add:", key="new pull", on_click=_notice,
                  args=(visit, opened.id, note.id if note else None))  # fmt: skip
    chosen = _choose(remembered.PULL, pulls, _pull_name)
    if chosen is None:
        st.caption("No pulls yet.")
        return None
    record_form(visit, opened, chosen, only=PULL_FIELDS)
    return chosen


def _notice(visit: Visit, formulation_id: str, note_id: str | None) -> None:
    _remember_new(
        remembered.PULL,
        visit,
        formulation_id,
        lambda now: thinking.notice_pull(visit, now, note_id),
    )


def _pull_name(one: Pull) -> str:
    said = one.urge or one.feeling or "a pull not put into words yet"
    kind = PULL_KINDS[one.kind].label
    return "  ·  ".join(filter(None, (one.felt_by, shortened(said), kind)))


TIES = {
    "note": ("about", "Touch what this note is about; touch again to let go."),
    "hypothesis": ("links", "Touch what this hypothesis points at; touch again to let go."),
    "pull": (
        "invited_to",
        "Touch the pole it invites into. None fits? Leave it: not on the map yet.",
    ),
}


def _small_drawing(visit: Visit, opened: Opened, active: str | None) -> None:
    """The drawing beside the words: what is touched is tied to what is being written."""
    drawings = {drawing.id: drawing for drawing in opened.formulation.every(Drawing)}
    if not drawings:
        return
    shown = st.segmented_control(
        "Drawing", list(drawings), format_func=drawing_namer(drawings),
        default=next(iter(drawings)), key="drawing touched", required=True, label_visibility="collapsed",
    )  # fmt: skip
    field, help_text = TIES.get((active or "").partition(":")[0], ("", ""))
    tied = _tied(opened, active, field)
    st.caption(help_text or "The drawing these notes are about.")
    state = canvas(
        opened.id,
        shown or next(iter(drawings)),
        key=f"touch/{opened.id}",
        mode="pick",
        revision=opened.version,
        selected=tied,
        height=520,
        read_only=opened.read_only or active is None,
        typing_in=remembered.typing_in,
    )
    names = [plain(opened.formulation.name_of(one)) for one in tied]
    if names:
        st.caption("Tied to: " + "; ".join(names))
    if state.touched and active and not opened.read_only:
        _tie(visit, opened, active, field, state.touched)


def _tied(opened: Opened, active: str | None, field: str) -> tuple[str, ...]:
    if not active or not field:
        return ()
    value = getattr(opened.formulation[active], field)
    return value if isinstance(value, tuple) else tuple(filter(None, (value,)))


def _tie(visit: Visit, opened: Opened, active: str, field: str, touched: str) -> None:
    try:
        if field == "invited_to":
            pole = _pole_meant(opened, active, touched)
            freshly(visit, opened.id, lambda now: thinking.place_pull(visit, now, active, pole))
        else:
            freshly(visit, opened.id, lambda now: thinking.tie(visit, now, active, field, touched))
    except FormulationError as refused:
        show(refused)
        return
    again()


def _pole_meant(opened: Opened, active: str, touched: str) -> str | None:
    """The pole that was touched; touching it again lets go, and only poles can be invited into."""
    if not touched.startswith("pole:"):
        raise mapping.CannotJoin(
            "A pull invites into a pole: touch the top or the bottom of a role."
        )
    invited_to = getattr(opened.formulation[active], "invited_to", None)
    return None if touched == invited_to else touched
