import assert from "node:assert/strict";
import test from "node:test";

import { Connection, liveAddress } from "../../formulation/ui/canvas/frontend/connection.js";

// A socket that does what a test says, and remembers what was sent.
class FakeSocket {
  static all = [];

  constructor(url) {
    this.url = url;
    this.readyState = 0;
    this.sent = [];
    FakeSocket.all.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  opens() {
    this.readyState = 1;
    this.onopen();
  }

  says(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  breaks() {
    this.readyState = 3;
    this.onclose();
  }

  greets(process = "one process") {
    this.says({ turn: this.sent.findLast((message) => "turn" in message).turn, process });
  }

  get intentions() {
    return this.sent.filter((message) => "did" in message);
  }
}

const SUBJECT = { open: "f-bethan", drawing: "drawing:b-map", pulls: true };

function begun(t, options = {}) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  FakeSocket.all = [];
  const heard = [];
  const states = [];
  const connection = new Connection({
    hear: (message) => heard.push(message),
    stateChanged: (state) => states.push(state),
    Socket: FakeSocket,
    url: "ws://127.0.0.1:8501/notebook/live",
    ...options,
  });
  connection.lookAt(SUBJECT);
  t.after(() => connection.close());
  return { connection, heard, states, socket: () => FakeSocket.all.at(-1) };
}

test("the address is beside the page, whatever path lies before it", () => {
  assert.equal(liveAddress(new URL("http://127.0.0.1:8501/")), "ws://127.0.0.1:8501/notebook/live");
  assert.equal(liveAddress(new URL("https://a.example/cat/")), "wss://a.example/cat/notebook/live");
});

test("on opening it says what it looks at and who it is", (t) => {
  const { socket } = begun(t);
  socket().opens();
  const [first] = socket().sent;
  assert.equal(first.open, "f-bethan");
  assert.equal(first.drawing, "drawing:b-map");
  assert.match(first.me, /^[0-9a-f]{24}$/);
});

test("it says what it has, so that only the rest is sent", (t) => {
  const { socket } = begun(t, { have: () => ({ have: 7, edition: "e" }) });
  socket().opens();
  assert.equal(socket().sent[0].have, 7);
  assert.equal(socket().sent[0].edition, "e");
});

test("what comes before the greeting belongs to another drawing and is not shown", (t) => {
  const { connection, heard, socket } = begun(t);
  socket().opens();
  socket().greets();
  connection.lookAt({ ...SUBJECT, drawing: "drawing:b-states" });
  socket().says({ change: { revision: 9 } });
  assert.deepEqual(heard, []);
  socket().greets();
  socket().says({ picture: { revision: 9 } });
  assert.equal(heard.length, 1);
});

test("an intention is answered by its number", async (t) => {
  const { connection, socket } = begun(t);
  socket().opens();
  socket().greets();
  const answer = connection.send({ did: "undo" });
  const { n } = socket().intentions[0];
  socket().says({ answer: n + 100, ok: false });
  socket().says({ answer: n, ok: true, revision: 3 });
  assert.equal((await answer).revision, 3);
  assert.equal(connection.waiting, 0);
});

test("what is done while the line is down waits and is sent once it is back", async (t) => {
  const { connection, socket, states } = begun(t);
  socket().opens();
  socket().greets();
  socket().breaks();
  assert.equal(states.at(-1), "lost");
  const answer = connection.send({ did: "add", words: "x" });
  assert.equal(connection.waiting, 1);
  t.mock.timers.tick(1000);
  socket().opens();
  assert.equal(socket().intentions.length, 0);
  socket().greets();
  assert.equal(socket().intentions.length, 1);
  socket().says({ answer: 1, ok: true, revision: 2 });
  assert.equal((await answer).ok, true);
});

test("an unanswered intention is asked again under the same number and name", (t) => {
  const { connection, socket } = begun(t);
  socket().opens();
  socket().greets();
  connection.send({ did: "add", words: "x" });
  const [before] = FakeSocket.all;
  before.breaks();
  t.mock.timers.tick(1000);
  socket().opens();
  socket().greets();
  assert.deepEqual(socket().intentions, before.intentions);
  assert.equal(socket().sent[0].me, before.sent[0].me);
});

test("after a restart, what would be done twice is not asked again but said", async (t) => {
  const { connection, socket } = begun(t);
  socket().opens();
  socket().greets("first process");
  const phrase = connection.send({ did: "add", words: "x" });
  connection.send({ did: "move", places: {} });
  socket().breaks();
  t.mock.timers.tick(1000);
  socket().opens();
  socket().greets("second process");
  assert.deepEqual(socket().intentions.map((one) => one.did), ["move"]);
  const answer = await phrase;
  assert.equal(answer.ok, false);
  assert.match(answer.sentence, /started again/);
});

test("it waits longer from try to try, but never long", (t) => {
  begun(t);
  for (let count = 0; count < 30; count += 1) {
    FakeSocket.all.at(-1).breaks();
    t.mock.timers.tick(10_001);
    assert.equal(FakeSocket.all.length, count + 2);
  }
});

test("where no socket ever passes, intentions go round and the page is told", async (t) => {
  const { connection, socket, states } = begun(t);
  for (let count = 0; count < 3; count += 1) {
    socket().breaks();
    t.mock.timers.tick(10_000);
  }
  assert.equal(states.at(-1), "none");
  const sent = [];
  connection.goRound({ send: async (gesture) => (sent.push(gesture), { ok: true, revision: 5 }) });
  const answer = await connection.send({ did: "undo" });
  assert.equal(sent[0].did, "undo");
  assert.equal(answer.revision, 5);
});

test("what is on its way through the page is not sent once more when a socket passes", async (t) => {
  const { connection, socket } = begun(t);
  for (let count = 0; count < 3; count += 1) {
    socket().breaks();
    t.mock.timers.tick(10_000);
  }
  let page;
  connection.goRound({ send: () => new Promise((resolve) => (page = resolve)) });
  const answer = connection.send({ did: "add", kind: "phrase", words: "a door left open" });
  socket().opens();
  socket().greets();
  assert.equal(socket().intentions.length, 0);
  assert.equal(connection.waiting, 1);
  page({ ok: true, revision: 7 });
  assert.equal((await answer).revision, 7);
  assert.equal(connection.waiting, 0);
});

test("once a socket passes after all, intentions take it again", (t) => {
  const { connection, socket, states } = begun(t);
  for (let count = 0; count < 3; count += 1) {
    socket().breaks();
    t.mock.timers.tick(10_000);
  }
  connection.goRound({ send: () => assert.fail("the slower road was taken") });
  socket().opens();
  socket().greets();
  assert.equal(states.at(-1), "open");
  connection.send({ did: "undo" });
  assert.equal(socket().intentions.length, 1);
});

test("something far too long is declined here, so that the line is not cut", async (t) => {
  const { connection, socket } = begun(t);
  socket().opens();
  socket().greets();
  const answer = await connection.send({ did: "reword", words: "x".repeat(70_000) });
  assert.equal(answer.ok, false);
  assert.match(answer.sentence, /too long/);
  assert.equal(socket().intentions.length, 0);
});

test("closed is closed", (t) => {
  const { connection, socket } = begun(t);
  socket().opens();
  connection.close();
  t.mock.timers.tick(60_000);
  assert.equal(FakeSocket.all.length, 1);
});

test("what could not be kept just now is held and sent again until it is", async (t) => {
  const { connection, socket } = begun(t);
  socket().opens();
  socket().greets();
  const answer = connection.send({ did: "add", kind: "phrase", words: "a door left open" });
  socket().says({ answer: 1, ok: false, sentence: "Not just now.", later: "surely" });
  assert.equal(connection.holding, true);
  assert.equal(connection.waiting, 1);
  t.mock.timers.tick(1000);
  assert.deepEqual(socket().intentions.map((one) => one.n), [1, 1]);
  socket().says({ answer: 1, ok: true, sentence: "", revision: 2 });
  assert.equal((await answer).ok, true);
  assert.equal(connection.holding, false);
});

test("what was perhaps kept is sent again only where twice is once", async (t) => {
  const { connection, socket } = begun(t);
  socket().opens();
  socket().greets();
  const added = connection.send({ did: "add", kind: "phrase", words: "a door" });
  connection.send({ did: "reword", id: "pole:1", words: "a door" });
  socket().says({ answer: 1, ok: false, sentence: "Not sure.", later: "perhaps" });
  socket().says({ answer: 2, ok: false, sentence: "Not sure.", later: "perhaps" });
  assert.equal((await added).sentence, "Not sure.");
  t.mock.timers.tick(1000);
  assert.deepEqual(socket().intentions.map((one) => one.n), [1, 2, 2]);
});
