// Everything the hand can do, by keyboard alone.

import { meantBy } from "./actions.js";
import { factsOf, Walk } from "./walk.js";

const STEP = 8;
const STRIDE = 40;
const PAUSE = 350;

const ARROWS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

export class Keyboard {
  constructor(canvas) {
    this.canvas = canvas;
    this.key = null;
    this.nudged = null;
    this.timer = 0;
    this.had = false;
    this.walk = new Walk();
    const { root } = canvas.surface;
    this.listening = new AbortController();
    const on = (name, act) => root.addEventListener(name, act, { signal: this.listening.signal });
    on("keydown", (event) => this.#pressed(event));
    on("focusin", () => this.refresh());
    on("focusout", (event) => this.#left(event));
  }

  close() {
    this.listening.abort();
    clearTimeout(this.timer);
  }

  // The piece the keyboard stands at, found again after every new picture.
  get piece() {
    return this.key === null ? null : this.canvas.picture.byKey.get(this.key) ?? null;
  }

  // Put the keyboard at a piece, or at the drawing as a whole; the page does not scroll.
  standAt(piece) {
    this.key = piece?.dataset.key ?? null;
    this.walk.standAt(piece?.dataset.id ?? null);
    this.canvas.marks.way(null);
    const stands = piece?.hasAttribute("tabindex") ? piece : this.canvas.surface.root;
    stands.focus({ preventScroll: true });
    this.refresh();
  }

  // After a new picture: a piece that went takes nobody's focus with it.
  refresh() {
    if (this.key !== null && !this.piece) {
      this.key = null;
      if (this.had) this.canvas.surface.root.focus({ preventScroll: true });
    }
    this.had = this.piece !== null && this.piece === this.piece.getRootNode().activeElement;
    this.canvas.marks.focus(this.piece?.matches(":focus-visible") ? this.piece : null);
  }

  #left(event) {
    if (this.canvas.surface.root.contains(event.relatedTarget)) return;
    this.canvas.marks.focus(null);
    this.#sendNudge();
  }

  #pressed(event) {
    const { canvas } = this;
    if (canvas.data.mode === "still" || event.isComposing) return;
    if (event.target.closest("button, textarea, .fn-help, .fn-bubble, .fn-menu")) {
      this.#pressedElsewhere(event);
      return;
    }
    if (this.#act(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #pressedElsewhere(event) {
    if (event.key === "Escape" && this.canvas.help.isOpen) {
      this.canvas.help.close();
      event.stopPropagation();
    }
  }

  // Returns whether the key meant something here.
  #act(event) {
    const { key } = event;
    if (key === "Tab") return this.#tab(event.shiftKey);
    if (key === "ContextMenu" || (key === "F10" && event.shiftKey)) return this.#menu();
    if (event.altKey) return false;
    if (key === "p" && this.canvas.joiner.isOpen) return this.#endOnPaper();
    const action = this.canvas.data.mode === "draw" ? meantBy(event, this.canvas) : undefined;
    if (action) {
      action.act(this.canvas);
      return true;
    }
    if (event.ctrlKey || event.metaKey) return false;
    if (key in ARROWS) return this.#arrow(key, event.shiftKey);
    if (key === "Enter") return this.#enter();
    if (key === " ") return this.#space();
    if (key === "Escape") return this.#escape();
    return this.#look(key);
  }

