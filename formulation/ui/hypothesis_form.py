"""One hypothesis being written: its words, its rivals, how it stands; inside a note or on its own page."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

import streamlit as st

from formulation.domain.kinds import HYPOTHESIS_STANDINGS
from formulation.domain.records import Hypothesis, SupervisionNote
from formulation.workflows import wondering
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .choices import keyed
from .forms import record_form, to_read
from .listing import belonging, choose, remember_new
from .naming import namer, shortened
from .notices import told_afterwards

FIELDS_FIRST = ("words",)
FIELDS_THEN = (
    "would_change_our_mind", "expect_to_see", "evidence_for", "evidence_against", "about", "links",
    "raised_by", "raised_on", "look_again_on", "note", "held",
)  # fmt: skip


def hypotheses_in_note(visit: Visit, opened: Opened, note: SupervisionNote | None) -> str | None:
    """Hypotheses written beside a note; returns the id of the one a touch on the drawing ties."""
    st.caption("Tentative words, at least one rival, and something that would change our mind.")
    if not opened.read_only:
        st.button("We wonder…", icon=":material/add:", key="new hypothesis", on_click=_wonder,
                  args=(visit, opened.id, note.id if note else None))  # fmt: skip
    return one_hypothesis(visit, opened, belonging(opened.formulation.every(Hypothesis), note))


def one_hypothesis(visit: Visit, opened: Opened, hypotheses: Sequence[Hypothesis]) -> str | None:
    """One hypothesis to write in; returns its id, which a touch on the drawing ties."""
    chosen = choose(remembered.HYPOTHESIS, {one.id: one for one in hypotheses}, hypothesis_name)
    if chosen is None:
        st.caption("No hypotheses yet.")
        return None
    record_form(visit, opened, chosen, only=FIELDS_FIRST)
    rivals_field(visit, opened, chosen)
    record_form(visit, opened, chosen, only=FIELDS_THEN[:2])
    standing(visit, opened, chosen)
    _bringing_in(visit, opened, chosen)
    record_form(visit, opened, chosen, only=FIELDS_THEN[2:])
    return chosen


def _bringing_in(visit: Visit, opened: Opened, chosen: str) -> None:
    """What an idea keeps to itself, offered for the table line by line; nothing moves unasked."""
    idea = opened.formulation[chosen]
    if opened.read_only or not isinstance(idea, Hypothesis):
        return
    lines = [*idea.evidence_for, *idea.evidence_against]
    if not lines:
        return
    with st.expander("Put what it keeps to itself where all can weigh it"):
        st.caption(
            "Each line chosen becomes an observation in the table, marked as it is here, and every "
            "other idea can then be held against it. One undo brings it back."
        )
        key = f"bring/{chosen}/{len(lines)}"
        picked = st.multiselect(
            "Which lines?", list(dict.fromkeys(lines)), default=list(dict.fromkeys(lines)), key=key,
            format_func=lambda one: shortened(one, 80),
        )  # fmt: skip
        st.button(
            "Bring them in", key=f"{key}/now", on_click=_bring_in,
            args=(visit, opened.id, chosen, tuple(picked)),
        )  # fmt: skip


def _bring_in(visit: Visit, formulation_id: str, chosen: str, picked: Collection[str]) -> None:
    def act(now: Opened) -> Opened:
        idea = now.formulation[chosen]
        own_for = [one for one in getattr(idea, "evidence_for", ()) if one in picked]
        own_against = [one for one in getattr(idea, "evidence_against", ()) if one in picked]
        return wondering.bring_in(visit, now, chosen, own_for, own_against)

    with told_afterwards():
        freshly(visit, formulation_id, act)


def standing(visit: Visit, opened: Opened, some_id: str) -> None:
    """How a hypothesis stands now, how it stood before, and a way to say so from today on."""
    idea = opened.formulation[some_id]
    if not isinstance(idea, Hypothesis):
        return
    to_read("How it has stood", standings_in_words(idea))
    lacks = wondering.missing_before_leading(opened.formulation, idea)
    if lacks:
        st.caption(f"Before it leads, it would need {' and '.join(lacks)}.")
    if opened.read_only:
        return
    key = f"stand/{some_id}/{len(idea.story)}"
    with st.form(key, border=False):
        left, right = st.columns([1, 2])
        names = list(HYPOTHESIS_STANDINGS)
        left.selectbox(
            "How does it stand?", names, index=names.index(idea.status), key=f"{key}/status",
            format_func=lambda one: HYPOTHESIS_STANDINGS[one].label,
        )  # fmt: skip
        right.text_input("Why? (to set it aside, say)", key=f"{key}/why")
        st.form_submit_button(
            "From today on", on_click=_stand, args=(visit, opened.id, some_id, key)
        )


def _stand(visit: Visit, formulation_id: str, some_id: str, key: str) -> None:
    status, why = st.session_state[f"{key}/status"], st.session_state[f"{key}/why"]
    with told_afterwards():
        freshly(
            visit, formulation_id,
            lambda now: wondering.stand(visit, now, some_id, status, why=why, on=_today()),
        )  # fmt: skip


def standings_in_words(idea: Hypothesis) -> list[str]:
    """How a hypothesis stood, from when on, and why; the latest first."""
    said = []
    if idea.raised_on:
        said.append(f"raised {day_in_words(idea.raised_on)}")
    for one in idea.story:
        since = f" since {day_in_words(one.on)}" if one.on else ""
        why = f": {one.why}" if one.why else ""
        said.append(f"{HYPOTHESIS_STANDINGS[one.status].label}{since}{why}")
    return said[::-1] or [HYPOTHESIS_STANDINGS[idea.status].label]


def _today() -> str:
    return datetime.date.today().isoformat()


def day_in_words(text: str) -> str:
    """A day as people write it; the text itself where it is none."""
    day = datetime.date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def _wonder(visit: Visit, formulation_id: str, note_id: str | None) -> None:
    remember_new(
        remembered.HYPOTHESIS, visit, formulation_id,
        lambda now: wondering.wonder(visit, now, note_id, raised_on=_today()),
    )  # fmt: skip


def hypothesis_name(one: Hypothesis) -> str:
    """A hypothesis in one line: its words and its standing."""
    words = shortened(one.words or "We wonder…", 80)
    return f"{words}  ·  {HYPOTHESIS_STANDINGS[one.status].label}"


def rivals_field(visit: Visit, opened: Opened, some_id: str) -> None:
    """Rivals are rivals both ways; naming one here names this one there."""
    formulation = opened.formulation
    others = [one.id for one in formulation.every(Hypothesis) if one.id != some_id]
    rivals = [one for one in wondering.rivals_of(formulation, some_id) if one in others]
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
            visit, formulation_id, lambda now: wondering.make_rivals(visit, now, some_id, rivals)
        )
