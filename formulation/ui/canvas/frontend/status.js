// The quiet line in the corner: when it was saved, and what is under way.

import { make } from "./surface.js";

const SECONDS = 8000;

export class Status {
  constructor(element) {
    this.element = element;
    this.savedAt = "";
    this.state = "connecting";
    this.waiting = 0;
    this.holding = false;
    this.timer = 0;
  }

  saved(time) {
    if (time) this.savedAt = time;
    this.trouble = "";
    this.paint();
  }

  // What was offered has been taken up, or something else was done since.
  forget() {
    clearTimeout(this.timer);
    this.offered = null;
    this.paint();
  }

  line(state, waiting, holding = false) {
    this.state = state;
    this.waiting = waiting;
    this.holding = holding;
    this.paint();
  }

  // Something that stays until it is over.
  say(sentence) {
    this.trouble = sentence;
    this.paint();
  }

  // Something that may be missed.
  note(sentence) {
    this.offer(sentence);
  }

  // Something that was done, with a way back for a while.
  offer(sentence, label, act) {
    clearTimeout(this.timer);
    this.offered = { sentence, label, act };
    this.timer = setTimeout(() => {
      this.offered = null;
      this.paint();
    }, SECONDS);
    this.paint();
  }

  get sentence() {
    if (this.holding) return "not saved yet – trying again";
    if (this.trouble) return this.trouble;
    if (this.waiting && this.state !== "open" && this.state !== "none") return "not saved yet – trying again";
    if (this.state === "lost") return "reconnecting – nothing is lost";
    if (this.state === "none") return this.savedAt ? `saved ${this.savedAt} – by the slower road` : "by the slower road";
    return this.savedAt ? `saved ${this.savedAt}` : "";
  }

  paint() {
    const { element } = this;
    element.replaceChildren();
    if (this.offered) {
      make(element, "span", "fn-said").textContent = this.offered.sentence;
      if (this.offered.act) this.#button(this.offered);
      return;
    }
    element.dataset.state = this.state;
    element.toggleAttribute("data-trouble", Boolean(this.trouble));
    make(element, "span", "fn-said").textContent = this.sentence;
  }

  #button({ label, act }) {
    const button = make(this.element, "button", "fn-quiet-button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      this.forget();
      act();
    });
  }
}
