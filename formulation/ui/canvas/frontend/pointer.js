// The hand: selecting, dragging pieces, moving the paper, pinching.

const SLACK = { mouse: 4, pen: 6, touch: 9 };
const TWICE = 350;

export class Pointer {
  constructor(canvas) {
    this.canvas = canvas;
    this.down = new Map();
    this.act = null;
    this.pinch = null;
    this.last = null;
    const { svg } = canvas.surface;
    this.listening = new AbortController();
    const on = (name, act) => svg.addEventListener(name, act, { signal: this.listening.signal });
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", (event) => this.#cancel(event));
    on("dblclick", (event) => this.#doubleClicked(event));
    on("dragstart", (event) => event.preventDefault());
  }

  close() {
    this.listening.abort();
  }

  get isDragging() {
    return this.act?.kind === "drag" && this.act.begun;
  }

  // Escape, or a second finger: what is dragged goes back.
  letGo() {
    if (!this.act) return;
    if (this.act.begun && this.act.kind === "drag") this.canvas.holding.forget(this.act.ids);
    this.act = null;
    this.canvas.surface.root.classList.remove("fn-dragging", "fn-panning");
  }

  #down(event) {
    const { canvas } = this;
    if (canvas.data.mode === "still") return;
    canvas.help.close();
    if (event.button === 2) return;
    this.down.set(event.pointerId, canvas.view.local(event));
    if (this.down.size === 2) {
      this.letGo();
      this.pinch = this.#fingers();
      return;
    }
    const piece = pieceAt(event);
    const id = piece?.dataset.id;
    const kind = this.#mayDrag(event, piece) ? "drag" : "pan";
    this.act = { kind, piece, id, at: canvas.view.local(event), begun: false, event };
  }

  // A finger on something not selected moves the paper: nothing is shifted by a thumb passing over it.
  #mayDrag(event, piece) {
    const { canvas } = this;
    if (!canvas.mayDraw || !piece?.dataset.moves || event.button !== 0) return false;
    return event.pointerType !== "touch" || canvas.selection.has(piece.dataset.id);
  }

  #move(event) {
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
    if (act.kind === "pan") this.canvas.view.pan(at[0] - before[0], at[1] - before[1]);
    else this.#drag(at);
  }

  #begin(event) {
    const { canvas, act } = this;
    act.begun = true;
    canvas.surface.svg.setPointerCapture(event.pointerId);
    canvas.surface.root.classList.add(act.kind === "pan" ? "fn-panning" : "fn-dragging");
    if (act.kind === "pan") return;
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

  #drag(at) {
    const { act, canvas } = this;
    const dx = (at[0] - act.at[0]) / canvas.view.k;
    const dy = (at[1] - act.at[1]) / canvas.view.k;
    act.ids.forEach((id, index) => {
      canvas.holding.put(id, act.from[index][0] + dx, act.from[index][1] + dy);
    });
  }

  #up(event) {
    if (!this.down.delete(event.pointerId)) return;
    if (this.pinch) {
      if (this.down.size === 0) this.pinch = null;
      return;
    }
    const { act } = this;
    this.act = null;
    this.canvas.surface.root.classList.remove("fn-dragging", "fn-panning");
    if (!act) return;
    if (!act.begun) this.#clicked(act, event);
    else if (act.kind === "drag") this.#dropped(act);
  }

  #dropped(act) {
    const { holding } = this.canvas;
    const places = {};
    for (const id of act.ids) {
      const shown = holding.shownAt(id);
      if (shown) places[id] = shown.map((number) => Math.round(number * 10) / 10);
    }
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

function pieceAt(event) {
  const piece = event.target.closest?.(".fn-piece");
  return piece?.dataset.id ? piece : null;
}
