"""The canvas's own scripts: tested where they run, with node's runner; and kept to what they may do."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
FRONTEND = HOME / "formulation" / "ui" / "canvas" / "frontend"
SCRIPTS = sorted(FRONTEND.glob("*.js"))


def test_the_scripts_do_what_their_tests_say() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("No node found: the canvas's own tests (tests/canvas) were not run.")
    tests = sorted((HOME / "tests" / "canvas").glob("*.test.mjs"))
    assert tests
    ran = subprocess.run(
        [node, "--test", *map(str, tests)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_opens_with_a_sentence(script: Path) -> None:
    assert re.match(r"// [A-Z].*[.:;,\w]\n", script.read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_reaches_elsewhere_or_runs_what_it_is_given(script: Path) -> None:
    namespace = "http://www.w3.org/2000/svg"  # a name, not a place
    text = script.read_text(encoding="utf-8").replace(namespace, "")
    for word in (
        "eval(",
        "new Function",
        "document.write",
        "outerHTML",
        "insertAdjacentHTML",
        "http://",
        "https://",
    ):
        assert word not in text
    assert not re.findall(r"from \"(?!\./)", text)


def test_only_the_picture_turns_text_into_elements() -> None:
    """The server escapes what it draws; everything else is written as text."""
    said = [path.name for path in SCRIPTS if "innerHTML" in path.read_text(encoding="utf-8")]
    assert said == ["picture.js"]


def test_styles_fetch_nothing_from_elsewhere() -> None:
    text = (FRONTEND / "canvas.css").read_text(encoding="utf-8")
    assert re.findall(r"url\(([^)]*)\)", text) == ['"/notebook/palette.css"']
