// Every key and gesture, on one card.

import { make } from "./surface.js";

const KEYS = [
  ["Click, Enter", "select"],
  ["Shift and click, Space", "select one more"],
  ["Shift and drag on the paper, ▭", "select what the band holds; Ctrl A: everything"],
  ["Drag, arrow keys", "move what is selected; Shift and arrow keys: further"],
  ["A", "line up or space out what is selected"],
  ["Double-click, F2, Enter again", "change the words"],
  ["Double-click on empty paper, P", "write phrases, Enter after each; Escape ends"],
  ["Drag a phrase onto a phrase", "make a pair of them"],
  ["T", "turn into something else, and back"],
  ["Drag from an arrowhead, or L", "draw an arrow; then arrow keys or Tab, and Enter"],
  ["O", "draw a loop from a pole, or more steps after a step"],
  ["Drag a selected role, or S", "in a states diagram: put it in a state, or take it out"],
  ["Ctrl C, Ctrl V", "copy, and paste here or on another map"],
  ["Delete", "remove"],
  ["Ctrl Z, Ctrl Shift Z", "take back, do again"],
  ["Tab", "go from piece to piece"],
  ["→ ←", "follow this arrow, go back"],
  ["↓ ↑", "the next arrow from here, the one before"],
  ["Right click, long press, Shift F10", "everything that can be done here"],
  ["Escape", "step back"],
  ["Drag the paper, two fingers", "move the view"],
  ["Ctrl and wheel, + − 0", "larger, smaller, all of it"],
];

export class Help {
  constructor(root) {
    this.root = root;
    this.card = null;
  }

  get isOpen() {
    return this.card !== null;
  }

  toggle() {
    if (this.card) this.close();
    else this.open();
  }

  open() {
    this.back = this.root.getRootNode().activeElement;
    this.card = make(this.root, "div", "fn-help");
    this.card.setAttribute("role", "dialog");
    this.card.setAttribute("aria-label", "Keys");
    const list = make(this.card, "dl", "fn-keys");
    for (const [key, does] of KEYS) {
      make(list, "dt", "").textContent = key;
      make(list, "dd", "").textContent = does;
    }
    const button = make(this.card, "button", "fn-quiet-button");
    button.type = "button";
    button.textContent = "Close";
    button.addEventListener("click", () => this.close());
    button.focus({ preventScroll: true });
  }

  close() {
    this.card?.remove();
    this.card = null;
    this.back?.focus?.({ preventScroll: true });
  }
}
