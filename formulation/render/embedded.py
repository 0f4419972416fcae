"""A picture that carries its own letters, so that it looks the same wherever it is shown by itself."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont

from .elements import Scene, Words
from .fonts import Face, face
from .palette import PAPER, Paint
from .svg import picture

ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "–—‘’“”…→·£éèàö"
"""Letters that are always carried, so that most pictures share one set."""


def standalone(scene: Scene, *, paint: Paint = PAPER, title: str = "") -> str:
    """A whole drawing as SVG with the letters it needs inside it; nothing is asked for from outside."""
    drawn = picture(scene, paint=paint, title=title)
    head, rest = drawn.split(">", 1)
    return f"{head}><style>{_rules(scene)}</style>{rest}"


def as_image(svg: str) -> str:
    """An SVG as the source of an image: a data address of a few hundred kilobytes at most."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _rules(scene: Scene) -> str:
    """The rules that tell a browser of every face these words are set in."""
    used: dict[Face, set[str]] = {}
    for element in scene.elements:
        for shape in element.shapes:
            if isinstance(shape, Words):
                said = shape.lettering
                one = face(said.family, said.weight, said.style)
                used.setdefault(one, set()).update("".join(shape.lines))
    ordered = sorted(used.items(), key=lambda item: item[0].file)
    return "".join(_rule(one, "".join(sorted(letters - set(ALWAYS)))) for one, letters in ordered)


def _rule(one: Face, more: str) -> str:
    return (
        f"@font-face{{font-family:'{one.family}';font-weight:{one.weight};font-style:{one.style};"
        f"src:url(data:font/woff;base64,{_letters(one, more)})}}"
    )


@lru_cache(maxsize=64)
def _letters(one: Face, more: str) -> str:
    """The letters of a face that are always carried, and some more, as WOFF in base 64."""
    options = subset.Options(flavor="woff", layout_features=["kern", "mark", "mkmk", "liga"])
    font = TTFont(one.path)
    chosen = subset.Subsetter(options)
    chosen.populate(text=ALWAYS + more)
    chosen.subset(font)
    font.flavor = "woff"
    kept = BytesIO()
    font.save(kept)
    return b64encode(kept.getvalue()).decode()
