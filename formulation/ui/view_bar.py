"""The choices of how to look at a drawing, what they mean on it, and a loop played step by step."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from formulation.domain.records import Drawing, Procedure, ReciprocalRole, SelfState, label_of
from formulation.render.overlays import HIGH, OVERLAYS, Mark, legend, pulls_legend
from formulation.render.palette import NIGHT, PAPER
from formulation.render.playing import Moment, moments, ways_round
from formulation.render.svg import sign
from formulation.render.views import FURTHEST, View, scene_seen
from formulation.workflows.notebooks import Opened

from . import looking, remembered
from .looking import Looking
from .naming import shortened
from .plain import plain

EVERYTHING, AROUND, LOOKED_AT = "everything", "around", "looked at"
HOW: Final[Mapping[str, tuple[str, str]]] = {
    "large": ("Large print", "Larger letters. To look at: things are moved in the ordinary view."),
    "few": ("Fewer words", "The beginning of every label; the whole is read aloud and kept."),
    "turned": ("Turned round", "Starts from the good-enough roles and the ways out to them."),
    "grey": ("In grey", "As it comes out of a black-and-white printer."),
}


def view_popover(opened: Opened, drawing: Drawing) -> None:
    """Everything that can be chosen about how the drawing is looked at."""
    now = looking.now(opened)
    turn = remembered.table(remembered.TURNS).get(f"look/{opened.id}", 0)
    key = f"look/{opened.id}/{drawing.kind == 'states'}/{turn}"
    offered = [one for one in OVERLAYS if one != "comments" or _has_comments(opened, now)]
    with st.popover("Look", icon=":material/visibility:", type="secondary"):
        _looked_at(opened, drawing, now, key)
        st.pills(
            "Mark on the drawing", offered, selection_mode="multi",
            default=list(now.view.overlays), format_func=lambda one: OVERLAYS[one].label,
            key=f"{key}/over", help=_helps({OVERLAYS[one].label: OVERLAYS[one].help for one in offered}),
            on_change=_overlays_chosen, args=(opened.id, f"{key}/over"),
        )  # fmt: skip
        on = [name for name in HOW if getattr(now, name, None) or getattr(now.view, name, None)]
        st.pills(
            "How it is shown", list(HOW), selection_mode="multi", default=on,
            format_func=lambda one: HOW[one][0], key=f"{key}/how", help=_helps(dict(HOW.values())),
            on_change=_how_chosen, args=(opened.id, f"{key}/how"),
        )  # fmt: skip
        st.button(
            "Present", icon=":material/present_to_all:", key="present", on_click=looking.change,
            args=(opened.id,), kwargs={"presenting": True},
            help="For a projector: the drawing alone, large, with no controls. "
            "F11 gives it the whole screen; Escape ends it.",
        )  # fmt: skip


def _has_comments(opened: Opened, now: Looking) -> bool:
    """Only practice maps have comments; what is on already can be taken off anywhere."""
    return bool(opened.formulation.cover.practice) or "comments" in now.view.overlays


def _helps(told: Mapping[str, str]) -> str:
    return "  \n".join(f"**{name}**: {said}" for name, said in told.items())


def _overlays_chosen(opened_id: str, key: str) -> None:
    chosen = st.session_state[key]
    looking.change(opened_id, overlays=tuple(name for name in OVERLAYS if name in chosen))


def _how_chosen(opened_id: str, key: str) -> None:
    chosen = st.session_state[key]
    looking.change(opened_id, **{name: name in chosen for name in HOW})


def _looked_at(opened: Opened, drawing: Drawing, now: Looking, key: str) -> None:
    """Everything, one loop, one state, or what is selected and so many steps around it."""
    offered = [EVERYTHING, AROUND, *_parts(opened, drawing)]
    focus = now.view.focus[0] if now.view.focus else ""
    if focus in opened.formulation and focus not in offered:
        offered.append(focus)
    shown = AROUND if now.around else focus if focus in offered else EVERYTHING
    st.selectbox(
        "Look at", offered, index=offered.index(shown), key=f"{key}/at",
        format_func=lambda one: _part_named(opened, one),
        on_change=_part_chosen, args=(opened.id, f"{key}/at"),
    )  # fmt: skip
    if now.around or (focus and focus not in _parts(opened, drawing)):
        st.segmented_control(
            "Steps around it", list(range(FURTHEST + 1)), default=now.view.steps, required=True,
            key=f"{key}/steps", on_change=_steps_chosen, args=(opened.id, f"{key}/steps"),
        )  # fmt: skip


def _parts(opened: Opened, drawing: Drawing) -> list[str]:
    if drawing.kind == "states":
        return [one.id for one in opened.formulation.every(SelfState)]
    return [one.id for one in opened.formulation.every(Procedure)]


def _part_named(opened: Opened, one: str) -> str:
    if one == EVERYTHING:
        return "everything"
    if one == AROUND:
        return "what is selected, and around it"
    what = "loop" if one.startswith("procedure:") else label_of(one)
    return f"{shortened(opened.formulation.name_of(one), 46)}  ·  {what}"


def _part_chosen(opened_id: str, key: str) -> None:
    chosen = st.session_state[key]
    if chosen == EVERYTHING:
        looking.change(opened_id, focus=(), steps=0, around=False, playing="")
    elif chosen == AROUND:
        looking.change(opened_id, focus=(), steps=1, around=True, playing="")
    else:
        looking.only(opened_id, chosen)


def _steps_chosen(opened_id: str, key: str) -> None:
    looking.change(opened_id, steps=st.session_state[key] or 0)


def told_how(opened: Opened, drawing: Drawing, seen: View, pulls: bool) -> None:
    """Under the drawing: how it is looked at, with the way back; and what its marks mean."""
    now = looking.now(opened)
    if not now.is_plain:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f'<p class="fn-told">{escape(_in_words(opened, now))}</p>')
            for round_id, name in _playable(opened, now):
                st.button(
                    f"Play {name}".strip(), icon=":material/play_arrow:", type="tertiary",
                    key=f"play/{round_id}", on_click=_play, args=(opened.id, round_id),
                )  # fmt: skip
            st.button("Show everything", key="plain view", type="tertiary",
                      icon=":material/visibility:", on_click=looking.everything, args=(opened.id,))  # fmt: skip
    marks = legend(scene_seen(opened.formulation, drawing.id, seen)) if seen.overlays else ()
    if pulls and drawing.kind in ("role_map", "states", "team_map"):
        marks = (*marks, *pulls_legend(opened.formulation))
    if marks:
        st.html(legend_html(marks, dark=st.context.theme.type == "dark"))
    if now.view.turned and not _has_good_enough(opened):
        st.info(
            "No good-enough role is drawn yet. With whom has it been good enough, even once, even "
            "for a minute? What did they do, and what was it like to receive it?"
        )


def _in_words(opened: Opened, now: Looking) -> str:
    said = [HOW[name][0].lower() for name in HOW if getattr(now, name, getattr(now.view, name, 0))]
    if now.around:
        said.insert(0, "what is selected, and around it")
    elif now.view.focus and now.view.focus[0] in opened.formulation:
        said.insert(0, f"only “{opened.formulation.name_of(now.view.focus[0])}”")
    said += [f"with {OVERLAYS[name].label.lower()}" for name in now.view.overlays]
    return f"Shown: {', '.join(said)}." if said else ""


def _playable(opened: Opened, now: Looking) -> Iterable[tuple[str, str]]:
    focus = now.view.focus[0] if now.view.focus and not now.playing else ""
    rounds = ways_round(opened.formulation, focus) if focus.startswith("procedure:") else ()
    if len(rounds) == 1:
        return ((rounds[0][0], "it step by step"),)
    return tuple((some_id, f"“{plain(shortened(name, 30))}”") for some_id, name in rounds)


def _has_good_enough(opened: Opened) -> bool:
    return any(one.tone == "good_enough" for one in opened.formulation.every(ReciprocalRole))


def legend_html(marks: Iterable[Mark], *, dark: bool = False) -> str:
    """The marks that are used, each with what it says."""
    paint = NIGHT if dark else PAPER
    rows = []
    for mark in marks:
        drawn = b64encode(sign(mark.shapes, mark.width, HIGH, paint).encode()).decode()
        rows.append(
            f'<span class="fn-mark-said"><img alt="" src="data:image/svg+xml;base64,{drawn}">'
            f"{escape(mark.said)}</span>"
        )
    return f'<div class="fn-legend" role="group" aria-label="What the marks mean">{"".join(rows)}</div>'


# A loop played step by step


def _play(opened_id: str, round_id: str) -> None:
    owner = round_id
    looking.change(opened_id, playing=owner, at=0, around=False)


def player(opened: Opened) -> None:
    """The moment that is lit, in large words, with the way on and back at the reader's own pace."""
    now = looking.now(opened)
    told = moments(opened.formulation, now.playing) if now.playing else ()
    if not told:
        return
    at = min(now.at, len(told) - 1)
    # The hand-held clickers that come with projectors send these two.
    back, forward = ("PageUp", "PageDown") if now.presenting else ("Left", "Right")
    with st.container(border=not now.presenting, key="player"):
        st.html(moment_html(told[at]))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button("Back", icon=":material/arrow_back:", disabled=at == 0, key="moment before",
                      on_click=_go_to, args=(opened.id, at - 1), shortcut=back)  # fmt: skip
            on = at + 1 < len(told)
            st.button(
                "Next" if on else "Once more", key="next moment", type="primary", shortcut=forward,
                icon=":material/arrow_forward:" if on else ":material/replay:",
                on_click=_go_to, args=(opened.id, at + 1 if on else 0),
            )  # fmt: skip
            if told[at].missing and not opened.read_only:
                st.button("Say what comes next", key="say next", icon=":material/edit:",
                          on_click=_say_next, args=(opened, now.playing, told[at].id))  # fmt: skip
            st.button("Stop", icon=":material/stop:", type="tertiary", key="stop playing",
                      on_click=looking.change, args=(opened.id,), kwargs={"playing": "", "at": 0})  # fmt: skip


