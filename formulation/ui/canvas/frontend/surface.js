// The elements a canvas is made of, and where each thing goes.

const SVG = "http://www.w3.org/2000/svg";

const INSTRUCTIONS = {
  draw: "A drawing. Press Tab to go from piece to piece; the right arrow key follows an arrow, the left one " +
    "goes back, up and down choose another arrow. Enter selects, Enter again or F2 changes the words, then " +
    "arrow keys move what is selected. P writes a phrase, L draws an arrow, Delete removes, " +
    "Escape steps back. Press the question mark for all keys.",
  read: "A drawing to read. Press Tab to go from piece to piece; the right arrow key follows an arrow, the " +
    "left one goes back, up and down choose another arrow. Enter selects, Escape steps back.",
  pick: "A drawing to point at. Press Tab to go from piece to piece, and Enter or " +
    "Space to choose or let go. Plus, minus and zero change the view.",
};

export function surfaceIn(place) {
  return new Surface(place.querySelector(".fn-canvas"));
}

class Surface {
  constructor(root) {
    this.root = root;
    this.svg = make(root, "svg", "fn-stage", SVG);
    this.svg.setAttribute("focusable", "false");
    this.layer = make(this.svg, "g", "fn-view", SVG);
    this.pieces = make(this.layer, "g", "fn-pieces", SVG);
    this.marks = make(this.layer, "g", "fn-marks", SVG);
    this.handles = make(this.layer, "g", "fn-handles", SVG);
    for (const layer of [this.marks, this.handles]) layer.setAttribute("aria-hidden", "true");
    this.overlay = make(root, "div", "fn-overlay");
    this.toolbar = make(root, "div", "fn-toolbar");
    this.status = make(root, "div", "fn-status");
    this.live = make(root, "div", "fn-unseen");
    this.told = make(root, "div", "fn-unseen");
    this.told.id = "fn-told";
    this.live.setAttribute("aria-live", "polite");
  }

  // Streamlit may build the element anew; what we have made moves into it.
  adopt(place) {
    const there = place.querySelector(".fn-canvas");
    if (there && there !== this.root) there.replaceWith(this.root);
  }

  dress(data, dark) {
    const { root } = this;
    root.dataset.mode = data.mode;
    root.dataset.theme = dark ? "dark" : "light";
    root.toggleAttribute("data-read-only", data.readOnly);
    root.style.setProperty("--fn-height", `${data.height}px`);
    if (data.mode === "still") {
      root.setAttribute("role", "img");
      this.svg.setAttribute("aria-hidden", "true");
      this.pieces.toggleAttribute("inert", true);
      root.removeAttribute("tabindex");
      return;
    }
    root.setAttribute("role", "application");
    root.setAttribute("aria-roledescription", "drawing");
    root.setAttribute("aria-describedby", this.told.id);
    root.tabIndex = 0;
    this.told.textContent = INSTRUCTIONS[data.mode === "draw" && data.readOnly ? "read" : data.mode];
  }

  name(title) {
    this.root.setAttribute("aria-label", title || "Drawing");
  }

  // Resolves once somebody can see the canvas: stills further down wait for their turn.
  seen() {
    if (!("IntersectionObserver" in window)) return Promise.resolve();
    return new Promise((resolve) => {
      const watch = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        resolve();
      }, { rootMargin: "300px" });
      watch.observe(this.root);
    });
  }
}

export function make(parent, tag, className, namespace) {
  const element = namespace ? document.createElementNS(namespace, tag) : document.createElement(tag);
  element.setAttribute("class", className);
  parent.appendChild(element);
  return element;
}
