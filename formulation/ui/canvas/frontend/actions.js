// Everything that can be done on a drawing, each with its words, its key and when it makes sense.
//
// One table: the menu, the keyboard and the list of keys all read it.

import { ARRANGEMENTS } from "./arranging.js";
import { copied } from "./clipboard.js";
import { kindOf } from "./joins.js";

const one = (canvas, ...kinds) => canvas.mayDraw && canvas.selection.ids.length === 1 &&
  (!kinds.length || kinds.includes(kindOf(canvas.selection.ids[0])));
const some = (canvas, least = 1) => canvas.mayDraw && canvas.selection.ids.length >= least;
const only = (canvas) => canvas.selection.ids[0];

const TURNABLE = ["phrase", "pole", "role", "step", "state", "pain", "exit", "problem", "observer", "group", "procedure"];

export const ACTIONS = [
  { name: "edit", label: "Change the words", key: "F2", keys: ["F2"], when: (canvas) => one(canvas),
    act: (canvas) => canvas.keyboard.edit() },
  { name: "join", label: "Draw an arrow from here", key: "L", keys: ["l"], when: (canvas) => one(canvas),
    act: (canvas) => canvas.joiner.begin(only(canvas)) },
  { name: "loop", label: "Draw a loop from here, step by step", key: "O", keys: ["o"],
    when: (canvas) => one(canvas, "pole"), act: (canvas) => canvas.loop.begin(only(canvas)) },
  { name: "steps", label: "Add steps after this one", key: "O", keys: ["o"],
    when: (canvas) => one(canvas, "step"), act: (canvas) => canvas.loop.begin(only(canvas)) },
  { name: "turn", label: "Turn into…", key: "T", keys: ["t"], when: (canvas) => one(canvas, ...TURNABLE),
    act: (canvas, at) => canvas.askWhatItIs(at) },
  { name: "hold", label: "Take out of this state, or put in one…", key: "S", keys: ["s"],
    when: (canvas) => one(canvas, "role", "pole") && canvas.states().length > 0,
    act: (canvas, at) => canvas.askWhichState(at) },
  { name: "arrange", label: "Line up, space out…", key: "A", keys: ["a"], when: (canvas) => some(canvas, 2),
    act: (canvas, at) => canvas.askHowToArrange(at, ARRANGEMENTS) },
  { name: "copy", label: "Copy", key: "Ctrl C", keys: ["ctrl c"], when: (canvas) => some(canvas),
    act: (canvas) => canvas.copy() },
  { name: "paste", label: "Paste", key: "Ctrl V", keys: ["ctrl v"],
    when: (canvas) => canvas.mayDraw && copied() !== null, act: (canvas, at) => canvas.paste(at) },
  { name: "remove", label: "Remove", key: "Delete", keys: ["Delete", "Backspace"], when: (canvas) => some(canvas),
    act: (canvas) => canvas.keyboard.askToRemove() },
  { name: "write", label: "Write a phrase", key: "P", keys: ["p", "n"], when: (canvas) => canvas.mayDraw,
    act: (canvas, at) => canvas.writePhrase(at) },
  { name: "all", label: "Select everything", key: "Ctrl A", keys: ["ctrl a"],
    when: (canvas) => canvas.data.mode === "draw", act: (canvas) => canvas.selectAll() },
  { name: "undo", label: "Take back", key: "Ctrl Z", keys: ["ctrl z"], when: (canvas) => canvas.mayDraw,
    act: (canvas) => canvas.takeBack() },
  { name: "redo", label: "Do again", key: "Ctrl Shift Z", keys: ["ctrl shift z", "ctrl y"],
    when: (canvas) => canvas.mayDraw, act: (canvas) => canvas.doAgain() },
  { name: "fit", label: "Show all of it", key: "0", keys: ["0"], when: () => true,
    act: (canvas) => canvas.view.fit() },
];

// What this key press means here, or undefined.
export function meantBy(event, canvas) {
  const said = spelled(event);
  return ACTIONS.find((action) => action.keys.includes(said) && action.when(canvas));
}

export function spelled(event) {
  const { key } = event;
  const plain = key.length === 1 ? key.toLowerCase() : key;
  const control = event.ctrlKey || event.metaKey;
  return `${control ? "ctrl " : ""}${control && event.shiftKey ? "shift " : ""}${plain}`;
}

// What the menu offers now: about what is selected, or about the paper.
export function menuFor(canvas, about) {
  const paper = new Set(["write", "paste", "all", "undo", "redo", "fit"]);
  return ACTIONS.filter((action) => (about ? !paper.has(action.name) || action.name === "paste" : paper.has(action.name)) &&
    action.when(canvas)).map((action) => ({ ...action, label: canvas.labelOf(action) }));
}
