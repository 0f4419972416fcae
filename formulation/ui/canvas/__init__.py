"""The drawing surface: what a person does comes up, the picture goes down.

The picture never passes through here: the canvas asks our own routes for it (formulation/web) and
keeps it up to date by itself. A page only learns what is selected, which revision is shown, and –
where no socket passes – what the person did.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import streamlit as st

from formulation.domain.kinds import JOINS
from formulation.workflows.mapping import TURNS_INTO

Mode = Literal["draw", "pick", "still"]

HTML: Final = '<div class="fn-canvas" style="visibility:hidden"></div>'
MOST_SELECTED: Final = 500
ANSWERS_KEPT: Final = 20

JOIN_ROWS: Final = [
    {
        "name": row.name,
        "label": row.label,
        "from": list(row.joins[0]),
        "to": list(row.joins[1]),
        "makes": row.makes,
    }
    for row in JOINS.values()
]
"""What an arrow may mean, as the canvas reads it."""

TURN_ROWS: Final = [[name, label] for name, label in TURNS_INTO.items()]
"""What words may become, as the canvas reads it."""


@dataclass(frozen=True)
class CanvasState:
    """What a canvas tells its page.

    `selected`: ids of what is selected, the latest last · `revision`: the version of the
    formulation that it shows · `touched`: in mode "pick", the id just touched, once · `gesture`:
    what the person did, once, and only where no socket passes; `act` has acted on it.
    """

    selected: tuple[str, ...] = ()
    revision: int = 0
    touched: str | None = None
    gesture: Mapping[str, Any] | None = None


def canvas(
    formulation_id: str,
    drawing_id: str,
    *,
    key: str,
    mode: Mode = "draw",
    revision: int,
    selected: tuple[str, ...] | None = None,
    there: Container[str] | None = None,
    height: int = 640,
    pulls: bool = True,
    read_only: bool = False,
    view: str = "",
    undo: str = "",
    redo: str = "",
    act: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
    typing_in: Callable[[str | None], None] | None = None,
) -> CanvasState:
    """Show a drawing to work on ("draw"), to point at ("pick"), or only to look at ("still").

    `selected` is what should be selected from now on; None leaves it to the person. In mode
    "pick" it is always what is shown as chosen, and the page decides what a touch does. `there` is
    what can be selected: something that has gone is no longer selected, without the page choosing.
    `view` is a way of looking as text (formulation/render/views.py). `height` is in CSS pixels.
    `undo` and `redo` say in words what taking back and doing again would do now. `act` is called,
    before the page is drawn, with what a person did where no socket passes; what it returns goes
    down as the answer. `typing_in` is called before the page runs again because the drawing has
    changed: with the label of the field in which somebody's cursor stands, or None.
    """
    memory = _memory(key)
    memory.keep_to(there)
    if selected is not None:
        memory.choose(selected)
    told = _component()(
        key=key,
        data={
            "formulation": formulation_id,
            "drawing": drawing_id,
            "mode": mode,
            "revision": revision,
            "selected": list(memory.ids),
            "turn": memory.turn,
            "heard": memory.heard,
            "height": height,
            "pulls": pulls,
            "readOnly": read_only,
            "view": view,
            "undo": undo,
            "redo": redo,
            "answers": memory.answers,
            "joins": JOIN_ROWS if mode == "draw" else [],
            "turns": TURN_ROWS if mode == "draw" else [],
        },
        height=height,
        on_selected_change=_nothing,
        on_revision_change=lambda: typing_in and typing_in(_typing(st.session_state.get(key))),
        on_touched_change=lambda: memory.hear(st.session_state.get(key), "touched"),
        on_gesture_change=lambda: memory.act(st.session_state.get(key), act),
    )
    memory.listen(told.get("selected"))
    memory.keep_to(there)
    return CanvasState(
        selected=memory.ids,
        revision=_revision(told.get("revision"), revision),
        touched=_touched(told.get("touched")),
        gesture=_gesture(told.get("gesture")),
    )


class Memory:
    """What a page and its canvas last agreed to have selected.

    A page's own choice takes a new turn; what the canvas said in an earlier turn is then no longer
    heard. So a click that is still under way cannot undo what the page has just chosen.
    """

    def __init__(self) -> None:
        self.turn = 0
        self.ids: tuple[str, ...] = ()
        self.heard = 0
        self.answers: list[Mapping[str, Any]] = []
        self._done: set[tuple[str, int]] = set()

    def choose(self, ids: tuple[str, ...]) -> None:
        """The page wants this selected, where it is not so already."""
        if ids != self.ids:
            self.ids = ids
            self.turn += 1

    def keep_to(self, there: Container[str] | None) -> None:
        """What has gone is not selected any more. Nobody has chosen anything: the turn stays."""
        if there is not None:
            self.ids = tuple(one for one in self.ids if one in there)

    def listen(self, said: object) -> None:
        """The canvas says what is selected: `{"turn": …, "ids": […]}`."""
        if isinstance(said, Mapping) and said.get("turn") == self.turn:
            ids = said.get("ids")
            if isinstance(ids, list):
                self.ids = tuple(str(one) for one in ids[:MOST_SELECTED])

    def hear(self, state: object, name: str) -> None:
        """Note the number of what was just done, so that the canvas knows it has arrived."""
        said = state.get(name) if isinstance(state, Mapping) else None
        if isinstance(said, Mapping):
            self.heard = _number(said.get("n"), self.heard)

    def act(
        self, state: object, act: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None
    ) -> None:
        """Act on what a person did, once, however often it comes; the answer stays for a while.

        It is done before the page is drawn: a page that is asked for again in the middle of being
        drawn begins anew and would no longer know of it.
        """
        said = _gesture(state.get("gesture")) if isinstance(state, Mapping) else None
        if said is None or act is None:
            return
        number = _number(said.get("n"), 0)
        name = (str(said.get("who", ""))[:64], number)
        if name in self._done:
            return
        self._done.add(name)
        self.answers = [*self.answers, {**act(said), "answer": number}][-ANSWERS_KEPT:]


def _memory(key: str) -> Memory:
    name = f"{key} · agreed"
    if not isinstance(st.session_state.get(name), Memory):
        st.session_state[name] = Memory()
    memory: Memory = st.session_state[name]
    return memory


@cache
def _component() -> Any:
    return st.components.v2.component(
        "formulation.canvas", html=HTML, css="canvas.css", js="canvas.js"
    )


def _nothing() -> None:
    """A canvas that has something to say makes its page run again; there is nothing else to do."""


def _number(said: object, otherwise: int) -> int:
    return int(said) if isinstance(said, int | float) else otherwise


def _revision(said: object, otherwise: int) -> int:
    return _number(said.get("number") if isinstance(said, Mapping) else None, otherwise)


def _typing(state: object) -> str | None:
    said = state.get("revision") if isinstance(state, Mapping) else None
    label = said.get("typing") if isinstance(said, Mapping) else None
    return label if isinstance(label, str) else None


def _touched(said: object) -> str | None:
    return str(said["id"]) if isinstance(said, Mapping) and "id" in said else None


def _gesture(said: object) -> Mapping[str, Any] | None:
    return said if isinstance(said, Mapping) and "did" in said else None