def _go_to(opened_id: str, at: int) -> None:
    looking.change(opened_id, at=max(0, at))


def _say_next(opened: Opened, round_id: str, step_id: str) -> None:
    """Open what is missing in the panel beside: the wordless step, or the loop that needs a next one."""
    looking.change(opened.id, playing="", at=0, presenting=False)
    remembered.keep(remembered.SELECTED, (step_id or round_id,))


def moment_html(moment: Moment) -> str:
    """One moment in large words, said aloud when it comes."""
    quiet = " fn-missing" if moment.missing else ""
    return (
        f'<div class="fn-moment{quiet}" role="status"><small>{escape(moment.said)}</small>'
        f"<p>{escape(moment.words)}</p></div>"
    )


# Presenting


def dressed(now: Looking) -> None:
    """What a way of looking changes about the page itself: grey, or the drawing alone in the window."""
    if now.grey:
        st.html("<style>.st-key-drawing { filter: grayscale(1); }</style>")
    if now.presenting:
        st.html(Path(__file__).with_name("styles_present.css"))


def end_presenting(opened: Opened) -> None:
    """The one quiet button that is left while the drawing is presented."""
    with st.container(key="presenting"):
        st.button("End", key="end presenting", shortcut="Escape", type="tertiary",
                  icon=":material/close_fullscreen:", on_click=looking.change, args=(opened.id,),
                  kwargs={"presenting": False}, help="Escape does the same.")  # fmt: skip


def look_here(opened: Opened, some_id: str) -> None:
    """For what is selected: look at it alone, or play it where it is a loop."""
    is_loop = some_id.startswith(("procedure:", "horn:"))
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Only this" if is_loop or some_id.startswith("state:") else "Only around this",
            key=f"only/{some_id}", type="tertiary", icon=":material/center_focus_strong:",
            on_click=looking.only,
            args=(opened.id, some_id, 0 if is_loop or some_id.startswith("state:") else 1),
            help="The rest of the drawing fades until you show everything again.",
        )  # fmt: skip
        rounds = ways_round(opened.formulation, some_id)
        if some_id.startswith("horn:"):
            rounds = ((some_id, ""),)
        for round_id, name in rounds:
            st.button(
                "Play" if len(rounds) == 1 else f"Play “{plain(shortened(name, 22))}”",
                key=f"play here/{round_id}", type="tertiary", icon=":material/play_arrow:",
                on_click=_play, args=(opened.id, round_id),
                help="Step by step, with its words, at your own pace.",
            )  # fmt: skip
