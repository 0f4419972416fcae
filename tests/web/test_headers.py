"""What every answer tells a browser it may do."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from formulation.web.headers import FOR_ALL, content_policy

DRAWING = "/notebook/drawing/f-bethan/drawing:b-map"
FONT = "/notebook/fonts/SourceSansPro-Regular.ttf"


@pytest.mark.parametrize(
    "path", [DRAWING, FONT, "/notebook/palette.css", "/notebook/nothing", "/_stcore/metrics"]
)
def test_every_answer_carries_them_the_refusals_too(server: TestClient, path: str) -> None:
    headers = server.get(path).headers
    assert FOR_ALL.keys() <= {name.title().replace("Dns", "DNS") for name in headers}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["content-security-policy"] == content_policy()


def test_the_policy_names_nowhere_but_ourselves() -> None:
    policy = dict(part.split(" ", 1) for part in content_policy().split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe-eval" not in content_policy()
    assert "http" not in content_policy()
    assert "*" not in content_policy()
    for kind in ("script-src", "connect-src", "frame-src"):
        assert "blob:" not in policy[kind]
        assert "unsafe-inline" not in policy[kind]


def test_streamlits_own_inline_script_is_named_by_its_hash() -> None:
    assert "'sha256-" in content_policy()


@pytest.mark.parametrize(
    "path", [DRAWING, "/notebook/words/f-bethan/pole:b-kind-top", "/notebook/x"]
)
def test_nothing_clinical_is_kept_by_a_browser(server: TestClient, path: str) -> None:
    assert server.get(path).headers["cache-control"] == "no-store"


def test_fonts_are_kept_and_colours_are_asked_for_each_time(server: TestClient) -> None:
    assert "max-age" in server.get(FONT).headers["cache-control"]
    assert server.get("/notebook/palette.css").headers["cache-control"] == "no-cache"
