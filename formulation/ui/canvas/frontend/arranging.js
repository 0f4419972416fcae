// Lining things up and spacing them out: boxes in, new middles out; nothing else is moved.

const WAYS = {
  left: (boxes) => along(boxes, "x", (box, ends) => ends.least + box.w / 2),
  right: (boxes) => along(boxes, "x", (box, ends) => ends.most - box.w / 2),
  centre: (boxes) => along(boxes, "x", (box, ends) => (ends.least + ends.most) / 2),
  top: (boxes) => along(boxes, "y", (box, ends) => ends.least + box.h / 2),
  bottom: (boxes) => along(boxes, "y", (box, ends) => ends.most - box.h / 2),
  middle: (boxes) => along(boxes, "y", (box, ends) => (ends.least + ends.most) / 2),
  across: (boxes) => spaced(boxes, "x"),
  down: (boxes) => spaced(boxes, "y"),
};

export const ARRANGEMENTS = [
  ["middle", "Line up side by side", 2],
  ["centre", "Line up one below another", 2],
  ["left", "Left sides in line", 2],
  ["right", "Right sides in line", 2],
  ["top", "Tops in line", 2],
  ["bottom", "Feet in line", 2],
  ["across", "Space evenly across", 3],
  ["down", "Space evenly down", 3],
];

// `boxes`: [{id, x, y, w, h}] by their middles. Returns {id: [x, y]}.
export function arranged(boxes, way) {
  return WAYS[way](boxes);
}

function along(boxes, axis, middle) {
  const size = axis === "x" ? "w" : "h";
  const ends = {
    least: Math.min(...boxes.map((box) => box[axis] - box[size] / 2)),
    most: Math.max(...boxes.map((box) => box[axis] + box[size] / 2)),
  };
  return placed(boxes, axis, (box) => middle(box, ends));
}

// The first and the last stay; between them the gaps become equal.
function spaced(boxes, axis) {
  const size = axis === "x" ? "w" : "h";
  const row = [...boxes].sort((one, other) => one[axis] - other[axis]);
  const [first, last] = [row[0], row.at(-1)];
  const room = last[axis] - last[size] / 2 - (first[axis] + first[size] / 2);
  const within = row.slice(1, -1);
  const gap = (room - within.reduce((sum, box) => sum + box[size], 0)) / (within.length + 1);
  const at = new Map([[first, first[axis]], [last, last[axis]]]);
  let edge = first[axis] + first[size] / 2;
  for (const box of within) {
    at.set(box, edge + gap + box[size] / 2);
    edge += gap + box[size];
  }
  return placed(boxes, axis, (box) => at.get(box));
}

function placed(boxes, axis, to) {
  return Object.fromEntries(boxes.map((box) => {
    const moved = { ...box, [axis]: Math.round(to(box) * 10) / 10 };
    return [box.id, [moved.x, moved.y]];
  }));
}
