// The handles an arrow is drawn from: four small arrowheads round the one thing that is selected.

import { make } from "./surface.js";

const SVG = "http://www.w3.org/2000/svg";
const AWAY = 17;
const SIDES = [[1, 0], [0, 1], [-1, 0], [0, -1]];

export class Handles {
  constructor(layer, view) {
    this.layer = make(layer, "g", "fn-dots", SVG);
    this.view = view;
  }

  // Around a piece; or none at all.
  paint(piece, moved) {
    this.layer.replaceChildren();
    const [x, y, w, h] = ["x", "y", "w", "h"].map((name) => Number(piece?.dataset[name]));
    if (!piece || ![x, y, w, h].every(Number.isFinite)) return;
    const away = AWAY / this.view.k;
    for (const [dx, dy] of SIDES) {
      this.#head(x + dx * (w / 2 + away), y + dy * (h / 2 + away), [dx, dy], piece.dataset.id);
    }
    if (moved) this.layer.setAttribute("transform", moved);
    else this.layer.removeAttribute("transform");
  }

  #head(x, y, [dx, dy], id) {
    const dot = make(this.layer, "g", "fn-handle", SVG);
    dot.dataset.of = id;
    const reach = make(dot, "circle", "fn-handle-reach", SVG);
    const seen = make(dot, "path", "fn-handle-dot", SVG);
    const radius = (matchMedia("(pointer: coarse)").matches ? 22 : 12) / this.view.k;
    for (const [name, value] of [["cx", x], ["cy", y], ["r", radius]]) reach.setAttribute(name, value);
    const [along, across] = [6 / this.view.k, 5 / this.view.k];
    const point = (a, b) => `${x + dx * a - dy * b} ${y + dy * a + dx * b}`;
    seen.setAttribute("d", `M${point(along, 0)}L${point(-along / 2, across)}L${point(-along / 2, -across)}Z`);
  }
}
