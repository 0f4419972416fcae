// What this browser tab remembers of the view; never a word of the work.

export function remember(data, what, value, { anyDrawing = false } = {}) {
  try {
    sessionStorage.setItem(nameOf(data, what, anyDrawing), JSON.stringify(value));
  } catch {
    // A browser that remembers nothing still draws.
  }
}

export function recall(data, what, { anyDrawing = false } = {}) {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(data, what, anyDrawing)));
  } catch {
    return null;
  }
}

function nameOf(data, what, anyDrawing) {
  const drawing = anyDrawing ? "" : `/${data.drawing}`;
  return `notebook ${what} ${data.mode} ${data.formulation}${drawing}`;
}
