"""What is selected on the drawing: every field of it, and the few things that can be done with it."""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from formulation.analysis.ageing import due_a_look
from formulation.domain.errors import FormulationError
from formulation.domain.kinds import PROCEDURE_KINDS, WHOSE
from formulation.domain.records import (
    Exit,
    Horn,
    Phrase,
    Procedure,
    ReciprocalRole,
    Step,
    label_of,
)
from formulation.domain.verbs import Dangling
from formulation.render.phrasing import day_in_words
from formulation.workflows import mapping, wondering, wording
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .again import again
from .forms import Beside, record_form
from .notices import sentence_of, show, told_afterwards
from .plain import plain
from .view_bar import look_here


def selected_panel(visit: Visit, opened: Opened, selected: tuple[str, ...]) -> None:
    """The panel beside the drawing: one thing with all its fields, or several to act on together."""
    if len(selected) > 1:
        _several(visit, opened, selected)
        return
    some_id = selected[0]
    thing = opened.formulation[some_id]
    top, away = st.columns([3, 1], vertical_alignment="top")
    name, label = _heading(opened, some_id)
    top.markdown(f"##### {name}")
    top.caption(label)
    away.button("Close", icon=":material/close:", key="unselect",
                on_click=_select, args=((),), type="tertiary")  # fmt: skip
    look_here(opened, some_id)
    if thing.prefix == "pole":
        thing = opened.formulation.owner_of(some_id)
    _whose_now(visit, opened, thing)
    _still_so(visit, opened, thing.id)
    if isinstance(thing, ReciprocalRole):
        _role(visit, opened, thing)
    elif isinstance(thing, Procedure):
        _procedure(visit, opened, thing)
    elif isinstance(thing, Horn):
        record_form(visit, opened, thing.id)
        _steps(visit, opened, thing)
    else:
        if isinstance(thing, Step):
            _within(visit, opened, thing)
        record_form(visit, opened, some_id)
    if isinstance(thing, Exit):
        _good_enough_instead(visit, opened, thing)
    if isinstance(thing, Phrase):
        _turn_into(visit, opened, thing)
    if not opened.read_only:
        _remove(visit, opened, (thing.id,))


def _select(ids: tuple[str, ...]) -> None:
    remembered.keep(remembered.SELECTED, ids)
    remembered.keep(remembered.GOING, None)


def _heading(opened: Opened, some_id: str) -> tuple[str, str]:
    label = label_of(some_id)
    thing = opened.formulation[some_id]
    if isinstance(thing, Procedure):
        label = PROCEDURE_KINDS[thing.kind].label
    if thing.prefix == "pole":
        label = "pole of a reciprocal role"
    return plain(opened.formulation.name_of(some_id)), label


def _whose_now(visit: Visit, opened: Opened, thing: Any) -> None:
    """After a rewording: one tap says whose words they are now; leaving it is an answer, too."""
    asked = remembered.table(remembered.ASKED_WHOSE)
    things = thing.parts() if isinstance(thing, ReciprocalRole) else (thing,)
    for one in things:
        before = wording.reworded_since_whose_was_said(visit, opened, one.id)
        key = (one.id, getattr(one, "words", "") or getattr(one, "name", ""))
        if before is None or key in asked:
            continue
        said = plain(opened.formulation.name_of(one.id))
        with st.container(border=True, gap="small", key=f"whose now/{one.id}"):
            st.markdown(f"“{plain(before)}” became “{said}”. Whose words are they now?")
            with st.container(horizontal=True, gap="small"):
                for kind in ("person", "shared", "worker"):
                    st.button(
                        WHOSE[kind].label.capitalize(), key=f"whose/{one.id}/{kind}",
                        on_click=_words_are, args=(visit, opened, one.id, key, kind),
                    )  # fmt: skip


def _still_so(visit: Visit, opened: Opened, some_id: str) -> None:
    """What is due a look says so; one press says that it was looked at today and stays."""
    due = {one.record_id: one for one in due_a_look(opened.formulation, datetime.date.today())}
    if some_id not in due or opened.read_only:
        return
    with st.container(border=True, gap="small", key=f"still so/{some_id}"):
        last = due[some_id].last
        when = f"Last looked at {day_in_words(last)}. " if last else ""
        st.markdown(f"{when}Is it still so, or do we see it differently now?")
        st.button(
            "Looked at today; it stays", key=f"looked at/{some_id}", on_click=_look_at,
            args=(visit, opened.id, some_id),
        )  # fmt: skip


