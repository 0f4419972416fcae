"""A drawing for draw.io (diagrams.net): uncompressed cells, everything standing where it stands here."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as Xml

from .outline import Arrow, Boxed, Outline
from .writable import UNWRITABLE

_BOX: Final = "html=0;whiteSpace=wrap;rounded=1;fillColor=#fffdf9;strokeColor=#2d2a32;"
_STYLES: Final = {
    "step": "text;html=0;whiteSpace=wrap;align=center;verticalAlign=middle;",
    "exit": "html=0;whiteSpace=wrap;rounded=1;dashed=1;fillColor=#e9f2ea;strokeColor=#1d6653;",
    "pain": "ellipse;html=0;whiteSpace=wrap;fillColor=#f1dfd2;strokeColor=#c59a80;",
    "state": (
        "html=0;whiteSpace=wrap;rounded=1;arcSize=40;verticalAlign=top;"
        "fillColor=#f5eee1;strokeColor=#b5a890;"
    ),
    "observer": "text;html=0;whiteSpace=wrap;",
}


def drawio(outline: Outline) -> bytes:
    """A drawing as an `mxfile` with one page of cells."""
    book = Xml.Element("mxfile", {"host": "formulation-notebook"})
    page = Xml.SubElement(book, "diagram", {"id": "1", "name": "map"})
    model = Xml.SubElement(page, "mxGraphModel", {"grid": "0", "page": "0"})
    root = Xml.SubElement(model, "root")
    Xml.SubElement(root, "mxCell", {"id": "0"})
    Xml.SubElement(root, "mxCell", {"id": "1", "parent": "0"})
    # What holds other things lies beneath them.
    for one in sorted(outline.boxes, key=lambda box: box.kind != "state"):
        _box(root, one)
    for number, arrow in enumerate(outline.arrows, start=1):
        _arrow(root, f"arrow:{number}", arrow)
    return bytes(Xml.tostring(book, encoding="utf-8", xml_declaration=True))


def _box(root: Xml.Element, one: Boxed) -> None:
    cell = Xml.SubElement(
        root,
        "mxCell",
        {
            "id": one.id,
            "value": one.words.translate(UNWRITABLE),
            "style": _STYLES.get(one.kind, _BOX),
            "vertex": "1",
            "parent": "1",
        },
    )
    Xml.SubElement(
        cell,
        "mxGeometry",
        {
            "x": f"{one.box.left:.1f}",
            "y": f"{one.box.top:.1f}",
            "width": f"{one.box.width:.1f}",
            "height": f"{one.box.height:.1f}",
            "as": "geometry",
        },
    )


def _arrow(root: Xml.Element, cell_id: str, arrow: Arrow) -> None:
    style = "html=0;curved=1;endArrow=block;"
    style += "startArrow=block;" if arrow.both else ""
    style += "dashed=1;" if arrow.kind in ("exit", "shift") else ""
    cell = Xml.SubElement(
        root,
        "mxCell",
        {
            "id": cell_id,
            "value": arrow.words.translate(UNWRITABLE),
            "style": style,
            "edge": "1",
            "parent": "1",
            "source": arrow.from_id,
            "target": arrow.to_id,
        },
    )
    Xml.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
