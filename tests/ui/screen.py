"""A page as a person meets it: the words on it, the fields by their labels, the buttons by theirs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from formulation.settings import HOME
from formulation.ui import remembered

PATIENCE = 60
"""Seconds a page may take; far more than it needs, on a busy machine."""

FRAME = HOME / "formulation" / "ui" / "frame.py"

FIELDS = (
    "text_input", "text_area", "selectbox", "multiselect", "date_input", "number_input", "toggle",
)  # fmt: skip

_TAG = re.compile(r"<[^>]*>")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNSEEN = re.compile("[\u2060\u2068\u2069]")


def as_read(markdown: str) -> str:
    """Markdown in which every mark is escaped, as a person reads it."""
    return _UNSEEN.sub("", _ESCAPED.sub(r"\1", markdown))


class Screen:
    """One page in one browser window."""

    components: ClassVar[Any] = None
    """What Streamlit knows of our components: looked up once, because it reads every package for it."""

    def __init__(self, app: AppTest) -> None:
        self.app = app
        app._bidi_component_manager = Screen.components

    @classmethod
    def of_page(cls, name: str, open_id: str | None = None, selected: Sequence[str] = ()) -> Screen:
        """Show one page by itself."""
        return cls._shown(HOME / "pages" / f"{name}.py", open_id, selected)

    @classmethod
    def of_notebook(cls, open_id: str | None = None) -> Screen:
        """Show the whole frame, as the address of the notebook does."""
        return cls._shown(FRAME, open_id, ())

    @classmethod
    def _shown(cls, script: Path, open_id: str | None, selected: Sequence[str]) -> Screen:
        app = AppTest.from_file(str(script), default_timeout=PATIENCE)
        if open_id is not None:
            app.query_params["open"] = open_id
        screen = cls(app)
        screen.select(*selected)
        return screen

    def run(self) -> Screen:
        """Let the page run; nothing may go wrong in it that it does not put into words itself."""
        return self._after(self.app.run())

    def _after(self, app: AppTest) -> Screen:
        Screen.components = app._bidi_component_manager
        assert [one.value for one in app.exception] == []
        return self

    # What is seen

    @property
    def said(self) -> str:
        """Every word on the page, in reading order, as a person reads it."""
        return "\n".join(self._words())

    def _words(self) -> Iterator[str]:
        for node in self.app.main:
            kind = node.type
            if kind == "html":
                yield html.unescape(_TAG.sub(" ", node.proto.body))
            elif kind in FIELDS or kind in ("button", "button_group"):
                yield as_read(getattr(node, "label", "") or "")
                yield from (as_read(one) for one in getattr(node, "options", ()) or ())
                value = getattr(node, "value", None)
                if isinstance(value, str):
                    yield value
            elif isinstance(getattr(node, "value", None), str):
                yield as_read(node.value)
            elif isinstance(getattr(node, "label", None), str):
                yield as_read(node.label)

    def markdown(self) -> Iterator[str]:
        """Every text on the page that Streamlit reads as Markdown, as it is sent."""
        for node in self.app.main:
            if node.type == "html" or (node.type in FIELDS and node.type != "toggle"):
                continue
            if node.type == "button_group":
                yield from node.options
            said = getattr(node, "label", None) if node.type == "button" else None
            said = said or getattr(node, "value", None) or getattr(node, "label", None)
            if isinstance(said, str):
                yield said

    def html(self) -> str:
        """Every piece of HTML on the page, as it is sent."""
        return "\n".join(node.proto.body for node in self.app.main if node.type == "html")

    def warnings(self) -> str:
        """What the page says that went otherwise than hoped."""
        return "\n".join(as_read(one.value) for one in self.app.warning)

    def notes(self) -> str:
        """What the page says beside fields."""
        return "\n".join(as_read(one.value) for one in self.app.info)

    def labels(self) -> list[str]:
        """The labels of all fields, in reading order."""
        return [one.label for one in self._fields()]

    def buttons(self) -> list[str]:
        """The labels of all buttons that can be pressed."""
        return [as_read(one.label) for one in self.app.button if not one.disabled]

    # What is done

    def _fields(self) -> list[Any]:
        found = [one for kind in FIELDS for one in self.app.get(kind)]
        order = {id(node): at for at, node in enumerate(self.app.main)}
        return sorted(found, key=lambda one: order.get(id(one), 0))

    def field(self, label: str, at: int = 0) -> Any:
        """A field by its label; where several have the same, `at` says which."""
        found = [one for one in self._fields() if one.label == label]
        assert found, f"no field “{label}” among {self.labels()}"
        return found[at]

    def fill(self, label: str, value: Any, at: int = 0) -> Screen:
        """Type or choose something in a field and leave it."""
        field = self.field(label, at)
        lets_go = value is None and "nothing chosen yet" in getattr(field, "options", ())
        field.set_value("" if lets_go else value)
        return self.run()

    def fill_in_row(self, name: str, at: int, inner: str, value: Any) -> Screen:
        """Fill in one part of a row, which has the same label as the rows around it."""
        row = re.compile(rf"/{re.escape(name)}/\d+/{at}/{re.escape(inner)}$")
        found = [one for one in self._fields() if row.search(one.key or "")]
        assert len(found) == 1
        found[0].set_value(value)
        return self.run()

    def write(self, **by_label: Any) -> Screen:
        """Fill several fields of a form that waits for its button."""
        for label, value in by_label.items():
            self.field(label).set_value(value)
        return self

    def press(self, label: str, at: int = 0) -> Screen:
        """Press a button by its label, or a part of it."""
        exact = [one for one in self.app.button if as_read(one.label) == label]
        found = exact or [one for one in self.app.button if label in as_read(one.label)]
        assert found, f"no button “{label}” among {self.buttons()}"
        assert not found[at].disabled
        found[at].click()
        return self.run()

    def press_having_chosen(self, label: str, **chosen: str) -> Screen:
        """Press a form's button after choosing, from its lists as they were before the page ran again.

        A browser sends the words that were chosen, whatever the list says by now.
        """
        fields = {self.field(one).id: words for one, words in chosen.items()}
        next(one for one in self.app.button if one.label == label).click()
        states = self.app._tree.get_widget_states()
        for state in states.widgets:
            if state.id in fields:
                state.string_value = fields.pop(state.id)
        states.widgets.extend(
            WidgetState(id=some_id, string_value=words) for some_id, words in fields.items()
        )
        return self._after(self.app._run(states))

    def switch(self, option: str) -> Screen:
        """Choose one of the words that stand side by side, such as another drawing."""
        for group in self.app.get("button_group"):
            if option in group.options:
                group.set_value(option)
                return self.run()
        raise AssertionError(f"nowhere to choose “{option}”")

    def select(self, *ids: str) -> Screen:
        """Select things on the drawing."""
        self.app.session_state[remembered.SELECTED] = ids
        return self.run()

    @property
    def selected(self) -> tuple[str, ...]:
        """What is selected on the drawing."""
        return tuple(self.app.session_state[remembered.SELECTED])

    # The drawing, which is not drawn here: only what passes between it and its page

    def _components(self, name: str) -> list[Any]:
        return [
            node
            for node in self.app.main
            if node.type == "bidi_component" and node.proto.component_name.endswith(f".{name}")
        ]

    def given(self, name: str = "canvas") -> list[dict[str, Any]]:
        """What each drawing on the page was given."""
        return [json.loads(one.proto.json) for one in self._components(name)]

    def drawing_says(self, name: str = "canvas", **said: Any) -> Screen:
        """Let the drawing tell its page something that stays so, such as what is selected."""
        state = WidgetState(id=self._components(name)[0].proto.id, json_value=json.dumps(said))
        return self._run_with(state)

    def drawing_did(self, event: str, what: Any, name: str = "canvas") -> Screen:
        """Let the drawing tell its page something that happened once, such as a touch."""
        base = self._components(name)[0].proto.id
        state = WidgetState(id=_trigger_id(base))
        state.json_trigger_value = json.dumps([{"event": event, "value": what}])
        return self._run_with(state)

    def _run_with(self, state: WidgetState) -> Screen:
        states = self.app._tree.get_widget_states()
        states.widgets.append(state)
        return self._after(self.app._run(states))


def _trigger_id(base: str) -> str:
    from streamlit.components.v2.bidi_component.main import _make_trigger_id

    return _make_trigger_id(base, "events")
