"""Forms drawn from the records themselves: one field for every field, each saved when it is left.

A field remembers what it showed when it was drawn. When somebody else changes those same words
meanwhile, both are shown and the person chooses; nothing typed is overwritten and nothing is lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, fields, is_dataclass, replace
from html import escape
from typing import Any, Final

import streamlit as st

from formulation.domain.checks import tidied
from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.domain.fields import PROSE, WORDS
from formulation.domain.records import Action, Addendum, Held, PathwayStage, Seen
from formulation.workflows import mapping
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .choices import keyed
from .helps import help_for
from .naming import namer, things_to_point_at
from .notices import sentence_of
from .plain import plain

ROWS: Mapping[str, type[Any]] = {
    "seen": Seen,
    "agreed": Action,
    "addenda": Addendum,
    "pathway": PathwayStage,
}
"""Fields that hold several small groups of fields, drawn as rows with one blank row to fill."""

NEW, LINES = " (new)", " (one to a line)"
"""What is said after the label of a row still blank, and of a field with a line for each thing."""

EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)
"""Between these a day can be chosen."""

DRAWN_ELSEWHERE = frozenset(
    {
        "id",
        "steps",
        "horns",
        "top",
        "bottom",
        "held",
        "note",
        "standing",
        "signed_on",
        "shape",
        "phases",
        "let_stand",
        "replies",
        "signed_version",
        "signed_seal",
        "story",
    }
)

LONG_TEXTS = frozenset({"text", "vignette"})
WRAPPED = frozenset(
    {
        "question", "parallel_process", "share_back", "risk_and_record", "expect_to_see",
        "would_change_our_mind", "could_also_be", "instead", "repair", "example", "urge", "trigger",
    }
)  # fmt: skip

NOTHING: Final = ""
"""What stands among the choices for pointing at nothing."""


@dataclass(frozen=True)
class Beside:
    """What was typed in a field and is not saved: refused with a sentence, or somebody else came first."""

    typed: Any
    refusal: str = ""


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
    def told(self) -> dict[str, Beside]:
        """What there is to say beside each field."""
        held: dict[str, Beside] = remembered.table(remembered.TOLD).setdefault(self.some_id, {})
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
        if name in names and name not in leave and name != "held":
            field_of(sheet, names[name])
    if "held" in (only or names) and "held" in names and "held" not in leave:
        _held(sheet, names["held"])


def field_of(sheet: Sheet, one: Field[Any]) -> None:
    """Draw one field, and beside it what there is to say about it."""
    current = getattr(sheet.thing, one.name)
    if sheet.locked:
        _to_read(sheet, one, current)
        _typed_too_late(sheet, one)
        return
    _follow(sheet, one, current)
    told = sheet.told.get(one.name)
    # What was refused is typed back in, should the field have been off the page meanwhile.
    drawn_from = told.typed if told and told.refusal else sheet.shown[one.name]
    if one.name in ROWS:
        _rows(sheet, one, drawn_from)
    else:
        _single(sheet, one, drawn_from)
    _beside(sheet, one, current)


def _to_read(sheet: Sheet, one: Field[Any], value: Any) -> None:
    """A field that is only to be read: its name and what it says; nothing where it says nothing."""
    to_read(_label(one, sheet.prefix), _lines_to_read(sheet, one, value))


def _typed_too_late(sheet: Sheet, one: Field[Any]) -> None:
    """What was typed here before it could only be read, kept in sight until it is let go."""
    told = sheet.told.get(one.name)
    if told is None:
        return
    why = plain(told.refusal) or "This can only be read now."
    st.warning(f"{why} What you typed is still here, to copy: {_as_text(sheet, one, told.typed)}")
    st.button(
        "Let it go",
        key=f"{_key(sheet, one.name)}/let go",
        on_click=_let_go,
        args=(sheet, one.name),
    )


def _let_go(sheet: Sheet, name: str) -> None:
    sheet.told.pop(name, None)


def to_read(label: str, said: Sequence[str]) -> None:
    """Words under a label, as they are; nothing where there are none."""
    lines = [line for line in said if line]
    if lines:
        st.html(
            f'<div class="fn-read"><small>{escape(label)}</small>'
            + "".join(f"<p>{escape(line)}</p>" for line in lines)
            + "</div>"
        )


def _lines_to_read(sheet: Sheet, one: Field[Any], value: Any) -> list[str]:
    if "points_at" in one.metadata:
        return [sheet.opened.formulation.name_of(some_id) for some_id in _as_ids(value)]
    if isinstance(value, tuple):
        return [_said(item, one.metadata) for item in value]
    return _said(value, one.metadata).splitlines()


def _said(value: Any, told: Mapping[str, Any]) -> str:
    """One value in words; empty where it says nothing."""
    if is_dataclass(value):
        said = (_said(getattr(value, inner.name), inner.metadata) for inner in fields(value))
        return " · ".join(filter(None, said))
    if isinstance(value, bool):
        return "yes" if value else ""
    if "one_of" in told and value:
        return str(told["one_of"][value].label)
    day = _as_day(value) if told.get("day") else None
    return f"{day.day} {day:%B %Y}" if day else "" if value is None else str(value)


def _key(sheet: Sheet, name: str) -> str:
    """The widget's key: the same until what it shows is replaced from outside."""
    turn = sheet.shown.get(f"{name} turn", 0)
    return f"field/{sheet.opened.id}/{sheet.some_id}/{name}/{turn}"