  #menu() {
    const { canvas } = this;
    if (canvas.data.mode !== "draw") return false;
    const piece = this.piece ?? canvas.picture.standing(canvas.selection.ids.at(-1));
    const [wide, high] = canvas.view.size;
    const { x, y } = piece?.dataset ?? {};
    canvas.openMenu(piece, x === undefined ? [wide / 2, high / 3] : canvas.view.toLocal(Number(x), Number(y)));
    return true;
  }

  #endOnPaper() {
    const { canvas } = this;
    const [x, y] = canvas.holding.shownAt(canvas.joiner.from) ?? [0, 0];
    canvas.joiner.finish(null, [x, y + 110]);
    return true;
  }

  #look(key) {
    const { view, help } = this.canvas;
    if (key === "+" || key === "=") view.zoom(1.25);
    else if (key === "-" || key === "−") view.zoom(1 / 1.25);
    else if (key === "0") view.fit();
    else if (key === "?" && this.canvas.data.mode === "draw") help.toggle();
    else return false;
    return true;
  }

  // Tab walks the pieces and, after the last one, leaves; nobody is kept in.
  #tab(back) {
    if (this.#walk(back ? -1 : 1)) return true;
    this.key = null;
    return false;
  }

  #arrow(key, far) {
    const { canvas } = this;
    const nudges = canvas.mayDraw && canvas.selection.ids.length && !canvas.joiner.isOpen;
    if (nudges && this.#nudge(ARROWS[key], far)) return true;
    if (!this.piece) return this.#walk(1) || true;
    this.#walkAlong(key);
    return true;
  }

  // Along the arrows: right follows one, left goes back, up and down choose another from here.
  #walkAlong(key) {
    const { canvas, walk } = this;
    const facts = canvas.picture.all().map(factsOf);
    if (key === "ArrowUp" || key === "ArrowDown") {
      this.#sayWay(walk.next(facts, key === "ArrowDown" ? 1 : -1));
      return;
    }
    const to = key === "ArrowRight" ? walk.follow(facts) : walk.back(facts);
    const piece = to && canvas.picture.standing(to);
    if (!piece) {
      canvas.announcer.say(key === "ArrowRight" ? "No arrow leads on from here." : "No way back from here.");
      return;
    }
    this.#goTo(piece);
  }

  #sayWay(way) {
    const { canvas } = this;
    canvas.marks.way(way?.key ?? null);
    if (!way) canvas.announcer.say("No arrow leads on from here.");
    else canvas.announcer.say(`${way.kind === "pole" ? "The other end" : "Arrow"} ${way.number} of ${way.count}: to ${canvas.nameOf(way.to)}.`);
  }

  #goTo(piece) {
    const { x, y, w, h } = piece.dataset;
    if (x !== undefined) this.canvas.view.reveal(...[x, y, w, h].map(Number));
    this.standAt(piece);
  }

  #walk(by) {
    const named = this.canvas.picture.named();
    const at = named.indexOf(this.piece);
    const next = at < 0 ? (by > 0 ? named[0] : null) : named[at + by];
    if (!next) return false;
    this.#goTo(next);
    return true;
  }

  #enter() {
    const { canvas, piece } = this;
    if (!piece) return this.#walk(1);
    const { id } = piece.dataset;
    if (canvas.joiner.isOpen) {
      canvas.joiner.finish(piece, canvas.holding.shownAt(id) ?? [0, 0]);
      return true;
    }
    if (canvas.data.mode === "pick") return this.#space();
    if (canvas.selection.has(id) && canvas.selection.ids.length === 1) return this.edit();
    canvas.selection.choose([id]);
    canvas.announcer.say("Selected.");
    return true;
  }

  #space() {
    const { canvas, piece } = this;
    if (!piece || !canvas.mayTouch) return false;
    if (canvas.data.mode === "pick") canvas.touch(piece.dataset.id);
    else canvas.selection.flip(piece.dataset.id);
    canvas.announcer.say(canvas.selection.has(piece.dataset.id) ? "Chosen." : "Let go.");
    return true;
  }

  edit() {
    const { canvas } = this;
    const piece = this.piece ?? canvas.picture.standing(canvas.selection.ids.at(-1));
    if (!canvas.mayDraw || !piece) return false;
    canvas.words.edit(piece);
    return true;
  }

  #escape() {
    const { canvas } = this;
    if (canvas.pointer.isDragging) canvas.pointer.letGo();
    else if (canvas.joiner.isOpen) canvas.joiner.letGo();
    else if (canvas.pointer.isBanding) canvas.pointer.banding(false);
    else if (canvas.help.isOpen) canvas.help.close();
    else if (canvas.bubble.isOpen) canvas.bubble.close();
    else if (canvas.data.mode === "draw" && canvas.selection.ids.length) canvas.selection.choose([]);
    else if (this.key !== null) this.standAt(null);
    else return false;
    return true;
  }

  async askToRemove() {
    const { canvas } = this;
    const ids = [...canvas.selection.ids];
    const piece = canvas.picture.standing(ids.at(-1));
    const what = ids.length === 1 ? "this" : `these ${ids.length}`;
    const question = `Remove ${what}? Arrows that need ${ids.length === 1 ? "it" : "them"} go along; ` +
      "it can all be taken back.";
    const detail = ids.length === 1 ? piece?.getAttribute("aria-label") : "";
    const sure = await canvas.bubble.ask(piece, question, detail, "Remove", "Keep");
    this.standAt(this.piece);
    if (sure) canvas.remove(ids);
  }

  // Arrow keys move what is selected; it is saved once they rest.
  #nudge([dx, dy], far) {
    const { canvas } = this;
    const movable = canvas.selection.ids.flatMap(
      (id) => canvas.picture.of(id).map((piece) => piece.dataset.moves).filter(Boolean),
    );
    if (!movable.length) return false;
    const by = far ? STRIDE : STEP;
    this.nudged = canvas.holding.carriedBy([...new Set(movable)]);
    for (const id of this.nudged) {
      const [x, y] = canvas.holding.shownAt(id);
      canvas.holding.put(id, x + dx * by, y + dy * by);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#sendNudge(), PAUSE);
    return true;
  }

  #sendNudge() {
    clearTimeout(this.timer);
    const ids = this.nudged;
    this.nudged = null;
    if (!ids) return;
    const { holding } = this.canvas;
    const places = {};
    for (const id of ids) {
      const shown = holding.shownAt(id);
      if (shown) places[id] = shown;
    }
    this.canvas.move(places);
  }
}
