"""What every measure stands on: a notebook, a plain Streamlit page and a browser, all on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.figures import OUT
from bench.maps import map_of, put_on_shelf
from formulation.domain.formulation import Formulation
from tests.browser.house import House
from tests.conftest import chromium_path

HOME = Path(__file__).resolve().parents[1]
RIVALS = HOME / "bench" / "rivals"
PATIENCE_MS = 20_000
VIEW = {"width": 1440, "height": 900}
NOTHING_LEAVES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@dataclass(frozen=True)
class Ground:
    """A browser, and a folder for whatever is written; both end with the run."""

    browser: Browser
    folder: Path

    @contextmanager
    def page(self, address: str) -> Iterator[Page]:
        """A page in a window of its own, as a separate person would have it, with our watch in it."""
        context = self.browser.new_context(viewport=VIEW)  # type: ignore[arg-type]
        context.add_init_script(path=HOME / "bench" / "page.js")
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(address)
        try:
            yield page
        except Exception:
            OUT.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=OUT / "went-wrong.png")  # of a fictional map
            raise
        finally:
            context.close()

    @contextmanager
    def notebook(self, *formulations: Formulation) -> Iterator[House]:
        """A running notebook with these formulations on its shelf."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        put_on_shelf(folder / "clinic", *formulations)
        house = House(folder / "clinic", folder / "said.txt").start()
        try:
            yield house
        finally:
            house.stop()

    @contextmanager
    def streamlit(self, script: str, *, ours: bool = False, **environment: str) -> Iterator[str]:
        """A plain Streamlit app from `rivals/`, with its own settings or with ours; gives its address."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        if ours:
            shutil.copytree(HOME / ".streamlit", folder / ".streamlit")
        port = free_port()
        process = started(script, port, folder, environment)
        try:
            answers(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def ground() -> Iterator[Ground]:
    """A browser and a folder for one run. Raises RuntimeError where there is no Chromium."""
    chromium = chromium_path()
    if chromium is None:
        raise RuntimeError(
            "No Chromium found: install Debian's `chromium`, or name one in CHROMIUM."
        )
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", NOTHING_LEAVES]
        )
        try:
            yield Ground(browser, Path(folder))
        finally:
            browser.close()


def started(
    script: str, port: int, folder: Path, environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """`streamlit run` as anybody would, but headless, on loopback, and telling nobody."""
    command = [
        sys.executable, "-m", "streamlit", "run", str(RIVALS / script),
        "--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}",
        "--browser.gatherUsageStats=false",
    ]  # fmt: skip
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def answers(port: int, process: subprocess.Popen[bytes], patience: float = 60.0) -> None:
    """Wait until somebody listens at a port. Raises RuntimeError where nobody ever does."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise RuntimeError(f"Nothing listens at port {port}.")


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def hand(page: Page) -> dict[str, Any]:
    """What the page measured since its watch was armed."""
    return dict(page.evaluate("() => window.measuring"))


def quiet(page: Page) -> None:
    """Wait until the page has run to its end and nothing on it changes."""
    page.evaluate("() => window.measured.quiet()")


def drawn(page: Page) -> None:
    """Wait until the canvas shows its drawing."""
    page.wait_for_function("() => window.measured.revision() >= 0")
    quiet(page)


def on_the_map(house: House, formulation: Formulation) -> str:
    """The address of a formulation's map."""
    return f"{house.address}/map?open={formulation.id}"


__all__ = [
    "Ground", "answers", "drawn", "free_port", "ground", "hand", "map_of", "on_the_map", "quiet",
    "started",
]  # fmt: skip
