// A role lifted out of its state: its box and both poles follow the hand; the state stays.

import { piecesUnder } from "./drops.js";

export class Lift {
  constructor(canvas, piece) {
    this.canvas = canvas;
    this.state = piece.dataset.moves;
    const inside = canvas.picture.all().filter((one) => one.dataset.moves === this.state &&
      one.dataset.id !== this.state);
    this.role = inside.find((one) => one.dataset.kind === "role" && holds(one, piece)) ?? null;
    this.pieces = this.role ? inside.filter((one) => holds(this.role, one)) : [];
    this.by = [0, 0];
  }

  // Only a role in a state, selected first, is lifted; anything else moves its state along.
  static may(canvas, piece) {
    return piece?.dataset.moves?.startsWith("state:") && ["role", "pole"].includes(piece.dataset.kind) &&
      canvas.selection.has(piece.dataset.id);
  }

  draw(dx, dy, event) {
    this.by = [dx, dy];
    for (const piece of this.pieces) {
      piece.setAttribute("transform", `translate(${dx} ${dy})`);
      piece.classList.add("fn-lifted");
    }
    this.#mark(this.#stateAt(event));
  }

  drop(event) {
    const into = this.#stateAt(event)?.dataset.id ?? null;
    this.letGo();
    if (!this.role || into === this.state) return;
    const { id, x, y } = this.role.dataset;
    const at = [Number(x) + this.by[0], Number(y) + this.by[1]];
    this.canvas.hold(id, { into, outOf: this.state, ...(into ? {} : { at }) });
  }

  letGo() {
    for (const piece of this.pieces) {
      piece.removeAttribute("transform");
      piece.classList.remove("fn-lifted");
    }
    this.#mark(null);
  }

  #stateAt(event) {
    return piecesUnder(this.canvas.surface.root, event).find((one) => one.dataset.kind === "state") ?? null;
  }

  #mark(piece) {
    this.target?.classList.remove("fn-target");
    this.target = piece;
    piece?.classList.add("fn-target");
  }
}

function holds(role, piece) {
  if (piece === role) return true;
  const [x, y, w, h] = ["x", "y", "w", "h"].map((name) => Number(role.dataset[name]));
  return Math.abs(piece.dataset.x - x) <= w / 2 && Math.abs(piece.dataset.y - y) <= h / 2 &&
    ["pole", "role"].includes(piece.dataset.kind);
}
