// The drawing surface: puts the pieces below together and talks to the page around it.
//
// The picture is the server's; nothing here draws. Streamlit calls the default export each time
// the page runs, so the canvas itself is kept beside the element it lives in.

import { Announcer } from "./announce.js";
import { Bubble } from "./bubble.js";
import { Connection } from "./connection.js";
import { Fallback, fetchPicture } from "./fallback.js";
import { Help } from "./help.js";
import { Holding } from "./holding.js";
import { Keyboard } from "./keyboard.js";
import { Marks } from "./marks.js";
import { Picture } from "./picture.js";
import { Pointer } from "./pointer.js";
import { same, Selection } from "./selection.js";
import { Status } from "./status.js";
import { recall, remember } from "./memory.js";
import { surfaceIn } from "./surface.js";
import { isDark } from "./theme.js";
import { Toolbar } from "./toolbar.js";
import { typingIn } from "./typing.js";
import { View } from "./view.js";
import { Words } from "./words.js";

const canvases = new WeakMap();

export default function show(component) {
  const place = component.parentElement;
  if (!canvases.has(place)) canvases.set(place, new Canvas(place));
  canvases.get(place).update(component);
  return () => {
    canvases.get(place)?.close();
    canvases.delete(place);
  };
}

class Canvas {
  constructor(place) {
    this.surface = surfaceIn(place);
    this.data = null;
    this.page = null;
    this.turn = 0;
    this.heard = 0;
    this.count = 0;
    this.toldRevision = 0;
    this.announcer = new Announcer(this.surface.live);
    this.picture = new Picture(this.surface.pieces);
    this.view = new View(this.surface, () => this.#viewMoved());
    this.selection = new Selection((ids) => this.#selected(ids));
    this.holding = new Holding(this.picture, () => this.marks.paint());
    this.marks = new Marks(this.surface.marks, this.picture, this.holding, this.selection);
    this.status = new Status(this.surface.status);
    this.bubble = new Bubble(this.surface.overlay, this.view);
    this.words = new Words(this);
    this.help = new Help(this.surface.root);
    this.toolbar = new Toolbar(this.surface.toolbar, this);
    this.pointer = new Pointer(this);
    this.keyboard = new Keyboard(this);
    this.connection = null;
    this.fallback = null;
  }

  get mayDraw() {
    return this.data.mode === "draw" && !this.data.readOnly;
  }

  get mayTouch() {
    return this.data.mode === "draw" || (this.data.mode === "pick" && !this.data.readOnly);
  }

  // What the page says now: called on the first showing and on every rerun.
  update(component) {
    const before = this.data;
    this.data = component.data;
    this.page = component;
    this.surface.adopt(component.parentElement);
    this.surface.dress(this.data, isDark(this.surface.root));
    const moved = !before || before.formulation !== this.data.formulation ||
      before.drawing !== this.data.drawing || before.mode !== this.data.mode;
    if (moved) this.#lookAt(before);
    else if (before.pulls !== this.data.pulls || before.view !== this.data.view) this.#lookOtherwise();
    else if (this.data.revision !== before.revision) this.#pageMovedOn();
    this.#hear(before);
    this.toolbar.refresh();
  }

  close() {
    this.words.close();
    this.connection?.close();
    this.fallback?.close();
    this.keyboard.close();
    this.pointer.close();
    this.view.close();
  }

  // Another drawing, or the first one.
  #lookAt(before) {
    this.words.close();
    this.bubble.close();
    this.holding.clear();
    if (before) remember(before, "view", this.view.plain());
    this.picture.clear();
    this.view.expect(recall(this.data, "view"));
    if (this.data.mode === "still") this.#lookOnce();
    else this.#lookLive();
  }

  // The same drawing seen in another way: its pieces change where they are, and whoever saw all of it still does.
  #lookOtherwise() {
    this.view.expect(this.view.plain());
    if (this.data.mode === "still") this.#lookOnce();
    else this.#lookLive();
  }

