"""Rules that hold for every file a person's screen depends on, read from the files themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from formulation.settings import HOME

PRODUCT = sorted(
    [HOME / "app.py", *(HOME / "pages").glob("*.py"), *(HOME / "formulation").rglob("*.py")]
)
SCREEN = sorted([*(HOME / "pages").glob("*.py"), *(HOME / "formulation" / "ui").rglob("*.py")])
SCRIPTS = sorted((HOME / "formulation").rglob("*.js"))

NEVER = ("unsafe_allow_html", "unsafe_allow_javascript", "components.v1", "components import v1")

HOMES = {
    "networkx": ("formulation/analysis/graph.py", "formulation/analysis/graph_files.py"),
    "typst": ("formulation/render/typesetting.py",),
    "docx": ("formulation/render/docx.py",),
    "openpyxl": ("formulation/render/tables.py",),
    "rapidfuzz": ("formulation/analysis/likeness.py",),
    "pyvis": ("formulation/render/everything.py",),
    "tinydb": ("formulation/store/",),
    "starlette": ("formulation/web/",),
    "streamlit": ("formulation/ui/", "formulation/web/", "app.py"),
}
"""Each library, and the one file or room that may name it."""

FORBIDDEN = re.compile(
    r"\b(errors?|invalid|scores?|users?|nodes?|edges?|patients?|offenders?|traceback|exception)\b",
    re.IGNORECASE,
)


def name_of(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_in(path: Path) -> Iterator[str]:
    """Every module a file imports, by its full name."""
    package = path.parent.relative_to(HOME).parts
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{one.name}" for one in node.names)


def words_in(path: Path) -> Iterator[str]:
    """Every text in a file that is not a docstring, nor the name of something."""
    tree = tree_of(path)
    silent = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.Subscript):
            silent.add(id(node.slice))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (node.value,) if id(node) not in silent else ()


def test_there_is_something_to_read() -> None:
    assert len(PRODUCT) > 60
    assert len(SCREEN) > 20
    assert len(SCRIPTS) > 15


def test_nothing_unsafe_is_allowed() -> None:
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in PRODUCT}
    assert [(name, one) for name, text in texts.items() for one in NEVER if one in text] == []


def test_each_library_is_named_only_where_it_lives() -> None:
    strays = [
        (name_of(path), library)
        for path in PRODUCT
        for library in {one.partition(".")[0] for one in imports_in(path)} & HOMES.keys()
        if not name_of(path).startswith(HOMES[library])
    ]
    assert strays == []


def test_every_library_is_used_where_it_lives() -> None:
    used = {one.partition(".")[0] for path in PRODUCT for one in imports_in(path)}
    assert set(HOMES) <= used


def test_pages_put_themselves_together_from_pieces_only() -> None:
    for path in sorted((HOME / "pages").glob("*.py")):
        for module in imports_in(path):
            assert module.startswith("formulation.ui"), (name_of(path), module)


def test_every_page_begins_at_the_gate() -> None:
    for path in sorted((HOME / "pages").glob("*.py")):
        body = [
            one for one in tree_of(path).body if not isinstance(one, ast.Import | ast.ImportFrom)
        ]
        first = body[1]
        assert "gate.require_member()" in ast.unparse(first), name_of(path)


def test_words_on_screen_are_plain_and_kind() -> None:
    said = [
        (name_of(path), words)
        for path in SCREEN
        for words in words_in(path)
        if FORBIDDEN.search(words)
    ]
    assert said == []


def test_sentences_from_below_are_plain_and_kind_too() -> None:
    sentences = [
        words
        for path in PRODUCT
        for words in words_in(path)
        if " " in words.strip() and words.strip()[0].isupper() and "{" not in words
    ]
    assert len(sentences) > 100
    assert [words for words in sentences if FORBIDDEN.search(words)] == []


def test_words_in_scripts_are_plain_and_kind_too() -> None:
    quoted = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`")
    said = [
        words
        for path in SCRIPTS
        for found in quoted.findall(path.read_text(encoding="utf-8"))
        for words in found
        if " " in words.strip() and words.strip()[:1].isupper()
    ]
    assert len(said) > 10
    assert [words for words in said if FORBIDDEN.search(words)] == []


def test_the_rule_about_words_finds_what_it_looks_for(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text('"""An error."""\nst.warning(f"Invalid {x} for this user")\n', encoding="utf-8")
    assert [words for words in words_in(page) if FORBIDDEN.search(words)] == [
        "Invalid ",
        " for this user",
    ]


def test_every_page_about_a_formulation_asks_for_one_at_the_gate() -> None:
    for name in ("map", "supervision", "web"):
        text = (HOME / "pages" / f"{name}.py").read_text(encoding="utf-8")
        assert "gate.require_formulation(gate.require_member())" in text
