// A slip to write a few words on: kept at every pause, and handed in when the person says so.

import { isDark } from "../formulation.canvas/theme.js";
import { Keeper } from "./keeper.js";
import { element } from "./paper.js";
import { SAID, askServer } from "./server.js";
import { difference, placeAfter } from "./together.js";

const slips = new WeakMap();

export default function show(component) {
  const place = component.parentElement;
  if (!slips.has(place)) slips.set(place, new Slip(place, component.data));
  slips.get(place).update(component);
  return () => {
    slips.get(place)?.close();
    slips.delete(place);
  };
}

class Slip {
  constructor(place, data) {
    this.root = place.querySelector(".fn-slip");
    this.data = data;
    this.count = 0;
    const label = element(this.root, "label", "fn-slip-label", data.label);
    this.area = element(label, "textarea", "fn-slip-text");
    this.area.placeholder = data.hint;
    this.area.rows = 3;
    this.area.autocomplete = "off";
    this.area.value = data.text;
    const foot = element(this.root, "div", "fn-slip-foot");
    this.#button(foot, "fn-slip-done", data.done, "done");
    this.#button(foot, "fn-slip-later", data.later, "later");
    this.status = element(foot, "div", "fn-kept");
    this.status.setAttribute("role", "status");
    this.keeper = new Keeper({
      send: (body, how) => this.#ask("POST", body, how),
      look: () => (document.visibilityState === "hidden" ? { ok: false } : this.#ask("GET")),
      hear: (answer, text) => this.#hear(answer, text),
      say: (state, words) => this.#say(state, words),
    });
    this.keeper.begin(data.text);
    this.#listen();
    if (data.text) this.keeper.ask();
  }

  update({ data, setTriggerValue, parentElement }) {
    const there = parentElement.querySelector(".fn-slip");
    if (there && there !== this.root) there.replaceWith(this.root);
    this.root.style.visibility = "";
    this.root.dataset.theme = isDark(this.root) ? "dark" : "light";
    const first = !this.setTriggerValue;
    Object.assign(this, { data, setTriggerValue });
    if (first && !data.text) this.area.focus({ preventScroll: true });
  }

  close() {
    this.keeper.close();
    for (const [where, what, act] of this.heard) where.removeEventListener(what, act);
  }

  #ask(method, body, how) {
    return askServer(["slips", this.data.formulation, this.data.place], method, body, how);
  }

  #listen() {
    this.heard = [];
    const on = (where, what, act) => {
      where.addEventListener(what, act);
      this.heard.push([where, what, act]);
    };
    on(this.area, "input", () => this.keeper.typed(this.area.value));
    on(this.area, "blur", () => this.keeper.flush());
    on(this.area, "keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#hand("done");
    });
    on(window, "pagehide", () => this.keeper.leave());
    on(document, "visibilitychange", () => {
      if (document.visibilityState === "hidden") this.keeper.leave();
      else this.keeper.ask();
    });
    on(window, "online", () => this.keeper.flush());
    on(window, "beforeunload", (event) => {
      if (this.keeper.waiting && this.keeper.failures) event.preventDefault();
    });
  }

  #button(foot, kind, words, did) {
    const button = element(foot, "button", kind, words);
    button.type = "button";
    button.addEventListener("click", () => this.#hand(did));
  }

  // The words go along with the press, so that none typed a moment ago is left behind.
  async #hand(did) {
    const text = this.area.value;
    await this.keeper.flush();
    this.count += 1;
    this.setTriggerValue("did", { did, text, n: this.count });
  }

  #hear(answer, text) {
    const from = this.area.value;
    if (text !== from) {
      const edit = difference(from, text);
      const [start, end] = [this.area.selectionStart, this.area.selectionEnd];
      this.area.value = text;
      this.area.setSelectionRange(placeAfter(start, edit), placeAfter(end, edit));
    }
    if (answer.savedAt && !this.keeper.waiting) this.#say("kept", answer.savedAt);
  }

  #say(state, words) {
    this.status.textContent = SAID[state](words);
    this.status.dataset.state = state;
  }
}
