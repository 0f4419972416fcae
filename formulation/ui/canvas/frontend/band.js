// A band drawn over the paper: everything whose middle lies in it is selected.

import { make } from "./surface.js";

const SVG = "http://www.w3.org/2000/svg";

export class Band {
  constructor(layer) {
    this.layer = layer;
    this.rect = null;
  }

  draw(one, other) {
    this.rect ??= make(this.layer, "rect", "fn-band", SVG);
    const box = boxOf(one, other);
    for (const [name, value] of Object.entries(box)) this.rect.setAttribute(name, String(value));
  }

  close() {
    this.rect?.remove();
    this.rect = null;
  }
}

function boxOf(one, other) {
  return {
    x: Math.min(one[0], other[0]), y: Math.min(one[1], other[1]),
    width: Math.abs(one[0] - other[0]), height: Math.abs(one[1] - other[1]),
  };
}

// The ids of what stands within: pieces as {id, moves, x, y}.
export function within(pieces, one, other) {
  const box = boxOf(one, other);
  const inside = ({ x, y }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
  return [...new Set(pieces.filter((piece) => piece.id && piece.moves === piece.id && inside(piece))
    .map((piece) => piece.id))];
}