def _follow(sheet: Sheet, one: Field[Any], current: Any) -> None:
    """Follow a change from elsewhere, unless a person may be in the middle of these very words."""
    shown = sheet.shown
    if one.name not in shown:
        shown[one.name] = current
    elif shown[one.name] != current and _may_replace(sheet, one):
        _show_anew(sheet, one.name, current)


def _may_replace(sheet: Sheet, one: Field[Any]) -> bool:
    untouched = _typed(sheet, one) == sheet.shown[one.name]
    return untouched and one.name not in sheet.told and not _being_typed(sheet, one)


def _being_typed(sheet: Sheet, one: Field[Any]) -> bool:
    """Whether a person's cursor stood in this field when the drawing told of a change."""
    label = _label(one, sheet.prefix)
    inner = [_label(part) for part in fields(ROWS[one.name])] if one.name in ROWS else []
    names = {label, f"{label}{LINES}", *inner, *(f"{name}{NEW}" for name in inner)}
    return remembered.get(remembered.TYPING) in names


def _typed(sheet: Sheet, one: Field[Any]) -> Any:
    """What a field holds on the page, as the record would keep it; what it showed where it is not there."""
    if one.name in ROWS:
        return _says_something(one.name, _rows_typed(sheet, one.name))
    key = sheet.shown.get(f"{one.name} key")
    if key is None or key not in st.session_state:
        return sheet.shown[one.name]
    return _as_kept(st.session_state[key], sheet.shown[one.name], one)


def _show_anew(sheet: Sheet, name: str, current: Any) -> None:
    sheet.shown[name] = current
    sheet.told.pop(name, None)
    _begin_anew(sheet, name)


def _begin_anew(sheet: Sheet, name: str) -> None:
    """Let the field's widget be another, which begins with what it is now to show."""
    sheet.shown[f"{name} turn"] = sheet.shown.get(f"{name} turn", 0) + 1


def _single(sheet: Sheet, one: Field[Any], value: Any) -> None:
    label, told = _label(one, sheet.prefix), one.metadata
    if "points_at" in told:
        _pointing_field(sheet, one, value, label)
        return
    common = _common(sheet, one)
    if "one_of" in told:
        _choice(told["one_of"], value, label, common)
    elif told.get("day"):
        _day(value, label, common)
    elif isinstance(value, bool):
        st.toggle(label, value=value, **common)
    elif "within" in told:
        _amount(one, value, label, common)
    elif isinstance(value, tuple):
        st.text_area(f"{label}{LINES}", value="\n".join(value), height=_height(value), **common)
    elif told.get("limit") == PROSE and one.name in LONG_TEXTS:
        st.text_area(label, value=value, height=220, **common)
    elif one.name in WRAPPED or told.get("limit") == PROSE or len(value) > 60:
        st.text_area(label, value=value, height=_height(value), **common)
    else:
        st.text_input(label, value=value, **common)


