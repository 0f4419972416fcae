"""Whatever somebody types is shown as it was typed: no formatting, no markup, nothing that runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Cover, Drawing, Procedure, ReciprocalRole, Record
from formulation.ui.plain import plain
from formulation.workflows import mapping
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from ..examples import BETHAN, CRITICISED, CRITICISING, RECORDS
from .screen import Screen, as_read

TYPED = (
    "**bold** _slant_ `code` </script><img src=x onerror=alert(1)> {{ said }} :smile: :red[x] "
    "$x$ [a](http://b.example) -> www.c.example &amp; # 1. 🌧"
)
FROM_THE_RIGHT = "מבקר \u202eنقد"
TAKEN_FOR_SOMETHING = (
    "**bold", "_slant_", "`code`", "</script>", "<img", "{{ said", ":smile", ":red[", "$x$",
    "](http", "->", "www.c", " &amp;",
)  # fmt: skip
"""What must not reach a place that reads Markdown, once the marks before it are there unescaped."""


def as_typed(value: Any, told: Any, words: str) -> Any:
    """The same value, with every text that a person types replaced."""
    if isinstance(value, tuple):
        return tuple(as_typed(item, told, words) for item in value)
    if is_dataclass(value):
        revised = {
            one.name: as_typed(getattr(value, one.name), one.metadata, words)
            for one in fields(value)
        }
        return replace(value, **revised)  # type: ignore[type-var]
    room = told.get("limit")
    return words[:room] if isinstance(value, str) and room and value else value


def everything_says(words: str) -> list[Record]:
    """All of Bethan's records, every text in them replaced."""
    kept = ("stage",)
    said = [as_typed(record, {}, words) for record in RECORDS]
    return [
        replace(one, **{name: getattr(BETHAN.cover, name) for name in kept})
        if isinstance(one, Cover)
        else one
        for one in said
    ]


def must_be_as_typed(screen: Screen) -> None:
    for text in screen.markdown():
        bare = text.replace("\\", "\0")
        for mark in TAKEN_FOR_SOMETHING:
            assert mark not in bare, (mark, text)
    assert "</script>" not in screen.html()
    assert "<img src=x" not in screen.html()


@pytest.fixture
def hostile(placed: Callable[..., Formulation]) -> Formulation:
    return placed(*everything_says(TYPED))


def test_the_map_shows_every_kind_of_thing_as_typed(
    hostile: Formulation, show: Callable[..., Screen]
) -> None:
    screen = show("map", hostile.id)
    for kind in sorted({record.prefix for record in RECORDS} - {"placement"}):
        screen.select(next(record.id for record in RECORDS if record.prefix == kind))
        assert TYPED in screen.said
        must_be_as_typed(screen)
        if "Remove from the map" in screen.buttons():
            must_be_as_typed(screen.press("Remove from the map"))


def test_the_parts_of_things_are_shown_as_typed(
    hostile: Formulation, show: Callable[..., Screen]
) -> None:
    screen = show("map", hostile.id)
    for kind in (ReciprocalRole, Procedure):
        for part in [part for record in BETHAN.every(kind) for part in record.parts()][-6:]:
            screen.select(part.id)
            assert TYPED in screen.said
            must_be_as_typed(screen)


def test_several_things_together_are_shown_as_typed(
    hostile: Formulation, show: Callable[..., Screen]
) -> None:
    screen = show("map", hostile.id, *[record.id for record in RECORDS[1:9]])
    assert "8 things selected" in screen.said
    must_be_as_typed(screen.press("Remove from the map"))


def test_supervision_shows_everything_as_typed(
    hostile: Formulation, show: Callable[..., Screen]
) -> None:
    screen = show("supervision", hostile.id)
    for part in ("The note", "Hypotheses", "Pulls"):
        assert TYPED in screen.switch(part).said
        must_be_as_typed(screen)


def test_the_other_pages_show_everything_as_typed(
    hostile: Formulation, show: Callable[..., Screen]
) -> None:
    for name in ("notebook", "web"):
        screen = show(name, hostile.id)
        assert TYPED in screen.said
        must_be_as_typed(screen)


def test_two_versions_and_refusals_are_shown_as_typed(
    bethan: Formulation, other: Visit, show: Callable[..., Screen]
) -> None:
    screen = show("map", bethan.id, CRITICISED.id)
    mapping.reword(other, open_formulation(other, bethan.id), CRITICISED.id, TYPED)
    screen.fill("Bottom pole: words", f"{TYPED} too")
    assert f"It says now:** “{TYPED}”" in screen.notes().replace("\n", " ")
    assert f"You wrote:** “{TYPED} too”" in screen.notes().replace("\n", " ")
    for text in (one.value for one in screen.app.info):
        bare = text.replace("**It says now:**", "").replace("**You wrote:**", "")
        assert "**bold" not in bare.replace("\\", "\0")
    screen.fill("Bottom pole: words", TYPED * 10)
    must_be_as_typed(screen.press("Close"))


def test_words_typed_in_a_form_come_through_whole(
    bethan: Formulation, me: Visit, show: Callable[..., Screen]
) -> None:
    screen = show("map", bethan.id, CRITICISED.id)
    for words in (TYPED, FROM_THE_RIGHT, "🌧️👩🏽‍🔧", "</script>", "{{", "= 1 + 1"):
        screen.fill("Bottom pole: words", words)
        now = open_formulation(me, bethan.id).formulation
        assert getattr(now[CRITICISED.id], "words", "") == words
        assert screen.warnings() == ""
        assert words in screen.said


def test_words_from_the_right_keep_that_to_themselves() -> None:
    assert plain(FROM_THE_RIGHT) == f"\u2068{FROM_THE_RIGHT}\u2069"
    assert plain("from the left") == "from the left"


def test_plain_words_read_as_they_were_typed_in_one_line() -> None:
    assert as_read(plain(TYPED)) == TYPED
    assert as_read(plain("one\n\n    two\tthree  ")) == "one two three"
    for mark in r"\`*_{}[]()#+-.!|~<>$:@&=":
        assert plain(f"a{mark}b").replace("\u2060", "") == f"a\\{mark}b"


def test_a_drawing_and_its_things_may_all_have_the_same_words(
    placed: Callable[..., Formulation], show: Callable[..., Screen]
) -> None:
    formulation = placed(*everything_says("the same"))
    screen = show("map", formulation.id)
    assert len(formulation.every(Drawing)) == 2
    before = screen.given()[0]["drawing"]
    other = next(
        option
        for group in screen.app.get("button_group")
        for option in group.options
        if as_read(option).startswith("the same ·")
    )
    assert screen.switch(other).given()[0]["drawing"] != before
    screen.select(CRITICISING.id)
    assert "the same" in screen.said
