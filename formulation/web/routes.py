"""Our own addresses, all under /notebook: drawings as data, fonts, colours, the web, the live socket."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from formulation.domain.errors import FormulationError
from formulation.render import palette
from formulation.render.fonts import FACES
from formulation.render.views import view_from
from formulation.workflows.mapping import words_of
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from . import everything, slips, writing
from .hub import Hub
from .live import Conversation
from .pictures import Subject, as_text

_FONTS = {face.file: face for face in FACES}


def routes(counter: Counter) -> list[BaseRoute]:
    """Every route of ours, for Streamlit's application to put before its own."""
    return [
        Route("/notebook/drawing/{formulation_id}/{drawing_id}", counter.drawing, methods=["GET"]),
        Route("/notebook/words/{formulation_id}/{some_id}", counter.words, methods=["GET"]),
        Route("/notebook/writing/{formulation_id}/{note_id}", counter.looking, methods=["GET"]),
        Route("/notebook/writing/{formulation_id}/{note_id}", counter.writing, methods=["POST"]),
        Route("/notebook/slips/{formulation_id}/{place}", counter.slip, methods=["GET", "POST"]),
        Route("/notebook/fonts/{file}", font, methods=["GET"]),
        Route("/notebook/palette.css", colours, methods=["GET"]),
        Route("/notebook/web/{formulation_id}", counter.web, methods=["GET"]),
        Route(everything.SCRIPT, everything.script, methods=["GET"]),
        Route("/notebook/{nothing:path}", not_here, methods=["GET"]),
        WebSocketRoute("/notebook/live", counter.live),
    ]


class Counter:
    """Where requests for drawings arrive; it has its hub while the notebook is open."""

    def __init__(self) -> None:
        self.hub: Hub | None = None

    async def drawing(self, request: Request) -> Response:
        """One drawing as data, for still pictures and where no socket passes."""
        if self.hub is None:
            return _closed()
        subject = Subject(
            request.path_params["formulation_id"],
            request.path_params["drawing_id"],
            request.query_params.get("pulls") != "no",
            view_from(request.query_params.get("view")),
        )
        try:
            room = await self.hub.looked_at(subject)
        except FormulationError as refused:
            return JSONResponse({"sentence": refused.sentence}, status_code=404)
        tag = f'"{room.edition}-{room.revision}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        picture = room.picture.plain(room.edition) if room.picture is not None else {}
        return Response(as_text(picture), media_type="application/json", headers={"ETag": tag})

    async def words(self, request: Request) -> Response:
        """The words of one thing exactly as they are kept, for whoever is about to change them."""
        if self.hub is None:
            return _closed()
        asked = request.path_params
        try:
            said = await self.hub.in_a_thread(
                _words_of, self.hub.visit, asked["formulation_id"], asked["some_id"]
            )
        except FormulationError as refused:
            return JSONResponse({"sentence": refused.sentence}, status_code=404)
        return JSONResponse({"words": said})

    async def looking(self, request: Request) -> Response:
        """The text of a note as it is being written."""
        if self.hub is None:
            return _closed()
        return await writing.look(request, self.hub.visit, self.hub.in_a_thread)

    async def writing(self, request: Request) -> Response:
        """What somebody has typed in a note so far, to be kept."""
        if self.hub is None:
            return _closed()
        return await writing.keep(request, self.hub.visit, self.hub.in_a_thread)

    async def slip(self, request: Request) -> Response:
        """A few words being typed that have no place yet: looked at, or kept."""
        if self.hub is None:
            return _closed()
        act = slips.keep if request.method == "POST" else slips.look
        return await act(request, self.hub.visit, self.hub.in_a_thread)

    async def web(self, request: Request) -> Response:
        """The page of everything linked to everything."""
        if self.hub is None:
            return _closed()
        return await self.hub.in_a_thread(
            partial(everything.drawn, dark=request.query_params.get("dark") == "yes"),
            self.hub.visit,
            request.path_params["formulation_id"],
        )

    async def live(self, websocket: WebSocket) -> None:
        """The live socket of one canvas."""
        if self.hub is None:
            await websocket.close(1013)
        else:
            await Conversation(websocket, self.hub).hold()


def _words_of(visit: Visit, formulation_id: str, some_id: str) -> str:
    return words_of(open_formulation(visit, formulation_id).formulation, some_id)


def _closed() -> Response:
    return JSONResponse({"sentence": "The notebook is just opening or closing."}, status_code=503)


async def font(request: Request) -> Response:
    """One of the fonts we draw with, from the package that carries it."""
    face = _FONTS.get(request.path_params["file"])
    if face is None:
        return await not_here(request)
    return FileResponse(
        face.path,
        media_type="font/ttf",
        headers={
            "Cache-Control": "public, max-age=604800",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


async def colours(request: Request) -> Response:
    """The colours a drawing uses, as custom properties, light and dark."""
    return Response(palette.css(), media_type="text/css")


async def not_here(request: Request) -> Response:
    """An address of ours under which there is nothing."""
    return PlainTextResponse("There is nothing here.", status_code=404)
