// Keeps what is typed: on the server's disk at every pause, again when the line comes back, and at the
// last moment when the page goes. It knows nothing of screens.

import { together } from "./together.js";

const PAUSE = 350;
const LONGEST = 2000;
const REST = 15_000;
const AGAIN = [700, 1500, 3000, 6000];
const ASK_EVERY = 4000;

export class Keeper {
  // send(body, {leaving}) → {ok, status, answer}; look() → the same; hear(answer, text) shows what came.
  constructor({ send, look, hear, say, clock = globalThis }) {
    Object.assign(this, { send, look, hear, say, clock });
    this.text = "";
    this.kept = "";
    this.sending = null;
    this.failures = 0;
    this.ended = false;
    this.settled = true;
    this.asking = clock.setInterval(() => this.ask(), ASK_EVERY);
  }

  begin(text) {
    this.text = text;
    this.kept = text;
  }

  get waiting() {
    return this.text !== this.kept && !this.ended;
  }

  // Something was typed.
  typed(text) {
    this.text = text;
    if (this.ended) return;
    this.settled = false;
    if (this.failures === 0) this.say("keeping");
    const now = Date.now();
    this.since ??= now;
    this.#in(Math.max(0, Math.min(PAUSE, this.since + LONGEST - now)));
    this.clock.clearTimeout(this.resting);
    this.resting = this.clock.setTimeout(() => this.flush({ rests: true }), REST);
  }

  // Keep it now; resolves when it is kept, or when that could not be done.
  async flush({ rests = false } = {}) {
    this.clock.clearTimeout(this.timer);
    if (this.ended) return false;
    while (this.sending) await this.sending;
    if (this.text === this.kept && (!rests || this.settled)) return true;
    this.sending = this.#send(rests);
    const done = await this.sending;
    this.sending = null;
    if (done && this.waiting) this.#in(PAUSE);
    return done;
  }

  // The page goes: one last message that outlives it.
  leave() {
    if (this.ended || (this.text === this.kept && this.settled)) return;
    this.send({ text: this.text, was: this.kept, rests: true }, { leaving: true });
  }

  close() {
    this.leave();
    this.ended = true;
    for (const one of [this.timer, this.resting]) this.clock.clearTimeout(one);
    this.clock.clearInterval(this.asking);
  }

  // What somebody else has typed meanwhile, or what changed elsewhere in the note.
  async ask() {
    if (this.ended || this.sending || this.waiting) return;
    const seen = this.kept;
    const { ok, answer } = await this.look();
    if (!ok || this.ended || this.kept !== seen || this.sending) return;
    this.#take(answer, seen);
  }

  #in(wait) {
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.flush(), wait);
  }

  async #send(rests) {
    const sent = this.text;
    this.since = undefined;
    if (this.failures === 0) this.say("keeping");
    const { ok, status, answer } = await this.send({ text: sent, was: this.kept, rests }, {});
    if (ok) {
      this.failures = 0;
      this.settled = answer.settled;
      this.#take(answer, sent);
      this.say(this.waiting ? "keeping" : "kept", answer.savedAt);
      return true;
    }
    if (status === 409 || status === 413) {
      this.ended = Boolean(answer?.signed);
      this.say("refused", answer?.sentence ?? "");
      return false;
    }
    this.say("lost");
    const wait = AGAIN[Math.min(this.failures, AGAIN.length - 1)];
    this.failures += 1;
    this.#in(wait);
    return false;
  }

  // What the server keeps now; what was typed since is put together with what others typed.
  #take(answer, sent) {
    this.kept = answer.text;
    const now = together(sent, this.text, answer.text);
    const was = this.text;
    this.text = now;
    this.hear(answer, now, was);
  }
}