def _look_at(visit: Visit, formulation_id: str, some_id: str) -> None:
    today = datetime.date.today().isoformat()
    with told_afterwards():
        freshly(visit, formulation_id, lambda now: wondering.look_at(visit, now, some_id, today))


def _words_are(visit: Visit, opened: Opened, some_id: str, key: tuple[str, str], kind: str) -> None:
    remembered.table(remembered.ASKED_WHOSE)[key] = True
    was = {"whose": getattr(opened.formulation[some_id], "whose", "")}
    if was["whose"] == kind:
        return
    with told_afterwards():
        freshly(
            visit,
            opened.id,
            lambda now: mapping.revise(visit, now, some_id, {"whose": kind}, was),
        )


def _good_enough_instead(visit: Visit, opened: Opened, way_out: Exit) -> None:
    """Where a way out arrives at a role that hurts: a gentle word, and a good-enough role to draw."""
    role = wording.arrives_where_it_hurts(opened.formulation, way_out)
    if role is None or opened.read_only:
        return
    name = plain(opened.formulation.name_of(role.id))
    st.info(
        f"This arrives at “{name}”, which is a place loops begin. Is it a way out, or the way round "
        "again? What would be good enough instead: who does what, and how is it to receive it?"
    )
    with st.form(f"good enough/{way_out.id}", border=False):
        top = st.text_input("Doing what?", placeholder="e.g. listening", key=f"ge/{way_out.id}/top")
        bottom = st.text_input("And at the other end?", placeholder="e.g. listened to",
                               key=f"ge/{way_out.id}/bottom")  # fmt: skip
        pressed = st.form_submit_button("Draw this good-enough role", width="stretch")
    if pressed:
        try:
            freshly(
                visit,
                opened.id,
                lambda now: wording.arrive_at_something_good_enough(
                    visit, now, way_out.id, top, bottom
                ),
            )
        except FormulationError as refused:
            show(refused)
            return
        again()


def _role(visit: Visit, opened: Opened, role: ReciprocalRole) -> None:
    for pole, where in ((role.top, "Top pole"), (role.bottom, "Bottom pole")):
        with st.container(border=True, gap="small"):
            record_form(visit, opened, pole.id, prefix=where)
    record_form(visit, opened, role.id)


def _procedure(visit: Visit, opened: Opened, procedure: Procedure) -> None:
    dilemma = procedure.kind == "dilemma"
    leave = ["returns_to"] if dilemma else []
    leave += [] if procedure.kind == "snag" else ["wants", "forbidden_by"]
    record_form(visit, opened, procedure.id, leave=leave)
    for horn in procedure.horns:
        st.button(
            plain(horn.name) or "one way", key=f"go/{horn.id}", icon=":material/fork_right:",
            on_click=_select, args=((horn.id,),), width="stretch",
        )  # fmt: skip
    if not procedure.horns:
        _steps(visit, opened, procedure)


def _steps(visit: Visit, opened: Opened, holder: Procedure | Horn) -> None:
    """The steps in order, each a way to go there, and a place to say the next one."""
    st.markdown("**Steps**")
    for at, step in enumerate(holder.steps, start=1):
        st.button(
            f"{at}. {plain(step.words) or '?'}", key=f"go/{step.id}", type="tertiary",
            on_click=_select, args=((step.id,),),
        )  # fmt: skip
    if opened.read_only:
        return
    turn = remembered.table(remembered.TURNS).get(holder.id, 0)
    key = f"next step/{holder.id}/{turn}"
    st.text_input("And then?", key=key, placeholder="the next step, then Enter",
                  on_change=_say_next, args=(visit, opened, holder.id, key))  # fmt: skip
    told: Beside | None = remembered.table(remembered.TOLD).get(holder.id, {}).get("next")
    if told:
        st.warning(plain(told.refusal))


def _say_next(visit: Visit, opened: Opened, holder_id: str, key: str) -> None:
    said = st.session_state[key]
    told = remembered.table(remembered.TOLD).setdefault(holder_id, {})
    told.pop("next", None)
    if not said.strip():
        return
    try:
        freshly(visit, opened.id, lambda fresh: mapping.add_step(visit, fresh, holder_id, said))
    except FormulationError as refused:
        told["next"] = Beside(said, sentence_of(refused))
        return
    turns = remembered.table(remembered.TURNS)
    turns[holder_id] = turns.get(holder_id, 0) + 1


