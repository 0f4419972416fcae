"""A scene written as SVG: piece by piece for the screen, or whole for paper; every word escaped."""

from __future__ import annotations

from functools import lru_cache
from xml.sax.saxutils import escape

from .elements import Block, Element, Scene, Shape, Stroke, Words
from .geometry import Box
from .measure import ascent_of
from .palette import PAPER, SCREEN, Paint

FADED = "0.26"
"""How much of what is not looked at is left: it fades, and never vanishes."""

LIGHTER = "0.66"
"""How much ink is left of what is due a look: its words keep 4.5 to 1 against the paper."""

_UNWRITABLE = dict.fromkeys((*range(32), *range(55296, 57344), 65534, 65535))
for _code in (0x09, 0x0A, 0x0D):
    del _UNWRITABLE[_code]

_QUOTED = {
    '"': "&quot;",
    "'": "&#39;",
    "\n": "&#10;",
    "\t": "&#9;",
    "\r": "&#13;",
    "{{": "&#123;&#123;",
}


def pieces(scene: Scene, paint: Paint = SCREEN) -> dict[str, str]:
    """Every piece of a drawing by its key, each one `<g>`, in painting order."""
    return {element.key: _piece(element, paint) for element in scene.elements}


def picture(scene: Scene, *, paint: Paint = PAPER, title: str = "") -> str:
    """A whole drawing that stands alone: literal colours, a title and a description for reading aloud."""
    box = scene.bounds
    said = _text(title or scene.title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_box(box)}" '
        f'width="{_n(box.width)}" height="{_n(box.height)}" '
        f'role="graphics-document" aria-labelledby="fn-title fn-description">'
        f'<title id="fn-title">{said}</title>'
        f'<desc id="fn-description">{_text(scene.description)}</desc>'
        f'<rect class="fn-paper" x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.width)}" '
        f'height="{_n(box.height)}" fill="{paint["paper"]}"/>'
        + "".join(pieces(scene, paint).values())
        + "</svg>"
    )


def sign(shapes: tuple[Shape, ...], width: float, height: float, paint: Paint = PAPER) -> str:
    """A few shapes around 0, 0 as a small picture by themselves, for a legend."""
    box = f"{_n(-width / 2 - 1)} {_n(-height / 2 - 1)} {_n(width + 2)} {_n(height + 2)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{_n(width + 2)}" '
        f'height="{_n(height + 2)}">{"".join(_shape(one, paint) for one in shapes)}</svg>'
    )


@lru_cache(maxsize=20_000)
def _piece(element: Element, paint: Paint) -> str:
    inside = "".join(_shape(shape, paint) for shape in element.shapes)
    return f"<g {_attributes(element)}>{inside}</g>"


def _attributes(element: Element) -> str:
    classes = " ".join(
        ("fn-piece", f"fn-{element.kind}", *(f"fn-{mark}" for mark in element.marks))
    )
    said: list[tuple[str, str]] = [
        ("class", classes),
        ("data-key", element.key),
        ("data-id", element.id),
        ("data-kind", element.kind),
        ("data-layer", element.layer),
    ]
    if element.moves:
        said.append(("data-moves", element.moves))
    if element.together:
        said.append(("data-with", " ".join(element.together)))
    if element.holds:
        said.append(("data-holds", " ".join(element.holds)))
    if element.joins:
        said += [("data-from", element.joins[0]), ("data-to", element.joins[1])]
    if element.box is not None:
        x, y = element.box.middle
        said += [("data-x", _n(x)), ("data-y", _n(y))]
        said += [("data-w", _n(element.box.width)), ("data-h", _n(element.box.height))]
    if element.wrap is not None:
        said.append(("data-wrap", _box(element.wrap)))
    if "faded" in element.marks:
        said.append(("opacity", FADED))
    elif "lighter" in element.marks:
        said.append(("opacity", LIGHTER))
    if element.label:
        said += [("role", "group" if element.group else "img"), ("aria-label", element.label)]
        said.append(("tabindex", "-1"))
    else:
        said.append(("aria-hidden", "true"))
    return " ".join(f'{name}="{_quoted(value)}"' for name, value in said)


def _shape(shape: Shape, paint: Paint) -> str:
    if isinstance(shape, Words):
        return _words(shape, paint)
    if isinstance(shape, Stroke):
        return _stroke(shape, paint)
    return _block(shape, paint)


def _block(shape: Block, paint: Paint) -> str:
    box = shape.box
    rounded = f' rx="{_n(shape.radius)}"' if shape.radius else ""
    return (
        f'<rect x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.width)}" '
        f'height="{_n(box.height)}"{rounded}{_painted(shape, paint)}/>'
    )


def _stroke(shape: Stroke, paint: Paint) -> str:
    role = f' class="{shape.role}"' if shape.role else ""
    path = "".join(
        command + " ".join(_n(n) for n in numbers) for command, numbers in shape.segments
    )
    if shape.role == "fn-reach":
        return (
            f'<path class="fn-reach" d="{path}" fill="none" stroke-width="{_n(shape.width)}" '
            'pointer-events="stroke"/>'
        )
    return f'<path{role} d="{path}"{_painted(shape, paint)}/>'


def _painted(shape: Block | Stroke, paint: Paint) -> str:
    said = f' fill="{paint[shape.fill]}"'
    if shape.stroke != "none":
        said += f' stroke="{paint[shape.stroke]}" stroke-width="{_n(shape.width)}"'
        said += ' stroke-linecap="round" stroke-linejoin="round"'
        if shape.dash:
            said += f' stroke-dasharray="{shape.dash}"'
    return said


def _words(shape: Words, paint: Paint) -> str:
    lettering = shape.lettering
    fallback = "serif" if "Serif" in lettering.family else "sans-serif"
    told = (
        f'font-family="\'{lettering.family}\', {fallback}" font-size="{_n(lettering.size)}" '
        f'fill="{paint[shape.fill]}"'
    )
    if lettering.weight != 400:
        told += f' font-weight="{lettering.weight}"'
    if lettering.style != "normal":
        told += f' font-style="{lettering.style}"'
    if lettering.spacing:
        told += f' letter-spacing="{_n(lettering.spacing)}"'
    if shape.anchor != "start":
        told += f' text-anchor="{shape.anchor}"'
    if shape.rtl:
        told += ' direction="rtl" unicode-bidi="embed"'
    first = shape.top + ascent_of(lettering)
    x = _n(shape.x)
    lines = "".join(
        f'<tspan x="{x}" y="{_n(first + at * lettering.line)}">{_text(line)}</tspan>'
        for at, line in enumerate(shape.lines)
    )
    return f'<text class="fn-words" {told}>{lines}</text>'


def _text(words: str) -> str:
    return escape(words.translate(_UNWRITABLE), {"{{": "&#123;&#123;"})


def _quoted(words: str) -> str:
    return escape(words.translate(_UNWRITABLE), _QUOTED)


def _n(number: float) -> str:
    """A number in tenths, as short as it can be written."""
    return (
        f"{number:.1f}".removesuffix(".0").replace("-0", "0")
        if abs(number) < 0.05
        else f"{number:.1f}".removesuffix(".0")
    )


def _box(box: Box) -> str:
    return f"{_n(box.left)} {_n(box.top)} {_n(box.width)} {_n(box.height)}"
