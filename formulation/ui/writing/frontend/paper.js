// The text and what is marked in it: a text area over a mirror of the same words that carries the marks.

import { difference, marksAfter, placeAfter } from "./together.js";

export class Paper {
  constructor(parent, label) {
    this.root = element(parent, "div", "fn-paper");
    this.mirror = element(this.root, "div", "fn-mirror");
    this.mirror.setAttribute("aria-hidden", "true");
    this.area = element(this.root, "textarea", "fn-text");
    this.area.setAttribute("aria-label", label);
    this.area.spellcheck = true;
    this.area.autocomplete = "off";
    this.marks = [];
    this.drawn = "";
  }

  get text() {
    return this.area.value;
  }

  get selection() {
    const { selectionStart: at, selectionEnd: end } = this.area;
    const words = this.text.slice(at, end);
    const lead = words.length - words.trimStart().length;
    return words.trim() ? { words: words.trim(), at: at + lead } : null;
  }

  // Other words from elsewhere: the cursor stays beside the same letters.
  show(text) {
    if (text === this.text) return this.paint();
    const edit = difference(this.text, text);
    const [from, to] = [this.area.selectionStart, this.area.selectionEnd];
    this.marks = marksAfter(this.marks, this.text, text);
    this.area.value = text;
    this.area.setSelectionRange(placeAfter(from, edit), placeAfter(to, edit));
    this.paint();
  }

  // Put words in place of others, so that the browser's own undo still knows the way back.
  replace(start, end, words) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, words)) {
      this.area.setRangeText(words, start, end, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  typed(was) {
    this.marks = marksAfter(this.marks, was, this.text);
    this.paint();
  }

  mark(marks) {
    this.marks = marks;
    this.paint();
  }

  markAt(place) {
    return this.marks.find((one) => one.from <= place && place <= one.to) ?? null;
  }

  paint() {
    this.mirror.replaceChildren(
      ...pieces(this.text, this.marks).map(({ words, kinds }) => {
        if (!kinds.length) return document.createTextNode(words);
        const piece = document.createElement("span");
        piece.className = kinds.map((kind) => `fn-is-${kind}`).join(" ");
        piece.textContent = words;
        return piece;
      }),
      document.createTextNode("\n\u200b"),
    );
  }

  // Where a place in the text is on the paper, in pixels from the paper's corner.
  spot(place) {
    let rest = place;
    const walker = document.createTreeWalker(this.mirror, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (rest <= node.length) return this.#spotIn(node, rest);
      rest -= node.length;
    }
    return { x: 0, y: 24 };
  }

  #spotIn(node, at) {
    const range = document.createRange();
    range.setStart(node, at);
    const here = range.getBoundingClientRect();
    const home = this.root.getBoundingClientRect();
    return { x: here.left - home.left, y: (here.bottom || home.top + 24) - home.top };
  }
}

// The text cut wherever a mark begins or ends.
export function pieces(text, marks) {
  const cuts = new Set([0, text.length]);
  for (const { from, to } of marks) {
    cuts.add(Math.min(from, text.length));
    cuts.add(Math.min(to, text.length));
  }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, index) => {
    const end = places[index + 1];
    const here = marks.filter((one) => one.from <= start && one.to >= end);
    return { words: text.slice(start, end), kinds: [...new Set(here.map((one) => one.is))] };
  });
}

export function element(parent, tag, className, words) {
  const made = document.createElement(tag);
  made.className = className;
  if (words !== undefined) made.textContent = words;
  parent.appendChild(made);
  return made;
}
