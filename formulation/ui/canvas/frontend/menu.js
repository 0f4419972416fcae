// A short list to choose from, beside what it is about: by mouse, by finger or by arrow keys.

import { make } from "./surface.js";

export class Menu {
  constructor(overlay, view) {
    this.overlay = overlay;
    this.view = view;
    this.card = null;
  }

  get isOpen() {
    return this.card !== null;
  }

  // Resolves with the item chosen, or null. `at`: where, in pixels of the surface.
  choose(at, title, items) {
    this.close();
    this.back = this.overlay.getRootNode().activeElement;
    this.card = make(this.overlay, "div", "fn-menu");
    this.card.setAttribute("role", "menu");
    this.card.setAttribute("aria-label", title);
    make(this.card, "p", "fn-menu-title").textContent = title;
    this.buttons = items.map((item) => this.#button(item));
    this.pressed = false;
    this.card.addEventListener("pointerdown", () => {
      this.pressed = true;
    });
    this.card.addEventListener("keydown", (event) => this.#pressed(event));
    this.#stand(at);
    this.buttons[0]?.focus({ preventScroll: true });
    return new Promise((resolve) => {
      this.chosen = resolve;
    });
  }

  close(item = null) {
    if (!this.card) return;
    const { chosen, back } = this;
    const inside = this.card.contains(this.card.getRootNode().activeElement);
    this.card.remove();
    this.card = null;
    this.chosen = null;
    if (inside) back?.focus?.({ preventScroll: true });
    chosen?.(item);
  }

  #button(item) {
    const button = make(this.card, "button", "fn-menu-item");
    button.type = "button";
    button.tabIndex = -1;
    button.setAttribute("role", "menuitem");
    make(button, "span", "").textContent = item.label;
    if (item.key) make(button, "kbd", "fn-menu-key").textContent = item.key;
    button.addEventListener("click", (event) => {
      // A finger that opened the menu by resting is let go over it: that chooses nothing.
      if (this.pressed || event.detail === 0) this.close(item);
    });
    return button;
  }

  #pressed(event) {
    const at = this.buttons.indexOf(event.target);
    const last = this.buttons.length - 1;
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    event.stopPropagation();
    if (next !== undefined) this.buttons[(next + last + 1) % (last + 1)].focus();
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else return;
    event.preventDefault();
  }

  #stand([x, y]) {
    const [wide, high] = this.view.size;
    const { offsetWidth, offsetHeight } = this.card;
    this.card.style.left = `${Math.max(6, Math.min(x, wide - offsetWidth - 6))}px`;
    this.card.style.top = `${Math.max(6, Math.min(y, high - offsetHeight - 6))}px`;
  }
}
