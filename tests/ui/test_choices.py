"""Lists whose words change, and lists in which two things are called the same."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from formulation.ui.choices import keyed, told_apart
from formulation.ui.naming import drawing_namer, namer, shortened, things_to_point_at

from ..examples import (
    BETHAN,
    CRITICAL,
    CRITICISING,
    HALF,
    MY_FAULT,
    ROLE_MAP,
)
from .screen import PATIENCE


def named(words: str) -> str:
    return words.partition("/")[0]


def test_different_words_are_left_as_they_are() -> None:
    assert told_apart(["a/1", "b/2"], named) == {"a/1": "a", "b/2": "b"}


def test_the_same_words_are_numbered() -> None:
    assert list(told_apart(["a/1", "b/2", "a/3", "a/4"], named).values()) == [
        "a", "b", "a  ·  2", "a  ·  3",
    ]  # fmt: skip


def test_a_longer_name_helps_before_a_number_does() -> None:
    longer = {"a/1": "a in b", "a/2": "a in c", "a/3": "a in c"}
    called = told_apart(longer, named, longer.__getitem__)
    assert list(called.values()) == ["a in b", "a in c", "a in c  ·  2"]


def test_a_number_is_never_what_something_else_is_called() -> None:
    called = told_apart(["a/1", "a/2", "a  ·  2/3", "a  ·  2/4"], named)
    assert len(set(called.values())) == 4


def test_what_had_a_name_already_keeps_it() -> None:
    already = told_apart(["a/1"], named)
    told_apart(["b/0", "a/2", "a/1"], named, already=already)
    assert already == {"a/1": "a", "b/0": "b", "a/2": "a  ·  2"}


def test_a_key_changes_with_the_words_and_only_with_them() -> None:
    assert keyed("list", ["a", "b"]) == keyed("list", ["a", "b"])
    assert len({keyed("list", words) for words in (["a", "b"], ["ab"], ["a"], ["b", "a"])}) == 4
    assert keyed("list", ["\ud800"])


def _page() -> None:
    import streamlit as st

    from formulation.ui.choices import one_remembered

    words = st.session_state.get("words", {"1": "We wonder…", "2": "We wonder…"})
    st.write(one_remembered("Which?", "chosen", list(words), words.__getitem__))


def test_a_choice_is_kept_while_its_words_change() -> None:
    app = AppTest.from_function(_page, default_timeout=PATIENCE).run()
    assert app.markdown[0].value == "1"
    app.selectbox[0].set_value("2").run()
    assert app.markdown[0].value == "2"
    for words in ({"1": "We wonder…", "2": "It may be"}, {"0": "new", "1": "x", "2": "y"}):
        app.session_state["words"] = words
        app.run()
        assert app.markdown[0].value == "2"
        assert app.selectbox[0].value == "2"
    app.session_state["words"] = {"1": "x"}
    assert app.run().markdown[0].value == "1"


def test_everything_on_the_map_is_offered_in_the_order_of_the_drawing() -> None:
    offered = things_to_point_at(BETHAN, ())
    assert len(set(offered)) == len(offered)
    assert offered.index(CRITICAL.id) < offered.index(CRITICISING.id) < offered.index(MY_FAULT.id)
    assert not any(one.startswith(("note:", "pull:", "placement:", "cover:")) for one in offered)


def test_things_are_named_by_their_words_and_what_they_are() -> None:
    name = namer(BETHAN, [CRITICISING.id, MY_FAULT.id, HALF.bottom.id])
    assert name(CRITICISING.id) == "criticising, checking up  ·  pole"
    assert name(HALF.bottom.id) == "?  ·  pole"
    assert name("something else") == "something else"


def test_long_words_are_shortened_to_one_line_of_a_list() -> None:
    assert shortened("short") == "short"
    assert len(shortened("a" * 600)) == 70
    assert shortened("a" * 600).endswith("…")


def test_a_drawing_of_no_name_is_called_by_its_kind() -> None:
    from dataclasses import replace

    drawing = replace(ROLE_MAP, name="")

    assert drawing_namer({drawing.id: drawing})(drawing.id) == "Role map"
