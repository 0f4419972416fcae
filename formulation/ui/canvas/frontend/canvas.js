// The drawing surface: puts the pieces below together and talks to the page around it.
//
// The picture is the server's; nothing here draws. Streamlit calls the default export each time
// the page runs, so the canvas itself is kept beside the element it lives in.

import { Announcer } from "./announce.js";
import { menuFor } from "./actions.js";
import { arranged } from "./arranging.js";
import { Bubble } from "./bubble.js";
import { copied, copy } from "./clipboard.js";
import { Connection } from "./connection.js";
import { Drops } from "./drops.js";
import { Fallback, fetchPicture } from "./fallback.js";
import { Handles } from "./handles.js";
import { Help } from "./help.js";
import { Holding } from "./holding.js";
import { Joiner } from "./joiner.js";
import { Keyboard } from "./keyboard.js";
import { Loop } from "./loop.js";
import { Marks } from "./marks.js";
import { Menu } from "./menu.js";
import { Minimap } from "./minimap.js";
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
import { said, Words } from "./words.js";

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
    // The page has brought this canvas up to the reader: what is pointed at comes along.
    this.brought = () => this.#bringIntoSight(this.selection.ids);
    document.addEventListener("fn-in-sight", this.brought);
    this.holding = new Holding(this.picture, () => this.marks.paint());
    this.handles = new Handles(this.surface.handles, this.view);
    this.marks = new Marks(this.surface.marks, this.picture, this.holding, this.selection,
      (piece) => this.#paintHandles(piece));
    this.minimap = new Minimap(this.surface.root, this);
    this.status = new Status(this.surface.status);
    this.bubble = new Bubble(this.surface.overlay, this.view);
    this.menu = new Menu(this.surface.overlay, this.view);
    this.words = new Words(this);
    this.joiner = new Joiner(this);
    this.loop = new Loop(this);
    this.drops = new Drops(this);
    this.awaited = [];
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
    document.removeEventListener("fn-in-sight", this.brought);
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
    this.joiner.letGo();
    this.menu.close();
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
    const first = this.view.box === null;
    this.picture.showWhole(picture);
    this.surface.name(picture.title);
    this.view.settle(picture.box);
    this.#shown(picture);
    if (first && this.turn > 0) this.#bringIntoSight(this.selection.ids);
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
    this.minimap.follow();
    this.awaited = this.awaited.filter((one) => !one(this.picture.revision));
    this.#tellRevision();
  }

  // Resolves once the picture has this revision; or after a while, whatever it has.
  shown(id, revision) {
    if (this.picture.revision >= revision || this.picture.has(id)) return Promise.resolve();
    return new Promise((resolve) => {
      const late = setTimeout(resolve, 4000);
      this.awaited.push((now) => {
        if (now < revision) return false;
        clearTimeout(late);
        resolve();
        return true;
      });
    });
  }

  #showTrouble(sentence) {
    this.status.say(sentence);
    this.announcer.say(sentence);
  }

  #lineChanged(state) {
    this.status.line(state, this.connection.waiting, this.connection.holding);
    if (state === "none" && !this.fallback) {
      this.fallback = new Fallback({
        hear: (message) => this.#take(message),
        have: () => this.picture.tag,
        ask: (gesture) => this.page.setTriggerValue("gesture", { ...gesture, who: this.connection.me }),
      });
      this.connection.goRound(this.fallback);
      this.#lookLive();
    }
    if (state === "open") this.fallback?.rest();
  }

  // Intentions: sent up, answered once, and spoken aloud where they are declined.
  async intend(gesture) {
    const answer = await this.connection.send({ ...gesture, revision: this.picture.revision });
    this.status.line(this.connection.state, this.connection.waiting, this.connection.holding);
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

  async doAgain() {
    if (!this.mayDraw) return;
    this.status.forget();
    const answer = await this.intend({ did: "redo" });
    this.announcer.say(answer.ok ? "Done again." : answer.sentence);
    if (!answer.ok) this.status.note(answer.sentence);
  }

  // Something drawn by hand: said aloud where it is declined, selected where it made something.
  async #draw(gesture, about, { select = true } = {}) {
    const answer = await this.intend(gesture);
    if (!answer.ok) this.bubble.say(about, answer.sentence, this.picture);
    else if (select) await this.selectMade(answer);
    return answer;
  }

  join(from, to, kind) {
    return this.#draw({ did: "join", from, to, kind }, from);
  }

  async pair(gesture, id) {
    await this.#draw(gesture, id);
    this.holding.forget([id]);
  }

  async hold(id, where) {
    const answer = await this.#draw({ did: "hold", id, ...where }, id);
    if (!answer.ok || where.into) this.holding.forget([id]);
    if (answer.ok) this.announcer.say(where.into ? `Now in ${this.nameOf(where.into)}.` : "Taken out.");
  }

  async selectMade({ made, revision }) {
    if (!made?.length) return;
    await this.shown(made[0], revision);
    const here = made.filter((id) => this.picture.has(id));
    if (!here.length) return;
    this.selection.choose(here);
    this.keyboard.standAt(this.picture.standing(here[0]));
    this.#bringIntoSight(here);
  }

  openMenu(piece, at) {
    const id = piece?.dataset.id;
    if (id && !this.selection.has(id)) this.selection.choose([id]);
    if (!id) this.selection.choose([]);
    const place = this.view.toDrawingFromLocal(...at);
    const title = !id ? "The drawing" : this.selection.ids.length > 1
      ? `${this.selection.ids.length} things` : this.nameOf(id);
    this.menu.choose(at, title, menuFor(this, Boolean(id))).then((item) => item?.act(this, place));
  }

  labelOf({ name, label }) {
    if (name === "undo") return this.data.undo ? `${label}: ${this.data.undo}` : label;
    if (name === "redo") return this.data.redo ? `${label}: ${this.data.redo}` : label;
    return label;
  }

  nameOf(id) {
    const piece = this.picture.standing(id);
    if (!piece) return "that";
    if (piece.dataset.kind === "role") {
      const label = piece.getAttribute("aria-label") ?? "";
      return label.split(";")[0] || "this role";
    }
    return said(piece) || piece.dataset.kind;
  }

  states() {
    return this.picture.all().filter((piece) => piece.dataset.kind === "state" && piece.dataset.id)
      .map((piece) => piece.dataset.id);
  }

  async askWhatItIs(at) {
    const [id] = this.selection.ids;
    const items = (this.data.turns ?? []).map(([name, label]) => ({ label, name }));
    const here = id.startsWith("phrase:") ? items.filter((one) => one.name !== "phrase")
      : ["pole:", "role:", "step:"].some((one) => id.startsWith(one))
        ? items.filter((one) => one.name === "phrase") : items;
    const chosen = await this.menu.choose(this.#menuAt(at), "Turn into", here);
    if (chosen) await this.#draw({ did: "turn", id, kind: chosen.name }, id);
  }

  async askWhichState(at) {
    const [id] = this.selection.ids;
    const piece = this.picture.standing(id);
    const outOf = piece?.dataset.moves?.startsWith("state:") ? piece.dataset.moves : null;
    const items = this.states().filter((one) => one !== outOf).map((into) => ({ label: this.nameOf(into), into }));
    if (outOf) items.push({ label: `Out of ${this.nameOf(outOf)}`, into: null });
    const chosen = await this.menu.choose(this.#menuAt(at), "Which state?", items);
    if (!chosen) return;
    const { x, y } = piece.dataset;
    const beside = chosen.into ? {} : { at: [Number(x), Number(y) + 260] };
    await this.hold(id, { into: chosen.into, outOf, ...beside });
  }

  async askHowToArrange(at, ways) {
    const boxes = this.#boxesSelected();
    const items = ways.filter(([, , least]) => boxes.length >= least).map(([way, label]) => ({ way, label }));
    const chosen = await this.menu.choose(this.#menuAt(at), "Line up, space out", items);
    if (!chosen) return;
    const places = arranged(boxes, chosen.way);
    for (const [id, [x, y]] of Object.entries(places)) this.holding.put(id, x, y);
    await this.move(places);
  }

  #boxesSelected() {
    const ids = this.selection.ids.map((id) => this.picture.standing(id)?.dataset.moves).filter(Boolean);
    return [...new Set(ids)].map((id) => {
      const { w, h } = this.picture.standing(id).dataset;
      const [x, y] = this.holding.shownAt(id);
      return { id, x, y, w: Number(w), h: Number(h) };
    });
  }

  #menuAt(at) {
    if (at) return this.view.toLocal(...at);
    const { x, y, h } = this.picture.standing(this.selection.ids.at(-1))?.dataset ?? {};
    const [wide, high] = this.view.size;
    return x === undefined ? [wide / 2, high / 3] : this.view.toLocal(Number(x), Number(y) + Number(h) / 2 + 6);
  }

  writePhrase(at) {
    const [wide, high] = this.view.size;
    this.words.writeAt(at ?? this.view.toDrawingFromLocal(wide / 2, high / 2));
  }

  selectAll() {
    const ids = this.picture.all().filter(({ dataset: { id, moves } }) => id && id === moves)
      .map((piece) => piece.dataset.id);
    this.selection.choose([...new Set(ids)]);
    this.announcer.say(`${this.selection.ids.length} selected.`);
  }

  copy() {
    const done = copy(this.data.formulation, this.data.drawing, this.selection.ids);
    const sentence = done ? "Copied. Ctrl V puts a copy here or on another map."
      : "This browser does not keep what is copied.";
    this.announcer.say(sentence);
    this.status.note(sentence);
  }

  async paste(at) {
    const kept = copied();
    if (!kept) return;
    const [wide, high] = this.view.size;
    const place = at ?? this.pointer.over ?? this.view.toDrawingFromLocal(wide / 2, high / 2);
    const answer = await this.#draw({ did: "paste", ...kept, at: place }, null);
    if (answer.ok) this.announcer.say("Pasted.");
  }

  #paintHandles(piece) {
    const shows = piece && this.data && this.mayDraw && !this.joiner?.isOpen && !this.pointer?.isDragging;
    this.handles.paint(shows ? piece : null, piece?.getAttribute("transform"));
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
    const { mode, selected, turn, heard, answers = [] } = this.data;
    this.fallback?.heard(answers);
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
    this.minimap?.follow();
    if (this.data && this.data.mode !== "still") remember(this.data, "view", this.view.plain());
  }
}
