// What was copied: only where it is and which things, never a word; pasting reads it from there anew.

const NAME = "notebook copied";

export function copied() {
  try {
    return JSON.parse(localStorage.getItem(NAME));
  } catch {
    return null;
  }
}

// Returns whether this browser remembers it.
export function copy(formulation, drawing, ids) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ from: formulation, drawing, ids }));
    return true;
  } catch {
    return false;
  }
}
