// The hand: selecting, dragging pieces, drawing arrows and bands, moving the paper, pinching.

import { Band, within } from "./band.js";
import { Lift } from "./lift.js";

const SLACK = { mouse: 4, pen: 6, touch: 9 };
const TWICE = 350;
const LONG = 550;

export class Pointer {
  constructor(canvas) {
    this.canvas = canvas;
    this.down = new Map();
    this.act = null;
    this.pinch = null;
    this.last = null;
    this.isBanding = false;
    this.band = new Band(canvas.surface.handles);
    this.over = null;
    const { svg } = canvas.surface;
    this.listening = new AbortController();
    const on = (name, act) => svg.addEventListener(name, act, { signal: this.listening.signal });
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", (event) => this.#cancel(event));
    on("contextmenu", (event) => this.#menu(event));
    on("pointerleave", () => { this.over = null; });
    on("dblclick", (event) => this.#doubleClicked(event));
    on("dragstart", (event) => event.preventDefault());
  }

  close() {
    this.listening.abort();
    clearTimeout(this.pressing);
  }

  // Whether the next drag on the paper draws a band, as Shift does; for fingers, and by the button.
  banding(on) {
    this.isBanding = on;
    this.canvas.surface.root.classList.toggle("fn-banding", on);
    this.canvas.toolbar.refresh();
  }

  get isDragging() {
    return this.act?.kind === "drag" && this.act.begun;
  }

  // Escape, or a second finger: what is dragged goes back.
  letGo() {
    if (!this.act) return;
    clearTimeout(this.pressing);
    const { kind, begun, ids, lift } = this.act;
    if (begun && kind === "drag") this.canvas.holding.forget(ids);
    if (begun && kind === "lift") lift.letGo();
    if (kind === "join") this.canvas.joiner.letGo();
    this.band.close();
    this.canvas.drops.letGo();
    this.act = null;
    this.canvas.surface.root.classList.remove("fn-dragging", "fn-panning");
  }

  #down(event) {
    const { canvas } = this;
    if (canvas.data.mode === "still") return;
    canvas.help.close();
    canvas.menu.close();
    if (event.button === 2) return;
    this.down.set(event.pointerId, canvas.view.local(event));
    if (this.down.size === 2) {
      this.letGo();
      this.pinch = this.#fingers();
      return;
    }
    const touched = event.target.closest?.(".fn-handle");
    const beneath = touched && anotherBeneath(canvas, event, touched.dataset.of);
    const handle = beneath ? null : touched;
    const piece = beneath ?? pieceAt(event);
    const id = handle?.dataset.of ?? piece?.dataset.id;
    const kind = handle ? "join" : this.#kindOf(event, piece);
    this.act = { kind, piece, id, at: canvas.view.local(event), begun: false, event };
    if (event.pointerType === "touch" && !handle) this.#waitForALongPress(event);
  }

  #kindOf(event, piece) {
    if (this.#mayDrag(event, piece)) return Lift.may(this.canvas, piece) ? "lift" : "drag";
    const band = this.canvas.data.mode === "draw" && (event.shiftKey || this.isBanding);
    return band && event.button === 0 ? "band" : "pan";
  }

  // A finger that rests opens the menu, as the other mouse button does.
  #waitForALongPress(event) {
    clearTimeout(this.pressing);
    this.pressing = setTimeout(() => {
      const { act } = this;
      if (!act || act.begun || this.down.size !== 1) return;
      this.letGo();
      this.canvas.openMenu(act.piece, this.canvas.view.local(event));
    }, LONG);
  }

