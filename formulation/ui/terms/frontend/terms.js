// Escape puts an explanation away, and it comes back when one comes back to its word.

const WORD = ".fn-explained";
const AWAY = "fn-away";
const PATIENCE = 40; // looks, one every 100 ms: a page is drawn piece by piece
let shown = "";

function listen(page) {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const word of page.querySelectorAll(`${WORD}:hover, ${WORD}:focus-within`)) word.classList.add(AWAY);
  });
  for (const left of ["pointerout", "focusout"]) {
    page.addEventListener(left, (event) => {
      const word = event.target.closest?.(WORD);
      if (word && !word.contains(event.relatedTarget)) word.classList.remove(AWAY);
    });
  }
}

function bringIntoSight(page, key, looks = PATIENCE) {
  if (key !== shown) return; // somebody has gone on
  const there = page.querySelector(`.st-key-${CSS.escape(key)}`);
  if (there) {
    there.scrollIntoView({ block: there.offsetHeight > 300 ? "start" : "center" });
    page.dispatchEvent(new Event("fn-in-sight"));
  } else if (looks) setTimeout(() => bringIntoSight(page, key, looks - 1), 100);
}

export default function ({ data, parentElement }) {
  const page = parentElement.ownerDocument;
  if (!page.documentElement.dataset.fnTerms) {
    page.documentElement.dataset.fnTerms = "heard";
    listen(page);
  }
  const show = data?.show ?? "";
  if (show === shown) return;
  shown = show;
  if (show) bringIntoSight(page, show);
}
