// The handles an arrow is drawn from: four small dots round the one thing that is selected.

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
      this.#dot(x + dx * (w / 2 + away), y + dy * (h / 2 + away), piece.dataset.id);
    }
    if (moved) this.layer.setAttribute("transform", moved);
    else this.layer.removeAttribute("transform");
  }

  #dot(x, y, id) {
    const dot = make(this.layer, "g", "fn-handle", SVG);
    dot.dataset.of = id;
    const reach = make(dot, "circle", "fn-handle-reach", SVG);
    const seen = make(dot, "circle", "fn-handle-dot", SVG);
    const coarse = matchMedia("(pointer: coarse)").matches;
    for (const [circle, radius] of [[reach, coarse ? 22 : 12], [seen, 5]]) {
      circle.setAttribute("cx", x);
      circle.setAttribute("cy", y);
      circle.setAttribute("r", radius / this.view.k);
    }
  }
}
