"""The desk of the Hypotheses page: rivals side by side, what is due a look, and ideas set aside."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from html import escape

import streamlit as st

from formulation.analysis.ageing import due_a_look
from formulation.analysis.evidence import roles_that_mark, weighed
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing, Hypothesis, Observation, SupervisionNote, kind_of
from formulation.render.views import View, scene_seen
from formulation.workflows import mapping, wondering
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import gate, places, remembered, unsaved
from .again import again
from .banner import banner
from .canvas import canvas
from .choices import one_remembered
from .evidence_grid import LEAVES_OUT, MARKS, OPENS, Done, evidence_grid
from .finding import show_found
from .forms import record_form
from .hypothesis_form import day_in_words, one_hypothesis, standings_in_words
from .hypothesis_table import ALL_OF_US, table_shown, words_of
from .hypothesis_words import said_of
from .listing import open_note
from .moving import follow
from .naming import shortened
from .notices import show_what_was_refused, told_afterwards
from .plain import plain
from .printing import print_this
from .small_drawing import small_drawing

BESIDE, ONE, DUE, ASIDE = "As each would have it", "One by one", "Due a look", "Set aside"
SET_ASIDE = "set_aside"


@st.fragment
def desk() -> None:
    """Everything on the Hypotheses page."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    banner(opened)
    show_found(opened.formulation)
    follow(opened)
    st.title("Hypotheses")
    st.html(
        '<p class="fn-lead">Ideas we hold lightly, side by side. Almost anything speaks for an idea, '
        "so look at what speaks against each, and at what tells them apart.</p>"
    )
    show_what_was_refused()
    unsaved.told(opened.formulation)
    if not opened.read_only:
        _putting_down(visit, opened)
    due = {one.record_id for one in due_a_look(opened.formulation, datetime.date.today())}
    _table(visit, opened, due)
    _below(visit, opened, due)
    if opened.formulation.every(Hypothesis):
        print_this(visit, opened, "hypotheses")
    remembered.keep(remembered.TYPING, None)


def _putting_down(visit: Visit, opened: Opened) -> None:
    """One line for an idea and one for something seen: both are kept at a press of Enter."""
    idea, seen = st.columns(2, gap="large")
    with idea:
        _one_line("We wonder…", "it may be that…", "Wonder", _wonder_so, visit, opened.id)
    with seen:
        _one_line(
            "Something seen or heard", "what happened, before what it may mean", "Add what was seen",
            _observe, visit, opened.id,
        )  # fmt: skip


