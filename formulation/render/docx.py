"""Documents for word processors: real headings, tables with header rows, drawings with full alternative text.

python-docx lives here.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import docx as word
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .leaves import Card, Document, Heading, Leaf, Picture, Points, Said, Table
from .palette import PAPER
from .typesetting import GREY, drawing_png
from .writable import UNWRITABLE

_ROOM_ACROSS: Final = 174.0
_ROOM_DOWN: Final = 225.0
"""What a page of A4 has for a drawing, in millimetres."""

_SOFT: Final = RGBColor(0x62, 0x5C, 0x67)


def docx(document: Document) -> bytes:
    """A document as DOCX, for Word, LibreOffice and records systems."""
    made = word.Document()
    _set_up(made, document)
    heading = made.add_heading(_safe(document.title), level=1)
    if document.whose:
        heading.add_run(_safe(f" · {document.whose}"))
    if document.draft:
        _aside(made, "DRAFT. Not sent, not filed, not agreed.")
    for leaf in document.leaves:
        _write(made, document, leaf)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _safe(words: str) -> str:
    return words.translate(UNWRITABLE)


def _set_up(made: Any, document: Document) -> None:
    about = made.core_properties
    about.title = _safe(document.title)
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.language = "en-GB"
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    for name, size in (("Normal", 11), ("Heading 1", 20), ("Heading 2", 14), ("Heading 3", 12)):
        style = made.styles[name]
        style.font.name = "Calibri"
        style.font.size = Pt(size * (1.5 if document.large and name == "Normal" else 1))
        style.font.color.rgb = RGBColor(0x2D, 0x2A, 0x32)
    foot = section.footer.paragraphs[0]
    foot.text = _safe(document.mark)
    foot.runs[0].font.size = Pt(8.5)
    foot.runs[0].font.color.rgb = _SOFT


def _aside(made: Any, words: str) -> None:
    run = made.add_paragraph().add_run(_safe(words))
    run.italic = True
    run.font.color.rgb = _SOFT


def _write(made: Any, document: Document, leaf: Leaf) -> None:
    match leaf:
        case Heading():
            made.add_heading(_safe(leaf.text), level=leaf.level + 1)
        case Said() if leaf.aside:
            _aside(made, leaf.text)
        case Said():
            made.add_paragraph(_safe(leaf.text))
        case Points():
            for item in leaf.items:
                made.add_paragraph(_safe(item), style="List Bullet")
        case Table():
            _table(made, leaf)
        case Picture():
            _picture(made, document, leaf)
        case Card():
            made.add_heading(_safe(leaf.title), level=2)
            for words in filter(None, (*leaf.circles, leaf.words, leaf.under)):
                made.add_paragraph(_safe(words))


def _table(made: Any, leaf: Table) -> None:
    table = made.add_table(rows=1, cols=len(leaf.head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, leaf.head, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(_safe(words)).bold = True
    again = OxmlElement("w:tblHeader")  # said to whoever reads aloud, and repeated on each page
    again.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(again)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), _safe(leaf.caption))
    table._tbl.tblPr.append(caption)
    for row in leaf.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _safe(words)
    made.add_paragraph()


def _picture(made: Any, document: Document, leaf: Picture) -> None:
    bounds = leaf.scene.bounds
    drawn = drawing_png(leaf, GREY if document.grey else PAPER)
    across = min(_ROOM_ACROSS, _ROOM_DOWN * bounds.width / bounds.height)
    shape = made.add_picture(BytesIO(drawn), width=Mm(across))
    told = shape._inline.docPr
    told.set("descr", _safe(leaf.alternative))
    told.set("title", _safe(leaf.caption)[:250])
    _aside(made, leaf.caption)
