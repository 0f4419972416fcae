"""Documents set on paper, as PDF or as a picture; typst lives here.

Words go to typst as data and never as its code, so nothing that anybody writes can be anything else.
Nothing is written to disk and nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import typst

from .emblems import emblem_svg
from .fonts import FACES
from .leaves import Card, Document, Heading, Leaf, Picture, Points, Said, Table
from .palette import PAPER, Paint
from .svg import picture

TEMPLATE: Final = Path(__file__).with_name("paper.typ")
BLANK: Final = Path(__file__).with_name("blank.typ")
POINTS_A_MILLIMETRE: Final = 72 / 25.4
PAGES: Final = MappingProxyType({"a4": (210.0, 297.0), "a3": (297.0, 420.0)})
"""Width and height of paper standing upright, in millimetres."""

_ROOM: Final = (26.0, 48.0)
"""What margins, heading and foot take of a page's width and height, in millimetres."""

FIRST_PAGE_DPI: Final = 200


def pdf(document: Document) -> bytes:
    """A document as PDF: tagged for reading aloud (PDF/UA-1), its letters inside it."""
    given = {"given": _given(document)}
    try:
        made = _compiler().compile(
            input=_template(), sys_inputs=given, format="pdf", pdf_standards=["ua-1"], timestamp=0
        )
    except typst.TypstError:
        # Letters that our fonts lack (another script, a small picture): the computer's own come in,
        # and the page is tagged as before, only without the promise of the standard.
        made = _compiler(every_font=True).compile(
            input=_template(), sys_inputs=given, format="pdf", timestamp=0
        )
    return bytes(made)


def png(document: Document, *, dpi: int = FIRST_PAGE_DPI) -> bytes:
    """The first page of a document as a picture."""
    made: Any = _compiler().compile(
        input=_template(), sys_inputs={"given": _given(document)}, format="png", ppi=dpi
    )
    return bytes(made[0] if isinstance(made, list) else made)


def drawing_png(one: Picture, paint: Paint = PAPER, *, wide: int = 1_800) -> bytes:
    """A drawing alone as a picture, so many pixels wide; at most 2,600 tall."""
    bounds = one.scene.bounds
    dpi = min(72 * wide / bounds.width, 72 * 2_600 / bounds.height)
    made: Any = _compiler().compile(
        input=_BARE.encode(),
        sys_inputs={
            "svg": picture(one.scene, paint=paint),
            "wide": f"{bounds.width}",
            "tall": f"{bounds.height}",
        },
        format="png",
        ppi=dpi,
    )
    return bytes(made)


_BARE: Final = """
#set page(width: float(sys.inputs.wide) * 1pt, height: float(sys.inputs.tall) * 1pt, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)
"""


@cache
def _compiler(*, every_font: bool = False) -> Any:
    folders = sorted({str(one.path.parent) for one in FACES})
    fonts = typst.Fonts(
        include_system_fonts=every_font, include_embedded_fonts=False, font_paths=list(folders)
    )
    return typst.Compiler(
        font_paths=fonts, ignore_system_fonts=not every_font, root=TEMPLATE.parent
    )


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _given(document: Document) -> str:
    emblem = emblem_svg(document.emblem, document.colour)
    return json.dumps(
        {
            "title": document.title,
            "whose": document.whose,
            "emblem": _in_grey(emblem) if document.grey else emblem,
            "emblem_alt": f"{document.colour} {document.emblem}",
            "mark": document.mark,
            "large": document.large,
            "size": document.size,
            "groups": list(_groups(document)),
        },
        ensure_ascii=False,
    )


def _groups(document: Document) -> Iterator[dict[str, Any]]:
    """Pictures on pages of their own, cards on sheets of ten, and everything between them flowing."""
    flowing: list[dict[str, Any]] = []
    cards: list[dict[str, Any]] = []
    for leaf in (*document.leaves, None):
        if cards and not isinstance(leaf, Card):
            yield from ({"is": "cards", "cards": sheet} for sheet in _sheets(cards))
            cards = []
        if flowing and (leaf is None or isinstance(leaf, Picture | Card)):
            yield {"is": "words", "leaves": flowing}
            flowing = []
        if isinstance(leaf, Picture):
            yield _drawing(document, leaf)
        elif isinstance(leaf, Card):
            cards.append({**asdict(leaf), "circles": list(leaf.circles)})
        elif leaf is not None:
            flowing.append(_flowing(leaf))


def _sheets(cards: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for at in range(0, len(cards), 8):
        yield cards[at : at + 8]


def _drawing(document: Document, one: Picture) -> dict[str, Any]:
    return {
        "is": "drawing",
        "title": document.title,
        "caption": one.caption,
        "alt": one.alternative,
        "flipped": lies_down(document, one),
        "svg": picture(one.scene, paint=GREY if document.grey else PAPER),
    }


def lies_down(document: Document, one: Picture) -> bool:
    """Whether a drawing is set on paper lying on its side: as asked, or as it comes out larger."""
    if document.turned != "best":
        return document.turned == "landscape"
    return _scale(one, document.size, flipped=True) > _scale(one, document.size, flipped=False)


def letters_on_paper(document: Document, one: Picture) -> float:
    """How large the words of a drawing come out on the page, in points (15 pixels in the drawing)."""
    shape = lies_down(document, one)
    return 15 * _scale(one, document.size, flipped=shape) * POINTS_A_MILLIMETRE


def _scale(one: Picture, size: str, *, flipped: bool) -> float:
    """Millimetres on paper for each pixel of the drawing."""
    short, long = PAGES[size]
    wide, tall = (long, short) if flipped else (short, long)
    bounds = one.scene.bounds
    return min((wide - _ROOM[0]) / bounds.width, (tall - _ROOM[1]) / bounds.height)


def _flowing(leaf: Leaf) -> dict[str, Any]:
    match leaf:
        case Heading():
            return {"is": "heading", "text": leaf.text, "level": leaf.level}
        case Said():
            return {"is": "said", "text": leaf.text, "aside": leaf.aside}
        case Points():
            return {"is": "points", "items": list(leaf.items)}
        case Table():
            return {
                "is": "table",
                "head": list(leaf.head),
                "rows": [list(row) for row in leaf.rows],
            }
        case _:
            raise TypeError(leaf)


def _grey_of(colour: str) -> str:
    """A colour by how light it is: what a printer without colours would make of it."""
    if not colour.startswith("#") or len(colour) != 7:
        return colour
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    light = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return f"#{light:02x}{light:02x}{light:02x}"


GREY: Final = Paint(
    MappingProxyType({name: _grey_of(said) for name, said in PAPER.colours.items()})
)
"""The colours of paper for a printer that has none."""


def _in_grey(svg: str) -> str:
    pieces = svg.split('"')
    return '"'.join(_grey_of(one) for one in pieces)


def blank_sheet(kind: str, *, size: str = "a4") -> bytes:
    """A sheet to draw on by hand: `role_map` or `states`. As PDF."""
    made = _compiler().compile(
        input=BLANK.read_bytes(),
        sys_inputs={"kind": kind, "size": size},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return bytes(made)


BLANK_SHEETS: Final = MappingProxyType({"role_map": "a role map", "states": "a states diagram"})


def scenes_in(document: Document) -> Iterable[Picture]:
    """The drawings of a document, in order."""
    return (one for one in document.leaves if isinstance(one, Picture))
