// Every key and gesture, on one card.

import { make } from "./surface.js";

const KEYS = [
  ["Click, Enter", "select"],
  ["Shift and click, Space", "select one more"],
  ["Drag, arrow keys", "move what is selected; Shift: further"],
  ["Double-click, F2, Enter again", "change the words"],
  ["Double-click on empty paper, N", "write a phrase there"],
  ["Delete", "remove"],
  ["Ctrl Z", "take back my last change"],
  ["Tab, arrow keys", "go from piece to piece"],
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
