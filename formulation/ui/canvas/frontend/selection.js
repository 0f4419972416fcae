// What is selected, the latest last.

export class Selection {
  constructor(chosen) {
    this.chosen = chosen;
    this.ids = [];
  }

  has(id) {
    return this.ids.includes(id);
  }

  // The person chooses: the page is told.
  choose(ids) {
    if (same(ids, this.ids)) return;
    this.ids = [...ids];
    this.chosen(this.ids);
  }

  flip(id, { quietly = false } = {}) {
    const ids = this.has(id) ? this.ids.filter((one) => one !== id) : [...this.ids, id];
    if (quietly) this.ids = ids;
    else this.choose(ids);
  }

  // The page chooses: it knows already.
  show(ids) {
    this.ids = [...ids];
  }
}

export function same(one, other) {
  return one.length === other.length && one.every((id, at) => id === other[at]);
}
