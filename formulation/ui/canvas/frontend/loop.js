// A loop in one go: from a pole, one step after another with Enter; Escape brings it home.

import { kindOf } from "./joins.js";

const DOWN = 46;

export class Loop {
  constructor(canvas) {
    this.canvas = canvas;
    this.from = null;
    this.last = null;
  }

  get isOpen() {
    return this.from !== null;
  }

  // From a pole: a new loop. From a step: more steps after it.
  begin(id) {
    this.from = id;
    this.pole = kindOf(id) === "pole" ? id : null;
    this.last = id;
    this.count = 0;
    this.canvas.surface.root.classList.add("fn-looping");
    this.#ask(this.canvas.holding.shownAt(id) ?? this.#middle());
  }

  // Home: to the pole it began at, or to the pole or core pain pointed at.
  async close(to = this.pole) {
    const { last, count, pole } = this;
    if (!this.isOpen) return;
    this.#end();
    if (!count || (!to && !pole)) return;
    const answer = await this.canvas.intend({ did: "close", id: last, to });
    if (answer.ok) {
      this.canvas.announcer.say(to ? `The loop comes back to ${this.canvas.nameOf(to)}.` : "Left open.");
      this.canvas.selectMade(answer);
    } else this.canvas.bubble.say(last, answer.sentence, this.canvas.picture);
  }

  // Pointed at while steps are typed: a pole or a core pain brings the loop home there.
  async pointedAt(id) {
    await this.canvas.words.settled();
    if (["pole", "pain"].includes(kindOf(id ?? "")) && this.pole) await this.close(id);
    else await this.close(null);
  }

  #ask([x, y]) {
    const { canvas } = this;
    const home = this.pole ? `; Escape: back to ${canvas.nameOf(this.pole)}` : "; Escape: that is all";
    canvas.status.note(`Step ${this.count + 1}. Enter: the next one${home}`);
    const kind = this.last.startsWith("pole:") ? "starts" : "then";
    canvas.words.write({
      at: [x, y + DOWN],
      label: `Step ${this.count + 1}`,
      gesture: (words) => ({ did: "join", from: this.last, kind, words }),
      after: (answer) => this.#stepped(answer),
      ended: () => this.close(),
      stays: true,
    });
  }

  async #stepped(answer) {
    const made = answer.made?.[0];
    if (!made || !this.isOpen) return this.#end();
    this.count += 1;
    this.last = made;
    await this.canvas.shown(made, answer.revision);
    if (this.isOpen) this.#ask(this.canvas.holding.shownAt(made) ?? this.#middle());
    return undefined;
  }

  #middle() {
    const [wide, high] = this.canvas.view.size;
    return this.canvas.view.toDrawingFromLocal(wide / 2, high / 2);
  }

  #end() {
    this.from = null;
    this.canvas.status.forget();
    this.canvas.surface.root.classList.remove("fn-looping");
    this.canvas.words.close();
  }
}