def _height(value: str | tuple[str, ...]) -> Any:
    """As tall as the words, unless they would push what is said beneath them out of sight."""
    return "content" if sum(map(len, value)) <= WORDS else 220


def _day(value: str, label: str, common: dict[str, Any]) -> None:
    _begin_with(common["key"], _as_day(value))
    st.date_input(
        label, value=None, min_value=EARLIEST, max_value=LATEST, format="DD/MM/YYYY", **common
    )


def _amount(one: Field[Any], value: Any, label: str, common: dict[str, Any]) -> None:
    """A number, or none: where nobody has said, nothing stands there."""
    least, most = one.metadata["within"]
    number = float if "float" in str(one.type) else int
    _begin_with(common["key"], None if value is None else number(value))
    st.number_input(
        label, value=None, min_value=number(least), max_value=number(most),
        step=number(1 if most <= 60 else 5), **common,
    )  # fmt: skip


def _begin_with(key: str, value: Any) -> None:
    """Let a field begin with a value it can also let go of: a default always comes back.

    What it holds is said again each time the page is drawn. Said only once, it can be lost on its
    way when the page is drawn anew meanwhile; the empty field would then be taken for an answer.
    """
    if key in st.session_state:
        st.session_state[key] = st.session_state[key]
    elif value is not None:
        st.session_state[key] = value


