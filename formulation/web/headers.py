"""What every answer tells a browser about what it may do with it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOR_ALL: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    # Not no-referrer: browsers would then send “Origin: null”, and the wall could not tell our pages.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
        "browsing-topics=(), fullscreen=(self), clipboard-write=(self)"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-DNS-Prefetch-Control": "off",
}

KEPT_BY_BROWSERS: Final = ("/static/", "/notebook/fonts/", "/notebook/vis/")
"""Published files whose name or package says their version; everything else is asked for afresh."""

ASKED_EACH_TIME: Final = ("/_stcore/bidi-components/", "/notebook/palette.css", "/favicon.png")
"""Our own scripts and colours: they may be kept, but a new version must be seen at once."""


class Headers:
    """ASGI middleware that writes the headers above on every answer that does not say otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, with headers on the way out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _write(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _write(headers: MutableHeaders, path: str) -> None:
    for name, value in FOR_ALL.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", content_policy())
    if path.startswith(ASKED_EACH_TIME):
        headers["Cache-Control"] = "no-cache"
    elif not path.startswith(KEPT_BY_BROWSERS):
        headers["Cache-Control"] = "no-store"


@cache
def content_policy() -> str:
    """What a page of ours may load: from ourselves, and nothing else.

    Style needs 'unsafe-inline' because Streamlit writes its styles as it goes. The one script
    inside Streamlit's page is named by its hash, so that no other can run.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {' '.join(_inline_scripts())}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "frame-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )


def _inline_scripts() -> list[str]:
    """The hashes of the scripts written inside Streamlit's own page, as it is installed here."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    text = page.read_text(encoding="utf-8")
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    ]