  #lookLive() {
    const subject = {
      open: this.data.formulation,
      drawing: this.data.drawing,
      pulls: this.data.pulls,
      view: this.data.view ?? "",
    };
    this.connection ??= new Connection({
      hear: (message) => this.#take(message),
      have: () => this.picture.tag,
      stateChanged: (state) => this.#lineChanged(state),
    });
    this.connection.lookAt(subject);
    this.fallback?.lookAt(subject);
  }

  async #lookOnce() {
    const wanted = this.data;
    await this.surface.seen();
    const found = await fetchPicture(wanted.formulation, wanted.drawing, wanted.pulls, null, wanted.view);
    if (found.picture && wanted.drawing === this.data.drawing) this.#take(found);
    else if (found.trouble) this.status.say(found.trouble);
  }

  #pageMovedOn() {
    if (this.data.mode === "still") this.#lookOnce();
    else this.fallback?.look();
  }

  // What comes down, by whichever road.
  #take(message) {
    if (message.picture) this.#showWhole(message.picture);
    else if (message.change) this.#showChange(message.change);
    else if (message.trouble) this.#showTrouble(message.trouble);
  }

  #showWhole(picture) {
    this.picture.showWhole(picture);
    this.surface.name(picture.title);
    this.view.settle(picture.box);
    this.#shown(picture);
  }

  #showChange(change) {
    const newcomers = Object.entries(change.pieces).some(
      ([key, svg]) => svg !== null && !this.picture.byKey.has(key),
    );
    if (!this.picture.applyChange(change)) {
      this.connection?.askForAll();
      return;
    }
    this.view.box = change.box;
    // Whoever looks at the whole drawing goes on seeing all of it when something new is put down.
    if (newcomers && this.view.fitted && !this.view.holdsAll()) this.view.fit();
    this.#shown(change);
  }

  // What the page has just put down or gone to is brought into sight, no further than needed.
  #bringIntoSight(ids) {
    const piece = ids.length ? this.picture.standing(ids[0]) : null;
    if (!piece || this.data.mode !== "draw") return;
    const [x, y, w, h] = ["x", "y", "w", "h"].map((side) => Number(piece.dataset[side]));
    if ([x, y, w, h].every(Number.isFinite)) this.view.reveal(x, y, w, h);
  }

  #shown(message) {
    this.status.saved(message.savedAt);
    this.surface.root.dataset.revision = String(this.picture.revision);
    this.holding.settle(this.picture.revision);
    this.marks.paint();
    this.words.follow();
    this.bubble.follow();
    this.keyboard.refresh();
    this.#tellRevision();
  }

  #showTrouble(sentence) {
    this.status.say(sentence);
    this.announcer.say(sentence);
  }

  #lineChanged(state) {
    this.status.line(state, this.connection.waiting);
    if (state === "none" && !this.fallback) {
      this.fallback = new Fallback({
        hear: (message) => this.#take(message),
        have: () => this.picture.tag,
        ask: (gesture) => this.page.setTriggerValue("gesture", gesture),
      });
      this.connection.goRound(this.fallback);
      this.#lookLive();
    }
    if (state === "open" && this.fallback) {
      this.fallback.close();
      this.fallback = null;
    }
  }

  // Intentions: sent up, answered once, and spoken aloud where they are declined.
  async intend(gesture) {
    const answer = await this.connection.send({ ...gesture, revision: this.picture.revision });
    this.status.line(this.connection.state, this.connection.waiting);
    if (answer.ok) this.#tellRevision(answer.revision);
    else if (answer.sentence) this.announcer.say(answer.sentence);
    return answer;
  }

  async move(places) {
    const number = this.holding.keep(Object.keys(places));
    const answer = await this.intend({ did: "move", places });
    if (answer.ok) this.holding.release(number, answer.revision);
    else {
      this.holding.drop(number);
      this.bubble.say(Object.keys(places)[0], answer.sentence, this.picture);
    }
    this.marks.paint();
  }

  async takeBack() {
    if (!this.mayDraw) return;
    this.status.forget();
    const answer = await this.intend({ did: "undo" });
    this.announcer.say(answer.ok ? "Taken back." : answer.sentence);
    if (!answer.ok) this.status.note(answer.sentence);
  }

  async remove(ids) {
    const answer = await this.intend({ did: "remove", ids });
    if (!answer.ok) this.bubble.say(ids[0], answer.sentence, this.picture);
    else this.status.offer("Removed.", "Take it back", () => this.takeBack());
  }

  // Pointing: in “pick” the page decides, in “draw” the selection is ours until the page chooses.
  touch(id) {
    this.count += 1;
    this.selection.flip(id, { quietly: true });
    this.marks.paint();
    this.page.setTriggerValue("touched", { id, n: this.count });
  }

  #selected(ids) {
    this.marks.paint();
    this.toolbar.refresh();
    if (this.data.mode !== "draw") return;
    remember(this.data, "selected", ids, { anyDrawing: true });
    this.page.setStateValue("selected", { turn: this.turn, ids });
  }

  #hear(before) {
    const { mode, selected, turn, heard } = this.data;
    if (mode === "pick") {
      this.#hearChosen(before);
    } else if (!before) {
      this.turn = turn;
      const kept = recall(this.data, "selected", { anyDrawing: true });
      if (turn > 0 || selected.length) this.selection.show(selected);
      else if (kept?.length && mode === "draw") this.selection.choose(kept);
    } else if (turn > this.turn) {
      this.turn = turn;
      this.selection.show(selected);
      this.#bringIntoSight(selected);
    }
    if (heard > this.heard) this.fallback?.heard(heard);
    this.heard = heard;
    this.marks.paint();
  }

  // A touch shows at once. The page hears of it first and decides a moment later; only where it
  // then leaves things as they were does the touch go away again.
  #hearChosen(before) {
    clearTimeout(this.deciding);
    const { selected, heard } = this.data;
    const undecided = before && heard > this.heard && same(selected, before.selected);
    this.deciding = setTimeout(() => {
      this.selection.show(selected);
      this.marks.paint();
    }, undecided ? 900 : 0);
  }

  // The panels beside show what changed; they are told once things have calmed down.
  #tellRevision(own) {
    if (this.data.mode === "still") return;
    clearTimeout(this.telling);
    const wait = own ? 20 : 250;
    this.telling = setTimeout(() => {
      const now = Math.max(this.picture.revision, own ?? 0);
      if (now <= this.data.revision || now <= this.toldRevision) return;
      this.toldRevision = now;
      this.page.setStateValue("revision", { number: now, typing: typingIn(document) });
    }, wait);
  }

  #viewMoved() {
    this.words.follow();
    this.bubble.follow();
    this.marks.paint();
    if (this.data && this.data.mode !== "still") remember(this.data, "view", this.view.plain());
  }
}
