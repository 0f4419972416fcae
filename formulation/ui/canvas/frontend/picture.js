// The pieces of the picture as they came from the server, kept up to date in place.

const SVG = "http://www.w3.org/2000/svg";

export class Picture {
  constructor(layer) {
    this.layer = layer;
    this.clear();
  }

  clear() {
    this.layer.replaceChildren();
    this.byKey = new Map();
    this.byId = null;
    this.revision = -1;
    this.edition = "";
    this.box = null;
    this.title = "";
  }

  get tag() {
    return this.revision < 0 ? null : { have: this.revision, edition: this.edition };
  }

  showWhole(picture) {
    const { pieces, order } = picture;
    this.revision = picture.revision;
    this.edition = picture.edition;
    this.title = picture.title;
    const gone = [...this.byKey.keys()].filter((key) => !(key in pieces));
    this.#patch({ ...pieces, ...Object.fromEntries(gone.map((key) => [key, null])) });
    this.#putInOrder(order);
    this.box = picture.box;
  }

  // Returns false where this change does not follow on from what is shown.
  applyChange(change) {
    if (change.was > this.revision || this.revision < 0) return false;
    if (change.revision < this.revision) return true;
    this.#patch(change.pieces);
    if (change.order) this.#putInOrder(change.order);
    this.revision = change.revision;
    this.box = change.box;
    return true;
  }

  has(id) {
    return this.of(id).length > 0;
  }

  // Every piece of one record or part: its box, its arrows, its second home in another state.
  of(id) {
    if (!this.byId) this.#index();
    return this.byId.get(id) ?? [];
  }

  // The piece that stands for an id: the one with a place of its own.
  standing(id) {
    const all = this.of(id);
    return all.find((piece) => piece.dataset.moves === id) ??
      all.find((piece) => piece.dataset.x !== undefined) ?? all[0];
  }

  all() {
    return [...this.layer.children];
  }

  // What can be walked to, in order.
  named() {
    return this.all().filter((piece) => piece.dataset.id && piece.hasAttribute("aria-label"));
  }

  #index() {
    this.byId = new Map();
    for (const piece of this.layer.children) {
      const { id } = piece.dataset;
      if (!id) continue;
      if (!this.byId.has(id)) this.byId.set(id, []);
      this.byId.get(id).push(piece);
    }
  }

  #patch(pieces) {
    this.byId = null;
    const fresh = Object.entries(pieces).filter(([, svg]) => svg !== null);
    const made = parsed(fresh.map(([, svg]) => svg).join(""));
    fresh.forEach(([key], at) => this.#put(key, made[at]));
    for (const [key, svg] of Object.entries(pieces)) {
      if (svg !== null) continue;
      this.byKey.get(key)?.remove();
      this.byKey.delete(key);
    }
  }

  // An element that is already there stays the same element, so that focus and pointers stay with it.
  #put(key, made) {
    const there = this.byKey.get(key);
    if (!there) {
      this.byKey.set(key, made);
      this.layer.appendChild(made);
      return;
    }
    for (const { name } of [...there.attributes]) {
      if (!made.hasAttribute(name) && name !== "tabindex") there.removeAttribute(name);
    }
    for (const { name, value } of made.attributes) {
      if (there.getAttribute(name) !== value) there.setAttribute(name, value);
    }
    there.replaceChildren(...made.childNodes);
  }

  #putInOrder(order) {
    let before = null;
    for (const key of order) {
      const piece = this.byKey.get(key);
      if (!piece) continue;
      const next = before ? before.nextSibling : this.layer.firstChild;
      if (piece !== next) this.layer.insertBefore(piece, next);
      before = piece;
    }
  }
}

function parsed(text) {
  const holder = document.createElementNS(SVG, "svg");
  holder.innerHTML = text;
  return [...holder.children];
}
