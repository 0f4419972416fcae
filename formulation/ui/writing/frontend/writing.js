// The place to write: puts the pieces below together and talks to the page around it.

import { isDark } from "../formulation.canvas/theme.js";
import { Keeper } from "./keeper.js";
import { Paper, element } from "./paper.js";
import { Phases } from "./phases.js";
import { Picker, askedFor } from "./picker.js";
import { SAID, askServer } from "./server.js";

const surfaces = new WeakMap();

export default function show(component) {
  const place = component.parentElement;
  if (!surfaces.has(place)) surfaces.set(place, new Surface(place, component.data));
  surfaces.get(place).update(component);
  return () => {
    surfaces.get(place)?.close();
    surfaces.delete(place);
  };
}

class Surface {
  constructor(place, data) {
    this.root = place.querySelector(".fn-writing");
    this.root.dataset.theme = isDark(this.root) ? "dark" : "light";
    this.data = data;
    this.count = 0;
    this.reported = "";
    this.phases = new Phases(this.root, { writeUnder: (name) => this.#writeUnder(name) });
    this.#tools(data.ways);
    this.paper = new Paper(this.root, data.label);
    this.picker = new Picker(this.paper.root, {
      chosen: (thing, asked) => this.#chosen(thing, asked),
      closed: (asked) => asked && this.paper.area.focus(),
    });
    this.foot = element(this.root, "div", "fn-foot");
    this.told = element(this.foot, "div", "fn-told");
    this.told.setAttribute("aria-live", "polite");
    this.status = element(this.foot, "div", "fn-kept");
    this.status.setAttribute("role", "status");
    this.keeper = new Keeper({
      send: (body, how) => this.#ask("POST", body, how),
      look: () => (document.visibilityState === "hidden" ? { ok: false } : this.#ask("GET")),
      hear: (answer, text) => this.#hear(answer, text),
      say: (state, words) => this.#say(state, words),
    });
    this.before = data.text;
    this.paper.show(data.text);
    this.keeper.begin(data.text);
    this.#listen();
    this.keeper.ask();
  }

  update({ data, setTriggerValue, setStateValue, parentElement }) {
    const there = parentElement.querySelector(".fn-writing");
    if (there && there !== this.root) there.replaceWith(this.root);
    this.root.style.visibility = "";
    const moved = data.version !== this.data.version;
    Object.assign(this, { data, setTriggerValue, setStateValue });
    this.root.dataset.theme = isDark(this.root) ? "dark" : "light";
    this.picker.things = data.things;
    this.phases.show(data.phases);
    if (moved) this.keeper.ask();
  }

  close() {
    this.keeper.close();
    for (const [where, what, act] of this.heard) where.removeEventListener(what, act);
  }

  // Asking the server

  #ask(method, body, how) {
    return askServer(["writing", this.data.formulation, this.data.note], method, body, how);
  }

  #hear(answer, text) {
    this.paper.show(text);
    this.before = text;
    if (text === answer.text) this.paper.mark(marksIn(answer));
    this.#tellUnderCursor();
    if (answer.savedAt && !this.keeper.waiting) this.#say("kept", answer.savedAt);
  }

  #say(state, words) {
    this.status.textContent = SAID[state](words);
    this.status.dataset.state = state;
  }

  // What the person does

  #listen() {
    const { area } = this.paper;
    this.heard = [];
    const on = (where, what, act) => {
      where.addEventListener(what, act);
      this.heard.push([where, what, act]);
    };
    on(area, "input", () => this.#typed());
    on(area, "keydown", (event) => this.#key(event));
    on(area, "blur", () => {
      setTimeout(() => !this.picker.asks && this.picker.close(), 150);
      this.keeper.flush({ rests: true });
    });
    for (const what of ["keyup", "pointerup", "select", "focus"]) on(area, what, () => this.#selected());
    on(document, "selectionchange", () => this.#selected());
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

  #typed() {
    const was = this.before;
    this.before = this.paper.text;
    this.paper.typed(was);
    this.keeper.typed(this.before);
    const { area } = this.paper;
    const asked = area.selectionStart === area.selectionEnd && askedFor(this.before, area.selectionStart);
    if (asked) {
      this.asked = asked;
      if (this.picker.isOpen) this.picker.narrow(asked.words);
      else this.picker.open(this.paper.spot(asked.start), area, { words: asked.words });
      if (!this.picker.found.length && asked.words.length > 2) this.picker.close();
    } else if (!this.picker.asks) this.picker.close();
  }

  #key(event) {
    if (this.picker.key(event)) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.#tieSelected();
    }
  }

  #selected() {
    const found = this.paper.selection;
    for (const button of this.buttons) button.setAttribute("aria-disabled", String(!found));
    this.#tellUnderCursor();
    clearTimeout(this.reporting);
    this.reporting = setTimeout(() => this.#report(), 300);
  }

  // The page learns what is selected, so that a touch on the drawing can tie it.
  async #report() {
    const found = this.paper.selection;
    const said = JSON.stringify(found);
    if (said === this.reported || (!found && !this.reported)) return;
    if (!found && this.#root().activeElement !== this.paper.area) return;
    this.reported = found ? said : "";
    await this.keeper.flush();
    this.setStateValue("selected", found ?? { words: "", at: 0 });
  }

  #root() {
    return this.root.getRootNode();
  }

