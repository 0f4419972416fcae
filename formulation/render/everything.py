"""Everything linked to everything, as a page of its own with pyvis; the only file that knows pyvis.

The page stands at its own address, sandboxed: it has no origin, may run our two scripts and no other,
and can fetch nothing. Every word on it is drawn as text. What a person chooses it tells to the page
around it, which must look twice: `event.source` is this frame, `event.origin` is "null", and the id
is one it knows.
"""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from formulation.analysis.graph import Thing, Tie, Web
from formulation.domain.errors import FormulationError

from .fonts import SANS, Face, FontMissing, face
from .palette import COLOURS

HERE: Final = Path(__file__).parent
VIS_VERSION: Final = "9.1.2"
LONGEST_LABEL: Final = 80
"""How many characters of a thing's words stand in the web; the rest is in its tooltip."""
LONGEST_TOOLTIP: Final = 600

# How each kind looks: told apart by shape first, by colour second.

Look = Mapping[str, Any]

_BOX: Final = {"shape": "box", "margin": {"top": 7, "bottom": 7, "left": 10, "right": 10}}
_ROUNDED: Final = {**_BOX, "corner": 9}
_WORDS: Final = {
    "shape": "box",
    "margin": 3,
    "fill": "paper",
    "edge": "paper",
    "corner": 2,
    "sign": "text",
}
"""Words without a box: the ground behind them keeps lines from running through."""

_LOOKS: Final[Mapping[str, tuple[str, Look]]] = {
    # kind: (what the legend calls it, how it looks); colours are names in the palette
    "pole": ("pole", {**_ROUNDED, "fill": "surface", "edge": "ink"}),
    # The handle in the middle of the double-headed arrow between two poles.
    "role": (
        "reciprocal role",
        {
            "shape": "dot",
            "size": 6,
            "fill": "paper",
            "edge": "ink",
            "width": 2,
            "sign": "role",
            "wordless": True,
        },
    ),
    "pain": (
        "core pain",
        {"shape": "ellipse", "fill": "pain", "edge": "pain-edge", "ink": "pain-ink"},
    ),
    "problem": (
        "target problem",
        {**_ROUNDED, "dashes": [2, 3], "fill": "paper", "edge": "accent", "ink": "accent"},
    ),
    "state": (
        "state",
        {"shape": "ellipse", "fill": "state", "edge": "state-edge", "strong": True, "width": 2},
    ),
    "shift": (
        "shift",
        {"shape": "dot", "size": 5, "fill": "state-edge", "edge": "line", "ink": "soft"},
    ),
    "procedure": ("procedure", {**_WORDS, "ink": "accent", "strong": True, "large": True}),
    "horn": ("either / or", {**_WORDS, "ink": "accent"}),
    "step": ("step", _WORDS),
    "exit": (
        "way out",
        {**_ROUNDED, "fill": "way-out-soft", "edge": "way-out", "ink": "way-out", "width": 2},
    ),
    "observer": (
        "observing eye",
        {"shape": "dot", "size": 8, "fill": "paper", "edge": "ink", "width": 4},
    ),
    "group": (
        "party",
        {**_BOX, "corner": 0, "fill": "party", "edge": "line", "strong": True, "width": 2},
    ),
    "phrase": (
        "words not placed yet",
        {**_BOX, "corner": 0, "dashes": [5, 4], "fill": "paper", "edge": "faint", "ink": "soft"},
    ),
    "link": ("link", {"shape": "dot", "size": 4, "fill": "line", "edge": "line", "ink": "soft"}),
    "note": (
        "supervision note",
        {"shape": "square", "size": 9, "fill": "sunk", "edge": "soft", "ink": "soft"},
    ),
    "passage": (
        "words of a note",
        {"shape": "square", "size": 4, "fill": "sunk", "edge": "soft", "ink": "soft"},
    ),
    "hypothesis": (
        "hypothesis",
        {"shape": "hexagon", "size": 10, "fill": "surface", "edge": "soft", "ink": "soft"},
    ),
    "observation": (
        "observation",
        {"shape": "square", "size": 6, "fill": "paper", "edge": "line", "ink": "soft", "width": 2},
    ),
    "pull": ("pull", {"shape": "triangleDown", "size": 10, "fill": "accent", "edge": "accent"}),
    "voice": (
        "the person's words",
        {"shape": "star", "size": 10, "fill": "pain", "edge": "pain-ink"},
    ),
}
_OTHER: Final = ("something else", _WORDS)

