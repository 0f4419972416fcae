// Taking back and doing again, larger, smaller, all of it – and the list of keys.

import { make } from "./surface.js";

export class Toolbar {
  constructor(element, canvas) {
    this.element = element;
    this.canvas = canvas;
    element.setAttribute("role", "toolbar");
    element.setAttribute("aria-label", "Drawing");
    this.undo = this.#button("↶", "Take back", () => canvas.takeBack());
    this.redo = this.#button("↷", "Do again", () => canvas.doAgain());
    this.band = this.#button("▭", "Select several: draw round them", () => canvas.pointer.banding(!canvas.pointer.isBanding));
    this.#button("−", "Smaller", () => canvas.view.zoom(1 / 1.25));
    this.#button("+", "Larger", () => canvas.view.zoom(1.25));
    this.#button("⤢", "Show all of it", () => canvas.view.fit());
    this.keys = this.#button("?", "Keys", () => canvas.help.toggle());
  }

  refresh() {
    const { mode } = this.canvas.data;
    this.element.hidden = mode === "still";
    this.keys.hidden = mode !== "draw";
    this.band.hidden = mode !== "draw";
    this.band.setAttribute("aria-pressed", String(this.canvas.pointer.isBanding));
    const { undo = "", redo = "" } = this.canvas.data;
    this.#say(this.undo, undo, "Take back", "Nothing to take back");
    this.#say(this.redo, redo, "Do again", "Nothing to do again");
  }

  // A button that says in words what it would do.
  #say(button, what, does, nothing) {
    const label = what ? `${does}: ${what}` : nothing;
    button.hidden = !this.canvas.mayDraw;
    button.setAttribute("aria-disabled", String(!what));
    button.title = label;
    button.setAttribute("aria-label", label);
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
