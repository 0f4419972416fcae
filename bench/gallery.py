"""Draw every example in every drawing, look at each in Chromium, and lay them out on contact sheets.

`python -m bench.gallery [key …]` writes SVG and PNG into out/gallery: light, dark, grey and large
print, each at three widths, and says where any text leaves its box. `sheet-light.png` and its
siblings hold every drawing at the three widths side by side.
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
from formulation.render.svg import picture
from formulation.render.views import PLAIN, View, scene_seen
from formulation.store.library import examples

OUT = Path(__file__).resolve().parents[1] / "out" / "gallery"

LARGE_PRINT = View(large=True)
LOOKS = (
    ("light", PAPER, "", PLAIN),
    ("dark", NIGHT, "", PLAIN),
    ("grey", PAPER, "filter:grayscale(1)", PLAIN),
    ("large", PAPER, "", LARGE_PRINT),
)
WIDTHS = (1280, 760, 360)
"""A desk, a tablet, a phone; in CSS pixels."""


@dataclass(frozen=True)
class Drawn:
    """One drawing of the gallery."""

    name: str
    scenes: dict[View, Scene]


def drawings(keys: list[str]) -> Iterator[Drawn]:
    """Every drawing of the examples asked for, or of all."""
    for example in examples():
        if keys and example.key not in keys:
            continue
        for drawing in example.formulation.every(Drawing):
            views = (PLAIN, LARGE_PRINT)
            scenes = {view: scene_seen(example.formulation, drawing.id, view) for view in views}
            yield Drawn(f"{example.key}-{drawing.kind}", scenes)


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
        every = list(drawings(keys))
        for drawn in every:
            outside += _photograph(page, drawn)
        for look, _, _, _ in LOOKS:
            _contact_sheet(page, look, [one.name for one in every])
        browser.close()
    return outside


def _photograph(page: Any, drawn: Drawn) -> int:
    strays: list[str] = []
    for look, paint, style, view in LOOKS:
        scene = drawn.scenes[view]
        svg = picture(scene, paint=paint)
        (OUT / f"{drawn.name}-{look}.svg").write_text(svg, encoding="utf-8")
        file = OUT / f"{drawn.name}-{look}.html"
        for width in WIDTHS:
            scale = min(1.0, width / scene.bounds.width)
            style_here = f"{style};background:{paint['paper']}"
            file.write_text(page_of(svg, style_here, scale), encoding="utf-8")
            high = max(1, round(scene.bounds.height * scale))
            page.set_viewport_size({"width": width, "height": high})
            page.goto(f"file://{file}")
            page.evaluate("document.fonts.ready")
            page.screenshot(path=str(OUT / f"{drawn.name}-{look}-{width}.png"))
            if width == WIDTHS[0]:
                strays += [f"{look} · {one}" for one in words_outside(page)]
    bounds = drawn.scenes[PLAIN].bounds
    print(f"{drawn.name}: {round(bounds.width)} × {round(bounds.height)}", *strays, sep="\n    ")
    return len(strays)


def _contact_sheet(page: Any, look: str, names: list[str]) -> None:
    cells = "".join(
        f"<figure>{''.join(f'<img width={w // 2} src={name}-{look}-{w}.png>' for w in WIDTHS)}"
        f"<figcaption>{name}, {look}, {' · '.join(map(str, WIDTHS))} wide</figcaption></figure>"
        for name in names
    )
    sheet = OUT / f"sheet-{look}.html"
    sheet.write_text(
        "<!doctype html><style>body{margin:16px;font:12px sans-serif}figure{margin:0 0 24px;white-space:nowrap}"
        "img{vertical-align:top;margin-right:8px;outline:1px solid #ccc}</style>" + cells,
        encoding="utf-8",
    )
    page.set_viewport_size({"width": sum(WIDTHS) // 2 + 64, "height": 900})
    page.goto(f"file://{sheet}")
    page.screenshot(path=str(OUT / f"sheet-{look}.png"), full_page=True)


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
