"""What can be put on the map when nothing is selected: one short form for each kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import LINK_KINDS, PROCEDURE_KINDS, SHIFT_SPEEDS, TONES, WHOSE
from formulation.domain.records import Procedure, Record
from formulation.workflows import mapping
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .again import again
from .choices import names_begun_with
from .naming import things_to_point_at, ways_to_name
from .notices import show
from .role_library import from_the_library

Maker = Callable[[Formulation, str], Callable[[], Record | tuple[str, str, str, str | None]]]


ONE_AFTER_ANOTHER = frozenset({"phrase"})
"""What people put down in a row: the form stays open, emptied, for the next one."""

ON_THE_STATES_DIAGRAM = frozenset({"state", "shift"})
"""What only the states diagram shows; it is turned to, so that nothing seems to vanish."""


def adding_panel(visit: Visit, opened: Opened) -> None:
    """Choose what to add, fill in a few words, and it stands on the drawing."""
    st.markdown("##### Put something on the map")
    kinds = list(FORMS)
    kind = st.selectbox(
        "What is it?",
        kinds,
        index=kinds.index(remembered.get(remembered.ADDING, kinds[0])),
        format_func=lambda name: FORMS[name][0],
        key="what is it",
        help="Not sure yet? A phrase can become anything later.",
    )
    remembered.keep(remembered.ADDING, kind)
    turn = remembered.table(remembered.TURNS).get(kind, 0)
    with st.form(f"adding/{kind}/{turn}", border=False):
        _, help_text, draw = FORMS[kind]
        st.caption(help_text)
        make = draw(opened.formulation, f"adding/{kind}/{turn}")
        pressed = st.form_submit_button("Put it on the map", type="primary", width="stretch")
    if pressed:
        _put_down(visit, opened, kind, make)
    if kind == "role":
        from_the_library(visit, opened)


def _put_down(visit: Visit, opened: Opened, kind: str, make: Callable[[], Any]) -> None:
    try:
        made = make()
        if isinstance(made, tuple):
            within, said, part, after = made
            freshly(
                visit,
                opened.id,
                lambda fresh: mapping.add_step(visit, fresh, within, said, part=part, after=after),
            )
        else:
            freshly(visit, opened.id, lambda fresh: mapping.put_down(visit, fresh, made))
            if kind in ON_THE_STATES_DIAGRAM:
                remembered.keep(remembered.TURN_TO, "states")
            if kind in ONE_AFTER_ANOTHER:
                remembered.keep(remembered.CLEARED, kind)
                again()
            remembered.keep(remembered.SELECTED, (made.id,))
    except FormulationError as refused:
        show(refused)
        return
    turns = remembered.table(remembered.TURNS)
    turns[kind] = turns.get(kind, 0) + 1
    again()


def _whose(key: str) -> str:
    return str(
        st.selectbox(
            "Whose words?",
            list(WHOSE),
            format_func=lambda one: WHOSE[one].label,
            key=f"{key}/whose",
        )
    )


def _one(formulation: Formulation, label: str, key: str, *prefixes: str) -> str | None:
    """Choose one thing on the map, or nothing yet."""
    widget, offered = f"{key}/{label}", things_to_point_at(formulation, prefixes)
    names = names_begun_with(widget, offered, *ways_to_name(formulation))
    chosen: str | None = st.selectbox(
        label,
        offered,
        index=None,
        format_func=lambda one: names.get(one, one),
        placeholder="nothing chosen yet",
        key=widget,
    )
    return chosen


def _some(formulation: Formulation, label: str, key: str, *prefixes: str) -> list[str]:
    widget, offered = f"{key}/{label}", things_to_point_at(formulation, prefixes)
    names = names_begun_with(widget, offered, *ways_to_name(formulation))
    return list(
        st.multiselect(
            label,
            offered,
            format_func=lambda one: names.get(one, one),
            placeholder="choose any",
            key=widget,
        )
    )


def _phrase(formulation: Formulation, key: str) -> Callable[[], Record]:
    if remembered.get(remembered.CLEARED) == "phrase":
        remembered.keep(remembered.CLEARED, None)
        st.session_state[f"{key}/words"] = ""
    said = st.text_input("A phrase, as it was said", key=f"{key}/words")
    whose = _whose(key)
    return lambda: mapping.new_phrase(said, whose)


def _role(formulation: Formulation, key: str) -> Callable[[], Record]:
    top = st.text_input("Top pole: doing what?", key=f"{key}/top", placeholder="e.g. criticising")
    bottom = st.text_input(
        "Bottom pole: on the receiving end",
        key=f"{key}/bottom",
        placeholder="e.g. criticised, or ?",
    )
    tone = st.selectbox(
        "What is it like?", list(TONES), format_func=lambda one: TONES[one].label, key=f"{key}/tone"
    )
    whose = _whose(key)
    return lambda: mapping.new_role(top, bottom, tone, whose)


def _state(formulation: Formulation, key: str) -> Callable[[], Record]:
    name = st.text_input(
        "What is it called?", key=f"{key}/name", placeholder="the person's name for it"
    )
    poles = _some(formulation, "Which poles does it hold?", key, "pole")
    return lambda: mapping.new_state(name, poles)


def _pain(formulation: Formulation, key: str) -> Callable[[], Record]:
    said = st.text_input("Words", key=f"{key}/words")
    under = _some(formulation, "Under which poles?", key, "pole")
    return lambda: mapping.new_core_pain(said, under)


def _loop(kind: str) -> Maker:
    """A trap or a snag: out of a pole, step by step, and home."""

    def draw(formulation: Formulation, key: str) -> Callable[[], Record]:
        name = st.text_input("What shall we call it?", key=f"{key}/name")
        starts = _one(formulation, "Starts at", key, "pole")
        steps = _steps("Steps, one to a line", f"{key}/steps")
        returns = _one(formulation, "Comes back to", key, "pole", "pain")
        wants, forbidden_by = _snag(formulation, key) if kind == "snag" else ("", None)
        return lambda: mapping.new_loop(
            kind, name, starts, steps, returns, wants=wants, forbidden_by=forbidden_by
        )

    return draw


def _snag(formulation: Formulation, key: str) -> tuple[str, str | None]:
    wants = st.text_input("What is wanted, and given up?", key=f"{key}/wants")
    return wants, _one(formulation, "Which voice says no?", key, "pole")


def _dilemma(formulation: Formulation, key: str) -> Callable[[], Record]:
    """Two ways from one place, each with its own steps and its own home."""
    name = st.text_input("What shall we call it?", key=f"{key}/name")
    starts = _one(formulation, "Starts at", key, "pole")
    ways = []
    for word in ("Either", "Or"):
        said = st.text_input(f"{word}…", key=f"{key}/{word}")
        steps = _steps(f"{word}: steps, one to a line", f"{key}/{word} steps")
        home = _one(formulation, f"{word}: comes back to", key, "pole", "pain")
        ways.append(mapping.Way(f"{word} {said}".strip(), steps, home))
    return lambda: mapping.new_dilemma(name, starts, ways)


def _steps(label: str, key: str) -> list[str]:
    return list(st.text_area(label, key=key).splitlines())


def _step(formulation: Formulation, key: str) -> Callable[[], Any]:
    within = _one(formulation, "In which procedure?", key, "procedure", "horn")
    said = st.text_input("Words", key=f"{key}/words")
    after = _one(formulation, "After which step? (left empty: at the end)", key, "step")

    def make() -> tuple[str, str, str, str | None]:
        return _where_step_goes(formulation, within, after), said, "", after

    return make


def _where_step_goes(formulation: Formulation, within: str | None, after: str | None) -> str:
    if after is not None:
        return mapping.holder_of(formulation, after).id
    if within is None:
        raise mapping.CannotJoin(
            "Choose the procedure this step belongs to, or the step before it."
        )
    holder = formulation[within]
    if isinstance(holder, Procedure) and holder.horns:
        raise mapping.CannotJoin("This dilemma has two ways: choose one of its two horns.")
    return within


def _exit(formulation: Formulation, key: str) -> Callable[[], Record]:
    said = st.text_input("A way out", key=f"{key}/words", placeholder="small and possible")
    leaves = _one(formulation, "Leaves from which step?", key, "step")
    arrives = _one(formulation, "Arrives at which pole?", key, "pole")
    return lambda: mapping.new_exit(said, leaves, arrives)


def _shift(formulation: Formulation, key: str) -> Callable[[], Record]:
    from_state = _one(formulation, "From", key, "state")
    to_state = _one(formulation, "To", key, "state")
    trigger = st.text_input("What sets it off?", key=f"{key}/trigger")
    speed = st.selectbox(
        "How fast?",
        list(SHIFT_SPEEDS),
        format_func=lambda one: SHIFT_SPEEDS[one].label,
        key=f"{key}/speed",
    )
    return lambda: mapping.new_shift(from_state, to_state, trigger, speed)


def _link(formulation: Formulation, key: str) -> Callable[[], Record]:
    from_id = _one(formulation, "From", key)
    kind = st.selectbox(
        "says", list(LINK_KINDS), format_func=lambda one: LINK_KINDS[one].label, key=f"{key}/kind"
    )
    to_id = _one(formulation, "To", key)
    said = st.text_input("In words, if it helps", key=f"{key}/words")
    return lambda: mapping.new_link(from_id, to_id, kind, said)


def _worded(label: str, new: Callable[[str], Record]) -> Maker:
    def draw(formulation: Formulation, key: str) -> Callable[[], Record]:
        said = st.text_input(label, key=f"{key}/words")
        return lambda: new(said)

    return draw


FORMS: Mapping[str, tuple[str, str, Callable[[Formulation, str], Callable[[], Any]]]] = {
    "phrase": ("a phrase", "Words on the page that have no place yet.", _phrase),
    "role": ("a reciprocal role", "A role is a pair. One end may stay a question.", _role),
    "trap": ("a trap", f"{PROCEDURE_KINDS['trap'].help.capitalize()}.", _loop("trap")),
    "dilemma": ("a dilemma", f"{PROCEDURE_KINDS['dilemma'].help.capitalize()}.", _dilemma),
    "snag": ("a snag", f"{PROCEDURE_KINDS['snag'].help.capitalize()}.", _loop("snag")),
    "step": ("a step in a procedure", "What happens next? Others' responses are steps too.", _step),
    "exit": ("an exit: a way out", "Out of a step, towards a good-enough pole.", _exit),
    "state": ("a state", "A recognisable way of being, with its own mood.", _state),
    "shift": ("a shift between states", "What sets it off is where recognition starts.", _shift),
    "pain": ("a core pain", "The feeling hardest to bear, under the bottom poles.", _pain),
    "link": ("a link between two things", "Any other arrow: protects from, hides, echoes…", _link),
    "problem": (
        "a target problem",
        "What the person wants help with, in their words.",
        _worded("Words", mapping.new_target_problem),
    ),
    "observer": (
        "the observing eye",
        "The part that can look at the map.",
        _worded("Words", mapping.new_observer),
    ),
    "group": (
        "a party (team map)",
        "The person, some of the staff, the system.",
        _worded("Who", mapping.new_group),
    ),
}
