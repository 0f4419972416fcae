// The marks around what is selected and where the keyboard is; drawn over the picture, never in it.

import { make } from "./surface.js";

const SVG = "http://www.w3.org/2000/svg";
const GAP = 5;

export class Marks {
  constructor(layer, picture, holding, selection) {
    this.layer = layer;
    this.picture = picture;
    this.holding = holding;
    this.selection = selection;
    this.focused = null;
    this.painted = new Set();
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
        if (!isLine(piece)) this.#around(piece, "fn-mark");
      }
    }
    for (const piece of this.painted) {
      if (!now.has(piece)) piece.classList.remove("fn-selected");
    }
    this.painted = now;
    const alone = this.selection.ids.length === 1 && now.has(this.focused);
    if (this.focused?.isConnected && !alone) this.#around(this.focused, "fn-mark fn-focus", GAP + 3);
  }

  #around(piece, className, gap = GAP) {
    const box = boxOf(piece, gap);
    if (!box) return;
    const mark = make(this.layer, "rect", className, SVG);
    for (const [name, value] of Object.entries(box)) mark.setAttribute(name, String(value));
    const moved = piece.getAttribute("transform");
    if (moved) mark.setAttribute("transform", moved);
  }
}

export function isLine(piece) {
  return piece.dataset.from !== undefined && piece.dataset.kind === "arrow";
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
