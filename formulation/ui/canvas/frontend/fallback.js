// The slower road, where no socket passes: pictures are fetched, intentions go through the page itself.

import { HOME } from "./home.js";

const EVERY = 4000;
const PATIENCE = 2500;

const NOT_DONE = "This was not done. The sentence beside the drawing says why.";

export class Fallback {
  constructor({ hear, have, ask }) {
    Object.assign(this, { hear, have, ask });
    this.subject = null;
    this.waiting = new Map();
    this.timer = setInterval(() => this.#lookIfSeen(), EVERY);
  }

  lookAt(subject) {
    this.subject = subject;
    this.look();
  }

  async look() {
    const subject = this.subject;
    if (!subject) return;
    const found = await fetchPicture(subject.open, subject.drawing, subject.pulls, this.have(), subject.view);
    if (subject !== this.subject) return;
    if (found.picture || found.trouble) this.hear(found);
    this.#settle();
  }

  // Send an intention through the page; resolves once the page has had time to act on it.
  send(gesture) {
    return new Promise((resolve) => {
      this.waiting.set(gesture.n, { resolve, before: this.have()?.have ?? -1 });
      this.ask(gesture);
    });
  }

  // The page has this intention; what it did with it shows in the next picture, or does not.
  heard(number) {
    const entry = this.waiting.get(number);
    if (!entry) return;
    entry.timer = setTimeout(() => {
      this.waiting.delete(number);
      entry.resolve({ ok: false, sentence: NOT_DONE });
    }, PATIENCE);
    this.look();
  }

  close() {
    clearInterval(this.timer);
    this.subject = null;
  }

  #settle() {
    const now = this.have()?.have ?? -1;
    for (const [number, entry] of this.waiting) {
      if (!entry.timer || now <= entry.before) continue;
      clearTimeout(entry.timer);
      this.waiting.delete(number);
      entry.resolve({ ok: true, sentence: "", revision: now });
    }
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
