// The phases of a format: quiet stages along the top, each with what may be asked in it.

import { element } from "./paper.js";

export class Phases {
  constructor(parent, { writeUnder }) {
    this.root = element(parent, "div", "fn-phases");
    this.writeUnder = writeUnder;
    this.open = -1;
    this.said = "";
  }

  show(phases) {
    const said = JSON.stringify(phases);
    if (said === this.said) return;
    this.said = said;
    this.phases = phases;
    this.root.hidden = !phases.length;
    this.#draw();
  }

  #draw() {
    this.root.replaceChildren();
    const row = element(this.root, "div", "fn-phase-row");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "Phases of this meeting");
    this.phases.forEach((phase, at) => {
      const button = element(row, "button", "fn-phase", phase.name);
      button.type = "button";
      if (phase.minutes) element(button, "small", "", ` ${phase.minutes} min`);
      button.setAttribute("aria-expanded", String(at === this.open));
      button.addEventListener("click", () => {
        this.open = at === this.open ? -1 : at;
        this.#draw();
        this.root.querySelectorAll(".fn-phase")[at].focus();
      });
    });
    if (this.open >= 0) this.#prompts(this.phases[this.open]);
  }

  #prompts(phase) {
    const box = element(this.root, "div", "fn-prompts");
    const list = element(box, "ul", "");
    for (const prompt of phase.prompts) element(list, "li", "", prompt);
    const write = element(box, "button", "fn-quiet", "Write under this");
    write.type = "button";
    write.addEventListener("click", () => this.writeUnder(phase.name));
  }
}
