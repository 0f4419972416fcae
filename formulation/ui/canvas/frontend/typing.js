// Which field of the page somebody's cursor stands in: its label, or nothing.
//
// What is half typed there is not known to the server yet, so the page leaves that field alone.

const FIELDS = "textarea, input:not([type]), input[type=text], input[type=number]";

export function typingIn(page) {
  const here = page.activeElement;
  return here?.matches?.(FIELDS) ? here.getAttribute("aria-label") : null;
}