_ROUND: Final = {"tone": "line", "width": 1.7, "arrow": True, "length": 70}
_ENDS: Final = ("is one end of", "is the other end of")
_ONE_ROLE: Final = {"tone": "ink", "width": 1.8, "straight": True, "backwards": True, "arrow": True}
_BELONGS: Final = {"tone": "faint", "width": 1, "length": 95}
_QUIET: Final = {"tone": "faint", "width": 1, "dashes": [2, 4], "arrow": True, "loose": True}
_MAP: Final = {"tone": "line", "width": 1.2, "arrow": True, "length": 120}
_WAY_OUT: Final = {"tone": "way-out", "width": 1.8, "dashes": [7, 4], "arrow": True, "length": 110}
_THOUGHT: Final = {"tone": "soft", "width": 1, "dashes": [1, 4], "arrow": True, "length": 170}
_PULLED: Final = {"tone": "accent", "width": 1.8, "arrow": True, "length": 150}

_MARKS: Final = (
    "speaks strongly for", "speaks for", "does not bear on", "speaks against",
    "speaks strongly against",
)  # fmt: skip

_LINES: Final[Mapping[str, Look]] = {
    **dict.fromkeys(_ENDS, _ONE_ROLE),
    "begins": _ROUND,
    "leads to": _ROUND,
    "comes back to": _ROUND,
    "has the step": _BELONGS,
    "has the way": {**_BELONGS, "length": 50},
    "is lived from": _QUIET,
    "is taken by": _QUIET,
    "lies beneath": {**_BELONGS, "tone": "pain-edge", "width": 2, "length": 80},
    "holds": {**_BELONGS, "tone": "state-edge", "width": 1.4, "length": 110},
    "leaves from": {**_WAY_OUT, "backwards": True},
    "arrives at": _WAY_OUT,
    "invites into": _PULLED,
    "leaves the other at": {**_PULLED, "dashes": [6, 4], "width": 1.2, "loose": True},
    "could be answered by": {**_QUIET, "tone": "way-out"},
    "bears on": _THOUGHT,
    "wonders about": _THOUGHT,
    **dict.fromkeys(_MARKS, _THOUGHT),
    "is a rival of": {**_THOUGHT, "both": True},
    "is about": _THOUGHT,
    "speaks of": _THOUGHT,
    "was written in": {**_THOUGHT, "tone": "faint", "arrow": False, "length": 110},
}
"""How a tie looks, by why it is there; links between things on the map look like `_MAP`."""


def page(
    web: Web, *, nonce: str, script_path: str, dark: bool, title: str, told_to: str = ""
) -> str:
    """The whole page. `script_path` is our own route to `vis_network_file()`.

    `told_to`: the origin that may hear what was chosen; empty for the one the page came from.
    """
    network = _network(web, dark)
    nodes, edges, *_ = network.get_network_data()
    shown = {
        "things": nodes,
        "ties": edges,
        "ids": [thing.id for thing in web.things],
        "ends": _ends(web),
        "options": network.options,
        "tellTo": told_to,
        "faint": _colour("faint", dark),
    }
    return _PAGE.format(
        title=escape(title),
        nonce=escape(nonce),
        script=escape(script_path),
        theme="dark" if dark else "light",
        style=_font_faces() + _colours_as_css(dark) + _beside("everything.css"),
        legend="".join(_legend(web, dark)),
        data=_as_json(shown),
        behaviour=_beside("everything.js"),
    )


_PAGE: Final = """<!doctype html>
<html lang="en-GB" data-theme="{theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style nonce="{nonce}">{style}</style>
</head>
<body>
<div id="web" role="img" aria-label="{title}. The same links stand as a list beside this picture."></div>
<p id="settling" role="status">Finding room for everything…</p>
<div id="nearer" role="group" aria-label="Look closer">
<button type="button" data-look="in" aria-label="closer">+</button>
<button type="button" data-look="out" aria-label="further away">−</button>
<button type="button" data-look="all" aria-label="see everything">⤢</button>
</div>
<div id="legend" role="group" aria-label="What is shown">{legend}</div>
<script nonce="{nonce}" type="application/json" id="data">{data}</script>
<script nonce="{nonce}" src="{script}"></script>
<script nonce="{nonce}">{behaviour}</script>
</body>
</html>
"""


def headers(nonce: str) -> dict[str, str]:
    """What the page must be served with: no origin, our scripts only, nothing fetched, framed only by us."""
    policy = (
        "sandbox allow-scripts",
        "default-src 'none'",
        f"script-src 'nonce-{nonce}'",
        f"style-src 'nonce-{nonce}'",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }


def script_headers() -> dict[str, str]:
    """What the vis-network script must be served with: a page with no origin counts as somebody else."""
    return {
        "Content-Type": "text/javascript; charset=utf-8",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "public, max-age=604800",
        "X-Content-Type-Options": "nosniff",
    }


class WebNotInstalled(FormulationError):
    """pyvis, or the script it carries, is not installed here."""

    def __init__(self) -> None:
        super().__init__("What draws the web is not installed. Run “make run” once more.")


