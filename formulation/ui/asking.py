"""Worth asking: two questions at a time, gentlest first; answered, set aside with a reason, or left.

Never a count, never a colour of alarm. In a first sketch questions wait until they are asked for,
and while somebody is drawing no new one comes up: the next waits for a pause, or for a press.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from formulation.analysis.questions import FEW, Question
from formulation.domain.errors import FormulationError
from formulation.domain.kinds import ASKED_OUTCOMES
from formulation.domain.records import Asked
from formulation.workflows import asking
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.slips import place_of, slip_at, throw_away
from formulation.workflows.visit import Visit

from . import finding, gate, places, remembered
from .naming import shortened
from .notices import sentence_of, told_afterwards
from .plain import plain
from .slip import Ways, slip

PAUSE: Final = datetime.timedelta(seconds=45)
"""How long nothing has been changed when there is a pause."""

PLACES_SHOWN: Final = 4
"""How many places of one question are offered to go to."""

ANSWER, ASIDE = "answer", "aside"


@dataclass
class Conversation:
    """What one visitor is being asked about one formulation, in one place.

    `shown`: keys of the questions in sight · `left`: those left for now · `begun`: whether this
    visitor has asked for questions, or been shown some · `more`: whether the next may come up now.
    """

    shown: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    begun: bool = False
    more: bool = True
    writing: tuple[str, str] | None = None
    refusal: str = ""


def worth_asking_panel(
    visit: Visit, opened: Opened, *, rooms: Sequence[str] = ("map",), selected: Sequence[str] = ()
) -> None:
    """What is worth asking now, below the drawing or beside a note.

    `rooms`: on the map, where the person may be looking, only questions about the map; in
    supervision our own thinking comes first.
    """
    talk = _conversation(opened, rooms)
    here = asking.ground_of(visit, opened, _today())
    if not here.has_a_map and not here.formulation.records.keys() - {"cover:cover"}:
        _quietly("Nothing to ask about yet.")
        return
    if here.is_first_sketch and rooms[0] == "map" and not talk.begun:
        _hold_back(talk)
        return
    questions = asking.open_questions(
        visit, opened, _today(), rooms=rooms, selected=selected, left=talk.left
    )
    _bring_up(talk, questions, paused=_paused(opened))
    by_key = {one.key: one for one in questions}
    for key in talk.shown:
        _one(visit, opened, talk, by_key[key], rooms)
    _what_else(talk, [one for one in questions if one.key not in talk.shown])
    _already(visit, opened, rooms)


def worth_asking_beside(visit: Visit, opened: Opened) -> None:
    """Beside a note: nothing until somebody asks, then our own thinking first."""
    with st.expander("Worth asking", icon=":material/contact_support:"):
        worth_asking_panel(visit, opened, rooms=("thinking", "map"))


def _conversation(opened: Opened, rooms: Sequence[str]) -> Conversation:
    table = remembered.table(remembered.ASKING)
    talk: Conversation = table.setdefault((opened.id, rooms[0]), Conversation())
    return talk


def _today() -> datetime.date:
    return datetime.date.today()


def _paused(opened: Opened) -> bool:
    if opened.saved_at is None:
        return True
    return datetime.datetime.now(datetime.UTC) - opened.saved_at >= PAUSE


def _hold_back(talk: Conversation) -> None:
    _quietly("This is still a first sketch. Questions can wait until there is more to look at.")
    st.button("Ask me something now", key="ask now", on_click=_begin, args=(talk,))


def _begin(talk: Conversation) -> None:
    talk.begun = talk.more = True


def _bring_up(talk: Conversation, questions: Sequence[Question], *, paused: bool) -> None:
    """Keep in sight what still stands; bring up the next ones at a pause or when asked."""
    standing = {one.key for one in questions}
    talk.shown = [key for key in talk.shown if key in standing and key not in talk.left]
    if talk.more or paused or not talk.begun:
        waiting = [
            one.key for one in questions if one.key not in talk.left and one.key not in talk.shown
        ]
        talk.shown += waiting[: FEW - len(talk.shown)]
    talk.begun, talk.more = True, False


def _one(
    visit: Visit, opened: Opened, talk: Conversation, question: Question, rooms: Sequence[str]
) -> None:
    """One question: its words, why it is asked, where it is, and what may become of it."""
    with st.container(border=True, gap="small", width=880, key=_safe(f"question {question.key}")):
        st.html(_question_html(question))
        _where(opened, question, rooms)
        if opened.read_only:
            return
        if talk.writing and talk.writing[0] == question.key:
            _writing(visit, opened, talk, question, talk.writing[1])
        else:
            _choices(visit, opened, talk, question)


def _question_html(question: Question) -> str:
    return (
        f'<div class="fn-ask"><p>{escape(question.text)}</p>'
        f"<small>{escape(question.rule.why)} <cite>{escape(question.rule.source)}</cite></small></div>"
    )


def _where(opened: Opened, question: Question, rooms: Sequence[str]) -> None:
    """A way to every place the question is about."""
    ids = [one for one in question.about if one in opened.formulation][:PLACES_SHOWN]
    if not ids:
        return
    with st.container(horizontal=True, gap="small"):
        for some_id in ids:
            label = plain(shortened(opened.formulation.name_of(some_id), 60))
            st.button(
                f"Show “{label}”", icon=":material/my_location:", type="tertiary",
                key=_safe(f"there {question.key} {some_id}"),
                on_click=_go, args=(opened, some_id, rooms),
            )  # fmt: skip


def _go(opened: Opened, some_id: str, rooms: Sequence[str]) -> None:
    if rooms[0] == "thinking" and finding.lay_out_in_note(some_id):
        return
    page = finding.lay_out(opened.formulation, some_id)
    remembered.keep(remembered.GO_ON, (page, opened.id))


def go_on_where_asked(here: str) -> None:
    """Go to the page of the place that was pressed, where that is another than this one.

    Called by a page once it is drawn: from a press itself no page can be left.
    """
    wanted = remembered.get(remembered.GO_ON)
    remembered.keep(remembered.GO_ON, None)
    if wanted and wanted[0] != here:
        places.go(wanted[0], **{gate.IN_THE_ADDRESS: wanted[1]})


def _choices(visit: Visit, opened: Opened, talk: Conversation, question: Question) -> None:
    with st.container(horizontal=True, gap="small"):
        if question.rule.id == "map-unshared":
            st.button("They have seen it today", icon=":material/visibility:", key="seen today",
                      on_click=_seen_today, args=(visit, opened.id))  # fmt: skip
        begun = slip_at(visit, opened.id, _place(question.key, ANSWER)).saved_at
        for label, icon, act in (
            (
                "Go on with the answer" if begun else "Answer",
                ":material/edit:",
                partial(_write, talk, question.key, ANSWER),
            ),
            ("Set aside…", ":material/inventory_2:", partial(_write, talk, question.key, ASIDE)),
            ("Leave it for now", ":material/schedule:", partial(_leave, talk, question.key)),
        ):
            st.button(label, icon=icon, key=_safe(f"{label} {question.key}"), on_click=act)


def _write(talk: Conversation, key: str, how: str) -> None:
    talk.writing, talk.refusal = (key, how), ""


def _seen_today(visit: Visit, formulation_id: str) -> None:
    with told_afterwards():
        freshly(visit, formulation_id, lambda now: asking.shown_today(visit, now, _today()))


def _leave(talk: Conversation, key: str) -> None:
    talk.left.add(key)
    talk.more = True


WORDS: Final = {
    ANSWER: ("What we say to this", "a few words; they stay here", "Keep the answer"),
    ASIDE: ("Why it can rest", "we have thought about it, because…", "Set it aside"),
}


def _writing(
    visit: Visit, opened: Opened, talk: Conversation, question: Question, how: str
) -> None:
    label, hint, done = WORDS[how]
    if talk.refusal:
        st.warning(plain(talk.refusal), icon=":material/info:")
    ways = Ways(
        done=(done, partial(_settle, visit, opened.id, talk, question)),
        later=("Not now", partial(_stop, talk)),
    )
    slip(visit, opened.id, _place(question.key, how), ways, label=label, hint=hint)


def _place(key: str, how: str) -> str:
    """The name of the slip on which this is answered, or set aside."""
    return place_of("asking", how, key)


def _stop(talk: Conversation) -> None:
    talk.writing, talk.refusal = None, ""


def _settle(
    visit: Visit, formulation_id: str, talk: Conversation, question: Question, typed: str
) -> None:
    how = talk.writing[1] if talk.writing else ANSWER
    keep = asking.answer if how == ANSWER else asking.set_aside
    try:
        freshly(visit, formulation_id, lambda now: keep(visit, now, question, typed, _today()))
        throw_away(visit, formulation_id, _place(question.key, how))
    except FormulationError as refused:
        talk.refusal = sentence_of(refused)
        return
    _stop(talk)
    talk.more = True


def _what_else(talk: Conversation, others: Sequence[Question]) -> None:
    """Below the questions in sight: whether there is another, without saying how many."""
    fresh = [one for one in others if one.key not in talk.left]
    if not talk.shown and not others:
        _quietly("Nothing comes to mind just now. Trust what you are curious about.")
    elif not talk.shown and not fresh:
        _quietly("Nothing new comes to mind just now.")
    if fresh and len(talk.shown) < FEW:
        st.button("Ask me something", key="ask another", on_click=_begin, args=(talk,))
    elif talk.left and not fresh:
        st.button("Come back to what was left", key="ask left", on_click=_come_back, args=(talk,))


def _come_back(talk: Conversation) -> None:
    talk.left.clear()
    talk.more = True


def _already(visit: Visit, opened: Opened, rooms: Sequence[str]) -> None:
    """What was answered or set aside before, kept in sight for whoever looks."""
    kept = asking.settled(opened, rooms=rooms)
    if not kept:
        return
    with st.expander("Answered and set aside"):
        for one in kept[:20]:
            st.html(_asked_html(one))
            if not opened.read_only:
                st.button("Ask this again", key=f"again/{one.id}", type="tertiary",
                          on_click=_ask_again, args=(visit, opened.id, one.id))  # fmt: skip


def _asked_html(one: Asked) -> str:
    what = ASKED_OUTCOMES[one.outcome].label
    return (
        f'<div class="fn-behind"><small>{escape(one.question)} · {escape(what)} '
        f"{escape(one.on)}</small><p>{escape(one.words)}</p></div>"
    )


def _ask_again(visit: Visit, formulation_id: str, asked_id: str) -> None:
    with told_afterwards():
        freshly(visit, formulation_id, lambda now: asking.ask_again(visit, now, asked_id))


def _quietly(words: str) -> None:
    st.html(f'<p class="fn-quiet">{escape(words)}</p>')


def _safe(key: str) -> str:
    return key.replace(" ", "-")
