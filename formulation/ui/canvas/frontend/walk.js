// Walking a drawing along its arrows: which lead on from here, where each goes, and the way back.
//
// Works on plain facts about pieces: {key, id, kind, from, to, moves}; no element is needed.

const LINES = new Set(["arrow", "link", "shift"]);

export function factsOf(piece) {
  const { key, id, kind, from, to, moves } = piece.dataset;
  return { key, id, kind, from, to, moves };
}

// Every way on from an id: [{key, to, kind}], arrows first in the picture's order, then the other pole.
export function waysOn(facts, id) {
  const lines = facts.filter((one) => LINES.has(one.kind) && one.from === id && one.to !== id);
  const ways = lines.map((one) => ({ key: one.key, to: one.to, kind: one.kind, of: one.id }));
  const other = otherPole(facts, id);
  if (other) ways.push({ key: null, to: other, kind: "pole", of: other });
  return ways;
}

// Where arrows that arrive here come from.
export function waysBack(facts, id) {
  return facts.filter((one) => LINES.has(one.kind) && one.to === id && one.from !== id)
    .map((one) => one.from);
}

export function otherPole(facts, id) {
  if (!id.startsWith("pole:")) return null;
  const here = facts.find((one) => one.id === id && one.kind === "pole");
  if (!here) return null;
  const stem = id.replace(/-[^-]*$/, "-");
  const found = facts.find((one) => one.kind === "pole" && one.id !== id &&
    one.moves === here.moves && one.id.startsWith(stem));
  return found?.id ?? null;
}

export class Walk {
  constructor() {
    this.path = [];
    this.at = null;
    this.turn = 0;
  }

  // Standing at another piece begins anew; coming along an arrow keeps the way back.
  standAt(id) {
    if (id === this.at) return;
    this.path = [];
    this.at = id;
    this.turn = 0;
  }

  // The arrow that “follow” would take, its number and how many there are; null where none leads on.
  chosen(facts) {
    const ways = this.at === null ? [] : waysOn(facts, this.at);
    if (!ways.length) return null;
    const number = ((this.turn % ways.length) + ways.length) % ways.length;
    return { ...ways[number], number: number + 1, count: ways.length };
  }

  next(facts, by) {
    this.turn += by;
    return this.chosen(facts);
  }

  follow(facts) {
    const way = this.chosen(facts);
    if (!way) return null;
    this.path.push(this.at);
    this.at = way.to;
    this.turn = 0;
    return way.to;
  }

  back(facts) {
    const to = this.path.pop() ?? waysBack(facts, this.at)[0] ?? otherPole(facts, this.at ?? "");
    if (!to) return null;
    this.at = to;
    this.turn = 0;
    return to;
  }
}
