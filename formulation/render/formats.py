"""Every format a copy can leave in: one row each, with what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from formulation.analysis import graph_files
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import Kind
from formulation.domain.records import Drawing

from . import dot, drawio, html, json_canvas, markdown, mermaid, tables, typesetting
from .documents import Wanted, document, seen
from .docx import docx
from .embedded import standalone
from .outline import Outline, outline_of
from .palette import PAPER

Write = Callable[[Formulation, str, Wanted], bytes]
"""What writes a copy: the copy, the name of a document where the format holds documents, what was asked for."""


@dataclass(frozen=True)
class Format(Kind):
    """One row: how files of it end, what a browser calls them, whether it holds documents, what writes it."""

    suffix: str = ""
    media: str = "application/octet-stream"
    documents: bool = False
    needs_drawing: bool = False
    write: Write = lambda copy, kind, wanted: b""


def _pdf(copy: Formulation, kind: str, wanted: Wanted) -> bytes:
    return typesetting.pdf(document(copy, kind, wanted))


def _png(copy: Formulation, kind: str, wanted: Wanted) -> bytes:
    return typesetting.png(document(copy, kind, wanted))


def _docx(copy: Formulation, kind: str, wanted: Wanted) -> bytes:
    return docx(document(copy, kind, wanted))


def _html(copy: Formulation, kind: str, wanted: Wanted) -> bytes:
    return html.html(document(copy, kind, wanted), copy)


def _markdown(copy: Formulation, kind: str, wanted: Wanted) -> bytes:
    return markdown.markdown(document(copy, kind, wanted))


def _svg(copy: Formulation, kind: str, wanted: Wanted) -> bytes:
    paint = typesetting.GREY if wanted.grey else PAPER
    return standalone(seen(copy, wanted), paint=paint).encode("utf-8", "replace")


def _drawn_by(write: Callable[[Outline], bytes]) -> Write:
    def written(copy: Formulation, kind: str, wanted: Wanted) -> bytes:
        drawings = [one.id for one in copy.every(Drawing)]
        chosen = wanted.drawing_id if wanted.drawing_id in drawings else next(iter(drawings), "")
        return write(outline_of(copy, chosen))

    return written


def _whole(write: Callable[[Formulation], bytes]) -> Write:
    return lambda copy, kind, wanted: write(copy)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        row.name: row
        for row in (
            Format(
                "pdf", "PDF", "for paper; can be read aloud; the same everywhere",
                ".pdf", "application/pdf", documents=True, write=_pdf,
            ),
            Format(
                "docx", "Word (DOCX)", "to go on writing in, and for records systems",
                ".docx", _WORD, documents=True, write=_docx,
            ),
            Format("png", "Picture (PNG)", "the first page as a picture", ".png", "image/png",
                   documents=True, write=_png),
            Format("svg", "Drawing (SVG)", "the drawing alone, sharp at any size", ".svg",
                   "image/svg+xml", needs_drawing=True, write=_svg),
            Format(
                "html", "Web page (HTML)", "one file that opens in any browser, with loops to play",
                ".html", "text/html", documents=True, write=_html,
            ),
            Format("markdown", "Plain text (Markdown)", "words only", ".md", "text/markdown",
                   documents=True, write=_markdown),
            Format("xlsx", "Spreadsheet (XLSX)", "each kind of thing as a table", ".xlsx", _SHEETS,
                   write=_whole(tables.xlsx)),
            Format("csv", "Pairs (CSV)", "what is joined to what", ".csv", "text/csv",
                   write=_whole(tables.csv_of_pairs)),
            Format("graphml", "GraphML", "for yEd, Gephi, networkx; comes back whole", ".graphml",
                   "application/graphml+xml", write=_whole(graph_files.graphml)),
            Format("gexf", "GEXF", "for Gephi; comes back whole", ".gexf", "application/gexf+xml",
                   write=_whole(graph_files.gexf)),
            Format("json", "JSON, as a graph", "for d3 and networkx; comes back whole", ".json",
                   "application/json", write=_whole(graph_files.node_link)),
            Format("mermaid", "Mermaid", "a flowchart as text", ".mmd", "text/plain",
                   needs_drawing=True, write=_drawn_by(mermaid.mermaid)),
            Format("dot", "DOT", "for Graphviz", ".dot", "text/vnd.graphviz",
                   needs_drawing=True, write=_drawn_by(dot.dot)),
            Format("drawio", "draw.io", "for diagrams.net", ".drawio", "application/xml",
                   needs_drawing=True, write=_drawn_by(drawio.drawio)),
            Format("canvas", "JSON Canvas", "for Obsidian and others", ".canvas", "application/json",
                   needs_drawing=True, write=_drawn_by(json_canvas.json_canvas)),
        )
    }
)  # fmt: skip
"""The formats, in the order in which they are offered; the notebook file has its place in workflows/sharing."""
