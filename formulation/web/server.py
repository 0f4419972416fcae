"""The server, put together: the frame script, our routes, the wall around them, and what runs meanwhile."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any, Final, TypedDict

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from formulation.bootstrap import (
    Notebook,
    close_notebook,
    copied_today,
    must_be_ready,
    open_notebook,
)
from formulation.domain.errors import FormulationError
from formulation.security.address import must_be_loopback
from formulation.settings import HOME, settings

from .calm import Calm, wordless_logs
from .copies import copying_daily
from .headers import Headers
from .housekeeping import tidying
from .hub import Hub
from .routes import Counter, routes
from .wall import Wall, address_asked_for

FRAME: Final = HOME / "formulation" / "ui" / "frame.py"
"""The script every page runs in. No `pages` folder may lie beside it: Streamlit would run what is in it."""

IN_FORCE: Final[dict[str, Any]] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "logger.enableRich": False,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
}
"""Settings that nobody may switch off by starting the notebook in another way."""


class NotAsWritten(FormulationError):
    """The settings in .streamlit/config.toml do not hold in this process."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"The notebook was started without its own settings ({', '.join(names)}), so it did not "
            f"start. Start it from its own folder: {HOME}."
        )


class OurHalf(TypedDict):
    """What we give to Streamlit's application."""

    lifespan: Callable[[st.App], AbstractAsyncContextManager[None]]
    routes: list[BaseRoute]
    middleware: list[Middleware]


def our_half() -> OurHalf:
    """Our routes, the wall around everything, and what is open meanwhile.

    Ends the process with a sentence where the notebook was told to listen where others could
    reach it, or where its own settings do not hold.
    """
    try:
        must_be_started_rightly()
        must_be_ready(settings())
    except FormulationError as refused:
        sys.exit(refused.sentence)
    counter = Counter()

    def lifespan(app: st.App) -> AbstractAsyncContextManager[None]:
        return keeping_open(counter, open_notebook, close_notebook)

    return {"lifespan": lifespan, "routes": routes(counter), "middleware": middleware()}


def middleware() -> list[Middleware]:
    """What every request passes through, outermost first: Streamlit's pages and ours alike."""
    return [Middleware(Headers), Middleware(Calm), Middleware(Wall)]


def must_be_started_rightly() -> None:
    """Refuse to start where others could reach us, or with settings that tell too much.

    Raises OnlyOnThisComputer or NotAsWritten.
    """
    must_be_loopback(settings().address)
    must_be_loopback(st.get_option("server.address") or "0.0.0.0")  # noqa: S104 (Streamlit's default)
    asked_for = address_asked_for(sys.argv[1:])
    if asked_for is not None:
        must_be_loopback(asked_for)
    wrong = [name for name, value in IN_FORCE.items() if st.get_option(name) != value]
    if wrong:
        raise NotAsWritten(wrong)


@asynccontextmanager
async def keeping_open(
    counter: Counter, opening: Callable[[], Notebook], closing: Callable[[], None]
) -> AsyncIterator[None]:
    """Keep the notebook open, and a hub behind the counter, as long as the server runs."""
    opened = opening()
    counter.hub = hub = Hub(opened.visit())
    try:
        with wordless_logs():
            async with tidying(), copying_daily(partial(copied_today, opened)):
                yield
    finally:
        counter.hub = None
        await hub.close()
        closing()