def _within(visit: Visit, opened: Opened, step: Step) -> None:
    holder = mapping.holder_of(opened.formulation, step.id)
    at = [one.id for one in holder.steps].index(step.id) + 1
    name = opened.formulation.name_of(holder.id)
    st.button(
        f"Step {at} of {len(holder.steps)} in “{plain(name)}”", type="tertiary",
        icon=":material/arrow_back:", key=f"go/{holder.id}", on_click=_select, args=((holder.id,),),
    )  # fmt: skip
    if opened.read_only:
        return
    earlier, later = st.columns(2)
    for column, label, by in ((earlier, "Earlier", -1), (later, "Later", 1)):
        column.button(
            label, key=f"move/{step.id}/{by}", width="stretch", on_click=_move_step,
            args=(visit, opened, step.id, by),
        )  # fmt: skip


def _move_step(visit: Visit, opened: Opened, step_id: str, by: int) -> None:
    with told_afterwards():
        freshly(visit, opened.id, lambda fresh: mapping.move_step(visit, fresh, step_id, by))


def _turn_into(visit: Visit, opened: Opened, phrase: Phrase) -> None:
    if opened.read_only:
        return
    kinds = [kind for kind in mapping.TURNS_INTO if kind != "phrase"]
    key = f"becomes/{phrase.id}"
    st.selectbox(
        "This is…", kinds, index=None, format_func=lambda one: mapping.TURNS_INTO[one],
        key=key, placeholder="make something of it, when you are ready",
        on_change=_become, args=(visit, opened, phrase.id, key),
    )  # fmt: skip


def _become(visit: Visit, opened: Opened, phrase_id: str, key: str) -> None:
    kind = st.session_state[key]
    st.session_state[key] = None
    if kind is None:
        return
    with told_afterwards():
        _, new_id = freshly(
            visit, opened.id, lambda fresh: mapping.turn_into(visit, fresh, phrase_id, kind)
        )
        _select((new_id,))


def _several(visit: Visit, opened: Opened, selected: tuple[str, ...]) -> None:
    st.markdown(f"##### {len(selected)} things selected")
    for some_id in selected[:12]:
        st.button(
            f"{plain(opened.formulation.name_of(some_id))} · {label_of(some_id)}",
            key=f"go/{some_id}", type="tertiary", on_click=_select, args=((some_id,),),
        )  # fmt: skip
    if not opened.read_only:
        _remove(visit, opened, selected)


def _remove(visit: Visit, opened: Opened, some_ids: tuple[str, ...]) -> None:
    """Remove, after saying what points at it; undo brings everything back."""
    ids = tuple(dict.fromkeys(_whole(opened, some_id) for some_id in some_ids))
    going = remembered.get(remembered.GOING)
    if going != ids:
        st.button(
            "Remove from the map", icon=":material/delete_outline:", type="tertiary",
            key=f"remove/{ids[0]}", on_click=remembered.keep, args=(remembered.GOING, ids),
        )  # fmt: skip
        return
    st.info(_what_happens(opened, ids))
    yes, no = st.columns(2)
    no.button("Leave it", key="leave it", width="stretch",
              on_click=remembered.keep, args=(remembered.GOING, None))  # fmt: skip
    if yes.button("Remove", key="remove now", width="stretch"):
        try:
            freshly(visit, opened.id, lambda fresh: mapping.remove(visit, fresh, *ids))
        except FormulationError as refused:
            show(refused)
            return
        _select(())
        again()


def _whole(opened: Opened, some_id: str) -> str:
    """What would go: a pole only goes with its role."""
    return opened.formulation.owner_of(some_id).id if some_id.startswith("pole:") else some_id


def _what_happens(opened: Opened, ids: tuple[str, ...]) -> str:
    pointing = [
        one
        for some_id in ids
        for one in mapping.would_dangle(opened, some_id)
        if one.reference.owner_id not in ids
    ]
    along = _names(opened, [one for one in pointing if one.goes_along])
    letting_go = _names(opened, [one for one in pointing if not one.goes_along])
    said = [f"Take off the map: {', '.join(plain(opened.formulation.name_of(i)) for i in ids)}."]
    if along:
        said.append(f"These arrows would go with it: {along}.")
    if letting_go:
        said.append(f"These stay, and no longer point at it: {letting_go}.")
    said.append("Undo brings everything back.")
    return "  \n".join(said)


def _names(opened: Opened, pointing: list[Dangling]) -> str:
    names = {
        one.reference.owner_id: f"{plain(opened.formulation.name_of(one.reference.owner_id))} "
        f"({label_of(one.reference.owner_id)})"
        for one in pointing
    }
    return "; ".join(names.values())
