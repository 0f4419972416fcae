import assert from "node:assert/strict";
import test from "node:test";

import { limited, nudge } from "../../formulation/ui/canvas/frontend/view.js";
import { parsedColour } from "../../formulation/ui/canvas/frontend/theme.js";
import { same, Selection } from "../../formulation/ui/canvas/frontend/selection.js";

test("nothing is shown so small or so large that it is lost", () => {
  assert.equal(limited(0.00001), 0.08);
  assert.equal(limited(1000), 5);
  assert.equal(limited(0), 1);
  assert.equal(limited(NaN), 1);
  assert.equal(limited(0.7), 0.7);
});

test("the view shifts just far enough that a piece is seen", () => {
  assert.equal(nudge(100, 200, 400), 0);
  assert.equal(nudge(-50, 50, 400), 68);
  assert.equal(nudge(350, 450, 400), -68);
});

test("of a piece wider than the view its beginning is shown", () => {
  assert.equal(nudge(10, 900, 400), 8);
});

test("colours are read as Streamlit writes them", () => {
  assert.deepEqual(parsedColour("#211f25"), [33, 31, 37]);
  assert.deepEqual(parsedColour("#fff"), [255, 255, 255]);
  assert.deepEqual(parsedColour("rgb(251, 247, 239)"), [251, 247, 239]);
  assert.deepEqual(parsedColour("rgba(251 247 239 / 0.5)"), [251, 247, 239]);
  assert.equal(parsedColour("unset"), null);
});

test("choosing tells the page, and choosing the same again does not", () => {
  const told = [];
  const selection = new Selection((ids) => told.push([...ids]));
  selection.choose(["a"]);
  selection.choose(["a"]);
  selection.flip("b");
  selection.flip("a");
  assert.deepEqual(told, [["a"], ["a", "b"], ["b"]]);
});

test("what the page chooses is shown without telling it back", () => {
  const told = [];
  const selection = new Selection((ids) => told.push(ids));
  selection.show(["a", "b"]);
  selection.flip("c", { quietly: true });
  assert.deepEqual(selection.ids, ["a", "b", "c"]);
  assert.deepEqual(told, []);
});

test("the order of a selection matters: the latest is last", () => {
  assert.equal(same(["a", "b"], ["b", "a"]), false);
});
