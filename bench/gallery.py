"""Draw every example in every drawing, look at each in Chromium, and lay them out on one sheet.

`python -m bench.gallery [key …]` writes SVG and PNG into out/gallery: light, dark and grey, at full
and half size, and says where any text leaves its box or two things overlap.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import Any

from formulation.domain.records import Drawing
from formulation.render.elements import Scene
from formulation.render.fonts import FACES
from formulation.render.palette import NIGHT, PAPER
from formulation.render.scene import scene_of
from formulation.render.svg import picture
from formulation.store.library import examples

OUT = Path(__file__).resolve().parents[1] / "out" / "gallery"

LOOKS = (("light", PAPER, ""), ("dark", NIGHT, ""), ("grey", PAPER, "filter:grayscale(1)"))


@dataclass(frozen=True)
class Drawn:
    """One drawing of the gallery."""

    name: str
    scene: Scene


def drawings(keys: list[str]) -> Iterator[Drawn]:
    """Every drawing of the examples asked for, or of all."""
    for example in examples():
        if keys and example.key not in keys:
            continue
        for drawing in example.formulation.every(Drawing):
            scene = scene_of(example.formulation, drawing.id)
            yield Drawn(f"{example.key}-{drawing.kind}", scene)


def font_css() -> str:
    """The shipped fonts, by file."""
    return "".join(
        f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};"
        f"font-style:{face.style};src:url('file://{face.path}')}}"
        for face in FACES
    )


def page_of(svg: str, style: str, scale: float) -> str:
    """A page that holds one picture and nothing else."""
    return (
        f"<!doctype html><meta charset=utf-8><style>{font_css()}body{{margin:0;{style}}}"
        f"svg{{display:block;zoom:{scale}}}</style>{svg}"
    )


def words_outside(page: Any) -> list[str]:
    """Texts whose box, as the browser sees it, leaves the box of their piece."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('.fn-piece')].flatMap(g => {
                const shapes = [...g.querySelectorAll('rect, path:not(.fn-reach)')];
                if (!shapes.length) return [];
                const within = (a, b) => a.x >= b.x - 0.6 && a.y >= b.y - 0.6 &&
                    a.x + a.width <= b.x + b.width + 0.6 && a.y + a.height <= b.y + b.height + 0.6;
                return [...g.querySelectorAll('text')].filter(t => t.textContent.trim()).filter(
                    t => !shapes.some(s => within(t.getBBox(), s.getBBox()))
                ).map(t => g.dataset.key + ': ' + t.textContent);
            })"""
        )
    )


def main(keys: list[str]) -> int:
    """Draw everything; the number of texts that leave their boxes."""
    from playwright.sync_api import sync_playwright

    OUT.mkdir(parents=True, exist_ok=True)
    found = environ.get("CHROMIUM") or shutil.which("chromium")
    outside = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page()
        for drawn in drawings(keys):
            outside += _photograph(page, drawn)
        if not keys:
            _contact_sheet(page)
        browser.close()
    return outside


def _photograph(page: Any, drawn: Drawn) -> int:
    bounds = drawn.scene.bounds
    strays: list[str] = []
    for look, paint, style in LOOKS:
        svg = picture(drawn.scene, paint=paint)
        file = OUT / f"{drawn.name}-{look}.html"
        file.write_text(page_of(svg, style, 1), encoding="utf-8")
        page.set_viewport_size({"width": round(bounds.width), "height": round(bounds.height)})
        page.goto(f"file://{file}")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=str(OUT / f"{drawn.name}-{look}.png"))
        if look == "light":
            (OUT / f"{drawn.name}.svg").write_text(svg, encoding="utf-8")
            strays = words_outside(page)
    print(f"{drawn.name}: {round(bounds.width)} × {round(bounds.height)}", *strays, sep="\n    ")
    return len(strays)


def _contact_sheet(page: Any) -> None:
    cells = "".join(
        f"<figure><img src='{file.name}'><figcaption>{file.stem}</figcaption></figure>"
        for file in sorted(OUT.glob("*-light.png"))
    )
    sheet = OUT / "sheet.html"
    sheet.write_text(
        "<!doctype html><style>body{display:grid;grid-template-columns:repeat(3,1fr);gap:16px;"
        "margin:16px;font:14px sans-serif}img{width:100%}figure{margin:0}</style>" + cells,
        encoding="utf-8",
    )
    page.set_viewport_size({"width": 2100, "height": 1000})
    page.goto(f"file://{sheet}")
    page.screenshot(path=str(OUT / "sheet.png"), full_page=True)


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