  #menu(event) {
    event.preventDefault();
    const { canvas } = this;
    if (canvas.data.mode !== "draw" || canvas.menu.isOpen || this.isDragging) return;
    this.letGo();
    canvas.openMenu(pieceAt(event), canvas.view.local(event));
  }

  // A finger on something not selected moves the paper: nothing is shifted by a thumb passing over it.
  #mayDrag(event, piece) {
    const { canvas } = this;
    if (!canvas.mayDraw || !piece?.dataset.moves || event.button !== 0) return false;
    return event.pointerType !== "touch" || canvas.selection.has(piece.dataset.id);
  }

  #move(event) {
    this.over = this.canvas.view.toDrawing(event);
    if (!this.down.has(event.pointerId)) return;
    const at = this.canvas.view.local(event);
    const before = this.down.get(event.pointerId);
    this.down.set(event.pointerId, at);
    if (this.pinch) this.#pinched();
    else if (this.act) this.#acted(event, at, before);
  }

  #acted(event, at, before) {
    const { act } = this;
    if (!act.begun) {
      const slack = SLACK[event.pointerType] ?? SLACK.mouse;
      if (Math.hypot(at[0] - act.at[0], at[1] - act.at[1]) < slack) return;
      this.#begin(event);
      before = act.at;
    }
    const { canvas } = this;
    const place = canvas.view.toDrawingFromLocal(...at);
    if (act.kind === "pan") canvas.view.pan(at[0] - before[0], at[1] - before[1]);
    else if (act.kind === "join") canvas.joiner.draw(place, pieceUnder(canvas, event));
    else if (act.kind === "band") this.band.draw(canvas.view.toDrawingFromLocal(...act.at), place);
    else if (act.kind === "lift") act.lift.draw(...this.#by(at), event);
    else this.#drag(at, event);
  }

  #by(at) {
    const { k } = this.canvas.view;
    return [(at[0] - this.act.at[0]) / k, (at[1] - this.act.at[1]) / k];
  }

  #begin(event) {
    const { canvas, act } = this;
    act.begun = true;
    canvas.surface.svg.setPointerCapture(event.pointerId);
    canvas.surface.root.classList.add(act.kind === "pan" ? "fn-panning" : "fn-dragging");
    clearTimeout(this.pressing);
    if (act.kind === "join") canvas.joiner.begin(act.id);
    if (act.kind === "lift") act.lift = new Lift(canvas, act.piece);
    if (act.kind !== "drag") return;
    canvas.words.saveIfOpen();
    act.ids = canvas.holding.carriedBy(this.#togetherWith(act.piece));
    act.from = act.ids.map((id) => canvas.holding.shownAt(id));
  }

  // One piece, or everything selected where it is one of these.
  #togetherWith(piece) {
    const { selection, picture } = this.canvas;
    if (!selection.has(piece.dataset.id)) return [piece.dataset.moves];
    const moving = selection.ids.flatMap((id) => picture.of(id).map((one) => one.dataset.moves));
    return [...new Set([piece.dataset.moves, ...moving.filter(Boolean)])];
  }

  #drag(at, event) {
    const { act, canvas } = this;
    const [dx, dy] = this.#by(at);
    act.ids.forEach((id, index) => {
      canvas.holding.put(id, act.from[index][0] + dx, act.from[index][1] + dy);
    });
    canvas.drops.hover(act.ids, event);
  }

  #up(event) {
    if (!this.down.delete(event.pointerId)) return;
    if (this.pinch) {
      if (this.down.size === 0) this.pinch = null;
      return;
    }
    const { act } = this;
    clearTimeout(this.pressing);
    this.canvas.surface.root.classList.remove("fn-dragging", "fn-panning");
    this.act = null;
    if (!act) return;
    if (!act.begun) this.#clicked(act, event);
    else if (act.kind === "drag") this.#dropped(act);
    else if (act.kind === "lift") act.lift.drop(event);
    else if (act.kind === "join") this.#joined(event);
    else if (act.kind === "band") this.#banded(act, event);
  }

  #joined(event) {
    const { canvas } = this;
    canvas.joiner.finish(pieceUnder(canvas, event), canvas.view.toDrawing(event));
  }

  #banded(act, event) {
    const { canvas } = this;
    this.band.close();
    const facts = canvas.picture.all().map(({ dataset: { id, moves, x, y } }) => ({ id, moves, x: Number(x), y: Number(y) }));
    const found = within(facts, canvas.view.toDrawingFromLocal(...act.at), canvas.view.toDrawing(event));
    if (this.isBanding) this.banding(false);
    canvas.selection.choose([...new Set([...canvas.selection.ids, ...found])]);
    canvas.announcer.say(`${canvas.selection.ids.length} selected.`);
    canvas.surface.root.focus({ preventScroll: true });
  }

  async #dropped(act) {
    const { holding, drops } = this.canvas;
    const places = {};
    for (const id of act.ids) {
      const shown = holding.shownAt(id);
      if (shown) places[id] = shown.map((number) => Math.round(number * 10) / 10);
    }
    if (act.ids.length === 1 && await drops.drop(act.ids[0], places)) return;
    if (Object.keys(places).length) this.canvas.move(places);
  }

  #cancel(event) {
    this.down.delete(event.pointerId);
    this.letGo();
    if (this.down.size === 0) this.pinch = null;
  }

  #clicked(act, event) {
    const { canvas } = this;
    const twice = event.pointerType === "touch" && this.last?.id === act.id &&
      event.timeStamp - this.last.time < TWICE;
    this.last = { time: event.timeStamp, id: act.id };
    if (canvas.loop.isOpen) {
      canvas.loop.pointedAt(act.id);
      return;
    }
    if (canvas.joiner.isOpen) {
      canvas.joiner.finish(act.piece, canvas.view.toDrawing(event));
      return;
    }
    if (act.kind === "join") {
      canvas.joiner.begin(act.id);
      return;
    }
    canvas.keyboard.standAt(act.piece);
    if (canvas.data.mode === "pick") {
      if (act.id && canvas.mayTouch) canvas.touch(act.id);
      return;
    }
    canvas.bubble.close();
    if (twice) this.#twice(act.piece, event);
    else this.#once(act, event);
  }

  // With a mouse, the computer knows how fast a double click is for this person.
  #doubleClicked(event) {
    if (this.canvas.data.mode === "draw") this.#twice(pieceAt(event), event);
  }

  #once(act, event) {
    const { canvas } = this;
    canvas.words.saveIfOpen();
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      if (act.id) canvas.selection.flip(act.id);
    } else {
      canvas.selection.choose(act.id ? [act.id] : []);
    }
  }

  #twice(piece, event) {
    this.last = null;
    if (!this.canvas.mayDraw || this.canvas.words.isOpen) return;
    if (piece) this.canvas.words.edit(piece);
    else this.canvas.words.writeAt(this.canvas.view.toDrawing(event));
  }

  #fingers() {
    const [one, other] = [...this.down.values()];
    return {
      middle: [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2],
      apart: Math.max(1, Math.hypot(one[0] - other[0], one[1] - other[1])),
    };
  }

  #pinched() {
    if (this.down.size < 2) return;
    const now = this.#fingers();
    const { view } = this.canvas;
    view.pan(now.middle[0] - this.pinch.middle[0], now.middle[1] - this.pinch.middle[1]);
    view.zoom(now.apart / this.pinch.apart, now.middle);
    this.pinch = now;
  }
}

// What lies under the pointer while it is held by the surface.
function pieceUnder(canvas, event) {
  const found = canvas.surface.root.getRootNode().elementsFromPoint(event.clientX, event.clientY);
  for (const element of found) {
    const piece = element.closest?.(".fn-piece");
    if (piece?.dataset.id && piece.dataset.kind !== "pull") return piece;
  }
  return null;
}

function pieceAt(event) {
  const piece = event.target.closest?.(".fn-piece");
  return piece?.dataset.id ? piece : null;
}

// Seen from far away, an arrowhead lies on what stands beside its piece; what stands there is meant.
const STANDING = new Set(["pole", "step", "exit", "pain", "phrase", "horn", "procedure"]);

function anotherBeneath(canvas, event, own) {
  const found = canvas.surface.root.getRootNode().elementsFromPoint(event.clientX, event.clientY);
  const pieces = found.map((one) => one.closest?.(".fn-piece")).filter(Boolean);
  return pieces.find((one) => STANDING.has(one.dataset.kind) && one.dataset.id !== own) ?? null;
}
