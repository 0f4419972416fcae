"""The desk of the Pulls page: where we are drawn to, over time, apart, and on nobody's map; never by worker."""

from __future__ import annotations

import datetime
from html import escape

import streamlit as st

from formulation.analysis.pulls import day_of, in_parallel, on_nobodys_map, splits
from formulation.domain.errors import FormulationError
from formulation.domain.kinds import PULL_KINDS, TONES
from formulation.domain.records import Drawing, Pull, SupervisionNote, kind_of
from formulation.render.views import View
from formulation.workflows import gathering, pulling
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import gate, remembered, unsaved
from .again import again
from .banner import banner
from .canvas import canvas
from .finding import show_found
from .forms import record_form
from .listing import belonging, choose, remember_new
from .moving import follow
from .naming import drawing_namer, shortened
from .notices import show, show_what_was_refused
from .plain import plain
from .pull_words import card_html, over_time_html, split_html
from .small_drawing import small_drawing

PULL_FIELDS = (
    "felt_by", "where", "feeling", "body", "urge", "invited_to", "other_at", "kind", "strength",
    "acted_on", "could_also_be", "instead", "repair", "exit", "hypotheses", "felt_on", "stage", "note",
    "held",
)  # fmt: skip

TIME, APART, NOWHERE, BETWEEN, ONE = (
    "Over time", "Drawn apart", "On nobody’s map", "Between us", "One by one",
)  # fmt: skip
TOP, BOTTOM = "the top: the one acting", "the bottom: the receiving end"


@st.fragment
def desk() -> None:
    """Everything on the Pulls page."""
    visit = gate.require_member()
    opened = gate.require_formulation(visit)
    banner(opened)
    show_found(opened.formulation)
    follow(opened)
    st.title("Pulls")
    st.html(
        '<p class="fn-lead">Where we notice being drawn. A pull belongs to the helper who felt it: '
        "evidence about a relationship, never a fact about a person, and never about a colleague.</p>"
    )
    show_what_was_refused()
    unsaved.told(opened.formulation)
    if not opened.formulation.every(Pull):
        st.caption(
            "No pulls yet. “I noticed a pull”, at the foot of every page, takes less than a minute."
        )
        return
    _on_the_map(opened)
    _below(visit, opened)
    remembered.keep(remembered.TYPING, None)


# On the map


def _on_the_map(opened: Opened) -> None:
    """Pulls as dots on the poles they invite into; touch a pole or a dot to read them."""
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        touched = _drawing(opened)
    if touched:
        now = None if touched == remembered.get(remembered.PLACE_OF_PULLS) else touched
        remembered.keep(remembered.PLACE_OF_PULLS, now)
        again()
    with right:
        _those_here(opened)


def _drawing(opened: Opened) -> str | None:
    drawings = {one.id: one for one in opened.formulation.every(Drawing)}
    if not drawings:
        return None
    first = next(iter(drawings))
    shown = st.segmented_control(
        "Drawing", list(drawings), format_func=drawing_namer(drawings), default=first,
        key="pulls on drawing", required=True, label_visibility="collapsed",
    )  # fmt: skip
    place = remembered.get(remembered.PLACE_OF_PULLS)
    return canvas(
        opened.id, shown or first, key=f"pulls/{opened.id}", mode="pick", revision=opened.version,
        height=470, selected=(place,) if place in opened.formulation else (),
        typing_in=remembered.typing_in,
    ).touched  # fmt: skip


def _those_here(opened: Opened) -> None:
    """The pulls at what was touched, or all of them, newest first."""
    formulation = opened.formulation
    place = remembered.get(remembered.PLACE_OF_PULLS)
    place = place if place in formulation else None
    pulls = sorted(
        (one for one in formulation.every(Pull) if place is None or _is_at(opened, one, place)),
        key=lambda one: day_of(formulation, one),
        reverse=True,
    )
    if place:
        st.markdown(f"##### {plain(formulation.name_of(place))}")
        st.button("Show all", key="all pulls", type="tertiary", on_click=remembered.keep,
                  args=(remembered.PLACE_OF_PULLS, None))  # fmt: skip
    else:
        st.caption("Touch a pole, or a dot on one, to see only what is felt there.")
    if not pulls:
        st.caption("Nobody has felt drawn here yet.")
    with st.container(height=420, border=False):
        for one in pulls:
            st.html(card_html(formulation, one))
            st.button("Read and add to it", key=f"read/{one.id}", type="tertiary", on_click=_read,
                      args=(one.id,))  # fmt: skip


def _is_at(opened: Opened, pull: Pull, place: str) -> bool:
    if place in (pull.id, pull.invited_to):
        return True
    ids = opened.formulation.ids_within(place) if kind_of(place) == "role" else ()
    return pull.invited_to in ids


def _read(pull_id: str) -> None:
    remembered.keep(remembered.PULL, pull_id)
    remembered.keep(remembered.PULLING, ONE)
    st.session_state["below pulls"] = ONE


# Below the map


