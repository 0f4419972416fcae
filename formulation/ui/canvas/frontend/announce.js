// What is said aloud by a screen reader, without moving anybody's focus.

export class Announcer {
  constructor(element) {
    this.element = element;
  }

  // Said again even when it is the same sentence as before.
  say(sentence) {
    this.element.textContent = "";
    requestAnimationFrame(() => {
      this.element.textContent = sentence;
    });
  }
}
