// The canvas knows in which field of the page somebody is typing, and that nobody is.

import assert from "node:assert/strict";
import test from "node:test";

import { typingIn } from "../../formulation/ui/canvas/frontend/typing.js";

const page = (matches, label) => ({
  activeElement: { matches: (selector) => selector.includes(matches), getAttribute: () => label },
});

test("a cursor in a text field is told by the field's label", () => {
  assert.equal(typingIn(page("textarea", "Notes")), "Notes");
  assert.equal(typingIn(page("input[type=text]", "Words")), "Words");
});

test("a field without a label, a button, or nothing at all is nobody typing", () => {
  assert.equal(typingIn(page("textarea", null)), null);
  assert.equal(typingIn(page("button", "Close")), null);
  assert.equal(typingIn({ activeElement: null }), null);
});
