"""The scripts of the table of observations: kept to what they may do, and to words as text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "formulation" / "ui" / "evidence_grid" / "frontend"
SCRIPTS = sorted(FRONTEND.glob("*.js"))


def test_there_are_scripts_to_read() -> None:
    assert [path.name for path in SCRIPTS] == ["evidence.js", "table.js"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_words_only_ever_become_text_and_nothing_is_run_or_fetched(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert re.match(r"// [A-Z].*[.:;,\w]\n", text)
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "Function(", "://"):
        assert word not in text
    assert not re.findall(r"from \"(?!\./)", text)


def test_styles_fetch_nothing_from_elsewhere() -> None:
    text = (FRONTEND / "evidence.css").read_text(encoding="utf-8")
    assert re.findall(r"url\(([^)]*)\)", text) == ['"/notebook/palette.css"']
