// Whether the page around us is dark: read from the colours Streamlit gives its components.

export function isDark(element) {
  const said = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const colour = parsedColour(said);
  return colour ? brightness(colour) < 0.4 : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function parsedColour(said) {
  const hex = /^#([0-9a-f]{6}|[0-9a-f]{3})/i.exec(said)?.[1];
  if (hex) {
    const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
    return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16));
  }
  const numbers = /^rgba?\(([^)]*)\)/.exec(said)?.[1].split(/[\s,/]+/).map(Number);
  return numbers && numbers.length >= 3 ? numbers.slice(0, 3) : null;
}

function brightness([red, green, blue]) {
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
