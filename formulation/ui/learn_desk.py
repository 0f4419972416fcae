"""The desk of the Learn page: examples read piece by piece, common roles, and the words of the field."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.domain.kinds import TONES
from formulation.domain.vocabulary import Pair, Term
from formulation.store.library import Example
from formulation.workflows import learning, looking_up
from formulation.workflows.learning import Leaf, Reading
from formulation.workflows.notebooks import make_my_copy
from formulation.workflows.visit import Visit

from . import gate, places, remembered
from .again import again
from .banner import stage_words
from .emblems import emblem_picture
from .notices import told_kindly
from .pictured import pictured
from .plain import plain
from .practice_desk import practice
from .role_library import onto_the_open_map
from .terms import explained

EXAMPLES, PRACTICE, ROLES, WORDS = "Examples", "Practice", "Common roles", "Words"
PARTS = (EXAMPLES, PRACTICE, ROLES, WORDS)
COLUMNS = 4
IN_THE_ADDRESS = "read"


def heading() -> None:
    """What this page is for, in one sentence."""
    st.header("Learn")
    st.caption(
        "Read fictional examples piece by piece, practise on them, and look up a word or a role. "
        "Nothing done here is kept unless you say so."
    )


@st.fragment
def desk() -> None:
    """Everything on the Learn page."""
    visit = gate.require_member()
    if remembered.get(remembered.READING) is None and IN_THE_ADDRESS in st.query_params:
        _take_up(st.query_params[IN_THE_ADDRESS])
    if remembered.get(remembered.READING):
        _reading(visit, learning.reading(remembered.get(remembered.READING)))
        return
    part = st.segmented_control(
        "What would you like to do?", PARTS, default=EXAMPLES, required=True, key="part of learning",
        label_visibility="collapsed",
    )  # fmt: skip
    if part == PRACTICE:
        practice(visit)
    elif part == ROLES:
        _roles(visit)
    elif part == WORDS:
        _words()
    else:
        _examples()


def _take_up(key: str) -> None:
    if any(one.key == key for one in learning.teaching()):
        remembered.keep(remembered.READING, key)


# Examples.


def _examples() -> None:
    lessons = st.pills(
        "Show those that teach", learning.taught(), selection_mode="multi", key="lessons",
        format_func=_in_words,
    )  # fmt: skip
    with st.container(horizontal=True, gap="medium"):
        stages = learning.stages()
        stage = st.selectbox("Where on the pathway", ["", *stages], key="stage to learn", width=260,
                             format_func=lambda one: stage_words(one) or "anywhere")  # fmt: skip
        setting = st.text_input("Setting, or what it teaches", key="setting to learn", width=320,
                                placeholder="such as ward, recall, survivor guilt")  # fmt: skip
    found = learning.teaching(*(lessons or ()), stage=stage or "", setting=setting or "")
    if not found:
        st.caption("No example teaches all of that. Let one of these go.")
    for row in range(0, len(found), COLUMNS):
        for column, one in zip(st.columns(COLUMNS), found[row : row + COLUMNS], strict=False):
            with column, st.container(border=True, height="stretch"):
                _card(one)


def _in_words(lesson: str) -> str:
    return lesson.replace("_", " ")


def _card(one: Example) -> None:
    cover = one.formulation.cover
    lessons = ", ".join(map(_in_words, one.teaches))
    st.html(
        f'<div class="fn-card">{emblem_picture(cover.emblem, cover.colour)}'
        f"<span><strong>{escape(cover.title)}</strong><small>{escape(cover.setting)}</small></span></div>"
        f'<p class="fn-teaches">Teaches: {escape(lessons)}</p>'
    )
    st.button("Read it piece by piece", key=f"read/{one.key}", width="stretch",
              on_click=_begin, args=(one.key,))  # fmt: skip


def _begin(key: str) -> None:
    remembered.keep(remembered.READING, key)
    remembered.keep(remembered.LEAF, 0)
    st.query_params[IN_THE_ADDRESS] = key


# Reading.


def _reading(visit: Visit, read: Reading) -> None:
    at = min(max(int(remembered.get(remembered.LEAF) or 0), 0), len(read.leaves) - 1)
    leaf = read.leaves[at]
    _bar(read, leaf)
    left, right = st.columns([1.75, 1], gap="large")
    with right:
        _page(read, leaf, at)
        _turning(at, len(read.leaves))
        if at == len(read.leaves) - 1:
            _and_then(visit, read)
    with left:
        scene = read.scene(leaf)
        if scene is None:
            st.html(f'<blockquote class="fn-vignette">{escape(leaf.says[0])}</blockquote>')
        else:
            pictured(scene, f"{leaf.chapter}, page {at + 1}")


def _bar(read: Reading, leaf: Leaf) -> None:
    """Which example this is, its chapters to turn to, and the way back to the others."""
    cover = read.example.formulation.cover
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(
            "All examples", icon=":material/arrow_back:", key="close the book", on_click=_close
        )
        st.html(
            f'<div class="fn-card">{emblem_picture(cover.emblem, cover.colour)}'
            f"<span><strong>{escape(cover.title)}</strong><small>fictional</small></span></div>"
        )
    chapters = read.chapters
    st.segmented_control(
        "Chapter", list(chapters), default=leaf.chapter, required=True, label_visibility="collapsed",
        key=f"chapter/{read.example.key}/{leaf.chapter}",
        on_change=_to_chapter, args=(read.example.key, leaf.chapter),
    )  # fmt: skip


def _to_chapter(key: str, now: str) -> None:
    chosen = st.session_state[f"chapter/{key}/{now}"]
    remembered.keep(remembered.LEAF, learning.reading(key).chapters.get(chosen, 0))


def _close() -> None:
    remembered.keep(remembered.READING, None)
    st.query_params.pop(IN_THE_ADDRESS, None)


def _page(read: Reading, leaf: Leaf, at: int) -> None:
    said = leaf.says if leaf.drawing_id else leaf.says[1:]
    paragraphs = "".join(f"<p>{explained(one)}</p>" for one in said)
    st.html(
        f'<article class="fn-leaf" aria-live="polite"><small>{escape(leaf.chapter)} · '
        f"page {at + 1} of {len(read.leaves)}</small><h3>{escape(leaf.heading)}</h3>{paragraphs}</article>"
    )


def _turning(at: int, leaves: int) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button("Back", icon=":material/chevron_left:", key="page back", disabled=at == 0,
                  shortcut="Left", on_click=_turn, args=(at - 1,))  # fmt: skip
        st.button("On", icon=":material/chevron_right:", key="page on", type="primary",
                  disabled=at == leaves - 1, shortcut="Right", on_click=_turn, args=(at + 1,))  # fmt: skip


def _turn(to: int) -> None:
    remembered.keep(remembered.LEAF, to)


def _and_then(visit: Visit, read: Reading) -> None:
    """What one may do with an example that has been read to its end."""
    st.caption("That was one way of mapping it. Yours may be another.")
    with st.container(horizontal=True, gap="small"):
        if st.button(
            "Make it my own copy", icon=":material/content_copy:", key="copy what was read"
        ):
            with told_kindly():
                _open(make_my_copy(visit, read.example.key).id)
        if st.button("See it on the Map page", icon=":material/hub:", key="see what was read"):
            _open(read.example.key)
        if st.button("Practise with it", icon=":material/edit:", key="practise what was read"):
            _close()
            remembered.keep(remembered.PRACTISED, read.example.key)
            st.session_state["part of learning"] = PRACTICE
            again()


def _open(formulation_id: str) -> None:
    gate.lay_open(formulation_id)
    places.go("map", **{gate.IN_THE_ADDRESS: formulation_id})


# Roles and words.


def _roles(visit: Visit) -> None:
    st.caption(
        "Common pairs, in doing-words, to find a word for something half said. "
        "The person’s own words are better; nothing here belongs on a map until they have made it theirs."
    )
    asked = st.text_input("Look for a word", key="role looked for", width=420,
                          placeholder="such as left, checking, forgiven")  # fmt: skip
    found = looking_up.common_roles(asked)
    if not found:
        st.caption("No pair has that word or one near it. That may be the best reason to use it.")
    onto_the_open_map(visit, found)
    for tone, pairs in looking_up.by_tone(found).items():
        st.html(f'<h4 class="fn-tone">{escape(TONES[tone].label.capitalize())}</h4>')
        st.html(f'<div class="fn-pairs">{"".join(map(_pair, pairs))}</div>')


def _pair(pair: Pair) -> str:
    near = "; ".join((*pair.near_top, *pair.near_bottom))
    kinder = looking_up.kinder_than(pair)
    turns = f"<small>May turn into: {escape(kinder.words)}</small>" if kinder else ""
    after = f"<small>After {escape(pair.after)}</small>" if pair.after else ""
    return (
        f'<div class="fn-pair"><span class="fn-top">{escape(pair.top)}</span>'
        f'<span class="fn-joined" aria-label="and, at the other end">↕</span>'
        f'<span class="fn-bottom">{escape(pair.bottom)}</span>'
        f"<small>Near: {escape(near)}</small>{turns}{after}</div>"
    )


def _words() -> None:
    asked = st.text_input("Look for a word", key="word looked for", width=420)
    for term in looking_up.words_of_the_field(asked):
        _term(term)


def _term(term: Term) -> None:
    left, right = st.columns([1, 2.2], gap="medium")
    with left:
        scene = looking_up.small_drawing(term)
        if scene is not None:
            pictured(scene, term.term, style="fn-small-drawing")
    with right:
        after = f"<small>After {escape(term.after)}</small>" if term.after else ""
        st.html(
            f'<div class="fn-term"><h4>{escape(term.term)}</h4><p>{escape(plain(term.says))}</p>{after}</div>'
        )
