"""Programs that open what we make; where one is missing a test says so, and fails where CI is set."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Tool = Callable[..., str]
PACKAGES = {"pdftotext": "poppler-utils", "pdffonts": "poppler-utils", "pdfinfo": "poppler-utils",
            "soffice": "libreoffice-writer-nogui", "dot": "graphviz"}  # fmt: skip


@pytest.fixture(scope="session")
def tool() -> Tool:
    """Runs a program that is installed and gives what it said."""

    def run(name: str, *arguments: object) -> str:
        if shutil.which(name) is None:
            said = f"{name} is not here: install Debian's {PACKAGES.get(name, name)}."
            if os.environ.get("CI"):
                pytest.fail(said)
            pytest.skip(said)
        done = subprocess.run(
            [name, *map(str, arguments)], capture_output=True, check=True, timeout=120
        )
        return done.stdout.decode()

    return run


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Puts bytes into a file of this name."""

    def keep(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return keep
