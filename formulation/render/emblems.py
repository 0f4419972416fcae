"""Emblems and colours as drawings of their own: the same on screen and on paper."""

from __future__ import annotations

COLOURS: dict[str, tuple[str, str]] = {
    "clay": ("#a4492f", "#f6e4dc"),
    "moss": ("#55682f", "#e9eedb"),
    "slate": ("#46596b", "#e2e9ef"),
    "plum": ("#74456f", "#f0e3ee"),
    "ochre": ("#8a6212", "#f5ead0"),
    "teal": ("#1f6a68", "#dceeed"),
    "rose": ("#9c4057", "#f7e2e7"),
    "ink": ("#3a3844", "#e6e5ea"),
}
"""Each colour's deep tone for marks and pale tone for grounds."""

_PATHS = {
    "leaf": "M5 19C5 9 12 5 20 4c0 9-4 16-13 15M5 20c2-5 5-8 9-10",
    "wave": "M3 9c3-4 6-4 9 0s6 4 9 0M3 16c3-4 6-4 9 0s6 4 9 0",
    "hill": "M2 19l6-9 4 5 4-8 6 12z",
    "lamp": "M8 15a6 6 0 1 1 8 0c-1 1-1 2-1 3H9c0-1 0-2-1-3zM10 21h4",
    "boat": "M3 15h18l-3 5H6zM12 15V3l7 9h-7",
    "kite": "M12 2l7 8-7 9-7-9zM12 2v17M5 10h14M12 19c1 2-1 2 0 3",
    "key": "M8 12a4 4 0 1 1 0-.1M12 12h9M18 12v4M15 12v3",
    "bridge": "M2 17h20M4 17V8M20 17V8M4 9c5 6 11 6 16 0M9 17v-4M15 17v-4",
    "stone": "M4 16c0-5 4-10 9-10s8 4 8 8-4 5-9 5-8 0-8-3z",
    "feather": "M20 4C11 4 6 9 6 17l-2 3M6 17c8 1 13-4 14-13M9 14l6-5",
    "door": "M6 21V3h12v18M3 21h18M14 12v1",
    "sun": "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v3M12 19v3M2 12h3M19 12h3"
    "M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
    "moon": "M19 15A8 8 0 1 1 10 4a6 6 0 0 0 9 11z",
    "thread": "M4 18c6 2 3-12 8-12s1 12 8 8M4 18v0M20 14v0",
    "well": "M4 11h16v3H4zM6 14v7h12v-7M4 11l8-7 8 7M12 4v7",
    "tree": "M12 22v-8M12 14c-5 0-7-3-7-6s3-6 7-6 7 3 7 6-2 6-7 6zM12 12l3-3",
}


def emblem_svg(emblem: str, colour: str) -> str:
    """A round emblem as a small SVG."""
    deep, pale = COLOURS.get(colour, COLOURS["slate"])
    path = _PATHS.get(emblem, _PATHS["leaf"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        f'<circle cx="20" cy="20" r="19" fill="{pale}" stroke="{deep}" stroke-width="1.5"/>'
        f'<g transform="translate(8 8)" fill="none" stroke="{deep}" stroke-width="1.7" '
        f'stroke-linecap="round" stroke-linejoin="round"><path d="{path}"/></g></svg>'
    )