@cache
def vis_network_file() -> Path:
    """The vis-network script inside the installed pyvis package. Raises WebNotInstalled."""
    found = find_spec("pyvis")
    folders = (found.submodule_search_locations or []) if found else []
    for folder in folders:
        path = Path(folder) / "lib" / f"vis-{VIS_VERSION}" / "vis-network.min.js"
        if path.is_file():
            return path
    raise WebNotInstalled


# What pyvis is asked to draw

_OPTIONS: Final[Mapping[str, Any]] = {
    "autoResize": True,
    "layout": {"randomSeed": 11, "improvedLayout": False},
    "nodes": {"borderWidth": 1.4, "widthConstraint": {"maximum": 150}, "labelHighlightBold": False},
    "edges": {
        "smooth": {"enabled": True, "type": "continuous", "roundness": 0.35},
        "arrows": {"to": {"scaleFactor": 0.55}, "from": {"scaleFactor": 0.55}},
        "selectionWidth": 1,
        "hoverWidth": 0.6,
    },
    "interaction": {
        "hover": True,
        "tooltipDelay": 180,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "multiselect": False,
    },
    "physics": {
        "enabled": True,
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {
            "gravitationalConstant": -60,
            "centralGravity": 0.012,
            "springConstant": 0.1,
            "avoidOverlap": 0.6,
            "damping": 0.5,
        },
        "stabilization": {"enabled": True, "iterations": 350, "updateInterval": 70, "fit": False},
        "minVelocity": 0.8,
    },
}
"""Physics find a place for everything once; then the page switches them off (a dict: traps.md, pyvis)."""


def _network(web: Web, dark: bool) -> Any:
    """What pyvis holds: things by number, so that no id of anybody's making reaches the drawing."""
    # pyvis brings IPython along, half a second that only this page should pay.
    from pyvis.network import Network  # noqa: PLC0415

    network = Network(directed=True)
    network.options = _OPTIONS
    numbers = _numbers(web)
    for thing in web.things:
        network.add_node(numbers[thing.id], **_drawn_thing(thing, dark))
    for tie in web.ties:
        if tie.from_id in numbers and tie.to_id in numbers:
            start, end = numbers[tie.from_id], numbers[tie.to_id]
            network.add_edge(start, end, **_drawn_tie(tie, dark))
    return network


def _numbers(web: Web) -> dict[str, int]:
    return {thing.id: number for number, thing in enumerate(web.things)}


def _ends(web: Web) -> list[tuple[int, list[int]]]:
    """The poles of each role, top first: they stand with their role and move with it."""
    numbers = _numbers(web)
    ends: dict[int, list[int]] = {}
    for tie in web.ties:
        if tie.why in _ENDS and tie.from_id in numbers and tie.to_id in numbers:
            ends.setdefault(numbers[tie.to_id], []).append(numbers[tie.from_id])
    return [(role, poles) for role, poles in ends.items() if len(poles) == 2]


def _drawn_thing(thing: Thing, dark: bool) -> dict[str, Any]:
    called, look = _LOOKS.get(thing.kind, _OTHER)
    fill, edge = _colour(look["fill"], dark), _colour(look["edge"], dark)
    chosen = {"background": fill, "border": _colour("accent", dark)}
    paper, wordless = _colour("paper", dark), look.get("wordless", False)
    return {
        # A space where the words stand elsewhere: pyvis would write the id in place of nothing.
        "label": " " if wordless else _cut(thing.label, LONGEST_LABEL) or "?",
        "title": f"{called}\n{_cut(thing.label, LONGEST_TOOLTIP)}",
        "shape": look["shape"],
        "kind": thing.kind,
        "color": {"background": fill, "border": edge, "highlight": chosen, "hover": chosen},
        "borderWidth": look.get("width", 1.4),
        "size": look.get("size", 10),
        "margin": look.get("margin", 5),
        "shapeProperties": {
            "borderRadius": look.get("corner", 0),
            "borderDashes": look.get("dashes", False),
        },
        "font": {
            "face": "Notebook Strong" if look.get("strong") else "Notebook",
            "size": 18 if look.get("large") else 15,
            "color": _colour(look.get("ink", "ink"), dark),
            # Behind words that stand below a sign, so that lines do not run through them.
            "background": paper if look["shape"] in _SIGN_ABOVE_WORDS and not wordless else "none",
        },
    }


_SIGN_ABOVE_WORDS: Final = ("dot", "square", "hexagon", "triangleDown", "star")


