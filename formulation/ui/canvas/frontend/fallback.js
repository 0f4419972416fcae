// The slower road, where no socket passes: pictures are fetched, intentions go through the page itself.

import { HOME } from "./home.js";

const EVERY = 4000;
const PATIENCE = 6000;
const ASKS = 5;

const NOT_DONE = "The notebook has not answered yet, so this may not be saved. Look whether it is there; if not, do it again.";

export class Fallback {
  constructor({ hear, have, ask }) {
    Object.assign(this, { hear, have, ask });
    this.subject = null;
    this.waiting = new Map();
    this.timer = setInterval(() => this.#lookIfSeen(), EVERY);
  }

  lookAt(subject) {
    if (this.resting) return;
    this.subject = subject;
    this.look();
  }

  async look() {
    const subject = this.subject;
    if (!subject) return;
    const found = await fetchPicture(subject.open, subject.drawing, subject.pulls, this.have(), subject.view);
    if (subject !== this.subject) return;
    if (found.picture || found.trouble) this.hear(found);
  }

  // Send an intention through the page; resolves with the page's own answer.
  //
  // A page that is busy may lose a word: it is asked again, and knows by the number what it has done.
  send(gesture) {
    return new Promise((resolve) => {
      const entry = { resolve, gesture, asked: 0 };
      this.waiting.set(gesture.n, entry);
      this.#ask(entry);
    });
  }

  #ask(entry) {
    entry.asked += 1;
    this.ask({ ...entry.gesture, asked: entry.asked });
    entry.timer = setTimeout(() => {
      if (entry.asked < ASKS) this.#ask(entry);
      else this.#answered({ answer: entry.gesture.n, ok: false, sentence: NOT_DONE });
    }, PATIENCE);
  }

  // The page's answers to the last few intentions.
  heard(answers) {
    for (const answer of answers) {
      if (this.waiting.has(answer.answer)) this.#answered(answer);
    }
  }

  #answered(answer) {
    const entry = this.waiting.get(answer.answer);
    clearTimeout(entry.timer);
    this.waiting.delete(answer.answer);
    entry.resolve(answer);
    this.look();
  }

  // A socket passes after all: nothing is looked for here any more, but what is under way is still answered.
  rest() {
    clearInterval(this.timer);
    this.subject = null;
    this.resting = true;
  }

  close() {
    clearInterval(this.timer);
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.subject = null;
  }

  #lookIfSeen() {
    if (document.visibilityState !== "hidden") this.look();
  }
}

// One drawing as data: {picture}, {trouble}, or {} where nothing is newer than what we have.
export async function fetchPicture(formulation, drawing, pulls, tag = null, view = "") {
  const path = [formulation, drawing].map(encodeURIComponent).join("/");
  const address = new URL(`notebook/drawing/${path}`, HOME);
  if (!pulls) address.searchParams.set("pulls", "no");
  if (view) address.searchParams.set("view", view);
  const headers = { Accept: "application/json" };
  if (tag) headers["If-None-Match"] = `"${tag.edition}-${tag.have}"`;
  try {
    const answer = await fetch(address, { headers, cache: "no-store", credentials: "same-origin" });
    if (answer.status === 304) return {};
    const found = await answer.json();
    return answer.ok ? { picture: found } : { trouble: found.sentence };
  } catch {
    return { trouble: "The notebook does not answer just now. Nothing is lost." };
  }
}

// The words of one thing exactly as they are kept: {words, editable} or {sentence}.
export async function fetchWords(formulation, id) {
  const path = [formulation, id].map(encodeURIComponent).join("/");
  try {
    const answer = await fetch(new URL(`notebook/words/${path}`, HOME), {
      headers: { Accept: "application/json" }, cache: "no-store", credentials: "same-origin",
    });
    return await answer.json();
  } catch {
    return {};
  }
}