  #tools(ways) {
    const bar = element(this.root, "div", "fn-tools");
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "With the words selected");
    this.buttons = [];
    const add = (words, title, act) => {
      const button = element(bar, "button", "fn-tool", words);
      button.type = "button";
      button.title = title;
      button.setAttribute("aria-disabled", "true");
      button.addEventListener("pointerdown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.paper.selection && act());
      this.buttons.push(button);
    };
    add("Tie to…", "Tie the selected words to something on the drawing (Ctrl+K), or type @ and part of its words",
      () => this.#tieSelected());
    for (const { kind, name } of ways) {
      add(name, `Pull the selected words out as “${name}”`, () => this.#pullOut(kind));
    }
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const at = this.buttons.indexOf(this.#root().activeElement);
      if (!step || at < 0) return;
      this.buttons[(at + step + this.buttons.length) % this.buttons.length].focus();
      event.preventDefault();
    });
  }

  #tieSelected() {
    const found = this.paper.selection;
    if (!found) {
      this.told.textContent = "Select some words first, or type @ and part of what you mean.";
      return;
    }
    this.tying = found;
    this.picker.open(this.paper.spot(found.at + found.words.length), this.paper.area, { asks: true });
  }

  #chosen(thing, asked) {
    if (asked) {
      this.paper.area.focus();
      this.#do({ did: "tie", ...this.tying, to: thing.id });
      return;
    }
    const words = thing.name.split("  ·  ")[0];
    const { start } = this.asked;
    this.paper.replace(start, this.paper.area.selectionStart, `${words} `);
    this.#do({ did: "tie", words, at: start, to: thing.id });
  }

  #pullOut(kind) {
    this.#do({ did: "pull_out", ...this.paper.selection, kind });
  }

  async #do(what) {
    if (!(await this.keeper.flush({ rests: true }))) return;
    this.count += 1;
    this.setTriggerValue("did", { ...what, n: this.count });
  }

  #writeUnder(name) {
    const { text } = this.paper;
    const there = `\n${text}\n`.indexOf(`\n${name}\n`);
    if (there >= 0) {
      const end = there + name.length + 1;
      this.paper.area.focus();
      this.paper.area.setSelectionRange(Math.min(end, text.length), Math.min(end, text.length));
      return;
    }
    const gap = !text ? "" : text.endsWith("\n\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n";
    this.paper.replace(text.length, text.length, `${gap}${name}\n`);
  }

  // What the cursor stands in: a passage and what it is tied to, or words that might say who somebody is.
  #tellUnderCursor() {
    const { area } = this.paper;
    const mark = this.paper.markAt(area.selectionStart);
    const said = mark ? JSON.stringify(mark) : "";
    if (said === this.saidOf) return;
    this.saidOf = said;
    this.told.replaceChildren();
    if (!mark) return;
    const words = this.paper.text.slice(mark.from, mark.to);
    const short = words.length > 40 ? `${words.slice(0, 38)}…` : words;
    if (mark.is === "identifier") this.#tellIdentifier(mark, short);
    else this.#tellPassage(mark, short);
  }

  #tellIdentifier(mark, words) {
    element(this.told, "span", "", `“${words}” might be ${mark.kind}.`);
    if (!mark.instead) return;
    this.#quiet(`Say “${mark.instead}”`, () => this.paper.replace(mark.from, mark.to, mark.instead));
  }

  #tellPassage(mark, words) {
    const how = { moved: " It has moved since.", reworded: " It was reworded since." }[mark.standing] ?? "";
    element(this.told, "span", "", `“${words}” is tied to ${mark.about} · ${mark.kind}.${how}`);
    this.#quiet("Let go", () => this.#do({ did: "untie", id: mark.id }));
  }

  #quiet(words, act) {
    const button = element(this.told, "button", "fn-quiet", words);
    button.type = "button";
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", act);
  }
}

// Identifiers first: where both lie over each other, who somebody is matters more.
function marksIn(answer) {
  return [
    ...answer.identifiers.map((one) => ({ ...one, is: "identifier" })),
    ...answer.passages.map((one) => ({ ...one, is: one.standing === "there" ? "passage" : "passage-moved" })),
  ];
}
