// How an arrow follows while one of its ends is moved: its points shift by how far along they lie.

const NUMBER = /-?\d*\.?\d+(?:e-?\d+)?/g;

// The points of a path of absolute M, L, C and Q commands, with its text around them.
export function pointsOf(path) {
  const numbers = (path.match(NUMBER) ?? []).map(Number);
  const points = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) points.push([numbers[at], numbers[at + 1]]);
  return points;
}

// The same path with its start shifted by `start`, its end by `end`, and the rest in between.
export function shifted(path, start, end) {
  const count = pointsOf(path).length;
  let at = 0;
  return path.replace(NUMBER, (text) => {
    const share = count > 1 ? Math.floor(at / 2) / (count - 1) : 0;
    const axis = at % 2;
    at += 1;
    const moved = Number(text) + start[axis] * (1 - share) + end[axis] * share;
    return `${round(moved)} `;
  }).replace(/ +/g, " ");
}

// How far a point travels that lies nearest to some place on the path.
export function travels(path, near, start, end) {
  const points = pointsOf(path);
  if (points.length < 2) return start;
  let best = 0;
  let least = Infinity;
  points.forEach(([x, y], at) => {
    const distance = (x - near[0]) ** 2 + (y - near[1]) ** 2;
    if (distance < least) [best, least] = [at, distance];
  });
  const share = best / (points.length - 1);
  return [start[0] * (1 - share) + end[0] * share, start[1] * (1 - share) + end[1] * share];
}

function round(number) {
  return Math.round(number * 100) / 100;
}
