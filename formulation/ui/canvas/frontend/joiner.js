// Drawing an arrow: from a handle to where it is dropped, or from `L` with the arrow keys to Enter.

import { askedFor, kindOf, offered } from "./joins.js";
import { make } from "./surface.js";

const SVG = "http://www.w3.org/2000/svg";
const NEEDS_A_POLE = new Set(["step", "exit", "pain", "horn"]);

export class Joiner {
  constructor(canvas) {
    this.canvas = canvas;
    this.from = null;
    this.line = null;
    this.target = null;
  }

  get isOpen() {
    return this.from !== null;
  }

  begin(id) {
    const { canvas } = this;
    this.from = id;
    canvas.surface.root.classList.add("fn-joining");
    canvas.announcer.say(`An arrow from ${canvas.nameOf(id)}. Go to where it leads and press Enter; ` +
      "P for new words; Escape to let go.");
    canvas.status.note("An arrow: choose where it leads. Escape lets go.");
    this.#mark(null);
  }

  // The pointer is at this place of the drawing, over this piece.
  draw(at, piece) {
    const middle = this.canvas.holding.shownAt(this.from) ?? at;
    this.line ??= make(this.canvas.surface.handles, "path", "fn-new-line", SVG);
    this.line.setAttribute("d", `M${middle[0]} ${middle[1]}L${at[0]} ${at[1]}`);
    this.#mark(this.#endAt(piece, at) === this.from ? null : piece);
  }

  // Over a thing: an arrow to it. Over empty paper: new words there.
  async finish(piece, at) {
    const { canvas, from } = this;
    const to = piece ? this.#endAt(piece, at) : null;
    if (to === from) return this.letGo();
    const rows = offered(canvas.data.joins ?? [], from, to);
    const place = canvas.view.toLocal(...at);
    if (!rows.length) {
      this.letGo();
      canvas.bubble.say(from, "These two cannot be joined by an arrow. Choose another end.", canvas.picture);
      return undefined;
    }
    const title = `${canvas.nameOf(from)} … ${to ? canvas.nameOf(to) : "new words"}`;
    const row = rows.length === 1 ? rows[0] : await canvas.menu.choose(place, title, rows);
    this.letGo();
    if (!row) return undefined;
    if (to) return canvas.join(from, to, row.name);
    return canvas.words.write({
      at, label: askedFor(row),
      gesture: (words) => ({ did: "join", from, kind: row.name, words, at }),
      after: (answer) => canvas.selectMade(answer),
    });
  }

  letGo() {
    this.line?.remove();
    this.line = null;
    this.#mark(null);
    if (this.from !== null) this.canvas.status.forget();
    this.from = null;
    this.canvas.surface.root.classList.remove("fn-joining");
    this.canvas.marks.paint();
  }

  // A role is joined at its nearer pole, where only poles may be joined.
  #endAt(piece, at) {
    if (!piece) return null;
    const { id, kind, moves } = piece.dataset;
    if (kind !== "role" || !NEEDS_A_POLE.has(kindOf(this.from))) return id;
    const away = (pole) => Math.hypot(pole.dataset.x - at[0], pole.dataset.y - at[1]);
    const poles = this.canvas.picture.all().filter(
      (one) => one.dataset.kind === "pole" && one.dataset.moves === moves,
    );
    return poles.sort((one, other) => away(one) - away(other))[0]?.dataset.id ?? id;
  }

  #mark(piece) {
    if (this.target === piece) return;
    this.target?.classList.remove("fn-target");
    this.target = piece?.dataset.id ? piece : null;
    this.target?.classList.add("fn-target");
  }
}
