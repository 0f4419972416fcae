// A small card beside a piece: a question with two answers, or a sentence why something was not done.

import { make } from "./surface.js";

export class Bubble {
  constructor(overlay, view) {
    this.overlay = overlay;
    this.view = view;
    this.card = null;
    this.place = null;
  }

  get isOpen() {
    return this.card !== null;
  }

  // Why something was not done; it goes by itself.
  say(id, sentence, picture) {
    this.#open(picture.standing(id), sentence);
    this.card.setAttribute("role", "status");
    this.timer = setTimeout(() => this.close(), 9000);
  }

  // A question; resolves with true for the first answer.
  ask(piece, question, detail, yes, no) {
    this.#open(piece, question);
    if (detail) make(this.card, "p", "fn-detail").textContent = detail;
    this.card.setAttribute("role", "alertdialog");
    this.card.setAttribute("aria-label", question);
    return new Promise((resolve) => {
      this.answered = resolve;
      const row = make(this.card, "div", "fn-row");
      this.#button(row, yes, () => this.#answer(true)).focus({ preventScroll: true });
      this.#button(row, no, () => this.#answer(false));
      this.follow();
      this.card.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.#answer(false);
        event.stopPropagation();
      });
    });
  }

  close() {
    clearTimeout(this.timer);
    this.card?.remove();
    this.card = null;
    this.answered?.(false);
    this.answered = null;
  }

  follow() {
    if (!this.card || !this.place) return;
    const [x, y] = this.view.toLocal(...this.place);
    const [wide, high] = this.view.size;
    const { offsetWidth, offsetHeight } = this.card;
    this.card.style.left = `${Math.max(8, Math.min(x - offsetWidth / 2, wide - offsetWidth - 8))}px`;
    this.card.style.top = `${Math.max(8, Math.min(y + 10, high - offsetHeight - 8))}px`;
  }

  #open(piece, sentence) {
    this.close();
    const { x, y, h } = piece?.dataset ?? {};
    this.place = x === undefined
      ? this.view.toDrawingFromLocal(this.view.size[0] / 2, this.view.size[1] / 3)
      : [Number(x), Number(y) + Number(h) / 2];
    this.card = make(this.overlay, "div", "fn-bubble");
    make(this.card, "p", "").textContent = sentence;
    this.follow();
  }

  #answer(answer) {
    const answered = this.answered;
    this.answered = null;
    this.close();
    answered?.(answer);
  }

  #button(row, label, act) {
    const button = make(row, "button", "fn-quiet-button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }
}
