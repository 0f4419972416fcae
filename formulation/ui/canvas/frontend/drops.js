// What a drop may mean besides a move: two phrases a pair, words for an empty pole, a role in a state.

import { kindOf } from "./joins.js";
import { said } from "./words.js";

const UNSAID = /^[?…\s]*$/;

export class Drops {
  constructor(canvas) {
    this.canvas = canvas;
    this.target = null;
  }

  // While dragging: shows what the drop would mean here. `ids`: what is dragged.
  hover(ids, event) {
    this.#mark(ids.length === 1 ? this.#targetOf(ids[0], event) : null);
  }

  // Returns whether the drop meant something of its own; then it is seen to.
  async drop(id, places) {
    const { target, canvas } = this;
    this.#mark(null);
    if (!target) return false;
    const to = target.dataset.id;
    if (kindOf(id) === "role") {
      canvas.hold(id, { into: to });
      return true;
    }
    const chosen = await this.#ask(id, target);
    if (chosen?.gesture) canvas.pair(chosen.gesture, id);
    else if (chosen) canvas.move(places);
    else canvas.holding.forget([id]);
    return true;
  }

  letGo() {
    this.#mark(null);
  }

  #ask(id, target) {
    const { canvas } = this;
    const to = target.dataset.id;
    const [mine, theirs] = [canvas.nameOf(id), said(target)];
    const was = { [id]: said(canvas.picture.standing(id)) };
    const items = [];
    if (kindOf(to) === "phrase") {
      was[to] = theirs;
      items.push({ label: `${theirs} ↔ ${mine}`, gesture: { did: "pair", top: to, bottom: id, was } });
      items.push({ label: `${mine} ↔ ${theirs}`, gesture: { did: "pair", top: id, bottom: to, was } });
    } else {
      items.push({ label: `“${mine}” at this end`, gesture: { did: "pair", top: id, bottom: to, was } });
    }
    items.push({ label: "Only put it there" });
    const { x, y, h } = target.dataset;
    return canvas.menu.choose(canvas.view.toLocal(Number(x), Number(y) + Number(h) / 2 + 8), "A pair?", items);
  }

  #targetOf(id, event) {
    const under = piecesUnder(this.canvas.surface.root, event).filter((one) => one.dataset.moves !== id);
    if (kindOf(id) === "role") return under.find((one) => one.dataset.kind === "state") ?? null;
    if (kindOf(id) !== "phrase") return null;
    return under.find((one) => one.dataset.kind === "phrase" ||
      (one.dataset.kind === "pole" && UNSAID.test(said(one)))) ?? null;
  }

  #mark(piece) {
    if (this.target === piece) return;
    this.target?.classList.remove("fn-target");
    this.target = piece;
    this.target?.classList.add("fn-target");
  }
}

export function piecesUnder(root, event) {
  const found = root.getRootNode().elementsFromPoint(event.clientX, event.clientY);
  return [...new Set(found.map((one) => one.closest?.(".fn-piece")).filter((one) => one?.dataset.id))];
}
