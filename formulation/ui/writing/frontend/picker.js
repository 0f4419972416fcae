// Choosing what words are tied to: by typing “@” and part of its words, or from a small field.

import { element } from "./paper.js";

const MOST = 8;

export class Picker {
  constructor(parent, { chosen, closed }) {
    Object.assign(this, { chosen, closed });
    this.root = element(parent, "div", "fn-picker");
    this.root.hidden = true;
    this.field = element(this.root, "input", "fn-pick-field");
    this.field.type = "text";
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-label", "Tie to what?");
    this.field.setAttribute("aria-expanded", "true");
    this.field.placeholder = "part of its words";
    this.list = element(this.root, "ul", "fn-pick-list");
    this.list.id = `fn-pick-${Math.random().toString(36).slice(2)}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "What is on the map");
    this.field.setAttribute("aria-controls", this.list.id);
    this.field.addEventListener("input", () => this.narrow(this.field.value));
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.asks && this.close(), 150));
    this.things = [];
    this.found = [];
    this.at = 0;
  }

  get isOpen() {
    return !this.root.hidden;
  }

  // `owner` keeps the focus and says which choice is under it; with `asks`, our own field does.
  open({ x, y }, owner, { asks = false, words = "" } = {}) {
    this.owner = asks ? this.field : owner;
    this.asks = asks;
    this.field.hidden = !asks;
    this.root.hidden = false;
    this.root.style.top = `${y + 4}px`;
    this.root.style.left = "0";
    const room = this.root.parentElement.clientWidth - this.root.offsetWidth;
    this.root.style.left = `${Math.max(0, Math.min(x, room))}px`;
    if (asks) {
      this.field.value = "";
      this.field.focus();
    } else owner.setAttribute("aria-controls", this.list.id);
    this.narrow(words);
  }

  close() {
    if (!this.isOpen) return;
    this.root.hidden = true;
    this.owner?.removeAttribute("aria-activedescendant");
    const asked = this.asks;
    this.asks = false;
    this.closed(asked);
  }

  narrow(words) {
    this.found = matching(this.things, words).slice(0, MOST);
    this.at = 0;
    this.#show();
  }

  // Returns whether the key was for us.
  key(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.#show();
    } else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" || event.key === "Tab") && this.found.length) this.#choose(this.at);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #choose(at) {
    const thing = this.found[at];
    const asked = this.asks;
    this.root.hidden = true;
    this.asks = false;
    this.owner?.removeAttribute("aria-activedescendant");
    this.chosen(thing, asked);
  }

  #show() {
    this.list.replaceChildren();
    this.found.forEach((thing, at) => {
      const item = element(this.list, "li", "fn-pick", thing.name);
      item.id = `${this.list.id}-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(at === this.at));
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.#choose(at);
      });
    });
    if (!this.found.length) element(this.list, "li", "fn-pick-none", "Nothing on the map by these words.");
    const now = this.found.length ? `${this.list.id}-${this.at}` : "";
    if (now) this.owner?.setAttribute("aria-activedescendant", now);
  }
}

// Everything that holds all the words typed, those that begin with them first.
export function matching(things, words) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const scored = things
    .map((thing) => ({ thing, name: plain(thing.name) }))
    .filter(({ name }) => wanted.every((word) => name.includes(word)));
  const first = ({ name }) => (wanted.length && name.startsWith(wanted[0]) ? 0 : 1);
  return scored.sort((a, b) => first(a) - first(b)).map(({ thing }) => thing);
}

function plain(words) {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// What stands behind an “@” right before the cursor, if one was typed there: {start, words}.
export function askedFor(text, place) {
  const found = /(?:^|[\s(“"'‘])@([^\n@]{0,40})$/u.exec(text.slice(0, place));
  return found ? { start: place - found[1].length - 1, words: found[1] } : null;
}