def _common(sheet: Sheet, one: Field[Any], choices: Sequence[str] = ()) -> dict[str, Any]:
    """What every widget of a field is given: its key, and what to do when it is left."""
    key = keyed(_key(sheet, one.name), choices) if choices else _key(sheet, one.name)
    sheet.shown[f"{one.name} key"] = key
    return {
        "key": key,
        "on_change": _field_left,
        "args": (sheet, one, key),
        "help": help_for(sheet.thing.prefix, one.name),
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
    held = [some_id for some_id in _as_ids(value) if some_id in formulation]
    offered = things_to_point_at(formulation, one.metadata["points_at"])
    choices = [some_id for some_id in dict.fromkeys([*offered, *held]) if some_id != sheet.some_id]
    name = namer(formulation, choices)
    common = _common(sheet, one, ["choices", *map(name, choices)])
    if one.metadata["many"]:
        st.multiselect(
            label, choices, default=held, format_func=name,
            placeholder="choose, or type part of its words", **common,
        )  # fmt: skip
        return
    offers = [NOTHING, *choices]
    st.selectbox(
        label,
        offers,
        index=offers.index(held[0]) if held else 0,
        format_func=lambda some_id: name(some_id) if some_id else "nothing chosen yet",
        **common,
    )


def _as_ids(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else tuple(filter(None, (value,)))


def _as_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _as_kept(typed: Any, like: Any, one: Field[Any]) -> Any:
    """A widget's value as the record keeps it."""
    if isinstance(typed, datetime.date):
        return typed.isoformat()
    if typed is None or ("points_at" in one.metadata and typed == NOTHING):
        return None if "points_at" in one.metadata or "within" in one.metadata else ""
    if isinstance(like, tuple) and isinstance(typed, str):
        return tuple(tidied(line) for line in typed.splitlines() if line.strip())
    if isinstance(like, tuple):
        return tuple(typed)
    return tidied(typed) if isinstance(typed, str) else typed


def _field_left(sheet: Sheet, one: Field[Any], key: str) -> None:
    """Save one field when it is left; a refusal is said beside it and the typing stays."""
    save(sheet, {one.name: _as_kept(st.session_state[key], sheet.shown[one.name], one)})


def save(sheet: Sheet, values: Mapping[str, Any]) -> bool:
    """Save fields of a record where they still are as they were shown; say so beside them where not."""
    for name in [one for one, value in values.items() if value == sheet.shown[one]]:
        sheet.told.pop(
            name, None
        )  # as it was shown: a page drawn anew tells of fields nobody has left
    values = {name: value for name, value in values.items() if value != sheet.shown[name]}
    if not values:
        return True
    was = {name: sheet.shown[name] for name in values}
    try:
        opened = freshly(
            sheet.visit,
            sheet.opened.id,
            lambda now: mapping.revise(sheet.visit, now, sheet.some_id, values, was),
        )
    except ChangedMeanwhile:
        sheet.told.update({name: Beside(value) for name, value in values.items()})
        return False
    except FormulationError as refused:
        why = sentence_of(refused)
        sheet.told.update({name: Beside(value, why) for name, value in values.items()})
        return False
    for name in values:
        sheet.shown[name] = getattr(opened.formulation[sheet.some_id], name)
        sheet.told.pop(name, None)
    return True


def _beside(sheet: Sheet, one: Field[Any], current: Any) -> None:
    """What there is to say beside a field: a refusal, or somebody else's words to choose from."""
    told = sheet.told.get(one.name)
    if told and told.refusal:
        st.warning(f"{plain(told.refusal)} What you typed is still here, and not saved yet.")
    elif told:
        _two_versions(sheet, one, theirs=current, mine=told.typed)
    elif current != sheet.shown[one.name]:
        st.info(f"Changed meanwhile. It now says: {_as_text(sheet, one, current)}")
        st.button(
            "Show what it says now",
            key=f"{_key(sheet, one.name)}/anew",
            on_click=_show_anew,
            args=(sheet, one.name, current),
        )


def _two_versions(sheet: Sheet, one: Field[Any], *, theirs: Any, mine: Any) -> None:
    st.info(
        f"Somebody changed this while you were typing. Nothing was overwritten.\n\n"
        f"**It says now:** {_as_text(sheet, one, theirs)}\n\n"
        f"**You wrote:** {_as_text(sheet, one, mine)}"
    )
    choices = [("Keep theirs", theirs), ("Use mine", mine)]
    both = _both(theirs, mine, one)
    if both is not None:
        choices.append(("Keep both", both))
    with st.container(horizontal=True, gap="small"):
        for label, value in choices:
            st.button(
                label,
                key=f"{_key(sheet, one.name)}/{label}",
                on_click=_choose,
                args=(sheet, one.name, theirs, value),
            )


def _both(theirs: Any, mine: Any, one: Field[Any]) -> Any:
    """The two together, where that can be said: texts one after the other, lists joined."""
    words = not {"points_at", "one_of", "day"} & one.metadata.keys()
    if words and isinstance(theirs, str) and isinstance(mine, str) and theirs and mine:
        return f"{theirs} / {mine}"
    if isinstance(theirs, tuple) and isinstance(mine, tuple):
        return (*theirs, *(item for item in mine if item not in theirs))
    return None


def _choose(sheet: Sheet, name: str, theirs: Any, value: Any) -> None:
    sheet.shown[name] = theirs
    sheet.told.pop(name, None)
    if value == theirs or save(sheet, {name: value}):
        _show_anew(sheet, name, sheet.shown[name])
    elif sheet.told[name].refusal:
        _begin_anew(sheet, name)


def _as_text(sheet: Sheet, one: Field[Any], value: Any) -> str:
    """Any value of a field as plain words, with nothing in it read as formatting."""
    lines = [plain(line) for line in _lines_to_read(sheet, one, value) if line.strip()]
    return "; ".join(f"“{line}”" for line in lines) or ("no" if value is False else "nothing")


def _rows(sheet: Sheet, one: Field[Any], value: tuple[Any, ...]) -> None:
    """Rows of small fields, with one blank row at the end; a row left empty goes."""
    st.markdown(f"**{_label(one)}**")
    blank = _blank(one.name)
    sheet.shown[f"{one.name} rows"] = (*value, blank)
    for at, row in enumerate((*value, blank)):
        with st.container(border=True, gap="small"):
            _row(sheet, one.name, at, row, new=row is blank)


def _row(sheet: Sheet, name: str, at: int, row: Any, *, new: bool) -> None:
    for inner in fields(row):
        common: dict[str, Any] = {
            "key": _row_key(sheet, name, at, inner),
            "on_change": _row_left,
            "args": (sheet, name),
        }
        value, label = getattr(row, inner.name), f"{_label(inner)}{NEW if new else ''}"
        if "one_of" in inner.metadata:
            _choice(inner.metadata["one_of"], value, label, common)
        elif inner.metadata.get("day"):
            _day(value, label, common)
        elif "within" in inner.metadata:
            _amount(inner, value, label, common)
        elif inner.metadata.get("limit") == PROSE:
            st.text_area(label, value=value, height=_height(value), **common)
        else:
            st.text_input(label, value=value, **common)


def _row_key(sheet: Sheet, name: str, at: int, inner: Field[Any]) -> str:
    return f"{_key(sheet, name)}/{at}/{inner.name}"


def _blank(name: str) -> Any:
    """A row with nothing in it yet; an addendum is written today unless somebody says otherwise."""
    if name == "addenda":
        return Addendum(written=datetime.date.today().isoformat())
    return ROWS[name]()


def _rows_typed(sheet: Sheet, name: str) -> list[Any]:
    """Every row as it stands on the page, the blank one too."""
    if _row_key(sheet, name, 0, fields(ROWS[name])[0]) not in st.session_state:
        return [*sheet.shown[name]]
    return [
        replace(row, **dict(_row_typed(sheet, name, at, row)))
        for at, row in enumerate(sheet.shown[f"{name} rows"])
    ]


def _row_typed(sheet: Sheet, name: str, at: int, row: Any) -> Iterator[tuple[str, Any]]:
    for inner in fields(row):
        key = _row_key(sheet, name, at, inner)
        if key in st.session_state:
            yield inner.name, _as_kept(st.session_state[key], getattr(row, inner.name), inner)


def _row_left(sheet: Sheet, name: str) -> None:
    """Save the rows when any part of one is left; a row with nothing in it goes."""
    rows = _rows_typed(sheet, name)
    kept = _says_something(name, rows)
    if kept == sheet.shown[name]:
        sheet.told.pop(name, None)
    elif save(sheet, {name: kept}) and kept != tuple(rows[: len(kept)]):
        _show_anew(sheet, name, sheet.shown[name])  # a row above others went, so they move up


def _says_something(name: str, rows: Sequence[Any]) -> tuple[Any, ...]:
    """The rows that hold words or a number of their own; a bare choice from a list says nothing yet."""
    empty = _blank(name)
    return tuple(
        row
        for row in rows
        if any(
            getattr(row, one.name) not in ("", None, getattr(empty, one.name))
            for one in fields(row)
            if "one_of" not in one.metadata
        )
    )


def _held(sheet: Sheet, one: Field[Any]) -> None:
    """How firmly it is held, when it was last looked at, and who may see it."""
    held: Held = sheet.thing.held
    if sheet.locked:
        st.caption(plain(_said(held, {})))
        return
    _follow(sheet, one, held)
    with st.expander("How it is held, and who may see it"):
        for inner in fields(held):
            key = f"{_key(sheet, 'held')}/{inner.name}"
            common: dict[str, Any] = {
                "key": key,
                "on_change": _held_left,
                "args": (sheet, inner, key),
            }
            value = getattr(sheet.shown["held"], inner.name)
            if "one_of" in inner.metadata:
                _choice(inner.metadata["one_of"], value, _label(inner), common)
            else:
                _day(value, _label(inner), common)
        _beside(sheet, one, sheet.thing.held)


def _held_left(sheet: Sheet, inner: Field[Any], key: str) -> None:
    was: Held = sheet.shown["held"]
    value = _as_kept(st.session_state[key], getattr(was, inner.name), inner)
    save(sheet, {"held": replace(was, **{inner.name: value})})