def _below(visit: Visit, opened: Opened) -> None:
    part = st.segmented_control(
        "Below the drawing", (TIME, APART, NOWHERE, BETWEEN, ONE), key="below pulls",
        default=remembered.get(remembered.PULLING, TIME), required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    remembered.keep(remembered.PULLING, part)
    if part == APART:
        _drawn_apart(opened)
    elif part == NOWHERE:
        _on_nobodys_map(visit, opened)
    elif part == BETWEEN:
        _between_us(opened)
    elif part == ONE:
        _one_by_one(visit, opened)
    else:
        st.html(over_time_html(opened.formulation))


def _drawn_apart(opened: Opened) -> None:
    """Where one note holds pulls to different places: a finding, and the map where it happens."""
    found = splits(opened.formulation)
    if not found:
        st.caption("No note holds pulls to opposite ends, or to the top of different roles.")
        return
    for at, split in enumerate(found):
        words, picture = st.columns([1, 1.3], gap="large")
        words.html(split_html(opened.formulation, split))
        with picture:
            canvas(
                opened.id, opened.formulation.every(Drawing)[0].id, key=f"apart/{opened.id}/{at}",
                mode="still", revision=opened.version, height=260, read_only=True,
                view=View(focus=split.poles).as_text(), typing_in=remembered.typing_in,
            )  # fmt: skip


def _on_nobodys_map(visit: Visit, opened: Opened) -> None:
    """What is felt and has no place yet, gathered; and a role drawn from it when a team is ready to."""
    lost = {one.id: one for one in on_nobodys_map(opened.formulation)}
    if not lost:
        st.caption("Every pull has a place on the map.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.caption("Felt, and not on the map: a role not drawn yet, or something of ours.")
        for one in lost.values():
            st.html(card_html(opened.formulation, one))
    if opened.read_only:
        return
    with right:
        _role_from(visit, opened, lost)


def _role_from(visit: Visit, opened: Opened, lost: dict[str, Pull]) -> None:
    st.markdown("##### Draw a role from these")
    st.caption("A pull is half of a dance: what would the two ends be called?")
    with st.form("role from pulls", border=False):
        chosen = st.multiselect(
            "From which pulls?", list(lost), default=list(lost), key=f"gather/{'.'.join(lost)}",
            format_func=lambda one: shortened(lost[one].urge or lost[one].feeling or "no words yet", 60),
        )  # fmt: skip
        top = st.text_input("Top pole: doing what?", key="gathered top")
        bottom = st.text_input("Bottom pole: on the receiving end", key="gathered bottom")
        end = st.radio("We were drawn to", (TOP, BOTTOM), key="gathered end", horizontal=True)
        tone = st.selectbox(
            "Tone", list(TONES), format_func=lambda one: TONES[one].label, key="gathered tone"
        )
        pressed = st.form_submit_button("Draw this role", type="primary")
    if pressed:
        _draw_role(visit, opened, chosen, top, bottom, drawn_to_top=end == TOP, tone=tone)


def _draw_role(
    visit: Visit, opened: Opened, chosen: list[str], top: str, bottom: str, **told: object
) -> None:
    try:
        _, role_id = freshly(
            visit, opened.id,
            lambda now: gathering.draw_role_from(visit, now, chosen, top, bottom, **told),  # type: ignore[arg-type]
        )  # fmt: skip
    except FormulationError as refused:
        show(refused)
        return
    remembered.keep(remembered.PLACE_OF_PULLS, role_id)
    again()


def _between_us(opened: Opened) -> None:
    """What happened among ourselves: the dance with the person, danced again in the room."""
    formulation = opened.formulation
    notes = in_parallel(formulation)
    here = [one for one in formulation.every(Pull) if one.where == "in_supervision"]
    if not notes and not here:
        st.caption("Nothing noted yet about what happened between us. A note has a place for it.")
        return
    left, right = st.columns(2, gap="large")
    said = "".join(
        f'<div class="fn-behind"><small>{escape(note.date or "no date yet")}</small>'
        f"<p>{escape(note.parallel_process)}</p></div>"
        for note in notes
    )
    left.html(f'<div class="fn-words"><h4>What happened between us</h4>{said}</div>')
    right.html(
        '<div class="fn-words"><h4>Felt in supervision itself</h4>'
        + ("".join(card_html(formulation, one) for one in here) or "<p>Nothing noted yet.</p>")
        + "</div>"
    )


def _one_by_one(visit: Visit, opened: Opened) -> None:
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        chosen = _one_pull(visit, opened, None)
    with right:
        small_drawing(visit, opened, chosen)


# Inside a note


def pulls_in_note(visit: Visit, opened: Opened, note: SupervisionNote | None) -> str | None:
    """Pulls written beside a note; returns the id of the one a touch on the drawing places."""
    st.caption(
        "A pull belongs to the helper who felt it. It is evidence about a relationship, "
        "never a fact about a person. “Not on the map yet” is a good answer."
    )
    if not opened.read_only:
        st.button("Add a pull to this note" if note else "Add a pull", icon=":material/add:",
                  key="new pull", on_click=_notice,
                  args=(visit, opened.id, note.id if note else None))  # fmt: skip
    chosen = _one_pull(visit, opened, note)
    for split in splits(opened.formulation):
        if note is not None and split.note == note.id:
            st.html(split_html(opened.formulation, split))
    return chosen


def _one_pull(visit: Visit, opened: Opened, note: SupervisionNote | None) -> str | None:
    pulls = {one.id: one for one in belonging(opened.formulation.every(Pull), note)}
    chosen = choose(remembered.PULL, pulls, pull_name)
    if chosen is None:
        st.caption("No pulls yet.")
        return None
    record_form(visit, opened, chosen, only=PULL_FIELDS)
    return chosen


def _notice(visit: Visit, formulation_id: str, note_id: str | None) -> None:
    today = datetime.date.today().isoformat()
    remember_new(
        remembered.PULL, visit, formulation_id,
        lambda now: pulling.notice_pull(visit, now, note_id, felt_on="" if note_id else today),
    )  # fmt: skip


def pull_name(one: Pull) -> str:
    """A pull in one line: who felt it, what they wanted to do, and its kind."""
    said = one.urge or one.feeling or "a pull not put into words yet"
    kind = PULL_KINDS[one.kind].label
    return "  ·  ".join(filter(None, (one.felt_by, shortened(said), kind)))
