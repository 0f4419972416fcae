// The marks around what is selected and where the keyboard is; drawn over the picture, never in it.

import { make } from "./surface.js";

const SVG = "http://www.w3.org/2000/svg";
const GAP = 5;

export class Marks {
  constructor(layer, picture, holding, selection, handles) {
    this.handles = handles;
    this.onward = null;
    this.layer = layer;
    this.picture = picture;
    this.holding = holding;
    this.selection = selection;
    this.focused = null;
    this.painted = new Set();
  }

  // The arrow that “follow” would take from where the keyboard stands.
  way(key) {
    const piece = key === null ? null : this.picture.byKey.get(key) ?? null;
    if (this.onward === piece) return;
    this.onward?.classList.remove("fn-way");
    this.onward = piece;
    piece?.classList.add("fn-way");
  }

  focus(piece) {
    this.focused = piece;
    this.paint();
  }

  paint() {
    this.layer.replaceChildren();
    const now = new Set();
    for (const id of this.selection.ids) {
      for (const piece of this.picture.of(id)) {
        now.add(piece);
        piece.classList.add("fn-selected");
        if (isLine(piece)) this.#along(piece, "fn-halo");
        else this.#around(piece, "fn-mark");
      }
    }
    for (const piece of this.painted) {
      if (!now.has(piece)) piece.classList.remove("fn-selected");
    }
    this.painted = now;
    const single = this.selection.ids.length === 1 ? this.picture.standing(this.selection.ids[0]) : null;
    this.handles(single);
    const alone = this.selection.ids.length === 1 && now.has(this.focused);
    if (!this.focused?.isConnected || alone) return;
    if (isLine(this.focused)) this.#along(this.focused, "fn-halo fn-focus");
    else this.#around(this.focused, "fn-mark fn-focus", GAP + 3);
  }

  // The dots of pulls sit on the edge of a pole: they are shown again over the mark, never under it.
  #dotsOver({ x, y, width, height }, moved) {
    for (const piece of this.picture.layer.querySelectorAll(".fn-pull[data-x]")) {
      const [left, top] = [Number(piece.dataset.x), Number(piece.dataset.y)];
      if (left < x - 8 || left > x + width + 8 || top < y - 8 || top > y + height + 8) continue;
      const dot = make(this.layer, "g", "fn-over", SVG);
      for (const child of piece.children) dot.appendChild(child.cloneNode(true));
      if (moved) dot.setAttribute("transform", moved);
    }
  }

  // A line is marked along its length: a box round it would seem to hold what lies between.
  #along(piece, className) {
    const line = piece.querySelector(".fn-line");
    if (!line) return;
    const halo = make(this.layer, "path", className, SVG);
    halo.setAttribute("d", line.getAttribute("d"));
  }

  #around(piece, className, gap = GAP) {
    const box = boxOf(piece, gap);
    if (!box) return;
    const mark = make(this.layer, "rect", className, SVG);
    for (const [name, value] of Object.entries(box)) mark.setAttribute(name, String(value));
    const moved = piece.getAttribute("transform");
    if (moved) mark.setAttribute("transform", moved);
    this.#dotsOver(box, moved);
  }
}

export function isLine(piece) {
  return piece.dataset.from !== undefined && piece.querySelector(".fn-line") !== null;
}

function boxOf(piece, gap) {
  const [x, y, w, h] = ["x", "y", "w", "h"].map((name) => Number(piece.dataset[name]));
  if ([x, y, w, h].every(Number.isFinite)) {
    return { x: x - w / 2 - gap, y: y - h / 2 - gap, width: w + 2 * gap, height: h + 2 * gap, rx: 10 };
  }
  const found = piece.getBBox?.();
  return found && {
    x: found.x - gap, y: found.y - gap, width: found.width + 2 * gap, height: found.height + 2 * gap, rx: 10,
  };
}
