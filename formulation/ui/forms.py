"""Forms drawn from the records themselves: one field for every field, each saved when it is left.

A field remembers what it showed when it was drawn. When somebody else changes those same words
meanwhile, both are shown and the person chooses; nothing typed is overwritten and nothing is lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, dataclass, fields, is_dataclass, replace
from html import escape
from typing import Any

import streamlit as st

from formulation.domain.checks import tidied
from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.domain.fields import PROSE
from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    Action,
    Addendum,
    Held,
    PathwayStage,
    Seen,
    kind_of,
    label_of,
)
from formulation.workflows import mapping
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .choices import keyed
from .notices import sentence_of

ROWS: Mapping[str, type[Any]] = {
    "seen": Seen,
    "agreed": Action,
    "addenda": Addendum,
    "pathway": PathwayStage,
}
"""Fields that hold several small groups of fields, drawn as rows with one blank row to fill."""

DRAWN_ELSEWHERE = frozenset({"id", "steps", "horns", "top", "bottom", "held", "note", "standing"})

LONG_TEXTS = frozenset({"text", "vignette"})
WRAPPED = frozenset(
    {
        "question", "parallel_process", "share_back", "risk_and_record", "expect_to_see",
        "would_change_our_mind", "could_also_be", "instead", "repair", "example", "urge", "trigger",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One record (or part) being filled in by one visitor; `locked` when it is only to be read.

    `prefix` is said before every label, where two of a kind stand on one page.
    """

    visit: Visit
    opened: Opened
    some_id: str
    locked: bool = False
    prefix: str = ""

    @property
    def thing(self) -> Any:
        """The record or part as it is now."""
        return self.opened.formulation[self.some_id]

    @property
    def shown(self) -> dict[str, Any]:
        """What each field showed when it was drawn."""
        held: dict[str, Any] = remembered.table(remembered.FORMS).setdefault(self.some_id, {})
        return held

    @property
    def told(self) -> dict[str, Any]:
        """What there is to say beside each field."""
        held: dict[str, Any] = remembered.table(remembered.TOLD).setdefault(self.some_id, {})
        return held


def record_form(
    visit: Visit,
    opened: Opened,
    some_id: str,
    *,
    only: Sequence[str] = (),
    leave: Sequence[str] = (),
    locked: bool = False,
    prefix: str = "",
) -> None:
    """Draw every field of a record (or only some), each saved on its own when it is left."""
    sheet = Sheet(visit, opened, some_id, locked=locked or opened.read_only, prefix=prefix)
    names = {one.name: one for one in fields(sheet.thing)}
    wanted = only or [name for name in names if name not in DRAWN_ELSEWHERE]
    for name in wanted:
        if name in names and name not in leave:
            field_of(sheet, names[name])
    if "held" in names and not only and "held" not in leave:
        _held(sheet)


def field_of(sheet: Sheet, one: Field[Any]) -> None:
    """Draw one field, and beside it what there is to say about it."""
    current = getattr(sheet.thing, one.name)
    if sheet.locked:
        _to_read(sheet, one, current)
        return
    _follow(sheet, one.name, current)
    drawn_from = sheet.shown[one.name]
    if one.name in ROWS:
        _rows(sheet, one, drawn_from)
    else:
        _single(sheet, one, drawn_from)
    _beside(sheet, one.name, current)


def _to_read(sheet: Sheet, one: Field[Any], value: Any) -> None:
    """A field that is only to be read: its name and what it says; nothing where it says nothing."""
    lines = [line for line in _lines_to_read(sheet, one, value) if line]
    if lines:
        st.html(
            f'<div class="fn-read"><small>{escape(_label(one, sheet.prefix))}</small>'
            + "".join(f"<p>{escape(line)}</p>" for line in lines)
            + "</div>"
        )


def _lines_to_read(sheet: Sheet, one: Field[Any], value: Any) -> list[str]:
    formulation, table = sheet.opened.formulation, one.metadata.get("one_of")
    if "points_at" in one.metadata:
        return [formulation.name_of(some_id) for some_id in _as_ids(value)]
    if table is not None:
        return [table[value].label] if value else []
    if one.metadata.get("day"):
        day = _as_day(value)
        return [f"{day.day} {day:%B %Y}"] if day else []
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else _row_to_read(item) for item in value]
    if isinstance(value, bool):
        return ["yes"] if value else []
    return str(value).splitlines() if value not in ("", None) else []


