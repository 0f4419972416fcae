// Larger, smaller, all of it – and the list of keys.

import { make } from "./surface.js";

export class Toolbar {
  constructor(element, canvas) {
    this.element = element;
    this.canvas = canvas;
    element.setAttribute("role", "toolbar");
    element.setAttribute("aria-label", "View");
    this.#button("−", "Smaller", () => canvas.view.zoom(1 / 1.25));
    this.#button("+", "Larger", () => canvas.view.zoom(1.25));
    this.#button("⤢", "Show all of it", () => canvas.view.fit());
    this.keys = this.#button("?", "Keys", () => canvas.help.toggle());
  }

  refresh() {
    const { mode } = this.canvas.data;
    this.element.hidden = mode === "still";
    this.keys.hidden = mode !== "draw";
  }

  #button(sign, label, act) {
    const button = make(this.element, "button", "fn-button");
    button.type = "button";
    button.textContent = sign;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }
}
