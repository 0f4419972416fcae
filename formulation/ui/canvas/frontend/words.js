// Changing words in place: a text box over the piece, in the same letters. What is typed is never lost.

import { fetchWords } from "./fallback.js";
import { make } from "./surface.js";

const WORDLESS = new Set(["core", "pull", "tag"]);
const NARROWEST = 120;
const LOWEST = 30;

export class Words {
  constructor(canvas) {
    this.canvas = canvas;
    this.box = null;
  }

  get isOpen() {
    return this.box !== null;
  }

  // Change the words of a piece; an arrow of a loop stands for the loop's name, a role for its top pole.
  edit(piece) {
    const { canvas } = this;
    const standing = this.#standsFor(piece);
    if (!canvas.mayDraw || !standing || WORDLESS.has(standing.dataset.kind)) return;
    this.saveIfOpen();
    if (this.isOpen) return;
    const { id, key } = standing.dataset;
    const seen = said(standing);
    this.#open({ id, key, was: null, seen, typed: false }, seen);
    this.exactly = this.#fetchExactly(id, seen);
  }

  #standsFor(piece) {
    const { picture } = this.canvas;
    if (piece.dataset.kind === "arrow") return picture.standing(piece.dataset.id);
    if (piece.dataset.kind !== "role") return piece;
    const poles = picture.all().filter((one) => one.dataset.kind === "pole" && one.dataset.moves === piece.dataset.moves);
    return poles.find((one) => one.dataset.id.startsWith(piece.dataset.id.replace("role:", "pole:"))) ?? poles[0];
  }

  // Write a phrase somewhere on the paper; Enter keeps it and begins the next one under it.
  writeAt([x, y]) {
    this.write({
      at: [x, y],
      label: "New phrase",
      gesture: (words, at) => ({ did: "add", kind: "phrase", words, at }),
      after: (answer, at) => answer.byKey && this.writeAt([at[0], at[1] + this.#below(answer)]),
    });
  }

  // Write something new. `gesture(words, at)`: what to send · `after(answer, at)`: what then ·
  // `ended`: it was left empty or let go · `stays`: stays open when the hand goes elsewhere, still empty.
  write({ at, label, gesture, after, ended = null, stays = false }) {
    if (!this.canvas.mayDraw) return;
    this.saveIfOpen();
    if (this.isOpen) return;
    this.exactly = null;
    this.#open({ id: null, at, label, gesture, after, ended, stays, was: "", seen: "" }, "");
  }

  // Resolves once nothing is being saved any more.
  async settled() {
    if (this.box && this.subject.id === null && this.text.value.trim()) this.save();
    await this.saved;
  }

  // How far below a phrase of this many lines the next one begins, in drawing units.
  #below({ lines }) {
    return 30 + 20 * Math.max(1, lines);
  }

  // The hand went elsewhere: save what was typed; an empty new phrase was nothing.
  saveIfOpen() {
    if (this.box && !this.saving) this.save();
  }

  save(byKey = false) {
    this.saved = this.#save(byKey);
    return this.saved;
  }

  async #save(byKey) {
    const { canvas, subject, text } = this;
    const words = text.value;
    if (this.saving) return;
    if (subject.id === null ? !words.trim() : words === (subject.was ?? subject.seen)) {
      this.close();
      subject.ended?.();
      return;
    }
    this.saving = true;
    text.setAttribute("aria-busy", "true");
    await this.exactly; // what it said when we began, so that nobody else's words are overwritten unseen
    const answer = await canvas.intend(this.#gesture(words));
    this.saving = false;
    if (this.subject !== subject) return;
    text.removeAttribute("aria-busy");
    if (!answer.ok) this.#declined(answer);
    else if (subject.id === null) this.#wrote(subject, words, answer, byKey);
    else this.#saved(words);
  }

  #wrote(subject, words, answer, byKey) {
    this.canvas.announcer.say("Saved.");
    const lines = Math.ceil(words.length / 22);
    this.close();
    subject.after?.({ ...answer, byKey, lines }, subject.at);
  }

  close() {
    if (!this.box) return;
    const back = this.box.contains(this.box.getRootNode().activeElement);
    this.box.remove();
    this.box = null;
    this.text = null;
    this.subject = null;
    this.#hide(null);
    this.canvas.surface.root.classList.remove("fn-writing");
    if (back) this.canvas.keyboard.standAt(this.canvas.keyboard.piece);
  }

  // The view or the picture moved: stay over the piece.
  follow() {
    if (!this.box) return;
    const { view } = this.canvas;
    const [left, top, width, height] = this.#frame();
    const [x, y] = view.toLocal(left + width / 2, top + height / 2);
    const wide = Math.max(width * view.k, NARROWEST);
    const high = Math.max(height * view.k, LOWEST);
    Object.assign(this.box.style, { left: `${x - wide / 2 - 6}px`, top: `${y - high / 2 - 4}px` });
    Object.assign(this.text.style, { width: `${wide + 12}px` });
    this.#letters();
    this.#grow(high + 8);
    this.#hide(this.subject.id);
  }

  #gesture(words) {
    const { subject } = this;
    if (subject.id === null) return subject.gesture(words, subject.at);
    return { did: "reword", id: subject.id, words, was: subject.was ?? subject.seen };
  }

  #saved(words) {
    this.canvas.announcer.say("Saved.");
    if (this.text.value === words) this.close();
    else this.subject.was = words;
  }

  // Declined: the typing stays, the sentence stands under it, and saving again is a decision.
  #declined({ sentence, says }) {
    if (says !== undefined) this.subject.was = says;
    this.why.textContent = sentence;
    this.why.hidden = false;
    this.follow();
    this.text.focus({ preventScroll: true });
  }

  #open(subject, words) {
    const { canvas } = this;
    canvas.bubble.close();
    this.subject = subject;
    this.saving = false;
    canvas.surface.root.classList.add("fn-writing");
    this.box = make(canvas.surface.overlay, "div", "fn-words-box");
    this.text = make(this.box, "textarea", "fn-words-text");
    this.text.value = words;
    this.text.rows = 1;
    this.text.spellcheck = true;
    this.text.dir = "auto";
    this.text.setAttribute("aria-label", subject.label ?? "Words");
    this.why = make(this.box, "p", "fn-why");
    this.why.hidden = true;
    this.why.setAttribute("role", "status");
    this.text.addEventListener("input", () => {
      subject.typed = true;
      this.follow();
    });
    this.text.addEventListener("keydown", (event) => this.#pressed(event));
    this.text.addEventListener("blur", () => this.#left());
    this.follow();
    this.text.focus({ preventScroll: true });
    this.text.select();
  }

  // The picture breaks lines; what is kept may not. Until it is known, what is seen is what is edited.
  async #fetchExactly(id, seen) {
    const { subject } = this;
    const found = await fetchWords(this.canvas.data.formulation, id);
    if (this.subject !== subject || typeof found.words !== "string") return;
    subject.was = found.words;
    if (!subject.typed && found.words !== seen) {
      this.text.value = found.words;
      this.text.select();
      this.follow();
    }
  }

  #pressed(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.save(true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#letGo();
    }
  }

  // Escape: what was typed is let go; in a loop, it is kept as its last step.
  #letGo() {
    const { subject } = this;
    if (subject.stays && this.text.value.trim()) this.save().then(() => subject.ended());
    else {
      this.close();
      subject.ended?.();
    }
  }

  #left() {
    // Only once the focus has really gone elsewhere: a window losing focus is not the end of a thought.
    setTimeout(() => {
      if (!this.box || !document.hasFocus()) return;
      if (this.subject.stays && !this.text.value.trim()) return;
      if (!this.box.contains(this.box.getRootNode().activeElement) && this.why.hidden) this.saveIfOpen();
    }, 0);
  }

  #piece() {
    return this.canvas.picture.byKey.get(this.subject.key) ?? this.canvas.picture.standing(this.subject.id);
  }

  // Left, top, width and height of where the words are, in drawing units.
  #frame() {
    const { at, id } = this.subject;
    const piece = id === null ? null : this.#piece();
    if (piece?.dataset.wrap) this.subject.frame = piece.dataset.wrap.split(" ").map(Number);
    else if (piece?.dataset.x !== undefined) {
      const [x, y, w, h] = ["x", "y", "w", "h"].map((name) => Number(piece.dataset[name]));
      this.subject.frame = [x - w / 2, y - h / 2, w, h];
    }
    return this.subject.frame ?? [(at?.[0] ?? 0) - 80, (at?.[1] ?? 0) - 12, 160, 24];
  }

  #letters() {
    const shown = this.subject.id === null ? null : this.#piece()?.querySelector(".fn-words");
    const size = Number(shown?.getAttribute("font-size") ?? 15) * this.canvas.view.k;
    Object.assign(this.text.style, {
      fontFamily: shown?.getAttribute("font-family") ?? "'Source Sans Pro', sans-serif",
      fontWeight: shown?.getAttribute("font-weight") ?? "400",
      fontStyle: shown?.getAttribute("font-style") ?? "normal",
      fontSize: `${Math.max(13, Math.min(size, 40))}px`,
      textAlign: shown && shown.getAttribute("text-anchor") !== "middle" ? "start" : "center",
    });
  }

  #grow(least) {
    this.text.style.height = "0";
    this.text.style.height = `${Math.max(least, this.text.scrollHeight + 2)}px`;
  }

  #hide(id) {
    for (const piece of this.hidden ?? []) piece.classList.remove("fn-being-written");
    const piece = id && this.#piece();
    this.hidden = piece ? [piece] : [];
    for (const one of this.hidden) one.classList.add("fn-being-written");
  }
}

// The words a piece shows, its lines joined.
export function said(piece) {
  const lines = piece.querySelector(".fn-words")?.querySelectorAll("tspan") ?? [];
  return [...lines].map((line) => line.textContent).join(" ");
}