def _row_to_read(row: Any) -> str:
    said = []
    for inner in fields(row):
        value, table = getattr(row, inner.name), inner.metadata.get("one_of")
        day = _as_day(value) if inner.metadata.get("day") else None
        if value not in ("", None):
            said.append(
                table[value].label if table else f"{day.day} {day:%B %Y}" if day else str(value)
            )
    return " · ".join(said)


def _key(sheet: Sheet, name: str) -> str:
    """The widget's key: the same until what it shows is replaced from outside."""
    turn = sheet.shown.get(f"{name} turn", 0)
    return f"field/{sheet.opened.id}/{sheet.some_id}/{name}/{turn}"


def _follow(sheet: Sheet, name: str, current: Any) -> None:
    """Follow a change from elsewhere, unless a person may be in the middle of these very words."""
    shown = sheet.shown
    if name not in shown:
        shown[name] = current
    elif shown[name] != current and _may_replace(sheet, name):
        _show_anew(sheet, name, current)


def _may_replace(sheet: Sheet, name: str) -> bool:
    typed = st.session_state.get(sheet.shown.get(f"{name} key", ""), None)
    untouched = typed is None or _as_kept(typed, sheet.shown[name]) == sheet.shown[name]
    typing_now = bool(remembered.get("typing", False))
    return untouched and name not in sheet.told and not typing_now


def _show_anew(sheet: Sheet, name: str, current: Any) -> None:
    sheet.shown[name] = current
    sheet.shown[f"{name} turn"] = sheet.shown.get(f"{name} turn", 0) + 1
    sheet.told.pop(name, None)


def _single(sheet: Sheet, one: Field[Any], value: Any) -> None:
    label, told = _label(one, sheet.prefix), one.metadata
    if "points_at" in told:
        _pointing_field(sheet, one, value, label)
        return
    common = _common(sheet, one.name)
    if "one_of" in told:
        _choice(told["one_of"], value, label, common)
    elif told.get("day"):
        st.date_input(label, value=_as_day(value), format="DD/MM/YYYY", **common)
    elif isinstance(value, bool):
        st.toggle(label, value=value, **common)
    elif one.name == "strength":
        st.slider(label, 0, 10, value=value or 0, **common)
    elif "int" in str(one.type):
        st.number_input(label, value=value, min_value=0, max_value=1000, step=5, **common)
    elif isinstance(value, tuple):
        st.text_area(f"{label} (one to a line)", value="\n".join(value), height="content", **common)
    elif told.get("limit") == PROSE and one.name in LONG_TEXTS:
        st.text_area(label, value=value, height=220, **common)
    elif one.name in WRAPPED or told.get("limit") == PROSE or len(value) > 60:
        st.text_area(label, value=value, height="content", **common)
    else:
        st.text_input(label, value=value, **common)


def _common(sheet: Sheet, name: str, choices: Sequence[str] = ()) -> dict[str, Any]:
    """What every widget of a field is given: its key, and what to do when it is left."""
    key = keyed(_key(sheet, name), choices) if choices else _key(sheet, name)
    sheet.shown[f"{name} key"] = key
    return {
        "key": key,
        "on_change": _field_left,
        "args": (sheet, name, key),
    }


def _label(one: Field[Any], prefix: str = "") -> str:
    label = one.metadata.get("label") or one.name.replace("_", " ")
    said = f"{prefix}: {label}" if prefix else str(label)
    return said[:1].upper() + said[1:]


def _choice(table: Mapping[str, Any], value: str, label: str, common: dict[str, Any]) -> None:
    names = list(table)
    st.selectbox(
        label,
        names,
        index=names.index(value) if value in names else 0,
        format_func=lambda name: table[name].label,
        **common,
    )


def _pointing_field(sheet: Sheet, one: Field[Any], value: Any, label: str) -> None:
    formulation = sheet.opened.formulation
    name = namer(formulation)
    held = [some_id for some_id in _as_ids(value) if some_id in formulation]
    offered = things_to_point_at(formulation, one.metadata["points_at"])
    choices = list(dict.fromkeys([*offered, *held]))
    if sheet.some_id in choices:
        choices.remove(sheet.some_id)
    common = _common(sheet, one.name, ["choices", *map(name, choices)])
    if one.metadata["many"]:
        st.multiselect(
            label, choices, default=held, format_func=name,
            placeholder="choose, or type part of its words", **common,
        )  # fmt: skip
        return
    st.selectbox(
        label, choices, index=choices.index(held[0]) if held else None, format_func=name,
        placeholder="nothing chosen yet", **common,
    )  # fmt: skip


