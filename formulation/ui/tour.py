"""Two minutes round a finished map: one sentence for each thing, pointed at where it stands.

It happens on a real example on the Map page. It can be left at any stop, and found again from
the help that every page has.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from formulation.workflows import looking_up

from . import gate, places, remembered, terms
from .terms import explained

EXAMPLE: Final = "ex1"


@dataclass(frozen=True)
class Stop:
    """One thing to look at: what is said of it, and where it is.

    `selects` are ids on the example's drawing; `drawing` the kind of drawing to turn to; `near`
    the key of something on the page that is outlined instead.
    """

    title: str
    says: str
    selects: tuple[str, ...] = ()
    drawing: str = "role_map"
    near: str = ""


STOPS: Final = (
    Stop("A pair", "Every box is one way of relating with two ends: somebody does, somebody is done to.",
         ("role:ex1-r1",)),
    Stop("What hurts most", "Beneath the lower ends lies the feeling that is hardest to bear.",
         ("pain:ex1-cp1",)),
    Stop("A loop", "Follow the steps round: each makes sense, others answer, and it comes home to the hurt.",
         ("procedure:ex1-p1",)),
    Stop("A way out", "It leaves the loop at a step that can be noticed, and somebody else changes, too.",
         ("exit:ex1-e1",)),
    Stop("Somewhere to arrive", "Ways out lead to something ordinary and kind that is already there.",
         ("role:ex1-r4",)),
    Stop("Pulls", "Each dot is a helper drawn to that end: theirs, and never a fact about the person.",
         near="pulls_shown"),
    Stop("States", "The same map seen as ways of being, and what sets off the shift from one to the next.",
         ("state:ex1-s1",), "states"),
    Stop("In other ways", "Below: the map in words, its loops, what is behind it, and what is worth asking.",
         near="section"),
)  # fmt: skip


def start() -> None:
    """Begin at the first stop; goes to the Map page and does not come back."""
    gate.lay_open(EXAMPLE)
    _to(0)
    places.go("map", **{gate.IN_THE_ADDRESS: EXAMPLE})


def offer(page: str) -> None:
    """Help for this page, and the tour where it is being taken; `page` is the name of the place."""
    at = remembered.get(remembered.TOUR)
    taken = at is not None and page == "map" and remembered.get(remembered.OPEN) == EXAMPLE
    terms.listen(show=(STOPS[at].near or "drawing") if taken else "")
    _help(places.PLACES[page])
    if taken:
        _card(STOPS[at], at)


def _help(place: places.Place) -> None:
    with (
        st.container(key="help"),
        st.popover("Help", icon=":material/help:", help="What this page is for, and its words"),
    ):
        st.markdown(f"##### {place.title}")
        st.write(place.says)
        going = remembered.get(remembered.TOUR) is not None
        if st.button("Go on with the tour" if going else "Two-minute tour of a map",
                     key="tour from help", icon=":material/explore:"):  # fmt: skip
            _go_on() if going else start()
        for term in looking_up.words_of_the_field():
            if term.term in place.words:
                st.html(
                    f'<div class="fn-term"><h4>{escape(term.term)}</h4><p>{escape(term.says)}</p></div>'
                )
        if place.name != "learn" and st.button("All words, with drawings", key="words from help"):
            st.session_state["part of learning"] = "Words"
            places.go("learn")
        if place.name == "map":
            st.caption("On the drawing, press ? for every key.")


def purpose(page: str) -> None:
    """What this page is for, in one sentence, its terms explained; not where the page says it itself."""
    place = places.PLACES[page]
    if place.says and not place.says_so_itself:
        st.html(f'<p class="fn-purpose">{explained(place.says)}</p>')


def _card(stop: Stop, at: int) -> None:
    if stop.near:
        st.html(
            f"<style>.st-key-{stop.near} {{ outline: 3px solid var(--fn-here); "
            'outline-offset: 5px; border-radius: 6px; }</style><span class="fn-outlined"></span>'
        )
    with st.container(key="tour"):
        st.html(
            f'<div class="fn-stop" role="status"><small>Tour · {at + 1} of {len(STOPS)}</small>'
            f"<h2>{escape(stop.title)}</h2><p>{explained(stop.says)}</p></div>"
        )
        with st.container(horizontal=True, gap="small"):
            st.button("Back", key="tour back", disabled=at == 0, on_click=_to, args=(at - 1,),
                      shortcut="Shift+Left")  # fmt: skip
            if at + 1 < len(STOPS):
                st.button("Next", key="tour next", type="primary", on_click=_to, args=(at + 1,),
                          shortcut="Shift+Right")  # fmt: skip
            elif st.button("Now draw somebody", key="tour ends", type="primary"):
                _leave()
                places.go("notebook")
            st.button("Leave", key="tour leave", on_click=_leave, shortcut="Shift+Esc")


def _to(at: int) -> None:
    remembered.keep(remembered.TOUR, at)
    remembered.keep(remembered.SELECTED, STOPS[at].selects)
    remembered.keep(remembered.TURN_TO, STOPS[at].drawing)


def _go_on() -> None:
    at = int(remembered.get(remembered.TOUR) or 0)
    gate.lay_open(EXAMPLE)
    _to(at)
    places.go("map", **{gate.IN_THE_ADDRESS: EXAMPLE})


def _leave() -> None:
    remembered.keep(remembered.TOUR, None)
    remembered.keep(remembered.SELECTED, ())
