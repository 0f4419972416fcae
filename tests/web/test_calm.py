"""When something goes wrong that nobody foresaw: a calm answer, and logs without a word of the work."""

from __future__ import annotations

import logging
import re
import threading

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from formulation.store.memory import MemoryShelf
from formulation.web.calm import wordless_logs

from .conftest import LIVE, OWN_PAGE, serving

SECRET = "criticising, checking up"


async def breaking(request: Request) -> Response:
    """A route that fails with somebody's words in its hand."""
    raise ValueError(SECRET)


async def breaking_line(websocket: WebSocket) -> None:
    """A line that fails with somebody's words in its hand."""
    await websocket.accept()
    raise ValueError(SECRET)


def test_a_route_that_breaks_answers_calmly_and_leaks_nothing(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with (
        caplog.at_level(logging.DEBUG),
        serving(MemoryShelf(), Route("/break", breaking)) as server,
    ):
        answer = server.get("/break")
    assert answer.status_code == 500
    number = re.search(r"[2-9A-Z]{3}-[2-9A-Z]{3}", answer.text)
    assert number is not None
    assert number.group() in caplog.text
    assert "ValueError" in caplog.text
    printed = capfd.readouterr()
    for said in (answer.text, caplog.text, printed.out, printed.err):
        assert SECRET not in said


def test_where_data_was_asked_for_the_sentence_comes_as_data() -> None:
    with serving(MemoryShelf(), Route("/break", breaking)) as server:
        answer = server.get("/break", headers={"accept": "application/json"})
    assert "is safe" in answer.json()["sentence"]


def test_a_line_that_breaks_is_closed_and_leaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    route = WebSocketRoute("/breaking", breaking_line)
    with (
        caplog.at_level(logging.DEBUG),
        serving(MemoryShelf(), route) as server,
        server.websocket_connect(
            LIVE.replace("notebook/live", "breaking"), headers=OWN_PAGE
        ) as line,
        pytest.raises(WebSocketDisconnect) as over,
    ):
        line.receive_text()
    assert over.value.code == 1011
    assert SECRET not in caplog.text


@pytest.mark.parametrize("name", ["uvicorn.error", "asyncio", "streamlit.web.server", "anything"])
def test_no_log_line_carries_the_text_of_an_exception(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger(name)
    with wordless_logs():
        try:
            raise KeyError(SECRET)
        except KeyError as mishap:
            log.error("It did not work", exc_info=True)
            log.error("It did not work: %s", mishap)
            log.error("It did not work", exc_info=mishap)
    assert caplog.text.count("KeyError") == 3
    assert "test_calm.py" in caplog.text
    assert SECRET not in caplog.text


def test_what_is_put_together_from_a_page_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with wordless_logs():
        logging.getLogger("streamlit.runtime.scriptrunner").warning(f"odd value {SECRET}")
        logging.getLogger("streamlit.elements.x").warning("odd value %s", SECRET)
    assert SECRET not in caplog.text
    assert caplog.text.count("something to look at in test_calm") == 2


def test_a_thread_that_dies_leaves_a_number_and_no_words(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError(SECRET)

    with wordless_logs():
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert "mishap" in caplog.text
    assert SECRET not in caplog.text + capfd.readouterr().err


def test_afterwards_logs_are_as_they_were(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogRecordFactory()
    with wordless_logs():
        assert logging.getLogRecordFactory() is not before
    assert logging.getLogRecordFactory() is before