def _one_line(
    label: str, example: str, button: str, act: Callable[..., None], *given: object
) -> None:  # fmt: skip
    key = f"new/{label}"
    with (
        st.form(f"form/{label}", border=False, enter_to_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(label, key=key, placeholder=example)
        st.form_submit_button(button, on_click=_said_in, args=(key, act, *given))


def _said_in(key: str, act: Callable[..., None], *given: object) -> None:
    with told_afterwards():
        act(*given, str(st.session_state[key]))
        st.session_state[key] = ""


def _wonder_so(visit: Visit, formulation_id: str, said: str) -> None:
    if not said.strip():
        raise mapping.SayAWordFirst
    _, new_id = freshly(
        visit, formulation_id,
        lambda now: wondering.wonder(visit, now, open_note(now), words=said.strip(), raised_on=_today()),
    )  # fmt: skip
    remembered.keep(remembered.HYPOTHESIS, new_id)


def _observe(visit: Visit, formulation_id: str, said: str) -> None:
    freshly(
        visit, formulation_id,
        lambda now: wondering.observe(visit, now, said, open_note(now), _today()),
    )  # fmt: skip


def _today() -> str:
    return datetime.date.today().isoformat()


# The table


def _table(visit: Visit, opened: Opened, due: Collection[str]) -> None:
    formulation = opened.formulation
    whole = weighed(formulation)
    if not whole.columns:
        st.caption(
            "No hypotheses yet. One sentence that begins with “we wonder” is enough, and then a rival."
        )
        return
    left_out = _left_out(formulation)
    evidence = weighed(formulation, without=left_out)
    eyes = _eyes(formulation, opened.read_only)
    shown = table_shown(
        formulation, evidence, whole=whole, eyes=eyes, due=due, read_only=opened.read_only
    )
    done = evidence_grid(shown, key=f"evidence/{opened.id}")
    for one in done:
        _act(visit, opened, one, eyes)
    if done:
        again()
    if not whole.observations:
        st.caption(
            "Nothing seen has been put beside them yet: write it above, or bring in what each idea "
            "already keeps (under One by one)."
        )
        return
    st.html(said_of(formulation, evidence, left_out))


def _eyes(formulation: Formulation, read_only: bool) -> str:
    """In whose eyes the table is being marked: all together, or one role."""
    if read_only:
        return ""
    known = ["", *dict.fromkeys([*roles_that_mark(formulation), *_roles_present(formulation)])]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        chosen = st.selectbox(
            "Marking in the eyes of", known, format_func=lambda one: one or ALL_OF_US,
            key="marking as", accept_new_options=True, width=340,
            help="A role in the team, never a name. Type another role to add it. "
            "Where roles differ, the table says so; nobody is compared.",
        )  # fmt: skip
    return str(chosen or "")


def _roles_present(formulation: Formulation) -> list[str]:
    notes = sorted(formulation.every(SupervisionNote), key=lambda one: one.date, reverse=True)
    return list(dict.fromkeys(role for note in notes[:3] for role in note.present))


def _left_out(formulation: Formulation) -> set[str]:
    held: set[str] = remembered.get(remembered.LEFT_OUT) or set()
    return {one for one in held if one in formulation}


def _act(visit: Visit, opened: Opened, done: Done, eyes: str) -> None:
    """Do what was done in the table."""
    if done.did == LEAVES_OUT:
        remembered.keep(remembered.LEFT_OUT, _left_out(opened.formulation) ^ {done.some_id})
    elif done.did == OPENS:
        _open(done.some_id)
    elif done.did == MARKS and not opened.read_only:
        with told_afterwards():
            freshly(
                visit, opened.id,
                lambda now: wondering.mark(
                    visit, now, done.observation, done.hypothesis, done.bears, by=eyes
                ),
            )  # fmt: skip


def _open(some_id: str) -> None:
    key = remembered.OBSERVATION if kind_of(some_id) == "observation" else remembered.HYPOTHESIS
    remembered.keep(key, some_id)
    remembered.keep(remembered.WONDERING, ONE)
    st.session_state["below hypotheses"] = ONE


# Below the table


def _below(visit: Visit, opened: Opened, due: Collection[str]) -> None:
    part = st.segmented_control(
        "Below the table", (BESIDE, ONE, DUE, ASIDE), key="below hypotheses",
        default=remembered.get(remembered.WONDERING, BESIDE), required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    remembered.keep(remembered.WONDERING, part)
    if part == ONE:
        _one_by_one(visit, opened)
    elif part == DUE:
        _due(visit, opened)
    elif part == ASIDE:
        _shelf_of_ideas(visit, opened)
    else:
        _beside_each_other(opened)


def _beside_each_other(opened: Opened) -> None:
    """The map as two hypotheses would have it: what each points at in ink, the rest faded."""
    formulation = opened.formulation
    ideas = [column.hypothesis.id for column in weighed(formulation).columns]
    if not ideas or not formulation.every(Drawing):
        st.caption(
            "Once there is a hypothesis and a drawing, the map as it would have it stands here."
        )
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _as_it_would_have_it(opened, ideas, "this", ideas[0])
    if len(ideas) > 1:
        with right:
            _as_it_would_have_it(opened, ideas, "that", ideas[1])


def _as_it_would_have_it(opened: Opened, ideas: list[str], side: str, first: str) -> None:
    formulation = opened.formulation
    key = f"{remembered.HYPOTHESIS}/{side}"
    if remembered.get(key) not in ideas:
        remembered.keep(key, first)
    chosen = one_remembered(
        "As this hypothesis would have it", key, ideas,
        lambda one: shortened(formulation.name_of(one), 80),
    )  # fmt: skip
    idea = formulation[chosen]
    links = idea.links if isinstance(idea, Hypothesis) else ()
    if not links:
        st.caption("It points at nothing on the map yet: under One by one, touch what it is about.")
        return
    canvas(
        opened.id, _drawing_for(formulation, links), key=f"would have it/{opened.id}/{side}",
        mode="pick", revision=opened.version, height=430, pulls=False, read_only=True,
        view=View(focus=links[:12]).as_text(), typing_in=remembered.typing_in,
    )  # fmt: skip
    st.caption("In ink: " + "; ".join(plain(formulation.name_of(one)) for one in links))


def _drawing_for(formulation: Formulation, ids: Sequence[str]) -> str:
    """The drawing that shows most of these."""

    def shows(drawing: Drawing) -> int:
        there = {one.id for one in scene_seen(formulation, drawing.id, pulls=False).elements}
        return len(there.intersection(ids))

    return max(formulation.every(Drawing), key=shows).id


def _one_by_one(visit: Visit, opened: Opened) -> None:
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        chosen = one_hypothesis(visit, opened, opened.formulation.every(Hypothesis))
        _one_observation(visit, opened)
    with right:
        small_drawing(visit, opened, chosen)


def _one_observation(visit: Visit, opened: Opened) -> None:
    """The words of one observation, its day and its note; opened from the table."""
    seen = {one.id: one for one in opened.formulation.every(Observation)}
    if not seen:
        return
    with st.expander("What was seen", expanded=remembered.get(remembered.OBSERVATION) in seen):
        chosen = one_remembered(
            "Which observation?", remembered.OBSERVATION, list(seen),
            lambda one: shortened(seen[one].words or "(no words yet)", 80),
        )  # fmt: skip
        record_form(visit, opened, chosen, only=("words", "seen_on", "note"), prefix="Observation")
        if not opened.read_only:
            st.button(
                "Take this observation away", type="tertiary", icon=":material/delete_outline:",
                key=f"away/{chosen}", on_click=_take_away, args=(visit, opened.id, chosen),
                help="Its marks go with it. Undo on the Map brings all back.",
            )  # fmt: skip


def _take_away(visit: Visit, formulation_id: str, some_id: str) -> None:
    with told_afterwards():
        freshly(visit, formulation_id, lambda now: mapping.remove(visit, now, some_id))


# Due a look, and set aside


def _due(visit: Visit, opened: Opened) -> None:
    found = due_a_look(opened.formulation, datetime.date.today())
    if not found:
        st.caption(
            "Nothing is due a look. A hypothesis is after six weeks, anything else after thirteen."
        )
        return
    st.caption(
        "Not looked at for their time. Open guesses turn into facts when nobody looks at them."
    )
    for one in found:
        _one_due(visit, opened, one.record_id, one.asked_for, one.last)


def _one_due(visit: Visit, opened: Opened, some_id: str, asked_for: str, last: str) -> None:
    when = (
        f"to look at again on {day_in_words(asked_for)}"
        if asked_for
        else f"last looked at {day_in_words(last)}"
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(
            f'<p class="fn-ages"><strong>{escape(opened.formulation.name_of(some_id))}</strong>'
            f"<small>{escape(when)}</small></p>"
        )
        if not opened.read_only:
            st.button("Looked at today; it stays", key=f"look/{some_id}", on_click=_look_at,
                      args=(visit, opened.id, some_id))  # fmt: skip
        here = kind_of(some_id) in ("hypothesis", "observation")
        if st.button("Open it", key=f"look/open/{some_id}", type="tertiary",
                     on_click=_open if here else None, args=(some_id,) if here else None):  # fmt: skip
            _go_to(opened, some_id)


def _look_at(visit: Visit, formulation_id: str, some_id: str) -> None:
    with told_afterwards():
        freshly(visit, formulation_id, lambda now: wondering.look_at(visit, now, some_id, _today()))


def _go_to(opened: Opened, some_id: str) -> None:
    if kind_of(some_id) == "pull":
        remembered.keep(remembered.PULL, some_id)
        places.go("pulls", **{gate.IN_THE_ADDRESS: opened.id})
    remembered.keep(remembered.SELECTED, (some_id,))
    places.go("map", **{gate.IN_THE_ADDRESS: opened.id})


def _shelf_of_ideas(visit: Visit, opened: Opened) -> None:
    """Ideas set aside: kept with why, because one may be worth remembering."""
    aside = [one for one in opened.formulation.every(Hypothesis) if one.status == SET_ASIDE]
    if not aside:
        st.caption("Nothing has been set aside. An idea set aside is kept, with why.")
        return
    for one in aside:
        with st.container(border=True):
            said = "".join(f"<p>{escape(line)}</p>" for line in standings_in_words(one))
            st.html(f'<div class="fn-words"><h4>{escape(words_of(one))}</h4>{said}</div>')
            record_form(visit, opened, one.id, only=("worth_remembering",))
            if not opened.read_only:
                st.button("Wonder about it again", key=f"again/{one.id}", on_click=_wonder_again,
                          args=(visit, opened.id, one.id))  # fmt: skip


def _wonder_again(visit: Visit, formulation_id: str, some_id: str) -> None:
    with told_afterwards():
        freshly(
            visit, formulation_id,
            lambda now: wondering.stand(
                visit, now, some_id, "open", why="wondered about again", on=_today()
            ),
        )  # fmt: skip
