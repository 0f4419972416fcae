// The parts of the table, and what stands in them. Words only ever become text.

const SIGNS = {
  "": "",
  strongly_for: "＋＋",
  for: "＋",
  neither: "○",
  against: "−",
  strongly_against: "−−",
};

// What the table is made of: while this stays the same, only what stands in it changes.
export function shapeOf(data) {
  return JSON.stringify([
    data.observations.map((one) => one.id),
    data.hypotheses.map((one) => one.id),
    data.readOnly,
  ]);
}

export function table(data, say) {
  const whole = element("table", { className: "fn-grid" });
  whole.style.minWidth = `${10 + 10 * data.hypotheses.length}rem`;
  whole.append(
    element("caption", { textContent: "How each observation bears on each hypothesis" }),
    head(data, say),
    body(data, say),
  );
  return whole;
}

function head(data, say) {
  const row = element("tr");
  row.append(element("td", { className: "fn-corner" }));
  for (const one of data.hypotheses) {
    const cell = element("th", { scope: "col" });
    cell.dataset.hypothesis = one.id;
    cell.append(
      opener(`hypothesis ${one.id}`, () => say({ did: "open", id: one.id })),
      element("small", { className: "fn-under" }),
    );
    row.append(cell);
  }
  const all = element("thead");
  all.append(row);
  return all;
}

function body(data, say) {
  const all = element("tbody");
  for (const seen of data.observations) {
    const row = element("tr");
    row.dataset.observation = seen.id;
    row.append(observation(seen, say));
    for (const one of data.hypotheses) row.append(cell(data, seen, one, say));
    all.append(row);
  }
  return all;
}

function observation(seen, say) {
  const cell = element("th", { scope: "row" });
  const out = element("button", { type: "button", className: "fn-out" });
  out.dataset.at = `out ${seen.id}`;
  out.addEventListener("click", () => say({ did: "leave_out", id: seen.id }));
  cell.append(
    opener(`observation ${seen.id}`, () => say({ did: "open", id: seen.id })),
    element("small", { className: "fn-under" }),
    out,
  );
  return cell;
}

function cell(data, seen, one, say) {
  const place = element("td");
  place.dataset.hypothesis = one.id;
  const sign = element("span", { className: "fn-sign", ariaHidden: "true" });
  const choice = element("select", { disabled: data.readOnly });
  choice.dataset.at = `mark ${seen.id} ${one.id}`;
  for (const mark of data.marks) choice.append(new Option(mark.label, mark.name));
  choice.addEventListener("change", () => {
    show(place, choice.value, choice.value);
    say({ did: "mark", observation: seen.id, hypothesis: one.id, bears: choice.value });
  });
  place.append(sign, choice, element("small", { className: "fn-under" }));
  return place;
}

export function filled(place, data, waiting) {
  for (const one of data.hypotheses) fillHypothesis(place, one);
  for (const seen of data.observations) {
    const row = place.querySelector(`tr[data-observation="${CSS.escape(seen.id)}"]`);
    fillObservation(row, seen);
    for (const one of data.hypotheses) {
      const told = data.cells[seen.id]?.[one.id] ?? {};
      fillCell(row, seen, one, told, data, underWay(waiting, seen.id, one.id));
    }
  }
}

function fillHypothesis(place, one) {
  const cell = place.querySelector(`thead th[data-hypothesis="${CSS.escape(one.id)}"]`);
  cell.classList.toggle("fn-unseen", Boolean(one.due));
  cell.querySelector("button").textContent = one.words;
  cell.querySelector(".fn-under").textContent = one.under;
}

function fillObservation(row, seen) {
  row.classList.toggle("fn-left-out", Boolean(seen.out));
  row.classList.toggle("fn-separates", Boolean(seen.separates));
  row.querySelector("th button").textContent = seen.words;
  row.querySelector("th .fn-under").textContent = seen.under;
  const out = row.querySelector(".fn-out");
  out.textContent = seen.out ? "Put it back" : "What if not?";
  out.ariaPressed = String(Boolean(seen.out));
  out.ariaLabel = seen.out ? `Put back: ${seen.words}` : `What if we had not seen: ${seen.words}`;
}

function fillCell(row, seen, one, told, data, chosen) {
  const place = row.querySelector(`td[data-hypothesis="${CSS.escape(one.id)}"]`);
  const choice = place.querySelector("select");
  const mine = chosen ?? told.mine ?? "";
  choice.value = mine;
  choice.ariaLabel = `How “${seen.words}” bears on “${one.words}”, in the eyes of ${data.eyes}`;
  show(place, mine, mine || (chosen ?? told.counted ?? ""));
  place.classList.toggle("fn-differs", Boolean(told.differs));
  place.querySelector(".fn-under").textContent = told.under ?? "";
}

// What was chosen and has not come back yet stays chosen.
function underWay(waiting, observation, hypothesis) {
  const mine = waiting.filter(
    (did) => did.did === "mark" && did.observation === observation && did.hypothesis === hypothesis,
  );
  return mine.at(-1)?.bears;
}

function show(place, mine, counted) {
  place.dataset.counted = counted;
  place.querySelector(".fn-sign").textContent = SIGNS[counted] ?? "";
  place.classList.toggle("fn-unmarked", !mine);
}

function opener(at, act) {
  const button = element("button", { type: "button", className: "fn-open" });
  button.dataset.at = at;
  button.addEventListener("click", act);
  return button;
}

function element(name, told = {}) {
  return Object.assign(document.createElement(name), told);
}
