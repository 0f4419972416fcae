// What an arrow between two things may mean, the likeliest first; the table itself is Python's.

export function kindOf(id) {
  return id.split(":")[0];
}

function allows(kinds, id) {
  return kinds.length === 0 || kinds.includes(kindOf(id));
}

// The rows of the table that may go from the one to the other; `to` null: to empty paper.
export function offered(rows, from, to) {
  return rows.filter((row) => allows(row.from, from) &&
    (to === null ? row.makes !== "" : to !== from && allows(row.to, to)));
}

// What to ask for when an arrow ends on empty paper.
export function askedFor(row) {
  return { phrase: "Words at the end of the arrow", state: "Name of the state",
    step: "The next step", exit: "The way out" }[row.makes] ?? "Words";
}
