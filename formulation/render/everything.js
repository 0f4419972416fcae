"use strict";
(function () {
  const given = JSON.parse(document.getElementById("data").textContent);
  const place = document.getElementById("web");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const hiddenKinds = new Set();
  const ROOM = 10; // between any two things, in units of the drawing
  const CROWDED = 2.6; // how much more ground the whole has than all its words
  const CLOSE = 190;
  let network, things, ties, chosen = null;

  const letters = ["400 15px Notebook", "400 15px 'Notebook Strong'"].map((one) => document.fonts.load(one));
  Promise.race([Promise.allSettled(letters), new Promise((done) => setTimeout(done, 1500))]).then(draw);

  const ends = new Map(given.ends);
  const roleOf = new Map();
  ends.forEach((poles, role) => poles.forEach((pole) => roleOf.set(pole, role)));
  const wholeOf = (id) => roleOf.get(id) ?? id;
  const label = new Map(given.things.map((thing) => [thing.id, thing.label]));

  // First the rough places: a role counts as one thing, as large as both its poles together.
  function draw() {
    if (given.things.length === 0) {
      document.getElementById("settling").textContent = "Nothing is linked yet.";
      document.body.dataset.settled = "yes";
      return;
    }
    things = new vis.DataSet(given.things.filter((thing) => !roleOf.has(thing.id)).map(rough));
    ties = new vis.DataSet(roughTies());
    network = new vis.Network(place, { nodes: things, edges: ties }, given.options);
    place.network = network; // for whoever looks at this page from within: tests, and the curious
    network.once("stabilizationIterationsDone", settle);
    network.on("selectNode", ({ nodes }) => choose(nodes[0]));
    network.on("deselectNode", () => choose(null));
    network.on("hoverNode", () => { place.style.cursor = "pointer"; });
    network.on("blurNode", () => { place.style.cursor = ""; });
    addEventListener("resize", () => network.fit());
  }

  function rough(thing) {
    const poles = ends.get(thing.id);
    if (!poles) return thing;
    return { ...thing, shape: "box", margin: 16, label: poles.map((pole) => label.get(pole)).join("\n\n") };
  }

  function roughTies() {
    const seen = new Set();
    const kept = [];
    for (const tie of given.ties) {
      const from = wholeOf(tie.from), to = wholeOf(tie.to);
      if (from === to || tie.physics === false || seen.has(from + " " + to)) continue;
      seen.add(from + " " + to);
      kept.push({ from, to, length: tie.length });
    }
    return kept;
  }

  // Places are found once; after that nothing moves unless a person moves it.
  function settle() {
    network.setOptions({ physics: { enabled: false } });
    const rough = network.getPositions();
    things.clear();
    ties.clear();
    things.add(given.things.map((thing) => ({ ...thing, x: 0, y: 0 })));
    ties.add(given.ties.map((tie, number) => ({ ...tie, id: number })));
    network.redraw(); // sizes are known once things have been drawn
    const all = blocks(rough);
    fitToPage(all);
    comeClose(all);
    fitToPage(all); // again, now that nothing far out stretches the whole
    standApart(all);
    look.all();
    place.classList.add("settled");
    document.getElementById("settling").hidden = true;
    document.body.dataset.settled = "yes";
  }

  // Drawn out to the shape of the page, and together until words have just enough room.
  function fitToPage(all) {
    const tied = all.filter((one) => !one.alone);
    const span = (axis) => Math.max(...tied.map((one) => one[axis])) - Math.min(...tied.map((one) => one[axis])) || 1;
    const needed = all.reduce((sum, { box }) => sum + (box.right - box.left + ROOM) * (box.bottom - box.top + ROOM), 0);
    const shape = place.clientWidth / place.clientHeight;
    const height = Math.sqrt((needed * CROWDED) / shape);
    for (const one of tied) {
      one.x *= (height * shape) / span("x");
      one.y *= height / span("y");
    }
    // What nothing is tied to stands in the corner below, where a round drawing leaves room.
    let along = Math.min(0, ...tied.map((one) => one.x + one.box.left));
    const low = Math.max(0, ...tied.map((one) => one.y + one.box.bottom));
    for (const one of all.filter((other) => other.alone)) {
      one.x = along - one.box.left;
      one.y = low - one.box.bottom;
      along += one.box.right - one.box.left + ROOM;
    }
  }

  // What hangs on by a single line need not hang far out.
  function comeClose(all) {
    const near = new Map(all.map((one) => [one.members[0].id, new Set()]));
    for (const { from, to } of roughTies()) {
      near.get(from).add(to);
      near.get(to).add(from);
    }
    const at = new Map(all.map((one) => [one.members[0].id, one]));
    for (const one of all) {
      const [only, ...others] = near.get(one.members[0].id);
      if (only === undefined || others.length) continue;
      const by = at.get(only), far = Math.hypot(one.x - by.x, (one.y - by.y) * 2);
      if (far <= CLOSE) continue;
      one.x = by.x + (one.x - by.x) * CLOSE / far;
      one.y = by.y + (one.y - by.y) * CLOSE / far;
    }
  }

  // What moves as one: a role with its poles above and below it, or a thing by itself.
  function blocks(found) {
    const alone = new Set(given.things.map((thing) => thing.id));
    given.ties.forEach((tie) => { alone.delete(tie.from); alone.delete(tie.to); });
    return Object.entries(found).map(([number, { x, y }]) => {
      const id = Number(number);
      const [top, bottom] = ends.get(id) ?? [];
      const members = [{ id, dx: 0, dy: 0 }];
      if (top !== undefined) {
        const reach = (pole) => height(pole) / 2 + height(id) / 2 + 8;
        members.push({ id: top, dx: 0, dy: -reach(top) }, { id: bottom, dx: 0, dy: reach(bottom) });
      }
      return { x, y, members, box: boxAround(members), alone: alone.has(id) };
    });
  }

  function height(id) {
    const box = network.getBoundingBox(id);
    return box.bottom - box.top;
  }

  function boxAround(members) {
    const sides = { left: 0, right: 0, top: 0, bottom: 0 };
    for (const { id, dx, dy } of members) {
      const box = network.getBoundingBox(id), at = network.getPosition(id);
      sides.left = Math.min(sides.left, box.left - at.x + dx);
      sides.right = Math.max(sides.right, box.right - at.x + dx);
      sides.top = Math.min(sides.top, box.top - at.y + dy);
      sides.bottom = Math.max(sides.bottom, box.bottom - at.y + dy);
    }
    return sides;
  }

  // Push apart whatever lies on top of something else, a little at a time.
  function standApart(all) {
    for (let turn = 0; turn < 400; turn++) {
      let moved = false;
      for (let i = 0; i < all.length; i++) {
        for (let j = i + 1; j < all.length; j++) moved = pushed(all[i], all[j]) || moved;
      }
      if (!moved) break;
    }
    for (const { x, y, members } of all) {
      members.forEach(({ id, dx, dy }) => network.moveNode(id, x + dx, y + dy));
    }
  }

  function pushed(a, b) {
    const across = Math.min(a.x + a.box.right, b.x + b.box.right) - Math.max(a.x + a.box.left, b.x + b.box.left) + ROOM;
    const down = Math.min(a.y + a.box.bottom, b.y + b.box.bottom) - Math.max(a.y + a.box.top, b.y + b.box.top) + ROOM;
    if (across <= 0.5 || down <= 0.5) return false;
    const axis = across < down * 1.4 ? "x" : "y";
    const step = (axis === "x" ? across : down) / 2 * (a[axis] <= b[axis] ? -1 : 1);
    a[axis] += step;
    b[axis] -= step;
    return true;
  }

  function choose(id) {
    chosen = id;
    paint();
    if (id !== null) {
      parent.postMessage({ formulation: "web", open: given.ids[id] }, given.tellTo || location.origin);
    }
  }

  // What is chosen, and what it is tied to, stay as they are; the rest steps back.
  function paint() {
    const near = chosen === null ? null : neighbours();
    things.update(given.things.map((thing) => {
      const away = near !== null && !near.has(thing.id);
      return {
        id: thing.id,
        hidden: hiddenKinds.has(thing.kind),
        opacity: away ? 0.3 : 1,
        font: { ...thing.font, color: away ? given.faint : thing.font.color },
      };
    }));
    ties.update(given.ties.map((tie, number) => {
      const within = near !== null && wholeOf(tie.from) === wholeOf(chosen) && wholeOf(tie.to) === wholeOf(chosen);
      const away = near !== null && !within && tie.from !== chosen && tie.to !== chosen;
      return { id: number, color: { ...tie.color, opacity: away ? 0.15 : 1 } };
    }));
  }

  // A pole is never without its role and the other end of it.
  function neighbours() {
    const whole = wholeOf(chosen);
    return new Set([chosen, whole, ...(ends.get(whole) ?? []), ...network.getConnectedNodes(chosen)]);
  }

  const moving = still ? false : { duration: 250, easingFunction: "easeInOutQuad" };
  const look = {
    in: () => network.moveTo({ scale: network.getScale() * 1.3, animation: moving }),
    out: () => network.moveTo({ scale: network.getScale() / 1.3, animation: moving }),
    all: () => network.fit({ animation: document.body.dataset.settled ? moving : false, minZoomLevel: 0.05 }),
  };

  addEventListener("keydown", () => { document.body.dataset.keys = "yes"; });
  addEventListener("pointerdown", () => { delete document.body.dataset.keys; });

  document.getElementById("nearer").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && network) look[button.dataset.look]();
  });

  document.getElementById("legend").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || !network) return;
    const kind = button.dataset.kind;
    const shown = hiddenKinds.delete(kind);
    if (!shown) hiddenKinds.add(kind);
    button.setAttribute("aria-pressed", String(shown));
    paint();
  });
})();
