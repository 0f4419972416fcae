// Goes round a loop on the drawing, one place after another; nothing here asks for anything from outside.
(() => {
  const now = document.querySelector(".now");
  const stop = document.querySelector("[data-stop]");
  let turn = 0;
  const clear = () => document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  const end = () => {
    turn += 1;
    clear();
    if (stop) stop.hidden = true;
    if (now) now.textContent = "";
  };
  const show = (place) => {
    clear();
    document.querySelectorAll("[data-id]").forEach((one) => {
      if (one.dataset.id === place.id) one.classList.add("lit");
    });
    now.textContent = place.says;
  };
  const go = (way) => {
    end();
    const mine = turn;
    stop.hidden = false;
    let at = 0;
    const next = () => {
      if (mine !== turn) return;
      if (at >= way.length) return end();
      show(way[at]);
      at += 1;
      setTimeout(next, 1800);
    };
    next();
  };
  document.querySelectorAll("[data-way]").forEach((button) => {
    button.addEventListener("click", () => go(JSON.parse(button.dataset.way)));
  });
  if (stop) stop.addEventListener("click", end);
})();
