// The live line: intentions up, pictures and answers down, and coming back when it breaks.
//
// Every intention has a number that the server remembers, so that one sent twice is done once.

import { HOME } from "./home.js";

const FIRST_WAIT = 300;
const LONGEST_WAIT = 8000;
const TRIES_BEFORE_GOING_ROUND = 3;
const SILENCE = 4000;
const FIRST_LATER = 1000;
const SLOW = 1500;
const ROOM = 60_000;

// What may be sent again after the server has forgotten whether it did it: saying it twice is saying it once.
const SAFE_TWICE = new Set(["move", "reword"]);

const TOO_LONG = "This is too long to keep in one place. Shorten it, or keep the longer text in a note.";
const STARTED_AGAIN =
  "The notebook was started again before this was confirmed. Look whether it is there; if not, do it once more.";

export class Connection {
  constructor({ hear, stateChanged, have = () => null, Socket = globalThis.WebSocket, url = liveAddress() }) {
    Object.assign(this, { hear, stateChanged, have, Socket, url });
    this.me = randomName();
    this.state = "connecting";
    this.subject = null;
    this.turn = 0;
    this.current = -1;
    this.process = null;
    this.count = 0;
    this.outbox = new Map();
    this.round = null;
    this.failures = 0;
    this.everOpen = false;
    this.socket = null;
    this.timer = 0;
    this.onBack = () => this.#comeBack();
    globalThis.addEventListener?.("online", this.onBack);
    globalThis.document?.addEventListener?.("visibilitychange", this.onBack);
  }

  // How many intentions are not answered yet.
  get waiting() {
    return this.outbox.size;
  }

  // Whether something that was sent is not kept yet: it was declined just now, or nothing answers.
  get holding() {
    return [...this.outbox.values()].some((entry) => entry.tries || entry.slow);
  }

  lookAt(subject) {
    this.subject = subject;
    if (this.state === "open") this.#open();
    else if (!this.socket && this.state !== "closed") this.#connect();
  }

  // What we have does not fit with what comes: ask for the whole picture.
  askForAll() {
    if (this.state === "open") this.#open(true);
  }

  // Send an intention; resolves with its answer, however long that takes.
  send(gesture) {
    this.count += 1;
    const entry = { n: this.count, gesture: { ...gesture, n: this.count }, process: null };
    if (sizeOf(entry.gesture) > ROOM) {
      return Promise.resolve({ answer: entry.n, ok: false, sentence: TOO_LONG });
    }
    return new Promise((resolve) => {
      entry.resolve = resolve;
      this.outbox.set(entry.n, entry);
      setTimeout(() => this.#isSlow(entry), SLOW);
      if (this.round) this.#sendRound(entry);
      else if (this.#greeted) this.#sendEntry(entry);
      this.stateChanged(this.state);
    });
  }

  // No socket passes here: intentions take another road until one does.
  goRound(round) {
    this.round = round;
    for (const entry of this.outbox.values()) this.#sendRound(entry);
  }

  close() {
    this.#set("closed");
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    globalThis.removeEventListener?.("online", this.onBack);
    globalThis.document?.removeEventListener?.("visibilitychange", this.onBack);
    this.socket?.close();
    this.socket = null;
  }

  get #greeted() {
    return this.state === "open" && this.current === this.turn;
  }

  #connect() {
    clearTimeout(this.timer);
    const socket = new this.Socket(this.url);
    this.socket = socket;
    socket.onopen = () => {
      if (socket !== this.socket) return;
      this.failures = 0;
      this.everOpen = true;
      this.round = null;
      this.#set("open");
      this.#open();
    };
    socket.onmessage = (event) => {
      if (socket === this.socket) this.#take(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (socket !== this.socket) return;
      this.socket = null;
      this.#lost();
    };
  }

  #lost() {
    if (this.state === "closed") return;
    this.failures += 1;
    clearTimeout(this.silence);
    if (this.everOpen) this.#set("lost");
    else if (this.failures >= TRIES_BEFORE_GOING_ROUND) this.#set("none");
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this.failures - 1, 6));
    this.timer = setTimeout(() => this.#connect(), wait * (0.75 + Math.random() / 2));
  }

  // Back online, or looked at again after a sleep: do not wait for a silent line to be noticed.
  #comeBack() {
    if (globalThis.document?.visibilityState === "hidden" || this.state === "closed") return;
    if (this.state === "open") {
      this.#sendText({ here: true });
      clearTimeout(this.silence);
      this.silence = setTimeout(() => this.#dropLine(), SILENCE);
    } else if (!this.socket && this.subject) {
      this.#connect();
    }
  }

  #dropLine() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.#lost();
  }

  #open(all = false) {
    this.turn += 1;
    const tag = all ? null : this.have();
    this.#sendText({ ...this.subject, ...tag, me: this.me, turn: this.turn });
  }

  #take(message) {
    clearTimeout(this.silence);
    if ("turn" in message) this.#greet(message);
    else if ("answer" in message) this.#answered(message);
    else if (this.current === this.turn) this.hear(message);
  }

  #greet({ turn, process }) {
    this.current = turn;
    if (turn !== this.turn) return;
    this.process = process;
    for (const entry of [...this.outbox.values()]) {
      if (entry.round) continue; // on its way through the page, which answers it
      const known = entry.process === null || entry.process === process;
      if (known || SAFE_TWICE.has(entry.gesture.did)) this.#sendEntry(entry);
      else this.#answered({ answer: entry.n, ok: false, sentence: STARTED_AGAIN });
    }
  }

  #answered(message) {
    const entry = this.outbox.get(message.answer);
    if (!entry) return;
    if (message.later === "surely" || (message.later && SAFE_TWICE.has(entry.gesture.did))) this.#tryLater(entry);
    else {
      this.outbox.delete(message.answer);
      entry.resolve(message);
    }
    this.stateChanged(this.state);
  }

  #isSlow(entry) {
    if (!this.outbox.has(entry.n)) return;
    entry.slow = true;
    this.stateChanged(this.state);
  }

  // What is kept cannot be reached just now: hold on to this, and send it again by and by.
  #tryLater(entry) {
    entry.tries = (entry.tries ?? 0) + 1;
    const wait = Math.min(LONGEST_WAIT, FIRST_LATER * 2 ** Math.min(entry.tries - 1, 3));
    setTimeout(() => {
      if (this.outbox.has(entry.n) && this.#greeted) this.#sendEntry(entry);
    }, wait);
  }

  #sendEntry(entry) {
    entry.process ??= this.process;
    this.#sendText(entry.gesture);
  }

  async #sendRound(entry) {
    if (entry.round) return;
    entry.round = true;
    this.#answered({ ...(await this.round.send(entry.gesture)), answer: entry.n });
  }

  #sendText(message) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message));
  }

  #set(state) {
    if (this.state === state) return;
    this.state = state;
    this.stateChanged(state);
  }
}

export function liveAddress(home = HOME) {
  const address = new URL("notebook/live", home);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

function sizeOf(message) {
  return new TextEncoder().encode(JSON.stringify(message)).length;
}

function randomName() {
  const numbers = globalThis.crypto.getRandomValues(new Uint8Array(12));
  return [...numbers].map((number) => number.toString(16).padStart(2, "0")).join("");
}
