// The table of observations and hypotheses: draws what it is given and passes on what is done in it.
// Every cell is a list of the browser's own, so that it works by key, by touch and read aloud.

import { table, filled, shapeOf } from "./table.js";

export default function evidence({ parentElement, data, setTriggerValue }) {
  const place = parentElement.querySelector(".fn-evidence");
  const memory = (place.memory ??= { waiting: [], last: 0, shape: "" });
  memory.waiting = memory.waiting.filter((one) => one.n > data.heard);

  memory.say = (did) => {
    memory.last = Math.max(Date.now(), memory.last + 1);
    memory.waiting.push({ ...did, n: memory.last });
    setTriggerValue("did", [...memory.waiting]);
  };

  const shape = shapeOf(data);
  if (shape !== memory.shape) {
    const focused = place.getRootNode().activeElement?.dataset?.at;
    place.replaceChildren(table(data, (did) => memory.say(did)));
    memory.shape = shape;
    if (focused) place.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus();
  }
  filled(place, data, memory.waiting);
}
