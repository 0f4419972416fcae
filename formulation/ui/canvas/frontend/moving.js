// A page that shows no drawing is told when its formulation has changed, and where the cursor stood.
//
// Where a drawing stands on the page too, it tells sooner, and nothing is said twice.

import { liveAddress } from "./connection.js";
import { typingIn } from "./typing.js";

const CALM = 500;
const WAITS = [300, 1000, 3000, 8000];
const watches = new WeakMap();

export default function watch(component) {
  const place = component.parentElement;
  if (!watches.has(place)) watches.set(place, new Watch());
  watches.get(place).update(component);
  return () => {
    watches.get(place)?.close();
    watches.delete(place);
  };
}

export class Watch {
  constructor({ Socket = globalThis.WebSocket, url = liveAddress(), typing = () => typingIn(document) } = {}) {
    Object.assign(this, { Socket, url, typing });
    this.failures = 0;
    this.told = 0;
    this.closed = false;
  }

  update({ data, setStateValue }) {
    const another = this.formulation !== data.formulation;
    Object.assign(this, { formulation: data.formulation, revision: data.revision, setStateValue });
    if (another) this.told = 0;
    if (!this.socket) this.#connect();
    else if (another && this.socket.readyState === 1) this.#ask();
  }

  close() {
    this.closed = true;
    clearTimeout(this.again);
    clearTimeout(this.telling);
    this.socket?.close();
  }

  #connect() {
    clearTimeout(this.again);
    if (this.closed) return;
    const socket = new this.Socket(this.url);
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.#ask();
    };
    socket.onmessage = (event) => this.#hear(JSON.parse(event.data));
    socket.onclose = () => {
      if (this.closed) return;
      const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
      this.failures += 1;
      this.again = setTimeout(() => this.#connect(), wait);
    };
  }

  #ask() {
    this.socket.send(JSON.stringify({ watch: this.formulation, have: this.revision }));
  }

  #hear(message) {
    if (!Number.isInteger(message.moved)) return;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.#tell(message.moved), CALM);
  }

  #tell(now) {
    if (this.closed || now === this.revision || now === this.told) return;
    this.told = now;
    this.setStateValue("revision", { number: now, typing: this.typing() });
  }
}
