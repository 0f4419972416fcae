import assert from "node:assert/strict";
import test from "node:test";

import { pointsOf, shifted, travels } from "../../formulation/ui/canvas/frontend/follow.js";

const CURVE = "M0 0C10 0 20 30 30 30";

test("the points of a path are read, also where minus signs and dots touch", () => {
  assert.deepEqual(pointsOf("M-1.5 2C3-4 .5.25 1e2 7"), [[-1.5, 2], [3, -4], [0.5, 0.25], [100, 7]]);
});

test("where both ends move alike the whole path moves", () => {
  assert.deepEqual(pointsOf(shifted(CURVE, [5, -2], [5, -2])), [[5, -2], [15, -2], [25, 28], [35, 28]]);
});

test("where only the end moves the start stays and the middle follows in between", () => {
  const points = pointsOf(shifted(CURVE, [0, 0], [30, 0]));
  assert.deepEqual(points[0], [0, 0]);
  assert.deepEqual(points[3], [60, 30]);
  assert.deepEqual(points[1], [20, 0]);
  assert.deepEqual(points[2], [40, 30]);
});

test("commands and their order stay as they were", () => {
  assert.equal(shifted("M0 0L5 5C1 1 2 2 3 3", [0, 0], [0, 0]).replace(/[^MLC]/g, ""), "MLC");
});

test("a path that is one point moves with its start", () => {
  assert.deepEqual(pointsOf(shifted("M1 1", [2, 3], [9, 9])), [[3, 4]]);
});

test("a head at the end travels with the end, a caption in the middle by half", () => {
  assert.deepEqual(travels("M0 0L10 0L20 0", [20, 1], [0, 0], [8, 4]), [8, 4]);
  assert.deepEqual(travels("M0 0L10 0L20 0", [10, -6], [0, 0], [8, 4]), [4, 2]);
  assert.deepEqual(travels("M0 0L10 0L20 0", [0, 0], [0, 0], [8, 4]), [0, 0]);
});
