// What part of the drawing is seen, and how large: pan, zoom, fit, and keeping it over reruns.

const SMALLEST = 0.08;
const LARGEST = 5;
const MARGIN = 18;
const NARROW = 560;
const READABLE = 0.6;
const BAR = 36; // the buttons and the quiet line along the bottom

export class View {
  constructor(surface, moved) {
    this.surface = surface;
    this.moved = moved;
    this.x = 0;
    this.y = 0;
    this.k = 1;
    this.box = null;
    this.fitted = true;
    this.expected = null;
    this.size = [0, 0];
    this.watch = new ResizeObserver(() => this.#resized());
    this.watch.observe(surface.root);
    this.onWheel = (event) => this.#wheel(event);
    surface.svg.addEventListener("wheel", this.onWheel, { passive: false });
  }

  close() {
    this.watch.disconnect();
    this.surface.svg.removeEventListener("wheel", this.onWheel);
  }

  // The view to come back to once the picture is there; null to fit it.
  expect(kept) {
    this.expected = kept ?? null;
    this.box = null;
  }

  // The picture is there: come back to where we were, or show all of it. Later pictures move nothing.
  settle(box) {
    const first = this.box === null;
    this.box = box;
    if (!first) return;
    this.#measure();
    if (this.expected && !this.expected.fitted) this.#comeBack(this.expected);
    else this.#begin();
  }

  // All of it; but on a narrow screen never so small that no word can be read.
  #begin() {
    this.fit();
    const narrow = this.size[0] < NARROW && this.surface.root.dataset.mode !== "still";
    if (!narrow || this.k >= READABLE) return;
    this.zoom(READABLE / this.k);
    this.fitted = false;
  }

  plain() {
    const [wide, high] = this.size;
    const [x, y] = this.toDrawingFromLocal(wide / 2, high / 2);
    return { x, y, k: this.k, fitted: this.fitted };
  }

  fit() {
    if (!this.box) return;
    const [wide, high] = this.size;
    if (!wide || !high) return;
    const [left, top, width, height] = this.box;
    const still = this.surface.root.dataset.mode === "still";
    const margin = still ? 8 : MARGIN;
    const bar = still ? 0 : BAR;
    const room = [wide - 2 * margin, high - 2 * margin - bar];
    const k = Math.min(room[0] / Math.max(width, 1), room[1] / Math.max(height, 1), still ? 1 : 1.25);
    this.k = limited(k);
    this.x = wide / 2 - (left + width / 2) * this.k;
    this.y = (high - bar) / 2 - (top + height / 2) * this.k;
    this.fitted = true;
    this.#apply();
  }

  zoom(factor, at) {
    const [cx, cy] = at ?? [this.size[0] / 2, this.size[1] / 2];
    const k = limited(this.k * factor);
    this.x = cx - ((cx - this.x) * k) / this.k;
    this.y = cy - ((cy - this.y) * k) / this.k;
    this.k = k;
    this.fitted = false;
    this.#apply();
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.fitted = false;
    this.#apply();
  }

  // Whether the whole drawing lies inside the frame.
  holdsAll() {
    if (!this.box) return true;
    const [left, top, width, height] = this.box;
    const [x, y] = this.toLocal(left, top);
    const [right, bottom] = this.toLocal(left + width, top + height);
    return x >= 0 && y >= 0 && right <= this.size[0] && bottom <= this.size[1];
  }

  // Pan just far enough that a piece is seen, when it is walked to by keyboard or pointed at.
  reveal(x, y, width, height) {
    const [wide] = this.size;
    const high = this.#seenOfIt();
    const left = (x - width / 2) * this.k + this.x;
    const top = (y - height / 2) * this.k + this.y;
    const dx = nudge(left, left + width * this.k, wide);
    const dy = nudge(top, top + height * this.k, high);
    if (dx || dy) this.pan(dx, dy);
  }

  // How much of its height can be seen: it ends at the screen's edge, and a stop of the tour may lie over it.
  #seenOfIt() {
    const edge = this.surface.svg.getBoundingClientRect();
    const card = document.querySelector(".st-key-tour")?.getBoundingClientRect();
    const over = card ? Math.min(card.right, edge.right) - Math.max(card.left, edge.left) : 0;
    const last = Math.min(window.innerHeight, over > edge.width / 2 ? card.top : Infinity);
    const seen = last - edge.top;
    return seen > 4 * MARGIN ? Math.min(this.size[1], seen) : this.size[1];
  }

  local(event) {
    const edge = this.surface.svg.getBoundingClientRect();
    return [event.clientX - edge.left, event.clientY - edge.top];
  }

  toDrawing(event) {
    return this.toDrawingFromLocal(...this.local(event));
  }

  toDrawingFromLocal(x, y) {
    return [(x - this.x) / this.k, (y - this.y) / this.k];
  }

  toLocal(x, y) {
    return [x * this.k + this.x, y * this.k + this.y];
  }

  #comeBack({ x, y, k }) {
    this.k = limited(k);
    this.x = this.size[0] / 2 - x * this.k;
    this.y = this.size[1] / 2 - y * this.k;
    this.fitted = false;
    this.#apply();
  }

  #measure() {
    const edge = this.surface.svg.getBoundingClientRect();
    this.size = [edge.width, edge.height];
  }

  #resized() {
    const before = this.plain();
    this.#measure();
    if (!this.box) return;
    if (before.fitted) this.fit();
    else this.#comeBack(before);
  }

  // The wheel scrolls the page, as everywhere; with Ctrl (or a pinch on a trackpad) it zooms.
  #wheel(event) {
    if (this.surface.root.dataset.mode === "still" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const step = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
    this.zoom(Math.exp(-Math.max(-60, Math.min(60, step)) * 0.006), this.local(event));
  }

  #apply() {
    this.surface.layer.setAttribute(
      "transform", `translate(${this.x.toFixed(2)} ${this.y.toFixed(2)}) scale(${this.k.toFixed(4)})`,
    );
    this.surface.root.style.setProperty("--fn-zoom", this.k.toFixed(4));
    this.moved();
  }
}

export function limited(k) {
  return Math.max(SMALLEST, Math.min(LARGEST, Number.isFinite(k) && k > 0 ? k : 1));
}

// How far to shift so that from…to lies within 0…room, its beginning first.
export function nudge(from, to, room) {
  if (from < MARGIN) return MARGIN - from;
  if (to > room - MARGIN) return Math.max(room - MARGIN - to, MARGIN - from);
  return 0;
}
