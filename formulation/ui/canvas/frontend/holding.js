// What stands elsewhere than the picture says: while it is dragged, and until its drop is answered.
//
// Each held id has a target: where its middle is to be. Whatever picture arrives meanwhile, the
// piece is shown at its target, so nothing jumps under the hand and nothing jumps back.

import { pointsOf, shifted, travels } from "./follow.js";

export class Holding {
  constructor(picture, painted) {
    this.picture = picture;
    this.painted = painted;
    this.targets = new Map();
    this.count = 0;
    this.frame = 0;
    this.touched = new Set();
  }

  // Everything that moves when these are dragged: what they carry along, too.
  carriedBy(ids) {
    const all = new Set();
    for (const id of ids) {
      all.add(id);
      for (const piece of this.picture.of(id)) {
        if (piece.dataset.moves !== id) continue;
        for (const along of (piece.dataset.with ?? "").split(" ").filter(Boolean)) all.add(along);
      }
    }
    return [...all].filter((id) => this.middleOf(id));
  }

  middleOf(id) {
    const piece = this.picture.standing(id);
    if (!piece || piece.dataset.x === undefined) return null;
    return [Number(piece.dataset.x), Number(piece.dataset.y)];
  }

  // Where something is shown: its target while it is held, else where the picture has it.
  shownAt(id) {
    const target = this.targets.get(id);
    return target ? [target.x, target.y] : this.middleOf(id);
  }

  put(id, x, y) {
    this.targets.set(id, { x, y, number: 0, until: Infinity });
    this.paintSoon();
  }

  // The hand has let go; these stay where they are until this number is released.
  keep(ids) {
    this.count += 1;
    for (const id of ids) {
      const target = this.targets.get(id);
      if (target) Object.assign(target, { number: this.count, until: Infinity });
    }
    return this.count;
  }

  // Saved: let go once the picture shows this revision.
  release(number, revision) {
    for (const target of this.targets.values()) {
      if (target.number === number) target.until = revision;
    }
    this.settle(this.picture.revision);
  }

  // Not saved: back to where the picture has them.
  drop(number) {
    for (const [id, target] of this.targets) {
      if (target.number === number) this.targets.delete(id);
    }
    this.paint();
  }

  forget(ids) {
    for (const id of ids) this.targets.delete(id);
    this.paint();
  }

  clear() {
    this.targets.clear();
    this.paint();
  }

  settle(revision) {
    for (const [id, target] of this.targets) {
      if (target.until <= revision || !this.picture.has(id)) this.targets.delete(id);
    }
    this.paint();
  }

  paintSoon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  paint() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const before = this.touched;
    this.touched = new Set();
    if (this.targets.size) this.#paintHeld();
    for (const piece of before) {
      if (!this.touched.has(piece)) restore(piece);
    }
    this.painted();
  }

  #paintHeld() {
    const shifts = new Map();
    for (const [id, target] of this.targets) {
      const middle = this.middleOf(id);
      if (middle) shifts.set(id, [target.x - middle[0], target.y - middle[1]]);
    }
    const ends = new Map();
    for (const piece of this.picture.all()) {
      const shift = shifts.get(piece.dataset.moves);
      if (!shift) continue;
      ends.set(piece.dataset.id, shift);
      this.#touch(piece, () => translate(piece, shift));
    }
    for (const piece of this.picture.all()) {
      if (piece.dataset.from === undefined || this.touched.has(piece)) continue;
      const start = ends.get(piece.dataset.from);
      const end = ends.get(piece.dataset.to);
      if (start || end) this.#touch(piece, () => stretch(piece, start ?? [0, 0], end ?? [0, 0]));
    }
  }

  #touch(piece, paint) {
    this.touched.add(piece);
    paint();
  }
}

function translate(piece, [dx, dy]) {
  piece.setAttribute("transform", `translate(${dx} ${dy})`);
}

// An arrow: the line bends after its ends, heads and captions travel with the point they sit at.
function stretch(piece, start, end) {
  const line = piece.querySelector(".fn-line");
  if (!line) return;
  const original = line.dataset.d ?? line.getAttribute("d");
  line.dataset.d = original;
  const bent = shifted(original, start, end);
  for (const path of piece.querySelectorAll(".fn-line, .fn-reach")) {
    path.dataset.d ??= path.getAttribute("d");
    path.setAttribute("d", path.dataset.d === original ? bent : shifted(path.dataset.d, start, end));
  }
  for (const child of piece.children) {
    if (child.matches(".fn-line, .fn-reach")) continue;
    const at = whereIs(child);
    if (at) translate(child, travels(original, at, start, end));
  }
}

function whereIs(child) {
  if (child.tagName === "path") return pointsOf(child.getAttribute("d"))[0];
  const words = child.tagName === "text" ? child.querySelector("tspan") ?? child : child;
  const [x, y] = [Number(words.getAttribute("x")), Number(words.getAttribute("y"))];
  const [wide, high] = [Number(child.getAttribute("width")), Number(child.getAttribute("height"))];
  return Number.isFinite(x) && Number.isFinite(y) ? [x + wide / 2, y + high / 2] : null;
}

function restore(piece) {
  piece.removeAttribute("transform");
  for (const path of piece.querySelectorAll("[data-d]")) {
    path.setAttribute("d", path.dataset.d);
    delete path.dataset.d;
  }
  for (const child of piece.children) child.removeAttribute("transform");
}
