// The whole drawing, small, in a corner, while only part of a large one is seen; pressing it goes there.

import { make } from "./surface.js";

const SVG = "http://www.w3.org/2000/svg";
const MANY = 40;

export class Minimap {
  constructor(root, canvas) {
    this.canvas = canvas;
    this.svg = make(root, "svg", "fn-minimap", SVG);
    this.svg.setAttribute("aria-hidden", "true");
    this.things = make(this.svg, "g", "", SVG);
    this.seen = make(this.svg, "rect", "fn-minimap-seen", SVG);
    this.svg.addEventListener("pointerdown", (event) => this.#goTo(event));
    this.svg.addEventListener("pointermove", (event) => event.buttons && this.#goTo(event));
    this.svg.style.display = "none";
    this.revision = null;
  }

  // The view moved.
  follow() {
    const { view, picture, data } = this.canvas;
    const wanted = data?.mode !== "still" && view.box && picture.byKey.size >= MANY && !view.holdsAll();
    this.svg.style.display = wanted ? "" : "none";
    if (!wanted) return;
    this.#draw();
    const [x, y] = view.toDrawingFromLocal(0, 0);
    const [right, bottom] = view.toDrawingFromLocal(...view.size);
    set(this.seen, { x, y, width: right - x, height: bottom - y });
  }

  #draw() {
    const { picture, view } = this.canvas;
    const now = `${picture.edition} ${picture.revision} ${view.box}`;
    if (this.revision === now) return;
    this.revision = now;
    this.svg.setAttribute("viewBox", view.box.join(" "));
    this.things.replaceChildren();
    for (const { dataset } of picture.all()) {
      const [x, y, w, h] = ["x", "y", "w", "h"].map((name) => Number(dataset[name]));
      if (!dataset.id || ![x, y, w, h].every(Number.isFinite) || dataset.kind === "pull") continue;
      const rect = make(this.things, "rect", `fn-minimap-${dataset.kind}`, SVG);
      set(rect, { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 8 });
    }
  }

  #goTo(event) {
    const { view } = this.canvas;
    const inside = this.svg.getScreenCTM()?.inverse();
    if (!inside) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(inside);
    const [x, y] = view.toLocal(at.x, at.y);
    view.pan(view.size[0] / 2 - x, view.size[1] / 2 - y);
    event.preventDefault();
    event.stopPropagation();
  }
}

function set(element, values) {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value));
}