def _drawn_tie(tie: Tie, dark: bool) -> dict[str, Any]:
    look = _LINES.get(tie.why, _MAP)
    tone = _colour(look["tone"], dark)
    start, end = ("from", "to") if not look.get("backwards") else ("to", "from")
    arrows = {end: {"enabled": bool(look.get("arrow"))}, start: {"enabled": bool(look.get("both"))}}
    drawn: dict[str, Any] = {
        "title": _cut(tie.why, LONGEST_TOOLTIP),
        "color": {"color": tone, "highlight": _colour("accent", dark), "hover": tone},
        "width": look["width"],
        "arrows": arrows,
    }
    if "dashes" in look:
        drawn["dashes"] = look["dashes"]
    if look.get("loose"):
        drawn["physics"] = False
    if look.get("straight"):
        drawn["smooth"] = False
    if "length" in look:
        drawn["length"] = look["length"]
    return drawn


def _cut(words: str, longest: int) -> str:
    line = " ".join(words.split())
    if len(line) <= longest:
        return line
    kept = line[: longest - 1]
    whole, space, _ = kept.rpartition(" ")
    return f"{whole if space and len(whole) > longest // 2 else kept}…"


def _colour(name: str, dark: bool) -> str:
    return COLOURS[name][1 if dark else 0]


# What stands around the drawing


def _legend(web: Web, dark: bool) -> list[str]:
    used = {thing.kind for thing in web.things}
    return [
        f'<button type="button" aria-pressed="true" data-kind="{escape(kind)}">'
        f"{_sign(look, dark)}<span>{escape(called)}</span></button>"
        for kind, (called, look) in _LOOKS.items()
        if kind in used
    ]


_SIGNS: Final[Mapping[str, str]] = {
    "box": '<rect x="2" y="4" width="20" height="12" rx="{corner}"/>',
    "role": '<path d="M12 2v16M9 5l3-3 3 3M9 15l3 3 3-3" fill="none"/><circle cx="12" cy="10" r="3.5"/>',
    "ellipse": '<ellipse cx="12" cy="10" rx="10" ry="6.5"/>',
    "dot": '<circle cx="12" cy="10" r="{size}"/>',
    "square": '<rect x="6" y="4" width="12" height="12"/>',
    "hexagon": '<path d="M7.5 3h9l4.5 7-4.5 7h-9L3 10z"/>',
    "triangleDown": '<path d="M4 4h16l-8 13z"/>',
    "star": ('<path d="M12 2l2.4 5.2 5.6.6-4.2 3.8 1.2 5.6L12 14.3 7 17.2l1.2-5.6L4 7.8z"/>'),
    "text": '<path d="M3 7h18M3 13h12" fill="none"/>',
}


def _sign(look: Look, dark: bool) -> str:
    shape = look.get("sign", look["shape"])
    drawn = _SIGNS[shape].format(corner=look.get("corner", 0) // 2, size=look.get("size", 6))
    line = _colour(look.get("ink", "ink") if shape == "text" else look["edge"], dark)
    dashes = ' stroke-dasharray="3 2.5"' if "dashes" in look else ""
    width = 2.4 if look.get("strong") or look.get("width", 0) >= 2 else 1.4
    return (
        f'<svg viewBox="0 0 24 20" width="24" height="20" aria-hidden="true" '
        f'fill="{_colour(look["fill"], dark)}" stroke="{line}" stroke-width="{width}"{dashes}>{drawn}</svg>'
    )


def _colours_as_css(dark: bool) -> str:
    said = "".join(f"--{name}:{pair[1 if dark else 0]};" for name, pair in COLOURS.items())
    return f":root{{{said}color-scheme:{'dark' if dark else 'light'}}}"


def _beside(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


_MARKUP: Final = re.compile("[<>&'\u2028\u2029]")


def _as_json(plain: object) -> str:
    """Data that can stand inside a script element: nothing in it can end the element or begin another."""
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return _MARKUP.sub(lambda mark: f"\\u{ord(mark[0]):04x}", text)


# Letters: a page without an origin cannot fetch ours, so the usual ones travel inside it.

_LETTERS: Final = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), 0x2030, 0x2039, 0x203A,
    *range(0x2190, 0x2196), 0x2212, 0x20AC, 0x2122,
)  # fmt: skip


@cache
def _font_faces() -> str:
    """The letters of Latin scripts as font faces; other scripts use what the computer has."""
    try:
        regular, strong = face(SANS, 400), face(SANS, 600)
        return "".join(
            f'@font-face{{font-family:"{family}";font-display:block;'
            f'src:url("data:font/woff;base64,{_letters_of(one)}") format("woff")}}'
            for family, one in (("Notebook", regular), ("Notebook Strong", strong))
        )
    except (FontMissing, OSError):
        return ""


def _letters_of(one: Face) -> str:
    # Only this page needs to cut letters out of a font; importing that costs a quarter of a second.
    from fontTools import subset  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    with TTFont(one.path) as font:
        chooser = subset.Subsetter(options)
        chooser.populate(unicodes=_LETTERS)
        chooser.subset(font)
        font.flavor = "woff"
        written = io.BytesIO()
        font.save(written)
    return base64.b64encode(written.getvalue()).decode("ascii")
