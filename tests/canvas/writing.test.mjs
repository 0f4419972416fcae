// The place to write: two changes to one text, marks that move along, and keeping what is typed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Keeper } from "../../formulation/ui/writing/frontend/keeper.js";
import { pieces } from "../../formulation/ui/writing/frontend/paper.js";
import { askedFor, matching } from "../../formulation/ui/writing/frontend/picker.js";
import { difference, marksAfter, placeAfter, together } from "../../formulation/ui/writing/frontend/together.js";

test("what each wrote in another place is kept", () => {
  assert.equal(together("Middle.", "First. Middle.", "Middle. Last."), "First. Middle. Last.");
  assert.equal(together("Middle.", "Middle. Last.", "First. Middle."), "First. Middle. Last.");
});

test("what both wrote in one place stays, theirs first", () => {
  assert.equal(together("It rained.", "It rained. Mine", "It rained. Theirs"), "It rained. Theirs Mine");
});

test("a difference, put in place, makes the one text the other", () => {
  for (const [was, now] of [["", "a"], ["aa", "a"], ["abcabc", "abc"], ["abc", "xbz"], ["a", ""]]) {
    const { start, end, words } = difference(was, now);
    assert.equal(was.slice(0, start) + words + was.slice(end), now);
  }
});

test("a cursor stays beside the same letters", () => {
  assert.equal(placeAfter(5, difference("say it", "Now say it")), 9);
  assert.equal(placeAfter(2, difference("say it", "say it all")), 2);
});

test("marks move along while one types, and grow only by what is typed inside", () => {
  const mark = [{ from: 4, to: 9, is: "passage" }];
  assert.deepEqual(marksAfter(mark, "the torch", "So the torch")[0].from, 7);
  assert.deepEqual(marksAfter(mark, "the torch", "the torch again")[0].to, 9);
  assert.deepEqual(marksAfter(mark, "the torch", "the totorch")[0].to, 11);
  assert.deepEqual(marksAfter(mark, "the torch", ""), []);
});

test("the text is cut wherever a mark begins or ends", () => {
  const marks = [{ from: 0, to: 6, is: "a" }, { from: 4, to: 9, is: "b" }];
  assert.deepEqual(pieces("the torch", marks), [
    { words: "the ", kinds: ["a"] }, { words: "to", kinds: ["a", "b"] }, { words: "rch", kinds: ["b"] },
  ]);
});

test("an @ asks only at the beginning of a word", () => {
  assert.deepEqual(askedFor("It is @wat", 10), { start: 6, words: "wat" });
  assert.equal(askedFor("me@example", 10), null);
});

test("things are found by any of their words, without accents or capitals", () => {
  const things = [{ name: "Zoë waits" }, { name: "waiting" }];
  assert.deepEqual(matching(things, "zoe").map((one) => one.name), ["Zoë waits"]);
  assert.deepEqual(matching(things, "wait")[0].name, "waiting");
});

class Clock {
  constructor() { this.waiting = new Map(); this.count = 0; }
  setTimeout(act) { this.waiting.set(++this.count, act); return this.count; }
  clearTimeout(one) { this.waiting.delete(one); }
  setInterval() { return 0; }
  clearInterval() {}
  async pass() {
    const due = [...this.waiting.values()];
    this.waiting.clear();
    for (const act of due) await act();
  }
}

function keeping(server) {
  const clock = new Clock();
  const said = [];
  const sent = [];
  const keeper = new Keeper({
    clock,
    send: async (body, how) => { sent.push({ ...body, ...how }); return server(body); },
    look: async () => ({ ok: false }),
    hear: () => {},
    say: (state) => said.push(state),
  });
  keeper.begin("");
  return { clock, keeper, said, sent };
}

const taken = (body) => ({ ok: true, status: 200, answer: { text: body.text, savedAt: "14:32:07", settled: body.rests } });

test("a pause keeps what was typed", async () => {
  const { clock, keeper, sent, said } = keeping(taken);
  keeper.typed("She came");
  await clock.pass();
  assert.equal(sent[0].text, "She came");
  assert.equal(said.at(-1), "kept");
  assert.equal(keeper.waiting, false);
});

test("where the line is lost it says so and tries again until it is kept", async () => {
  let tries = 0;
  const { clock, keeper, said } = keeping((body) => (++tries < 3 ? { ok: false, status: 0, answer: null } : taken(body)));
  keeper.typed("She came");
  await clock.pass();
  assert.equal(said.at(-1), "lost");
  await clock.pass();
  await clock.pass();
  assert.equal(said.at(-1), "kept");
});

test("the last words go out when the page does", () => {
  const { keeper, sent } = keeping(taken);
  keeper.typed("half a sen");
  keeper.leave();
  assert.deepEqual(sent, [{ text: "half a sen", was: "", rests: true, leaving: true }]);
});

test("what somebody else typed meanwhile is put together with what was typed since", async () => {
  const { keeper } = keeping((body) => {
    keeper.text = `${body.text} Last.`;
    return { ok: true, status: 200, answer: { text: `First. ${body.text}`, savedAt: "", settled: false } };
  });
  keeper.typed("Middle.");
  await keeper.flush();
  assert.equal(keeper.text, "First. Middle. Last.");
  assert.equal(keeper.kept, "First. Middle.");
});

test("a signed note takes no more and says why", async () => {
  const signed = { ok: false, status: 409, answer: { signed: true, sentence: "This note is signed." } };
  const { keeper, said, sent } = keeping(() => signed);
  keeper.typed("too late");
  await keeper.flush();
  await keeper.flush();
  assert.equal(said.at(-1), "refused");
  assert.equal(sent.length, 1);
});
