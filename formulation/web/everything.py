"""The page of the web of everything: at its own address, without an origin, drawn when asked for."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

from formulation.analysis.graph import everything_linked
from formulation.domain.errors import FormulationError
from formulation.render import everything
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

SCRIPT = "/notebook/vis/vis-network.min.js"


def drawn(visit: Visit, formulation_id: str, *, dark: bool) -> Response:
    """The page for one formulation; a sentence where it cannot be opened."""
    try:
        web = everything_linked(open_formulation(visit, formulation_id).formulation)
    except FormulationError as refused:
        return PlainTextResponse(refused.sentence, status_code=404)
    nonce = secrets.token_urlsafe(18)
    page = everything.page(
        web, nonce=nonce, script_path=SCRIPT, dark=dark, title="Everything linked to everything"
    )
    return HTMLResponse(page, headers=everything.headers(nonce))


async def script(request: Request) -> Response:
    """The drawing library, from the package that carries it."""
    try:
        path = everything.vis_network_file()
    except FormulationError as refused:
        return PlainTextResponse(refused.sentence, status_code=404)
    return FileResponse(path, headers=everything.script_headers())
