// Put into every page that is measured: notes when a hand did something, and when its effect was painted.
//
// `measured.arm(event, done)` waits for one real event of the hand (pointerup, click, keydown) and for the
// first moment after it at which `done()` holds, looking whenever the page changes; then it waits until
// two animation frames have begun, by which time the first of them is on the glass. Times are in
// milliseconds: `took` by the page's own clock, `did` and `painted` by the clock on the wall.

(() => {
  const canvas = () => {
    if (canvas.found?.isConnected) return canvas.found;
    canvas.found = null;
    const places = document.querySelectorAll('[data-testid="stBidiComponentRegular"], [data-testid="stBidiComponentIsolated"]');
    for (const place of places) {
      for (const one of [place, ...place.querySelectorAll("*")]) {
        const found = (one.shadowRoot ?? one).querySelector?.(".fn-canvas");
        if (found) canvas.found = found;
      }
    }
    return canvas.found;
  };

  const pieces = (id) =>
    [...canvas().querySelectorAll(".fn-pieces > .fn-piece")].filter((one) => one.dataset.id === id);
  const standing = (id) => {
    const all = pieces(id);
    return all.find((one) => one.dataset.moves === id) ?? all.find((one) => one.dataset.x !== undefined);
  };
  const said = (id) =>
    [...(standing(id)?.querySelectorAll(".fn-words tspan") ?? [])].map((one) => one.textContent).join(" ");
  const moves = (id) => standing(id)?.dataset.moves;
  const at = (id) => standing(id)?.dataset.x;
  const revision = () => Number(canvas()?.dataset.revision ?? -1);

  const painted = () =>
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

  const PATIENCE = 20_000;
  const inTime = (what, promise) =>
    Promise.race([
      promise,
      new Promise((_, reject) => {
        setTimeout(() => reject(new Error(`Waited in vain for ${what}.`)), PATIENCE);
      }),
    ]);

  // Whenever anything changes in these trees, look again; resolves when what was waited for is there.
  const seen = (done, roots) =>
    inTime("a change on the page", new Promise((resolve) => {
      let over = false;
      const look = () => {
        if (over || !done()) return;
        over = true;
        watch.disconnect();
        resolve();
      };
      const watch = new MutationObserver(look);
      for (const root of roots) {
        watch.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
      }
      const lookEachFrame = () => {
        look();
        if (!over) requestAnimationFrame(lookEachFrame);
      };
      if (roots.length) look();
      else lookEachFrame();
    }));

  // Where to look for a change: on the canvas, on the page around it, or – while there is nothing yet – each frame.
  const roots = (where) => {
    if (where === "canvas") return [canvas()];
    return where === "page" ? [document.documentElement] : [];
  };

  const arm = (type, done, where) => {
    const times = {};
    window.measuring = (async () => {
      await inTime(`a ${type} by the hand`, new Promise((resolve) => {
        const hand = (event) => {
          if (type === "keydown" && event.key !== "Enter") return;
          window.removeEventListener(type, hand, true);
          times.from = performance.now();
          times.did = Date.now();
          resolve();
        };
        window.addEventListener(type, hand, true);
      }));
      await seen(done, roots(where));
      await painted();
      return { took: performance.now() - times.from, did: times.did, painted: Date.now() };
    })();
  };

  // The same for somebody who only watches.
  const watch = (done, where) => {
    window.measuring = (async () => {
      await seen(done, roots(where));
      await painted();
      return { painted: Date.now() };
    })();
  };

  // Resolves once the page has run to its end and nothing has changed for a while.
  const quiet = (calm = 60) =>
    inTime("the page to come to rest", new Promise((resolve) => {
      let timer = 0;
      const still = () => {
        const app = document.querySelector('[data-testid="stApp"]');
        if (app && app.dataset.testScriptState !== "notRunning") return again();
        watching.disconnect();
        resolve();
      };
      const again = () => {
        clearTimeout(timer);
        timer = setTimeout(still, calm);
      };
      const watching = new MutationObserver(again);
      watching.observe(document, { subtree: true, childList: true, attributes: true });
      again();
    }));

  // The middle of a thing on the canvas, in the window's pixels; null where it cannot be touched there.
  const whereIs = (id) => {
    const words = standing(id)?.querySelector(".fn-words") ?? standing(id);
    const { left, top, width, height } = words.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };

  // Only things that a hand would meet at their middle.
  const reachable = (ids) =>
    ids.filter((id) => {
      const [x, y] = whereIs(id);
      const met = canvas().getRootNode().elementFromPoint(x, y);
      return met?.closest?.(".fn-piece")?.dataset.id === id;
    });

  const all = (kind) => [
    ...new Set(
      [...canvas().querySelectorAll(`.fn-pieces > .fn-piece[data-kind="${kind}"]`)].map((one) => one.dataset.id),
    ),
  ];

  window.measured = { arm, watch, quiet, whereIs, reachable, all, said, moves, at, revision, canvas, painted };
})();