def _as_ids(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else tuple(filter(None, (value,)))


def things_to_point_at(formulation: Formulation, prefixes: Sequence[str]) -> list[str]:
    """Every id that a field may point at, in the order of the drawing."""
    wanted = tuple(prefixes) or (
        "role", "pole", "pain", "procedure", "step", "horn", "exit", "state", "shift", "problem",
        "observer", "group", "phrase", "link",
    )  # fmt: skip
    everything = [
        some_id
        for record_id in formulation.records
        for some_id in formulation.ids_within(record_id)
        if kind_of(some_id) in wanted
    ]
    order = {prefix: at for at, prefix in enumerate(wanted)}
    return sorted(dict.fromkeys(everything), key=lambda some_id: order[kind_of(some_id)])


def namer(formulation: Formulation) -> Callable[[str], str]:
    """How to name a thing in a list: its words, and what it is."""

    def name(some_id: str) -> str:
        words = formulation.name_of(some_id)
        short = words if len(words) <= 70 else f"{words[:67]}…"
        return f"{short}  ·  {label_of(some_id)}"

    return name


def _as_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _as_kept(typed: Any, like: Any) -> Any:
    """A widget's value as the record keeps it."""
    if isinstance(typed, datetime.date):
        return typed.isoformat()
    if typed is None:
        return "" if isinstance(like, str) else None
    if isinstance(like, tuple) and isinstance(typed, str):
        return tuple(tidied(line) for line in typed.splitlines() if line.strip())
    if isinstance(like, tuple):
        return tuple(typed)
    return tidied(typed) if isinstance(typed, str) else typed


def _field_left(sheet: Sheet, name: str, key: str) -> None:
    """Save one field when it is left; a refusal is said beside it and the typing stays."""
    typed = _as_kept(st.session_state[key], sheet.shown[name])
    save(sheet, {name: typed})


def save(sheet: Sheet, values: Mapping[str, Any]) -> bool:
    """Save fields of a record where they still are as they were shown; say so beside them where not."""
    was = {name: sheet.shown[name] for name in values}
    try:
        opened = freshly(
            sheet.visit,
            sheet.opened.id,
            lambda now: mapping.revise(sheet.visit, now, sheet.some_id, values, was),
        )
    except ChangedMeanwhile:
        sheet.told.update({name: ("theirs", value) for name, value in values.items()})
        return False
    except FormulationError as refused:
        sheet.told.update({name: ("refused", sentence_of(refused)) for name in values})
        return False
    for name in values:
        sheet.shown[name] = getattr(opened.formulation[sheet.some_id], name)
        sheet.told.pop(name, None)
    remembered.table(remembered.MINE)[opened.version] = True
    return True


def _beside(sheet: Sheet, name: str, current: Any) -> None:
    """What there is to say beside a field: a refusal, or somebody else's words to choose from."""
    kind, said = sheet.told.get(name, ("", ""))
    if kind == "refused":
        st.warning(f"{said} What you typed is still here, and not saved yet.")
    elif kind == "theirs":
        _two_versions(sheet, name, theirs=current, mine=said)
    elif current != sheet.shown[name]:
        st.info(f"Changed meanwhile. It now says: {_as_text(sheet, current)}")
        st.button(
            "Show what it says now",
            key=f"{_key(sheet, name)}/anew",
            on_click=_show_anew,
            args=(sheet, name, current),
        )


def _two_versions(sheet: Sheet, name: str, *, theirs: Any, mine: Any) -> None:
    st.info(
        f"Somebody changed this while you were typing. Nothing was overwritten.\n\n"
        f"**It says now:** {_as_text(sheet, theirs)}\n\n**You wrote:** {_as_text(sheet, mine)}"
    )
    choices = [("Keep what it says now", theirs), ("Use mine", mine)]
    both = _both(theirs, mine)
    if both is not None:
        choices.append(("Keep both", both))
    for column, (label, value) in zip(st.columns(len(choices)), choices, strict=True):
        column.button(
            label,
            key=f"{_key(sheet, name)}/{label}",
            on_click=_choose,
            args=(sheet, name, theirs, value),
        )


def _both(theirs: Any, mine: Any) -> Any:
    if isinstance(theirs, str) and isinstance(mine, str) and theirs and mine:
        return f"{theirs} / {mine}"
    if isinstance(theirs, tuple) and isinstance(mine, tuple):
        return (*theirs, *(item for item in mine if item not in theirs))
    return None


def _choose(sheet: Sheet, name: str, theirs: Any, value: Any) -> None:
    sheet.shown[name] = theirs
    sheet.told.pop(name, None)
    if value == theirs or save(sheet, {name: value}):
        _show_anew(sheet, name, value)


def _as_text(sheet: Sheet, value: Any) -> str:
    """Any value as plain words, with nothing in it read as formatting."""
    name = namer(sheet.opened.formulation)
    if isinstance(value, tuple):
        return "; ".join(_as_text(sheet, item) for item in value) or "nothing"
    if isinstance(value, str) and value in sheet.opened.formulation:
        return plain(name(value))
    if is_dataclass(value):
        return "; ".join(
            str(getattr(value, one.name)) for one in fields(value) if getattr(value, one.name)
        )
    return f"“{plain(str(value))}”" if value not in ("", None) else "nothing"


def plain(text: str) -> str:
    """Words as they are, for a place that reads Markdown: nothing in them is taken for formatting."""
    return "".join(f"\\{mark}" if mark in r"\`*_{}[]()#+-.!|~<>$:@" else mark for mark in text)


def _rows(sheet: Sheet, one: Field[Any], value: tuple[Any, ...]) -> None:
    """Rows of small fields, with one blank row at the end; a row left empty goes."""
    row_type = ROWS[one.name]
    st.markdown(f"**{_label(one)}**")
    blank = row_type()
    for at, row in enumerate((*value, blank)):
        with st.container(border=True, gap="small"):
            _row(sheet, one.name, at, row)


def _row(sheet: Sheet, name: str, at: int, row: Any) -> None:
    new = at >= len(sheet.shown[name])
    for inner in fields(row):
        key = f"{_key(sheet, name)}/{at}/{inner.name}"
        common: dict[str, Any] = {
            "key": key,
            "on_change": _row_left,
            "args": (sheet, name, at, inner.name, key),
        }
        value = getattr(row, inner.name)
        label = _label(inner)
        table = inner.metadata.get("one_of")
        if table is not None:
            _choice(table, value, label, common)
        elif inner.metadata.get("day"):
            st.date_input(label, value=_as_day(value), format="DD/MM/YYYY", **common)
        elif isinstance(value, str):
            st.text_input(f"{label}{' (new)' if new else ''}", value=value, **common)
        else:
            st.number_input(label, value=value, min_value=0.0, step=0.5, **common)


def _row_left(sheet: Sheet, name: str, at: int, inner: str, key: str) -> None:
    rows = list(sheet.shown[name])
    if at >= len(rows):
        rows.append(ROWS[name]())
    rows[at] = replace(
        rows[at], **{inner: _as_kept(st.session_state[key], getattr(rows[at], inner))}
    )
    kept = tuple(row for row in rows if _says_something(row))
    if kept != sheet.shown[name] and save(sheet, {name: kept}) and len(kept) < len(rows):
        _show_anew(sheet, name, sheet.shown[name])


def _says_something(row: Any) -> bool:
    """Whether a row holds any words or number of its own; a bare choice from a list says nothing yet."""
    return any(
        getattr(row, one.name) not in ("", None)
        for one in fields(row)
        if "one_of" not in one.metadata
    )


def _held(sheet: Sheet) -> None:
    """How firmly it is held, when it was last looked at, and who may see it."""
    held: Held = sheet.thing.held
    if sheet.locked:
        st.caption(_row_to_read(held))
        return
    _follow(sheet, "held", held)
    with st.expander("How it is held, and who may see it"):
        for inner in fields(held):
            key = f"{_key(sheet, 'held')}/{inner.name}"
            common: dict[str, Any] = {
                "key": key,
                "on_change": _held_left,
                "args": (sheet, inner.name, key),
            }
            value = getattr(sheet.shown["held"], inner.name)
            if "one_of" in inner.metadata:
                _choice(inner.metadata["one_of"], value, _label(inner), common)
            else:
                st.date_input(_label(inner), value=_as_day(value), format="DD/MM/YYYY", **common)
        _beside(sheet, "held", sheet.thing.held)


def _held_left(sheet: Sheet, inner: str, key: str) -> None:
    was: Held = sheet.shown["held"]
    value = _as_kept(st.session_state[key], getattr(was, inner))
    save(sheet, {"held": replace(was, **{inner: value})})
