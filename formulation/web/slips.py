"""Words on a slip: kept on disk at every pause, and shown again after a refresh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from formulation.workflows.notebooks import open_formulation
from formulation.workflows.slips import Slip, slip_at, write_slip
from formulation.workflows.visit import Visit

from .writing import Said, answered, told


async def look(request: Request, visit: Visit, work: Callable[..., Any]) -> Response:
    """The words on a slip as they are now."""
    asked = request.path_params
    return await told(work, _looked, visit, asked["formulation_id"], asked["place"])


async def keep(request: Request, visit: Visit, work: Callable[..., Any]) -> Response:
    """Keep what was typed; on disk before this answers."""
    return await answered(request, work, _kept, visit, request.path_params["place"])


def _looked(visit: Visit, formulation_id: str, place: str) -> Mapping[str, Any]:
    open_formulation(visit, formulation_id)  # whoever may not see it may not see its slips
    return _plain(slip_at(visit, formulation_id, place))


def _kept(visit: Visit, formulation_id: str, place: str, said: Said) -> Mapping[str, Any]:
    return _plain(write_slip(visit, formulation_id, place, said.text, said.was))


def _plain(slip: Slip) -> dict[str, Any]:
    at = f"{slip.saved_at.astimezone():%H:%M:%S}" if slip.saved_at else ""
    return {"text": slip.text, "savedAt": at, "settled": True}
