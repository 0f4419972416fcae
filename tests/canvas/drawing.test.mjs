import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { ACTIONS, spelled } from "../../formulation/ui/canvas/frontend/actions.js";
import { arranged, ARRANGEMENTS } from "../../formulation/ui/canvas/frontend/arranging.js";
import { within } from "../../formulation/ui/canvas/frontend/band.js";
import { askedFor, offered } from "../../formulation/ui/canvas/frontend/joins.js";
import { Walk, waysBack, waysOn } from "../../formulation/ui/canvas/frontend/walk.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../snapshots/${name}`, import.meta.url)));
const MAP = read("scene_ex2_role_map.json");
const STATES = read("scene_ex2_states.json");
const JOINS = read("joins.json");

const named = (from, to) => offered(JOINS, from, to).map((row) => row.name);

test("between two states the likeliest arrow is a shift", () => {
  assert.equal(named("state:a", "state:b")[0], "shifts_to");
});

test("from a step to a pole the likeliest arrow comes back, and nothing joins itself", () => {
  assert.equal(named("step:a", "pole:b")[0], "returns_to");
  assert.deepEqual(named("step:a", "step:a"), []);
});

test("what needs a second end is not offered on empty paper, and each says what it asks for", () => {
  const rows = offered(JOINS, "step:a", null);
  assert.equal(rows[0].name, "then");
  assert.ok(!rows.some((row) => row.name === "returns_to"));
  for (const row of rows) assert.ok(askedFor(row).length > 3);
});

test("walking a map: an arrow is followed from a pole into its loop, all the way round and back", () => {
  const walk = new Walk();
  walk.standAt("pole:ex2-r1-bottom");
  const way = walk.chosen(MAP);
  assert.ok(way.count >= 2);
  assert.equal(walk.follow(MAP), "step:ex2-p1-1");
  for (let step = 2; step <= 6; step += 1) assert.equal(walk.follow(MAP), `step:ex2-p1-${step}`);
  assert.equal(walk.follow(MAP), "pole:ex2-r1-bottom");
  assert.equal(walk.back(MAP), "step:ex2-p1-6");
  assert.equal(walk.back(MAP), "step:ex2-p1-5");
});

test("the next arrow from here is another one, and after the last comes the first", () => {
  const walk = new Walk();
  walk.standAt("pole:ex2-r1-bottom");
  const ways = waysOn(MAP, "pole:ex2-r1-bottom").map((way) => way.to);
  const seen = ways.map(() => walk.next(MAP, 1).to);
  assert.deepEqual([...seen].sort(), [...ways].sort());
  assert.ok(ways.includes("pole:ex2-r1-top"));
});

test("standing elsewhere forgets the way back; then it goes against an arrow", () => {
  const walk = new Walk();
  walk.standAt("step:ex2-p1-2");
  walk.standAt("exit:ex2-e1");
  assert.deepEqual(waysBack(MAP, "exit:ex2-e1").slice(0, 1), ["step:ex2-p1-2"]);
  assert.equal(walk.back(MAP), "step:ex2-p1-2");
});

test("among states one walks along shifts", () => {
  const walk = new Walk();
  walk.standAt("state:ex2-s3");
  assert.equal(walk.follow(STATES), "state:ex2-s2");
});

test("every arrow of a picture leads somewhere that is in it", () => {
  const ids = new Set(MAP.map((piece) => piece.id));
  for (const { id } of MAP.filter((piece) => piece.id)) {
    for (const way of waysOn(MAP, id)) assert.ok(ids.has(way.to), `${id} → ${way.to}`);
  }
});

const ROW = [
  { id: "a", x: 0, y: 0, w: 20, h: 10 },
  { id: "b", x: 30, y: 40, w: 60, h: 20 },
  { id: "c", x: 200, y: 10, w: 40, h: 30 },
];

test("spaced evenly, the gaps are equal and the outer two stay", () => {
  const places = arranged(ROW, "across");
  assert.deepEqual(places.a, [0, 0]);
  assert.deepEqual(places.c, [200, 10]);
  const gaps = [places.b[0] - 30 - 10, 180 - (places.b[0] + 30)];
  assert.equal(gaps[0], gaps[1]);
  assert.equal(places.b[1], 40);
});

test("lined up, edges agree, and only the one axis moves", () => {
  const left = arranged(ROW, "left");
  assert.deepEqual(ROW.map((box) => left[box.id][0] - box.w / 2), [-10, -10, -10]);
  assert.deepEqual(ROW.map((box) => left[box.id][1]), [0, 40, 10]);
  const bottom = arranged(ROW, "bottom");
  assert.deepEqual(ROW.map((box) => bottom[box.id][1] + box.h / 2), [50, 50, 50]);
  for (const [way] of ARRANGEMENTS) assert.equal(Object.keys(arranged(ROW, way)).length, 3);
});

test("a band takes what stands in it, each once, whichever way it is drawn", () => {
  const pieces = MAP.map((piece) => ({ ...piece, x: Number(piece.x), y: Number(piece.y) }));
  const step = pieces.find((piece) => piece.id === "step:ex2-p1-1");
  const found = within(pieces, [step.x + 2, step.y + 2], [step.x - 2, step.y - 2]);
  assert.deepEqual(found, ["step:ex2-p1-1"]);
  const all = within(pieces, [-1e6, -1e6], [1e6, 1e6]);
  assert.equal(new Set(all).size, all.length);
  assert.ok(!all.some((id) => id.startsWith("pole:")));
});

test("every action has words and a key of its own, and no key means two things at once", () => {
  const taken = new Map();
  for (const { name, label, keys } of ACTIONS) {
    assert.ok(label && keys.length);
    for (const key of keys) taken.set(key, [...(taken.get(key) ?? []), name]);
  }
  const shared = [...taken.values()].filter((names) => names.length > 1);
  assert.deepEqual(shared, [["loop", "steps"]]); // a pole or a step: never both
});

test("keys are read the same on every keyboard", () => {
  const press = (key, more = {}) => spelled({ key, ctrlKey: false, metaKey: false, shiftKey: false, ...more });
  assert.equal(press("P"), "p");
  assert.equal(press("z", { metaKey: true }), "ctrl z");
  assert.equal(press("Z", { ctrlKey: true, shiftKey: true }), "ctrl shift z");
  assert.equal(press("Delete"), "Delete");
});
