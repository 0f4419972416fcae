"""Documents as one page of HTML that works from a memory stick: nothing in it points anywhere else."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

from formulation.analysis.graph import rounds_of
from formulation.domain.formulation import Formulation
from formulation.domain.records import Procedure

from .embedded import standalone
from .leaves import Card, Document, Heading, Leaf, Picture, Points, Said, Table
from .palette import PAPER
from .typesetting import GREY

_SCRIPT: Final = Path(__file__).with_name("takeaway.js")
_STYLE: Final = Path(__file__).with_name("takeaway.css")


def html(document: Document, formulation: Formulation) -> bytes:
    """A document as one HTML page: drawings as SVG with their letters, sentences, and loops to play."""
    script = _SCRIPT.read_text(encoding="utf-8")
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    title = escape(": ".join(filter(None, (document.title, document.whose))))
    policy = (
        f"default-src 'none'; script-src 'sha256-{allowed}'; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    pieces = [
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">',
        f"<title>{title}</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head>",
        f'<body class="{"large" if document.large else ""}"><main><h1>{title}</h1>',
        "<p class=aside>A draft.</p>" if document.draft else "",
        *_player(formulation, document),
        *(_written(document, leaf) for leaf in document.leaves),
        f"</main><footer>{escape(document.mark)}</footer>",
        f"<script>{script}</script></body></html>",
    ]
    return "".join(pieces).encode("utf-8", "replace")


def _player(formulation: Formulation, document: Document) -> Iterator[str]:
    """A button for each loop that can be gone round on the drawing."""
    procedures = [one for one in formulation.every(Procedure) if any(one.all_steps())]
    if not procedures or not any(isinstance(leaf, Picture) for leaf in document.leaves):
        return
    yield '<div class="player" role="group" aria-label="Go round a loop">'
    for procedure in procedures:
        ways = [
            [some_id for some_id in (one.starts_at, *one.steps, one.returns_to) if some_id]
            for one in rounds_of(procedure)
        ]
        steps = [
            {"id": some_id, "says": formulation.name_of(some_id)} for way in ways for some_id in way
        ]
        said = escape(json.dumps(steps, ensure_ascii=False), quote=True)
        name = escape(procedure.name or "a loop with no name yet")
        yield f'<button type="button" data-way="{said}">Go round “{name}”</button>'
    yield '<button type="button" data-stop hidden>Stop</button>'
    yield '<p class="now" role="status" aria-live="polite"></p></div>'


def _written(document: Document, leaf: Leaf) -> str:
    match leaf:
        case Heading():
            return f"<h{leaf.level + 1}>{escape(leaf.text)}</h{leaf.level + 1}>"
        case Said():
            return f"<p{' class=aside' if leaf.aside else ''}>{escape(leaf.text)}</p>"
        case Points():
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in leaf.items)}</ul>"
        case Table():
            return _table(leaf)
        case Picture():
            drawn = standalone(leaf.scene, paint=GREY if document.grey else PAPER)
            return f'<figure tabindex="0">{drawn}<figcaption>{escape(leaf.caption)}</figcaption></figure>'
        case Card():
            inside = "".join(
                f"<li>{escape(one)}</li>" for one in (*leaf.circles, leaf.words, leaf.under) if one
            )
            return f'<section class="card"><h2>{escape(leaf.title)}</h2><ul>{inside}</ul></section>'


def _table(leaf: Table) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in leaf.head)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(one)}</td>' for one in row)}</tr>" for row in leaf.rows
    )
    return (
        f"<table><caption>{escape(leaf.caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
